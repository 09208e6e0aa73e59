//! What others install and run: hooks, the action, the component, completions, manual pages, and what the documents say of them.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use regex_lite::Regex;
use serde::Deserialize as _;
use serde_yaml::Value;
use wabalint::beside::Kind;
use wabalint::syntax::Syntax;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Files in which commands and versions are spelled for others.
const PAGES: [&str; 5] =
    ["README.md", "docs/ci.md", "docs/install.md", "docs/output.md", "packaging/pre-commit/README.md"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The documents of a file of YAML.
fn documents(text: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).unwrap()).collect()
}

fn yaml(name: &str) -> Value {
    documents(&text(name)).remove(0)
}

fn wabalint(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wabalint")).args(args).stdin(Stdio::null()).output().unwrap()
}

fn printed(args: &[&str]) -> String {
    let output = wabalint(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

/// The long options of a command, as its help lists them.
fn options(command: &str) -> BTreeSet<String> {
    let help = printed(&[command, "--help"]);
    let option = Regex::new(r"(?m)^ +(?:-\w, )?(--[a-z][a-z-]*)").unwrap();
    option.captures_iter(&help).map(|found| found[1].to_owned()).collect()
}

/// The blocks of a page, with the word behind the fence.
fn fences(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    for line in page.lines() {
        let indent = line.len() - line.trim_start().len();
        match (&mut open, line.trim_start().strip_prefix("```")) {
            (None, Some(kind)) => open = Some((kind.trim().to_owned(), String::new(), indent)),
            (Some(_), Some(_)) => blocks.extend(open.take().map(|(kind, block, _)| (kind, block))),
            (Some((_, block, indent)), None) => {
                block.push_str(line.get(*indent..).unwrap_or_default());
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn hooks(name: &str) -> BTreeMap<String, Value> {
    let hooks = yaml(name);
    let hooks = hooks.as_sequence().unwrap();
    hooks.iter().map(|hook| (hook["id"].as_str().unwrap().to_owned(), hook.clone())).collect()
}

/// Holds that the words of a command line are a command and options of the program.
fn is_known(line: &str, place: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let Some(command) = words.get(1) else { return };
    if command.starts_with('-') {
        assert!(["--version", "--help", "-V", "-h"].contains(command), "{place}: {line}");
        return;
    }
    assert!(commands().iter().any(|known| known == command), "{place}: `{line}`: {command} is no command");
    let known = options(command);
    for word in words.iter().filter(|word| word.starts_with("--")) {
        let name = word.split('=').next().unwrap_or(word);
        assert!(known.contains(name), "{place}: `{line}`: {command} has no {name}");
    }
}

#[test]
fn versions_agree() {
    let pinned = [
        ("action.yml", yaml("action.yml")["inputs"]["version"]["default"].as_str().unwrap().to_owned()),
        (
            "templates/wabalint.yml",
            yaml("templates/wabalint.yml")["spec"]["inputs"]["version"]["default"]
                .as_str()
                .unwrap()
                .to_owned(),
        ),
    ];
    for (name, version) in pinned {
        assert_eq!(version, VERSION, "{name}");
    }
    let spelled = Regex::new(
        r"(?:wabalint==|wabalint@v?|wabalint-pre-commit@v?|rev: v|version: .)(\d+\.\d+\.\d+[0-9A-Za-z.-]*)",
    )
    .unwrap();
    for name in PAGES.iter().chain(&["packaging/pre-commit/pyproject.toml", "templates/wabalint.yml"]) {
        for found in spelled.captures_iter(&text(name)) {
            assert_eq!(&found[1], VERSION, "{name}: {}", &found[0]);
        }
    }
    // Only Cargo.toml says the version of the wheel.
    assert!(text("pyproject.toml").contains("dynamic = [\"version\"]"));
    assert!(text("packaging/pre-commit/pyproject.toml").contains(&format!("wabalint=={VERSION}")));
}

#[test]
fn hooks_call_what_exists() {
    let built = hooks(".pre-commit-hooks.yaml");
    let ready = hooks("packaging/pre-commit/.pre-commit-hooks.yaml");
    for (id, hook) in built.iter().chain(&ready) {
        is_known(hook["entry"].as_str().unwrap(), id);
        assert!(hook["require_serial"].as_bool().unwrap(), "{id}: files are one workspace");
    }
    // The two lists are one, but for how the program is come by.
    for (id, hook) in &ready {
        let mut other = built[id].clone();
        other["language"] = "python".into();
        assert_eq!(*hook, other, "{id}");
    }
    for (id, hook) in &built {
        let language = if id.ends_with("-python") { "python" } else { "rust" };
        assert_eq!(hook["language"].as_str(), Some(language), "{id}");
    }
}

#[test]
fn hooks_pick_the_files_that_are_read() {
    let names = [
        "a.waba",
        "templates/Bestellung.JSON",
        "a.yaml",
        "a.yml",
        "docs/templates.md",
        "a.markdown",
        "a.js",
        "a.mjs",
        "a.cjs",
        "src/a.ts",
        "a.mts",
        "a.cts",
        "a.d.ts",
        "a.d.mts",
        "a.tsx",
        "a.jsx",
        "a.xml",
        "send.py",
        "send.sh",
        "a.bash",
        "a.zsh",
        "contacts.csv",
        "contacts.tsv",
        "package.json",
        "composer.json",
        "pyproject.toml",
        "poetry.toml",
        "Pipfile",
        "Pipfile.lock",
        "go.mod",
        "go.sum",
        "Gemfile",
        "sub/Cargo.toml",
        "Cargo.lock",
        "requirements.txt",
        "requirements-dev.txt",
        "notes.txt",
        ".env",
        ".env.example",
        "prod.env",
        "environment",
        "config.ini",
        "whatsapp.conf",
        "other.conf",
        "settings.toml",
        "sub/waba.properties",
        "sender.cfg",
        "logo.svg",
        "a.rs",
        "Makefile",
        "wabalint.yaml",
        "waba",
        "a.waba.bak",
        "json",
        "envelope.txt",
    ];
    for (id, hook) in hooks(".pre-commit-hooks.yaml") {
        let pattern = |key: &str| Regex::new(hook[key].as_str().unwrap()).unwrap();
        let (files, exclude) = (pattern("files"), pattern("exclude"));
        for name in names {
            let is_read = Syntax::of_name(name).is_some() || Kind::of_name(name).is_some();
            assert_eq!(files.is_match(name) && !exclude.is_match(name), is_read, "{id}: {name}");
        }
    }
}

/// The scripts of the action, by the name of their step.
fn steps() -> Vec<Value> {
    yaml("action.yml")["runs"]["steps"].as_sequence().unwrap().clone()
}

#[test]
fn actions_are_pinned_and_given_no_more_than_they_need() {
    let mut files = vec!["action.yml".to_owned()];
    for entry in fs::read_dir(root().join(".github/workflows")).unwrap() {
        files.push(format!(".github/workflows/{}", entry.unwrap().file_name().to_string_lossy()));
    }
    let pinned = Regex::new(r"^[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$").unwrap();
    for name in &files {
        let text = text(name);
        documents(&text);
        for line in text.lines() {
            let step = line.trim().trim_start_matches("- ");
            if let Some(action) = step.strip_prefix("uses: ") {
                assert!(pinned.is_match(action), "{name}: {action}");
            }
            // What an input says may not become a part of a script.
            if line.contains("${{") {
                assert!(!step.starts_with("run:"), "{name}: {line}");
            }
        }
        if name != "action.yml" {
            let workflow = yaml(name);
            assert_eq!(workflow["permissions"], Value::Mapping(serde_yaml::Mapping::new()), "{name}");
            for (job, content) in workflow["jobs"].as_mapping().unwrap() {
                assert!(content["timeout-minutes"].as_u64().is_some(), "{name}: {job:?} has no end");
                for step in content["steps"].as_sequence().unwrap() {
                    let run = step["run"].as_str().unwrap_or_default();
                    assert!(!run.contains("${{"), "{name}: {run}");
                }
            }
        }
    }
    for step in steps() {
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step:?}");
    }
}

/// The last job of the workflow waits for all others, so that one name tells whether everything passed.
#[test]
fn the_last_job_waits_for_all_others() {
    let workflow = yaml(".github/workflows/ci.yml");
    let jobs = workflow["jobs"].as_mapping().unwrap();
    let names: BTreeSet<&str> = jobs.keys().filter_map(Value::as_str).collect();
    let last = &jobs["all-passed"];
    let needs: BTreeSet<&str> =
        last["needs"].as_sequence().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(needs, names.into_iter().filter(|name| *name != "all-passed").collect());
}

#[test]
fn manual_pages_have_every_command_and_option() {
    let folder = tempfile::tempdir().unwrap();
    let man = folder.path().join("man");
    printed(&["man", "--dir", man.to_str().unwrap()]);
    let plain = |page: &str| page.replace("\\-", "-");
    let main = plain(&fs::read_to_string(man.join("wabalint.1")).unwrap());
    let commands = commands();
    assert!(commands.len() > 8, "{commands:?}");
    for command in &commands {
        assert!(main.contains(&format!("wabalint-{command}(1)")), "{command}: {main}");
        let page = fs::read_to_string(man.join(format!("wabalint-{command}.1"))).unwrap();
        assert!(page.contains(&format!(" \"wabalint {VERSION}")), "{command}: the page says no version");
        assert_eq!(page, printed(&["man", command]), "{command}");
        for option in options(command) {
            assert!(plain(&page).contains(&format!("\\fB{option}\\fR")), "{command} {option}");
        }
    }
    // A page for each, and none for what the help hides.
    assert_eq!(fs::read_dir(&man).unwrap().count(), commands.len() + 1);
    assert_eq!(wabalint(&["man", "eval"]).status.code(), Some(2));
    assert_eq!(wabalint(&["man", "no-such-command"]).status.code(), Some(2));
    assert_eq!(printed(&["man"]), fs::read_to_string(man.join("wabalint.1")).unwrap());
}

#[test]
fn shells_complete_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
            for option in options(&command) {
                let name = if shell == "fish" { option.trim_start_matches('-') } else { &option };
                assert!(script.contains(name), "{shell}: {command} {option}");
            }
        }
    }
    assert_eq!(wabalint(&["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn documents_say_what_exists() {
    let mut lines = 0;
    for name in PAGES {
        for (kind, block) in fences(&text(name)) {
            if kind.starts_with("yaml") {
                documents(&block);
            }
            if !["sh", "yaml", "console", "groovy", "text"].contains(&kind.as_str()) {
                continue;
            }
            for line in block.lines() {
                let line = line.split(" #").next().unwrap_or_default();
                for command in line.split(['|', ';', '&', '\'', '"', '>']) {
                    let words = ["$ ", "- ", "- run: ", "run: ", "sh "];
                    let command = words
                        .iter()
                        .fold(command.trim(), |rest, word| rest.strip_prefix(word).unwrap_or(rest));
                    if command.starts_with("wabalint ") {
                        is_known(command, name);
                        lines += 1;
                    }
                }
            }
        }
    }
    assert!(lines > 10, "{lines} command lines were found");
}

/// The hooks, actions and inputs that the pages show are there.
#[test]
fn snippets_name_what_exists() {
    let built = hooks(".pre-commit-hooks.yaml");
    let action = yaml("action.yml");
    let component = yaml("templates/wabalint.yml");
    let mut seen = (0, 0, 0);
    for name in PAGES {
        for (_, block) in fences(&text(name)).iter().filter(|(kind, _)| kind.starts_with("yaml")) {
            for document in documents(block) {
                for repository in document["repos"].as_sequence().into_iter().flatten() {
                    let is_local = repository["repo"].as_str() == Some("local");
                    for hook in repository["hooks"].as_sequence().unwrap() {
                        let id = hook["id"].as_str().unwrap();
                        let known = &built[id];
                        assert!(!is_local || hook["entry"] == known["entry"], "{name}: {id}");
                        seen.0 += 1;
                    }
                }
                let mut places = vec![&document];
                while let Some(place) = places.pop() {
                    if place["uses"].as_str().is_some_and(|uses| uses.contains("wabalint@")) {
                        for (input, _) in place["with"].as_mapping().into_iter().flatten() {
                            assert!(!action["inputs"][input].is_null(), "{name}: {input:?}");
                        }
                        seen.1 += 1;
                    }
                    let is_component = ["component", "remote", "project"]
                        .iter()
                        .filter_map(|key| place[*key].as_str())
                        .any(|from| from.contains("wabalint"));
                    if is_component {
                        for (input, _) in place["inputs"].as_mapping().into_iter().flatten() {
                            assert!(!component["spec"]["inputs"][input].is_null(), "{name}: {input:?}");
                        }
                        seen.2 += 1;
                    }
                    match place {
                        Value::Mapping(mapping) => places.extend(mapping.values()),
                        Value::Sequence(list) => places.extend(list),
                        _ => {}
                    }
                }
            }
        }
    }
    assert!(seen.0 > 2 && seen.1 > 1 && seen.2 > 1, "hooks, actions and components shown: {seen:?}");
}

/// Runs of what others run, with the program of this build in the place of an installed one.
#[cfg(unix)]
mod runs {
    use super::*;

    const GOOD: &str = "template order_shipped { category: utility; language: en_GB; body: \"Your parcel is on its way.\" }\n";
    const BAD: &str = "template Table { category: utility; language: en_GB; body: \"Your table is booked for Friday at eight.\" }\n";

    /// A repository with a sound file, a folder with a blank in its name, and the program under its name.
    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for place in ["bin", "temp", "repository/sound", "repository/to look at"] {
            fs::create_dir_all(folder.path().join(place)).unwrap();
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_wabalint"), folder.path().join("bin/wabalint"))
            .unwrap();
        fs::write(folder.path().join("repository/sound/a.waba"), GOOD).unwrap();
        fs::write(folder.path().join("repository/to look at/b.waba"), BAD).unwrap();
        folder
    }

    fn bash(folder: &Path, script: &str, environment: &[(&str, &str)]) -> Output {
        let path = |place: &str| folder.join(place).to_string_lossy().into_owned();
        let mut command = Command::new("bash");
        // As the platform calls it.
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).env_clear();
        command.env("PATH", format!("{}:/usr/bin:/bin", path("bin"))).env("BIN", path("bin"));
        command.env("RUNNER_TEMP", path("temp")).env("GITHUB_OUTPUT", path("temp/output"));
        command.env("GITHUB_STEP_SUMMARY", path("temp/summary"));
        command.envs(environment.iter().copied());
        command.current_dir(folder.join("repository")).stdin(Stdio::null()).output().unwrap()
    }

    #[test]
    fn scripts_are_sound() {
        let folder = repository();
        let mut scripts: Vec<String> =
            steps().iter().filter_map(|step| step["run"].as_str()).map(str::to_owned).collect();
        scripts.push(printed(&["completions", "bash"]));
        scripts.extend(["packaging/archive.sh", "packaging/try.sh"].map(text));
        let workflows = [".github/workflows/ci.yml", ".github/workflows/release.yml"].map(yaml);
        for (_, job) in workflows.iter().flat_map(|workflow| workflow["jobs"].as_mapping().unwrap()) {
            let runs = job["steps"].as_sequence().unwrap().iter().filter_map(|step| step["run"].as_str());
            scripts.extend(runs.map(str::to_owned));
        }
        for script in scripts {
            let file = folder.path().join("temp/script");
            fs::write(&file, &script).unwrap();
            let output = bash(folder.path(), "bash -n \"$RUNNER_TEMP/script\"", &[]);
            assert!(output.status.success(), "{}\n{script}", String::from_utf8_lossy(&output.stderr));
        }
    }

    /// The step of the action that runs the program, and what it leaves for the next ones.
    fn action(inputs: &[(&str, &str)]) -> (tempfile::TempDir, String, String) {
        let folder = repository();
        let step = steps().into_iter().find(|step| step["id"].as_str() == Some("check")).unwrap();
        let given = [("PATHS", ""), ("ARGS", ""), ("FAIL_ON", ""), ("SARIF", "wabalint.sarif")];
        let given: Vec<(&str, &str)> = given.iter().chain(inputs).copied().collect();
        let output = bash(folder.path(), step["run"].as_str().unwrap(), &given);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let left = fs::read_to_string(folder.path().join("temp/output")).unwrap();
        (folder, left, String::from_utf8(output.stdout).unwrap())
    }

    #[test]
    fn the_action_checks_and_hands_over() {
        let (folder, left, told) = action(&[]);
        assert_eq!(left, "sarif-file=wabalint.sarif\nexit-code=1\n");
        assert!(told.contains("::error file=to look at/b.waba,"), "{told}");
        let sarif = fs::read_to_string(folder.path().join("repository/wabalint.sarif")).unwrap();
        assert!(sarif.contains("invalid-template-name"), "{sarif}");
        let summary = fs::read_to_string(folder.path().join("temp/summary")).unwrap();
        assert!(summary.contains("wabalint: failed"), "{summary}");
        // The last step ends with the code of the run.
        let last = steps().pop().unwrap();
        let code = bash(folder.path(), last["run"].as_str().unwrap(), &[("CODE", "1")]).status.code();
        assert_eq!(code, Some(1));
    }

    #[test]
    fn the_action_takes_paths_and_options_as_they_are() {
        let (_, left, _) = action(&[("PATHS", "sound\n")]);
        assert!(left.ends_with("exit-code=0\n"), "{left}");
        let (_, left, told) =
            action(&[("PATHS", "sound\nto look at\n"), ("ARGS", "--allow  invalid-template-name")]);
        assert!(left.ends_with("exit-code=0\n"), "{left}{told}");
        let (_, left, told) = action(&[("FAIL_ON", "error")]);
        assert!(left.ends_with("exit-code=1\n"), "{left}{told}");
        // A usage mistake leaves no report to upload, and a path is none of the options.
        assert_eq!(action(&[("ARGS", "--no-such-option")]).1, "exit-code=2\n");
        assert!(action(&[("PATHS", "--help")]).1.ends_with("exit-code=2\n"));
        // Nothing that an input says is run.
        let (folder, left, _) = action(&[("ARGS", "; touch x $(touch y) `touch z` *")]);
        assert!(left.ends_with("exit-code=2\n"), "{left}");
        assert!(["x", "y", "z"].iter().all(|name| !folder.path().join("repository").join(name).exists()));
    }

    #[test]
    fn the_action_installs_versions_only() {
        let folder = repository();
        let step = steps().into_iter().find(|step| step["id"].as_str() == Some("install")).unwrap();
        for version in ["", "0.1.0 evil", "-r x", "git+https://x", "0.1.0;x"] {
            let output = bash(folder.path(), step["run"].as_str().unwrap(), &[("VERSION", version)]);
            assert_eq!(output.status.code(), Some(2), "{version}");
        }
    }

    #[test]
    fn the_component_checks_and_reports() {
        let documents = documents(&text("templates/wabalint.yml"));
        let (spec, job) = (&documents[0]["spec"]["inputs"], &documents[1]["wabalint"]);
        let job_text = text("templates/wabalint.yml");
        let input = Regex::new(r"\$\[\[ inputs\.([\w-]+) \]\]").unwrap();
        for found in input.captures_iter(&job_text) {
            assert!(!spec[&found[1]].is_null(), "{} is no input", &found[1]);
        }
        let line = job["script"][1].as_str().unwrap();
        let filled = |given: &[(&str, &str)]| {
            let fill = |found: &regex_lite::Captures<'_>| {
                let given = given.iter().find(|(name, _)| *name == &found[1]);
                given
                    .map_or_else(|| spec[&found[1]]["default"].as_str().unwrap(), |(_, value)| *value)
                    .to_owned()
            };
            input.replace_all(line, fill).into_owned()
        };
        is_known(&filled(&[]), "templates/wabalint.yml");
        let folder = repository();
        assert_eq!(bash(folder.path(), &filled(&[]), &[]).status.code(), Some(1));
        for (kind, file) in job["artifacts"]["reports"].as_mapping().unwrap() {
            let report = fs::read_to_string(folder.path().join("repository").join(file.as_str().unwrap()));
            assert!(report.unwrap().contains("invalid-template-name"), "{kind:?}");
        }
        assert_eq!(bash(folder.path(), &filled(&[("paths", "sound")]), &[]).status.code(), Some(0));
        let allowed = filled(&[("args", "--allow invalid-template-name")]);
        assert_eq!(bash(folder.path(), &allowed, &[]).status.code(), Some(0));
    }

    /// Every hook as pre-commit calls it: its entry, its arguments, then the names where it wants them.
    #[test]
    fn hooks_find_and_pass() {
        for (id, hook) in hooks(".pre-commit-hooks.yaml") {
            let folder = repository();
            let entry = hook["entry"].as_str().unwrap();
            let names = hook["pass_filenames"].as_bool().unwrap_or(true);
            let run = |files: &str| bash(folder.path(), &format!("{entry} {files}"), &[]).status.code();
            assert_eq!(run(if names { "sound/a.waba" } else { "sound" }), Some(0), "{id}");
            if id.ends_with("fix") {
                continue;
            }
            assert_eq!(run(if names { "'to look at/b.waba' sound/a.waba" } else { "" }), Some(1), "{id}");
        }
    }
}

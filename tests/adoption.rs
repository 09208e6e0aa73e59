//! Old repositories, changes under review, and configuration that several repositories share, through the real binary.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may read files, and fails where something is not as it should be"
)]

mod common;

use std::fs;
use std::process::Command;

use common::{Folder, err, out};
use serde_json::Value;

const NEWS: &str = "template spring_news {\n  category: marketing\n  language: en_US\n  body: \"Our spring collection is in the shops.\"\n}\n";
const MORE: &str = "template autumn_news {\n  category: marketing\n  language: en_US\n  body: \"Our autumn collection is in the shops.\"\n}\n";

/// What a check prints, without its closing line, and its exit code.
fn check(folder: &Folder, args: &[&str]) -> (Vec<String>, Option<i32>) {
    let output =
        folder.run(&[&["check", "--output", "short", "--quiet", "--today", "2026-09-01"], args].concat());
    let lines = out(&output).lines().chain(err(&output).lines()).map(str::to_owned).collect();
    (lines, output.status.code())
}

fn rules(lines: &[String]) -> Vec<&str> {
    lines.iter().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0)).collect()
}

#[test]
fn what_was_there_before_is_not_told_again() {
    let folder = Folder::new();
    folder.write("a.waba", NEWS);
    let output = folder.run(&["baseline", "--today", "2026-09-01"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(
        out(&output).starts_with("wabalint-baseline.json: 1 finding in 1 file\nwrite `baseline:"),
        "{}",
        out(&output)
    );
    folder.write("wabalint.yaml", "baseline: wabalint-baseline.json\n");
    assert_eq!(check(&folder, &[]), (vec![], Some(0)));
    // Lines may move, and the folder from which one looks as well.
    folder.write("a.waba", format!("# moved\n\n{NEWS}")).write("sub/b.waba", "");
    assert_eq!(check(&folder, &[]), (vec![], Some(0)));
    let below = folder
        .command(&["check", "..", "--today", "2026-09-01"])
        .current_dir(folder.path("sub"))
        .output()
        .unwrap();
    assert_eq!(below.status.code(), Some(0), "{}", out(&below));
    assert!(out(&below).contains("1 in the baseline"), "{}", out(&below));
    // Another template is new, and so is a second finding of the known kind.
    folder.write("b.waba", MORE);
    let (lines, code) = check(&folder, &[]);
    assert_eq!((rules(&lines), code), (vec!["missing-opt-out"], Some(1)));
    assert!(lines[0].starts_with("b.waba:"), "{lines:?}");
    folder.write("b.waba", "").write("a.waba", format!("{NEWS}{}", NEWS.replace("en_US", "en_GB")));
    let (lines, _) = check(&folder, &[]);
    assert_eq!(rules(&lines), ["missing-opt-out"], "{lines:?}");
    // It is in the figures for other tools.
    let json = folder.run(&["check", "--output", "json", "--today", "2026-09-01"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["summary"]["known"], 1);
}

#[test]
fn more_of_a_kind_than_known_are_all_told() {
    let folder = Folder::new();
    let body = |texts: &str| {
        format!("template spring {{ category: utility; language: en_US; body: \"{texts}\" }}\n")
    };
    folder.write("a.waba", body("Hello {{1}}, see http://10.0.0.1/a now."));
    folder.run(&["baseline"]);
    let (known, _) = check(&folder, &["--baseline", "wabalint-baseline.json"]);
    assert_eq!(known, Vec::<String>::new());
    folder.write("a.waba", body("Hello {{1}}, see http://10.0.0.1/a or http://10.0.0.2/b now."));
    let output = folder.run(&["check", "--baseline", "wabalint-baseline.json"]);
    assert!(out(&output).contains("the baseline knows 1 of these 2"), "{}", out(&output));
}

#[test]
fn a_baseline_shrinks_and_never_grows_by_pruning() {
    let folder = Folder::new();
    folder.write("a.waba", NEWS).write("b.waba", MORE).write("wabalint.yaml", "baseline: known.json\n");
    folder.run(&["baseline"]);
    let whole = fs::read_to_string(folder.path("known.json")).unwrap();
    assert_eq!(whole.lines().count(), 7, "{whole}");
    folder.write("a.waba", "").write("c.waba", MORE.replace("autumn", "winter"));
    let shown = folder.run(&["check", "-v"]);
    assert!(out(&shown).contains("1 in the baseline and 1 of it no longer found"), "{}", out(&shown));
    assert!(
        err(&shown).contains("a.waba: missing-opt-out of template spring_news (en_US) is no longer found"),
        "{}",
        err(&shown)
    );
    let pruned = folder.run(&["baseline", "--prune"]);
    assert_eq!(out(&pruned), "known.json: 1 finding left, 1 taken out\n");
    assert_eq!(rules(&check(&folder, &[]).0), ["missing-opt-out"]);
    // Recording a part leaves the rest as it is; a file that is gone is not kept.
    folder.run(&["baseline", "c.waba"]);
    assert_eq!(check(&folder, &[]), (vec![], Some(0)));
    fs::remove_file(folder.path("b.waba")).unwrap();
    folder.run(&["baseline", "--prune", "c.waba"]);
    let left = fs::read_to_string(folder.path("known.json")).unwrap();
    assert!(!left.contains("b.waba") && left.contains("c.waba"), "{left}");
}

#[test]
fn a_broken_baseline_stops_the_run_with_its_place() {
    let folder = Folder::new();
    folder.write("a.waba", NEWS).write("wabalint.yaml", "baseline: known.json\n");
    let missing = folder.run(&["check"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(out(&missing).contains("wabalint.yaml:1:11"), "{}", out(&missing));
    for (text, place, message) in [
        ("", "known.json:1:1", "empty"),
        ("[]", "known.json:1:1", "this is no baseline"),
        ("{\"version\": 2, \"findings\": []}", "known.json:1:13", "another version"),
        (
            "{\"version\": 1, \"findings\": [{\"file\": \"a\"}]}",
            "known.json:1:29",
            "`file`, `rule` and `count`",
        ),
        ("{\"version\": 1, \"findings\": [", "known.json:1:", ""),
    ] {
        folder.write("known.json", text);
        for command in ["check", "baseline"] {
            let output = folder.run(&[command]);
            let told = out(&output) + &err(&output);
            assert_eq!(output.status.code(), Some(2), "{command} {text}: {told}");
            assert!(told.contains(place) && told.contains(message), "{command} {text}: {told}");
            assert_eq!(fs::read_to_string(folder.path("known.json")).unwrap(), text);
        }
    }
    let unnamed = folder.run(&["baseline", "--prune", "--no-config"]);
    assert_eq!(unnamed.status.code(), Some(2));
    assert!(err(&unnamed).contains("`wabalint baseline` writes one"), "{}", err(&unnamed));
}

fn git(folder: &Folder, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(folder.path("."))
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {}", err(&done));
}

#[test]
fn only_what_a_change_has_touched_is_told() {
    let folder = Folder::new();
    folder
        .write("old.waba", NEWS)
        .write("später/b.waba", MORE)
        .write("send.waba", "campaign a { send: spring_news }\n");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "a"]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let since = |args: &[&str]| {
        let args = [&["check", "--output", "short", "--quiet", "--today", "2026-09-01"], args].concat();
        folder.command(&args).env("PATH", &path).output().unwrap()
    };
    let nothing = since(&["--changed-since", "HEAD", "--fail-on", "advice"]);
    assert_eq!((out(&nothing), nothing.status.code()), (String::new(), Some(0)), "{}", err(&nothing));
    // Changed, new and committed since all count; the rest is read, so that names still lead somewhere.
    folder
        .write("später/b.waba", format!("# touched\n{MORE}"))
        .write("neu.waba", NEWS.replace("spring", "sommer"));
    let lines = out(&since(&["--changed-since", "HEAD"]));
    let mut files: Vec<&str> = lines.lines().filter_map(|line| line.split(':').next()).collect();
    files.dedup();
    assert_eq!(files, ["neu.waba", "später/b.waba"], "{lines}");
    git(&folder, &["checkout", "-q", "-b", "work"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "b"]);
    assert_eq!(out(&since(&["--changed-since", "main"])), lines);
    // What others did on the other branch meanwhile is not ours.
    git(&folder, &["checkout", "-q", "main"]);
    folder.write("old.waba", format!("# theirs\n{NEWS}"));
    git(&folder, &["commit", "-qam", "c"]);
    git(&folder, &["checkout", "-q", "work"]);
    assert_eq!(out(&since(&["--changed-since", "main"])), lines);
    // A change that makes another file's finding shows it there.
    folder.write("twin.waba", NEWS);
    let twins = out(&since(&["--changed-since", "HEAD"]));
    assert!(twins.contains("duplicate-template"), "{twins}");
    for (args, message) in [
        (["--changed-since", "nowhere"], "git knows no revision `nowhere`"),
        (["--changed-since", "--help"], "git knows no revision `--help`"),
        (["--changed-since", ""], "git knows no revision ``"),
    ] {
        let output = since(&[&args.join("=")]);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(err(&output).contains(message), "{}", err(&output));
    }
    let elsewhere = Folder::new();
    elsewhere.write("a.waba", NEWS);
    let output =
        elsewhere.command(&["check", "--changed-since", "HEAD"]).env("PATH", &path).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("no work tree of git"), "{}", err(&output));
    let without =
        folder.command(&["check", "--changed-since", "HEAD"]).env("PATH", "/nowhere").output().unwrap();
    assert!(err(&without).contains("git cannot be run"), "{}", err(&without));
}

#[test]
fn the_configuration_accepts_findings_by_item_and_file() {
    let folder = Folder::new();
    folder.write("old/a.waba", NEWS).write("b.waba", MORE);
    let with = |allow: &str, args: &[&str]| {
        folder.write("wabalint.yaml", format!("allow:\n{allow}"));
        let (lines, _) = check(&folder, args);
        rules(&lines).join(" ")
    };
    let both = "  - { rule: missing-opt-out, item: \"*_news\", because: the app }\n";
    assert_eq!(with(both, &[]), "");
    assert_eq!(
        with("  - { rule: missing-opt-out, item: spring_news, because: the app }\n", &[]),
        "missing-opt-out"
    );
    assert_eq!(with("  - { rule: missing-opt-out, file: old/, because: the app }\n", &[]), "missing-opt-out");
    assert_eq!(with("  - { rule: [missing-opt-out], file: \"*.waba\", because: the app }\n", &[]), "");
    assert_eq!(
        with("  - { rule: missing-opt-out, item: \"*\", file: b.waba, because: x }\n", &["b.waba"]),
        ""
    );
    // Without a reason, past its day, without use.
    assert_eq!(with("  - { rule: missing-opt-out, item: \"*\" }\n", &[]), "unexplained-suppression");
    assert_eq!(with("  - { rule: missing-opt-out, item: \"*\", because: x, until: 2026-09-01 }\n", &[]), "");
    assert_eq!(
        with("  - { rule: missing-opt-out, item: \"*\", because: x, until: 2026-08-31 }\n", &[]),
        "missing-opt-out missing-opt-out expired-suppression"
    );
    let unused = "  - { rule: chat-link, item: spring_news, because: x }\n";
    assert_eq!(with(&format!("{both}{unused}"), &[]), "unused-suppression");
    // A run over another part does not call it unused.
    assert_eq!(with(&format!("{both}{unused}"), &["b.waba"]), "");
    assert_eq!(
        with(&format!("{both}  - {{ rule: chat-links, item: a, because: x }}\n"), &[]),
        "unknown-rule"
    );
    for broken in [
        "  - { item: a, because: x }\n",
        "  - { rule: chat-link, because: x }\n",
        "  - { rule: chat-link, item: a, until: soon }\n",
        "  - { rule: chat-link, itme: a, because: x }\n",
        "  - { rule: chat-link, file: \"#x\", because: x }\n",
        "  - { rule: chat-link, file: \"!x\", because: x }\n",
        "  - chat-link\n",
        "  rule: chat-link\n",
    ] {
        folder.write("wabalint.yaml", format!("allow:\n{broken}"));
        let output = folder.run(&["check"]);
        assert_eq!(output.status.code(), Some(2), "{broken}: {}", out(&output));
        assert!(out(&output).contains("wabalint.yaml:"), "{broken}: {}", out(&output));
    }
}

#[test]
fn presets_say_how_much_is_told() {
    let folder = Folder::new();
    let shouting = "template a { category: utility; language: en_US; body: \"YOUR ORDER HAS LEFT OUR WAREHOUSE TODAY AND ARRIVES TOMORROW.\" }\n";
    folder.write("a.waba", shouting).write("b.waba", NEWS);
    let with = |config: &str| {
        folder.write("wabalint.yaml", config);
        check(&folder, &[])
            .0
            .iter()
            .map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(with(""), ["advice[shouting]:", "warning[missing-opt-out]:"]);
    assert_eq!(with("preset: strict"), ["warning[shouting]:", "warning[missing-opt-out]:"]);
    assert_eq!(with("preset: platform-only"), ["advice[shouting]:"]);
    assert_eq!(with("preset: [platform-only, retail]"), ["advice[shouting]:", "error[missing-opt-out]:"]);
    assert_eq!(
        with("preset: strict\nrules: { shouting: advice }"),
        ["advice[shouting]:", "warning[missing-opt-out]:"]
    );
    folder.write("base.yaml", "preset: retail\nrules: { shouting: error }\n");
    assert_eq!(with("extends: base.yaml"), ["error[shouting]:", "error[missing-opt-out]:"]);
    assert_eq!(
        with("extends: base.yaml\nrules: { shouting: default }"),
        ["advice[shouting]:", "error[missing-opt-out]:"]
    );
    assert_eq!(
        with("extends: base.yaml\npreset: recommended"),
        ["advice[shouting]:", "warning[missing-opt-out]:"]
    );
    folder.write("wabalint.yaml", "preset: [strict, recommended]\n");
    let output = folder.run(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("`strict` and `recommended` contradict each other"), "{}", out(&output));
}

#[test]
fn files_that_are_extended_stay_in_the_repository() {
    let outside = Folder::new();
    outside.write("base.yaml", "fail_on: error\n");
    let folder = Folder::new();
    folder
        .write("a.waba", NEWS)
        .write(".git/HEAD", "")
        .write("conf/wabalint.yaml", "extends: [../base.yaml, ../more.yaml]\n");
    folder.write("base.yaml", "fail_on: error\n").write("more.yaml", "extends: base.yaml\n");
    // The repository is the folder with `.git`, and one file may be reached twice.
    assert_eq!(check(&folder, &["--config", "conf/wabalint.yaml"]).1, Some(0));
    let away = outside.path("base.yaml").display().to_string();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&away, folder.path("link.yaml")).unwrap();
    for (config, message) in [
        (format!("extends: {away}"), "lies outside of the repository"),
        (
            "extends: link.yaml".to_owned(),
            if cfg!(unix) { "lies outside of the repository" } else { "cannot be read" },
        ),
        ("extends: https://company.example/base.yaml".to_owned(), "only files can be extended"),
        ("extends: nowhere.yaml".to_owned(), "cannot be read"),
        ("extends: conf".to_owned(), "is a folder"),
        ("extends: wabalint.yaml".to_owned(), "extends this file in turn"),
        ("extends: { a: b }".to_owned(), "expected the name of a file"),
    ] {
        folder.write("wabalint.yaml", &config);
        let output = folder.run(&["check"]);
        assert_eq!(output.status.code(), Some(2), "{config}: {}", out(&output));
        assert!(
            out(&output).contains(message) && out(&output).contains("wabalint.yaml:1:"),
            "{config}: {}",
            out(&output)
        );
    }
    folder.write("wabalint.yaml", format!("extends: {away}"));
    assert_eq!(check(&folder, &["--extends-outside"]).1, Some(0));
    // A circle over two files, and a mistake in a file that is extended, are shown where they are.
    folder
        .write("wabalint.yaml", "extends: x.yaml")
        .write("x.yaml", "extends: y.yaml")
        .write("y.yaml", "extends: x.yaml");
    assert!(out(&folder.run(&["check"])).contains("y.yaml:1:10"));
    folder.write("x.yaml", "fail_on: never\n");
    let output = folder.run(&["check"]);
    assert!(out(&output).contains("x.yaml:1:10") && output.status.code() == Some(2), "{}", out(&output));
}

#[test]
fn what_is_in_force_says_where_it_comes_from() {
    let folder = Folder::new();
    folder
        .write("base.yaml", "preset: strict\nthresholds: { horizon_days: 30 }\nrules: { chat-link: off }\n");
    folder.write("wabalint.yaml", "extends: base.yaml\nthresholds:\n  pace: { per_7d: 4 }\ncountries: { BR: { pace: { per_30d: 6 } } }\n");
    let human = out(&folder.run(&["config", "--deny", "shouting"]));
    for line in [
        "fail_on: warning # default",
        "per_7d: 4 # wabalint.yaml:3",
        "horizon_days: 30 # base.yaml:2",
        "chat-link: off # base.yaml:3",
        "shouting: error # command line",
        "# least: warning # preset strict, base.yaml:1",
    ] {
        let has = human.lines().any(|told| told.split_whitespace().collect::<Vec<_>>().join(" ") == line);
        assert!(has, "{line}:\n{human}");
    }
    // What is printed is a configuration that comes to the same.
    folder.write("again.yaml", &human);
    let again = out(&folder.run(&["config", "--config", "again.yaml"]));
    let values = |text: &str| {
        text.lines()
            .skip(1)
            .filter_map(|line| line.split("  # ").next())
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&again), values(&human));
    let json: Value = serde_json::from_slice(&folder.run(&["config", "--output", "json"]).stdout).unwrap();
    assert_eq!(json["files"], serde_json::json!(["wabalint.yaml", "base.yaml"]));
    let br =
        json["settings"].as_array().unwrap().iter().find(|setting| setting["key"] == "countries.BR").unwrap();
    assert_eq!(
        (&br["value"]["pace"]["per_30d"], &br["origin"]),
        (&serde_json::json!(6), &serde_json::json!("wabalint.yaml:4"))
    );
    folder.write("base.yaml", "countries: { BR: { proof_years: 4 } }\npaths: { exclude: [a] }\n");
    folder.write("wabalint.yaml", "extends: base.yaml\ncountries: { BR: { pace: { per_30d: 6 } } }\npaths: { exclude: [b] }\nruls: {}\n");
    let added = folder.run(&["config"]);
    assert!(out(&added).contains("# base.yaml:1, wabalint.yaml:2"), "{}", out(&added));
    assert!(
        out(&added).contains("exclude: [a, b]") && out(&added).contains("# base.yaml:2, wabalint.yaml:3"),
        "{}",
        out(&added)
    );
    assert!(err(&added).contains("unknown key `ruls`"), "{}", err(&added));
    folder.write("wabalint.yaml", "fail_on: never\n");
    assert_eq!(folder.run(&["config"]).status.code(), Some(2));
}

#[test]
fn a_part_of_a_repository_is_not_the_whole() {
    let folder = Folder::new();
    folder.write(
        "wabalint.yaml",
        "baseline: known.json\nallow: [{ rule: chat-link, item: b_news, because: x }]\n",
    );
    folder
        .write("a/a.waba", NEWS)
        .write("b/b.waba", MORE)
        .write("b/c.waba", NEWS.replace("spring_news", "b_news"));
    folder.run(&["baseline"]);
    let whole = fs::read_to_string(folder.path("known.json")).unwrap();
    // From a folder below, nothing is said of the others.
    let below = |args: &[&str]| folder.command(args).current_dir(folder.path("a")).output().unwrap();
    let pruned = below(&["baseline", "--prune"]);
    assert_eq!(pruned.status.code(), Some(2));
    assert!(err(&pruned).contains("so that everything is read"), "{}", err(&pruned));
    assert_eq!(fs::read_to_string(folder.path("known.json")).unwrap(), whole);
    let checked = below(&["check", "-v"]);
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
    assert!(!out(&checked).contains("no longer found"), "{}", out(&checked));
    // A finding that stands on two files is kept where one of them is recorded anew.
    folder.write("a/twin.waba", NEWS.replace("spring_news", "twin"));
    folder.run(&["baseline"]);
    let whole = fs::read_to_string(folder.path("known.json")).unwrap();
    assert!(whole.contains("duplicate-content"), "{whole}");
    folder.run(&["baseline", "a/twin.waba"]);
    folder.run(&["baseline", "--prune", "a/a.waba"]);
    assert_eq!(fs::read_to_string(folder.path("known.json")).unwrap(), whole);
}

#[test]
fn a_baseline_of_somebody_else_is_not_shown() {
    let outside = Folder::new();
    outside.write("token", "TOKEN=hunter2");
    let folder = Folder::new();
    folder
        .write("a.waba", NEWS)
        .write("wabalint.yaml", format!("baseline: {}\n", outside.path("token").display()));
    let output = folder.run(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        out(&output).contains("outside of the repository") && !out(&output).contains("hunter2"),
        "{}",
        out(&output)
    );
}

#[test]
fn outputs_spare_what_is_read_and_what_is_no_file() {
    let folder = Folder::new();
    folder.write("a.waba", NEWS).write("wabalint.yaml", "fail_on: error\n").write("list.json", "[]");
    for target in ["a.waba", "./wabalint.yaml"] {
        let output = folder.run(&["check", "--output", &format!("json={target}")]);
        assert_eq!(output.status.code(), Some(2), "{target}");
        assert!(err(&output).contains("would take the place of what is read"), "{}", err(&output));
    }
    assert_eq!(fs::read_to_string(folder.path("a.waba")).unwrap(), NEWS);
    let twice = folder.run(&["check", "--output", "json=r", "--output", "sarif=r"]);
    assert!(err(&twice).contains("two outputs would be written into r"), "{}", err(&twice));
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let made = Command::new("mkfifo").arg(folder.path("pipe")).status().unwrap();
        assert!(made.success());
        let reader = std::thread::spawn({
            let pipe = folder.path("pipe");
            move || fs::read_to_string(pipe).unwrap()
        });
        assert_eq!(folder.run(&["check", "--output", "json=pipe"]).status.code(), Some(0));
        assert!(reader.join().unwrap().contains("missing-opt-out"));
        assert!(fs::metadata(folder.path("pipe")).unwrap().file_type().is_fifo());
        fs::write(folder.path("real.json"), "old").unwrap();
        std::os::unix::fs::symlink("real.json", folder.path("link.json")).unwrap();
        folder.run(&["check", "--output", "json=link.json"]);
        assert!(fs::symlink_metadata(folder.path("link.json")).unwrap().is_symlink());
        std::os::unix::fs::symlink("a.waba", folder.path("twin.json")).unwrap();
        assert_eq!(folder.run(&["check", "--output", "json=twin.json"]).status.code(), Some(2));
        assert_eq!(fs::read_to_string(folder.path("a.waba")).unwrap(), NEWS);
        assert_ne!(fs::read_to_string(folder.path("real.json")).unwrap(), "old");
    }
    // What the program has written is no definition, and its examples are no secrets of ours.
    folder.run(&["check", "--output", "sarif=report.sarif.json"]);
    let again = folder.run(&["check", "-v"]);
    assert!(err(&again).contains("report.sarif.json: skipped, a report of wabalint"), "{}", err(&again));
    assert_eq!(again.status.code(), Some(0), "{}", out(&again));
}

//! What the pages say is so: examples are run, definitions are read, links lead somewhere.
//!
//! The words behind the three backticks say what a block is:
//!
//! - ```` ```console ````: lines that begin with `$ ` are run, what stands below each is what it prints.
//!   `WABALINT_WRITE=1 cargo test --test docs` writes it anew. A line `…` stands for any lines.
//! - ```` ```waba order.waba ````: a file of this name, in a folder that the whole page shares.
//! - ```` ```waba broken ````: wrong on purpose, so that it need not be readable.
//! - ```` ```json shape ````: what an output looks like, which is no definition.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The day on which the pages are run, unless a command names another.
const TODAY: &str = "2026-09-01";

/// Stands for any lines of what is printed, also none.
const ELIDED: &str = "…";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page by its path from the root, `/` between folders.
fn pages() -> BTreeMap<String, String> {
    fn visit(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    visit(&root().join("docs"), &mut found);
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        found.insert(name.to_owned(), fs::read_to_string(root().join(name)).unwrap());
    }
    found
}

/// Pages of rules have their own test, which runs their examples through the rule.
fn is_of_a_rule(page: &str) -> bool {
    page.starts_with("docs/rules/")
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter()
}

/// A fence: its words, its text, and where the text stands.
struct Block {
    words: Vec<String>,
    text: String,
    place: Range<usize>,
    line: usize,
}

impl Block {
    fn kind(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The name of the file that it shows.
    fn file(&self) -> Option<&str> {
        self.words.get(1).map(String::as_str).filter(|word| word.contains('.'))
    }

    fn is(&self, mark: &str) -> bool {
        self.words.iter().skip(1).any(|word| word == mark)
    }
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (event, place) in events(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => {
                let words = words.split_whitespace().map(str::to_owned).collect();
                let line = page[..place.start].matches('\n').count() + 1;
                open = Some(Block { words, text: String::new(), place: 0..0, line });
            }
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    let start = if block.text.is_empty() { place.start } else { block.place.start };
                    block.place = start..place.end;
                    block.text.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

/// The folder in which the commands of a page run.
struct Folder {
    folder: tempfile::TempDir,
    code: Option<i32>,
}

impl Folder {
    fn new() -> Self {
        Folder { folder: tempfile::tempdir().unwrap(), code: None }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What a command prints: its words on standard error first, as they come first on a screen.
    fn run(&mut self, line: &str) -> String {
        let words = words_of(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["wabalint", arguments @ ..] => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_wabalint"));
                command.args(arguments);
                let judges = ["check", "fix", "plan", "list"].contains(arguments.first().unwrap_or(&""));
                if judges && !arguments.contains(&"--today") {
                    command.args(["--today", TODAY]);
                }
                // The examples of the project are there for the commands that name them, and for no other.
                let examples = self.path().join("templates-examples");
                if line.contains("templates-examples") {
                    copy(&root().join("templates-examples"), &examples);
                }
                let output =
                    command.current_dir(self.path()).env_clear().stdin(Stdio::null()).output().unwrap();
                if examples.exists() {
                    fs::remove_dir_all(&examples).unwrap();
                }
                self.code = output.status.code();
                let printed = [output.stderr, output.stdout].concat();
                String::from_utf8(printed).unwrap()
            }
            ["cat", name] => fs::read_to_string(self.path().join(name)).unwrap(),
            ["echo", "$?"] => format!("{}\n", self.code.unwrap()),
            _ => panic!(
                "`{line}`: a console block runs `wabalint`, `cat FILE` and `echo $?`; use `sh` for others"
            ),
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The words of a command line, quotes taken off.
fn words_of(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote) = (String::new(), None);
    for sign in line.chars() {
        match (sign, quote) {
            (' ', None) => words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty())),
            ('"' | '\'', None) => quote = Some(sign),
            (_, Some(end)) if end == sign => quote = None,
            _ => word.push(sign),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// How long a run took differs each time, and blanks at the end of a line are not seen.
fn without_time(line: &str) -> String {
    let line = line.trim_end();
    let Some((before, time)) = line.rsplit_once(" (") else { return line.to_owned() };
    let is_time = time.strip_suffix(" ms)").or_else(|| time.strip_suffix(" s)"));
    match is_time {
        Some(number) if number.bytes().all(|b| b.is_ascii_digit() || b == b'.') => format!("{before} (3 ms)"),
        _ => line.to_owned(),
    }
}

/// Whether lines are those that are shown, where `…` stands for any.
fn fits(shown: &[&str], printed: &[String]) -> bool {
    match (shown.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&ELIDED, rest)), _) => {
            fits(rest, printed) || printed.split_first().is_some_and(|(_, after)| fits(shown, after))
        }
        (Some((line, rest)), Some((first, after))) => without_time(line) == *first && fits(rest, after),
        _ => false,
    }
}

#[test]
fn what_consoles_show_is_what_is_printed() {
    let write = std::env::var_os("WABALINT_WRITE").is_some();
    let mut faults = Vec::new();
    let mut runs = 0;
    for (name, page) in pages() {
        let mut folder = Folder::new();
        let mut changed = page.clone();
        let mut moved = 0_isize;
        for block in blocks(&page) {
            if block.kind() != "console" {
                if let Some(file) = block.file() {
                    folder.write(file, &block.text);
                }
                continue;
            }
            let mut anew = String::new();
            let mut is_true = true;
            let text = block.text.strip_suffix('\n').unwrap_or(&block.text);
            let Some(commands) = text.strip_prefix("$ ") else {
                faults.push(format!("{name}:{}: a console begins with `$ `", block.line));
                continue;
            };
            for command in commands.split("\n$ ") {
                let (line, shown) = command.split_once('\n').unwrap_or((command, ""));
                let printed = folder.run(line);
                runs += 1;
                let printed: Vec<String> = printed.trim_end().lines().map(without_time).collect();
                let shown: Vec<&str> = shown.trim_end().lines().collect();
                anew.push_str(&format!("$ {line}\n"));
                if fits(&shown, &printed) {
                    anew.extend(shown.iter().map(|line| format!("{line}\n")));
                    continue;
                }
                is_true = false;
                // Which lines were left out on purpose is for a person to say.
                if !write || shown.contains(&ELIDED) {
                    let printed = printed.join("\n");
                    faults.push(format!("{name}:{}: `{line}` prints:\n{printed}", block.line));
                }
                anew.extend(printed.iter().map(|line| format!("{line}\n")));
            }
            if !is_true {
                let at = |offset: usize| usize::try_from(isize::try_from(offset).unwrap() + moved).unwrap();
                changed.replace_range(at(block.place.start)..at(block.place.end), &anew);
                moved += isize::try_from(anew.len()).unwrap() - isize::try_from(block.place.len()).unwrap();
            }
        }
        if write && changed != page && faults.is_empty() {
            fs::write(root().join(name), changed).unwrap();
        }
    }
    assert!(
        faults.is_empty(),
        "{}\n\n`WABALINT_WRITE=1 cargo test --test docs` writes them",
        faults.join("\n\n")
    );
    assert!(runs > 20, "{runs}");
}

/// The words behind the backticks are not shown, so a reader needs the name of a file elsewhere.
#[test]
fn files_on_pages_are_named_above_them() {
    for (name, page) in pages() {
        let all = blocks(&page);
        if !all.iter().any(|block| block.kind() == "console") {
            continue;
        }
        for block in &all {
            let Some(file) = block.file() else { continue };
            let above = &page[..block.place.start];
            assert!(above.contains(&format!("`{file}`")), "{name}:{}: nothing names `{file}`", block.line);
        }
    }
}

/// What is said of a file that cannot be read as it was meant.
const FAULTS: [&str; 6] = [
    "syntax-error",
    "unknown-key",
    "invalid-value",
    "unreadable-input",
    "unknown-rule",
    "unused-suppression",
];

/// The findings on one file.
fn findings(folder: &Folder, arguments: &[&str], file: &str) -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_wabalint"))
        .args(["check", "--today", TODAY, "--output", "json"])
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = report["diagnostics"].as_array().unwrap().iter();
    let here = all.filter(|finding| finding["file"].as_str().unwrap().ends_with(file));
    let told = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    here.map(|finding| (told(finding, "rule"), told(finding, "message"))).collect()
}

#[test]
fn definitions_and_settings_on_pages_are_read_without_a_fault() {
    let mut faults = Vec::new();
    let mut read = BTreeMap::new();
    for (name, page) in pages() {
        if is_of_a_rule(&name) {
            continue;
        }
        // A configuration may extend a file that the page shows further down.
        let folder = Folder::new();
        let all = blocks(&page);
        for block in &all {
            if let Some(file) = block.file() {
                folder.write(file, &block.text);
            }
        }
        fs::create_dir_all(folder.path().join("nothing")).unwrap();
        // What a page has recorded by a command, and a configuration on it names.
        folder.write("wabalint-baseline.json", "{\"version\": 1, \"findings\": []}");
        for block in all.iter().filter(|block| !block.is("broken")) {
            let mut fault = |what: String| faults.push(format!("{name}:{}: {what}", block.line));
            let kind = block.kind();
            match kind {
                "json" if let Err(error) = serde_json::from_str::<serde_json::Value>(&block.text) => {
                    fault(error.to_string());
                }
                "yaml" if let Err(error) = serde_yaml::from_str::<serde_yaml::Value>(&block.text) => {
                    fault(error.to_string());
                }
                "waba" | "json" | "yaml" => {}
                _ => continue,
            }
            *read.entry(kind.to_owned()).or_insert(0) += 1;
            let file = format!("block.{kind}");
            folder.write(&file, &block.text);
            if kind == "yaml" && is_configuration(&folder, &block.text) {
                for (rule, message) in findings(&folder, &["--config", &file, "nothing"], &file) {
                    fault(format!("{rule}: {message}"));
                }
                continue;
            }
            let found = findings(&folder, &["--no-config", &file], &file);
            // A file that is named and defines nothing is told; a block may hold something else.
            let defines = !found.iter().any(|(rule, _)| rule == "unreadable-input");
            let is_comment = block.text.lines().all(|line| line.is_empty() || line.starts_with('#'));
            if block.is("shape") || is_comment || kind != "waba" && !defines {
                continue;
            }
            for (rule, message) in found.iter().filter(|(rule, _)| FAULTS.contains(&rule.as_str())) {
                fault(format!("{rule}: {message}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (kind, least) in [("waba", 5), ("yaml", 5), ("json", 5)] {
        assert!(read[kind] >= least, "{kind}: {}", read[kind]);
    }
}

/// Whether a block is of `wabalint.yaml`: all of its keys are known there.
fn is_configuration(folder: &Folder, text: &str) -> bool {
    let Ok(serde_yaml::Value::Mapping(keys)) = serde_yaml::from_str(text) else { return false };
    keys.iter().filter_map(|(key, _)| key.as_str()).all(|key| {
        folder.write("key.yaml", &format!("{key}:\n"));
        let found = findings(folder, &["--config", "key.yaml", "nothing"], "key.yaml");
        !found.iter().any(|(rule, _)| rule == "unknown-key")
    })
}

#[test]
fn options_in_shell_examples_exist() {
    let mut seen = 0;
    for (name, page) in pages() {
        for block in
            blocks(&page).iter().filter(|block| ["sh", "bash", "console", "yaml"].contains(&block.kind()))
        {
            for line in block.text.lines() {
                let line = line.split(" #").next().unwrap_or(line);
                for call in line.split("wabalint ").skip(1) {
                    let words = words_of(call.split([';', '|', '&', '`']).next().unwrap_or(call));
                    let Some(command) = words.first().filter(|word| !word.starts_with('-')) else { continue };
                    let options: Vec<&str> = words
                        .iter()
                        .filter(|word| word.starts_with("--"))
                        .map(|word| word.split('=').next().unwrap_or(word))
                        .collect();
                    if options.is_empty() {
                        continue;
                    }
                    let help = Command::new(env!("CARGO_BIN_EXE_wabalint"))
                        .args([command, "--help"])
                        .output()
                        .unwrap();
                    let help = String::from_utf8(help.stdout).unwrap();
                    for option in options {
                        seen += 1;
                        let stands = help.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
                        assert!(
                            stands.clone().any(|word| word == option),
                            "{name}:{}: `{command}` has no {option}",
                            block.line
                        );
                    }
                }
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

/// The figures of the page on limits, and of the language, are those of the code.
#[test]
fn limits_on_pages_are_those_of_the_code() {
    let limits = pages()["docs/limits.md"].clone();
    let language = pages()["docs/language.md"].clone();
    let cli = pages()["docs/cli.md"].clone();
    for (page, says, file, constant) in [
        (&limits, "| a file | 8 MiB |", "src/source.rs", "MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;"),
        (
            &limits,
            "| levels of nesting in a definition | 64 |",
            "src/syntax/mod.rs",
            "MAX_DEPTH: usize = 64;",
        ),
        (
            &limits,
            "aliases of a YAML file repeat | 100,000 |",
            "src/syntax/mod.rs",
            "MAX_ALIAS_NODES: usize = 100_000;",
        ),
        (
            &limits,
            "| breaks of the grammar told of a file | 50 |",
            "src/syntax/mod.rs",
            "MAX_SYNTAX_FAULTS: usize = 50;",
        ),
        (&limits, "| findings of one rule in a file | 200 |", "src/engine/", "MOST_OF_A_KIND: usize = 200;"),
        (&limits, "| a program | 512 KiB |", "src/syntax/mod.rs", "MAX_PROGRAM_BYTES: usize = 512 * 1024;"),
        (&limits, "| a program | 512 KiB |", "src/cli/programs.rs", "MOST_BYTES: u64 = 512 * 1024;"),
        (
            &limits,
            "| levels of nesting in a program | 2,000 |",
            "src/syntax/mod.rs",
            "MAX_PROGRAM_DEPTH: usize = 2_000;",
        ),
        (&limits, "| a text | 100,000 bytes |", "src/syntax/message.rs", "LONGEST_MESSAGE: usize = 100_000;"),
        (&limits, "the first 3,000 are looked at", "src/text/reader.rs", "MOST_TOKENS: usize = 3_000;"),
        (&limits, "| 64 KiB, 100 rows, 256 columns |", "src/beside/contacts.rs", "HEAD: usize = 64 * 1024;"),
        (&limits, "| 64 KiB, 100 rows, 256 columns |", "src/beside/contacts.rs", "LOOKED_AT: usize = 100;"),
        (
            &limits,
            "| 64 KiB, 100 rows, 256 columns |",
            "src/beside/contacts.rs",
            "MOST_COLUMNS: usize = 256;",
        ),
        (&limits, "| near misses told of a file with `-v` | 20 |", "src/format/miss.rs", "MOST: usize = 20;"),
        (&limits, "| days ahead (`horizon_days`) | 3,660 |", "src/config/", "MOST_DAYS: u32 = 3_660;"),
        (
            &limits,
            "| months of consent (`consent_age_months`) | 1,200 |",
            "src/config/",
            "MOST_MONTHS: u32 = 1_200;",
        ),
        (
            &limits,
            "| sends that `plan` lists | 250,000 |",
            "src/engine/calendar.rs",
            "MOST_SENDS: usize = 250_000;",
        ),
        (
            &limits,
            "| batches of one warm-up (`ramp`) | 200 |",
            "src/timeline/sends.rs",
            "MOST_BATCHES: usize = 200;",
        ),
        (&language, "90 days (`horizon_days`)", "policy/pace.yaml", "horizon_days: 90"),
        (&language, "5,000 sends of a campaign", "policy/pace.yaml", "instants_per_campaign: 5000"),
        (&language, "50,000 to one person", "src/timeline/mod.rs", "MOST_IN_A_LIFE: usize = 50_000;"),
        (
            &language,
            "million sends of a workspace",
            "src/timeline/mod.rs",
            "MOST_LAID_OUT: usize = 1_000_000;",
        ),
        (&language, "six million to people", "src/timeline/mod.rs", "MOST_IN_LIVES: usize = 6_000_000;"),
        (&cli, "Sends beyond 250,000", "src/engine/calendar.rs", "MOST_SENDS: usize = 250_000;"),
    ] {
        assert!(page.contains(says), "no page says: {says}");
        let path = root().join(file);
        // Of a room it does not matter in which of its files the figure stands.
        let text = if path.is_dir() {
            let files = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
            files.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()).collect()
        } else {
            fs::read_to_string(path).unwrap()
        };
        assert!(text.contains(constant), "{says}: {file} no longer has `{constant}`");
    }
}

/// The anchors of a page, as GitHub makes them and as mdBook does.
fn anchors(page: &str) -> [BTreeSet<String>; 2] {
    let mut all = [BTreeSet::new(), BTreeSet::new()];
    let mut heading: Option<String> = None;
    for (event, _) in events(page) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some(heading) = heading.take() else { continue };
                let kept = |lower: fn(char) -> String| -> String {
                    let signs = heading.trim().chars();
                    let signs = signs.filter(|c| c.is_alphanumeric() || " _-".contains(*c));
                    signs.map(|c| if c == ' ' { "-".to_owned() } else { lower(c) }).collect()
                };
                let of_github = kept(|c| c.to_lowercase().collect());
                let of_mdbook = kept(|c| c.to_ascii_lowercase().to_string());
                for (all, anchor) in all.iter_mut().zip([of_github, of_mdbook]) {
                    let numbered = (1..).map(|number| format!("{anchor}-{number}"));
                    let free = std::iter::once(anchor.clone()).chain(numbered).find(|a| !all.contains(a));
                    all.extend(free);
                }
            }
            _ => {}
        }
    }
    all
}

/// A path with `..` resolved; none where it leaves the repository.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => out.push(name),
            Component::ParentDir => {
                if !out.pop() {
                    return None;
                }
            }
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(out)
}

/// What is wrong with where a link leads.
fn fault_of(link: &str, page: &str, pages: &BTreeMap<String, String>) -> Option<String> {
    if let Some(rest) = link.strip_prefix("https://") {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = host.split_once(':').unwrap_or((host, ""));
        let is_host = host.contains('.')
            && port.bytes().all(|b| b.is_ascii_digit())
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        let is_plain = rest.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&b));
        return (!is_host || !is_plain).then(|| "is no address".to_owned());
    }
    if link.is_empty() || link.contains(':') || link.starts_with('/') {
        return Some("is neither an https address nor a path from here".to_owned());
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() {
        page.to_owned()
    } else {
        let folder = Path::new(page).parent().unwrap();
        let Some(target) = inside(&folder.join(path)) else {
            return Some("leads out of the repository".to_owned());
        };
        target.to_string_lossy().replace('\\', "/")
    };
    if page.starts_with("docs/") && !target.starts_with("docs/") {
        return Some("leads out of the site; name the file instead".to_owned());
    }
    // A folder is fine on GitHub only; the site has pages.
    let path = root().join(&target);
    let is_there = path.is_file() || !page.starts_with("docs/") && path.is_dir();
    if !is_there && !pages.contains_key(&target) {
        return Some("leads to nothing".to_owned());
    }
    if anchor.is_empty() {
        return link.contains('#').then(|| "names no heading".to_owned());
    }
    let Some(text) = pages.get(&target) else { return Some("has an anchor on what is no page".to_owned()) };
    let is_known = anchors(text).iter().all(|all| all.contains(anchor));
    (!is_known).then(|| format!("{target} has no heading for #{anchor}"))
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let mut faults = Vec::new();
    let mut seen = 0;
    for (name, page) in &pages {
        for (event, place) in events(page) {
            let line = || page[..place.start].matches('\n').count() + 1;
            let fault = match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    seen += 1;
                    // In the table of contents, groups of rules are heads without a page.
                    let is_head = dest_url.is_empty() && name == "docs/SUMMARY.md";
                    let fault = fault_of(&dest_url, name, &pages).filter(|_| !is_head);
                    fault.map(|fault| format!("{dest_url} {fault}"))
                }
                Event::Html(html) | Event::InlineHtml(html)
                    if html.contains("href") || html.contains("src=") =>
                {
                    Some(format!("{html}: a link in HTML is not looked at; write it in Markdown"))
                }
                // A link whose target has a blank in it stays plain text.
                Event::Text(text) if text.contains("](") => Some(format!("{text}: a link that is none")),
                Event::Code(code) => {
                    // A file that is named by its path is there.
                    let rooms = [
                        "docs/",
                        "policy/",
                        "src/",
                        "tests/",
                        "grammar/",
                        "training/",
                        "templates-examples/",
                    ];
                    let is_path = rooms.iter().any(|room| code.starts_with(room))
                        && !code.contains([' ', '<', '*', '{', '…']);
                    // The guide to adding a rule makes up one, and a page may show a file itself.
                    let is_made_up =
                        ["shouting_footer", "shouting-footer"].iter().any(|name| code.contains(name))
                            || blocks(page).iter().any(|block| block.file() == Some(&*code));
                    let is_missing = is_path && !is_made_up && !root().join(&*code).exists();
                    is_missing.then(|| format!("`{code}` is not there"))
                }
                _ => None,
            };
            faults.extend(fault.map(|fault| format!("{name}:{}: {fault}", line())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 500, "{seen}");
}

/// The checks above see what they are for.
#[test]
fn what_is_wrong_on_a_page_is_seen() {
    let pages = BTreeMap::from([
        ("docs/a.md".to_owned(), "# Été `one`\n## Two, three\n## Two three\n".to_owned()),
        ("docs/cli.md".to_owned(), "# Options of `check`\n".to_owned()),
    ]);
    for link in ["#two-three", "#two-three-1", "cli.md#options-of-check", "cli.md", "https://a.example/b?c#d"]
    {
        assert_eq!(fault_of(link, "docs/a.md", &pages), None, "{link}");
    }
    for link in [
        "",
        "#two-four",
        "#été-one",
        "cli.md#options",
        "cli.md#",
        "gone.md",
        "/docs/cli.md",
        "../README.md",
        "../../x.md",
        "rules",
        "http://a.example",
        "https://a b",
        "https://localhost",
        "file:///etc/hosts",
        "CLI.md#x",
    ] {
        assert!(fault_of(link, "docs/a.md", &pages).is_some(), "{link}");
    }
    assert_eq!(fault_of("docs/rules", "README.md", &pages), None);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<String>>();
    assert!(fits(&["a", "…", "d (9 ms)"], &lines("a\nb\nc\nd (3 ms)")));
    assert!(fits(&["…"], &[]));
    assert!(!fits(&["a", "…", "d"], &lines("a\nb\nc")));
    assert!(!fits(&["a"], &lines("a\nb")));
    assert_eq!(
        words_of("wabalint check 'a b' --output html=x"),
        ["wabalint", "check", "a b", "--output", "html=x"]
    );
}

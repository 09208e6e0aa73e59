//! What is generated from the rules is up to date. `WABALINT_WRITE=1 cargo test --test generated` writes it anew.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wabalint::docs;
use wabalint::policy;
use wabalint::rules::{RULES, RuleRef};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn is_current(path: &Path, wanted: &str) {
    if std::env::var_os("WABALINT_WRITE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        found,
        wanted,
        "{} is out of date; run `WABALINT_WRITE=1 cargo test --test generated`",
        path.display()
    );
}

#[test]
fn rule_pages() {
    let folder = root().join("docs/rules");
    for rule in RULES {
        is_current(&folder.join(format!("{}.md", rule.name)), &docs::page(&RuleRef::Ours(rule)));
    }
    is_current(&folder.join("README.md"), &docs::catalogue());
    let known: BTreeSet<String> =
        RULES.iter().map(|rule| format!("{}.md", rule.name)).chain(["README.md".to_owned()]).collect();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name), "docs/rules/{name} belongs to no rule");
    }
}

/// The pages of the site by part, in the order in which somebody new would read them. A page that is not there is left out,
/// and one that is in no part is a mistake.
const PARTS: [(&str, &[&str]); 6] = [
    ("Begin", &["install", "first-hour-marketer", "first-hour-engineer", "language-by-example"]),
    (
        "Every day",
        &["cli", "output", "campaigns", "configuration", "presets", "company-rules", "adoption", "ci"],
    ),
    ("What is read", &["language", "formats", "scripts"]),
    ("How it judges", &["verdicts", "texts", "accuracy", "limits", "countries", "performance"]),
    ("What it stands on", &["facts", "clauses", "complaints"]),
    ("Rules", &["rules/README"]),
];

#[test]
fn the_table_of_contents_has_every_page() {
    let folder = root().join("docs");
    let entry = |page: &str| {
        let text = fs::read_to_string(folder.join(format!("{page}.md"))).ok()?;
        let title = text.lines().next()?.strip_prefix("# ")?.to_owned();
        Some(format!("[{title}]({page}.md)\n"))
    };
    let mut summary = format!("# Summary\n\n{}", entry("introduction").unwrap());
    for (part, pages) in PARTS {
        summary.push_str(&format!("\n# {part}\n\n"));
        for page in pages {
            summary.extend(entry(page).map(|entry| format!("- {entry}")));
        }
    }
    let mut group = None;
    for rule in RULES {
        if group.replace(rule.group) != Some(rule.group) {
            summary.push_str(&format!("- [{}]()\n", rule.group.as_str()));
        }
        summary.push_str(&format!("  - [{0}](rules/{0}.md)\n", rule.name));
    }
    for page in fs::read_dir(&folder).unwrap() {
        let name = page.unwrap().file_name().into_string().unwrap();
        let is_page = name.ends_with(".md") && name != "SUMMARY.md";
        assert!(!is_page || summary.contains(&format!("]({name})\n")), "docs/{name} is in no part of PARTS");
    }
    is_current(&folder.join("SUMMARY.md"), &summary);
}

/// The page that the site shows as an example of a report.
#[test]
fn the_example_of_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    Command::new(env!("CARGO_BIN_EXE_wabalint"))
        .args(["check", "--no-config", "--today", "2026-09-01", "templates-examples/workspace-bad"])
        .args([
            "templates-examples/bad/order_update_with_offer.waba",
            "templates-examples/good/coupon_code.waba",
        ])
        .arg("--output")
        .arg(format!("html={}", file.display()))
        .current_dir(root())
        .output()
        .unwrap();
    is_current(&root().join("docs/examples/report.html"), &fs::read_to_string(file).unwrap());
}

#[test]
fn the_list_of_rules_is_sound() {
    let mut sorted: Vec<(&str, &str)> = RULES.iter().map(|rule| (rule.group.as_str(), rule.name)).collect();
    sorted.sort_unstable();
    let listed: Vec<(&str, &str)> = RULES.iter().map(|rule| (rule.group.as_str(), rule.name)).collect();
    assert_eq!(listed, sorted, "rules are listed by group and name");
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len(), "a name is given once");
    for rule in RULES {
        // "allow missing-opt-out" has to read well, so a name says what is wrong and never what to do.
        for forbidden in ["no-", "dont-", "require-", "check-", "ensure-", "use-", "avoid-", "must-"] {
            // Here the lack of something is the defect.
            let is_lack = rule.name == "no-human-escalation";
            assert!(is_lack || !rule.name.starts_with(forbidden), "{}: name the defect", rule.name);
        }
        assert!(rule.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit()));
        for fact in rule.facts {
            assert!(policy::fact(fact).is_some(), "{}: there is no fact {fact}", rule.name);
        }
        let summary = rule.summary();
        assert!(summary.ends_with('.') && summary.len() < 100, "{}: {summary}", rule.name);
        let mut at = 0;
        for heading in ["## What it finds", "## Why", "## Rejected", "## Accepted"] {
            let found = rule.docs[at..].find(heading);
            assert!(found.is_some(), "{}: its page lacks {heading}, or has it elsewhere", rule.name);
            at += found.unwrap();
        }
    }
}

#[test]
fn a_rule_does_not_repeat_its_own_name() {
    for rule in RULES {
        let file = rule.name.replace('-', "_");
        let path = root().join("src/rules").join(rule.group.as_str()).join(format!("{file}.rs"));
        let text = fs::read_to_string(&path).unwrap();
        // A family of phrases may be called like its rule.
        let is_code =
            |line: &&str| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("&[\"");
        let code = text.lines().filter(is_code);
        let times = code.filter(|line| line.contains(&format!("\"{}\"", rule.name))).count();
        assert_eq!(times, 1, "{}: the name stands in the declaration only", path.display());
    }
}

#[test]
fn only_the_syntax_room_names_a_parser() {
    fn visit(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut files = Vec::new();
    visit(&root().join("src"), &mut files);
    for path in files {
        let inside = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        for (library, room) in [
            ("pest", "syntax/"),
            ("granit_parser", "syntax/"),
            ("pulldown_cmark", "syntax/"),
            ("oxc_", "syntax/"),
            ("tree_sitter", "syntax/"),
            ("roxmltree", "syntax/"),
            ("codespan_reporting", "render/"),
            ("cel", "company/"),
            ("clap", "cli/"),
            ("walkdir", "cli/"),
        ] {
            let used = text.contains(&format!("use {library}")) || text.contains(&format!("{library}::"));
            assert!(!used || inside.starts_with(room), "{inside} names {library}, which belongs to {room}");
        }
    }
}

#[test]
fn every_snapshot_of_the_command_line_is_asserted() {
    let tests = ["cli", "outputs"]
        .map(|name| (name, fs::read_to_string(root().join(format!("tests/{name}.rs"))).unwrap()));
    for entry in fs::read_dir(root().join("tests/snapshots")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let asserted = tests.iter().any(|(test, source)| {
            let snapshot =
                name.strip_prefix(&format!("{test}__")).and_then(|name| name.strip_suffix(".snap"));
            snapshot.is_some_and(|name| source.contains(&format!("assert_snapshot!(\"{name}\"")))
        });
        assert!(asserted, "tests/snapshots/{name}: no test asserts it");
    }
}

#[test]
fn every_fact_has_a_rule_or_a_reason_why_not() {
    for fact in policy::FACTS {
        let has_rule = RULES.iter().any(|rule| rule.facts.contains(&fact.id));
        assert!(
            has_rule != fact.no_rule.is_some(),
            "{}: a fact has a rule that stands on it or a reason why there is none, and not both",
            fact.id
        );
    }
    is_current(&root().join("docs/facts.md"), &docs::facts());
}

#[test]
fn schemas() {
    is_current(&root().join("schema/config.json"), &wabalint::config::schema::text());
    is_current(&root().join("schema/definitions.json"), &wabalint::format::schema());
}

#[test]
fn tables_of_countries_and_presets() {
    is_current(&root().join("docs/countries.md"), &docs::countries());
    is_current(&root().join("docs/presets.md"), &docs::presets());
    for preset in policy::PRESETS {
        for (rule, level) in preset.levels {
            let known = RULES.iter().find(|known| known.name == *rule);
            assert!(known.is_some(), "{}: there is no rule {rule}", preset.name);
            assert!(
                ["off", "advice", "warning", "error", "default"].contains(level),
                "{}: {rule}",
                preset.name
            );
            let own = known.map(|known| known.severity.as_str());
            assert_ne!(own, Some(*level), "{}: {rule} has this level already", preset.name);
        }
    }
}

/// What stands between two marks of a page is current.
fn is_current_between(page: &str, mark: &str, text: &str) {
    let path = root().join(page);
    let page = fs::read_to_string(&path).unwrap();
    let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- end of {mark} -->\n"));
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    is_current(&path, &format!("{before}{begin}\n{text}\n{end}{after}"));
}

#[test]
fn fields_and_functions_of_conditions() {
    is_current_between("docs/company-rules.md", "fields", &docs::fields());
}

#[test]
fn keys_of_the_configuration() {
    is_current_between("docs/configuration.md", "keys", &wabalint::config::schema::table());
}

/// A fact that is cited by a name that no fact has would leave a finding without its reason.
#[test]
fn every_cited_fact_exists() {
    let mut files = Vec::new();
    for group in fs::read_dir(root().join("src/rules")).unwrap() {
        let path = group.unwrap().path();
        if path.is_dir() {
            files.extend(fs::read_dir(path).unwrap().map(|file| file.unwrap().path()));
        }
    }
    let mut cited = 0;
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for call in [".cites(\"", "values_of(\""] {
            for piece in text.split(call).skip(1) {
                let id = piece.split('"').next().unwrap();
                assert!(policy::fact(id).is_some(), "{}: there is no fact {id}", path.display());
                cited += 1;
            }
        }
    }
    assert!(cited > 50);
}

#[derive(serde::Deserialize)]
struct Complaint {
    link: String,
    complaint: String,
    file: String,
    rule: String,
}

/// Complaints that people made in public: a file reproduces each, and a rule finds it.
#[test]
fn public_complaints_are_answered() {
    let folder = root().join("tests/complaints");
    let index = fs::read_to_string(folder.join("index.yaml")).unwrap();
    let complaints: Vec<Complaint> = serde_yaml::from_str(&index).unwrap();
    let mut page = String::from(
        "# Complaints that a check would have prevented\n\nWhat people have met in public, and the rule that finds it before anything is submitted or sent. Each has a file in\n`tests/complaints` that reproduces it; a test holds the table to it.\n\n| complaint | rule | file |\n| --- | --- | --- |\n",
    );
    for complaint in &complaints {
        let path = folder.join(&complaint.file);
        let mut command = Command::new(env!("CARGO_BIN_EXE_wabalint"));
        command.args(["check", "--no-config", "--today", "2026-09-01", "--output", "short"]);
        if path.join("listing.json").exists() {
            command.arg("--listing").arg(path.join("listing.json"));
        }
        let printed = String::from_utf8(command.arg(&path).output().unwrap().stdout).unwrap();
        assert!(printed.contains(&format!("[{}]", complaint.rule)), "{}: {printed}", complaint.file);
        for reading in ["syntax-error", "unknown-key", "invalid-value", "unreadable-input"] {
            assert!(!printed.contains(reading), "{}: {printed}", complaint.file);
        }
        page.push_str(&format!(
            "| {} ([told here]({})) | [{2}](rules/{2}.md) | `{3}` |\n",
            complaint.complaint, complaint.link, complaint.rule, complaint.file
        ));
    }
    let known: BTreeSet<String> =
        complaints.iter().map(|complaint| complaint.file.clone()).chain(["index.yaml".to_owned()]).collect();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name), "tests/complaints/{name} is in no table");
    }
    is_current(&root().join("docs/complaints.md"), &page);
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    as_of: String,
    groups: Vec<ClauseGroup>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ClauseGroup {
    group: String,
    title: String,
    clauses: Vec<Clause>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Clause {
    id: String,
    says: String,
    checkable: String,
    #[serde(default)]
    rules: Vec<String>,
    why_not: Option<String>,
    #[serde(default)]
    open: bool,
    confidence: String,
    #[serde(default)]
    sources: Vec<String>,
}

/// How many clauses are known. A row that is lost would be a clause that nobody answers any more.
const CLAUSES: usize = 263;

#[test]
fn every_clause_has_a_rule_or_a_reason_why_not() {
    let text = fs::read_to_string(root().join("policy/coverage.yaml")).unwrap();
    let coverage: Coverage = serde_yaml::from_str(&text).unwrap();
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    let mut faults = Vec::new();
    let mut known = BTreeSet::new();
    let (mut by_rule, mut partly, mut by_reason, mut open) = (0, 0, 0, 0);
    let mut tables = String::new();
    for group in &coverage.groups {
        tables.push_str(&format!(
            "\n## {}\n\n| clause | what it says | answer |\n| --- | --- | --- |\n",
            group.title
        ));
        for clause in &group.clauses {
            let id = &clause.id;
            let mut hold = |holds: bool, what: String| {
                if !holds {
                    faults.push(format!("{id}: {what}"));
                }
            };
            hold(known.insert(id.as_str()), "listed twice".to_owned());
            hold(id.starts_with(&format!("{}-", group.group)), format!("does not belong to {}", group.group));
            for rule in &clause.rules {
                hold(names.contains(rule.as_str()), format!("there is no rule {rule}"));
            }
            for source in &clause.sources {
                hold(source.starts_with("https://"), format!("{source} is no https address"));
            }
            let places = ["template", "campaign", "audience-list", "repository", "not-statically"];
            hold(places.contains(&clause.checkable.as_str()), format!("checkable: {}", clause.checkable));
            let levels = ["high", "medium", "low"];
            hold(levels.contains(&clause.confidence.as_str()), format!("confidence: {}", clause.confidence));
            let why_not = clause.why_not.as_deref().unwrap_or_default();
            let is_open = why_not.starts_with("Not answered yet: ");
            hold(is_open == clause.open, "`open` and \"Not answered yet: …\" go together".to_owned());
            *match (clause.rules.is_empty(), why_not.is_empty()) {
                (false, true) => &mut by_rule,
                (false, false) => &mut partly,
                (true, false) if clause.open => &mut open,
                (true, false) => &mut by_reason,
                (true, true) => {
                    faults.push(format!("{id}: neither a rule nor a reason"));
                    continue;
                }
            } += 1;
            let rules: Vec<String> =
                clause.rules.iter().map(|rule| format!("[{rule}](rules/{rule}.md)")).collect();
            let stop = if rules.is_empty() || why_not.is_empty() { "" } else { ". " };
            let answer = format!("{}{stop}{why_not}", rules.join(", ")).replace('|', "\\|");
            tables.push_str(&format!("| `{id}` | {} | {answer} |\n", clause.says.replace('|', "\\|")));
        }
    }
    let page = format!(
        "# Clauses\n\nWhat the platform's terms and the laws of many countries ask of messages, lists and plans, in our own words as of {},\nand the rule that finds a breach, or the reason why a definition cannot show one. It is not legal advice: laws are\nsummed up in a sentence, and whether one holds for you is for a lawyer to say. Where a sentence stands behind rules, it\ntells what they leave out. {} clauses: {by_rule} are answered by a rule, {partly} partly by a rule, {by_reason} by a reason, and {open} are open.\nThe data live in `policy/coverage.yaml`.\n{tables}",
        coverage.as_of,
        known.len(),
    );
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert_eq!(known.len(), CLAUSES, "a clause was lost, or came and has to be counted");
    is_current(&root().join("docs/clauses.md"), &page);
}

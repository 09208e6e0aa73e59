//! What every rule has to prove, on the cases in `tests/rules/<name>/` and on the examples of its page.
//!
//! * `fail-*`: the rule finds something, nothing once it is off, and what people read is the snapshot beside it.
//! * `pass-*`: the file is read without fault and the rule is silent.
//! * The same stem in several spellings gives the same messages, and a rule has at least one such stem.
//! * CRLF line ends and a byte order mark change nothing.
//!
//! A case is a file, or a folder of files that are one workspace. Plans are judged on 1 September 2026.
#![expect(clippy::disallowed_methods, reason = "tests read their cases from the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{Check, Rule};
use crate::beside::Kind;
use crate::docs;
use crate::engine::{self, Finding, Input, Options, Report};
use crate::render::{Human, Look, Render};
use crate::source::SourceMap;
use crate::syntax::Syntax;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 9, 1);

/// A case: name and text of each of its files.
type Files = Vec<(String, String)>;

fn inputs(files: &Files) -> Vec<Input> {
    files
        .iter()
        .filter_map(|(name, text)| {
            if let Some(kind) = Kind::of_name(name) {
                return Input::beside(kind, name, text.clone());
            }
            let syntax = Syntax::of_name(name).unwrap_or_else(|| panic!("{name}: unknown syntax"));
            Some(Input { listing: name == "listing.json", ..Input::new(name.clone(), text.clone(), syntax) })
        })
        .collect()
}

fn check(files: &Files, options: &Options) -> Report {
    let report = engine::check(SourceMap::default(), inputs(files), Vec::new(), options);
    assert_places(&report);
    report
}

/// Every place lies on character borders inside its file.
fn assert_places(report: &Report) {
    for finding in &report.findings {
        let own = &finding.diagnostic;
        for label in std::iter::once(&own.primary).chain(&own.secondary) {
            let file = report.sources.get(label.span.file).expect("a label names a file of the run");
            assert!(
                file.text().get(label.span.range()).is_some(),
                "{:?} in {}: {label:?}",
                finding.rule,
                file.name()
            );
        }
    }
}

fn of_rule<'r>(report: &'r Report, rule: &Rule) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.rule.name() == rule.name).collect()
}

/// Whether a rule speaks of reading itself.
fn about_reading(rule: &Rule) -> bool {
    matches!(rule.check, Check::Fault(_) | Check::Suppression(_))
}

/// A case for other rules is a proper file.
fn assert_proper(rule: &Rule, case: &str, report: &Report) {
    for finding in &report.findings {
        let reading = ["syntax-error", "unreadable-input", "unknown-key", "invalid-value"];
        assert!(
            !reading.contains(&finding.rule.name()),
            "{}/{case}: is not a proper file: {}",
            rule.name,
            finding.diagnostic.message
        );
    }
}

fn messages(report: &Report, rule: &Rule) -> Vec<String> {
    let mut messages: Vec<String> = of_rule(report, rule)
        .into_iter()
        .map(|finding| format!("{}: {}", finding.severity.as_str(), finding.diagnostic.message))
        .collect();
    messages.sort();
    messages
}

fn cases(folder: &Path) -> BTreeMap<String, Files> {
    let mut cases = BTreeMap::new();
    let entries =
        fs::read_dir(folder).unwrap_or_else(|_| panic!("{}: a rule needs its cases", folder.display()));
    for entry in entries {
        let path = entry.expect("a case").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.ends_with(".snap") || name.ends_with(".snap.new") {
            continue;
        }
        assert!(
            name.starts_with("fail-") || name.starts_with("pass-"),
            "{}: cases are called fail-… or pass-…",
            path.display()
        );
        let mut files: Vec<PathBuf> = if path.is_dir() {
            fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("a file").path()).collect()
        } else {
            vec![path]
        };
        files.sort();
        let read = |path: &PathBuf| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("a text"))
        };
        cases.insert(name, files.iter().map(read).collect());
    }
    cases
}

pub(super) fn run(rule: &'static Rule, group: &str, file: &str) {
    assert_eq!(rule.name.replace('-', "_"), file, "a rule file is called as its rule");
    assert_eq!(rule.group.as_str(), group, "a rule lives in the folder of its group");
    examples(rule);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules").join(rule.name);
    let cases = cases(&folder);
    let on = Options::on(TODAY);
    let mut off = Options::on(TODAY);
    off.levels.insert(rule.name.to_owned(), None);

    let mut spellings: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    for (name, files) in &cases {
        let report = check(files, &on);
        let found = messages(&report, rule);
        if !about_reading(rule) {
            assert_proper(rule, name, &report);
        }
        if name.starts_with("pass-") {
            assert_eq!(found, [""; 0], "{}/{name}: cries wolf", rule.name);
            continue;
        }
        assert!(!found.is_empty(), "{}/{name}: finds nothing", rule.name);
        assert_eq!(
            messages(&check(files, &off), rule),
            [""; 0],
            "{}/{name}: is off and still speaks",
            rule.name
        );
        let other_ends: Files = files
            .iter()
            .map(|(name, text)| {
                (name.clone(), format!("\u{feff}{}", text.replace("\r\n", "\n").replace('\n', "\r\n")))
            })
            .collect();
        assert_eq!(
            messages(&check(&other_ends, &on), rule),
            found,
            "{}/{name}: with CRLF and BOM",
            rule.name
        );
        if let Some((stem, extension)) = name.rsplit_once('.') {
            spellings.entry(stem).or_default().insert(extension, found);
        }
        let fixed = fixes(files, &report, rule, &format!("{}/{name}", rule.name));
        all_fixes(files, &report, &format!("{}/{name}", rule.name));
        snapshot(&folder, name, report, rule, &fixed);
    }
    for (stem, by_extension) in &spellings {
        let distinct: BTreeSet<&Vec<String>> = by_extension.values().collect();
        assert_eq!(distinct.len(), 1, "{}/{stem}: differs between spellings: {by_extension:#?}", rule.name);
    }
    let needed = match rule.check {
        Check::Template(_) | Check::Whole(_) => 3,
        Check::Platform(_)
        | Check::Audience(_)
        | Check::Campaign(_)
        | Check::Account(_)
        | Check::Workspace(_) => 2,
        Check::Fault(_) | Check::Suppression(_) => 1,
    };
    assert!(
        spellings.values().any(|by_extension| by_extension.len() >= needed),
        "{}: needs one fail case in {needed} spellings",
        rule.name
    );
    assert!(
        cases.keys().any(|name| name.starts_with("pass-")),
        "{}: needs a look-alike that passes",
        rule.name
    );
    no_orphans(&folder, &cases);
}

/// Applies the fixes of a rule and proves them: the files still read, what was fixed is gone, applying once more
/// changes nothing, no other rule has anything new to say, and line ends and the byte order mark stay as they were.
fn fixes(files: &Files, report: &Report, rule: &'static Rule, case: &str) -> String {
    let options = Options::on(TODAY);
    let mut shown = String::new();
    for safe in [true, false] {
        let with_fix = |report: &Report| {
            let own = of_rule(report, rule).into_iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
            own.filter(|fix| fix.safe == safe).count()
        };
        if with_fix(report) == 0 {
            continue;
        }
        let wanted = |finding: &Finding, fix: &crate::diagnostic::Fix| {
            finding.rule.name() == rule.name && fix.safe == safe
        };
        let done = engine::fix(inputs(files), &options, &wanted);
        assert!(!done.files.is_empty(), "{case}: the fix changes nothing");
        let texts = |inputs: &[Input]| -> Files {
            inputs.iter().map(|i| (i.file.name().to_owned(), i.file.text().to_owned())).collect()
        };
        let after = texts(&done.inputs);
        let again = check(&after, &options);
        assert_eq!(with_fix(&again), 0, "{case}: is still there after the fix: {after:?}");
        if !about_reading(rule) {
            assert_proper(rule, "after its fix", &again);
        }
        // Whoever applies an unsafe fix looks at what comes of it.
        let new = if safe { more(report, &again) } else { Vec::new() };
        assert!(new.is_empty(), "{case}: the fix leads to new findings {new:?}: {after:?}");
        let stable = engine::fix(done.inputs, &options, &wanted);
        assert!(stable.files.is_empty(), "{case}: fixing once more changes something");
        let other_ends = |text: &str| format!("\u{feff}{}", text.replace("\r\n", "\n").replace('\n', "\r\n"));
        let with_other_ends: Files =
            files.iter().map(|(name, text)| (name.clone(), other_ends(text))).collect();
        let done_other = texts(&engine::fix(inputs(&with_other_ends), &options, &wanted).inputs);
        let wanted_other: Files = after.iter().map(|(name, text)| (name.clone(), other_ends(text))).collect();
        assert_eq!(done_other, wanted_other, "{case}: with CRLF and BOM");
        shown.push_str(if safe { "\nfixed\n" } else { "\nfixed with --unsafe-fixes\n" });
        for file in &done.files {
            let diff = similar::TextDiff::from_lines(&file.before, &file.after);
            shown.push_str(&diff.unified_diff().context_radius(0).header(&file.name, &file.name).to_string());
        }
    }
    shown
}

/// Rules that have more to say than before.
fn more<'r>(before: &'r Report, after: &'r Report) -> Vec<&'r str> {
    let counts = |report: &'r Report| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &report.findings {
            *counts.entry(finding.rule.name()).or_default() += 1;
        }
        counts
    };
    let known = counts(before);
    let grown = counts(after).into_iter();
    grown
        .filter(|(rule, count)| known.get(rule).is_none_or(|known| known < count))
        .map(|(rule, _)| rule)
        .collect()
}

/// All safe fixes together: they settle, and no rule has more to say afterwards.
fn all_fixes(files: &Files, before: &Report, case: &str) {
    let options = Options::on(TODAY);
    let done = engine::fix(inputs(files), &options, &|_, fix| fix.safe);
    assert!(!done.unsettled, "{case}: the fixes do not come to an end");
    let after: Files =
        done.inputs.iter().map(|i| (i.file.name().to_owned(), i.file.text().to_owned())).collect();
    let again = check(&after, &options);
    let new = more(before, &again);
    assert!(new.is_empty(), "{case}: all safe fixes together lead to new findings {new:?}: {after:?}");
    let left = again.findings.iter().filter(|f| f.diagnostic.fix.as_ref().is_some_and(|fix| fix.safe));
    assert_eq!(left.count(), 0, "{case}: a safe fix is left: {after:?}");
}

fn snapshot(folder: &Path, name: &str, mut report: Report, rule: &Rule, fixed: &str) {
    report.findings.retain(|finding| finding.rule.name() == rule.name);
    let text = Human.render(&report, Look { quiet: true, ..Look::default() }) + fixed;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A snapshot whose case is gone proves nothing.
fn no_orphans(folder: &Path, cases: &BTreeMap<String, Files>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
        if let Some(case) = name.strip_suffix(".snap") {
            assert!(cases.contains_key(case), "{}/{name}: no case has this snapshot", folder.display());
        }
    }
}

/// The examples of a rule's page do what the page says.
fn examples(rule: &'static Rule) {
    let on = Options::on(TODAY);
    // A block of the kind "json listing" is the saved listing that the block before it is compared with.
    let cases = |heading: &str| -> Vec<Files> {
        let mut cases: Vec<Files> = Vec::new();
        for (language, text) in docs::examples(rule, heading) {
            match (language.as_str(), cases.last_mut()) {
                ("json listing", Some(case)) => case.push(("listing.json".to_owned(), text)),
                _ => cases.push(vec![(format!("example.{language}"), text)]),
            }
        }
        cases
    };
    let (rejected, accepted) = (cases("Rejected"), cases("Accepted"));
    assert!(
        !rejected.is_empty() && !accepted.is_empty(),
        "{}: its page needs examples of both kinds",
        rule.name
    );
    for example in rejected.iter().chain(&accepted).filter(|_| !about_reading(rule)) {
        assert_proper(rule, "the examples of its page", &check(example, &on));
    }
    for example in rejected {
        assert_eq!(messages(&check(&example, &on), rule).len(), 1, "{}: its rejected example", rule.name);
    }
    for example in accepted {
        assert_eq!(messages(&check(&example, &on), rule), [""; 0], "{}: its accepted example", rule.name);
    }
}

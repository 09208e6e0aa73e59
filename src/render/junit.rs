//! JUnit's XML, which every build server shows: a suite for each file, a case for each finding and each sound definition.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::told::{self, Told};
use super::verdict;
use super::xml::escaped;
use super::{Look, Render};
use crate::engine::{Finding, ItemRef, Keep, Report};
use crate::source::FileId;

/// The JUnit format.
#[derive(Clone, Copy, Debug)]
pub struct JUnit;

/// A case: its name, where it is, and what was found.
struct Case<'r> {
    name: String,
    line: usize,
    told: Option<Told<'r>>,
}

impl Render for JUnit {
    fn render(&self, report: &Report, look: Look) -> String {
        let mut by_file: BTreeMap<FileId, Vec<&Finding>> = BTreeMap::new();
        for finding in &report.findings {
            by_file.entry(finding.diagnostic.primary.span.file).or_default().push(finding);
        }
        let mut files: Vec<(&str, FileId)> = report
            .sources
            .iter()
            .filter(|(id, _)| by_file.contains_key(id) || !report.items(*id).is_empty())
            .map(|(id, file)| (file.name(), id))
            .collect();
        files.sort_unstable();
        let mut suites = String::new();
        let (mut tests, mut failures) = (0, 0);
        for (name, id) in files {
            let cases = cases(report, id, by_file.get(&id).map(Vec::as_slice).unwrap_or_default());
            let failed = cases.iter().filter(|case| fails(case, look)).count();
            tests += cases.len();
            failures += failed;
            let file = value(&told::file(report, name));
            let _ = writeln!(
                suites,
                "  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">",
                cases.len()
            );
            for case in &cases {
                write_case(&mut suites, &file, case, look);
            }
            suites.push_str("  </testsuite>\n");
        }
        let errors = report.failures.len();
        if errors > 0 {
            let _ = writeln!(
                suites,
                "  <testsuite name=\"wabalint\" tests=\"{errors}\" failures=\"0\" errors=\"{errors}\" skipped=\"0\">"
            );
            for why in &report.failures {
                let why = value(&told::line(report, why));
                let _ = writeln!(
                    suites,
                    "    <testcase name=\"{why}\" classname=\"wabalint\">\n      <error message=\"{why}\"/>\n    </testcase>"
                );
            }
            suites.push_str("  </testsuite>\n");
        }
        let tests = tests + errors;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"wabalint\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">\n{suites}</testsuites>\n"
        )
    }

    fn keeps(&self) -> Keep {
        Keep::Definitions
    }
}

/// The cases of a file: its findings, and the definitions in which nothing was found. Names are given once.
fn cases<'r>(report: &'r Report, file: FileId, findings: &[&'r Finding]) -> Vec<Case<'r>> {
    let items = report.items(file);
    let touched: BTreeSet<usize> =
        findings.iter().filter_map(|finding| report.item_at(finding.diagnostic.primary.span)).collect();
    let sound = items.iter().enumerate().filter(|(at, _)| !touched.contains(at)).map(|(_, item)| {
        let (start, _) = told::ends(report, item.span());
        Case { name: told::item_words(report, &ItemRef::of(item)), line: start.line, told: None }
    });
    let found = findings.iter().map(|finding| {
        let told = Told::new(report, finding);
        let rule = finding.rule.name();
        let name = told.item.as_ref().map_or_else(|| rule.to_owned(), |item| format!("{rule}: {item}"));
        Case { name, line: told.start.line, told: Some(told) }
    });
    let mut cases: Vec<Case<'r>> = found.chain(sound).collect();
    cases.sort_by_key(|case| case.line);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for case in &mut cases {
        let time = times.entry(case.name.clone()).or_default();
        *time += 1;
        if *time > 1 {
            let _ = write!(case.name, " #{time}");
        }
    }
    cases
}

/// Whether a case fails the run.
fn fails(case: &Case<'_>, look: Look) -> bool {
    case.told.as_ref().is_some_and(|told| told.severity() >= look.fail_on)
}

fn write_case(out: &mut String, file: &str, case: &Case<'_>, look: Look) {
    let name = value(&case.name);
    let line = case.line;
    let _ = write!(out, "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\"");
    let Some(told) = &case.told else {
        out.push_str("/>\n");
        return;
    };
    let severity = told.severity().as_str();
    let sentence = told.sentence();
    let mut text = format!("{}:{}:{}: {severity}: {sentence}", told.file, told.start.line, told.start.column);
    let words = told::cropped(&told.words, verdict::QUOTED);
    if !words.is_empty() {
        let _ = write!(text, "\n“{words}”");
    }
    for line in told.rest() {
        let _ = write!(text, "\n{line}");
    }
    let text = escaped(&text);
    out.push_str(">\n");
    let _ = if fails(case, look) {
        writeln!(out, "      <failure type=\"{severity}\" message=\"{}\">{text}</failure>", value(&sentence))
    } else {
        writeln!(out, "      <system-out>{text}</system-out>")
    };
    out.push_str("    </testcase>\n");
}

/// A value of an attribute, on one line.
fn value(words: &str) -> String {
    escaped(words).replace('\n', "&#10;").replace('\t', "&#9;")
}

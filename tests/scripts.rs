//! Templates that are literals in programs: what is found in each file of `tests/scripts`, what is said of it, and what
//! fixes make of it. A file called `none-…` defines none, and nothing is said of it.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a test reads its cases from the disk, and fails where something is not as it should be"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use wabalint::engine::{self, Input, Options, Report};
use wabalint::format;
use wabalint::model::{Item, Part, Template};
use wabalint::source::{ColumnUnit, SourceFile, SourceMap};
use wabalint::syntax::message::Message;
use wabalint::syntax::tree::Text;
use wabalint::syntax::{self, Syntax};

const PARTS: [(Part, &str); 10] = [
    (Part::Name, "name"),
    (Part::Language, "language"),
    (Part::Category, "category"),
    (Part::Header, "header"),
    (Part::Body, "body"),
    (Part::Footer, "footer"),
    (Part::Buttons, "buttons"),
    (Part::Cards, "cards"),
    (Part::Samples, "samples"),
    (Part::Other, "other"),
];

fn check(name: &str, text: &str) -> Report {
    let syntax = Syntax::of_name(name).expect("a program");
    let inputs = vec![Input::new(name, text, syntax)];
    engine::check(SourceMap::default(), inputs, Vec::new(), &Options::on(date(2026, 9, 1)))
}

/// A text as it is read, and where it stands.
fn shown(sources: &SourceMap, what: &str, text: Option<&Text>, out: &mut String) {
    let Some(text) = text else { return };
    let file = sources.get(text.span().file).expect("its file");
    let at = file.position(text.span().start as usize, ColumnUnit::CodePoints);
    assert!(file.text().get(text.span().range()).is_some(), "{what}: on character borders");
    let words = text.as_str().replace('\u{fffc}', "⟨…⟩");
    let _ = writeln!(out, "  {what} {}:{} {words:?}", at.line, at.column);
}

fn template(sources: &SourceMap, template: &Template) -> String {
    let mut out = String::from("template\n");
    let words = |message: &Message| message.text.clone();
    shown(sources, "name", template.name.as_ref(), &mut out);
    shown(sources, "language", template.language.as_ref(), &mut out);
    shown(sources, "category", template.category.as_ref().map(|word| &word.text), &mut out);
    let header = template.header.as_ref().and_then(|header| header.text.as_ref()).map(words);
    shown(sources, "header", header.as_ref(), &mut out);
    for (body, _) in template.bodies() {
        shown(sources, "body", body.text.as_ref().map(words).as_ref(), &mut out);
    }
    let footer = template.footer.as_ref().and_then(|footer| footer.text.as_ref()).map(words);
    shown(sources, "footer", footer.as_ref(), &mut out);
    for button in template.all_buttons() {
        shown(sources, "button", button.label.as_ref().map(words).as_ref(), &mut out);
        shown(sources, "link", button.url.as_ref().map(words).as_ref(), &mut out);
    }
    for sample in template.sample_values() {
        shown(sources, "sample", Some(sample), &mut out);
    }
    let unknown: Vec<&str> =
        PARTS.iter().filter(|(part, _)| template.unknown.has(*part)).map(|(_, name)| *name).collect();
    if !unknown.is_empty() {
        let _ = writeln!(out, "  unknown: {}", unknown.join(", "));
    }
    out
}

fn items(name: &str, text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = SourceFile::new(name, text);
    let id = sources.add(file.clone());
    let syntax = Syntax::of_name(name).expect("a program");
    let tree = syntax::parse(id, &file, syntax);
    let items = format::lower(&file, syntax, &tree).items;
    let templates = items.iter().map(|item| match item {
        Item::Template(own) => template(&sources, own),
        other => other.kind().to_owned(),
    });
    templates.collect()
}

fn findings(report: &Report) -> Vec<String> {
    let told = report.findings.iter().map(|finding| {
        let own = &finding.diagnostic;
        let file = report.sources.get(own.primary.span.file).expect("its file");
        let at = file.position(own.primary.span.start as usize, ColumnUnit::CodePoints);
        let words = file.text().get(own.primary.span.range()).expect("on character borders");
        let (severity, rule) = (finding.severity.as_str(), finding.rule.name());
        format!("{}:{} {severity}[{rule}] {} ‹{}›\n", at.line, at.column, own.message, words.escape_debug())
    });
    told.collect()
}

/// What safe fixes make of a file: it reads as well as before, and there is nothing left to mend.
fn fixed(name: &str, text: &str) -> String {
    let inputs = vec![Input::new(name, text, Syntax::of_name(name).expect("a program"))];
    let options = Options::on(date(2026, 9, 1));
    let done = engine::fix(inputs, &options, &|_, fix| fix.safe);
    assert!(!done.unsettled, "{name}: the fixes do not come to an end");
    let Some(file) = done.files.first() else { return String::new() };
    let again = check(name, &file.after);
    let left = again.findings.iter().any(|found| found.diagnostic.fix.as_ref().is_some_and(|fix| fix.safe));
    assert!(!left, "{name}: something is left to mend");
    let diff = similar::TextDiff::from_lines(&file.before, &file.after);
    diff.unified_diff().context_radius(0).header(name, name).to_string()
}

#[test]
fn templates_are_found_where_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut count = 0;
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.contains(".snap") {
            let case = folder.join(name.trim_end_matches(".new").trim_end_matches(".snap"));
            assert!(case.exists(), "{name}: no case has this snapshot");
            continue;
        }
        count += 1;
        let text = fs::read_to_string(&path).expect("a text");
        let report = check(&name, &text);
        let (items, findings) = (items(&name, &text), findings(&report));
        if name.starts_with("none-") {
            assert!(items.is_empty() && findings.is_empty(), "{name}: {items}{findings:?}");
            assert!(report.findings.is_empty(), "{name}");
            continue;
        }
        assert!(!items.is_empty(), "{name}: nothing is found");
        let messages = |report: &Report| -> Vec<String> {
            let all = report.findings.iter();
            all.map(|finding| format!("{}: {}", finding.rule.name(), finding.diagnostic.message)).collect()
        };
        let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(messages(&check(&name, &other)), messages(&report), "{name}: with CRLF and BOM");
        let _ = fixed(&name, &other);
        let told = format!("{items}\n{}\n{}", findings.concat(), fixed(&name, &text));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.as_str(), told));
    }
    assert!(count >= 25, "{count}");
}

/// The programs of the cases, with their names.
fn programs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| !path.to_string_lossy().contains(".snap"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(path).expect("a text"))
    };
    paths.iter().map(read).collect()
}

/// What is found in a broken program and not in the whole one.
fn new_findings(name: &str, whole: &str, broken: &str) -> Vec<String> {
    let known: Vec<_> = check(name, whole)
        .findings
        .iter()
        .map(|found| (found.rule.name().to_owned(), found.diagnostic.message.clone()))
        .collect();
    let report = check(name, broken);
    let new = report.findings.iter().filter(|found| {
        found.rule.name() != "syntax-error"
            && !known.contains(&(found.rule.name().to_owned(), found.diagnostic.message.clone()))
    });
    new.map(|found| format!("{}: {}", found.rule.name(), found.diagnostic.message)).collect()
}

#[test]
fn what_is_cut_off_is_no_reason_for_a_finding() {
    let mut found = Vec::new();
    // What is added to a list later on is cut off with the rest.
    for (name, text) in programs().into_iter().filter(|(name, _)| name != "pushed-components.js") {
        for at in (0..text.len()).step_by(41).filter(|at| text.is_char_boundary(*at)) {
            let new = new_findings(&name, &text, &text[..at]);
            if !new.is_empty() {
                let tail: String =
                    text[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
                found.push(format!("{name} at {at} `{tail}`: {}", new.join("; ")));
            }
        }
    }
    assert!(found.is_empty(), "{} findings without a reason:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_sign_that_is_missing_costs_little() {
    let (mut whole, mut left) = (0, 0);
    for (name, text) in programs() {
        let all = check(&name, &text).summary.templates;
        let signs = text.char_indices().filter(|(_, sign)| ",'\"`{}[]():".contains(*sign));
        for (at, _) in signs.step_by(19) {
            let mut broken = text.clone();
            broken.remove(at);
            whole += all;
            left += check(&name, &broken).summary.templates.min(all);
        }
    }
    assert!(left * 100 >= whole * 80, "{left} of {whole} templates");
}

//! What a program computes is no reason for a finding: proved on the JSON cases of all rules, whose values are taken
//! away one at a time.
#![expect(clippy::disallowed_methods, reason = "tests read their cases from the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Input, Options, Report, check_changed, parallel};
use crate::beside::Kind;
use crate::policy;
use crate::rules::{Check, Group, Rule};
use crate::source::{SourceMap, Span};
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value, Written};
use crate::syntax::{Syntax, Tree};

/// What is done to one value of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Loss {
    /// It is computed.
    Whole,
    /// More elements or keys are computed.
    More,
    /// A word of a text is computed: the first, one in the middle, the last, or all but these.
    First,
    Middle,
    Last,
    Most,
}

/// Does it to the value of a number, counted from the first of the tree on; returns the text that stood there, or what
/// is left to count.
fn lose(node: &mut Node, loss: Loss, left: usize) -> Result<String, usize> {
    if left == 0 {
        let lost = node.as_text().map_or_else(String::new, |text| text.as_str().to_owned());
        let rest = || Node::new(Span { start: node.span.end, ..node.span }, Value::Rest);
        match (&mut node.value, loss) {
            (Value::Scalar(scalar), Loss::First | Loss::Middle | Loss::Last | Loss::Most) => {
                *scalar = Scalar { text: with_hole(&scalar.text, loss), style: Style::Quoted };
            }
            (Value::List(nodes), Loss::More) => {
                let rest = rest();
                nodes.push(rest);
            }
            (Value::Map(entries), Loss::More) => {
                let value = rest();
                entries.push(Entry { key: Text::direct("", value.span), label: None, value });
            }
            (value, Loss::Whole) => *value = Value::Unknown(None),
            _ => {}
        }
        return Ok(lost);
    }
    let mut left = left - 1;
    let inner: Vec<&mut Node> = match &mut node.value {
        Value::List(nodes) => nodes.iter_mut().collect(),
        Value::Map(entries) => entries.iter_mut().map(|entry| &mut entry.value).collect(),
        _ => Vec::new(),
    };
    for node in inner {
        match lose(node, loss, left) {
            Ok(lost) => return Ok(lost),
            Err(still) => left = still,
        }
    }
    Err(left)
}

/// What can be done to a value, and to those in it, in the order in which they are counted.
fn losses(node: &Node, out: &mut Vec<Vec<Loss>>) {
    out.push(match &node.value {
        Value::Scalar(scalar) if scalar.style == Style::Literal || scalar.text.is_blank() => {
            vec![Loss::Whole]
        }
        Value::Scalar(scalar) => match scalar.text.as_str().split_inclusive(' ').count() {
            1 => vec![Loss::Whole, Loss::First],
            2 => vec![Loss::Whole, Loss::First, Loss::Last],
            _ => vec![Loss::Whole, Loss::First, Loss::Middle, Loss::Last, Loss::Most],
        },
        Value::List(_) | Value::Map(_) => vec![Loss::Whole, Loss::More],
        _ => Vec::new(),
    });
    match &node.value {
        Value::List(nodes) => nodes.iter().for_each(|node| losses(node, out)),
        Value::Map(entries) => entries.iter().for_each(|entry| losses(&entry.value, out)),
        _ => {}
    }
}

fn with_hole(text: &Text, loss: Loss) -> Text {
    let words: Vec<&str> = text.as_str().split_inclusive(' ').collect();
    let gone = |at: usize| match loss {
        Loss::First => at == 0,
        Loss::Last => at + 1 == words.len(),
        Loss::Middle => at == words.len() / 2,
        _ => at > 0 && at + 1 < words.len(),
    };
    let span = text.span();
    let mut builder = TextBuilder::new(span.file, span.start as usize).written(Written::Program(b'"'));
    let mut at = 0;
    for (index, word) in words.iter().enumerate() {
        let end = at + word.len();
        let kept = word.trim_end_matches(' ').len();
        if gone(index) && kept > 0 {
            builder.push_hole(text.slice(at..at + kept).range());
            builder.push(&word[kept..], text.slice(at + kept..end).range());
        } else {
            builder.push_text(&text.part(at..end));
        }
        at = end;
    }
    builder.finish(span.end as usize)
}

fn counts(report: &Report) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(finding.rule.name()).or_default() += 1;
    }
    counts
}

type Case = Vec<(String, String)>;

/// All cases of the rules that have a file of JSON, and the shapes of teams and providers.
fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let root = tests.join("rules");
    let list = |folder: &Path| {
        let mut paths: Vec<_> =
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
        paths.sort();
        paths
    };
    let read = |path: &Path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(path).expect("a text"))
    };
    for rule in list(&root) {
        for case in list(&rule) {
            let mut files: Vec<_> = if case.is_dir() { list(&case) } else { vec![case.clone()] };
            // What lies beside the definitions has nothing that a program could compute.
            files.retain(|file| Kind::of_name(&file.to_string_lossy()).is_none());
            let has_json = files.iter().any(|file| {
                file.extension().is_some_and(|end| end == "json") && !file.ends_with("listing.json")
            });
            if has_json {
                let name = case.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
                cases.push((name, files.iter().map(|file| read(file)).collect()));
            }
        }
    }
    let shapes = list(&tests.join("formats/shapes"));
    for shape in shapes.iter().filter(|shape| shape.extension().is_some_and(|end| end == "json")) {
        // Only of what a program writes can something be computed.
        let (name, text) = read(shape);
        let program = format!("export const whatsappTemplates = {};\n", text.trim());
        cases.push((format!("shapes/{name}"), vec![("whatsapp-templates.ts".to_owned(), program)]));
    }
    cases
}

fn run(files: &Case, change: super::Change<'_>) -> Report {
    let inputs = files.iter().map(|(name, text)| {
        let syntax = Syntax::of_name(name).expect("a syntax");
        Input { listing: name == "listing.json", ..Input::new(name.clone(), text.clone(), syntax) }
    });
    let options = Options::on(jiff::civil::date(2026, 9, 1));
    check_changed(SourceMap::default(), inputs.collect(), Vec::new(), &options, change)
}

/// Findings that stand on what is left, however it is counted: the same emoji in a row is told where there are not too
/// many of all kinds, spaces are in a row where the mark of a table before them is gone, and a file of which nothing is
/// left has nothing to check.
const FOUNDED: [&str; 3] = ["emoji-flood", "unreadable-input", "whitespace-run"];

/// Whether a rule reads words, which it does in all languages where none is declared.
fn reads_words(rule: &Rule) -> bool {
    matches!(rule.group, Group::Content | Group::Promo)
}

fn is_changed(file: &str) -> bool {
    file != "listing.json" && (file.ends_with(".json") || file.ends_with(".ts"))
}

/// The rules that a case is held against have nothing more to say than before, whatever is computed.
fn unfounded(name: &str, files: &Case) -> BTreeSet<String> {
    let possible = Mutex::new(Vec::new());
    let whole = run(files, &|file, tree| {
        if is_changed(file) {
            let mut possible = possible.lock().expect("no other thread");
            tree.roots.iter().for_each(|root| losses(root, &mut possible));
        }
        tree
    });
    let before = counts(&whole);
    let places: BTreeSet<_> =
        whole.findings.iter().map(|finding| (finding.rule.name(), finding.diagnostic.primary.span)).collect();
    let mut found = BTreeSet::new();
    for (at, possible) in possible.into_inner().expect("no other thread").into_iter().enumerate() {
        for loss in possible {
            let rest = AtomicUsize::new(at);
            let lost = Mutex::new(String::new());
            let change = |file: &str, mut tree: Tree| {
                for root in &mut tree.roots {
                    if is_changed(file) {
                        let left = rest.load(Ordering::Relaxed);
                        let left = match left {
                            usize::MAX => continue,
                            left => lose(root, loss, left).map_or_else(
                                |left| left,
                                |text| {
                                    *lost.lock().expect("no other thread") = text;
                                    usize::MAX
                                },
                            ),
                        };
                        rest.store(left, Ordering::Relaxed);
                    }
                }
                tree
            };
            let report = run(files, &change);
            let lost = lost.into_inner().expect("no other thread");
            let is_language = policy::LANGUAGES.binary_search(&lost.as_str()).is_ok();
            let after = counts(&report);
            for finding in &report.findings {
                let rule = finding.rule.name();
                let of_workspace =
                    matches!(finding.rule.check(), Some(Check::Workspace(_) | Check::Campaign(_)));
                if FOUNDED.contains(&rule)
                    || of_workspace && report.summary.templates != whole.summary.templates
                    || is_language && finding.rule.ours().is_some_and(reads_words)
                {
                    continue;
                }
                let span = finding.diagnostic.primary.span;
                if after.get(rule) > before.get(rule) && !places.contains(&(rule, span)) {
                    let words = report.sources.slice(span).chars().take(60).collect::<String>();
                    found.insert(format!(
                        "{rule}: {name} {loss:?} {at}: {} `{words}`",
                        finding.diagnostic.message
                    ));
                }
            }
        }
    }
    found
}

#[test]
fn what_is_computed_is_no_reason_for_a_finding() {
    let cases = cases();
    assert!(cases.len() > 300, "{}", cases.len());
    let found = parallel::map(&cases, 2, |(name, files)| unfounded(name, files));
    let found: Vec<String> = found.into_iter().flatten().collect();
    assert!(found.is_empty(), "{} findings without a reason:\n{}", found.len(), found.join("\n"));
}

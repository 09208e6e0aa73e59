//! Findings that were there before: counted by file, item and rule, so that only new ones are told.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Finding, ItemRef, Options, Report};
use crate::diagnostic::{Diagnostic, FaultKind};
use crate::rules;
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::syntax::tree::{Node, Text, Value};
use crate::syntax::{self, Syntax};

/// The version of the file.
const VERSION: u32 = 1;

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The file, named from the folder of the configuration.
    pub file: String,
    /// The item, as in `template order_update (en_US)`; empty where a finding is about none.
    pub item: String,
    /// The rule.
    pub rule: String,
}

impl Key {
    fn of(finding: &Finding, sources: &SourceMap, options: &Options) -> Self {
        Key {
            file: options.places.from_root(sources.name(finding.diagnostic.primary.span.file)),
            item: finding.item.as_deref().map(words).unwrap_or_default(),
            rule: finding.rule.name().to_owned(),
        }
    }
}

fn words(item: &ItemRef) -> String {
    let mut words = item.kind.to_owned();
    if let Some(name) = &item.name {
        words.push(' ');
        words.push_str(name);
    }
    if let Some(language) = &item.language {
        words.push_str(&format!(" ({language})"));
    }
    words
}

/// How many findings there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Key, usize>,
}

/// What a baseline came to in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// How many findings were known and are not told.
    pub known: usize,
    /// What is no longer found, and how often less; of files that were checked.
    pub gone: Vec<(Key, usize)>,
}

#[derive(Serialize)]
struct Line<'k> {
    file: &'k str,
    #[serde(skip_serializing_if = "str::is_empty")]
    item: &'k str,
    rule: &'k str,
    count: usize,
}

impl Baseline {
    /// Counts the findings of a report.
    pub fn of(report: &Report, options: &Options) -> Self {
        let mut counts = BTreeMap::new();
        for finding in &report.findings {
            *counts.entry(Key::of(finding, &report.sources, options)).or_default() += 1;
        }
        Baseline { counts }
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.counts.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The files that it speaks of.
    pub fn files(&self) -> BTreeSet<&str> {
        self.counts.keys().map(|key| key.file.as_str()).collect()
    }

    /// Takes over what an older one says of files for which `keeps` holds.
    pub fn keep(&mut self, older: &Baseline, keeps: impl Fn(&str) -> bool) {
        let kept = older.counts.iter().filter(|(key, _)| keeps(&key.file));
        self.counts.extend(kept.map(|(key, count)| (key.clone(), *count)));
    }

    /// Holds no more of each than another one does; what that one does not hold goes.
    pub fn shrink(&mut self, to: &Baseline) {
        self.counts.retain(|key, count| {
            *count = (*count).min(to.counts.get(key).copied().unwrap_or(0));
            *count > 0
        });
    }

    /// The file: a line for each entry, in order, so that changes are easy to read.
    pub fn text(&self) -> String {
        let lines = self.counts.iter().map(|(key, count)| {
            let line = Line { file: &key.file, item: &key.item, rule: &key.rule, count: *count };
            format!("    {}", serde_json::to_string(&line).unwrap_or_default())
        });
        let lines: Vec<String> = lines.collect();
        let list = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": {list}\n}}\n")
    }

    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it, with its places.
    pub fn read(id: FileId, file: &SourceFile) -> Result<Self, Vec<Finding>> {
        let tree = syntax::parse(id, file, Syntax::Json);
        let mut wrong = Vec::new();
        let options = Options::on(jiff::civil::Date::ZERO);
        let mut tell = |kind: FaultKind, diagnostic: Diagnostic| {
            wrong.extend(super::finding(rules::of_fault(kind), diagnostic, &options));
        };
        for fault in tree.faults {
            tell(fault.kind, fault.diagnostic);
        }
        let mut counts = BTreeMap::new();
        let root = tree.roots.into_iter().next();
        let help = "write it anew with `wabalint baseline`";
        let broken = |span: Span, message: &str| {
            (
                FaultKind::InvalidValue,
                Diagnostic::at(span, message.to_owned()).mark("does not fit").help(help),
            )
        };
        match root.as_ref().map(|root| (root, root.get("version"), root.get("findings"))) {
            Some((_, Some(version), Some(Node { value: Value::List(entries), .. }))) => {
                if version.as_text().map(Text::as_str) != Some(&VERSION.to_string()) {
                    let (kind, diagnostic) = broken(version.span, "this baseline is of another version");
                    tell(kind, diagnostic);
                }
                for entry in entries {
                    let text = |key: &str| {
                        let text = entry.get(key).and_then(Node::as_text);
                        text.map(|text| text.as_str().to_owned())
                    };
                    let count = text("count").and_then(|count| count.parse::<usize>().ok());
                    let (Some(file), Some(rule), Some(count)) = (text("file"), text("rule"), count) else {
                        let (kind, diagnostic) = broken(
                            entry.span.beginning(),
                            "an entry of a baseline has `file`, `rule` and `count`",
                        );
                        tell(kind, diagnostic);
                        continue;
                    };
                    let item = text("item").unwrap_or_default();
                    let known: &mut usize = counts.entry(Key { file, item, rule }).or_default();
                    *known = known.saturating_add(count);
                }
            }
            Some((root, ..)) => {
                let (kind, diagnostic) = broken(root.span.beginning(), "this is no baseline");
                tell(kind, diagnostic);
            }
            None => {
                let (kind, diagnostic) = broken(Span::new(id, 0, 0), "this baseline is empty");
                tell(kind, diagnostic);
            }
        }
        if wrong.is_empty() { Ok(Baseline { counts }) } else { Err(wrong) }
    }

    /// Takes the known findings away. Where there are more of a kind than are known, nobody can say which are new, and all
    /// of them stay. `was_checked` tells whether a run was over a file.
    pub(super) fn hold(
        &self,
        findings: &mut Vec<Finding>,
        sources: &SourceMap,
        options: &Options,
        was_checked: impl Fn(&str) -> bool,
    ) -> Held {
        let keys: Vec<Key> = findings.iter().map(|finding| Key::of(finding, sources, options)).collect();
        let mut found: BTreeMap<&Key, usize> = BTreeMap::new();
        for key in &keys {
            *found.entry(key).or_default() += 1;
        }
        let mut held = Held::default();
        for (key, count) in &self.counts {
            let less = count.saturating_sub(found.get(key).copied().unwrap_or(0));
            if less > 0 && was_checked(&key.file) {
                held.gone.push((key.clone(), less));
            }
        }
        let mut keys = keys.iter();
        findings.retain_mut(|finding| {
            let Some(key) = keys.next() else { return true };
            let (known, now) =
                (self.counts.get(key).copied().unwrap_or(0), found.get(key).copied().unwrap_or(0));
            if known >= now {
                held.known += 1;
                return false;
            }
            if known > 0 {
                let note =
                    format!("the baseline knows {known} of these {now}; which of them is new cannot be said");
                finding.diagnostic.notes.push(note.into());
            }
            true
        });
        held
    }
}

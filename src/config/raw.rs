//! One configuration file, read: serde gives the values, the spanned tree of the same text their places.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{defaults, keys};
use crate::diagnostic::{Diagnostic, FaultKind, Severity};
use crate::engine::Finding;
use crate::rules;
use crate::source::{FileId, SourceFile, Span, Spanned};
use crate::syntax::lexical::nearest;
use crate::syntax::tree::{Node, Scalar, Value};
use crate::syntax::{self, Syntax};

/// A configuration file: its own one, or one that it extends.
#[derive(Debug)]
pub struct Layer {
    pub(super) id: FileId,
    pub(super) file: SourceFile,
    pub(super) root: Option<Node>,
    pub(super) raw: Raw,
    /// What is wrong with it and can be passed over.
    pub(super) findings: Vec<Finding>,
    /// What is wrong with it and stops the run.
    pub(super) broken: Vec<Finding>,
}

impl Layer {
    /// Reads a file.
    pub fn read(id: FileId, file: &SourceFile) -> Self {
        let tree = syntax::parse(id, file, Syntax::Yaml);
        let mut layer = Layer {
            id,
            file: file.clone(),
            root: tree.roots.into_iter().next(),
            raw: Raw::default(),
            findings: Vec::new(),
            broken: Vec::new(),
        };
        let is_broken = !tree.faults.is_empty();
        for fault in tree.faults {
            layer.broken(fault.kind, fault.diagnostic);
        }
        if is_broken || layer.root.is_none() {
            return layer;
        }
        if let Some(root) = layer.root.as_ref().filter(|root| root.as_map().is_none()) {
            let diagnostic =
                Diagnostic::at(root.span.beginning(), "expected keys such as `rules:` or `paths:`")
                    .mark("not a configuration")
                    .help("`wabalint init` writes a commented example");
            layer.broken(FaultKind::InvalidValue, diagnostic);
            return layer;
        }
        match serde_yaml::from_str::<Raw>(file.text().trim_start_matches('\u{feff}')) {
            Ok(raw) => layer.raw = raw,
            Err(error) => {
                let offset = error.location().map_or(0, |location| location.index()) + file.bom_len();
                let offset =
                    (0..=offset.min(file.text().len())).rev().find(|at| file.text().is_char_boundary(*at));
                let at = offset.unwrap_or(0);
                let message = error.to_string();
                let message = plain(message.split(" at line ").next().unwrap_or_default());
                let diagnostic = Diagnostic::at(
                    Span::new(id, at, at),
                    format!("this configuration cannot be read: {message}"),
                )
                .mark("here")
                .help("`wabalint init` writes a commented example");
                layer.broken(FaultKind::InvalidValue, diagnostic);
            }
        }
        layer
    }

    /// The files that it extends, as it names them.
    pub fn extends(&mut self) -> Vec<Spanned<String>> {
        match self.raw.extends {
            Some(_) => self.words("extends", "the name of a file, or a list of them"),
            None => Vec::new(),
        }
    }

    /// Says that a file which it extends cannot be taken.
    pub fn cannot_extend(&mut self, at: Span, message: String, help: &'static str) {
        let diagnostic = Diagnostic::at(at, message).mark("not read").help(help);
        self.broken(FaultKind::InvalidValue, diagnostic);
    }

    /// One text or a list of them, each with its place.
    pub(super) fn words(&mut self, key: &'static str, expected: &str) -> Vec<Spanned<String>> {
        let mut words = Vec::new();
        let mut wrong = Vec::new();
        for node in self.node(&[key]).map(Node::elements).unwrap_or_default() {
            match &node.value {
                Value::Scalar(Scalar { text, .. }) => {
                    words.push(Spanned::new(text.as_str().to_owned(), node.span));
                }
                _ => wrong.push(node.span),
            }
        }
        for span in wrong {
            let diagnostic =
                Diagnostic::at(span, format!("expected {expected} for `{key}`")).mark("does not fit");
            self.broken(FaultKind::InvalidValue, diagnostic);
        }
        words
    }

    /// Tells of keys that nobody reads; `path` leads to the map that holds them.
    pub(super) fn unknown<'k>(&mut self, path: &[&str], unknown: impl Iterator<Item = &'k String>) {
        let known: Vec<&'static str> = keys::of(path).iter().map(|key| key.name).collect();
        for key in unknown {
            if key.starts_with('_') {
                continue;
            }
            let full: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
            let inside = if path.is_empty() {
                "the configuration".to_owned()
            } else {
                format!("`{}`", path.join("."))
            };
            let diagnostic = Diagnostic::at(self.key_span(&full), format!("unknown key `{key}` in {inside}"))
                .mark("nobody reads this key");
            let diagnostic = match nearest(key, known.iter().copied()) {
                Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
                None => diagnostic.help(format!("known here: {}", known.join(", "))),
            };
            let rule = rules::of_fault(FaultKind::UnknownKey);
            self.findings.extend(crate::engine::finding(rule, diagnostic, &defaults()));
        }
    }

    pub(super) fn bad_value(&mut self, path: &[&str], value: &str, words: &[&str]) {
        let span = self.node(path).map_or_else(|| self.key_span(path), |node| node.span);
        self.bad_value_at(span, path, value, words);
    }

    pub(super) fn bad_value_at(&mut self, span: Span, path: &[&str], value: &str, words: &[&str]) {
        let diagnostic = Diagnostic::at(span, format!("`{value}` is no value of `{}`", path.join(".")))
            .mark("not known")
            .help(format!("one of {}", words.join(", ")));
        self.broken(FaultKind::InvalidValue, diagnostic);
    }

    /// A value that is passed over, and stops nothing.
    pub(super) fn odd_value(&mut self, diagnostic: Diagnostic) {
        let rule = rules::of_fault(FaultKind::InvalidValue);
        let diagnostic = diagnostic.severity(Severity::Warning);
        self.findings.extend(crate::engine::finding(rule, diagnostic, &defaults()));
    }

    pub(super) fn broken(&mut self, kind: FaultKind, diagnostic: Diagnostic) {
        self.broken.extend(crate::engine::finding(rules::of_fault(kind), diagnostic, &defaults()));
    }

    pub(super) fn node(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self.root.as_ref()?, |node, key| node.get(key))
    }

    pub(super) fn key_span(&self, path: &[&str]) -> Span {
        let start = Span::new(self.id, 0, 0);
        let Some((last, parents)) = path.split_last() else { return start };
        let entries = self.node(parents).and_then(Node::as_map).unwrap_or_default();
        entries.iter().find(|entry| entry.key.as_str() == *last).map_or(start, |entry| entry.key.span())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
pub(super) struct Raw {
    pub(super) rules: BTreeMap<String, serde_yaml::Value>,
    pub(super) thresholds: RawThresholds,
    pub(super) paths: RawPaths,
    pub(super) fail_on: Option<String>,
    pub(super) languages: Option<Vec<String>>,
    pub(super) baseline: Option<String>,
    pub(super) countries: BTreeMap<String, RawLaw>,
    // What follows is read from the tree, where every value has its place.
    pub(super) extends: Option<serde_yaml::Value>,
    pub(super) preset: Option<serde_yaml::Value>,
    pub(super) allow: Option<serde_yaml::Value>,
    pub(super) account: Option<serde_yaml::Value>,
    pub(super) own_rules: Option<serde_yaml::Value>,
    pub(super) words: Option<serde_yaml::Value>,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
pub(super) struct RawThresholds {
    pub(super) pace: RawPace,
    pub(super) horizon_days: Option<u32>,
    pub(super) consent_age_months: Option<u32>,
    pub(super) assume: Option<String>,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
pub(super) struct RawPace {
    pub(super) per_24h: Option<u32>,
    pub(super) per_7d: Option<u32>,
    pub(super) per_30d: Option<u32>,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
pub(super) struct RawLaw {
    pub(super) consent: Option<Vec<String>>,
    pub(super) implied_months: Option<u32>,
    pub(super) inquiry_months: Option<u32>,
    pub(super) double_opt_in: Option<bool>,
    pub(super) hours: Option<RawHours>,
    pub(super) opt_out_days: Option<u32>,
    pub(super) pace: Option<RawPace>,
    pub(super) proof_years: Option<u32>,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
pub(super) struct RawHours {
    pub(super) every_day: Option<String>,
    pub(super) weekdays: Option<String>,
    pub(super) saturday: Option<String>,
    pub(super) sunday: Option<String>,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
pub(super) struct RawPaths {
    pub(super) include: Option<Vec<String>>,
    pub(super) exclude: Option<Vec<String>>,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, serde_yaml::Value>,
}

/// What serde says, in words that need no programmer.
const PLAIN_WORDS: [(&str, &str); 9] = [
    ("invalid type: ", "found "),
    ("invalid value: ", "found "),
    ("unit value", "nothing"),
    ("floating point ", "the number "),
    ("integer ", "the number "),
    ("boolean ", "the word "),
    ("string ", "the text "),
    ("sequence", "a list"),
    ("map", "keys"),
];

/// The same for what it expected.
const PLAIN_EXPECTATIONS: [(&str, &str); 7] = [
    ("a sequence", "a list"),
    ("a map", "keys"),
    ("u32", "a whole number from 0"),
    ("a boolean", "true or false"),
    ("a string", "a text"),
    ("option", "a value"),
    ("unit", "nothing"),
];

/// A message of serde in plain words; what it quotes of the file stays.
fn plain(message: &str) -> String {
    let (found, expected) = match message.rsplit_once(", expected ") {
        Some((found, expected)) => (found, Some(expected)),
        None => (message, None),
    };
    let quote = found.find(['`', '"']).unwrap_or(found.len());
    let (said, quoted) = found.split_at(quote);
    let mut said = said.to_owned();
    for (theirs, plain) in PLAIN_WORDS {
        said = said.replace(theirs, plain);
    }
    let expected = expected.map(|expected| {
        let known = PLAIN_EXPECTATIONS.iter().find(|(theirs, _)| *theirs == expected);
        format!(", expected {}", known.map_or(expected, |(_, plain)| plain))
    });
    format!("{said}{quoted}{}", expected.unwrap_or_default())
}

//! JSON for other tools, version 1. The shapes here are the public format; nothing of the core is serialised itself.

use serde::Serialize;

use super::{Look, Render};
use crate::diagnostic::{self, Label, Words};
use crate::engine::{Finding, Report};
use crate::policy;
use crate::source::{ColumnUnit, SourceMap, Span};

/// The JSON format.
#[derive(Clone, Copy, Debug)]
pub struct Json;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    summary: Summary,
    diagnostics: Vec<Diagnostic<'a>>,
}

/// Who wrote a document, and how old what it knows is.
#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
    policy_date: &'static str,
}

impl Tool {
    /// This program.
    pub(super) const THIS: Tool = Tool {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        policy_date: policy::POLICY_DATE,
    };
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    templates: usize,
    audiences: usize,
    campaigns: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
    suppressed: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    rule: &'a str,
    group: &'a str,
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<Item<'a>>,
    start: Position,
    end: Position,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: u32,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Position,
    end: Position,
    message: &'a str,
}

impl Render for Json {
    fn render(&self, report: &Report, _: Look) -> String {
        let summary = &report.summary;
        let document = Document {
            version: 1,
            tool: Tool::THIS,
            summary: Summary {
                files: summary.files,
                templates: summary.templates,
                audiences: summary.audiences,
                campaigns: summary.campaigns,
                errors: summary.errors,
                warnings: summary.warnings,
                advice: summary.advice,
                suppressed: summary.suppressed,
                known: summary.known,
            },
            diagnostics: report.findings.iter().map(|finding| told(finding, report)).collect(),
        };
        // Serialising these plain shapes cannot fail; should it ever, an empty object is still valid JSON.
        let text = serde_json::to_string_pretty(&document).unwrap_or_else(|_| "{}".to_owned());
        report.concealed.out_of(escaped(&text))
    }
}

fn told<'a>(finding: &'a Finding, report: &'a Report) -> Diagnostic<'a> {
    let sources = &report.sources;
    let own = &finding.diagnostic;
    let fact = finding.fact();
    let mut notes = own.notes.clone();
    notes.extend(finding.why().map(Words::from));
    Diagnostic {
        rule: finding.rule.name(),
        group: finding.rule.group_word(),
        severity: finding.severity.as_str(),
        message: &own.message,
        file: sources.name(own.primary.span.file),
        item: finding.item.as_ref().map(|item| Item {
            kind: item.kind,
            name: item.name.as_deref(),
            language: item.language.as_deref(),
        }),
        start: start(own.primary.span, sources),
        end: end(own.primary.span, sources),
        label: &own.primary.message,
        labels: own.secondary.iter().map(|label| place(label, sources)).collect(),
        notes,
        help: own.help.as_deref(),
        sources: finding.links(),
        platform_code: fact.and_then(|fact| fact.code),
        // An edit that brings a secret with it would be of no use without it.
        fix: own.fix.as_deref().filter(|fix| !brings_secret(fix, report)).map(|fix| Fix {
            title: &fix.title,
            safe: fix.safe,
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit {
                    file: sources.name(edit.span.file),
                    start: edit.span.start,
                    end: edit.span.end,
                    replacement: &edit.replacement,
                })
                .collect(),
        }),
    }
}

/// Whether a change would write a secret.
pub(super) fn brings_secret(fix: &diagnostic::Fix, report: &Report) -> bool {
    fix.edits.iter().any(|edit| report.concealed.stands_in(&edit.replacement))
}

fn place<'a>(label: &'a Label, sources: &'a SourceMap) -> Place<'a> {
    Place {
        file: sources.name(label.span.file),
        start: start(label.span, sources),
        end: end(label.span, sources),
        message: &label.message,
    }
}

fn start(span: Span, sources: &SourceMap) -> Position {
    position(span, span.start, sources)
}

fn end(span: Span, sources: &SourceMap) -> Position {
    position(span, span.end, sources)
}

fn position(span: Span, offset: u32, sources: &SourceMap) -> Position {
    let at = sources.get(span.file).map(|file| file.position(offset as usize, ColumnUnit::CodePoints));
    Position { line: at.map_or(1, |at| at.line), column: at.map_or(1, |at| at.column), offset }
}

/// Writes characters that would turn a terminal's reading direction as escapes; they only occur inside strings.
pub(super) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        let shown = super::visible(c.encode_utf8(&mut [0; 4])).chars().next();
        if shown == Some(c) {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out.push('\n');
    out
}

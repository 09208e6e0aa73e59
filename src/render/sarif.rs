//! SARIF 2.1.0, the format of code scanning. The shapes here are those of the standard, as far as they are used.

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::json;
use super::told::{self, Told};
use super::{Look, Render};
use crate::diagnostic::{Fix, Label, Severity};
use crate::docs;
use crate::engine::Report;
use crate::policy;
use crate::rules::{RULES, RuleRef};
use crate::source::Span;

/// The SARIF format.
#[derive(Clone, Copy, Debug)]
pub struct Sarif;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder that relative names begin in; whoever reads the report knows where it lies.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool<'r>,
    invocations: [Invocation; 1],
    original_uri_base_ids: Bases,
    column_kind: &'static str,
    newline_sequences: [&'static str; 3],
    results: Vec<Outcome<'r>>,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    semantic_version: &'static str,
    properties: Knowledge,
    rules: Vec<Descriptor<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Knowledge {
    policy_date: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'r> {
    id: &'r str,
    short_description: Words,
    full_description: Words,
    help: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'r str>,
    default_configuration: Configuration,
    properties: Tags,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Tags {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
struct Words {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Words,
}

#[derive(Serialize)]
struct Bases {
    #[serde(rename = "%SRCROOT%")]
    root: Base,
}

#[derive(Serialize)]
struct Base {
    description: Words,
}

/// A result; the word means something else in this language.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'r> {
    rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Words,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "ruleItemText/v1")]
    rule_item_text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Words>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Logical {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    description: Words,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Content>,
}

#[derive(Serialize)]
struct Content {
    text: String,
}

impl Render for Sarif {
    fn render(&self, report: &Report, _: Look) -> String {
        let results = report.findings.iter().zip(fingerprints(report));
        let ours = RULES.iter().copied().map(RuleRef::from);
        let rules: Vec<RuleRef> = ours.chain(report.company.rules().iter().map(RuleRef::from)).collect();
        let log = Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: env!("CARGO_PKG_NAME"),
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        properties: Knowledge { policy_date: policy::POLICY_DATE },
                        rules: rules.iter().map(descriptor).collect(),
                    },
                },
                invocations: [Invocation {
                    execution_successful: report.failures.is_empty(),
                    tool_execution_notifications: report
                        .failures
                        .iter()
                        .map(|why| Notification {
                            level: "error",
                            message: Words::plain(&told::line(report, why)),
                        })
                        .collect(),
                }],
                original_uri_base_ids: Bases {
                    root: Base { description: Words::plain("The folder that the run was started in.") },
                },
                column_kind: "unicodeCodePoints",
                newline_sequences: ["\r\n", "\n", "\r"],
                results: results
                    .map(|(finding, fingerprint)| {
                        outcome(report, &rules, &Told::new(report, finding), fingerprint)
                    })
                    .collect(),
            }],
        };
        // Serialising these plain shapes cannot fail; should it ever, an empty object is still valid JSON.
        json::escaped(&serde_json::to_string_pretty(&log).unwrap_or_else(|_| "{}".to_owned()))
    }
}

impl Words {
    /// A message. A link that a name of the input spells is none: only `[` right before `](` would make one.
    fn plain(text: &str) -> Self {
        Words { text: text.replace("](", "] ("), markdown: None }
    }

    /// A text of the program's own.
    fn own(text: String) -> Self {
        Words { text, markdown: None }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn descriptor(rule: &RuleRef) -> Descriptor<'_> {
    let page = format!("{} `wabalint explain {}` shows its page.", rule.summary(), rule.name());
    Descriptor {
        id: rule.name(),
        short_description: Words::plain(rule.summary()),
        full_description: match rule.ours() {
            Some(rule) => Words::own(docs::section(rule.docs, "What it finds")),
            None => Words::plain(rule.summary()),
        },
        help: Words { text: page, markdown: Some(docs::page(rule)) },
        help_uri: rule.link(),
        default_configuration: Configuration { level: level(rule.severity()) },
        properties: Tags { tags: [rule.group_word()] },
    }
}

fn outcome<'r>(report: &Report, rules: &[RuleRef], told: &Told<'r>, fingerprint: String) -> Outcome<'r> {
    let own = &told.finding.diagnostic;
    let mut message = vec![told.message.clone()];
    message.extend(told.rest());
    let item = told.finding.item.as_deref();
    let logical = item.map(|item| Logical {
        name: item.name.as_deref().map(|name| told::line(report, name)),
        kind: item.kind,
    });
    let label = Some(told.label.as_str()).filter(|label| !label.is_empty());
    let place = Location {
        logical_locations: logical.into_iter().collect(),
        ..location(report, own.primary.span, label)
    };
    let others = told.others().iter().enumerate().map(|(at, Label { span, message })| {
        let message = told::line(report, message);
        let label = Some(message.as_str()).filter(|message| !message.is_empty());
        Location { id: Some(at + 1), ..location(report, *span, label) }
    });
    // A change that brings a secret with it would be of no use without it.
    let fix = own.fix.as_deref().filter(|fix| !json::brings_secret(fix, report));
    Outcome {
        rule_id: told.finding.rule.name(),
        rule_index: rules.iter().position(|rule| *rule == told.finding.rule),
        level: level(told.severity()),
        message: Words::plain(&message.join("\n")),
        locations: [place],
        related_locations: others.collect(),
        partial_fingerprints: Fingerprints { rule_item_text: fingerprint },
        fixes: fix.map(|fix| change(report, fix)).into_iter().collect(),
    }
}

fn location(report: &Report, span: Span, label: Option<&str>) -> Location {
    Location {
        id: None,
        physical_location: Physical {
            artifact_location: artifact(report.sources.name(span.file)),
            region: region(report, span),
        },
        logical_locations: Vec::new(),
        message: label.map(Words::plain),
    }
}

fn region(report: &Report, span: Span) -> Region {
    let (start, end) = told::ends(report, span);
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// A change, file by file in the order in which its edits name them.
fn change(report: &Report, fix: &Fix) -> Change {
    let mut files: Vec<(Span, Vec<Replacement>)> = Vec::new();
    for edit in &fix.edits {
        let replacement = Replacement {
            deleted_region: region(report, edit.span),
            inserted_content: Some(Content { text: edit.replacement.clone() })
                .filter(|content| !content.text.is_empty()),
        };
        match files.iter_mut().find(|(span, _)| span.file == edit.span.file) {
            Some((_, replacements)) => replacements.push(replacement),
            None => files.push((edit.span, vec![replacement])),
        }
    }
    let changes = files.into_iter().map(|(span, replacements)| ArtifactChange {
        artifact_location: artifact(report.sources.name(span.file)),
        replacements,
    });
    Change { description: Words::plain(&told::line(report, &fix.title)), artifact_changes: changes.collect() }
}

/// The address of a file: below the folder of the run, or a whole one.
fn artifact(name: &str) -> Artifact {
    let name = name.strip_prefix("./").unwrap_or(name);
    let mut uri = String::with_capacity(name.len() + 8);
    let is_whole = name.starts_with('/');
    if is_whole {
        uri.push_str("file://");
    }
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Artifact { uri, uri_base_id: (!is_whole).then_some(ROOT) }
}

#[cfg(test)]
mod tests {
    use super::artifact;

    #[test]
    fn names_of_files_become_addresses() {
        let uri = |name| artifact(name).uri;
        assert_eq!(uri("./templates/a b.json"), "templates/a%20b.json");
        assert_eq!(uri("c:d?#%/é"), "c%3Ad%3F%23%25/%C3%A9");
        assert_eq!(uri("/tmp/x.waba"), "file:///tmp/x.waba");
        assert_eq!(artifact("/tmp/x.waba").uri_base_id, None);
    }
}

//! What is in force: a commented `wabalint.yaml`, or JSON.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::json::{Tool, escaped};
use super::visible;
use crate::config::Origin;
use crate::config::in_force::Setting;
use crate::source::{SourceMap, Span};

/// Where a value comes from, in words: `wabalint.yaml:3`, `preset strict (wabalint.yaml:2)`, `default`.
fn origin(setting: &Setting, sources: &SourceMap) -> String {
    let place = |span: Span| {
        let line = sources.get(span.file).map_or(0, |file| file.line_index(span.start as usize)) + 1;
        format!("{}:{line}", sources.name(span.file))
    };
    let words = setting.origins.iter().map(|origin| match *origin {
        Origin::File(span) => place(span),
        Origin::Preset(preset, span) => format!("preset {preset}, {}", place(span)),
        Origin::CommandLine => "command line".to_owned(),
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "default".to_owned() } else { words.join(", ") }
}

/// What would be written into one `wabalint.yaml`, each value with where it comes from.
pub fn human(settings: &[Setting], sources: &SourceMap) -> String {
    let files: Vec<&str> = sources.iter().map(|(_, file)| file.name()).collect();
    let mut out = match files.split_first() {
        None => "# no wabalint.yaml: the defaults hold\n".to_owned(),
        Some((own, [])) => format!("# {own}\n"),
        Some((own, extended)) => format!("# {own}, with what it extends: {}\n", extended.join(", ")),
    };
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for setting in settings {
        let Some((last, parents)) = setting.key.split_last() else { continue };
        let shared = open.iter().zip(parents).take_while(|(a, b)| a == b).count();
        for (depth, parent) in parents.iter().enumerate().skip(shared) {
            lines.push((format!("{}{parent}:", "  ".repeat(depth)), String::new()));
        }
        open = parents.to_vec();
        let indent = "  ".repeat(parents.len());
        // It is no key, but what a preset has brought with it.
        let remark = if last == "least" && parents.is_empty() { "# " } else { "" };
        lines.push((format!("{remark}{indent}{last}: {}", flow(&setting.value)), origin(setting, sources)));
    }
    let wide =
        lines.iter().map(|(line, _)| line.chars().count()).filter(|wide| *wide <= 60).max().unwrap_or(0);
    for (line, origin) in lines {
        let _ = match origin.as_str() {
            "" => writeln!(out, "{line}"),
            _ => writeln!(out, "{line:wide$}  # {origin}"),
        };
    }
    visible(&out).into_owned()
}

/// A value on one line, as YAML reads it.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::Array(values) => format!("[{}]", values.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) if !entries.is_empty() => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", flow(&key.as_str().into()), flow(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether YAML reads a text without quotes as itself.
fn is_plain(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || "_-./".contains(letter);
    let has_meaning = ["true", "false", "yes", "no", "on", "off", "null", "none", "y", "n"];
    starts && text.chars().all(is_word) && (text == "off" || text == "none" || !has_meaning.contains(&text))
}

#[derive(Serialize)]
struct Page<'s> {
    version: u32,
    tool: Tool,
    files: Vec<&'s str>,
    settings: Vec<Entry<'s>>,
}

#[derive(Serialize)]
struct Entry<'s> {
    key: String,
    value: &'s Value,
    origin: String,
}

/// The same as JSON, version 1.
pub fn json(settings: &[Setting], sources: &SourceMap) -> String {
    let page = Page {
        version: 1,
        tool: Tool::THIS,
        files: sources.iter().map(|(_, file)| file.name()).collect(),
        settings: settings
            .iter()
            .map(|setting| Entry {
                key: setting.key.join("."),
                value: &setting.value,
                origin: origin(setting, sources),
            })
            .collect(),
    };
    escaped(&serde_json::to_string_pretty(&page).unwrap_or_default())
}

//! Edits that put something in: where an entry goes, and how its file's syntax writes it.

use std::ops::Range;

use crate::diagnostic::Edit;
use crate::engine::Workspace;
use crate::model::{Samples, Template};
use crate::source::Span;
use crate::syntax::Syntax;
use crate::syntax::tree::{Text, Written};

/// A text with quotes, as every syntax of ours reads it.
pub(crate) fn quoted(text: &str) -> String {
    // Strings always serialise; quotes around nothing are still valid.
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

/// The end of a value in its file, its closing quote included.
pub(crate) fn value_end(text: &Text) -> u32 {
    let quote = matches!(text.written, Written::Escaped | Written::Single);
    text.span().end + u32::from(quote)
}

/// Puts `key: value` behind an entry of the same block. `entry` covers the entry there, from its key, or from anywhere
/// on its key's line, to the end of its value.
pub(crate) fn insert_behind(workspace: &Workspace<'_>, entry: Span, key: &str, value: &str) -> Option<Edit> {
    let text = workspace.text(entry.file);
    let Range { start, end } = entry.range();
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line_start..start)?;
    let rest = text.get(end..)?.lines().next().unwrap_or_default().trim();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = |end: usize| Span::new(entry.file, end, end);
    let syntax = workspace.syntax(entry.file);
    let own_line = if syntax == Syntax::Json {
        (before.trim_start().starts_with('"') || before.trim().is_empty()) && !before.contains(['{', '['])
    } else {
        let alone = rest.is_empty() || rest.starts_with('#');
        let before = before.trim_start();
        alone && is_key(before.strip_prefix("- ").unwrap_or(before).trim())
    };
    let indentation: String = if syntax == Syntax::Json {
        before.chars().take_while(|c| c.is_whitespace()).collect()
    } else {
        let column = before.find(|c: char| !c.is_whitespace() && c != '-').unwrap_or(before.len());
        before.get(..column)?.replace('-', " ")
    };
    Some(match (syntax, own_line) {
        (Syntax::Json, true) => {
            Edit { span: at(end), replacement: format!(",{line_end}{indentation}{}: {value}", quoted(key)) }
        }
        (Syntax::Json, false) => Edit { span: at(end), replacement: format!(", {}: {value}", quoted(key)) },
        (Syntax::Waba | Syntax::Yaml, true) => {
            // Behind a comment at the end of the line, so that it stays with what it speaks of.
            let tail = text.get(end..)?.lines().next().unwrap_or_default().trim_end().len();
            Edit { span: at(end + tail), replacement: format!("{line_end}{indentation}{key}: {value}") }
        }
        (Syntax::Waba, false) => Edit { span: at(end), replacement: format!("; {key}: {value}") },
        (Syntax::Yaml, false) => Edit { span: at(end), replacement: format!(", {key}: {value}") },
    })
}

/// Whether what stands before a value on its line is nothing, or its key with at most an opening quote.
fn is_key(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'']).trim_end();
    let key = before.strip_suffix(':').unwrap_or(before).trim_matches(['"', '\'']);
    before.is_empty() || before.ends_with(':') && key.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Adds samples to a template in our own spelling: to the block that is there, or as a new one behind the body.
pub(crate) fn add_samples(
    workspace: &Workspace<'_>,
    template: &Template,
    added: &[(String, String)],
) -> Option<Vec<Edit>> {
    let mut all: Vec<&Samples> = Vec::new();
    all.extend(template.header.iter().map(|header| &header.samples));
    all.extend(template.body.iter().map(|body| &body.samples));
    all.extend(template.buttons.iter().map(|button| &button.samples));
    let in_block = |span: &Span| all.iter().any(|samples| samples.span.is_some_and(|of| of.contains(*span)));
    let values = all.iter().flat_map(|samples| &samples.values).chain(&template.stray_samples);
    let last =
        values.filter(|sample| sample.variable.is_some()).map(|sample| sample.span).max_by_key(|s| s.end);
    let (first, rest) = added.split_first()?;
    match last {
        Some(last) => {
            let (key, value) = first;
            let mut edit = insert_behind(workspace, last, key, value)?;
            // Every further one goes the same way.
            for (key, value) in rest {
                edit.replacement.push_str(&insert_behind(workspace, last, key, value)?.replacement);
            }
            in_block(&last).then_some(vec![edit])
        }
        // An empty block is told where it stands; a second one beside it would be a key given twice.
        None if all.iter().any(|samples| samples.span.is_some()) => None,
        None => {
            let entries: Vec<String> = added.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            let behind = template.body.as_ref()?.span;
            Some(vec![insert_behind(workspace, behind, "sample", &format!("{{ {} }}", entries.join(", ")))?])
        }
    }
}

/// Where a text of a template in the platform's spelling ends as an entry.
pub(crate) fn entry_of(text: &Text) -> Span {
    Span { end: value_end(text), ..text.span() }
}

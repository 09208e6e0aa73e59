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

/// Puts `key: value` behind an entry of the same block. `entry` covers the entry there, from its key to the end of its
/// value.
pub(crate) fn insert_behind(workspace: &Workspace<'_>, entry: Span, key: &str, value: &str) -> Option<Edit> {
    insert(workspace, entry, key, value, true)
}

/// As [`insert_behind`], for an entry of which only the value is known: its key stands before it on its line.
pub(crate) fn insert_behind_value(
    workspace: &Workspace<'_>,
    text: &Text,
    key: &str,
    value: &str,
) -> Option<Edit> {
    if text.written == Written::Block {
        return None;
    }
    let quote = matches!(text.written, Written::Escaped | Written::Single);
    let span = text.span();
    insert(workspace, Span { end: span.end + u32::from(quote), ..span }, key, value, false)
}

/// How far back the beginning of a line is looked for; in longer lines nothing stands on a line of its own.
const FAR: usize = 2_000;

fn insert(workspace: &Workspace<'_>, entry: Span, key: &str, value: &str, has_key: bool) -> Option<Edit> {
    // What a program does with a value that is put in cannot be told.
    let syntax = Some(workspace.syntax(entry.file)).filter(|syntax| !syntax.is_program())?;
    let text = workspace.text(entry.file);
    // The fences of a document are of several syntaxes.
    if matches!(workspace.syntax(entry.file), Syntax::Markdown | Syntax::Xml) {
        return None;
    }
    let Range { start, end } = entry.range();
    let near = (start.saturating_sub(FAR)..=start).find(|at| text.is_char_boundary(*at))?;
    let line_start = match text.get(near..start)?.rfind('\n') {
        Some(at) => near + at + 1,
        None => near,
    };
    let before = text.get(line_start..start)?;
    let behind = text.get(end..)?;
    let far = (0..=FAR.min(behind.len())).rev().find(|at| behind.is_char_boundary(*at))?;
    let tail = behind.get(..far)?.split('\n').next().unwrap_or_default();
    let rest = tail.trim();
    let at = |end: usize| Span::new(entry.file, end, end);
    // The place of a key in JSON begins behind its quote.
    let starts_line = matches!(before.trim(), "" | "\"");
    let own_line = match syntax {
        Syntax::Json => {
            starts_line || !has_key && before.trim_start().starts_with('"') && !before.contains(['{', '['])
        }
        _ => {
            let before = before.trim_start();
            let before = before.strip_prefix("- ").unwrap_or(before).trim();
            let is_first = if has_key { before.is_empty() } else { is_key(before) };
            is_first && (rest.is_empty() || rest.starts_with('#'))
        }
    };
    let line_end = match line_start.checked_sub(2).and_then(|at| text.get(at..line_start)) {
        Some("\r\n") => "\r\n",
        _ if line_start == 0 && tail.ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let column = before.find(|c: char| !c.is_whitespace() && c != '-').unwrap_or(before.len());
    let indentation = before.get(..column)?.replace('-', " ");
    Some(match (syntax, own_line) {
        (Syntax::Json, true) => {
            Edit { span: at(end), replacement: format!(",{line_end}{indentation}{}: {value}", quoted(key)) }
        }
        (Syntax::Json, false) => Edit { span: at(end), replacement: format!(", {}: {value}", quoted(key)) },
        // Behind a comment at the end of the line, so that it stays with what it speaks of.
        (Syntax::Waba | Syntax::Yaml | Syntax::Markdown | Syntax::Xml, true) => Edit {
            span: at(end + tail.trim_end().len()),
            replacement: format!("{line_end}{indentation}{key}: {value}"),
        },
        (Syntax::Waba, false) => Edit { span: at(end), replacement: format!("; {key}: {value}") },
        // Programs and documents never come this far.
        (
            Syntax::Yaml | Syntax::Markdown | Syntax::Xml | Syntax::Script | Syntax::Python | Syntax::Shell,
            _,
        ) => Edit { span: at(end), replacement: format!(", {key}: {value}") },
    })
}

/// Puts a component of the platform's own JSON behind another one; nothing in other spellings.
pub(crate) fn insert_component(
    workspace: &Workspace<'_>,
    behind: Span,
    kind: &str,
    text: &str,
) -> Option<Edit> {
    if workspace.syntax(behind.file) != Syntax::Json {
        return None;
    }
    let file = workspace.text(behind.file);
    let Range { start, end } = behind.range();
    if !file.get(start..end)?.ends_with('}') {
        return None;
    }
    let near = (start.saturating_sub(FAR)..=start).find(|at| file.is_char_boundary(*at))?;
    let before = file.get(near..start)?;
    let line = before.rfind('\n').map(|at| before.get(at + 1..).unwrap_or_default());
    let line_end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    // A component that begins its line gets one beside it on a line of its own.
    let gap = match line.filter(|line| line.trim().is_empty()) {
        Some(indentation) => format!("{line_end}{indentation}"),
        None => " ".to_owned(),
    };
    let component = format!("{{ \"type\": {}, \"text\": {} }}", quoted(kind), quoted(text));
    Some(Edit { span: Span::new(behind.file, end, end), replacement: format!(",{gap}{component}") })
}

/// Whether what stands before a value on its line is its key, with at most an opening quote.
fn is_key(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'']).trim_end();
    let key = before.strip_suffix(':').unwrap_or(before).trim_matches(['"', '\'']);
    before.ends_with(':') && key.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a YAML template holds an anchor, or is one: what is put into it would be repeated elsewhere.
fn is_shared(workspace: &Workspace<'_>, template: &Template) -> bool {
    let text = workspace.text(template.span.file);
    let Range { start, end } = template.span.range();
    let before =
        (start.saturating_sub(NEAR_ANCHOR)..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    let is_anchor = |text: &str| {
        text.match_indices('&').any(|(at, _)| {
            let (before, behind) = text.split_at(at);
            let names = behind
                .get(1..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
            names && before.ends_with([' ', '\n'])
        })
    };
    workspace.syntax(template.span.file) == Syntax::Yaml && text.get(before..end).is_some_and(is_anchor)
}

/// How far before a block its anchor may stand.
const NEAR_ANCHOR: usize = 40;

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
    if is_shared(workspace, template) {
        return None;
    }
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

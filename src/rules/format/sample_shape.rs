//! `sample-shape`

use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::model::{Samples, ShapeDefect, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::Message;

rule! {
    /// Samples in another shape than the platform documents.
    ///
    /// ## What it finds
    /// In the platform's own spelling: one list of values where `body_text` is a list inside a list, a text where a
    /// list is documented, a row for each value where one row holds them all (an error, since the rows then have
    /// too few values), and numbers where texts are documented. A single text for a body with one placeholder is
    /// left alone, because a page of the platform allows it.
    ///
    /// ## Why
    /// Some clients and versions of the API take these shapes and others answer with 100 and name no field.
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Order {{1}} will reach you on {{2}} in the afternoon.",
    ///     "example": { "body_text": ["A-1042", "Friday"] } } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Order {{1}} will reach you on {{2}} in the afternoon.",
    ///     "example": { "body_text": [["A-1042", "Friday"]] } } ] }
    /// ```
    name: "sample-shape",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["body-example-positional", "header-media-example", "btn-url-example"],
    check: Check::Platform(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let cards = template.cards();
    let headers = template.header.iter().chain(cards.iter().filter_map(|card| card.header.as_ref()));
    for header in headers {
        judge(cx, &header.samples, header.text.as_ref());
    }
    for (body, _) in template.bodies() {
        judge(cx, &body.samples, body.text.as_ref());
    }
    for button in template.all_buttons() {
        judge(cx, &button.samples, button.url.as_ref());
    }
}

fn judge(cx: &mut Cx<'_>, samples: &Samples, message: Option<&Message>) {
    let wanted = message.map_or(0, |message| message.variables().len());
    for (defect, key, span) in &samples.defects {
        let file = cx.workspace.text(span.file);
        let Some(raw) = file.get(span.range()) else { continue };
        let is_json =
            raw.starts_with(['[', '"', '{', '-']) || raw.starts_with(|c: char| c.is_ascii_alphanumeric());
        let around = |open: &str, close: &str| {
            let edits = vec![
                Edit { span: Span { end: span.start, ..*span }, replacement: open.to_owned() },
                Edit { span: Span { start: span.end, ..*span }, replacement: close.to_owned() },
            ];
            is_json.then_some(edits)
        };
        let has_comma = raw.contains(',') && !raw.starts_with(['"', '[']);
        let (message, mark, help, edits) = match defect {
            ShapeDefect::FlatList if wanted > 0 => (
                format!("`{key}` is one list of values"),
                "a list inside a list is documented",
                "write [[\"…\", \"…\"]]",
                raw.starts_with('[').then(|| around("[", "]")).flatten(),
            ),
            ShapeDefect::BareTextForRows if wanted > 1 => (
                format!("`{key}` is a text"),
                "a list inside a list is documented",
                "write [[\"…\", \"…\"]] with one text for each placeholder",
                None,
            ),
            ShapeDefect::BareText => (
                format!("`{key}` is a text"),
                "a list is documented",
                "write [\"…\"]",
                if has_comma { None } else { around("[", "]") },
            ),
            ShapeDefect::NestedList => (
                format!("`{key}` is a list inside a list"),
                "one list is documented",
                "write [\"…\"]",
                unwrapped(raw).map(|inner| vec![Edit { span: *span, replacement: inner.to_owned() }]),
            ),
            ShapeDefect::RowForEach if wanted > 1 => (
                format!("`{key}` has a row for each value"),
                "one row holds all of them",
                "write [[\"…\", \"…\"]]: one row with a value for each placeholder",
                joined(raw).map(|row| vec![Edit { span: *span, replacement: row }]),
            ),
            ShapeDefect::NotText => (
                format!("`{raw}` is not a text"),
                "a sample is a text",
                "put it in quotes",
                raw.bytes()
                    .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'[' && b != b'{')
                    .then(|| around("\"", "\""))
                    .flatten(),
            ),
            _ => continue,
        };
        let diagnostic = Diagnostic::at(*span, message).mark(mark).help(help);
        let diagnostic = match key {
            &"header_handle" => diagnostic.cites("header-media-example"),
            &"example" => diagnostic.cites("btn-url-example"),
            _ => diagnostic,
        };
        let diagnostic = diagnostic.fix("give the samples their documented shape", edits);
        cx.report(match defect {
            ShapeDefect::FlatList => {
                diagnostic.note("the platform's pages differ: a syntax block shows one list, every sample a list inside a list")
            }
            ShapeDefect::RowForEach => diagnostic.severity(Severity::Error),
            _ => diagnostic,
        });
    }
}

/// `[["a"]]` as `["a"]`.
fn unwrapped(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix('[')?.strip_suffix(']')?.trim();
    (inner.starts_with('[') && inner.ends_with(']')).then_some(inner)
}

/// `[["a"], ["b"]]` as `[["a", "b"]]`; `None` where a bracket stands inside of a text.
fn joined(raw: &str) -> Option<String> {
    let inner = unwrapped(raw)?;
    let mut row = Vec::new();
    for part in inner.strip_prefix('[')?.strip_suffix(']')?.split(']') {
        let value = part.trim().trim_start_matches(',').trim().trim_start_matches('[').trim();
        if value.contains(['[', '\n']) {
            return None;
        }
        row.push(value);
    }
    Some(format!("[[{}]]", row.join(", ")))
}

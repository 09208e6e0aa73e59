//! `sample-shape`

use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::model::{Samples, ShapeDefect, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::{Message, Variable};

rule! {
    /// Samples in another shape than the platform documents.
    ///
    /// ## What it finds
    /// In the platform's own spelling: one list of values where `body_text` is a list inside a list, a text where a
    /// list is documented, a row for each value where one row holds them all (an error, since the rows then have
    /// too few values), numbers where texts are documented, and values
    /// without names for placeholders that have names. A single text for a body with one placeholder is
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
    facts: ["body-example-positional", "body-example-named", "header-text-example", "header-media-example", "btn-url-example"],
    needs: [Samples],
    check: Check::Platform(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_approved() {
        return;
    }
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

/// What is said of a defect: message, mark and help; and the edits that mend it.
type Verdict = (String, &'static str, &'static str, Option<Vec<Edit>>);

fn judge(cx: &mut Cx<'_>, samples: &Samples, message: Option<&Message>) {
    let variables = message.map(Message::variables).unwrap_or_default();
    let mut told: Vec<Span> = Vec::new();
    for (defect, key, span) in &samples.defects {
        let Some(raw) = cx.workspace.text(span.file).get(span.range()) else { continue };
        if told.contains(span) {
            continue;
        }
        let Some((message, mark, help, edits)) = verdict(*defect, key, *span, raw, variables.len()) else {
            continue;
        };
        told.push(*span);
        let diagnostic = Diagnostic::at(*span, message)
            .mark(mark)
            .help(help)
            .fix("give the samples their documented shape", edits)
            .cites(match *key {
                "header_handle" | "header_url" => "header-media-example",
                "header_text" => "header-text-example",
                "example" => "btn-url-example",
                key if key.ends_with("named_params") => "body-example-named",
                _ => "body-example-positional",
            });
        cx.report(match defect {
            ShapeDefect::FlatList => diagnostic.note(
                "the platform's pages differ: a syntax block shows one list, every sample a list inside a list",
            ),
            ShapeDefect::RowForEach => diagnostic.severity(Severity::Error),
            _ => diagnostic,
        });
    }
    let is_named = |(variable, _): &(Variable, Span)| matches!(variable, Variable::Name(_));
    let unnamed = samples.values.iter().find(|sample| sample.variable.is_none());
    if let Some(sample) = unnamed
        && samples.defects.is_empty()
        && !variables.is_empty()
        && variables.iter().all(is_named)
        && !message.is_some_and(|message| message.text.as_str().contains("://"))
    {
        cx.report(
            Diagnostic::at(sample.span, "the placeholders have names, and their samples have none")
                .mark("whose sample is this?")
                .label(variables[0].1, "a named placeholder")
                .help("write { \"param_name\": \"…\", \"example\": \"…\" } under body_text_named_params or header_text_named_params")
                .cites("body-example-named"),
        );
    }
}

fn verdict(defect: ShapeDefect, key: &str, span: Span, raw: &str, wanted: usize) -> Option<Verdict> {
    let around = |open: &str, close: &str| {
        vec![
            Edit { span: span.beginning(), replacement: open.to_owned() },
            Edit { span: Span { start: span.end, ..span }, replacement: close.to_owned() },
        ]
    };
    let is_quoted = raw.starts_with('"') && raw.ends_with('"');
    let is_word =
        !raw.is_empty() && raw.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    Some(match defect {
        ShapeDefect::FlatList if wanted > 0 => (
            format!("`{key}` is one list of values"),
            "a list inside a list is documented",
            "write [[\"…\", \"…\"]]",
            raw.starts_with('[').then(|| around("[", "]")),
        ),
        ShapeDefect::BareTextForRows if wanted > 1 => (
            format!("`{key}` is a text"),
            "a list inside a list is documented",
            "write [[\"…\", \"…\"]] with one text for each placeholder",
            None,
        ),
        ShapeDefect::BareText => (
            format!("`{key}` is no list"),
            "a list is documented",
            "write [\"…\"]",
            if is_quoted { Some(around("[", "]")) } else { is_word.then(|| around("[\"", "\"]")) },
        ),
        ShapeDefect::NestedList => (
            format!("`{key}` is a list inside a list"),
            "one list is documented",
            "write [\"…\"]",
            unwrapped(raw).map(|inner| vec![Edit { span, replacement: inner.to_owned() }]),
        ),
        ShapeDefect::RowForEach if wanted > 1 => (
            format!("`{key}` has a row for each value"),
            "one row holds all of them",
            "write [[\"…\", \"…\"]]: one row with a value for each placeholder",
            joined(raw).map(|row| vec![Edit { span, replacement: row }]),
        ),
        ShapeDefect::NotText if raw == "null" => (
            "a sample is empty".to_owned(),
            "null is no sample",
            "write a text that shows what will stand here",
            None,
        ),
        ShapeDefect::NotText if raw.starts_with(['{', '[']) => {
            ("a sample is no text".to_owned(), "a text is documented", "write its text alone", None)
        }
        ShapeDefect::NotText => (
            format!("the sample `{raw}` is not a text"),
            "a text is documented",
            "put it in quotes",
            is_word.then(|| around("\"", "\"")),
        ),
        _ => return None,
    })
}

/// `[["a"]]` as `["a"]`.
fn unwrapped(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix('[')?.strip_suffix(']')?.trim();
    (inner.starts_with('[') && inner.ends_with(']')).then_some(inner)
}

/// `[["a"], ["b"]]` as `[["a", "b"]]`; `None` for anything but texts in double quotes.
fn joined(raw: &str) -> Option<String> {
    let rows: Vec<Vec<String>> = serde_json::from_str(raw).ok()?;
    // The texts are taken from the file as they are, with their own escapes.
    let mut row = Vec::new();
    let mut rest = raw;
    for _ in rows.iter().flatten() {
        let start = rest.find('"')?;
        let mut escaped = false;
        let length = rest.get(start + 1..)?.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        row.push(rest.get(start..start + length + 2)?);
        rest = rest.get(start + length + 2..)?;
    }
    Some(format!("[[{}]]", row.join(", ")))
}

//! `component-field-missing`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, HeaderKind, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// A component without the text, format or list that makes it one.
    ///
    /// ## What it finds
    /// In the platform's own spelling: a header without `format`, a text header or footer without `text`, `BUTTONS`
    /// without buttons, a carousel without cards, a limited-time offer without its text. What an authentication
    /// template may leave out is left alone.
    ///
    /// ## Why
    /// The create call answers with 100/2388043 or a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "HEADER", "format": "TEXT" },
    ///   { "type": "BODY", "text": "Your order has left our warehouse." } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "HEADER", "format": "TEXT", "text": "On its way" },
    ///   { "type": "BODY", "text": "Your order has left our warehouse." } ] }
    /// ```
    name: "component-field-missing",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["cmp-missing-field"],
    check: Check::Platform(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let cards = template.cards().iter().filter_map(|card| card.header.as_ref());
    for header in template.header.iter().chain(cards) {
        match header.kind.known {
            None if header.kind.text.as_str().is_empty() => {
                report(
                    cx,
                    header.span,
                    "this header does not say of which format it is",
                    "format",
                    "\"TEXT\" or \"IMAGE\"",
                );
            }
            Some(HeaderKind::Text) if header.text.is_none() => {
                report(cx, header.span, "this header has no text", "text", "\"…\"");
            }
            _ => {}
        }
    }
    if let Some(footer) = &template.footer
        && footer.text.is_none()
        && footer.code_expires.is_none()
        && !template.is(Category::Authentication)
    {
        report(cx, footer.span, "this footer has no text", "text", "\"…\"");
    }
    let components = template.components.as_deref().unwrap_or_default();
    let declares =
        |kind: &str| components.iter().find(|component| component.as_str().eq_ignore_ascii_case(kind));
    if let Some(component) = declares("BUTTONS").filter(|_| template.buttons.is_empty()) {
        report(cx, component.span(), "this component has no buttons", "buttons", "[ … ]");
    }
    if let Some(component) = declares("CAROUSEL").filter(|_| template.cards().is_empty()) {
        report(cx, component.span(), "this carousel has no cards", "cards", "[ … ]");
    }
    if let Some(offer) = &template.limited_time_offer
        && offer.text.is_none()
    {
        report(cx, offer.span, "this limited-time offer has no text", "text", "\"…\"");
    }
}

fn report(cx: &mut Cx<'_>, span: Span, message: &'static str, key: &str, example: &str) {
    let place = Span { end: (span.start + 1).min(span.end), ..span };
    let place = if cx.workspace.text(span.file).get(span.range()).is_some_and(|text| text.starts_with('{')) {
        place
    } else {
        span
    };
    cx.report(
        Diagnostic::at(place, message)
            .mark(format!("`{key}` is missing"))
            .help(format!("add \"{key}\": {example}, or remove the component")),
    );
}

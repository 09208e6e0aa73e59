//! `component-field-missing`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Dialect, HeaderKind, Part, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::Message;

rule! {
    /// A component without the text, format or list that makes it one.
    ///
    /// ## What it finds
    /// A text header, a footer, the body of a card or a limited-time offer without its text, or with one that shows
    /// nothing. In the platform's own spelling also a header without `format`, `BUTTONS` without buttons and a
    /// carousel without cards. What an authentication template may leave out is left alone.
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
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    // What a program computes may be all that seems to be missing.
    let is_told = |part: Part| !template.unknown.has(part);
    let own = template.header.iter().map(|header| (header, template.component("HEADER")));
    let cards =
        template.cards().iter().filter_map(|card| Some((card.header.as_ref()?, card.component("HEADER"))));
    let own = own.filter(|_| is_told(Part::Header));
    for (header, word) in own.chain(cards.filter(|_| is_told(Part::Cards))) {
        let place = word.unwrap_or(header.span);
        match header.kind.known {
            None if header.kind.text.as_str().is_empty() => {
                report(
                    cx,
                    place,
                    "this header does not say of which format it is",
                    "format",
                    "add \"format\": \"TEXT\" or \"IMAGE\"",
                );
            }
            Some(HeaderKind::Text) => text(cx, header.text.as_ref(), place, "header", template.dialect),
            _ => {}
        }
    }
    for card in template.cards().iter().filter(|_| is_told(Part::Cards)) {
        if let Some(body) = &card.body {
            text(
                cx,
                body.text.as_ref(),
                card.component("BODY").unwrap_or(body.span),
                "card's body",
                template.dialect,
            );
        }
    }
    if let Some(footer) = &template.footer
        && is_told(Part::Footer)
        && is_told(Part::Category)
        && footer.code_expires.is_none()
        && !template.is(Category::Authentication)
    {
        let place = template.component("FOOTER").unwrap_or(footer.span);
        text(cx, footer.text.as_ref(), place, "footer", template.dialect);
    }
    if let Some(offer) = template.limited_time_offer.as_ref().filter(|_| is_told(Part::Other)) {
        let is_there = offer.text.as_ref().is_some_and(|text| !text.text.is_blank());
        if !is_there {
            let help = match template.dialect {
                Dialect::Platform | Dialect::Other => "write \"limited_time_offer\": { \"text\": \"…\" }",
                Dialect::Native => "write `limited_time_offer: \"…\"`",
            };
            let place = offer.text.as_ref().map(|text| text.text.span()).filter(|span| !span.is_empty());
            report(cx, place.unwrap_or(offer.heading), "this limited-time offer has no text", "text", help);
        }
    }
    if template.components.is_some() {
        if let Some(word) =
            template.component("BUTTONS").filter(|_| template.buttons.is_empty() && is_told(Part::Buttons))
        {
            report(
                cx,
                word,
                "this component has no buttons",
                "buttons",
                "write \"buttons\": [ … ], or remove the component",
            );
        }
        if let Some(word) =
            template.component("CAROUSEL").filter(|_| template.cards().is_empty() && is_told(Part::Cards))
        {
            report(
                cx,
                word,
                "this carousel has no cards",
                "cards",
                "write \"cards\": [ … ], or remove the component",
            );
        }
    }
}

/// A text that is missing or shows nothing.
fn text(cx: &mut Cx<'_>, text: Option<&Message>, place: Span, what: &str, dialect: Dialect) {
    let place = match text {
        // In our own spelling a missing text was told where it was read.
        None if dialect == Dialect::Native => return,
        Some(text) if !text.text.is_blank() => return,
        Some(text) if !text.text.span().is_empty() => text.text.span(),
        _ => place,
    };
    cx.report(
        Diagnostic::at(place, format!("this {what} has no text"))
            .mark("a text belongs here")
            .help(format!("write its text, or remove the {what}")),
    );
}

fn report(cx: &mut Cx<'_>, place: Span, message: &'static str, key: &str, help: &'static str) {
    cx.report(Diagnostic::at(place, message).mark(format!("`{key}` is missing or empty")).help(help));
}

//! `body-missing`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Dialect, Part, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// A template without a body.
    ///
    /// ## What it finds
    /// Templates that have components and no body, or a body without text. The text of authentication templates is
    /// preset, and templates from the platform's library bring theirs along.
    ///
    /// ## Why
    /// Every template needs a body; the create call answers with a bare "Invalid parameter" (100) or 100/2388043.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "Your order is on its way"
    ///   footer: "Thank you for your order"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "Your order is on its way"
    ///   body: "It has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    name: "body-missing",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["body-required"],
    needs: [Body],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let is_authentication = template.is(Category::Authentication);
    let may_be_authentication = is_authentication || template.unknown.has(Part::Category);
    if template.is_from_library || template.dialect == Dialect::Platform && template.components.is_none() {
        return;
    }
    // In our own spelling the preset text needs no body; a text of the wrong kind was told where it was read.
    let is_native = template.dialect == Dialect::Native;
    let diagnostic = match template.body.as_ref().map(|body| (body, &body.text)) {
        None if is_native && is_authentication => return,
        Some((_, None)) if is_native || may_be_authentication => return,
        Some((_, Some(text))) if is_authentication || !text.text.is_blank() => return,
        None => {
            let whole = if template.is_translation { "translation" } else { "template" };
            Diagnostic::at(template.heading(), format!("this {whole} has no body")).mark("a body is missing")
        }
        Some((body, Some(text))) => {
            // An empty block has no place of its own; its key has.
            let key = Span { end: (body.span.start + 4).min(body.span.end), ..body.span };
            let place = if is_native && text.text.as_str().is_empty() { key } else { text.text.span() };
            Diagnostic::at(place, "the body is empty").mark("a text belongs here")
        }
        Some((body, None)) => {
            let start = Span { end: (body.span.start + 1).min(body.span.end), ..body.span };
            let place = template.component("BODY").unwrap_or(start);
            Diagnostic::at(place, "the body has no text").mark("`text` is missing")
        }
    };
    cx.report(diagnostic.help(match template.dialect {
        Dialect::Platform | Dialect::Other if is_authentication => {
            "add { \"type\": \"BODY\" }; its text is preset"
        }
        Dialect::Platform | Dialect::Other => {
            "add { \"type\": \"BODY\", \"text\": \"…\" } with the message itself"
        }
        Dialect::Native => "add `body: \"…\"` with the message itself",
    }));
}

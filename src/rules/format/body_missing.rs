//! `body-missing`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Dialect, Template};
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
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let is_authentication = template.is(Category::Authentication);
    if template.is_from_library || template.dialect == Dialect::Platform && template.components.is_none() {
        return;
    }
    let diagnostic = match &template.body {
        None if is_authentication && template.dialect == Dialect::Native => return,
        None => Diagnostic::at(template.heading(), "this template has no body").mark("a body is missing"),
        Some(_) if is_authentication => return,
        Some(body) => match &body.text {
            Some(text) if !text.text.is_blank() => return,
            Some(text) => Diagnostic::at(text.text.span(), "the body is empty").mark("a text belongs here"),
            None if template.dialect == Dialect::Native => return,
            None => {
                let start = Span { end: (body.span.start + 1).min(body.span.end), ..body.span };
                Diagnostic::at(start, "the body has no text").mark("`text` is missing")
            }
        },
    };
    cx.report(diagnostic.help(match template.dialect {
        Dialect::Platform => "add { \"type\": \"BODY\", \"text\": \"…\" } with the message itself",
        Dialect::Native => "add `body: \"…\"` with the message itself",
    }));
}

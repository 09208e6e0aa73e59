//! `header-variable-limit`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::syntax::message::Message;

rule! {
    /// A header with more than one placeholder.
    ///
    /// ## What it finds
    /// Text headers, on cards too, that hold two or more different placeholders.
    ///
    /// ## Why
    /// The create call answers with 100/2388047.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "Order {{1}} for {{2}}"
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   sample: { header_1: "A-1042", header_2: "Ana" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "Order {{1}}"
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   sample: { header_1: "A-1042" }
    /// }
    /// ```
    name: "header-variable-limit",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["header-text-params"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let cards = template.cards().iter().filter_map(|card| card.header.as_ref());
    for header in template.header.iter().chain(cards) {
        let variables = header.text.as_ref().map(Message::variables).unwrap_or_default();
        let Some((_, last)) = variables.get(limit::HEADER_TEXT_PARAMS) else { continue };
        let mut diagnostic = Diagnostic::at(
            *last,
            format!(
                "{} placeholders in the header, which takes {}",
                variables.len(),
                limit::HEADER_TEXT_PARAMS
            ),
        )
        .mark("one too many");
        for (_, span) in variables.iter().skip(limit::HEADER_TEXT_PARAMS + 1) {
            diagnostic = diagnostic.label(*span, "and this one");
        }
        for (_, span) in variables.iter().take(limit::HEADER_TEXT_PARAMS) {
            diagnostic = diagnostic.label(*span, "this one may stay");
        }
        cx.report(diagnostic.help("keep one, and move the others into the body"));
    }
}

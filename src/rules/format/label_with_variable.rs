//! `label-with-variable`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ButtonKind, Template};
use crate::rules::{Check, Cx};
use crate::syntax::message::Message;

rule! {
    /// A placeholder in a button label.
    ///
    /// ## What it finds
    /// Labels of buttons, on cards too, that hold a placeholder. In the link of a limited-time offer it is a
    /// warning, since one page of the platform allows it there.
    ///
    /// ## Why
    /// The create call answers with 100/2388060.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track {{1}}" -> "https://shop.example/track"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track your order" -> "https://shop.example/track"
    /// }
    /// ```
    name: "label-with-variable",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-label-plain"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for button in template.all_buttons() {
        let variables = button.label.as_ref().map(Message::variables).unwrap_or_default();
        let Some((variable, span)) = variables.first() else { continue };
        let mut diagnostic = Diagnostic::at(*span, format!("{variable} stands in a button label"))
            .mark("no placeholder here")
            .help(match button.kind.known {
                Some(ButtonKind::Url) => "write the label out; the address may end with a placeholder",
                _ => "write the label out",
            });
        for (_, span) in variables.iter().skip(1) {
            diagnostic = diagnostic.label(*span, "nor here");
        }
        let contested =
            template.limited_time_offer.is_some() && button.is(ButtonKind::Url) && variables.len() == 1;
        cx.report(if contested { diagnostic.severity(Severity::Warning) } else { diagnostic });
    }
}

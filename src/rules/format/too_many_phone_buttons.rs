//! `too-many-phone-buttons`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, Template};
use crate::policy::limit;
use crate::rules::{Check, Cx};

rule! {
    /// More than one phone button.
    ///
    /// ## What it finds
    /// Templates whose own phone buttons outnumber what the platform takes. Each carousel card is counted by
    /// itself.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: phone_number "Call the shop" -> "+15550100001"
    ///   button: phone_number "Call the courier" -> "+15550100002"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: phone_number "Call us" -> "+15550100001"
    /// }
    /// ```
    name: "too-many-phone-buttons",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-phone-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for row in template.button_rows() {
        let buttons: Vec<&Button> = row.iter().filter(|button| button.is(ButtonKind::PhoneNumber)).collect();
        let Some(over) = buttons.get(limit::BTN_PHONE_MAX) else { continue };
        let mut diagnostic = Diagnostic::at(
            over.span,
            format!("{} phone buttons, and {} allowed", buttons.len(), limit::BTN_PHONE_MAX),
        )
        .mark("one too many");
        for (at, button) in buttons.iter().enumerate().filter(|(at, _)| *at != limit::BTN_PHONE_MAX) {
            let said = if at < limit::BTN_PHONE_MAX { "this one may stay" } else { "and this one" };
            diagnostic = diagnostic.label(button.span, said);
        }
        cx.report(diagnostic.help("keep one number"));
    }
}

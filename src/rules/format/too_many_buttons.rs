//! `too-many-buttons`

use crate::diagnostic::Diagnostic;
use crate::model::{ButtonKind, Template};
use crate::policy::limit;
use crate::rules::{Check, Cx};

rule! {
    /// More than 10 buttons.
    ///
    /// ## What it finds
    /// Templates with more buttons than the platform takes, of whatever kind.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template delivery_day {
    ///   category: utility
    ///   language: en_US
    ///   body: "When may we bring your order? Choose the day that suits you."
    ///   button: quick_reply "Monday"
    ///   button: quick_reply "Tuesday"
    ///   button: quick_reply "Wednesday"
    ///   button: quick_reply "Thursday"
    ///   button: quick_reply "Friday"
    ///   button: quick_reply "Saturday"
    ///   button: quick_reply "Sunday"
    ///   button: quick_reply "Morning"
    ///   button: quick_reply "Noon"
    ///   button: quick_reply "Evening"
    ///   button: quick_reply "Never"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template delivery_day {
    ///   category: utility
    ///   language: en_US
    ///   body: "When may we bring your order? Choose the day that suits you."
    ///   button: quick_reply "Monday"
    ///   button: quick_reply "Tuesday"
    ///   button: quick_reply "Wednesday"
    ///   button: quick_reply "Thursday"
    ///   button: quick_reply "Friday"
    ///   button: quick_reply "Saturday"
    ///   button: quick_reply "Sunday"
    /// }
    /// ```
    name: "too-many-buttons",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-total-max", "btn-quick-reply-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(first_over) = template.buttons.get(limit::BTN_TOTAL_MAX) else { return };
    let count = template.buttons.len();
    let replies = template.buttons.iter().filter(|button| button.is(ButtonKind::QuickReply)).count();
    let diagnostic = Diagnostic::at(
        first_over.span,
        format!(
            "{count} buttons, {} more than the {} allowed",
            count - limit::BTN_TOTAL_MAX,
            limit::BTN_TOTAL_MAX
        ),
    )
    .mark("the first one too many")
    .help("keep the ones that people use most; a list of choices fits a flow");
    cx.report(if replies == count { diagnostic.cites("btn-quick-reply-max") } else { diagnostic });
}

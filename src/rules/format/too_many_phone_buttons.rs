//! `too-many-phone-buttons`

use crate::model::{ButtonKind, Template};
use crate::policy::limit;
use crate::rules::too_many::too_many;
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
    too_many(cx, template, ButtonKind::PhoneNumber, limit::BTN_PHONE_MAX, "phone", "keep one number");
}

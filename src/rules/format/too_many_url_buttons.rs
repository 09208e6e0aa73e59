//! `too-many-url-buttons`

use crate::model::{ButtonKind, Template};
use crate::policy::limit;
use crate::rules::too_many::too_many;
use crate::rules::{Check, Cx};

rule! {
    /// More than two link buttons.
    ///
    /// ## What it finds
    /// Templates whose own link buttons outnumber what the platform takes. Each carousel card is counted by itself.
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
    ///   button: url "Track" -> "https://shop.example/track"
    ///   button: url "Returns" -> "https://shop.example/returns"
    ///   button: url "Help" -> "https://shop.example/help"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://shop.example/track"
    ///   button: url "Returns and help" -> "https://shop.example/returns"
    /// }
    /// ```
    name: "too-many-url-buttons",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-url-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    too_many(
        cx,
        template,
        ButtonKind::Url,
        limit::BTN_URL_MAX,
        "link",
        "remove the others, or lead to one page that offers all of it",
    );
}

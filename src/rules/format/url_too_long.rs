//! `url-too-long`

use crate::model::Template;
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};

rule! {
    /// The address of a link button of more than 2,000 characters.
    ///
    /// ## What it finds
    /// Addresses of link buttons, on cards too, over the platform's limit.
    ///
    /// ## Why
    /// The create call answers with 100/2388040 and does not say which field it means.
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Your order has left our warehouse." },
    ///   { "type": "BUTTONS", "buttons": [ { "type": "URL", "text": "Track", "url": "https://shop.example/track?state=4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c4f6a1c" } ] } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Your order has left our warehouse." },
    ///   { "type": "BUTTONS", "buttons": [ { "type": "URL", "text": "Track", "url": "https://shop.example/track" } ] } ] }
    /// ```
    name: "url-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-url-length"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for url in template.all_buttons().filter_map(|button| button.url.as_ref()) {
        if let Some(diagnostic) = too_long("the address of this button", &url.text, limit::BTN_URL_LENGTH) {
            cx.report(diagnostic);
        }
    }
}

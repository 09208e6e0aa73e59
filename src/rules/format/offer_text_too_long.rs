//! `offer-text-too-long`

use crate::model::Template;
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};

rule! {
    /// The line of a limited-time offer of more than 16 characters.
    ///
    /// ## What it finds
    /// The text beside the countdown of a limited-time offer that holds more characters than the platform takes,
    /// counted as Unicode code points.
    ///
    /// ## Why
    /// The create call answers with 100/2388040 and does not say which field it means.
    ///
    /// ## Rejected
    /// ```waba
    /// template weekend_offer {
    ///   category: marketing
    ///   language: en_US
    ///   limited_time_offer: "Our big weekend sale!"
    ///   body: "20% off everything until Sunday night. Reply STOP to receive no more offers."
    ///   button: url "Shop now" -> "https://shop.example/weekend"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template weekend_offer {
    ///   category: marketing
    ///   language: en_US
    ///   limited_time_offer: "Ends on Sunday!"
    ///   body: "20% off everything until Sunday night. Reply STOP to receive no more offers."
    ///   button: url "Shop now" -> "https://shop.example/weekend"
    /// }
    /// ```
    name: "offer-text-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["lto-text-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let text = template.limited_time_offer.as_ref().and_then(|offer| offer.text.as_ref());
    let found = text.and_then(|text| too_long("the line of the offer", &text.text, limit::LTO_TEXT_MAX));
    if let Some(diagnostic) = found {
        cx.report(diagnostic);
    }
}

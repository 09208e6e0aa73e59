//! `footer-too-long`

use crate::model::Template;
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};

rule! {
    /// A footer of more than 60 characters.
    ///
    /// ## What it finds
    /// Footers that hold more characters than the platform takes. Characters are counted as Unicode code points; a
    /// footer that is too long only in UTF-16 units is a warning.
    ///
    /// ## Why
    /// The create call answers with 100/2388040 and does not say which field it means.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun: 20% off everything in the shop until Sunday."
    ///   footer: "If you no longer want to hear from us about offers, reply STOP to this message"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun: 20% off everything in the shop until Sunday."
    ///   footer: "Reply STOP to receive no more offers"
    /// }
    /// ```
    name: "footer-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["footer-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let text = template.footer.as_ref().and_then(|footer| footer.text.as_ref());
    if let Some(diagnostic) = text.and_then(|text| too_long("the footer", &text.text, limit::FOOTER_MAX)) {
        cx.report(diagnostic);
    }
}

//! `body-too-long`

use crate::model::{ButtonKind, Template};
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};

rule! {
    /// A body that holds more characters than the platform takes.
    ///
    /// ## What it finds
    /// The body of a template is longer than its kind allows: 1,024 characters, 600 in a limited-time offer, 160 in a
    /// single-product template. Characters are counted as Unicode code points, placeholders as they are written. A
    /// body that is too long only when counted in UTF-16 units (emoji count two) is a warning, because the platform
    /// does not document its unit.
    ///
    /// ## Why
    /// The create call answers with 100/2388040 and does not say which field it means.
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "one_product", "language": "en_US", "category": "MARKETING", "components": [
    ///   { "type": "BODY", "text": "This pan is made of three layers of steel and copper, it heats evenly from the rim to the middle, it goes into the oven and the dishwasher, and we repair it for as long as you live." },
    ///   { "type": "FOOTER", "text": "Reply STOP to opt out" },
    ///   { "type": "BUTTONS", "buttons": [ { "type": "SPM", "text": "View" } ] } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "one_product", "language": "en_US", "category": "MARKETING", "components": [
    ///   { "type": "BODY", "text": "This pan heats evenly from the rim to the middle, and we repair it for as long as you live." },
    ///   { "type": "FOOTER", "text": "Reply STOP to opt out" },
    ///   { "type": "BUTTONS", "buttons": [ { "type": "SPM", "text": "View" } ] } ] }
    /// ```
    name: "body-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["body-max", "body-max-lto", "body-max-spm", "body-max-carousel-message", "body-max-mpm-catalog-coupon-utility"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(body) = template.body.as_ref().and_then(|body| body.text.as_ref()) else { return };
    let has = |kind: ButtonKind| template.buttons.iter().any(|button| button.is(kind));
    let (limit, fact, what) = if template.limited_time_offer.is_some() {
        (limit::BODY_MAX_LTO, "body-max-lto", "the body of a limited-time offer")
    } else if has(ButtonKind::Spm) {
        (limit::BODY_MAX_SPM, "body-max-spm", "the body of a single-product template")
    } else if template.carousel.is_some() {
        (limit::BODY_MAX_CAROUSEL_MESSAGE, "body-max-carousel-message", "the body above the carousel")
    } else if [ButtonKind::Mpm, ButtonKind::Catalog, ButtonKind::CopyCode].into_iter().any(has) {
        (limit::BODY_MAX_MPM_CATALOG_COUPON_UTILITY, "body-max-mpm-catalog-coupon-utility", "the body")
    } else {
        (limit::BODY_MAX, "body-max", "the body")
    };
    if let Some(diagnostic) = too_long(what, &body.text, limit) {
        cx.report(diagnostic.cites(fact));
    }
}

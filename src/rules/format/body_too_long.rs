//! `body-too-long`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ButtonKind, Template};
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::text::length::{self, Length};

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
    facts: ["body-max", "body-max-lto", "body-max-spm"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(body) = template.body.as_ref().and_then(|body| body.text.as_ref()) else { return };
    let is_spm = template.buttons.iter().any(|button| button.kind.known == Some(ButtonKind::Spm));
    let (limit, fact, what) = if template.limited_time_offer.is_some() {
        (limit::BODY_MAX_LTO, "body-max-lto", "the body of a limited-time offer")
    } else if is_spm {
        (limit::BODY_MAX_SPM, "body-max-spm", "the body of a single-product template")
    } else {
        (limit::BODY_MAX, "body-max", "the body")
    };
    match length::measure(body.text.as_str(), limit) {
        Length::Fits => {}
        Length::Over { count, from } => {
            let over = count - limit;
            let span = body.text.slice(from..body.text.as_str().len());
            cx.report(
                Diagnostic::at(
                    span,
                    format!("{what} has {count} characters, {over} more than the {limit} allowed"),
                )
                .mark(if over == 1 {
                    "this character is over the limit".to_owned()
                } else {
                    format!("these {over} characters are over the limit")
                })
                .help(format!("shorten the text by {over}"))
                .cites(fact),
            );
        }
        Length::OverInUtf16 { count, units } => cx.report(
            Diagnostic::at(
                body.text.span(),
                format!("{what} may be too long: {count} characters, {units} in UTF-16"),
            )
            .mark(format!("the limit is {limit}, and its unit is not documented"))
            .help(format!("shorten the text by {} to be safe", units - limit))
            .severity(Severity::Warning)
            .cites(fact),
        ),
    }
}

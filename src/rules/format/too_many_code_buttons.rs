//! `too-many-code-buttons`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, Template};
use crate::policy::limit;
use crate::rules::{Check, Cx};

rule! {
    /// More than one copy-code button.
    ///
    /// ## What it finds
    /// Templates with two or more buttons that copy a coupon code.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun. Reply STOP to receive no more offers."
    ///   button: copy_code -> "SPRING20"
    ///   button: copy_code -> "COAT10"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun. Reply STOP to receive no more offers."
    ///   button: copy_code -> "SPRING20"
    /// }
    /// ```
    name: "too-many-code-buttons",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-copy-code-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let codes: Vec<&Button> =
        template.buttons.iter().filter(|button| button.is(ButtonKind::CopyCode)).collect();
    if let (Some(first), Some(over)) = (codes.first(), codes.get(limit::BTN_COPY_CODE_MAX)) {
        cx.report(
            Diagnostic::at(
                over.span,
                format!("{} copy-code buttons, and {} allowed", codes.len(), limit::BTN_COPY_CODE_MAX),
            )
            .mark("one too many")
            .label(first.span, "this one may stay")
            .help("put one code on the button, and a second one into the text"),
        );
    }
}

//! `too-many-code-buttons`

use crate::model::{ButtonKind, Template};
use crate::policy::limit;
use crate::rules::too_many::too_many;
use crate::rules::{Check, Cx};

rule! {
    /// More than one copy-code button.
    ///
    /// ## What it finds
    /// Templates with two or more buttons that copy a coupon code. Each carousel card is counted by itself.
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
    too_many(
        cx,
        template,
        ButtonKind::CopyCode,
        limit::BTN_COPY_CODE_MAX,
        "copy-code",
        "put one code on the button, and a second one into the text",
    );
}

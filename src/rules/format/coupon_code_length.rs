//! `coupon-code-length`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ButtonKind, Template};
use crate::policy::{disputed, limit};
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;
use crate::text::length::sign_name;

rule! {
    /// A coupon code that its button cannot carry.
    ///
    /// ## What it finds
    /// Codes of copy-code buttons of more than 20 characters. Codes of 16 to 20 characters are a warning, because
    /// pages of the platform still say 15; so are codes with anything but letters and digits, which fail at
    /// sending.
    ///
    /// ## Why
    /// The create call answers with 100/2388040, or the send fails.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun. Reply STOP to receive no more offers."
    ///   button: copy_code -> "SPRINGSALE2026EVERYTHING"
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
    name: "coupon-code-length",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-copy-code-length", "btn-copy-code-alnum"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for button in template.all_buttons().filter(|button| button.is(ButtonKind::CopyCode)) {
        let codes = button.samples.values.iter().filter_map(|sample| sample.value.as_ref());
        for code in codes.filter(|code| !code.has_holes()) {
            for diagnostic in judge(code) {
                cx.report(diagnostic);
            }
        }
    }
}

fn judge(code: &Text) -> Vec<Diagnostic> {
    let (most, disputed) = (limit::BTN_COPY_CODE_LENGTH, disputed::BTN_COPY_CODE_LENGTH);
    let mut found = Vec::new();
    let count = code.as_str().chars().count();
    if let Some(diagnostic) = too_long("this code", code, most) {
        found.push(diagnostic);
    } else if count > disputed {
        let message =
            format!("this code has {count} characters; sources differ between {disputed} and {most}");
        found.push(
            Diagnostic::at(code.span(), message)
                .mark("may be too long")
                .help(format!("use {disputed} characters or fewer to be safe"))
                .severity(Severity::Warning),
        );
    }
    let strange = code.as_str().char_indices().find(|(_, c)| !c.is_alphanumeric());
    if let Some((at, sign)) = strange.filter(|_| !code.is_blank()) {
        let is_placeholder = code.as_str().contains("{{");
        found.push(
            Diagnostic::at(
                code.slice(at..at + sign.len_utf8()),
                "a code to copy holds letters and digits only",
            )
            .mark(if is_placeholder {
                "a placeholder; the code itself is given with each message".to_owned()
            } else {
                sign_name(sign)
            })
            .help(if is_placeholder {
                "write a sample code, such as SPRING20"
            } else {
                "leave other signs out, here and in the shop"
            })
            .cites("btn-copy-code-alnum")
            .severity(Severity::Warning),
        );
    }
    found
}

//! `coupon-code-length`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ButtonKind, Template};
use crate::policy::{disputed, limit};
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

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
        for code in button.samples.values.iter().filter_map(|sample| sample.value.as_ref()) {
            if let Some(diagnostic) = judge(code) {
                cx.report(diagnostic);
            }
        }
    }
}

fn judge(code: &Text) -> Option<Diagnostic> {
    let (most, disputed) = (limit::BTN_COPY_CODE_LENGTH, disputed::BTN_COPY_CODE_LENGTH);
    if let Some(diagnostic) = too_long("this code", code, most) {
        return Some(diagnostic);
    }
    let count = code.as_str().chars().count();
    if count > disputed {
        let message =
            format!("this code has {count} characters; sources differ between {disputed} and {most}");
        return Some(
            Diagnostic::at(code.span(), message)
                .mark("may be too long")
                .help(format!("use {disputed} characters or fewer to be safe"))
                .severity(Severity::Warning),
        );
    }
    let sign = code.as_str().chars().find(|c| !c.is_alphanumeric())?;
    let shown = if sign == ' ' { "a space".to_owned() } else { format!("`{sign}`") };
    Some(
        Diagnostic::at(code.span(), "a code to copy holds letters and digits only")
            .mark(format!("holds {shown}"))
            .help("leave other signs out, here and in the shop")
            .cites("btn-copy-code-alnum")
            .severity(Severity::Warning),
    )
}

//! `phone-number-invalid`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

rule! {
    /// A phone button without a number that can be called.
    ///
    /// ## What it finds
    /// Numbers of phone buttons with more than 20 characters, with letters or placeholders, or with fewer than 7 or
    /// more than 15 digits. A national number that begins with 0, and a zero in brackets behind the country code,
    /// are warnings.
    ///
    /// ## Why
    /// The create call answers with 192 or 100/2388040.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: phone_number "Call us" -> "0800-COATS"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: phone_number "Call us" -> "+15550100001"
    /// }
    /// ```
    name: "phone-number-invalid",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-phone-length", "btn-phone-valid"],
    check: Check::Template(check),
}

/// An international number has so many digits (ITU-T E.164; short ones exist on small islands).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

fn check(cx: &mut Cx<'_>, template: &Template) {
    for number in template.all_buttons().filter_map(|button| button.phone_number.as_ref()) {
        if let Some(diagnostic) = judge(number) {
            cx.report(diagnostic);
        }
    }
}

fn judge(number: &Text) -> Option<Diagnostic> {
    let written = number.as_str();
    let at = |message: String| Diagnostic::at(number.span(), message);
    let example = "write it with its country code, such as +55 11 91234-5678";
    if written.trim().is_empty() {
        return Some(
            at("this button has an empty number".to_owned()).mark("a number belongs here").help(example),
        );
    }
    let length = written.chars().count();
    if length > limit::BTN_PHONE_LENGTH {
        let message =
            format!("this number has {length} characters, and {} are allowed", limit::BTN_PHONE_LENGTH);
        return Some(
            at(message).mark("too long").help("leave out spaces and signs").cites("btn-phone-length"),
        );
    }
    let at = |message: &str| at(message.to_owned()).cites("btn-phone-valid");
    let strange =
        |c: char| !(c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/'));
    if let Some(sign) = written.chars().find(|c| strange(*c)) {
        return Some(at("this is not a phone number").mark(format!("holds `{sign}`")).help(example));
    }
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    if !DIGITS.contains(&digits) {
        let mark = format!("{digits} digits");
        let diagnostic =
            at(if digits < *DIGITS.start() { "this number is too short" } else { "this number is too long" });
        return Some(diagnostic.mark(mark).help(example));
    }
    if written.trim().starts_with("00") {
        return Some(
            at("this number begins with a dialling prefix")
                .mark("00")
                .help("write + in place of 00")
                .severity(Severity::Warning),
        );
    }
    if written.trim().trim_start_matches('(').starts_with('0') {
        let diagnostic = at("this number has no country code").mark("begins with 0").help(example);
        return Some(diagnostic.severity(Severity::Warning));
    }
    written.contains("(0)").then(|| {
        at("a zero in brackets behind the country code")
            .mark("the platform removes it, or takes the number for another one")
            .help("leave (0) out")
            .severity(Severity::Warning)
    })
}

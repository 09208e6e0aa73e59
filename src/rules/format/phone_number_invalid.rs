//! `phone-number-invalid`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::policy::limit;
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};
use crate::syntax::tree::{Text, shows_nothing};
use crate::text::length::sign_name;

rule! {
    /// A phone button without a number that can be called.
    ///
    /// ## What it finds
    /// Numbers of phone buttons with more than 20 characters, with letters or placeholders, or with fewer than 7 or
    /// more than 15 digits. A dialling prefix (00, 011) in place of +, a national number that
    /// begins with 0, and a zero in brackets behind the country code,
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
/// What people dial before a country code.
const PREFIXES: [&str; 3] = ["00", "011", "0011"];

fn check(cx: &mut Cx<'_>, template: &Template) {
    for number in template.all_buttons().filter_map(|button| button.phone_number.as_ref()) {
        if let Some(diagnostic) = judge(number) {
            // What the platform has taken is a number that it can call.
            if !template.is_listed() {
                cx.report(diagnostic);
            }
        }
    }
}

fn judge(number: &Text) -> Option<Diagnostic> {
    let written = number.as_str();
    let at = |message: String| Diagnostic::at(number.span(), message).cites("btn-phone-valid");
    let example = "write it with its country code, such as +55 11 91234-5678";
    if number.is_blank() {
        let message = "this button has an empty number".to_owned();
        return Some(at(message).mark("a number belongs here").help(example));
    }
    let length = written.chars().count();
    if length > limit::BTN_PHONE_LENGTH {
        let message =
            format!("this number has {length} characters, and {} are allowed", limit::BTN_PHONE_LENGTH);
        return Some(
            at(message).mark("too long").help("leave out spaces and signs").cites("btn-phone-length"),
        );
    }
    let at = |message: &str| at(message.to_owned());
    let strange =
        |c: char| !(c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/'));
    if let Some((place, sign)) = written.char_indices().find(|(_, c)| strange(*c)) {
        let help = match sign {
            '{' => "the number is the same in every message; write it out",
            _ if written.trim_start().starts_with("tel:") => "leave tel: out",
            c if c.is_numeric() => "write the digits 0 to 9",
            '\u{2010}'..='\u{2015}' | '\u{2212}' => "write a hyphen, or a space",
            c if shows_nothing(c.encode_utf8(&mut [0; 4])) => {
                "type the number anew; this sign came along when it was copied"
            }
            _ => example,
        };
        let place = number.slice(place..place + sign.len_utf8());
        return Some(
            Diagnostic::at(place, "this is not a phone number")
                .mark(format!("holds {}", sign_name(sign)))
                .help(help)
                .cites("btn-phone-valid"),
        );
    }
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    if !DIGITS.contains(&digits) {
        let is_short = digits < *DIGITS.start();
        let diagnostic = at(if is_short { "this number is too short" } else { "this number is too long" });
        return Some(diagnostic.mark(counted(digits, "digit")).help(example));
    }
    let start = written.trim();
    if let Some(prefix) = PREFIXES.iter().rev().find(|prefix| start.starts_with(**prefix)) {
        return Some(
            at("this number begins with a dialling prefix")
                .mark(*prefix)
                .help(format!("write + in place of {prefix}"))
                .severity(Severity::Warning),
        );
    }
    if start.trim_start_matches('(').starts_with('0') {
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

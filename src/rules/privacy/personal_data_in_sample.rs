//! `personal-data-in-sample`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::{Check, Cx};
use std::ops::Range;

rule! {
    /// A sample value that looks like a real person's.
    ///
    /// ## What it finds
    /// Sample values with an e-mail address outside of the domains that are kept for examples, a phone number in full,
    /// a card number that checks out, or an IBAN that does.
    ///
    /// ## Why
    /// Samples go to reviewers, into repositories and logs. A made-up value does the same work and harms nobody.
    ///
    /// ## Rejected
    /// ```waba
    /// template note { category: utility; language: en_GB; body: "Your ticket {{1}} is open, we will write to {{2}} soon."; sample: { 1: "77", 2: "j.silva.1984@gmail.com" } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template note { category: utility; language: en_GB; body: "Your ticket {{1}} is open, we will write to {{2}} soon."; sample: { 1: "77", 2: "ana@example.com" } }
    /// ```
    name: "personal-data-in-sample",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-minimisation"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for sample in template.sample_values() {
        let Some((what, range)) = personal(sample.as_str()) else { continue };
        cx.report(
            Diagnostic::at(sample.slice(range), format!("a sample holds what looks like {what} of somebody"))
                .mark("real?")
                .help("make one up: ana@example.com, +1 555 0100, a number that belongs to nobody"),
        );
    }
}

/// What in a value is somebody's own.
fn personal(value: &str) -> Option<(&'static str, Range<usize>)> {
    let mut from = 0;
    for word in
        value.split_inclusive(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')'))
    {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = from + word.find(plain).unwrap_or(0);
        from += word.len();
        if let Some((name, host)) = plain.split_once('@') {
            let is_address = !name.is_empty() && host.contains('.');
            let is_role = policy::ROLE_ADDRESSES.contains(&name.to_ascii_lowercase().as_str());
            if is_address && !is_role && !is_example(host) {
                return Some(("the e-mail address", start..start + plain.len()));
            }
        }
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let is_number =
        value.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '+'));
    if is_number
        && value.trim_start().starts_with('+')
        && (10..=15).contains(&digits.len())
        && !is_made_up(&digits)
    {
        return Some(("the phone number", 0..value.len()));
    }
    if is_number && (15..=16).contains(&digits.len()) && is_card(&digits) && !is_made_up(&digits) {
        return Some(("the card number", 0..value.len()));
    }
    let compact: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    if is_iban(&compact)
        && !policy::EXAMPLE_ACCOUNTS.contains(&compact.as_str())
        && !is_made_up(compact.get(4..).unwrap_or_default())
    {
        return Some(("the account number", 0..value.len()));
    }
    None
}

fn is_example(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let mut endings = policy::EXAMPLE_ENDINGS.iter();
    endings.any(|ending| host == *ending || host.ends_with(&format!(".{ending}"))) || host.contains("example")
}

/// Numbers that nobody has: one digit over and over, a row up or down, the digits 555 that films use.
fn is_made_up(digits: &str) -> bool {
    let bytes: Vec<u8> = digits.bytes().filter(u8::is_ascii_digit).collect();
    let tail = bytes.get(bytes.len().saturating_sub(8)..).unwrap_or_default();
    let steps: Vec<i16> = tail
        .windows(2)
        .filter_map(|pair| Some(i16::from(*pair.get(1)?) - i16::from(*pair.first()?)))
        .collect();
    let in_a_row =
        |step: i16| steps.iter().filter(|own| **own == step || **own == -9 * step).count() + 2 > steps.len();
    let distinct: std::collections::BTreeSet<&u8> = tail.iter().collect();
    digits.contains("555") || distinct.len() <= 2 || in_a_row(1) || in_a_row(-1) || in_a_row(0)
}

/// The check digit of cards (Luhn).
fn is_card(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0') * if at % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10) && !policy::TEST_CARDS.iter().any(|start| digits.starts_with(start))
}

/// The check digits of international account numbers (ISO 13616).
fn is_iban(text: &str) -> bool {
    let shaped = (15..=34).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit());
    let Some((head, tail)) = text.split_at_checked(4).filter(|_| shaped) else { return false };
    let mut rest = 0u32;
    for byte in tail.bytes().chain(head.bytes()) {
        let value = if byte.is_ascii_digit() { u32::from(byte - b'0') } else { u32::from(byte - b'A') + 10 };
        rest = (rest * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    rest == 1
}

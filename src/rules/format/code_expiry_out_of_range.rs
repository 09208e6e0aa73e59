//! `code-expiry-out-of-range`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::{least, limit};
use crate::rules::{Check, Cx};
use crate::text::length::plain_duration as plain;

rule! {
    /// A code that is valid for less than 1 or more than 90 minutes.
    ///
    /// ## What it finds
    /// `code_expires` (`code_expiration_minutes`) outside of 1 to 90, or not a whole number of minutes.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   code_expires: 2h
    ///   otp: copy_code
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   code_expires: 15m
    ///   otp: copy_code
    /// }
    /// ```
    name: "code-expiry-out-of-range",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["auth-expiry"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(expiry) = template.footer.as_ref().and_then(|footer| footer.code_expires.as_ref()) else {
        return;
    };
    let (least, most) = (least::AUTH_EXPIRY as f64, limit::AUTH_EXPIRY as f64);
    let minutes = expiry.value;
    let mark = if minutes < least {
        "too short"
    } else if minutes > most {
        "too long"
    } else if minutes.fract() != 0.0 {
        "not a whole number"
    } else {
        return;
    };
    cx.report(
        Diagnostic::at(
            expiry.span,
            match minutes.fract() == 0.0 || minutes < 1.0 {
                true => format!("the code is valid for {}", plain(minutes * 60.0)),
                false => format!("the code is valid for {} minutes", (minutes * 100.0).round() / 100.0),
            },
        )
        .mark(mark)
        .help(format!("use {least} to {most} whole minutes")),
    );
}

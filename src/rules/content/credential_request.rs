//! `credential-request`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Asks for a password, a PIN or a code.
    ///
    /// ## What it finds
    /// Wording, in the sixteen supported languages, that asks the reader to send or enter a password, a PIN, a security
    /// code or a one-time code in the chat. Warnings never to do so are fine.
    ///
    /// ## Why
    /// It is what fraud asks for. People report it, and review refuses it.
    ///
    /// ## Rejected
    /// ```waba
    /// template parcel_release {
    ///   category: utility
    ///   language: en_US
    ///   body: "To release your parcel {{1}}, reply with the code that you have just received by SMS."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template parcel_release {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your parcel {{1}} is ready. Never send anyone your PIN, not even us: the driver does not need it."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "credential-request",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-no-phishing"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["credential_request"],
        "this text asks for a password, a PIN or a code",
        "take the request out; let people sign in on your own site",
    );
}

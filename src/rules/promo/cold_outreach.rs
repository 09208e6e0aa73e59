//! `cold-outreach`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Reads like a first message to a stranger.
    ///
    /// ## What it finds
    /// Wording of people who write to somebody for the first time, in the sixteen supported languages: "we found your
    /// number", "are you the owner of", "would you be interested in".
    ///
    /// ## Why
    /// Who was never asked reports the number. Write only to people who agreed to it, and say where they did.
    ///
    /// ## Rejected
    /// ```waba
    /// template agency_hello {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Hello, we found your number on the internet. Would you be interested in a new website for your business?"
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template agency_hello {
    ///   category: utility
    ///   language: en_US
    ///   body: "You asked us on our site for a call about a new website. Shall we call you on {{1}} at noon, as you wrote in the form?"
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "cold-outreach",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-contact-first", "wa-opt-in-required"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["cold_outreach"],
        "this text reads like a first message to a stranger",
        "write to people who asked you to, and say where they did",
    );
}

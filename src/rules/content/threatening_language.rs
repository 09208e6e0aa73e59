//! `threatening-language`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Threatens the reader.
    ///
    /// ## What it finds
    /// Threats of court, arrest, a blacklist, shame before others or harm, in the sixteen supported languages. A
    /// reminder that states a date and an amount is none.
    ///
    /// ## Why
    /// Review refuses it as abusive content, and debt collection by threats is against the law in many countries.
    ///
    /// ## Rejected
    /// ```waba
    /// template invoice_overdue {
    ///   category: utility
    ///   language: en_US
    ///   body: "Invoice {{1}} is overdue. If you do not pay today, the police will come to your house and arrest you."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template invoice_overdue {
    ///   category: utility
    ///   language: en_US
    ///   body: "Invoice {{1}} was due on 1 September. Please pay it by Friday, or write to us here if you need more time."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "threatening-language",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-threats"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["threat"],
        "this text threatens its reader",
        "say what is due, until when, and how to reach you; leave consequences to a letter",
    );
}

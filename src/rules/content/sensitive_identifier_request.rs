//! `sensitive-identifier-request`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::policy;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Asks for a full card, bank or identity number, or sends one.
    ///
    /// ## What it finds
    /// Wording, in the sixteen supported languages, that asks the reader for the number of a card, a bank account or an
    /// identity document; an error where a variable is named for such a number. A part of a number, such as the last 4
    /// digits, is fine.
    ///
    /// ## Why
    /// Review refuses it as abusive content, and fraud asks for the same.
    ///
    /// ## Rejected
    /// ```waba
    /// template refund_details {
    ///   category: utility
    ///   language: en_US
    ///   body: "To refund order {{1}} we need your full card number: please send it in this chat today."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template refund_details {
    ///   category: utility
    ///   language: en_US
    ///   body: "We have refunded order {{1}} to the card that ends in 4242. It takes 3 to 5 days to arrive."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "sensitive-identifier-request",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-sensitive-ids"],
    check: Check::Template(check),
}

const HELP: &str = "ask for it on a protected page, or name no more than the last 4 digits";

fn check(cx: &mut Cx<'_>, template: &Template) {
    let found = wording::diagnostic(
        cx,
        template,
        &["identifier_request"],
        "this text asks for a full card, bank or identity number",
    );
    let named = wording::variable_named(&cx.reader, template, policy::IDENTIFIER_VARIABLES);
    match (found, named) {
        // A variable of that name leaves no doubt.
        (Some(diagnostic), Some(span)) => {
            cx.report(diagnostic.label(span, "named for such a number").severity(Severity::Error).help(HELP));
        }
        (Some(diagnostic), None) => cx.report(diagnostic.help(HELP)),
        (None, Some(span)) => cx.report(
            Diagnostic::at(span, "a variable holds a full card, bank or identity number")
                .mark("named for such a number")
                .severity(Severity::Error)
                .help(HELP),
        ),
        (None, None) => {}
    }
}

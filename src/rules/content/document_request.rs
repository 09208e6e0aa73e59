//! `document-request`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Asks for a document with an identity number.
    ///
    /// ## What it finds
    /// Wording, in the sixteen supported languages, that asks the reader to send an identity card, a passport, a
    /// licence or a bank statement in the chat.
    ///
    /// ## Why
    /// Review refuses it like a request for the number itself. Let people upload such documents on a protected page.
    ///
    /// ## Rejected
    /// ```waba
    /// template account_opening {
    ///   category: utility
    ///   language: en_US
    ///   body: "To go on with your request {{1}}, please send us a photo of your passport here."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template account_opening {
    ///   category: utility
    ///   language: en_US
    ///   body: "We have checked your documents for request {{1}}, and everything is complete."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "document-request",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-sensitive-ids"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["document_request"],
        "this text asks for an identity document",
        "let people upload it on a protected page of your own",
    );
}

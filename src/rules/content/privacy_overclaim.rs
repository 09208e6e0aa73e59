//! `privacy-overclaim`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Promises more privacy than there is.
    ///
    /// ## What it finds
    /// Promises such as "100% secure" or "nobody else can ever read this chat", in the sixteen supported languages.
    ///
    /// ## Why
    /// What people write to a business is read and kept at its end, and often by a provider. Who promises otherwise
    /// answers for it.
    ///
    /// ## Rejected
    /// ```waba
    /// template chat_opened {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your request {{1}} has been opened. This chat is 100% secure and nobody else can ever read it."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template chat_opened {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your request {{1}} has been opened. Our privacy notice says who reads this chat and how long we keep it."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "privacy-overclaim",
    group: Content,
    severity: Advice,
    since: "0.1.0",
    facts: ["wa-encryption-claim"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["privacy_overclaim"],
        "this text promises more privacy than there is",
        "say who reads the chat and how long it is kept",
    );
}

//! `impersonation-risk`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Speaks in the name of an authority or of the platform.
    ///
    /// ## What it finds
    /// Texts that say to come from WhatsApp or Meta, the police, a tax office, a court or the security department of
    /// "your bank", in the sixteen supported languages.
    ///
    /// ## Why
    /// It is how fraud introduces itself. Who really is that authority writes from a verified account and can allow
    /// this rule.
    ///
    /// ## Rejected
    /// ```waba
    /// template account_check {
    ///   category: utility
    ///   language: en_US
    ///   body: "This is the official WhatsApp support team. Your account has to be confirmed again this week."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template account_check {
    ///   category: utility
    ///   language: en_US
    ///   body: "Our support team has answered your request {{1}}. You can read the answer here in this chat."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "impersonation-risk",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-no-impersonation"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["impersonation"],
        "this text speaks in the name of somebody else",
        "name your own business as the sender",
    );
}

//! `deceptive-urgency`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Threatens with a loss to hurry the reader.
    ///
    /// ## What it finds
    /// Wording such as "your account will be closed today unless you confirm" or "final warning", in the sixteen
    /// supported languages. An offer that ends on a date is not meant.
    ///
    /// ## Why
    /// It is how phishing reads. Review refuses it, and people who take it for fraud report it.
    ///
    /// ## Rejected
    /// ```waba
    /// template account_notice {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your account will be blocked today unless you verify your details at once: {{1}} is waiting for you now."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template account_notice {
    ///   category: utility
    ///   language: en_US
    ///   body: "We have received the new address for your account {{1}}. If it was not you, please write to us here."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "deceptive-urgency",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-no-deception", "content-scam"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["false_urgency"],
        "this text threatens with a loss to hurry its reader",
        "say calmly what happened, what is needed and until when",
    );
}

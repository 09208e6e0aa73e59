//! `chain-letter`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Asks readers to pass the message on.
    ///
    /// ## What it finds
    /// Wording in the sixteen supported languages that tells people to forward the message to others: to ten friends,
    /// to all groups. A recommendation programme is not meant; that is promotion.
    ///
    /// ## Why
    /// It is the mark of chain letters and rumours. The platform limits forwarded messages and listens to reports of
    /// them.
    ///
    /// ## Rejected
    /// ```waba
    /// template school_closed {
    ///   category: utility
    ///   language: en_US
    ///   body: "Our school stays closed on Monday because of the storm. Forward this message to 10 friends, or bad luck will follow."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template school_closed {
    ///   category: utility
    ///   language: en_US
    ///   body: "Our school stays closed on Monday because of the storm. Classes go on as planned on Tuesday."
    /// }
    /// ```
    name: "chain-letter",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-no-forwarding"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["chain_letter"],
        "this text asks its readers to pass it on",
        "take the request out; write to each person who asked to hear from you",
    );
}

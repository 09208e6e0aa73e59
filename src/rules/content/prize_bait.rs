//! `prize-bait`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Says that the reader has won something.
    ///
    /// ## What it finds
    /// Wording such as "you have won" or "you are our lucky winner", in the sixteen supported languages.
    ///
    /// ## Why
    /// Nearly all such messages are fraud; review refuses them as a scam, and people report them.
    ///
    /// ## Rejected
    /// ```waba
    /// template customer_draw {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Congratulations, you have won a brand new phone! Answer this message to receive it."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template customer_draw {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your entry {{1}} for our draw on Friday has arrived. We write to you here when the result is known, whatever it is."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "prize-bait",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-scam", "wa-no-deception"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["prize"],
        "this text tells its reader of a prize",
        "name the draw that the reader entered and its rules, or take the prize out",
    );
}

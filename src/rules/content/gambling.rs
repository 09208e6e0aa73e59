//! `gambling`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Invites to gamble for money.
    ///
    /// ## What it finds
    /// Bets, casinos, slots, odds and the like, in the sixteen supported languages. An error where the account declares
    /// a vertical of gambling is for another rule.
    ///
    /// ## Why
    /// Gambling is open only to senders with the leave of the platform, to adults, in some countries. Anybody else
    /// loses the number.
    ///
    /// ## Rejected
    /// ```waba
    /// template game_night {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Place your bets tonight: our online casino gives you 50 free spins."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template game_night {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your table for the board games night is reserved for Friday at 19:00 under the number {{1}} as you asked."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "gambling",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-gambling"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["gambling"],
        "this text invites to gamble",
        "send it only with the leave of the platform and to adults in countries for which it is open",
    );
}

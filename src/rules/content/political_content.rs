//! `political-content`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Campaigns for a party, a candidate or a vote.
    ///
    /// ## What it finds
    /// Calls to vote for somebody and words of a campaign, in the sixteen supported languages. A notice of a public
    /// office about registration or polling places is not meant.
    ///
    /// ## Why
    /// Parties and campaigns are said to be shut out of the business platform. Only vendors report it, so this is a
    /// warning.
    ///
    /// ## Rejected
    /// ```waba
    /// template district_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "On Sunday, vote for our candidate: together we change this district."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template district_news {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your polling place has changed. Please bring your voter card to the school in Station Road on Sunday, between 8:00 and 18:00."
    /// }
    /// ```
    name: "political-content",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-political"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["political"],
        "this text campaigns for a vote",
        "send political messages another way; the platform is said to refuse them",
    );
}

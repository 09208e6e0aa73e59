//! `hateful-or-violent-language`

use crate::model::Template;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Insults people for what they are, or calls for violence.
    ///
    /// ## What it finds
    /// Words and calls, in the sixteen supported languages, that insult groups of people or ask for violence against
    /// anybody.
    ///
    /// ## Why
    /// One such message can close an account for good.
    ///
    /// ## Rejected
    /// ```waba
    /// template street_meeting {
    ///   category: marketing
    ///   language: en_US
    ///   body: "They do not belong here. Kill them all before they come back to our street."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template street_meeting {
    ///   category: utility
    ///   language: en_US
    ///   body: "The meeting of our street about the new crossing is on Friday at 18:00, as you asked us to tell you in request {{1}} last week."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "hateful-or-violent-language",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-no-hate"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    wording::report(
        cx,
        template,
        &["hate", "violence"],
        "this text insults people or calls for violence",
        "take it out",
    );
}

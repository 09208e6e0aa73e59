//! `resend-loop`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Campaign;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::DAY;

rule! {
    /// A message is sent again to those who did not answer it.
    ///
    /// ## What it finds
    /// Marketing campaigns that resend to `not_read` or `no_reply`. An error for a resend to those whom the platform
    /// spared (131049) within a day.
    ///
    /// ## Why
    /// Silence is an answer. Who is asked again and again blocks the sender; and the platform, which held the message
    /// back on purpose, counts every retry.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign spring { purpose: marketing; cap: 2 per 7d; resend { to: no_reply; after: 2d; times: 3 } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign spring { purpose: marketing; cap: 2 per 7d; resend { to: not_delivered; after: 2d; times: 1 } }
    /// ```
    name: "resend-loop",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["lim-per-user-marketing"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(resend) = campaign.resend.as_ref().filter(|_| cx.workspace.is_marketing(campaign)) else {
        return;
    };
    let spared = policy::fact("lim-per-user-marketing").and_then(|fact| fact.code);
    for to in &resend.to {
        let early = resend.after.filter(|after| after.value.seconds() < DAY as f64);
        let diagnostic = match (to.as_str(), early) {
            ("not_read" | "no_reply", _) => {
                Diagnostic::at(to.span(), "this message is sent again to those who did not answer it")
                    .mark("silence is an answer")
                    .uncited()
                    .help("resend only what was not delivered, or leave it")
            }
            (code, Some(after)) if Some(code) == spared => Diagnostic::at(
                to.span(),
                "the platform held this message back, and it is sent again within a day",
            )
            .mark("spared on purpose")
            .label(after.span, "too soon")
            .severity(Severity::Error)
            .help("wait a day at least, and longer each time"),
            _ => continue,
        };
        cx.report(diagnostic);
    }
}

//! `missing-frequency-cap`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::Repeat;

rule! {
    /// Marketing that repeats without a bound on how much one person gets.
    ///
    /// ## What it finds
    /// Marketing campaigns with a repeating schedule, with several steps, or with a resend, and without `cap`.
    ///
    /// ## Why
    /// A cap is a promise that this program can check against every other campaign. Without one, two harmless plans add
    /// up to a nuisance, and nobody notices before the reports do.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign news { purpose: marketing; schedule: weekly on mon at 10:00 in Europe/Madrid }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign news { purpose: marketing; schedule: weekly on mon at 10:00 in Europe/Madrid; cap: 2 per 7d }
    /// ```
    name: "missing-frequency-cap",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["broadcast-frequency", "lim-per-user-marketing"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    if campaign.cap.is_some() || !cx.workspace.is_marketing(campaign) {
        return;
    }
    let repeating = campaign
        .schedule
        .as_ref()
        .filter(|schedule| !matches!(schedule.repeat, Repeat::Once(_)) || schedule.times.len() > 1);
    let messages = campaign.steps.len() + usize::from(!campaign.send.is_empty());
    let (place, what) = match (repeating, campaign.steps.first(), &campaign.resend) {
        (Some(schedule), ..) => (schedule.span, "repeats"),
        (None, Some(step), _) if messages > 1 => (step.span, "has several steps"),
        (None, _, Some(resend)) => (resend.span, "sends again"),
        _ => return,
    };
    let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
    cx.report(
        Diagnostic::at(place, format!("marketing campaign `{name}` {what} and has no cap"))
            .mark("nothing bounds how often one person is written to")
            .help(format!("add for example `cap: {} per 7d`", cx.workspace.thresholds.per_7d)),
    );
}

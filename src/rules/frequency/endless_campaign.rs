//! `endless-campaign`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::Repeat;

rule! {
    /// Marketing that repeats for ever.
    ///
    /// ## What it finds
    /// Marketing campaigns whose schedule repeats and has no end: no `until`, and in a recurrence rule neither `UNTIL`
    /// nor `COUNT`.
    ///
    /// ## Why
    /// What nobody has to renew nobody looks at. It goes on when the offer, the people and the consent are long gone.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign news { purpose: marketing; cap: 2 per 7d; schedule: weekly on mon at 10:00 in Europe/Madrid }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign news { purpose: marketing; cap: 2 per 7d; schedule: weekly on mon at 10:00 in Europe/Madrid until 2026-12-31 }
    /// ```
    name: "endless-campaign",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["broadcast-frequency"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(schedule) = campaign.schedule.as_ref().filter(|_| cx.workspace.is_marketing(campaign)) else {
        return;
    };
    let ends = schedule.until.is_some()
        || match &schedule.repeat {
            Repeat::Once(_) => true,
            Repeat::Rule(rule) => {
                let rule = rule.as_str().to_ascii_uppercase();
                rule.contains("UNTIL=") || rule.contains("COUNT=")
            }
            _ => false,
        };
    if ends {
        return;
    }
    let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
    cx.report(
        Diagnostic::at(schedule.span, format!("`{name}` never ends"))
            .mark("repeats, and has no last day")
            .help("say when it ends, for example `until 2026-12-31`, and look at it again then"),
    );
}

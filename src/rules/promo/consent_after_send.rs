//! `consent-after-send`

use crate::diagnostic::Diagnostic;
use crate::model::Audience;
use crate::rules::{Check, Cx};

rule! {
    /// Messages that go out before their consent is there.
    ///
    /// ## What it finds
    /// Audiences whose consent was collected from a day on that lies behind the first planned send of a campaign that
    /// rests on it. A list that goes on growing is judged by the day on which it began.
    ///
    /// ## Why
    /// Who is written to before agreeing did not agree.
    ///
    /// ## Rejected
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; consent { basis: express; purpose: marketing; collected: 2026-10-01..2026-12-31 } }
    /// campaign news { purpose: marketing; to: friends; schedule: weekly on tue at 10:00 in Europe/Madrid from 2026-09-08 until 2026-11-30 }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; consent { basis: express; purpose: marketing; collected: 2026-08-01..2026-12-31 } }
    /// campaign news { purpose: marketing; to: friends; schedule: weekly on tue at 10:00 in Europe/Madrid from 2026-09-08 until 2026-11-30 }
    /// ```
    name: "consent-after-send",
    group: Promo,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-opt-in-required"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(collected) = audience.consent.as_ref().and_then(|consent| consent.collected) else { return };
    let (first, _) = collected.value;
    let plan = cx.workspace.plan();
    let sends = cx.workspace.campaigns_under(audience).iter().filter_map(|at| {
        let (day, _) = plan.days.get(at)?;
        let campaign = cx.workspace.campaigns.get(*at)?;
        Some((
            *day,
            campaign.schedule.as_ref()?.span,
            campaign.name.as_ref().map_or("", |name| name.as_str()),
        ))
    });
    let Some((day, place, name)) = sends.filter(|(day, ..)| *day < first).min_by_key(|(day, ..)| *day) else {
        return;
    };
    cx.report(
        Diagnostic::at(collected.span, format!("`{name}` is sent on {day}, and consent begins on {first}"))
            .mark("collected from here on")
            .label(place, format!("sends on {day}"))
            .help(format!("begin on {first} or later, or correct the day")),
    );
}

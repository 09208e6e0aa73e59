//! `consent-after-send`

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::model::Audience;
use crate::rules::{Check, Cx};
use crate::source::Spanned;

rule! {
    /// Messages that go out before their consent is there.
    ///
    /// ## What it finds
    /// Audiences whose consent was collected from a day on that lies behind the first planned send of a campaign that
    /// rests on it. A list that goes on growing is judged by the day on which it began. And consent from a day after today
    /// where no schedule waits for it: nobody has given it yet.
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
    let early = sends.filter(|(day, ..)| *day < first).min_by_key(|(day, ..)| *day);
    let Some((day, place, name)) = early else {
        return yet_to_come(cx, audience, collected);
    };
    cx.report(
        Diagnostic::at(collected.span, format!("`{name}` is sent on {day}, and consent begins on {first}"))
            .mark("collected from here on")
            .label(place, format!("sends on {day}"))
            .help(format!("begin on {first} or later, or correct the day")),
    );
}

/// Consent that is said to begin after today, and is not waited for.
fn yet_to_come(cx: &mut Cx<'_>, audience: &Audience, collected: Spanned<(Date, Date)>) {
    let (first, _) = collected.value;
    let today = cx.workspace.today;
    let campaigns = cx.workspace.campaigns_under(audience);
    let has_schedule = |at: &usize| cx.workspace.campaigns.get(*at).is_some_and(|own| own.schedule.is_some());
    let is_waited_for = !campaigns.is_empty() && campaigns.iter().all(has_schedule);
    if first <= today || is_waited_for {
        return;
    }
    let unscheduled = campaigns
        .iter()
        .filter(|at| !has_schedule(at))
        .find_map(|at| cx.workspace.campaigns.get(*at).map(|own| own.heading()));
    let mut diagnostic = Diagnostic::at(
        collected.span,
        format!("consent is said to begin on {first}, and today is {today}: nobody has given it yet"),
    )
    .mark("a day to come")
    .help("correct the day, or send by a `schedule` that begins when the consent is there");
    if let Some(place) = unscheduled {
        diagnostic = diagnostic.label(place, "may be sent before that day");
    }
    cx.report(diagnostic);
}

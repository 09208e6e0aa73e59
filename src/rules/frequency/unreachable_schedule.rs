//! `unreachable-schedule`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Campaign;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{Repeat, Zone};
use crate::timeline::{Horizon, expand};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

rule! {
    /// A schedule that sends nothing, or not at the time it says.
    ///
    /// ## What it finds
    /// Schedules whose weekdays, days of the month and first and last day leave no send at all. As advice: a local time
    /// that a change of clocks skips, which is sent at the first instant after the gap; and a schedule with more sends
    /// than are looked at.
    ///
    /// ## Why
    /// A plan that never sends is noticed when the season is over.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign news { purpose: marketing; schedule: monthly on day 31 at 10:00 in Europe/Madrid from 2026-11-01 until 2026-11-30 }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign news { purpose: marketing; schedule: monthly on day 30 at 10:00 in Europe/Madrid from 2026-11-01 until 2026-11-30 }
    /// ```
    name: "unreachable-schedule",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["declared-cap"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(schedule) = &campaign.schedule else { return };
    let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
    let zone = match schedule.zone.as_ref().map(|zone| &zone.value) {
        Some(Zone::Named(name)) => TimeZone::get(name).unwrap_or(TimeZone::UTC),
        Some(Zone::Recipient) | None => TimeZone::UTC,
    };
    let horizon = cx.workspace.horizon();
    let ahead = expand(schedule, &zone, horizon);
    let cut = &cx.workspace.plan().cut;
    let is_it = |at: &usize| cx.workspace.campaigns.get(*at).is_some_and(|cut| std::ptr::eq(*cut, campaign));
    if ahead.len() >= horizon.limit || cut.iter().any(is_it) {
        let diagnostic = Diagnostic::at(
            schedule.span,
            format!("`{name}` has more sends ahead than are looked at; what lies behind them is not judged"),
        );
        cx.report(
            diagnostic
                .severity(Severity::Advice)
                .uncited()
                .mark("too many to judge")
                .help("send less often, or name the last day with `until`"),
        );
        return;
    }
    if ahead.is_empty() {
        let end = schedule.until.map(|until| until.value);
        // What is over is told by another rule; what has no end may begin behind the horizon.
        let Some(end) = end.filter(|end| *end >= horizon.today) else { return };
        let from = schedule.from.map_or(horizon.today, |from| from.value);
        let whole = Horizon {
            today: from,
            days: u32::try_from((end - from).get_days().clamp(0, 36_600)).unwrap_or(0) + 1,
            limit: 1,
        };
        if !matches!(schedule.repeat, Repeat::Once(_)) && expand(schedule, &zone, whole).is_empty() {
            cx.report(
                Diagnostic::at(schedule.span, format!("`{name}` never sends: its days do not meet"))
                    .uncited()
                    .mark(format!("no such day from {from} to {end}"))
                    .help("change the weekday or the day of the month, or the first and last day"),
            );
        }
        return;
    }
    let skipped = ahead.iter().find_map(|at| {
        let at = Timestamp::from_second(*at).ok()?;
        let local = zone.to_datetime(at);
        let wanted = schedule.times.iter().all(|time| *time != local.time());
        let is_change = zone.to_offset(at) != zone.to_offset(at.checked_sub(1.second()).ok()?);
        (wanted && is_change && !schedule.times.is_empty()).then_some(local)
    });
    if let Some(local) = skipped {
        cx.report(
            Diagnostic::at(
                schedule.span,
                format!("on {} the clocks skip the time at which `{name}` is sent", local.date()),
            )
            .severity(Severity::Advice)
            .uncited()
            .mark(format!("goes out at {} that day", local.strftime("%H:%M")))
            .help("choose a time outside of the night, when no clocks change"),
        );
    }
}

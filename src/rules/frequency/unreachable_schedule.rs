//! `unreachable-schedule`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Campaign;
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{Repeat, Zone};
use crate::timeline::{Horizon, expand, skipped};
use jiff::civil::Date;
use jiff::tz::TimeZone;

rule! {
    /// A schedule that sends nothing, or not at the time it says.
    ///
    /// ## What it finds
    /// Schedules whose weekdays, days of the month and first and last day leave no send at all. As advice: a local time
    /// that a change of clocks skips, which is sent at the first instant after the gap; a schedule with more sends than
    /// are looked at; and once a run, campaigns that begin
    /// behind the days that are looked at.
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
        if begins_behind(campaign, horizon).is_some() {
            beyond(cx, campaign, horizon);
            return;
        }
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
    // By the clocks of those who get it, where it is sent by theirs.
    let own = [zone];
    let places = cx.workspace.plan();
    let places =
        campaign.to.iter().filter_map(|to| places.places.get(cx.workspace.audience_place(to.name.as_str())?));
    let zones: Vec<&TimeZone> = match schedule.zone.as_ref().map(|zone| &zone.value) {
        Some(Zone::Named(_)) => own.iter().collect(),
        Some(Zone::Recipient) | None => places.flatten().map(|place| &place.zone).chain(&own).collect(),
    };
    if let Some((local, at)) = zones.into_iter().find_map(|zone| skipped(schedule, zone, horizon)) {
        cx.report(
            Diagnostic::at(
                schedule.span,
                format!("on {} the clocks skip the time at which `{name}` is sent", local.date()),
            )
            .severity(Severity::Advice)
            .uncited()
            .mark(format!("goes out at {} and not at {}", at.strftime("%H:%M"), local.strftime("%H:%M")))
            .help("choose a time outside of the night, when no clocks change"),
        );
    }
}

/// The first day of a campaign, where it lies behind the days that are looked at.
fn begins_behind(campaign: &Campaign, horizon: Horizon) -> Option<Date> {
    let schedule = campaign.schedule.as_ref()?;
    let first = match &schedule.repeat {
        Repeat::Once(at) => Some(at.date()),
        _ => schedule.from.map(|from| from.value),
    };
    first.filter(|first| *first > horizon.last())
}

/// Tells once of all campaigns that are not looked at yet.
fn beyond(cx: &mut Cx<'_>, campaign: &Campaign, horizon: Horizon) {
    let all = cx.workspace.campaigns.iter().copied();
    let mut behind = all.filter_map(|other| Some((other, begins_behind(other, horizon)?)));
    let Some((first, day)) = behind.next() else { return };
    if !std::ptr::eq(first, campaign) {
        return;
    }
    let others = behind.map(|(_, day)| day).collect::<Vec<Date>>();
    let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
    let more = match others.len() {
        0 => "begins".to_owned(),
        count => format!("and {} begin", counted(count, "other campaign")),
    };
    let day = others.into_iter().fold(day, Date::min);
    let days = (day - horizon.today).get_days().saturating_add(30);
    cx.report(
        Diagnostic::at(
            campaign.schedule.as_ref().map_or(campaign.span, |schedule| schedule.span),
            format!("`{name}` {more} after {}, the last day that is looked at", horizon.last()),
        )
        .severity(Severity::Advice)
        .uncited()
        .mark("not looked at yet")
        .help(format!("set `thresholds: {{ horizon_days: {days} }}` in wabalint.yaml, or look again later")),
    );
}

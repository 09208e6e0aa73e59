//! Schedules to instants.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan as _};

use super::Horizon;
use crate::syntax::lexical::{HOUR, Repeat, Schedule, Unit};
use crate::syntax::recurrence::{Frequency, Recurrence};

/// Lists the sends of a schedule from today to the horizon, its local times read in `zone`: seconds of Unix time, sorted.
pub fn expand(schedule: &Schedule, zone: &TimeZone, horizon: Horizon) -> Vec<i64> {
    match local_times(schedule, horizon) {
        Some(local) => resolved(schedule, &local, zone),
        None => hourly(schedule, zone, horizon),
    }
}

/// Local times of a schedule as instants, up to the instant that its rule ends at.
pub(super) fn resolved(schedule: &Schedule, local: &[DateTime], zone: &TimeZone) -> Vec<i64> {
    let end = match &schedule.repeat {
        Repeat::Rule(text) => Recurrence::parse(text.as_str()).ok().and_then(|rule| rule.until_instant()),
        _ => None,
    };
    let instants = local.iter().map(|time| resolve(*time, zone));
    instants.filter(|at| end.is_none_or(|end| *at <= end.as_second())).collect()
}

/// The first local time of a schedule that a change of clocks skips, and when it is sent instead.
pub fn skipped(schedule: &Schedule, zone: &TimeZone, horizon: Horizon) -> Option<(DateTime, DateTime)> {
    let local = local_times(schedule, horizon)?;
    let is_skipped =
        |time: &DateTime| matches!(zone.to_ambiguous_timestamp(*time).offset(), AmbiguousOffset::Gap { .. });
    let time = local.into_iter().find(is_skipped)?;
    let at = Timestamp::from_second(resolve(time, zone)).ok()?;
    Some((time, zone.to_datetime(at)))
}

/// The local times at which a schedule sends, from today to the horizon, in order; `None` where it counts hours, which is
/// not the same in every zone.
pub(super) fn local_times(schedule: &Schedule, horizon: Horizon) -> Option<Vec<DateTime>> {
    let mut out = Vec::new();
    let last = last_day(schedule, horizon);
    if let Repeat::Once(at) = &schedule.repeat {
        let mut times = schedule.times.clone();
        if times.is_empty() || at.time() != Time::midnight() {
            times.push(at.time());
        }
        let end = horizon.last();
        if (horizon.today..=end).contains(&at.date()) {
            out.extend(times.iter().map(|time| at.date().to_datetime(*time)));
        }
        out.sort_unstable();
        return Some(out);
    }
    if matches!(schedule.repeat, Repeat::Every { unit: Unit::Hour, .. }) {
        return None;
    }
    let anchor = anchor_of(schedule, horizon);
    let Some(rule) = as_recurrence(schedule, anchor) else { return Some(out) };
    // What counts its sends from a day so long ago has none left that anybody plans.
    if rule.count.is_some() && anchor < horizon.today.saturating_sub(MOST_DAYS_COUNTED.days()) {
        return Some(out);
    }
    let times = times_of(schedule, &rule);
    let last = rule.last_day().map_or(last, |until| until.min(last));
    for (time, count) in moments(&rule, anchor, horizon.today, last, times).zip(0u32..) {
        let is_over = rule.until_local().is_some_and(|until| time > until);
        if is_over || rule.count.is_some_and(|most| count >= most) || out.len() >= horizon.limit {
            return Some(out);
        }
        if time.date() >= horizon.today {
            out.push(time);
        }
    }
    Some(out)
}

/// How many days back a rule with a `COUNT` is counted from its first day on: twenty years.
const MOST_DAYS_COUNTED: i64 = 7_305;

fn anchor_of(schedule: &Schedule, horizon: Horizon) -> Date {
    schedule.from.as_ref().map_or(horizon.today, |from| from.value)
}

fn last_day(schedule: &Schedule, horizon: Horizon) -> Date {
    let last = horizon.last();
    schedule.until.as_ref().map_or(last, |until| until.value.min(last))
}

/// A local time as an instant: the first instant after a gap, the first of two occurrences.
pub(super) fn resolve(local: DateTime, zone: &TimeZone) -> i64 {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let timestamp = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local),
        AmbiguousOffset::Gap { after, .. } => {
            // Read with the later offset, the time lies just before the change; the change itself follows.
            let before_change = after.to_timestamp(local);
            before_change.map(|at| zone.following(at).next().map_or(at, |change| change.timestamp()))
        }
    };
    timestamp.unwrap_or(if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX }).as_second()
}

fn times_of(schedule: &Schedule, rule: &Recurrence) -> Vec<Time> {
    let mut times = schedule.times.clone();
    if !rule.by_hour.is_empty() {
        let minutes = if rule.by_minute.is_empty() { vec![0] } else { rule.by_minute.clone() };
        times = rule
            .by_hour
            .iter()
            .flat_map(|hour| minutes.iter().filter_map(|minute| Time::new(*hour, *minute, 0, 0).ok()))
            .collect();
    }
    if times.is_empty() {
        times.push(Time::midnight());
    }
    if rule.by_hour.is_empty() && !rule.by_minute.is_empty() {
        let at = |time: &Time, minute: &i8| Time::new(time.hour(), *minute, 0, 0).ok();
        times = times
            .iter()
            .flat_map(|time| rule.by_minute.iter().filter_map(move |minute| at(time, minute)))
            .collect();
    }
    times.sort_unstable();
    times.dedup();
    times
}

/// The sends of a schedule that counts hours.
fn hourly(schedule: &Schedule, zone: &TimeZone, horizon: Horizon) -> Vec<i64> {
    let Repeat::Every { interval, unit: Unit::Hour, days } = &schedule.repeat else { return Vec::new() };
    let (anchor, last) = (anchor_of(schedule, horizon), last_day(schedule, horizon));
    let mut out = Vec::new();
    let starts = if schedule.times.is_empty() { vec![Time::midnight()] } else { schedule.times.clone() };
    for start in starts {
        let first = resolve(anchor.to_datetime(start), zone);
        hourly_from(first, last, i64::from(*interval) * HOUR, days, zone, horizon, &mut out);
    }
    out.sort_unstable();
    out.dedup();
    out.truncate(horizon.limit);
    out
}

/// Every `step` seconds from `first` to the end of the last day.
fn hourly_from(
    first: i64,
    last: Date,
    step: i64,
    days: &[Weekday],
    zone: &TimeZone,
    horizon: Horizon,
    out: &mut Vec<i64>,
) {
    let end = resolve(last.saturating_add(1.day()).to_datetime(Time::midnight()), zone);
    let from = resolve(horizon.today.to_datetime(Time::midnight()), zone);
    let skipped = (from - first).max(0).div_euclid(step) * step;
    let mut at = first + skipped;
    let mut found = 0;
    while at < end {
        if at >= from {
            let fits = days.is_empty()
                || Timestamp::from_second(at).is_ok_and(|at| days.contains(&zone.to_datetime(at).weekday()));
            if fits {
                if found >= horizon.limit {
                    return;
                }
                found += 1;
                out.push(at);
            }
        }
        at += step;
    }
}

/// Every repeating schedule is a recurrence rule; the words are shorthand for it.
fn as_recurrence(schedule: &Schedule, anchor: Date) -> Option<Recurrence> {
    let mut rule = Recurrence::every(Frequency::Daily);
    let plain = |days: &[Weekday]| days.iter().map(|day| (None, *day)).collect::<Vec<_>>();
    match &schedule.repeat {
        Repeat::Once(_) => return None,
        Repeat::Daily => {}
        Repeat::Weekly(days) => {
            rule.frequency = Frequency::Weekly;
            rule.by_day = plain(days);
        }
        Repeat::Monthly(days) => {
            rule.frequency = Frequency::Monthly;
            rule.by_month_day.clone_from(days);
        }
        Repeat::Every { interval, unit, days } => {
            rule.interval = *interval;
            rule.by_day = plain(days);
            rule.frequency = match unit {
                Unit::Week => Frequency::Weekly,
                Unit::Month => Frequency::Monthly,
                _ => Frequency::Daily,
            };
        }
        Repeat::Rule(text) => rule = Recurrence::parse(text.as_str()).ok()?,
    }
    // What a rule leaves open comes from its first day.
    if rule.frequency == Frequency::Weekly && rule.by_day.is_empty() {
        rule.by_day.push((None, anchor.weekday()));
    }
    let open = rule.by_month_day.is_empty() && rule.by_day.is_empty();
    if matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly) && open {
        rule.by_month_day.push(anchor.day());
    }
    if rule.frequency == Frequency::Yearly && rule.by_month.is_empty() && open {
        rule.by_month.push(anchor.month());
    }
    Some(rule)
}

/// The local times of a rule from its first day to `last`, in order. Without a count, what lies before `today` is jumped over.
fn moments(
    rule: &Recurrence,
    anchor: Date,
    today: Date,
    last: Date,
    times: Vec<Time>,
) -> impl Iterator<Item = DateTime> {
    let mut period = period_start(rule, anchor);
    if rule.count.is_none() && period < today {
        let interval = i64::from(rule.interval);
        let days = i64::from((today - period).get_days());
        let months = i64::from(today.year() - period.year()) * 12 + i64::from(today.month() - period.month());
        // One interval is left in hand, so that the period that holds today is never jumped over.
        let whole = |passed: i64| (passed / interval - 1).max(0) * interval;
        period = match rule.frequency {
            Frequency::Daily => period.saturating_add(whole(days).days()),
            Frequency::Weekly => period.saturating_add((whole(days / 7) * 7).days()),
            Frequency::Monthly => period.saturating_add(whole(months).months()),
            Frequency::Yearly => period.saturating_add(whole(months / 12).years()),
        };
    }
    let rule = rule.clone();
    let mut pending: std::collections::VecDeque<DateTime> = std::collections::VecDeque::new();
    std::iter::from_fn(move || {
        loop {
            if let Some(time) = pending.pop_front() {
                return (time.date() <= last).then_some(time);
            }
            if period > last {
                return None;
            }
            let (set, next) = period_from(&rule, period, &times);
            pending.extend(set.into_iter().filter(|time| time.date() >= anchor));
            if next <= period {
                return None;
            }
            period = next;
        }
    })
}

fn period_start(rule: &Recurrence, anchor: Date) -> Date {
    match rule.frequency {
        Frequency::Daily => anchor,
        Frequency::Weekly => {
            let back = anchor.weekday().since(rule.week_start);
            anchor.saturating_sub(i64::from(back).days())
        }
        Frequency::Monthly => anchor.first_of_month(),
        Frequency::Yearly => anchor.first_of_year(),
    }
}

/// More days than lie between any two dates that are looked at.
const MOST_DAYS: i64 = 4_000_000;

/// The days of the rule in the period that starts at `start`, and the start of the next period it looks at.
/// The local times of the rule in the period that starts at `start`, and the start of the next period it looks at.
fn period_from(rule: &Recurrence, start: Date, times: &[Time]) -> (Vec<DateTime>, Date) {
    let step = i64::from(rule.interval);
    let (end, next) = match rule.frequency {
        Frequency::Daily => {
            (start.saturating_add(1.day()), start.saturating_add(step.clamp(1, MOST_DAYS).days()))
        }
        Frequency::Weekly => (
            start.saturating_add(7.days()),
            start.saturating_add(step.saturating_mul(7).clamp(7, MOST_DAYS).days()),
        ),
        Frequency::Monthly => {
            (start.saturating_add(1.month()), start.saturating_add(step.clamp(1, 12_000).months()))
        }
        Frequency::Yearly => {
            (start.saturating_add(1.year()), start.saturating_add(step.clamp(1, 1_000).years()))
        }
    };
    let mut set = Vec::new();
    let mut day = start;
    while day < end {
        if fits(rule, day) {
            set.extend(times.iter().map(|time| day.to_datetime(*time)));
        }
        day = day.saturating_add(1.day());
    }
    if !rule.by_set_position.is_empty() {
        let count = i32::try_from(set.len()).unwrap_or(i32::MAX);
        let mut chosen: Vec<DateTime> = rule
            .by_set_position
            .iter()
            .map(|position| if *position > 0 { position - 1 } else { count + position })
            .filter_map(|at| usize::try_from(at).ok().and_then(|at| set.get(at)).copied())
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        set = chosen;
    }
    (set, next)
}

fn fits(rule: &Recurrence, day: Date) -> bool {
    if !rule.by_month.is_empty() && !rule.by_month.contains(&day.month()) {
        return false;
    }
    if !rule.by_month_day.is_empty() {
        let from_end = day.day() - day.days_in_month() - 1;
        if !rule.by_month_day.contains(&day.day()) && !rule.by_month_day.contains(&from_end) {
            return false;
        }
    }
    rule.by_day.is_empty()
        || rule.by_day.iter().any(|(which, weekday)| {
            if day.weekday() != *weekday {
                return false;
            }
            let Some(which) = which else { return true };
            // In a yearly rule without months the count runs over the year, otherwise over the month.
            let (ordinal, length) = if rule.frequency == Frequency::Yearly && rule.by_month.is_empty() {
                (day.day_of_year(), day.days_in_year())
            } else {
                (i16::from(day.day()), i16::from(day.days_in_month()))
            };
            let forward = (ordinal - 1) / 7 + 1;
            let backward = -((length - ordinal) / 7 + 1);
            i16::from(*which) == forward || i16::from(*which) == backward
        })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::source::{SourceFile, SourceMap, Span};
    use crate::syntax::lexical;
    use crate::syntax::tree::Text;

    fn local(source: &str, zone: &str, today: Date) -> Vec<String> {
        let file = SourceMap::default().add(SourceFile::new("t", source));
        let text = Text::direct(source, Span::new(file, 0, source.len()));
        let schedule = lexical::schedule(&text).unwrap();
        let zone = TimeZone::get(zone).unwrap();
        expand(&schedule, &zone, Horizon { today, days: 90, limit: 6 })
            .into_iter()
            .map(|at| {
                Timestamp::from_second(at)
                    .unwrap()
                    .to_zoned(zone.clone())
                    .strftime("%m-%d %H:%M%z")
                    .to_string()
            })
            .collect()
    }

    #[test]
    fn every_form_comes_to_its_days() {
        let today = date(2026, 9, 1);
        let utc = |source: &str| local(source, "UTC", today).join(", ");
        assert_eq!(utc("once at 2026-09-03T10:00"), "09-03 10:00+0000");
        assert_eq!(
            utc("weekly on mon, thu at 10:00 from 2026-09-01 until 2026-09-10"),
            "09-03 10:00+0000, 09-07 10:00+0000, 09-10 10:00+0000"
        );
        assert_eq!(utc("monthly on day 31 at 9:00 from 2026-09-01"), "10-31 09:00+0000");
        assert_eq!(
            utc("every 2 weeks on tue at 8:00 from 2026-08-25 until 2026-10-01"),
            "09-08 08:00+0000, 09-22 08:00+0000"
        );
        assert_eq!(
            utc("every 40 days from 2026-08-20 until 2026-12-01"),
            "09-29 00:00+0000, 11-08 00:00+0000"
        );
        assert_eq!(
            utc("rrule \"FREQ=MONTHLY;BYDAY=-1FR;COUNT=2\" at 9:00 from 2026-09-01"),
            "09-25 09:00+0000, 10-30 09:00+0000"
        );
        assert_eq!(
            utc("rrule \"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\" from 2026-09-01 until 2026-10-31"),
            "09-30 00:00+0000, 10-30 00:00+0000"
        );
        assert_eq!(
            utc("every 12 hours from 2026-09-01 until 2026-09-01"),
            "09-01 00:00+0000, 09-01 12:00+0000"
        );
        assert_eq!(utc("daily from 2020-01-01 until 2026-08-31"), "");
    }

    #[test]
    fn clock_changes() {
        // Madrid skips 02:30 on 29 March 2026 and has it twice on 25 October 2026.
        assert_eq!(
            local("once at 2026-03-29T02:30", "Europe/Madrid", date(2026, 3, 1)),
            ["03-29 03:00+0200"]
        );
        assert_eq!(
            local("once at 2026-10-25T02:30", "Europe/Madrid", date(2026, 10, 1)),
            ["10-25 02:30+0200"]
        );
    }

    #[test]
    fn the_number_of_sends_is_bounded() {
        assert_eq!(local("every hour from 2026-09-01", "UTC", date(2026, 9, 1)).len(), 6);
    }
}

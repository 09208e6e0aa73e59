//! Recurrence rules of RFC 5545, as far as campaigns use them.

use std::ops::Range;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// How often a rule repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// `DAILY`
    Daily,
    /// `WEEKLY`
    Weekly,
    /// `MONTHLY`
    Monthly,
    /// `YEARLY`
    Yearly,
}

/// A recurrence rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// `FREQ`
    pub frequency: Frequency,
    /// `INTERVAL`, at least 1.
    pub interval: u32,
    /// `COUNT`
    pub count: Option<u32>,
    /// `UNTIL`, inclusive.
    pub until: Option<Until>,
    /// `BYDAY`: weekdays, with which of the month where one is named (`-1` is the last).
    pub by_day: Vec<(Option<i8>, Weekday)>,
    /// `BYMONTHDAY`: days of the month, from the end where negative.
    pub by_month_day: Vec<i8>,
    /// `BYMONTH`: months from 1.
    pub by_month: Vec<i8>,
    /// `BYSETPOS`: which of a period's days, from the end where negative.
    pub by_set_position: Vec<i32>,
    /// `BYHOUR`
    pub by_hour: Vec<i8>,
    /// `BYMINUTE`
    pub by_minute: Vec<i8>,
    /// `WKST`, the first day of a week.
    pub week_start: Weekday,
}

/// When a rule ends, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// With this day.
    Day(Date),
    /// With this time of the schedule's own zone.
    Local(DateTime),
    /// With this instant.
    Instant(Timestamp),
}

/// What is wrong with a rule, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes at fault.
    pub range: Range<usize>,
    /// What is wrong, in the reader's words.
    pub message: String,
}

impl Recurrence {
    /// The rule that says nothing but its frequency.
    pub fn every(frequency: Frequency) -> Self {
        Recurrence {
            frequency,
            interval: 1,
            count: None,
            until: None,
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_month: Vec::new(),
            by_set_position: Vec::new(),
            by_hour: Vec::new(),
            by_minute: Vec::new(),
            week_start: Weekday::Monday,
        }
    }

    /// The last day on which it may still send, in whatever zone.
    pub fn last_day(&self) -> Option<Date> {
        self.until.map(|until| match until {
            Until::Day(day) => day,
            Until::Local(time) => time.date(),
            Until::Instant(at) => TimeZone::UTC.to_datetime(at).date().saturating_add(1.day()),
        })
    }

    /// The local time at which it ends, where it names one.
    pub fn until_local(&self) -> Option<DateTime> {
        match self.until {
            Some(Until::Local(time)) => Some(time),
            _ => None,
        }
    }

    /// The instant at which it ends, where it names one.
    pub fn until_instant(&self) -> Option<Timestamp> {
        match self.until {
            Some(Until::Instant(at)) => Some(at),
            _ => None,
        }
    }

    /// Reads a rule such as `FREQ=WEEKLY;BYDAY=MO,TH`.
    ///
    /// # Errors
    /// The first part that is malformed, or that this program does not follow.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut rule = Recurrence::every(Frequency::Daily);
        let mut has_frequency = false;
        let mut at = 0;
        let body = text.strip_prefix("RRULE:").unwrap_or(text);
        at += text.len() - body.len();
        for part in body.split(';') {
            let range = at..at + part.len();
            at += part.len() + 1;
            if part.trim().is_empty() {
                continue;
            }
            let problem = |message: String| Problem { range: range.clone(), message };
            let Some((key, value)) = part.split_once('=') else {
                return Err(problem(format!("expected `NAME=VALUE`, found `{part}`")));
            };
            let value = value.trim();
            let bad = |expected: &str| {
                problem(format!("expected {expected} for `{}`, found `{value}`", key.trim()))
            };
            match key.trim().to_ascii_uppercase().as_str() {
                "FREQ" => {
                    has_frequency = true;
                    rule.frequency = match value.to_ascii_uppercase().as_str() {
                        "DAILY" => Frequency::Daily,
                        "WEEKLY" => Frequency::Weekly,
                        "MONTHLY" => Frequency::Monthly,
                        "YEARLY" => Frequency::Yearly,
                        _ => return Err(bad("`DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`")),
                    };
                }
                "INTERVAL" => {
                    rule.interval =
                        value.parse().ok().filter(|n| *n > 0).ok_or_else(|| bad("a number from 1"))?;
                }
                "COUNT" => {
                    rule.count =
                        Some(value.parse().ok().filter(|n| *n > 0).ok_or_else(|| bad("a number from 1"))?);
                }
                "UNTIL" => rule.until = Some(until(value).ok_or_else(|| bad("a date such as `20260930`"))?),
                "BYDAY" => {
                    rule.by_day =
                        list(value, by_day).ok_or_else(|| bad("weekdays such as `MO,TH` or `-1FR`"))?
                }
                "BYMONTHDAY" => {
                    rule.by_month_day =
                        list(value, |v| number(v, -31, 31)).ok_or_else(|| bad("days of the month"))?;
                }
                "BYMONTH" => {
                    rule.by_month =
                        list(value, |v| number(v, 1, 12)).ok_or_else(|| bad("months from 1 to 12"))?;
                }
                "BYHOUR" => {
                    rule.by_hour = list(value, |v| hour(v, 23)).ok_or_else(|| bad("hours from 0 to 23"))?
                }
                "BYMINUTE" => {
                    rule.by_minute =
                        list(value, |v| hour(v, 59)).ok_or_else(|| bad("minutes from 0 to 59"))?;
                }
                "BYSETPOS" => {
                    rule.by_set_position = list(value, |v| v.parse().ok().filter(|n: &i32| *n != 0))
                        .ok_or_else(|| bad("positions such as `1` or `-1`"))?;
                }
                "WKST" => rule.week_start = weekday(value).ok_or_else(|| bad("a weekday such as `MO`"))?,
                "BYSECOND" if value == "0" => {}
                other => {
                    return Err(problem(format!(
                        "`{other}` is not followed here; write the days out instead"
                    )));
                }
            }
        }
        if !has_frequency {
            return Err(Problem {
                range: 0..text.len(),
                message: "a recurrence rule needs `FREQ`".to_owned(),
            });
        }
        Ok(rule)
    }
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|part| read(part.trim())).collect()
}

fn number(value: &str, least: i8, most: i8) -> Option<i8> {
    value.parse().ok().filter(|n| *n != 0 && (least..=most).contains(n))
}

fn hour(value: &str, most: i8) -> Option<i8> {
    value.parse().ok().filter(|n| (0..=most).contains(n))
}

fn date(value: &str) -> Option<Date> {
    let digits = value.get(..8)?;
    let year = digits.get(..4)?.parse().ok()?;
    Date::new(year, digits.get(4..6)?.parse().ok()?, digits.get(6..8)?.parse().ok()?).ok()
}

/// A day, `20260930T180000` or `20260930T180000Z`.
fn until(value: &str) -> Option<Until> {
    let day = date(value)?;
    let Some(time) = value.get(8..).filter(|rest| !rest.is_empty()) else { return Some(Until::Day(day)) };
    let (time, is_instant) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, true),
        None => (time, false),
    };
    let digits = time.strip_prefix(['T', 't']).filter(|digits| digits.len() == 6)?;
    let part = |at: usize| digits.get(at..at + 2)?.parse::<i8>().ok();
    let local = day.to_datetime(Time::new(part(0)?, part(2)?, part(4)?.min(59), 0).ok()?);
    match is_instant {
        true => TimeZone::UTC.to_timestamp(local).ok().map(Until::Instant),
        false => Some(Until::Local(local)),
    }
}

fn weekday(value: &str) -> Option<Weekday> {
    Some(match value.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

fn by_day(value: &str) -> Option<(Option<i8>, Weekday)> {
    let at = value.len().checked_sub(2)?;
    let day = weekday(value.get(at..)?)?;
    let which = value.get(..at)?;
    if which.is_empty() {
        return Some((None, day));
    }
    Some((Some(number(which.trim_start_matches('+'), -53, 53)?), day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_or_told() {
        let rule = Recurrence::parse("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;UNTIL=20261231T235959Z").unwrap();
        assert_eq!(rule.by_day, [(Some(-1), Weekday::Friday)]);
        assert_eq!(rule.last_day(), Some(jiff::civil::date(2027, 1, 1)), "it may be New Year somewhere");
        let local = Recurrence::parse("FREQ=DAILY;UNTIL=20260910T070000").unwrap();
        assert_eq!(local.until_local(), Some(jiff::civil::date(2026, 9, 10).at(7, 0, 0, 0)));
        assert!(Recurrence::parse("FREQ=DAILY;UNTIL=20260910T7").is_err());
        let problem = Recurrence::parse("FREQ=WEEKLY;BYDAY=XX").unwrap_err();
        assert_eq!(&"FREQ=WEEKLY;BYDAY=XX"[problem.range], "BYDAY=XX");
        assert!(Recurrence::parse("BYDAY=MO").unwrap_err().message.contains("FREQ"));
        assert!(Recurrence::parse("FREQ=SECONDLY").is_err());
        assert!(Recurrence::parse("FREQ=DAILY;INTERVAL=0").is_err());
        assert!(Recurrence::parse("é").is_err());
    }
}

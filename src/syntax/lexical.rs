//! Kinds of scalar that `.waba` and YAML share: durations, dates, ranges, rates, schedules, suppressions.
//!
//! The grammar is `grammar/definition.pest`; this module turns its matches into values with places.

use std::cmp::Ordering;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time, Weekday};
use pest::Parser as _;
use pest::iterators::Pair;

use super::tree::Text;
use super::waba::{DefinitionParser, Rule, describe};
use crate::source::{Span, Spanned};

/// A unit of time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`: always 24 hours.
    Day,
    /// `bd`: Monday to Friday.
    BusinessDay,
    /// `w`: 168 hours.
    Week,
    /// `mo`: a calendar month.
    Month,
    /// `y`: a calendar year.
    Year,
}

/// A duration as written, such as `7d`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    /// How many.
    pub count: f64,
    /// Of what.
    pub unit: Unit,
}

/// Seconds of an hour.
pub const HOUR: i64 = 3_600;

/// Seconds of a day.
pub const DAY: i64 = 24 * HOUR;

impl Duration {
    /// Length in seconds. A month counts as 30 days and a year as 365; business days as days. Where months and years
    /// may meet, as in ages and terms of keeping, [`Duration::compare`] is exact.
    pub fn seconds(self) -> f64 {
        let unit = match self.unit {
            Unit::Second => 1.0,
            Unit::Minute => 60.0,
            Unit::Hour => HOUR as f64,
            Unit::Day | Unit::BusinessDay => DAY as f64,
            Unit::Week => 7.0 * DAY as f64,
            Unit::Month => 30.0 * DAY as f64,
            Unit::Year => 365.0 * DAY as f64,
        };
        self.count * unit
    }

    /// Which of two durations that begin on one day is longer. Months and years are those of the calendar, so that
    /// `36mo` is `3y`.
    pub fn compare(self, other: Duration, from: Date) -> Ordering {
        self.end(from).cmp(&other.end(from))
    }

    /// Where the duration ends that begins with a day. What is left of a month is counted in days.
    fn end(self, from: Date) -> DateTime {
        let months = match self.unit {
            Unit::Month => self.count,
            Unit::Year => self.count * 12.0,
            _ => 0.0,
        };
        let whole = months.floor().clamp(0.0, MOST_MONTHS);
        let rest = match self.unit {
            Unit::Month | Unit::Year => {
                Duration { count: (months - whole).min(1.0), unit: Unit::Month }.seconds()
            }
            _ => self.seconds(),
        };
        let start = from.to_datetime(Time::midnight());
        start
            .saturating_add((whole as i64).months())
            .saturating_add((rest.clamp(0.0, MOST_SECONDS) as i64).seconds())
    }
}

/// More than the calendar holds.
const MOST_MONTHS: f64 = 120_000.0;

/// The same in seconds.
const MOST_SECONDS: f64 = 3.2e11;

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self.unit {
            Unit::Second => "s",
            Unit::Minute => "m",
            Unit::Hour => "h",
            Unit::Day => "d",
            Unit::BusinessDay => "bd",
            Unit::Week => "w",
            Unit::Month => "mo",
            Unit::Year => "y",
        };
        write!(f, "{}{unit}", self.count)
    }
}

/// `2 per 7d`; a warm-up lists several counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// The counts, in order; at least one.
    pub counts: Vec<u64>,
    /// The window.
    pub window: Duration,
}

/// Where the local times of a schedule are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// `in recipient`: each recipient's own local time.
    Recipient,
    /// A name of the IANA time zone database.
    Named(String),
}

/// How a schedule repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// `once at …`
    Once(DateTime),
    /// `daily`
    Daily,
    /// `weekly on …`; no day means the weekday of `from`.
    Weekly(Vec<Weekday>),
    /// `monthly on day …`; no day means the day of `from`.
    Monthly(Vec<i8>),
    /// `every 2 days`, `every 2 weeks on mon`
    Every {
        /// How many units lie between two sends; at least 1.
        interval: u32,
        /// Hours, days, weeks or months.
        unit: Unit,
        /// Only on these weekdays, where any are named.
        days: Vec<Weekday>,
    },
    /// An RFC 5545 recurrence rule, as written.
    Rule(Text),
}

/// A schedule as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The whole schedule.
    pub span: Span,
    /// How it repeats.
    pub repeat: Repeat,
    /// The local times of a day; none means midnight, or those of `once`.
    pub times: Vec<Time>,
    /// The zone, when one is named.
    pub zone: Option<Spanned<Zone>>,
    /// First day.
    pub from: Option<Spanned<Date>>,
    /// Last day, inclusive.
    pub until: Option<Spanned<Date>>,
}

/// In the words of the language, on one line, however it was written.
impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let on = |days: &[Weekday]| {
            let words: Vec<&str> = days.iter().map(|day| weekday_word(*day)).collect();
            if words.is_empty() { String::new() } else { format!(" on {}", words.join(", ")) }
        };
        match &self.repeat {
            Repeat::Once(at) => {
                write!(f, "once at {}", at.date())?;
                if at.time() != Time::midnight() {
                    write!(f, "T{}", at.time().strftime("%H:%M"))?;
                }
            }
            Repeat::Daily => f.write_str("daily")?,
            Repeat::Weekly(days) => write!(f, "weekly{}", on(days))?,
            Repeat::Monthly(days) => {
                f.write_str("monthly")?;
                for (at, day) in days.iter().enumerate() {
                    write!(f, "{}{day}", if at == 0 { " on day " } else { ", " })?;
                }
            }
            Repeat::Every { interval, unit, days } => {
                let unit = match unit {
                    Unit::Hour => "hour",
                    Unit::Week => "week",
                    Unit::Month => "month",
                    _ => "day",
                };
                match interval {
                    1 => write!(f, "every {unit}{}", on(days))?,
                    _ => write!(f, "every {interval} {unit}s{}", on(days))?,
                }
            }
            Repeat::Rule(rule) => write!(f, "rrule \"{}\"", rule.as_str())?,
        }
        for (at, time) in self.times.iter().enumerate() {
            write!(f, "{}{}", if at == 0 { " at " } else { ", " }, time.strftime("%H:%M"))?;
        }
        match self.zone.as_ref().map(|zone| &zone.value) {
            Some(Zone::Recipient) => f.write_str(" in recipient")?,
            Some(Zone::Named(name)) => write!(f, " in {name}")?,
            None => {}
        }
        if let Some(from) = &self.from {
            write!(f, " from {}", from.value)?;
        }
        if let Some(until) = &self.until {
            write!(f, " until {}", until.value)?;
        }
        Ok(())
    }
}

/// Why a scalar is not of the kind it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where in the source.
    pub span: Span,
    /// What was expected there, in the language's own words.
    pub expected: String,
}

/// Reads a duration.
///
/// # Errors
/// A bare number is a mismatch that asks for the unit.
pub fn duration(text: &Text) -> Result<Duration, Mismatch> {
    let value = text.as_str().trim();
    if let Some(pair) = parse(Rule::span_of_time, value).ok().and_then(|pair| pair.into_inner().next()) {
        let duration = duration_of(pair);
        if duration.count < 0.0 {
            return Err(Mismatch {
                span: text.span(),
                expected: "a duration that is not negative".to_owned(),
            });
        }
        return Ok(duration);
    }
    let expected = if value.bytes().all(|b| b.is_ascii_digit() || b == b'_' || b == b'.') && !value.is_empty()
    {
        format!("a unit behind the number (`{value}h`, `{value}d`, `{value}w`, `{value}mo` or `{value}y`)")
    } else {
        "a duration such as `24h`, `7d`, `2w` or `6mo`".to_owned()
    };
    Err(Mismatch { span: text.span(), expected })
}

/// Reads a number or percentage; `20%` is 0.2.
///
/// # Errors
/// Anything else is a mismatch.
pub fn number(text: &Text) -> Result<f64, Mismatch> {
    let mismatch = || Mismatch { span: text.span(), expected: "a number".to_owned() };
    let pair = parse(Rule::amount, text.as_str().trim()).map_err(|_| mismatch())?;
    let inner = pair.into_inner().next().ok_or_else(mismatch)?;
    Ok(match inner.as_rule() {
        Rule::percent => inner.into_inner().next().map_or(0.0, |n| number_of(n.as_str())) / 100.0,
        _ => number_of(inner.as_str()),
    })
}

/// Reads a date, or the day of a date and time.
///
/// # Errors
/// A day that no calendar has is a mismatch.
pub fn date(text: &Text) -> Result<Date, Mismatch> {
    let mismatch = || Mismatch { span: text.span(), expected: "a date such as `2026-09-01`".to_owned() };
    let pair = parse(Rule::moment, text.as_str().trim()).map_err(|_| mismatch())?;
    let inner = pair.into_inner().next().ok_or_else(mismatch)?;
    let date = match inner.as_rule() {
        Rule::date_time => inner.into_inner().next().ok_or_else(mismatch)?,
        _ => inner,
    };
    date.as_str().parse().map_err(|_| Mismatch { span: text.span(), expected: NO_SUCH_DAY.to_owned() })
}

/// What a date that no calendar has should have been.
const NO_SUCH_DAY: &str = "a day that exists";

/// Reads `2026-02-01..2026-05-30` or a single date; both ends belong to it.
///
/// # Errors
/// A range that ends before it starts is a mismatch.
pub fn date_range(text: &Text) -> Result<(Date, Date), Mismatch> {
    let mismatch = |expected: &str| Mismatch { span: text.span(), expected: expected.to_owned() };
    let usual = "a date or a range such as `2026-02-01..2026-05-30`";
    let pair = parse(Rule::date_range, text.as_str().trim()).map_err(|_| mismatch(usual))?;
    let mut dates = pair
        .into_inner()
        .filter(|part| part.as_rule() == Rule::date)
        .map(|part| part.as_str().parse::<Date>());
    let start = dates.next().ok_or_else(|| mismatch(usual))?.map_err(|_| mismatch(NO_SUCH_DAY))?;
    let end = match dates.next() {
        None => start,
        Some(end) => end.map_err(|_| mismatch(NO_SUCH_DAY))?,
    };
    if end < start {
        return Err(mismatch("a range whose first day comes before its last"));
    }
    Ok((start, end))
}

/// Reads `20:00..09:00`; it may run over midnight.
///
/// # Errors
/// Anything else is a mismatch.
pub fn time_range(text: &Text) -> Result<(Time, Time), Mismatch> {
    let mismatch =
        || Mismatch { span: text.span(), expected: "a range of hours such as `20:00..09:00`".to_owned() };
    let pair = parse(Rule::time_range, text.as_str().trim()).map_err(|_| mismatch())?;
    let mut times =
        pair.into_inner().filter(|part| part.as_rule() == Rule::time).map(|part| time_of(part.as_str()));
    match (times.next().flatten(), times.next().flatten()) {
        (Some(start), Some(end)) => Ok((start, end)),
        _ => Err(mismatch()),
    }
}

/// Reads `2 per 7d` or `1000, 5000, 20000 per 1d`.
///
/// # Errors
/// Anything else is a mismatch.
pub fn rate(text: &Text) -> Result<Rate, Mismatch> {
    let mismatch = || Mismatch {
        span: text.span(),
        expected: "a number above 0 per duration, such as `2 per 7d`".to_owned(),
    };
    let pair = parse(Rule::rate, text.as_str()).map_err(|_| mismatch())?;
    let mut counts = Vec::new();
    let mut window = None;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::number => {
                let count = number_of(part.as_str());
                if count < 1.0 || count.fract() != 0.0 {
                    return Err(mismatch());
                }
                counts.push(count as u64);
            }
            Rule::duration => window = Some(duration_of(part)),
            Rule::rate_unit => {
                let unit = match part.as_str() {
                    "week" => Unit::Week,
                    "month" => Unit::Month,
                    _ => Unit::Day,
                };
                window = Some(Duration { count: 1.0, unit });
            }
            _ => {}
        }
    }
    match window {
        Some(window) if window.seconds() > 0.0 && !counts.is_empty() => Ok(Rate { counts, window }),
        _ => Err(mismatch()),
    }
}

/// Reads a schedule.
///
/// # Errors
/// The mismatch points at the first word that does not fit and says what would.
pub fn schedule(text: &Text) -> Result<Schedule, Mismatch> {
    let whole = text.as_str();
    let pair = match parse(Rule::schedule, whole) {
        Ok(pair) => pair,
        Err(error) => return Err(schedule_mismatch(text, &error)),
    };
    let mut schedule = Schedule {
        span: text.span(),
        repeat: Repeat::Daily,
        times: Vec::new(),
        zone: None,
        from: None,
        until: None,
    };
    let Some(form) = pair.into_inner().next() else {
        return Err(Mismatch { span: text.span(), expected: schedule_forms() });
    };
    let once = form.as_rule() == Rule::once;
    for part in form.into_inner() {
        let span = |pair: &Pair<'_, Rule>| text.slice(pair.as_span().start()..pair.as_span().end());
        let place = span(&part);
        match part.as_rule() {
            Rule::date_time | Rule::date if once => {
                let invalid = || Mismatch { span: place, expected: NO_SUCH_DAY.to_owned() };
                let day = if part.as_rule() == Rule::date {
                    Some(part.clone())
                } else {
                    part.clone().into_inner().next()
                };
                let day: Date = day.and_then(|d| d.as_str().parse().ok()).ok_or_else(invalid)?;
                let time = part.into_inner().find(|inner| inner.as_rule() == Rule::time);
                let time = match time {
                    Some(time) => time_of(time.as_str()).ok_or(Mismatch {
                        span: place,
                        expected: "a time between 00:00 and 23:59".to_owned(),
                    })?,
                    None => Time::midnight(),
                };
                schedule.repeat = Repeat::Once(day.to_datetime(time));
            }
            Rule::daily => schedule.repeat = Repeat::Daily,
            Rule::weekly => schedule.repeat = Repeat::Weekly(weekdays(part)),
            Rule::monthly => {
                let mut days = Vec::new();
                for day in part.into_inner() {
                    match day.as_str().parse() {
                        Ok(number @ 1..=31) => days.push(number),
                        _ => {
                            let expected = "a day of the month from 1 to 31".to_owned();
                            return Err(Mismatch { span: span(&day), expected });
                        }
                    }
                }
                schedule.repeat = Repeat::Monthly(days);
            }
            Rule::every => {
                let mut interval = 1;
                let mut unit = Unit::Day;
                let mut interval_span = place;
                for inner in part.clone().into_inner() {
                    match inner.as_rule() {
                        Rule::interval => {
                            interval = inner.as_str().parse().unwrap_or(0);
                            interval_span = span(&inner);
                        }
                        Rule::every_unit => unit = every_unit(inner.as_str()),
                        _ => {}
                    }
                }
                if interval == 0 {
                    return Err(Mismatch { span: interval_span, expected: "a number from 1".to_owned() });
                }
                schedule.repeat = Repeat::Every { interval, unit, days: weekdays(part) };
            }
            Rule::recurrence => {
                let inner = part.into_inner().next();
                let inner = inner
                    .and_then(|p| if p.as_rule() == Rule::string { p.into_inner().next() } else { Some(p) });
                if let Some(inner) = inner {
                    let range = inner.as_span().start()..inner.as_span().end();
                    schedule.repeat = Repeat::Rule(text.part(range));
                }
            }
            Rule::at => {
                for time in part.into_inner().filter(|inner| inner.as_rule() == Rule::time) {
                    match time_of(time.as_str()) {
                        Some(value) => schedule.times.push(value),
                        None => {
                            let expected = "a time between 00:00 and 23:59".to_owned();
                            return Err(Mismatch { span: span(&time), expected });
                        }
                    }
                }
            }
            Rule::zone_of => {
                if let Some(name) = part.into_inner().next() {
                    let zone = match name.as_str() {
                        "recipient" => Zone::Recipient,
                        other => Zone::Named(other.to_owned()),
                    };
                    schedule.zone = Some(Spanned::new(zone, span(&name)));
                }
            }
            rule @ (Rule::from | Rule::until) => {
                if let Some(day) = part.into_inner().next() {
                    let place = span(&day);
                    let Ok(value) = day.as_str().parse::<Date>() else {
                        return Err(Mismatch { span: place, expected: NO_SUCH_DAY.to_owned() });
                    };
                    let slot = if rule == Rule::from { &mut schedule.from } else { &mut schedule.until };
                    *slot = Some(Spanned::new(value, place));
                }
            }
            _ => {}
        }
    }
    Ok(schedule)
}

/// A suppression comment, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The rules it allows, each where it stands.
    pub rules: Vec<Spanned<String>>,
    /// Whether it says why.
    pub explained: bool,
    /// The last day on which it holds.
    pub until: Option<Spanned<Date>>,
}

/// Reads `wabalint: allow(rule, …) until 2026-09-01 because …`.
///
/// # Errors
/// Anything else that begins with `wabalint:` is a mismatch.
pub fn directive(text: &Text) -> Result<Directive, Mismatch> {
    let pair = parse(Rule::directive, text.as_str()).map_err(|_| Mismatch {
        span: text.span(),
        expected: "`wabalint: allow(rule-name) because …`".to_owned(),
    })?;
    let mut directive = Directive { rules: Vec::new(), explained: false, until: None };
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::rule_name => {
                let span = text.slice(part.as_span().start()..part.as_span().end());
                directive.rules.push(Spanned::new(part.as_str().to_owned(), span));
            }
            Rule::last_day => {
                let day = text.part(part.as_span().start()..part.as_span().end());
                directive.until = Some(Spanned::new(date(&day)?, day.span()));
            }
            Rule::reason => directive.explained = !part.as_str().trim().is_empty(),
            _ => {}
        }
    }
    Ok(directive)
}

/// The nearest of some known words, when one is near enough to have been meant.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = word.to_lowercase().replace('-', "_");
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::osa_distance(&lower, &candidate.to_lowercase().replace('-', "_"));
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    best.filter(|(distance, _)| *distance <= allowed).map(|(_, candidate)| candidate)
}

fn parse(rule: Rule, text: &str) -> Result<Pair<'_, Rule>, Box<pest::error::Error<Rule>>> {
    let mut pairs = DefinitionParser::parse(rule, text).map_err(Box::new)?;
    pairs.next().ok_or_else(|| {
        let variant = pest::error::ErrorVariant::CustomError { message: String::new() };
        Box::new(pest::error::Error::new_from_pos(variant, pest::Position::from_start(text)))
    })
}

fn duration_of(pair: Pair<'_, Rule>) -> Duration {
    let mut duration = Duration { count: 0.0, unit: Unit::Day };
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::number => duration.count = number_of(part.as_str()),
            _ => {
                duration.unit = match part.as_str() {
                    "s" => Unit::Second,
                    "m" => Unit::Minute,
                    "h" => Unit::Hour,
                    "bd" => Unit::BusinessDay,
                    "w" => Unit::Week,
                    "mo" => Unit::Month,
                    "y" => Unit::Year,
                    _ => Unit::Day,
                }
            }
        }
    }
    duration
}

fn number_of(text: &str) -> f64 {
    text.replace('_', "").parse().unwrap_or(0.0)
}

fn time_of(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().flatten().unwrap_or(0);
    Time::new(hour, minute, second, 0).ok()
}

fn weekdays(pair: Pair<'_, Rule>) -> Vec<Weekday> {
    let mut days: Vec<Weekday> = pair
        .into_inner()
        .filter(|part| part.as_rule() == Rule::weekday)
        .filter_map(|part| {
            let word = part.as_str().get(..3)?.to_ascii_lowercase();
            Some(match word.as_str() {
                "mon" => Weekday::Monday,
                "tue" => Weekday::Tuesday,
                "wed" => Weekday::Wednesday,
                "thu" => Weekday::Thursday,
                "fri" => Weekday::Friday,
                "sat" => Weekday::Saturday,
                _ => Weekday::Sunday,
            })
        })
        .collect();
    days.sort_by_key(|day| day.to_monday_zero_offset());
    days.dedup();
    days
}

fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

fn every_unit(word: &str) -> Unit {
    let word = word.to_ascii_lowercase();
    match word.as_bytes() {
        [b'h', ..] => Unit::Hour,
        [b'w', ..] => Unit::Week,
        [b'm', ..] => Unit::Month,
        _ => Unit::Day,
    }
}

fn schedule_forms() -> String {
    "`once at 2026-09-01T10:00`, `daily`, `weekly on mon`, `monthly on day 15`, `every 2 days` or `rrule \"…\"`"
        .to_owned()
}

fn schedule_mismatch(text: &Text, error: &pest::error::Error<Rule>) -> Mismatch {
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let value = text.as_str();
    let rest = value.get(at..).unwrap_or_default();
    let word_len = rest.trim_start().find([' ', ',']).unwrap_or(rest.trim_start().len());
    let start = at + rest.len() - rest.trim_start().len();
    let span = text.slice(start.min(value.len())..(start + word_len).min(value.len()));
    let mut expected: Vec<&str> = Vec::new();
    if let pest::error::ErrorVariant::ParsingError { positives, .. } = &error.variant {
        for phrase in positives.iter().filter_map(|rule| describe(*rule)) {
            if !expected.contains(&phrase) {
                expected.push(phrase);
            }
        }
    }
    let expected = match expected.as_slice() {
        [] => schedule_forms(),
        [only] => (*only).to_owned(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    };
    Mismatch { span, expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    fn text(value: &str) -> Text {
        let file = SourceMap::default().add(SourceFile::new("t", value));
        Text::direct(value, Span::new(file, 0, value.len()))
    }

    #[test]
    fn schedules_are_shown_as_they_are_written() {
        for written in [
            "once at 2026-09-01T10:00 in Europe/Madrid",
            "once at 2026-09-01 at 10:00, 18:00",
            "daily at 10:00 in recipient from 2026-09-01 until 2026-10-01",
            "weekly on mon, thu at 10:00 in America/Sao_Paulo",
            "monthly on day 1, 15 at 09:30",
            "every 2 weeks on mon at 10:00",
            "every hour",
            "every 3 months",
            "rrule \"FREQ=MONTHLY;BYDAY=-1FR\" at 09:00 from 2026-09-01",
        ] {
            let read = schedule(&text(written)).unwrap_or_else(|mismatch| panic!("{written}: {mismatch:?}"));
            assert_eq!(read.to_string(), written);
        }
        let read = schedule(&text("every  1 day on tuesday at 9:00 until 2026-10-01")).unwrap();
        assert_eq!(read.to_string(), "every day on tue at 09:00 until 2026-10-01");
    }

    #[test]
    fn months_and_years_are_those_of_the_calendar() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let compare = |one: &str, other: &str, from: &str| {
            duration(&text(one)).unwrap().compare(duration(&text(other)).unwrap(), date(from))
        };
        for (one, other) in [("36mo", "3y"), ("12mo", "1y"), ("1.5y", "18mo"), ("84mo", "7y"), ("7d", "1w")] {
            for from in ["2024-02-29", "2026-01-31", "2026-09-01", "9999-12-31", "-009999-01-01"] {
                assert_eq!(compare(one, other, from), Ordering::Equal, "{one} and {other} from {from}");
            }
        }
        assert_eq!(compare("1095d", "3y", "2025-03-01"), Ordering::Less, "a leap day lies between");
        assert_eq!(compare("1095d", "3y", "2028-03-01"), Ordering::Equal);
        assert_eq!(compare("37mo", "3y", "2026-09-01"), Ordering::Greater);
        assert_eq!(compare("1mo", "30d", "2026-09-01"), Ordering::Equal);
        assert_eq!(compare("1mo", "30d", "2026-10-01"), Ordering::Greater);
        assert_eq!(compare("0.5mo", "1mo", "2026-10-01"), Ordering::Less);
        assert_eq!(compare("99999999999999y", "3y", "2026-10-01"), Ordering::Greater);
        assert_eq!(compare("99999999999999d", "3y", "2026-10-01"), Ordering::Greater);
    }

    #[test]
    fn durations_ask_for_their_unit() {
        assert_eq!(duration(&text("7d")).unwrap(), Duration { count: 7.0, unit: Unit::Day });
        assert_eq!(duration(&text("6mo")).unwrap().unit, Unit::Month);
        assert_eq!(duration(&text("5bd")).unwrap().unit, Unit::BusinessDay);
        assert!(duration(&text("24")).unwrap_err().expected.contains("24h"));
        assert!(duration(&text("soon")).is_err());
    }

    #[test]
    fn numbers_dates_and_ranges() {
        assert_eq!(number(&text("18_400")).unwrap(), 18_400.0);
        assert_eq!(number(&text("20%")).unwrap(), 0.2);
        assert!(date(&text("2026-02-30")).is_err());
        assert!(date_range(&text("2026-05-30..2026-02-01")).is_err());
        assert_eq!(time_range(&text("20:00..9:00")).unwrap().1, Time::constant(9, 0, 0, 0));
        assert_eq!(rate(&text("1000, 5000 per 1d")).unwrap().counts, [1000, 5000]);
        assert!(rate(&text("2 per 0d")).is_err());
        assert!(rate(&text("often")).is_err());
    }

    #[test]
    fn every_schedule_form() {
        let read = |value: &str| schedule(&text(value)).map_err(|m| m.expected);
        assert!(matches!(
            read("once at 2026-09-01T10:00 in America/Sao_Paulo").unwrap().repeat,
            Repeat::Once(_)
        ));
        let weekly =
            read("weekly on mon, thu at 10:00 in recipient from 2026-09-01 until 2026-09-30").unwrap();
        assert_eq!(weekly.repeat, Repeat::Weekly(vec![Weekday::Monday, Weekday::Thursday]));
        assert_eq!(weekly.zone.unwrap().value, Zone::Recipient);
        assert!(matches!(read("monthly on day 31 at 9:00").unwrap().repeat, Repeat::Monthly(d) if d == [31]));
        assert!(matches!(read("every 2 days at 10:00").unwrap().repeat, Repeat::Every { interval: 2, .. }));
        assert!(matches!(
            read("rrule \"FREQ=WEEKLY;BYDAY=MO\" from 2026-09-01").unwrap().repeat,
            Repeat::Rule(_)
        ));
        assert!(read("weekly on someday").unwrap_err().contains("a weekday"));
        assert!(read("daily at 25:00").unwrap_err().contains("23:59"));
        assert!(read("sometimes").unwrap_err().contains("once at"));
        assert!(!read("daily at").unwrap_err().contains("Rule"));
    }

    #[test]
    fn suppressions() {
        let read = directive(&text("wabalint: allow(a-b, c) because the shop asked")).unwrap();
        assert_eq!(read.rules.len(), 2);
        assert!(read.explained);
        assert!(!directive(&text("wabalint: allow(a)")).unwrap().explained);
        assert!(directive(&text("wabalint: ignore a")).is_err());
        let read = directive(&text("wabalint: allow(a) until 2026-09-30 because the shop asked")).unwrap();
        assert!(read.explained);
        assert_eq!(read.until.map(|until| until.value), Some(jiff::civil::date(2026, 9, 30)));
        let mismatch = directive(&text("wabalint: allow(a) until 2026-02-30 because of it")).unwrap_err();
        assert_eq!(mismatch.expected, NO_SUCH_DAY);
    }
}

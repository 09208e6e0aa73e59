//! Schedules come to the same instants as an independent library for recurrence rules finds.
#![expect(clippy::unwrap_used, reason = "a test fails where something is not as it should be")]

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use rrule::RRuleSet;
use wabalint::source::{SourceFile, SourceMap, Span};
use wabalint::syntax::lexical;
use wabalint::syntax::tree::Text;
use wabalint::timeline::{Horizon, expand};

const ZONES: [&str; 6] = [
    "Europe/Madrid",
    "America/Sao_Paulo",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
];

fn weekdays() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 1..=4)
}

/// A rule of RFC 5545 such as people write.
fn rules() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("FREQ=DAILY".to_owned()),
        weekdays().prop_map(|days| format!("FREQ=DAILY;BYDAY={}", days.join(","))),
        weekdays().prop_map(|days| format!("FREQ=WEEKLY;BYDAY={}", days.join(","))),
        Just("FREQ=WEEKLY".to_owned()),
        (weekdays(), prop_oneof![Just("MO"), Just("SU")])
            .prop_map(|(days, start)| format!("FREQ=WEEKLY;WKST={start};BYDAY={}", days.join(","))),
        (1i8..=31).prop_map(|day| format!("FREQ=MONTHLY;BYMONTHDAY={day}")),
        (-5i8..=-1).prop_map(|day| format!("FREQ=MONTHLY;BYMONTHDAY={day}")),
        (prop_oneof![Just(-1i8), 1i8..=5], 0usize..7).prop_map(|(nth, day)| format!(
            "FREQ=MONTHLY;BYDAY={nth}{}",
            ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day]
        )),
        (weekdays(), prop_oneof![Just(-1i8), Just(1i8), Just(2i8)])
            .prop_map(|(days, nth)| format!("FREQ=MONTHLY;BYDAY={};BYSETPOS={nth}", days.join(","))),
        (1i8..=12, 1i8..=28).prop_map(|(month, day)| format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")),
        Just("FREQ=MONTHLY".to_owned()),
        Just("FREQ=YEARLY".to_owned()),
    ];
    (part, 1u32..=4, proptest::option::of(1u32..=40)).prop_map(|(part, interval, count)| {
        let interval = if interval > 1 { format!(";INTERVAL={interval}") } else { String::new() };
        let count = count.map_or(String::new(), |count| format!(";COUNT={count}"));
        format!("{part}{interval}{count}")
    })
}

fn of_library(
    rule: &str,
    from: Date,
    (hour, minute): (i8, i8),
    zone: &str,
    today: Date,
    last: Date,
) -> Vec<i64> {
    let set: RRuleSet =
        format!("DTSTART;TZID={zone}:{}T{hour:02}{minute:02}00\nRRULE:{rule}", from.strftime("%Y%m%d"))
            .parse()
            .unwrap();
    let tz = TimeZone::get(zone).unwrap();
    let mut found = Vec::new();
    for at in &set {
        let at = at.timestamp();
        let day = tz.to_datetime(jiff::Timestamp::from_second(at).unwrap()).date();
        if day > last {
            break;
        }
        if day >= today {
            found.push(at);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rules_come_to_the_same_instants(
        rule in rules(),
        begins in 0i64..700,
        later in 0i64..500,
        hour in prop_oneof![Just(4i8), Just(10i8), Just(20i8)],
        zone in 0usize..ZONES.len(),
    ) {
        let zone = ZONES[zone];
        let from = date(2025, 1, 1).saturating_add(begins.days());
        let today = from.saturating_add(later.days());
        let days = 400;
        // No clocks skip or repeat these hours: what becomes of such a local time is tested elsewhere.
        let minute = 45;
        let text = format!("rrule: \"{rule}\" at {hour:02}:{minute} in {zone} from {from}");
        let mut sources = SourceMap::default();
        let file = sources.add(SourceFile::new("schedule", text.clone()));
        let schedule = lexical::schedule(&Text::direct(&text, Span::new(file, 0, text.len())));
        let schedule = schedule.map_err(|mismatch| TestCaseError::fail(format!("{text}: {}", mismatch.expected)))?;
        let tz = TimeZone::get(zone).unwrap();
        let ours = expand(&schedule, &tz, Horizon { today, days, limit: 100_000 });
        let last = today.saturating_add(i64::from(days).days());
        let theirs = of_library(&rule, from, (hour, minute), zone, today, last);
        let differs = ours.iter().zip(&theirs).position(|(own, other)| own != other);
        prop_assert!(ours == theirs, "{}: {} and {} sends, differ at {:?}", text, ours.len(), theirs.len(), differs);
    }
}

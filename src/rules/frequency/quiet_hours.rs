//! `quiet-hours`

use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Workspace;
use crate::model::Campaign;
use crate::policy::{self, Hours};
use crate::rules::{Check, Cx};
use crate::syntax::lexical::Zone;
use crate::timeline::Place;
use jiff::civil::DateTime;

rule! {
    /// A message that arrives at night, or at hours that a law forbids.
    ///
    /// ## What it finds
    /// Marketing whose planned sends, read in the local time of every zone that the audience lives in, fall outside the
    /// hours of the recipient's country, or into the night (21:00 to 8:00) where no law names hours. An error where the
    /// law is sure of, or where the campaign breaks the `quiet_hours` that it declares itself. The table of countries
    /// can be added to in `wabalint.yaml` (`countries`). Schedules without a zone, and audiences without countries, are
    /// read as they are written.
    ///
    /// ## Why
    /// A message at night is what people block for, and in some countries what fines are for.
    ///
    /// ## Rejected
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; countries: CO; consent { basis: express; purpose: marketing } }
    /// campaign news { purpose: marketing; to: friends; schedule: weekly on sun at 21:30 in America/Bogota }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; countries: CO; consent { basis: express; purpose: marketing } }
    /// campaign news { purpose: marketing; to: friends; schedule: weekly on tue at 10:30 in America/Bogota }
    /// ```
    name: "quiet-hours",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-night", "law-us-hours", "law-co-hours", "law-ae-hours", "law-sa-hours", "law-in-hours", "law-br-hours"],
    check: Check::Workspace(check),
}

/// How many sends the table lists.
const ROWS: usize = 8;

/// Why a send is badly timed, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Night,
    DoubtfulLaw(&'static str),
    Law(&'static str),
    Promised,
}

/// A send that arrives when it should not.
struct Bad<'p> {
    reason: Reason,
    place: &'p Place,
    local: DateTime,
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    for (index, campaign) in workspace.campaigns.iter().copied().enumerate() {
        let Some(schedule) = &campaign.schedule else { continue };
        let is_marketing = workspace.is_marketing(campaign);
        if !is_marketing && campaign.quiet_hours.is_none() {
            continue;
        }
        let mut all = 0usize;
        let mut bad: Vec<Bad<'_>> = Vec::new();
        let places = places_of(workspace, campaign);
        for place in &places {
            for send in workspace.plan().sends(index, campaign, place) {
                let Ok(at) = jiff::Timestamp::from_second(send.at) else { continue };
                // Nobody says where these people live, so the clock of the schedule is theirs.
                let zone = match (place.country, &send.zone) {
                    (None, Some(own)) => own,
                    _ => &place.zone,
                };
                let local = zone.to_datetime(at);
                all += 1;
                if let Some(reason) = reason_of(workspace, campaign, is_marketing, place, local) {
                    bad.push(Bad { reason, place, local });
                }
            }
        }
        let Some(worst) = bad.iter().map(|bad| bad.reason).max() else { continue };
        bad.retain(|bad| bad.reason == worst);
        bad.sort_by_key(|bad| (bad.local, bad.place.country));
        bad.dedup_by_key(|bad| (bad.local, bad.place.country));
        let Some(first) = bad.first() else { continue };
        let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
        let whose = match first.place.country {
            Some(country) => format!("local time in {country}"),
            None => "local time".to_owned(),
        };
        let arrives = format!("`{name}` arrives on {} {whose}", first.local.strftime("%A at %H:%M"));
        let (message, fact, severity) = match worst {
            Reason::Promised => {
                (format!("{arrives}, in the quiet hours that it promises"), "", Severity::Error)
            }
            Reason::Law(fact) => (format!("{arrives}, {}", opening(workspace, first)), fact, Severity::Error),
            Reason::DoubtfulLaw(fact) => {
                (format!("{arrives}, {}", opening(workspace, first)), fact, Severity::Warning)
            }
            Reason::Night => (format!("{arrives}, when people sleep"), "wa-night", Severity::Warning),
        };
        let mut rows: Vec<String> = bad
            .iter()
            .take(ROWS)
            .map(|bad| {
                let country = bad.place.country.unwrap_or_default();
                format!("  {}  {country}", bad.local.strftime("%a %Y-%m-%d %H:%M")).trim_end().to_owned()
            })
            .collect();
        if bad.len() > ROWS {
            rows.push(format!("  and {} more", bad.len() - ROWS));
        }
        let mut diagnostic = Diagnostic::at(schedule.span, message)
            .severity(severity)
            .cites(fact)
            .mark(if all == 1 { "here".to_owned() } else { format!("{} of {all} arrivals", bad.len()) })
            .note(format!("in the recipient's local time:\n{}", rows.join("\n")));
        if let (Reason::Promised, Some(quiet)) = (worst, &campaign.quiet_hours) {
            diagnostic = diagnostic.label(quiet.span, "promised here");
        }
        for audience in workspace.reached_by(campaign) {
            let told = workspace
                .countries_of(audience)
                .iter()
                .find(|code| Some(code.as_str()) == first.place.country);
            if let Some(code) = told {
                diagnostic = diagnostic.label(code.span(), "these people");
                break;
            }
        }
        cx.report(diagnostic.help(help(workspace, campaign, is_marketing, &places, first)));
    }
}

/// Where the people of a campaign live, each country and clock once.
fn places_of<'w>(workspace: &'w Workspace<'_>, campaign: &Campaign) -> Vec<&'w Place> {
    let mut places: Vec<&Place> = Vec::new();
    for reference in &campaign.to {
        let Some(at) = workspace.audience_place(reference.name.as_str()) else { continue };
        for place in workspace.plan().places.get(at).into_iter().flatten() {
            if places.iter().all(|known| !known.is_like(place)) {
                places.push(place);
            }
        }
    }
    places
}

fn minute(local: DateTime) -> u16 {
    u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or(0)
}

fn weekday(local: DateTime) -> usize {
    usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0)
}

fn reason_of(
    workspace: &Workspace<'_>,
    campaign: &Campaign,
    is_marketing: bool,
    place: &Place,
    local: DateTime,
) -> Option<Reason> {
    if let Some(quiet) = &campaign.quiet_hours {
        let (from, to) = quiet.value;
        let time = local.time();
        let is_quiet = if from <= to { from <= time && time < to } else { time >= from || time < to };
        if is_quiet {
            return Some(Reason::Promised);
        }
    }
    if !is_marketing {
        return None;
    }
    match hours(workspace, place) {
        Some(hours) => {
            let open = hours.open.get(weekday(local)).copied().flatten();
            let is_open = open.is_some_and(|(from, to)| (from..to).contains(&minute(local)));
            let reason =
                if hours.is_confident { Reason::Law(hours.fact) } else { Reason::DoubtfulLaw(hours.fact) };
            (!is_open).then_some(reason)
        }
        None => {
            let (from, to) = policy::NIGHT;
            (minute(local) >= from || minute(local) < to).then_some(Reason::Night)
        }
    }
}

fn hours(workspace: &Workspace<'_>, place: &Place) -> Option<Hours> {
    place.country.and_then(|country| workspace.law(country)).and_then(|law| law.hours)
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// When messages may arrive on the day of a send, in words.
fn opening(workspace: &Workspace<'_>, bad: &Bad<'_>) -> String {
    match hours(workspace, bad.place).and_then(|hours| hours.open.get(weekday(bad.local)).copied().flatten())
    {
        Some((from, to)) => {
            format!("where marketing may arrive from {} to {} that day", clock(from), clock(to))
        }
        None => "where marketing may not arrive that day".to_owned(),
    }
}

/// The smallest change: a time of the same day at which all of them may get it, by the clock of the schedule.
fn help(
    workspace: &Workspace<'_>,
    campaign: &Campaign,
    is_marketing: bool,
    places: &[&Place],
    bad: &Bad<'_>,
) -> String {
    let named = campaign.schedule.as_ref().and_then(|schedule| schedule.zone.as_ref());
    let zone = match named.map(|zone| &zone.value) {
        Some(Zone::Named(name)) => jiff::tz::TimeZone::get(name).ok().map(|zone| (name.to_string(), zone)),
        _ => None,
    };
    let is_good = |hour: i8, minute: i8| {
        places.iter().all(|place| {
            let date = bad.local.date();
            let wanted = date.at(hour, minute, 0, 0);
            let local = match &zone {
                Some((_, zone)) if place.country.is_some() => {
                    match zone.to_ambiguous_timestamp(wanted).compatible() {
                        Ok(at) => place.zone.to_datetime(at),
                        Err(_) => wanted,
                    }
                }
                _ => wanted,
            };
            reason_of(workspace, campaign, is_marketing, place, local).is_none()
        })
    };
    let steps: Vec<(i8, i8)> = (0..24i8).flat_map(|hour| [(hour, 0), (hour, 30)]).collect();
    let first = steps.iter().position(|(hour, minute)| is_good(*hour, *minute));
    let Some(first) = first else {
        return if zone.is_some() && is_marketing && places.len() > 1 {
            "choose another day, or write `in recipient`, so that each person gets it at the same time of their own day"
                .to_owned()
        } else {
            "choose another day".to_owned()
        };
    };
    let good =
        steps.get(first..).unwrap_or_default().iter().take_while(|(hour, minute)| is_good(*hour, *minute));
    let last = steps.get(first + good.count()).copied();
    let shown = |at: Option<(i8, i8)>| {
        at.map_or("24:00".to_owned(), |(hour, minute)| format!("{hour:02}:{minute:02}"))
    };
    let by = zone.map_or(String::new(), |(name, _)| format!(" in {name}"));
    format!("send it between {} and {}{by}", shown(steps.get(first).copied()), shown(last))
}

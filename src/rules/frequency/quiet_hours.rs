//! `quiet-hours`

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Workspace;
use crate::model::Campaign;
use crate::policy::{self, Hours};
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{Schedule, Zone};
use crate::timeline::{Place, Send, batches_of};
use jiff::civil::DateTime;

rule! {
    /// A message that arrives at night, or at hours that a law forbids.
    ///
    /// ## What it finds
    /// Marketing whose planned sends, read in the local time of every zone that the audience lives in, fall outside the
    /// hours of the recipient's country, or into the night (21:00 to 8:00) where no law names hours; steps, resends and the
    /// batches of a `ramp` included. An error where the law is sure, or where the campaign breaks the `quiet_hours` that
    /// it declares itself. Advice where it holds only for a part of a country in which few people live (islands and
    /// edges), and the audience names the country and no zones. The table of countries
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
    send: &'p Send,
    local: DateTime,
}

/// A campaign with everything that it sends, and where.
struct Arrivals<'p> {
    campaign: &'p Campaign,
    is_marketing: bool,
    places: Vec<(&'p Place, Vec<&'p Send>)>,
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    for (index, campaign) in workspace.campaigns.iter().copied().enumerate() {
        let Some(schedule) = &campaign.schedule else { continue };
        let is_marketing = workspace.is_marketing(campaign);
        if !is_marketing && campaign.quiet_hours.is_none() {
            continue;
        }
        let plan = workspace.plan();
        let reaches = |last: usize, send: &Send| send.batch <= last;
        let places = places_of(workspace, campaign).into_iter();
        let places = places
            .map(|(place, last)| {
                let sends = plan.sends(index, campaign, place).iter();
                (place, sends.filter(|send| reaches(last, send)).collect())
            })
            .collect();
        let arrivals = Arrivals { campaign, is_marketing, places };
        let mut all: BTreeSet<(DateTime, Option<&str>)> = BTreeSet::new();
        let mut bad: Vec<Bad<'_>> = Vec::new();
        for (place, sends) in &arrivals.places {
            for send in sends.iter().copied() {
                let Some((local, reason)) = arrivals.judged(workspace, place, send, 0) else { continue };
                all.insert((local, place.country));
                bad.extend(reason.map(|reason| Bad { reason, place, send, local }));
            }
        }
        // Who names a whole country seldom means its farthest islands; it is told where nothing else is wrong.
        let is_remote = bad.iter().all(|bad| bad.place.is_remote);
        bad.retain(|bad| is_remote || !bad.place.is_remote);
        let Some(worst) = bad.iter().map(|bad| bad.reason).max() else { continue };
        bad.retain(|bad| bad.reason == worst);
        bad.sort_by_key(|bad| (bad.local, bad.place.country));
        bad.dedup_by_key(|bad| (bad.local, bad.place.country));
        let Some(first) = bad.first() else { continue };
        let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
        let whose = match first.place.country {
            Some(country) if is_remote => format!("in {} ({country})", zone_name(first.place)),
            Some(country) => format!("local time in {country}"),
            None => "local time".to_owned(),
        };
        let what = match (first.send.step, first.send.batch) {
            (None, _) if first.send.cause != schedule.span => format!("a resend of `{name}`"),
            (None, 0 | 1) => format!("`{name}`"),
            (None, batch) => format!("batch {batch} of `{name}`"),
            (Some(step), _) => format!("step {} of `{name}`", step + 1),
        };
        let arrives = format!("{what} arrives on {} {whose}", first.local.strftime("%A at %H:%M"));
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
        let severity = if is_remote { Severity::Advice } else { severity };
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
        let mut diagnostic = Diagnostic::at(first.send.cause, message)
            .severity(severity)
            .cites(fact)
            .mark(match all.len() {
                1 => "here".to_owned(),
                all => format!("{} of {all} arrivals", bad.len()),
            })
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
        let help = arrivals.help(workspace, schedule, first, is_remote);
        cx.report(diagnostic.help(help));
    }
}

fn zone_name(place: &Place) -> &str {
    place.zone.iana_name().unwrap_or("UTC")
}

/// Where the people of a campaign live, each country and clock once, with the last batch of a warm-up that reaches them: a
/// small audience is through before a large one.
fn places_of<'w>(workspace: &'w Workspace<'_>, campaign: &Campaign) -> Vec<(&'w Place, usize)> {
    let mut places: Vec<(&Place, usize)> = Vec::new();
    for reference in &campaign.to {
        let Some(at) = workspace.audience_place(reference.name.as_str()) else { continue };
        let people = workspace.audiences.get(at).and_then(|audience| audience.people());
        let last = campaign.ramp.as_ref().map_or(0, |ramp| batches_of(&ramp.value, people));
        for place in workspace.plan().places.get(at).into_iter().flatten() {
            match places.iter_mut().find(|(known, _)| known.is_like(place)) {
                Some((_, known)) => *known = last.max(*known),
                None => places.push((place, last)),
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
            // At the very end one may still write.
            let is_open = open.is_some_and(|(from, to)| (from..=to).contains(&minute(local)));
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

/// How many sends are tried at another time.
const MOST_TRIED: usize = 4_000;

/// Half an hour, in seconds: other times are looked for in such steps.
const STEP: i64 = 1_800;

impl Arrivals<'_> {
    /// When a send arrives if it is moved by some seconds, and what is wrong with that.
    fn judged(
        &self,
        workspace: &Workspace<'_>,
        place: &Place,
        send: &Send,
        later: i64,
    ) -> Option<(DateTime, Option<Reason>)> {
        let at = jiff::Timestamp::from_second(send.at.saturating_add(later)).ok()?;
        // Nobody says where these people live, so the clock of the schedule is theirs.
        let zone = match (place.country, &send.zone) {
            (None, Some(own)) => own,
            _ => &place.zone,
        };
        let local = zone.to_datetime(at);
        Some((local, reason_of(workspace, self.campaign, self.is_marketing, place, local)))
    }

    /// Whether everything that `is_meant` arrives well when it is moved.
    fn is_good(
        &self,
        workspace: &Workspace<'_>,
        later: i64,
        with_remote: bool,
        is_meant: impl Fn(&Send) -> bool,
    ) -> bool {
        let places = self.places.iter().filter(|(place, _)| with_remote || !place.is_remote);
        let mut sends = places.flat_map(|(place, sends)| sends.iter().map(move |send| (*place, *send)));
        let mut meant = sends.by_ref().filter(|(_, send)| is_meant(send)).take(MOST_TRIED);
        meant.all(|(place, send)| {
            self.judged(workspace, place, send, later).is_none_or(|(_, reason)| reason.is_none())
        })
    }

    /// The smallest change that is enough, tried out on everything that is sent.
    fn help(
        &self,
        workspace: &Workspace<'_>,
        schedule: &Schedule,
        bad: &Bad<'_>,
        with_remote: bool,
    ) -> String {
        let remote = if with_remote {
            format!("name the `zones` of the audience if nobody of it lives in {}, or ", zone_name(bad.place))
        } else {
            String::new()
        };
        if let Some(step) = bad.send.step {
            let moves = |send: &Send| send.step.is_some_and(|other| other >= step);
            let by = (1..=24).flat_map(|count| [count * STEP, -count * STEP]);
            let by = by.into_iter().find(|later| self.is_good(workspace, *later, with_remote, moves));
            return match by {
                Some(later) => {
                    let (minutes, way) = (later.abs() / 60, if later > 0 { "later" } else { "earlier" });
                    let hours = format!("{} h {:02} min", minutes / 60, minutes % 60);
                    format!("{remote}let this step follow {hours} {way}")
                }
                None => format!("{remote}let this step follow at another distance"),
            };
        }
        if bad.send.cause != schedule.span {
            return format!("{remote}send again after another time, such as a whole number of days");
        }
        let first_batch = |send: &Send| send.step.is_none() && send.cause == schedule.span && send.batch <= 1;
        if bad.send.batch > 1 && self.is_good(workspace, 0, with_remote, first_batch) {
            return format!("{remote}let the batches follow a day apart: `per 1d`");
        }
        let zone = bad.send.zone.as_ref();
        let named = schedule.zone.as_ref().map(|zone| &zone.value);
        let is_named = matches!(named, Some(Zone::Named(_)));
        let recipients =
            "write `in recipient`, so that each person gets it at the same time of their own day";
        let Some(zone) = zone.filter(|_| schedule.times.len() <= 1) else {
            return format!("{remote}choose other times");
        };
        let Ok(at) = jiff::Timestamp::from_second(bad.send.at) else {
            return format!("{remote}choose another day");
        };
        let own = i64::from(minute(zone.to_datetime(at))) * 60;
        let steps: Vec<i64> = (0..48).map(|step| step * STEP).collect();
        let good: Vec<bool> =
            steps.iter().map(|time| self.is_good(workspace, time - own, with_remote, |_| true)).collect();
        let first = good.iter().position(|good| *good);
        let length = first.map(|first| good.iter().skip(first).take_while(|good| **good).count());
        let Some((first, length)) = first.zip(length) else {
            return if is_named && self.is_marketing && self.places.len() > 1 {
                format!("{remote}choose another day, or {recipients}")
            } else {
                format!("{remote}choose another day")
            };
        };
        let shown = |at: usize| {
            steps.get(at).map_or(String::new(), |time| clock(u16::try_from(time / 60).unwrap_or(0)))
        };
        let by = match named {
            Some(Zone::Named(name)) => format!(" in {name}"),
            _ => String::new(),
        };
        match length {
            1 => format!("{remote}send it at {}{by}", shown(first)),
            _ => format!("{remote}send it between {} and {}{by}", shown(first), shown(first + length - 1)),
        }
    }
}

//! Schedules to instants, audiences to overlap, and what one recipient gets at worst.

mod expand;
mod window;

pub use expand::{Expansion, expand};
pub use window::{Arrival, worst_window};

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::{Audience, Campaign};
use crate::policy;
use crate::source::Span;
use crate::syntax::lexical::{Unit, Zone};
use crate::syntax::tree::Text;

/// How far and how finely plans are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Horizon {
    /// The day of the run; nothing before it is looked at.
    pub today: Date,
    /// How many days ahead.
    pub days: u32,
    /// How many sends of one campaign.
    pub limit: usize,
}

/// One message that one recipient may get.
#[derive(Clone, Debug)]
pub struct Send {
    /// When, in seconds of Unix time.
    pub at: i64,
    /// The local time with its zone, as `Mon 2026-09-07 10:00 -03`; of a journey, the time since its start.
    pub local: String,
    /// The local day.
    pub day: Date,
    /// Index of the campaign in the list given to [`Plan::new`].
    pub campaign: usize,
    /// The template that is sent, where the campaign names one.
    pub template: Option<Text>,
    /// The schedule, step or resend that causes it.
    pub cause: Span,
}

/// What one recipient of an audience can get.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Index of the audience in the list given to [`Plan::new`].
    pub audience: usize,
    /// Every way in which a recipient can live it: one list of sends for each time zone that differs.
    pub lives: Vec<Vec<Send>>,
}

/// The plan of a whole workspace.
#[derive(Debug, Default)]
pub struct Plan {
    /// One seat for each audience that any campaign reaches.
    pub seats: Vec<Seat>,
    /// Journeys: campaigns that start with an event, each by itself, counted from that event.
    pub journeys: Vec<(usize, Vec<Send>)>,
    /// The local day of the last send of each campaign that has one.
    pub last_days: BTreeMap<usize, Date>,
}

impl Plan {
    /// Lays out all sends. `reaches` gives, for each campaign, the audiences it is sent to, by index.
    pub fn new(
        campaigns: &[&Campaign],
        audiences: &[&Audience],
        reaches: &[Vec<usize>],
        horizon: Horizon,
    ) -> Self {
        let shared = co_reached(audiences);
        let mut plan = Plan::default();
        for (seat, together) in shared.iter().enumerate() {
            let reaching: Vec<usize> = reaches
                .iter()
                .enumerate()
                .filter(|(_, to)| to.iter().any(|audience| together.contains(audience)))
                .map(|(campaign, _)| campaign)
                .collect();
            if reaching.is_empty() {
                continue;
            }
            let Some(audience) = audiences.get(seat) else { continue };
            let mut lives: Vec<Vec<Send>> = Vec::new();
            let mut seen: BTreeSet<Vec<i64>> = BTreeSet::new();
            for zone in recipient_zones(audience) {
                let mut sends = Vec::new();
                for campaign in &reaching {
                    if let Some(plan) = campaigns.get(*campaign) {
                        sends.extend(sends_of(plan, *campaign, &zone, horizon));
                    }
                }
                for send in &sends {
                    let last = plan.last_days.entry(send.campaign).or_insert(send.day);
                    *last = send.day.max(*last);
                }
                sends.sort_by_key(|send| (send.at, send.campaign, send.cause.start));
                if seen.insert(sends.iter().map(|send| send.at).collect()) {
                    lives.push(sends);
                }
            }
            plan.seats.push(Seat { audience: seat, lives });
        }
        for (index, campaign) in campaigns.iter().enumerate() {
            if campaign.schedule.is_none() && !campaign.steps.is_empty() {
                plan.journeys.push((index, journey(campaign, index)));
            }
        }
        plan
    }
}

/// For each audience, all audiences that one of its people may also be in: those that hold it, and those
/// declared to overlap with any of these.
fn co_reached(audiences: &[&Audience]) -> Vec<BTreeSet<usize>> {
    let by_name: BTreeMap<&str, usize> = audiences
        .iter()
        .enumerate()
        .filter_map(|(at, audience)| audience.name.as_ref().map(|name| (name.as_str(), at)))
        .collect();
    let index = |name: &str| by_name.get(name).copied();
    let mut overlaps: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (at, audience) in audiences.iter().enumerate() {
        for other in audience.overlaps.iter().filter_map(|reference| index(reference.name.as_str())) {
            overlaps.insert((at, other));
            overlaps.insert((other, at));
        }
    }
    let mut all = Vec::with_capacity(audiences.len());
    for at in 0..audiences.len() {
        let mut together = BTreeSet::from([at]);
        let mut queue = vec![at];
        while let Some(current) = queue.pop() {
            let holders = audiences.get(current).into_iter().flat_map(|audience| &audience.part_of);
            for holder in holders.filter_map(|reference| index(reference.name.as_str())) {
                if together.insert(holder) {
                    queue.push(holder);
                }
            }
        }
        let overlapping: Vec<usize> =
            overlaps.iter().filter(|(own, _)| together.contains(own)).map(|(_, other)| *other).collect();
        together.extend(overlapping);
        all.push(together);
    }
    all
}

/// The zones that recipients of an audience live in: those it names, or all of its countries; UTC when neither is said.
pub fn recipient_zones(audience: &Audience) -> Vec<TimeZone> {
    let mut names: Vec<&str> = audience.zones.iter().map(Text::as_str).collect();
    if names.is_empty() {
        for country in &audience.countries {
            names.extend(policy::zones_of(country.as_str()).unwrap_or_default());
        }
    }
    let mut zones: Vec<TimeZone> = names.iter().filter_map(|name| TimeZone::get(name).ok()).collect();
    if zones.is_empty() {
        zones.push(TimeZone::UTC);
    }
    zones
}

/// All sends of a campaign to one recipient in a zone, resends and steps included.
fn sends_of(campaign: &Campaign, index: usize, recipient: &TimeZone, horizon: Horizon) -> Vec<Send> {
    let Some(schedule) = &campaign.schedule else { return Vec::new() };
    let template = campaign.send.first().map(|choice| &choice.template.name);
    let zone = match schedule.zone.as_ref().map(|zone| &zone.value) {
        Some(Zone::Named(name)) => TimeZone::get(name).unwrap_or(TimeZone::UTC),
        Some(Zone::Recipient) | None => recipient.clone(),
    };
    let mut sends = Vec::new();
    for instant in expand(schedule, &zone, horizon).instants {
        let send = |at: i64, template: Option<&Text>, cause: Span| Send {
            at,
            local: local(at, &zone),
            day: day(at, &zone),
            campaign: index,
            template: template.cloned(),
            cause,
        };
        // A campaign that only has steps sends nothing at its start.
        if template.is_some() || campaign.steps.is_empty() {
            sends.push(send(instant, template, schedule.span));
        }
        let mut offset = instant;
        for step in &campaign.steps {
            offset = later(offset, step.after.value);
            sends.push(send(offset, Some(&step.send.name), step.span));
        }
        if let Some(resend) = &campaign.resend {
            // Who did not receive the first message gets only the second; these two got both.
            let repeats = resend.to.iter().any(|to| matches!(to.as_str(), "not_read" | "no_reply"));
            if let (true, Some(after)) = (repeats, &resend.after) {
                let times = resend.times.as_ref().map_or(1.0, |times| times.value).clamp(0.0, 100.0) as u32;
                let mut offset = instant;
                for _ in 0..times {
                    offset = later(offset, after.value);
                    sends.push(send(offset, template, resend.span));
                }
            }
        }
    }
    sends
}

/// The sends of a journey, counted from the event that starts it.
fn journey(campaign: &Campaign, index: usize) -> Vec<Send> {
    let mut sends = Vec::new();
    let mut at = 0;
    let send = |at: i64, template: &Text, cause: Span| Send {
        at,
        local: since_start(at),
        day: Date::ZERO,
        campaign: index,
        template: Some(template.clone()),
        cause,
    };
    if let Some(first) = campaign.send.first() {
        sends.push(send(at, &first.template.name, first.template.span()));
    }
    for step in &campaign.steps {
        at = later(at, step.after.value);
        sends.push(send(at, &step.send.name, step.span));
    }
    sends
}

fn later(at: i64, duration: crate::syntax::lexical::Duration) -> i64 {
    if duration.unit == Unit::BusinessDay {
        // Day 0 of Unix time was a Thursday; Saturday and Sunday are skipped.
        let mut at = at;
        let mut left = duration.count.clamp(0.0, 10_000.0) as u32;
        while left > 0 {
            at += 86_400;
            let weekday = (at.div_euclid(86_400) + 3).rem_euclid(7);
            if weekday < 5 {
                left -= 1;
            }
        }
        return at;
    }
    at.saturating_add(duration.seconds().clamp(0.0, 4e9) as i64)
}

/// How long after the start of a journey: `  2 d  6 h`.
fn since_start(at: i64) -> String {
    format!("{:>3} d {:>2} h after the start", at / 86_400, at % 86_400 / 3_600)
}

fn day(at: i64, zone: &TimeZone) -> Date {
    jiff::Timestamp::from_second(at).map_or(Date::ZERO, |timestamp| zone.to_datetime(timestamp).date())
}

fn local(at: i64, zone: &TimeZone) -> String {
    match jiff::Timestamp::from_second(at) {
        Ok(timestamp) => timestamp.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string(),
        Err(_) => String::new(),
    }
}

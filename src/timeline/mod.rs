//! Schedules to instants, audiences to overlap, and what one recipient gets at worst.

mod expand;
mod window;

pub use expand::expand;
pub use window::{Arrival, worst_window, worst_windows};

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::model::{Audience, Campaign};
use crate::policy;
use crate::source::Span;
use crate::syntax::lexical::{Duration, Unit, Zone};
use crate::syntax::tree::Text;

/// How many sends to one person are looked at; nobody bears a thousandth of it, so what is found is the same.
const MOST_SENDS: usize = 50_000;

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
    /// When, in seconds of Unix time; of a journey, since its start.
    pub at: i64,
    /// Whose local time is shown; `None` for a journey.
    pub zone: Option<TimeZone>,
    /// Index of the campaign in the list given to [`Plan::new`].
    pub campaign: usize,
    /// Which step of the campaign it is; `None` for the message itself and its resends.
    pub step: Option<usize>,
    /// The schedule, step or resend that causes it.
    pub cause: Span,
}

impl Send {
    /// The template that is sent, where the campaign names one.
    pub fn template<'c>(&self, campaign: &'c Campaign) -> Option<&'c str> {
        let reference = match self.step {
            None => campaign.send.first().map(|choice| &choice.template),
            Some(step) => campaign.steps.get(step).map(|step| &step.send),
        };
        reference.map(|reference| reference.name.as_str())
    }

    /// The local time with its zone, as `Mon 2026-09-07 10:00 CEST`; of a journey, the time since its start.
    pub fn shown(&self) -> String {
        match (&self.zone, jiff::Timestamp::from_second(self.at)) {
            (Some(zone), Ok(at)) => at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string(),
            _ => format!("{:>3} d {:>2} h after the start", self.at / 86_400, self.at % 86_400 / 3_600),
        }
    }

    /// The local day.
    pub fn day(&self) -> Option<Date> {
        let at = jiff::Timestamp::from_second(self.at).ok()?;
        Some(self.zone.as_ref()?.to_datetime(at).date())
    }
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
    /// Journeys: campaigns that start with an event, each by itself, counted from that event; one list of sends for
    /// each weekday of the start that makes a difference.
    pub journeys: Vec<(usize, Vec<Vec<Send>>)>,
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
        let mut sent_to: Vec<Vec<usize>> = vec![Vec::new(); audiences.len()];
        for (campaign, to) in reaches.iter().enumerate() {
            for audience in to {
                if let Some(list) = sent_to.get_mut(*audience) {
                    list.push(campaign);
                }
            }
        }
        let mut plan = Plan::default();
        let mut laid_out: BTreeMap<(usize, &str), Vec<Send>> = BTreeMap::new();
        for (seat, together) in shared.iter().enumerate() {
            let reaching: BTreeSet<usize> =
                together.iter().filter_map(|audience| sent_to.get(*audience)).flatten().copied().collect();
            let Some(audience) = audiences.get(seat).filter(|_| !reaching.is_empty()) else { continue };
            let mut lives: Vec<Vec<Send>> = Vec::new();
            let mut seen: BTreeSet<Vec<i64>> = BTreeSet::new();
            for (name, zone) in recipient_zones(audience) {
                let mut sends: Vec<Send> = Vec::new();
                for campaign in &reaching {
                    let Some(plan) = campaigns.get(*campaign) else { continue };
                    // A campaign comes to the same for all who live in a zone.
                    let own = laid_out
                        .entry((*campaign, name))
                        .or_insert_with(|| sends_of(plan, *campaign, &zone, horizon));
                    let room = MOST_SENDS.saturating_sub(sends.len());
                    sends.extend(own.iter().take(room).cloned());
                }
                sends.sort_by_key(|send| (send.at, send.campaign, send.cause.start));
                if seen.insert(sends.iter().map(|send| send.at).collect()) {
                    lives.push(sends);
                }
            }
            for life in &lives {
                let last: BTreeMap<usize, &Send> = life.iter().map(|send| (send.campaign, send)).collect();
                for (campaign, send) in last {
                    let day = send.day().unwrap_or(Date::ZERO);
                    let known = plan.last_days.entry(campaign).or_insert(day);
                    *known = day.max(*known);
                }
            }
            plan.seats.push(Seat { audience: seat, lives });
        }
        for (index, campaign) in campaigns.iter().enumerate() {
            let sends_more = !campaign.steps.is_empty() || campaign.resend.is_some();
            if campaign.schedule.is_none() && sends_more {
                plan.journeys.push((index, journeys(campaign, index)));
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
    let mut overlaps: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut disjoint: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, audience) in audiences.iter().enumerate() {
        let overlapping = audience.overlaps.iter().map(|reference| &reference.name);
        // Who is left out of an audience is in none of its sends.
        let apart = audience.disjoint_from.iter().map(|reference| &reference.name).chain(&audience.exclude);
        let declared = overlapping.map(|name| (name, true)).chain(apart.map(|name| (name, false)));
        for (name, shares) in declared {
            let Some(other) = index(name.as_str()) else { continue };
            let relation = if shares { &mut overlaps } else { &mut disjoint };
            relation.entry(at).or_default().insert(other);
            relation.entry(other).or_default().insert(at);
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
        let own = together.clone();
        together.extend(own.iter().filter_map(|audience| overlaps.get(audience)).flatten());
        // Whoever is in an audience is in none that is declared to share nobody with it.
        for apart in own.iter().filter_map(|audience| disjoint.get(audience)).flatten() {
            if !own.contains(apart) {
                together.remove(apart);
            }
        }
        all.push(together);
    }
    all
}

/// The zones that recipients of an audience live in: those it names, or all of its countries; UTC when neither is said.
fn recipient_zones(audience: &Audience) -> Vec<(&str, TimeZone)> {
    let mut names: Vec<&str> = audience.zones.iter().map(Text::as_str).collect();
    if names.is_empty() {
        for country in &audience.countries {
            names.extend(policy::zones_of(country.as_str()).unwrap_or_default());
        }
    }
    let mut zones: Vec<(&str, TimeZone)> =
        names.into_iter().filter_map(|name| Some((name, TimeZone::get(name).ok()?))).collect();
    if zones.is_empty() {
        zones.push(("UTC", TimeZone::UTC));
    }
    zones
}

/// All sends of a campaign to one recipient in a zone, resends and steps included, from today on.
fn sends_of(campaign: &Campaign, index: usize, recipient: &TimeZone, horizon: Horizon) -> Vec<Send> {
    let Some(schedule) = &campaign.schedule else { return Vec::new() };
    let zone = match schedule.zone.as_ref().map(|zone| &zone.value) {
        Some(Zone::Named(name)) => TimeZone::get(name).unwrap_or(TimeZone::UTC),
        Some(Zone::Recipient) | None => recipient.clone(),
    };
    // What started before today may still have steps and resends to come.
    let reach = chain(campaign, index, 0, None, schedule.span).iter().map(|send| send.at).max().unwrap_or(0);
    let back = u32::try_from(reach / DAY + 3).unwrap_or(u32::MAX);
    let earlier = if reach > 0 {
        horizon.today.saturating_sub(i64::from(back.min(3_660)).days())
    } else {
        horizon.today
    };
    let wider = Horizon { today: earlier, days: horizon.days.saturating_add(back), ..horizon };
    let horizon_used = if reach > 0 { wider } else { horizon };
    let start_of = |day: Date| zone.to_ambiguous_timestamp(day.to_datetime(Time::midnight())).compatible();
    let from = start_of(horizon.today).map_or(i64::MIN, |at| at.as_second());
    let end = start_of(horizon.today.saturating_add(i64::from(horizon.days + 1).days()))
        .map_or(i64::MAX, |at| at.as_second());
    let mut sends = Vec::new();
    for instant in expand(schedule, &zone, horizon_used) {
        sends.extend(chain(campaign, index, instant, Some(&zone), schedule.span));
    }
    sends.retain(|send| (from..end).contains(&send.at));
    sends
}

/// The sends of a journey, counted from the event that starts it. Business days make it depend on the weekday of the
/// start, so each weekday is a life of its own then.
fn journeys(campaign: &Campaign, index: usize) -> Vec<Vec<Send>> {
    let business_days = campaign.steps.iter().any(|step| step.after.value.unit == Unit::BusinessDay);
    let weekdays = if business_days { 7 } else { 1 };
    let place = campaign.send.first().map_or(campaign.heading(), |choice| choice.template.span());
    (0..weekdays)
        .map(|weekday| {
            let start = weekday * DAY;
            let mut sends = chain(campaign, index, start, Some(&TimeZone::UTC), place);
            for send in &mut sends {
                send.at -= start;
                send.zone = None;
            }
            sends.sort_by_key(|send| send.at);
            sends
        })
        .collect()
}

/// What one start of a campaign sends: the message itself, its resends, and its steps.
fn chain(campaign: &Campaign, index: usize, start: i64, zone: Option<&TimeZone>, place: Span) -> Vec<Send> {
    let send = |at: i64, step: Option<usize>, cause: Span| Send {
        at,
        zone: zone.cloned(),
        campaign: index,
        step,
        cause,
    };
    let mut sends = Vec::new();
    // A campaign that only has steps sends nothing at its start.
    if !campaign.send.is_empty() || campaign.steps.is_empty() {
        sends.push(send(start, None, place));
    }
    let mut at = start;
    for (number, step) in campaign.steps.iter().enumerate() {
        at = later(at, step.after.value, zone);
        sends.push(send(at, Some(number), step.span));
    }
    if let Some(resend) = &campaign.resend {
        // Who did not receive the first message gets only the second; those who did not read or answer got both.
        let repeats = resend.to.iter().any(|to| REACHED.contains(&to.as_str()));
        if let (true, Some(after)) = (repeats, &resend.after) {
            let times =
                resend.times.as_ref().map_or(1.0, |times| times.value).clamp(0.0, MOST_RESENDS) as u32;
            let mut at = start;
            for _ in 0..times {
                at = later(at, after.value, zone);
                sends.push(send(at, None, resend.span));
            }
        }
    }
    sends
}

const DAY: i64 = 86_400;

/// Those of the words for `resend` that name people who got the first message.
const REACHED: [&str; 2] = ["not_read", "no_reply"];

/// More resends of one message than anybody plans; bounds the work.
const MOST_RESENDS: f64 = 100.0;

/// An instant a while later; business days are counted in the local time of the zone.
fn later(at: i64, duration: Duration, zone: Option<&TimeZone>) -> i64 {
    if duration.unit != Unit::BusinessDay {
        return at.saturating_add(duration.seconds().clamp(0.0, 4e9) as i64);
    }
    let utc = TimeZone::UTC;
    let zone = zone.unwrap_or(&utc);
    let Ok(start) = jiff::Timestamp::from_second(at) else { return at };
    let mut local = start.to_zoned(zone.clone()).datetime();
    let mut left = duration.count.clamp(0.0, 2_000.0) as u32;
    while left > 0 {
        local = local.saturating_add(1.day());
        if !matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    zone.to_ambiguous_timestamp(local).compatible().map_or(at, |timestamp| timestamp.as_second())
}

//! Schedules to instants, audiences to overlap, and what one recipient gets at worst.

mod expand;
mod load;
mod window;

pub use expand::expand;
pub use load::{Batch, Day, Relations, above, batches, parts_of, people_of, worst_day, worst_days};
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
        self.shown_at(self.at)
    }

    /// The same for another instant.
    pub fn shown_at(&self, at: i64) -> String {
        match (&self.zone, jiff::Timestamp::from_second(at)) {
            (Some(zone), Ok(at)) => at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string(),
            _ => format!("{:>3} d {:>2} h after the start", at / 86_400, at % 86_400 / 3_600),
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

/// Where recipients of an audience live.
#[derive(Clone, Debug)]
pub struct Place {
    /// The country, where the audience or the zone tells it.
    pub country: Option<&'static str>,
    /// The time zone.
    pub zone: TimeZone,
    /// Zones whose clocks agree all the time that is looked at have one number.
    clock: usize,
}

impl Place {
    /// Whether it is of the same country and goes by the same clock.
    pub fn is_like(&self, other: &Place) -> bool {
        (self.country, self.clock) == (other.country, other.clock)
    }
}

/// The clocks of time zones, told apart by what they show and not by their names: a country of thirty zones has eight.
#[derive(Debug, Default)]
struct Clocks {
    by_name: BTreeMap<String, (TimeZone, usize)>,
    /// Changes of the offset from UTC, in seconds, as `(instant, offset)`.
    known: BTreeMap<Vec<(i64, i32)>, usize>,
}

impl Clocks {
    fn of(&mut self, name: &str, horizon: Horizon) -> Option<(TimeZone, usize)> {
        if let Some(known) = self.by_name.get(name) {
            return Some(known.clone());
        }
        let zone = TimeZone::get(name).ok()?;
        let at = |day: Date| TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok();
        // What began long ago may still have steps to come.
        let from = at(horizon.today.saturating_sub((MOST_DAYS_BACK + 2).days()))?;
        let to = at(horizon.today.saturating_add((i64::from(horizon.days) + 3).days()))?;
        let first = (from.as_second(), zone.to_offset(from).seconds());
        let changes = zone.following(from).take_while(|change| change.timestamp() < to);
        let shown: Vec<(i64, i32)> = std::iter::once(first)
            .chain(changes.map(|change| (change.timestamp().as_second(), change.offset().seconds())))
            .collect();
        let next = self.known.len() + 1;
        let clock = *self.known.entry(shown).or_insert(next);
        self.by_name.insert(name.to_owned(), (zone.clone(), clock));
        Some((zone, clock))
    }
}

/// The number for schedules that name their zone: they come to the same wherever people live.
const SAME_EVERYWHERE: usize = 0;

/// The plan of a whole workspace.
#[derive(Debug, Default)]
pub struct Plan {
    /// One seat for each audience that any campaign reaches.
    pub seats: Vec<Seat>,
    /// Journeys: campaigns that start with an event, each by itself, counted from that event; one list of sends for
    /// each weekday of the start that makes a difference.
    pub journeys: Vec<(usize, Vec<Vec<Send>>)>,
    /// The local days of the first and the last send of each campaign that has any.
    pub days: BTreeMap<usize, (Date, Date)>,
    /// For each audience where its people live, each country and clock once.
    pub places: Vec<Vec<Place>>,
    laid_out: BTreeMap<(usize, usize), Vec<Send>>,
}

impl Plan {
    /// Lays out all sends. `reaches` gives, for each campaign, the audiences it is sent to, by index; audiences of which
    /// nothing else is said share people where `assume_overlap` says so.
    pub fn new(
        campaigns: &[&Campaign],
        audiences: &[&Audience],
        reaches: &[Vec<usize>],
        horizon: Horizon,
        assume_overlap: bool,
    ) -> Self {
        let shared = co_reached(audiences, assume_overlap);
        let mut sent_to: Vec<Vec<usize>> = vec![Vec::new(); audiences.len()];
        for (campaign, to) in reaches.iter().enumerate() {
            for audience in to {
                if let Some(list) = sent_to.get_mut(*audience) {
                    list.push(campaign);
                }
            }
        }
        let mut clocks = Clocks::default();
        let mut plan = Plan {
            places: (0..audiences.len())
                .filter_map(|at| Some(places_of(placed(audiences, at)?, &mut clocks, horizon)))
                .collect(),
            ..Plan::default()
        };
        for (index, campaign) in campaigns.iter().enumerate() {
            let to = reaches.get(index).into_iter().flatten();
            let places: Vec<&Place> =
                to.filter_map(|audience| plan.places.get(*audience)).flatten().collect();
            let nowhere = [Place { country: None, zone: TimeZone::UTC, clock: SAME_EVERYWHERE }];
            let places = if places.is_empty() { nowhere.iter().collect() } else { places };
            for place in places {
                let key = (index, clock_of(campaign, place));
                plan.laid_out.entry(key).or_insert_with(|| sends_of(campaign, index, &place.zone, horizon));
            }
        }
        for ((campaign, _), sends) in &plan.laid_out {
            let mut days = sends.iter().filter_map(Send::day);
            let Some(first) = days.next() else { continue };
            let span = days.fold((first, first), |(least, most), day| (least.min(day), most.max(day)));
            let known = plan.days.entry(*campaign).or_insert(span);
            *known = (known.0.min(span.0), known.1.max(span.1));
        }
        for (seat, together) in shared.iter().enumerate() {
            let reaching: BTreeSet<usize> =
                together.iter().filter_map(|audience| sent_to.get(*audience)).flatten().copied().collect();
            let Some(own) = plan.places.get(seat).filter(|_| !reaching.is_empty()) else { continue };
            let mut lives: Vec<Vec<Send>> = Vec::new();
            let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
            for place in own {
                // Who lives by the same clocks gets the same.
                let keys: Vec<(usize, usize)> = reaching
                    .iter()
                    .filter_map(|at| Some((*at, clock_of(campaigns.get(*at)?, place))))
                    .collect();
                if !seen.insert(keys.iter().map(|(_, clock)| *clock).collect()) {
                    continue;
                }
                let mut sends: Vec<Send> = Vec::new();
                for key in keys {
                    let room = MOST_SENDS.saturating_sub(sends.len());
                    match plan.laid_out.get(&key) {
                        Some(own) => sends.extend(own.iter().take(room).cloned()),
                        // People of an overlapping audience may live where the campaign's own people do not.
                        None => {
                            let Some(campaign) = campaigns.get(key.0) else { continue };
                            let own = sends_of(campaign, key.0, &place.zone, horizon);
                            sends.extend(own.into_iter().take(room));
                        }
                    }
                }
                sends.sort_by_key(|send| (send.at, send.campaign, send.cause.start));
                lives.push(sends);
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

    /// What a campaign sends to people who live at a place, in the order of the schedule.
    pub fn sends(&self, index: usize, campaign: &Campaign, place: &Place) -> &[Send] {
        self.laid_out.get(&(index, clock_of(campaign, place))).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a campaign sends to an audience, or to people of whom nothing is known: one list for each clock that makes a
    /// difference.
    pub fn lists_to(&self, index: usize, campaign: &Campaign, audience: Option<usize>) -> Vec<&[Send]> {
        let Some(audience) = audience else { return self.lists(index).collect() };
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let places = self.places.get(audience).map(Vec::as_slice).unwrap_or_default();
        let differs = places.iter().filter(|place| seen.insert(clock_of(campaign, place)));
        differs.map(|place| self.sends(index, campaign, place)).collect()
    }

    /// Every list of sends of a campaign: one for each clock that its people live by.
    pub fn lists(&self, index: usize) -> impl Iterator<Item = &[Send]> {
        self.laid_out.range((index, 0)..=(index, usize::MAX)).map(|(_, sends)| sends.as_slice())
    }
}

/// By which clock a campaign goes for people of a place.
fn clock_of(campaign: &Campaign, place: &Place) -> usize {
    let zone = campaign.schedule.as_ref().and_then(|schedule| schedule.zone.as_ref());
    match zone.map(|zone| &zone.value) {
        Some(Zone::Named(_)) => SAME_EVERYWHERE,
        Some(Zone::Recipient) | None => place.clock,
    }
}

/// For each audience, all audiences that one of its people may also be in: those that hold it, and those
/// declared to overlap with any of these. Where unknown relations are taken to overlap, all that are not declared apart.
fn co_reached(audiences: &[&Audience], assume_overlap: bool) -> Vec<BTreeSet<usize>> {
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
        if assume_overlap {
            together.extend(0..audiences.len());
        }
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

/// The audience that says where the people of an audience live: itself, or the nearest that holds it and says so.
fn placed<'a>(audiences: &[&'a Audience], at: usize) -> Option<&'a Audience> {
    let own = audiences.get(at).copied()?;
    let is_placed = |audience: &Audience| !audience.countries.is_empty() || !audience.zones.is_empty();
    if is_placed(own) || own.part_of.is_empty() {
        return Some(own);
    }
    let named = |name: &str| {
        audiences.iter().copied().find(|known| known.name.as_ref().is_some_and(|own| own.as_str() == name))
    };
    let mut seen = vec![own];
    let mut next = 0;
    while let Some(current) = seen.get(next).copied() {
        if is_placed(current) {
            return Some(current);
        }
        for holder in current.part_of.iter().filter_map(|reference| named(reference.name.as_str())) {
            if seen.iter().all(|known| !std::ptr::eq(*known, holder)) {
                seen.push(holder);
            }
        }
        next += 1;
    }
    Some(own)
}

/// Where recipients of an audience live: in the zones that it names, or in all of its countries; by UTC when neither is
/// said.
fn places_of(audience: &Audience, clocks: &mut Clocks, horizon: Horizon) -> Vec<Place> {
    let countries: Vec<&'static str> =
        audience.countries.iter().filter_map(|code| policy::country(code.as_str())).collect();
    let mut named: Vec<(Option<&'static str>, &str)> = Vec::new();
    for zone in audience.zones.iter().map(Text::as_str) {
        let holds = |country: &&'static str| policy::zones_of(country).is_some_and(|all| all.contains(&zone));
        let own = countries.iter().find(|country| holds(country)).copied();
        let only = (countries.len() == 1).then(|| countries.first().copied()).flatten();
        named.push((own.or(only).or_else(|| policy::country_of_zone(zone)), zone));
    }
    if named.is_empty() {
        for country in countries {
            let zones = policy::zones_of(country).unwrap_or_default();
            named.extend(zones.iter().map(|zone| (Some(country), *zone)));
        }
    }
    let mut places: Vec<Place> = Vec::new();
    for (country, name) in named {
        let Some((zone, clock)) = clocks.of(name, horizon) else { continue };
        if places.iter().all(|known| (known.country, known.clock) != (country, clock)) {
            places.push(Place { country, zone, clock });
        }
    }
    if places.is_empty()
        && let Some((zone, clock)) = clocks.of("UTC", horizon)
    {
        places.push(Place { country: None, zone, clock });
    }
    places
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
        horizon.today.saturating_sub(i64::from(back).min(MOST_DAYS_BACK).days())
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

/// How long ago a campaign may have begun whose steps are still to come.
const MOST_DAYS_BACK: i64 = 3_660;

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

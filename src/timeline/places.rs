//! Where people live, and by which clocks.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::sends::MOST_DAYS_BACK;
use super::{Horizon, Relations};
use crate::model::{Audience, Campaign};
use crate::policy;
use crate::syntax::lexical::Zone;
use crate::syntax::tree::Text;

/// Where recipients of an audience live.
#[derive(Clone, Debug)]
pub struct Place {
    /// The country, where the audience or the zone tells it.
    pub country: Option<&'static str>,
    /// The time zone.
    pub zone: TimeZone,
    /// Whether it is there only because the country is named, and few of its people go by this clock.
    pub is_remote: bool,
    /// Zones whose clocks agree all the time that is looked at have one number.
    clock: usize,
}

impl Place {
    /// Where people live of whom nothing is said.
    pub(super) fn nowhere() -> Self {
        Place { country: None, zone: TimeZone::UTC, is_remote: false, clock: SAME_EVERYWHERE }
    }

    /// The number of its clock.
    pub(super) fn clock(&self) -> usize {
        self.clock
    }

    /// Whether it is of the same country and goes by the same clock.
    pub fn is_like(&self, other: &Place) -> bool {
        (self.country, self.clock) == (other.country, other.clock)
    }
}

/// The number for schedules that name their zone: they come to the same wherever people live.
const SAME_EVERYWHERE: usize = 0;

/// By which clock a campaign goes for people of a place.
pub(super) fn clock_of(campaign: &Campaign, place: &Place) -> usize {
    let zone = campaign.schedule.as_ref().and_then(|schedule| schedule.zone.as_ref());
    match zone.map(|zone| &zone.value) {
        Some(Zone::Named(_)) => SAME_EVERYWHERE,
        Some(Zone::Recipient) | None => place.clock,
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

/// For each audience where its people live, each country and clock once.
pub(super) fn places(audiences: &[&Audience], relations: &Relations, horizon: Horizon) -> Vec<Vec<Place>> {
    let mut clocks = Clocks::default();
    let is_placed = |audience: &&Audience| !audience.countries.is_empty() || !audience.zones.is_empty();
    (0..audiences.len())
        .map(|at| {
            // The audience itself says where its people live, or the nearest that holds it and says so.
            let own = audiences.get(at).copied();
            let told = own.filter(is_placed).or_else(|| {
                let holders = relations.holders_of(at);
                holders.into_iter().filter_map(|holder| audiences.get(holder).copied()).find(is_placed)
            });
            told.or(own).map_or(Vec::new(), |audience| places_of(audience, &mut clocks, horizon))
        })
        .collect()
}

/// Where recipients of an audience live: in the zones that it names, and in all zones of countries of which it names none;
/// by UTC when neither is said.
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
    // A country none of whose zones is named has all of them.
    let told = named.len();
    for country in countries {
        if named.iter().take(told).all(|(known, _)| *known != Some(country)) {
            let zones = policy::zones_of(country).unwrap_or_default();
            named.extend(zones.iter().map(|zone| (Some(country), *zone)));
        }
    }
    let mut places: Vec<Place> = Vec::new();
    let mut seen: BTreeMap<(Option<&str>, usize), usize> = BTreeMap::new();
    for (at, (country, name)) in named.into_iter().enumerate() {
        let Some((zone, clock)) = clocks.of(name, horizon) else { continue };
        let is_remote = at >= told && policy::is_remote(name);
        match seen.get(&(country, clock)).and_then(|at| places.get_mut(*at)) {
            Some(place) => place.is_remote &= is_remote,
            None => {
                seen.insert((country, clock), places.len());
                places.push(Place { country, zone, is_remote, clock });
            }
        }
    }
    if places.is_empty()
        && let Some((zone, clock)) = clocks.of("UTC", horizon)
    {
        places.push(Place { country: None, zone, is_remote: false, clock });
    }
    places
}

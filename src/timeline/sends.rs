//! What one campaign sends: its message, batch by batch where it warms up, with the steps and resends that follow.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::Horizon;
use super::expand::{expand, local_times, resolve, resolved};
use crate::model::Campaign;
use crate::source::Span;
use crate::syntax::lexical::{DAY, Duration, HOUR, Rate, Repeat, Schedule, Unit, Zone};

/// How long ago a campaign may have begun whose steps are still to come.
pub(super) const MOST_DAYS_BACK: i64 = 3_660;

/// Those of the words for `resend` that name people who got the first message.
const REACHED: [&str; 2] = ["not_read", "no_reply"];

/// More resends of one message than anybody plans; bounds the work.
const MOST_RESENDS: f64 = 100.0;

/// More batches of one warm-up than anybody plans; bounds the work.
const MOST_BATCHES: usize = 200;

/// One message that one recipient may get.
#[derive(Clone, Debug)]
pub struct Send {
    /// When, in seconds of Unix time; of a journey, since its start.
    pub at: i64,
    /// The same by a clock that knows no summer time, in seconds: so that a week in which clocks change is not shorter or
    /// longer than others to who gets a message each week.
    pub clock: i64,
    /// Whose local time is shown; `None` for a journey.
    pub zone: Option<TimeZone>,
    /// Index of the campaign in the list given to [`Plan::new`](super::Plan::new).
    pub campaign: usize,
    /// Which step of the campaign it is; `None` for the message itself and its resends.
    pub step: Option<usize>,
    /// Which batch of a warm-up gets it, from 1; 0 where everybody does.
    pub batch: usize,
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
        match (&self.zone, Timestamp::from_second(at)) {
            (Some(zone), Ok(at)) => at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string(),
            _ => format!("{:>3} d {:>2} h after the start", at / DAY, at % DAY / HOUR),
        }
    }

    /// The instant so many seconds later by its own clock, whose changes do not count.
    pub fn later(&self, seconds: i64) -> i64 {
        let at = self.at + seconds;
        let offset = |at: i64| {
            let at = Timestamp::from_second(at).ok()?;
            Some(i64::from(self.zone.as_ref()?.to_offset(at).seconds()))
        };
        match offset(self.at).zip(offset(at)) {
            Some((before, after)) => at - (after - before),
            None => at,
        }
    }

    /// The local day.
    pub fn day(&self) -> Option<Date> {
        let at = Timestamp::from_second(self.at).ok()?;
        Some(self.zone.as_ref()?.to_datetime(at).date())
    }
}

/// In how many batches a warm-up reaches so many people; without a number of people, in as many as it names.
pub fn batches_of(ramp: &Rate, people: Option<u64>) -> usize {
    let Some(people) = people else { return ramp.counts.len().min(MOST_BATCHES) };
    let mut left = people;
    (0..MOST_BATCHES)
        .take_while(|at| {
            let count = count_of(ramp, *at).min(left);
            left -= count;
            count > 0
        })
        .count()
}

/// How many of some people a batch of a campaign reaches: everybody in batch 0, nobody behind the last one.
pub fn people_in(campaign: &Campaign, batch: usize, people: u64) -> u64 {
    let (Some(ramp), Some(last)) = (&campaign.ramp, batch.checked_sub(1)) else { return people };
    let before = (0..last).map(|at| count_of(&ramp.value, at)).fold(0, u64::saturating_add);
    count_of(&ramp.value, last).min(people.saturating_sub(before))
}

/// How many people a batch takes, counted from 0; the last count holds on.
fn count_of(ramp: &Rate, at: usize) -> u64 {
    ramp.counts.get(at).or(ramp.counts.last()).copied().unwrap_or(0)
}

/// The sends of one campaign, for one clock after the other.
pub(super) struct Sender<'c> {
    campaign: &'c Campaign,
    index: usize,
    horizon: Horizon,
    /// How long the last step, resend or batch comes behind the message itself, in seconds.
    reach: i64,
    /// How many batches there are; 0 without a warm-up.
    batches: usize,
    /// Local times at which it starts, before today and from today on, where these do not depend on the zone.
    local: Option<(Vec<DateTime>, Vec<DateTime>)>,
    /// Whether it starts more often than is looked at.
    is_cut: bool,
}

impl<'c> Sender<'c> {
    /// `people` is how many the largest of its audiences holds.
    pub(super) fn new(
        campaign: &'c Campaign,
        index: usize,
        people: Option<u64>,
        horizon: Horizon,
    ) -> Option<Self> {
        let schedule = campaign.schedule.as_ref()?;
        let batches = campaign.ramp.as_ref().map_or(0, |ramp| batches_of(&ramp.value, people));
        let last = i64::try_from(batches.saturating_sub(1)).unwrap_or(0);
        let follows = followers(campaign, index, 0, None).iter().map(|send| send.at).max().unwrap_or(0);
        let mut sender = Sender {
            campaign,
            index,
            horizon,
            reach: follows.saturating_add(last.saturating_mul(window_of(campaign))),
            batches,
            local: None,
            is_cut: false,
        };
        let mut most = 0;
        if let Some(ahead) = local_times(schedule, horizon) {
            most = ahead.len();
            let (past, is_cut) = sender.before_today(|horizon| local_times(schedule, horizon));
            sender.is_cut |= is_cut;
            sender.local = Some((past, ahead));
        }
        sender.is_cut |= most >= horizon.limit;
        Some(sender)
    }

    /// What started before today may still have steps, resends and batches to come: the last starts, as many as are
    /// looked at, and whether there were more.
    fn before_today<T>(&self, starts: impl Fn(Horizon) -> Option<Vec<T>>) -> (Vec<T>, bool) {
        let schedule = self.campaign.schedule.as_ref();
        // Every third day, counted from nothing that is said, is counted from today.
        let is_counted = schedule.is_some_and(|schedule| {
            let skips = matches!(&schedule.repeat, Repeat::Every { interval, .. } if *interval > 1);
            schedule.from.is_none() && (skips || matches!(schedule.repeat, Repeat::Rule(_)))
        });
        if self.reach <= 0 || is_counted {
            return (Vec::new(), false);
        }
        let wanted = (self.reach / DAY + 3).min(MOST_DAYS_BACK);
        let limit = self.horizon.limit;
        let mut days = wanted.min(32);
        loop {
            let today = self.horizon.today.saturating_sub(days.days());
            let window = Horizon { today, days: u32::try_from(days - 1).unwrap_or(0), limit: usize::MAX };
            let mut past = starts(window).unwrap_or_default();
            if past.len() >= limit || days >= wanted {
                let more = past.len().saturating_sub(limit);
                past.drain(..more);
                return (past, more > 0 || days < wanted);
            }
            days = (days * 4).min(wanted);
        }
    }

    /// All sends to one recipient in a zone, from today on, in the order of time. `room` is how many sends may still be
    /// looked at; what is left out is told by the second value.
    pub(super) fn sends(&self, recipient: &TimeZone, room: &mut usize) -> (Vec<Send>, bool) {
        let Some(schedule) = &self.campaign.schedule else { return (Vec::new(), false) };
        let zone = zone_of(schedule, recipient);
        let mut is_cut = self.is_cut;
        let (past, ahead) = match &self.local {
            Some((past, ahead)) => {
                let resolved = |times: &[DateTime]| resolved(schedule, times, &zone);
                (resolved(past), resolved(ahead))
            }
            None => {
                let ahead = expand(schedule, &zone, self.horizon);
                let (past, more) = self.before_today(|horizon| Some(expand(schedule, &zone, horizon)));
                is_cut |= more || ahead.len() >= self.horizon.limit;
                (past, ahead)
            }
        };
        let summer = Summer::new(&zone, self.horizon);
        let midnight = |day: Date| resolve(day.to_datetime(Time::midnight()), &zone);
        let from = midnight(self.horizon.today);
        let end = midnight(self.horizon.today.saturating_add(i64::from(self.horizon.days + 1).days()));
        // The message itself goes before what follows it, so that many steps never hide it.
        let mut sends = Vec::new();
        let window = window_of(self.campaign);
        let mut starts: Vec<(i64, usize)> = Vec::new();
        for start in past.iter().chain(&ahead) {
            let Some(left) = room.checked_sub(1) else { return (sends, true) };
            *room = left;
            if self.batches == 0 {
                starts.push((*start, 0));
            }
            for batch in 0..self.batches {
                let later = i64::try_from(batch).unwrap_or(0).saturating_mul(window);
                starts.push((start.saturating_add(later), batch + 1));
            }
        }
        let sends_first = !self.campaign.send.is_empty() || self.campaign.steps.is_empty();
        for (at, batch) in starts.iter().filter(|(at, _)| sends_first && (from..end).contains(at)) {
            let Some(left) = room.checked_sub(1) else { return (sends, true) };
            *room = left;
            sends.push(Send {
                at: *at,
                clock: summer.clock(*at),
                zone: Some(zone.clone()),
                campaign: self.index,
                step: None,
                batch: *batch,
                cause: schedule.span,
            });
        }
        for (start, batch) in starts {
            // Looking at what follows is work, whether it falls into the time that is looked at or not.
            let following = followers(self.campaign, self.index, start, Some(&zone));
            let Some(left) = room.checked_sub(following.len()) else {
                is_cut = true;
                break;
            };
            *room = left;
            let ahead = following.into_iter().filter(|send| (from..end).contains(&send.at));
            sends.extend(ahead.map(|send| Send { batch, clock: summer.clock(send.at), ..send }));
        }
        sends.sort_by_key(|send| (send.at, send.step, send.batch, send.cause.start));
        (sends, is_cut)
    }
}

/// How far the clocks of a zone are ahead of those that they show at the least.
struct Summer<'z> {
    zone: &'z TimeZone,
    least: i32,
    /// Whether they never change in the time that is looked at.
    is_steady: bool,
}

impl<'z> Summer<'z> {
    fn new(zone: &'z TimeZone, horizon: Horizon) -> Self {
        let at = |day: Date| TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok();
        let from = at(horizon.today.saturating_sub(2.days())).unwrap_or(Timestamp::MIN);
        let end = at(horizon.today.saturating_add((i64::from(horizon.days) + 3).days()));
        let first = zone.to_offset(from).seconds();
        let changes =
            zone.following(from).take_while(|change| end.is_none_or(|end| change.timestamp() < end));
        let offsets: Vec<i32> = changes.map(|change| change.offset().seconds()).collect();
        let least = offsets.iter().copied().min().unwrap_or(first).min(first);
        Summer { zone, least, is_steady: offsets.iter().all(|offset| *offset == first) }
    }

    fn clock(&self, at: i64) -> i64 {
        if self.is_steady {
            return at;
        }
        let offset = Timestamp::from_second(at).map_or(self.least, |at| self.zone.to_offset(at).seconds());
        at + i64::from(offset - self.least)
    }
}

fn window_of(campaign: &Campaign) -> i64 {
    campaign.ramp.as_ref().map_or(0, |ramp| ramp.value.window.seconds().clamp(1.0, 4e9) as i64)
}

/// The zone that a schedule is read in for a recipient.
fn zone_of(schedule: &Schedule, recipient: &TimeZone) -> TimeZone {
    match schedule.zone.as_ref().map(|zone| &zone.value) {
        Some(Zone::Named(name)) => TimeZone::get(name).unwrap_or(TimeZone::UTC),
        Some(Zone::Recipient) | None => recipient.clone(),
    }
}

/// The sends of a journey, counted from the event that starts it. Business days make it depend on the weekday of the
/// start, so each weekday is a life of its own then.
pub(super) fn journeys(campaign: &Campaign, index: usize) -> Vec<Vec<Send>> {
    let business_days = campaign.steps.iter().any(|step| step.after.value.unit == Unit::BusinessDay);
    let weekdays = if business_days { 7 } else { 1 };
    let place = campaign.send.first().map_or(campaign.heading(), |choice| choice.template.span());
    (0..weekdays)
        .map(|weekday| {
            let start = weekday * DAY;
            let first = Send {
                at: start,
                clock: start,
                zone: None,
                campaign: index,
                step: None,
                batch: 0,
                cause: place,
            };
            // A campaign that only has steps sends nothing at its start.
            let sends_first = !campaign.send.is_empty() || campaign.steps.is_empty();
            let mut sends: Vec<Send> = sends_first.then_some(first).into_iter().collect();
            sends.extend(followers(campaign, index, start, Some(&TimeZone::UTC)));
            for send in &mut sends {
                send.at -= start;
                send.clock = send.at;
                send.zone = None;
            }
            sends.sort_by_key(|send| send.at);
            sends
        })
        .collect()
}

/// What follows one start of a campaign: its steps and its resends.
fn followers(campaign: &Campaign, index: usize, start: i64, zone: Option<&TimeZone>) -> Vec<Send> {
    let send = |at: i64, step: Option<usize>, cause: Span| Send {
        at,
        clock: at,
        zone: zone.cloned(),
        campaign: index,
        step,
        batch: 0,
        cause,
    };
    let mut sends = Vec::new();
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

/// An instant a while later; business days are counted in the local time of the zone.
fn later(at: i64, duration: Duration, zone: Option<&TimeZone>) -> i64 {
    if duration.unit != Unit::BusinessDay {
        return at.saturating_add(duration.seconds().clamp(0.0, 4e9) as i64);
    }
    let utc = TimeZone::UTC;
    let zone = zone.unwrap_or(&utc);
    let Ok(start) = Timestamp::from_second(at) else { return at };
    let local = zone.to_datetime(start);
    let count = duration.count.clamp(0.0, 2_000.0) as i64;
    if count == 0 {
        return at;
    }
    // On a weekend one counts on from Friday.
    let weekday = i64::from(local.weekday().to_monday_zero_offset());
    let friday = i64::from(Weekday::Friday.to_monday_zero_offset());
    let counted = weekday.min(friday) + count;
    let days = counted / 5 * 7 + counted % 5 - weekday;
    resolve(local.saturating_add(days.days()), zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, counted day by day.
    #[test]
    fn business_days_leave_out_weekends() {
        for start in 0..7 {
            for count in 0..23u32 {
                let first = Timestamp::from_second(1_788_220_800 + start * DAY).unwrap();
                let mut local = TimeZone::UTC.to_datetime(first);
                let mut left = count;
                while left > 0 {
                    local = local.saturating_add(1.day());
                    let is_weekend = matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday);
                    left -= u32::from(!is_weekend);
                }
                let duration = Duration { count: f64::from(count), unit: Unit::BusinessDay };
                assert_eq!(later(first.as_second(), duration, None), resolve(local, &TimeZone::UTC));
            }
        }
    }

    #[test]
    fn a_warm_up_spreads_people_over_its_windows() {
        let day = Duration { count: 1.0, unit: Unit::Day };
        let ramp = |counts: &[u64]| Rate { counts: counts.to_vec(), window: day };
        assert_eq!(batches_of(&ramp(&[500, 1_000]), Some(4_000)), 5);
        assert_eq!(batches_of(&ramp(&[500, 1_000]), None), 2);
        assert_eq!(batches_of(&ramp(&[0]), Some(10)), 0);
        assert_eq!(batches_of(&ramp(&[1]), Some(1_000_000)), MOST_BATCHES);
    }
}

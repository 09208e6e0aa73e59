//! Schedules to instants, audiences to overlap, and what one recipient gets at worst.

mod expand;
mod load;
mod places;
mod relations;
mod sends;
mod window;

pub use expand::{expand, skipped};
pub use load::{Batch, Day, Load, above, batches, people_of, worst_day, worst_days};
pub use places::Place;
pub use relations::Relations;
pub use sends::{Send, batches_of, people_in};
pub use window::{Arrival, WINDOWS, Window, worst_window, worst_windows};

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::model::{Audience, Campaign};
use places::clock_of;

/// How many sends of a workspace are laid out; more are told and not looked at.
const MOST_LAID_OUT: usize = 1_000_000;

/// How many sends to one person are looked at; nobody bears a thousandth of it, so what is found is the same.
const MOST_IN_A_LIFE: usize = 50_000;

/// How many sends to people are looked at in all lives together; more are told and not looked at.
const MOST_IN_LIVES: usize = 6_000_000;

/// How many batches of a warm-up are lives of their own.
const MOST_BATCH_LIVES: usize = 32;

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

impl Horizon {
    /// The last day that is looked at.
    pub fn last(self) -> Date {
        self.today.saturating_add(i64::from(self.days).days())
    }
}

/// What one recipient of an audience can get.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Index of the audience in the list given to [`Plan::new`].
    pub audience: usize,
    /// Every way in which a recipient can live it, by number: one for each clock that differs, and for each batch of a
    /// warm-up.
    pub lives: Vec<usize>,
}

/// A way to live what is sent.
#[derive(Debug)]
enum Life {
    /// What some campaigns send by some clocks, and in which batch of each one is.
    Sends(Vec<Listed>),
    /// What one journey sends.
    Journey(Vec<Send>),
}

/// A list of sends that is lived: its campaign, the clock, and the batch of a warm-up; 0 without one.
type Listed = (usize, usize, usize);

/// The plan of a whole workspace.
#[derive(Debug, Default)]
pub struct Plan {
    /// One seat for each audience that any campaign reaches.
    pub seats: Vec<Seat>,
    /// Journeys: campaigns that start with an event, each by itself, counted from that event; the numbers of its lives, one
    /// for each weekday of the start that makes a difference.
    pub journeys: Vec<(usize, Vec<usize>)>,
    /// The local days of the first and the last send of each campaign that has any.
    pub days: BTreeMap<usize, (Date, Date)>,
    /// For each audience where its people live, each country and clock once.
    pub places: Vec<Vec<Place>>,
    /// Campaigns that send more than is laid out.
    pub cut: BTreeSet<usize>,
    /// Audiences whose people get more, all together, than is looked at.
    pub unseen: Vec<usize>,
    laid_out: BTreeMap<(usize, usize), Vec<Send>>,
    lives: Vec<Life>,
}

impl Plan {
    /// Lays out all sends. `reaches` gives, for each campaign, the audiences it is sent to, by index.
    pub fn new(
        campaigns: &[&Campaign],
        audiences: &[&Audience],
        reaches: &[Vec<usize>],
        relations: &Relations,
        horizon: Horizon,
    ) -> Self {
        let mut plan = Plan { places: places::places(audiences, relations, horizon), ..Plan::default() };
        let mut layout = Layout::new(campaigns, audiences, reaches, horizon);
        for (index, campaign) in campaigns.iter().enumerate() {
            let to = reaches.get(index).into_iter().flatten();
            let places: Vec<Place> =
                to.filter_map(|audience| plan.places.get(*audience)).flatten().cloned().collect();
            let nowhere = [Place::nowhere()];
            let places = if places.is_empty() { nowhere.as_slice() } else { places.as_slice() };
            for place in places {
                plan.lay_out(&mut layout, (index, clock_of(campaign, place)), place);
            }
        }
        for ((campaign, _), sends) in &plan.laid_out {
            let mut days = sends.iter().filter_map(Send::day);
            let Some(first) = days.next() else { continue };
            let span = days.fold((first, first), |(least, most), day| (least.min(day), most.max(day)));
            let known = plan.days.entry(*campaign).or_insert(span);
            *known = (known.0.min(span.0), known.1.max(span.1));
        }
        plan.sit(&mut layout, relations, reaches);
        for (index, campaign) in campaigns.iter().enumerate() {
            let sends_more = !campaign.steps.is_empty() || campaign.resend.is_some();
            if campaign.schedule.is_none() && sends_more {
                let first = plan.lives.len();
                plan.lives.extend(sends::journeys(campaign, index).into_iter().map(Life::Journey));
                plan.journeys.push((index, (first..plan.lives.len()).collect()));
            }
        }
        plan
    }

    /// Lays out what a campaign sends by a clock, unless that is done.
    fn lay_out(&mut self, layout: &mut Layout<'_>, key: (usize, usize), place: &Place) {
        let Some(Some(sender)) = layout.senders.get(key.0) else { return };
        if self.laid_out.contains_key(&key) {
            return;
        }
        let (sends, is_cut) = sender.sends(&place.zone, &mut layout.room);
        if is_cut {
            self.cut.insert(key.0);
        }
        self.laid_out.insert(key, sends);
    }

    /// Finds what the people of each audience can get.
    fn sit(&mut self, layout: &mut Layout<'_>, relations: &Relations, reaches: &[Vec<usize>]) {
        let mut sent_to: Vec<Vec<usize>> = vec![Vec::new(); self.places.len()];
        for (campaign, to) in reaches.iter().enumerate() {
            for audience in to {
                if let Some(list) = sent_to.get_mut(*audience) {
                    list.push(campaign);
                }
            }
        }
        // Many audiences live the same life, all of them where unknown relations are taken to overlap.
        let everyone: Vec<usize> = (0..sent_to.len()).collect();
        let mut of_everyone: BTreeMap<usize, Option<Vec<usize>>> = BTreeMap::new();
        let mut known: BTreeMap<Vec<Listed>, usize> = BTreeMap::new();
        let mut room = MOST_IN_LIVES;
        for seat in 0..sent_to.len() {
            let together = relations.together(seat);
            let is_everyone = together.is_none();
            let sets = together.unwrap_or_else(|| vec![everyone.clone()]);
            let own = self.places.get(seat).cloned().unwrap_or_default();
            let mut lives: Vec<usize> = Vec::new();
            let mut is_seen = true;
            for set in &sets {
                let reaching = layout.reaching(set, &sent_to);
                if reaching.is_empty() {
                    continue;
                }
                for place in &own {
                    let found = match of_everyone.get(&place.clock()).filter(|_| is_everyone) {
                        Some(found) => found.clone(),
                        None => self.lives_at(layout, &reaching, place, &mut known, &mut room),
                    };
                    is_seen &= found.is_some();
                    lives.extend(found.iter().flatten());
                    if is_everyone {
                        of_everyone.insert(place.clock(), found);
                    }
                }
            }
            if !is_seen {
                self.unseen.push(seat);
            }
            if !lives.is_empty() {
                lives.sort_unstable();
                lives.dedup();
                self.seats.push(Seat { audience: seat, lives });
            }
        }
    }

    /// The lives of people at a place whom some campaigns reach, each in so many batches; `None` where these are more
    /// than are looked at.
    fn lives_at(
        &mut self,
        layout: &mut Layout<'_>,
        reaching: &BTreeMap<usize, usize>,
        place: &Place,
        known: &mut BTreeMap<Vec<Listed>, usize>,
        room: &mut usize,
    ) -> Option<Vec<usize>> {
        let mut keys: Vec<(usize, usize)> = Vec::with_capacity(reaching.len());
        for at in reaching.keys() {
            let Some(campaign) = layout.campaigns.get(*at) else { continue };
            let key = (*at, clock_of(campaign, place));
            // People of an overlapping audience may live where the campaign's own people do not.
            self.lay_out(layout, key, place);
            keys.push(key);
        }
        let sends: usize = keys.iter().map(|key| self.laid_out.get(key).map_or(0, Vec::len)).sum();
        let mut lives = Vec::new();
        for batches in choices(reaching) {
            let lists: Vec<Listed> =
                keys.iter().map(|key| (key.0, key.1, batches.get(&key.0).copied().unwrap_or(0))).collect();
            if let Some(life) = known.get(&lists) {
                lives.push(*life);
                continue;
            }
            *room = room.checked_sub(sends.min(MOST_IN_A_LIFE) + lists.len())?;
            let life = self.lives.len();
            self.lives.push(Life::Sends(lists.clone()));
            known.insert(lists, life);
            lives.push(life);
        }
        Some(lives)
    }

    /// How many lives there are; they are numbered from 0.
    pub fn lives(&self) -> usize {
        self.lives.len()
    }

    /// What is sent in a life, in the order of time.
    pub fn life(&self, life: usize) -> Vec<&Send> {
        match self.lives.get(life) {
            None => Vec::new(),
            Some(Life::Journey(sends)) => sends.iter().collect(),
            Some(Life::Sends(lists)) => {
                let mut lists: Vec<(&[Send], usize)> = lists
                    .iter()
                    .filter_map(|(campaign, clock, batch)| {
                        Some((self.laid_out.get(&(*campaign, *clock))?.as_slice(), *batch))
                    })
                    .collect();
                let total: usize = lists.iter().map(|(list, _)| list.len()).sum();
                if total > MOST_IN_A_LIFE {
                    // What sends very often must not hide what sends seldom.
                    lists.sort_by_key(|(list, _)| list.len());
                }
                let mut all: Vec<&Send> = Vec::with_capacity(total.min(MOST_IN_A_LIFE));
                for (list, batch) in lists {
                    let room = MOST_IN_A_LIFE.saturating_sub(all.len());
                    all.extend(list.iter().filter(|send| send.batch == batch).take(room));
                }
                all.sort_by_key(|send| (send.clock, send.campaign, send.cause.start));
                all
            }
        }
    }

    /// What a campaign sends to people who live at a place, in the order of time.
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

/// What is needed while sends are laid out.
struct Layout<'c> {
    campaigns: &'c [&'c Campaign],
    /// `None` for campaigns without a schedule.
    senders: Vec<Option<sends::Sender<'c>>>,
    /// How many people each audience holds.
    sizes: Vec<Option<u64>>,
    room: usize,
}

impl<'c> Layout<'c> {
    fn new(
        campaigns: &'c [&'c Campaign],
        audiences: &[&Audience],
        reaches: &[Vec<usize>],
        horizon: Horizon,
    ) -> Self {
        let sizes: Vec<Option<u64>> = audiences.iter().map(|audience| audience.people()).collect();
        let mut senders = Vec::with_capacity(campaigns.len());
        for (index, campaign) in campaigns.iter().enumerate() {
            let people =
                reaches.get(index).into_iter().flatten().filter_map(|at| sizes.get(*at).copied().flatten());
            senders.push(sends::Sender::new(campaign, index, people.max(), horizon));
        }
        Layout { campaigns, senders, sizes, room: MOST_LAID_OUT }
    }

    /// The campaigns that reach people who are in all of some audiences, each with the number of batches in which it does.
    fn reaching(&self, set: &[usize], sent_to: &[Vec<usize>]) -> BTreeMap<usize, usize> {
        let mut reaching: BTreeMap<usize, usize> = BTreeMap::new();
        for audience in set {
            for at in sent_to.get(*audience).into_iter().flatten() {
                let ramp = self.campaigns.get(*at).and_then(|campaign| campaign.ramp.as_ref());
                let size = self.sizes.get(*audience).copied().flatten();
                let batches = ramp.map_or(0, |ramp| batches_of(&ramp.value, size));
                let known = reaching.entry(*at).or_default();
                *known = (*known).max(batches);
            }
        }
        reaching
    }
}

/// In which batch of each campaign with a warm-up one may be. Few combinations are all followed; of many those in which
/// one is equally late everywhere, as where the lists have one order.
fn choices(reaching: &BTreeMap<usize, usize>) -> Vec<BTreeMap<usize, usize>> {
    let ramped: Vec<(usize, usize)> =
        reaching.iter().filter(|(_, batches)| **batches > 0).map(|(at, batches)| (*at, *batches)).collect();
    let all = ramped.iter().try_fold(1usize, |all, (_, batches)| {
        all.checked_mul(*batches).filter(|all| *all <= MOST_BATCH_LIVES)
    });
    if all.is_some() {
        return ramped.iter().fold(vec![BTreeMap::new()], |choices, (at, batches)| {
            let with = |choice: &BTreeMap<usize, usize>, batch: usize| {
                let mut choice = choice.clone();
                choice.insert(*at, batch);
                choice
            };
            choices.iter().flat_map(|choice| (1..=*batches).map(move |batch| with(choice, batch))).collect()
        });
    }
    let last = ramped.iter().map(|(_, batches)| *batches).max().unwrap_or(0);
    let numbers: Vec<usize> = if last <= MOST_BATCH_LIVES {
        (1..=last).collect()
    } else {
        (1..MOST_BATCH_LIVES).chain([last]).collect()
    };
    let together = |batch: usize| ramped.iter().map(|(at, batches)| (*at, batch.min(*batches))).collect();
    numbers.into_iter().map(together).collect()
}

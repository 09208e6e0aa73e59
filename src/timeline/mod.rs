//! Schedules to instants, audiences to overlap, and what one recipient gets at worst.

mod expand;
mod load;
mod places;
mod relations;
mod sends;
mod window;

pub use expand::expand;
pub use load::{Batch, Day, Load, above, batches, people_of, worst_day, worst_days};
pub use places::Place;
pub use relations::Relations;
pub use sends::{Send, batches_of, people_in};
pub use window::{Arrival, worst_window, worst_windows};

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{Audience, Campaign};
use places::clock_of;

const DAY: i64 = 86_400;

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
    /// What some campaigns send by some clocks, and in which batch of warm-ups one is.
    Sends { lists: Vec<(usize, usize)>, batch: usize },
    /// What one journey sends.
    Journey(Vec<Send>),
}

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
        let all: BTreeSet<usize> = sent_to.iter().flatten().copied().collect();
        let all: Vec<usize> = all.into_iter().collect();
        // Many audiences live the same life, all of them where unknown relations are taken to overlap.
        let mut known: BTreeMap<(Vec<(usize, usize)>, usize), usize> = BTreeMap::new();
        let mut of_all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut room = MOST_IN_LIVES;
        for seat in 0..sent_to.len() {
            let together = relations.together(seat);
            let reaching = match &together {
                None => Cow::Borrowed(&all),
                Some(together) => {
                    let lists = together.iter().filter_map(|audience| sent_to.get(*audience)).flatten();
                    let mut reaching: Vec<usize> = lists.copied().collect();
                    reaching.sort_unstable();
                    reaching.dedup();
                    Cow::Owned(reaching)
                }
            };
            if reaching.is_empty() {
                continue;
            }
            let own = self.places.get(seat).cloned().unwrap_or_default();
            let mut lives: Vec<usize> = Vec::new();
            let mut is_seen = true;
            for place in &own {
                if let Some(known) = of_all.get(&place.clock()).filter(|_| together.is_none()) {
                    lives.extend(known);
                    continue;
                }
                let lists: Vec<(usize, usize)> = reaching
                    .iter()
                    .filter_map(|at| Some((*at, clock_of(layout.campaigns.get(*at)?, place))))
                    .collect();
                // People of an overlapping audience may live where the campaign's own people do not.
                for key in &lists {
                    self.lay_out(layout, *key, place);
                }
                let of_list = |key: &(usize, usize)| self.laid_out.get(key).map_or(0, Vec::len);
                let sends: usize = lists.iter().map(of_list).sum();
                let mut of_place = Vec::new();
                for batch in layout.batches_of(&reaching) {
                    let key = (lists.clone(), batch);
                    let life = match known.get(&key) {
                        Some(life) => *life,
                        None => {
                            let Some(left) = room.checked_sub(sends.min(MOST_IN_A_LIFE) + lists.len()) else {
                                is_seen = false;
                                break;
                            };
                            room = left;
                            let life = self.lives.len();
                            self.lives.push(Life::Sends { lists: lists.clone(), batch });
                            known.insert(key, life);
                            life
                        }
                    };
                    of_place.push(life);
                }
                if together.is_none() {
                    of_all.insert(place.clock(), of_place.clone());
                }
                lives.extend(of_place);
            }
            lives.sort_unstable();
            lives.dedup();
            if !is_seen {
                self.unseen.push(seat);
            }
            self.seats.push(Seat { audience: seat, lives });
        }
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
            Some(Life::Sends { lists, batch }) => {
                let mut lists: Vec<&[Send]> =
                    lists.iter().filter_map(|key| self.laid_out.get(key)).map(Vec::as_slice).collect();
                let total: usize = lists.iter().map(|list| list.len()).sum();
                if total > MOST_IN_A_LIFE {
                    // What sends very often must not hide what sends seldom.
                    lists.sort_by_key(|list| list.len());
                }
                let mut all: Vec<&Send> = Vec::with_capacity(total.min(MOST_IN_A_LIFE));
                for list in lists {
                    let room = MOST_IN_A_LIFE.saturating_sub(all.len());
                    let last = list.iter().map(|send| send.batch).max().unwrap_or(0);
                    let own = list.iter().filter(|send| send.batch == 0 || send.batch == last.min(*batch));
                    all.extend(own.take(room));
                }
                all.sort_by_key(|send| (send.at, send.campaign, send.cause.start));
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
    /// In how many batches each campaign warms up; 0 for none.
    batches: Vec<usize>,
    room: usize,
}

impl<'c> Layout<'c> {
    fn new(
        campaigns: &'c [&'c Campaign],
        audiences: &[&Audience],
        reaches: &[Vec<usize>],
        horizon: Horizon,
    ) -> Self {
        let mut senders = Vec::with_capacity(campaigns.len());
        let mut batches = Vec::with_capacity(campaigns.len());
        for (index, campaign) in campaigns.iter().enumerate() {
            let size = |at: &usize| audiences.get(*at)?.size.as_ref().map(|size| size.value.max(0.0) as u64);
            let people = reaches.get(index).into_iter().flatten().filter_map(size).max();
            batches.push(campaign.ramp.as_ref().map_or(0, |ramp| batches_of(&ramp.value, people)));
            senders.push(sends::Sender::new(campaign, index, people, horizon));
        }
        Layout { campaigns, senders, batches, room: MOST_LAID_OUT }
    }

    /// The batches in which people of some campaigns live differently; one life where nothing warms up.
    fn batches_of(&self, reaching: &[usize]) -> Vec<usize> {
        let last = reaching.iter().filter_map(|at| self.batches.get(*at)).copied().max().unwrap_or(0);
        match last {
            0 => vec![0],
            _ if last <= MOST_BATCH_LIVES => (1..=last).collect(),
            _ => (1..MOST_BATCH_LIVES).chain([last]).collect(),
        }
    }
}

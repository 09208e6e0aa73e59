//! How many people an account writes to in any 24 hours.

use std::collections::{BTreeMap, BTreeSet};

use super::{Plan, Send};
use crate::model::{Audience, Campaign};
use crate::source::Span;

/// The stretch in which people are counted, in seconds.
const STRETCH: i64 = 86_400;

/// More batches of one warm-up than anybody plans; bounds the work.
const MOST_BATCHES: usize = 200;

/// People who are written to at an instant.
#[derive(Clone, Debug)]
pub struct Batch<'p> {
    /// What is sent.
    pub send: &'p Send,
    /// When, in seconds of Unix time: later than the send itself where it is spread by a warm-up.
    pub at: i64,
    /// Index of the audience.
    pub audience: usize,
    /// Which part of the audience it is, in the order of a warm-up; 0 for all of it.
    pub part: usize,
    /// How many.
    pub people: u64,
}

impl Batch<'_> {
    /// The local time with its zone.
    pub fn shown(&self) -> String {
        self.send.shown_at(self.at)
    }
}

/// What 24 hours hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Day<'b, 'p> {
    /// The batches, in the order of time.
    pub batches: &'b [Batch<'p>],
    /// How many people they reach at least: audiences that overlap are taken to be as much the same as they can be.
    pub least: u64,
    /// How many at most: they share nobody.
    pub most: u64,
}

/// What campaigns send to audiences of known size, in the order of time. `campaigns` are pairs of an index in the plan and
/// the audiences that it goes to.
pub fn batches<'p>(
    plan: &'p Plan,
    campaigns: &[(usize, &Campaign, &[usize])],
    audiences: &[&Audience],
) -> Vec<Batch<'p>> {
    let mut all: Vec<Batch<'p>> = Vec::new();
    for (index, campaign, to) in campaigns {
        for audience in *to {
            let size = audiences.get(*audience).and_then(|audience| audience.size.as_ref());
            let Some(size) = size.map(|size| size.value.max(0.0) as u64) else { continue };
            // People who live by other clocks get the same message at other instants.
            let mut seen: BTreeSet<(i64, Option<usize>, Span)> = BTreeSet::new();
            for place in plan.places.get(*audience).map(Vec::as_slice).unwrap_or_default() {
                for send in plan.sends(*index, campaign, place) {
                    if !seen.insert((send.at, send.step, send.cause)) {
                        continue;
                    }
                    all.extend(parts_of(campaign, send, *audience, size));
                }
            }
        }
    }
    all.sort_by_key(|batch| (batch.at, batch.send.campaign, batch.audience, batch.part));
    all
}

/// A send to an audience: all of it at once, or in the batches of the campaign's warm-up.
pub fn parts_of<'p>(campaign: &Campaign, send: &'p Send, audience: usize, people: u64) -> Vec<Batch<'p>> {
    let whole = Batch { send, at: send.at, audience, part: 0, people };
    match &campaign.ramp {
        None => vec![whole],
        Some(ramp) => {
            let window = ramp.value.window.seconds().clamp(1.0, 4e9) as i64;
            spread(&whole, &ramp.value.counts, window)
        }
    }
}

/// A send in the batches of a warm-up; the last count holds on.
fn spread<'p>(whole: &Batch<'p>, counts: &[u64], window: i64) -> Vec<Batch<'p>> {
    let mut left = whole.people;
    let mut out = Vec::new();
    let last = counts.last().copied().unwrap_or(0);
    for part in 0..MOST_BATCHES {
        let count = counts.get(part).copied().unwrap_or(last);
        let people = count.min(left);
        if people == 0 {
            break;
        }
        left -= people;
        let later = i64::try_from(part).unwrap_or(0).saturating_mul(window);
        out.push(Batch { at: whole.at.saturating_add(later), part: part + 1, people, ..whole.clone() });
    }
    out
}

/// What is known of how audiences share people.
#[derive(Debug)]
pub struct Relations {
    /// All audiences that hold an audience.
    holders: Vec<BTreeSet<usize>>,
    /// Audiences that overlap, both ways.
    overlaps: BTreeSet<(usize, usize)>,
    /// Audiences that may share anybody are of one family.
    family: Vec<usize>,
    sizes: Vec<Option<u64>>,
}

impl Relations {
    /// Reads what audiences declare.
    pub fn new(audiences: &[&Audience], assume_overlap: bool) -> Self {
        let index: BTreeMap<&str, usize> = audiences
            .iter()
            .enumerate()
            .filter_map(|(at, audience)| Some((audience.name.as_ref()?.as_str(), at)))
            .collect();
        let mut family: Vec<usize> = (0..audiences.len()).collect();
        let mut overlaps = BTreeSet::new();
        for (at, audience) in audiences.iter().enumerate() {
            for other in audience.part_of.iter().filter_map(|held| index.get(held.name.as_str())) {
                join(&mut family, at, *other);
            }
            for other in audience.overlaps.iter().filter_map(|shared| index.get(shared.name.as_str())) {
                join(&mut family, at, *other);
                overlaps.extend([(at, *other), (*other, at)]);
            }
            if assume_overlap {
                join(&mut family, at, 0);
            }
        }
        if assume_overlap {
            let apart = |at: usize, other: usize| {
                let named = |at: usize, other: usize| {
                    let name = audiences.get(other).and_then(|audience| audience.name.as_ref());
                    let list = audiences.get(at).map(|audience| audience.disjoint_from.as_slice());
                    let left_out = audiences.get(at).map(|audience| audience.exclude.as_slice());
                    name.is_some_and(|name| {
                        list.unwrap_or_default().iter().any(|known| known.name.as_str() == name.as_str())
                            || left_out
                                .unwrap_or_default()
                                .iter()
                                .any(|known| known.as_str() == name.as_str())
                    })
                };
                named(at, other) || named(other, at)
            };
            for at in 0..audiences.len() {
                overlaps
                    .extend((0..audiences.len()).filter(|other| !apart(at, *other)).map(|other| (at, other)));
            }
        }
        let holders = (0..audiences.len())
            .map(|at| {
                let mut all = BTreeSet::new();
                let mut queue = vec![at];
                while let Some(current) = queue.pop() {
                    let held = audiences.get(current).into_iter().flat_map(|audience| &audience.part_of);
                    for holder in held.filter_map(|held| index.get(held.name.as_str())) {
                        if *holder != at && all.insert(*holder) {
                            queue.push(*holder);
                        }
                    }
                }
                all
            })
            .collect();
        let family = (0..audiences.len()).map(|at| root(&family, at)).collect();
        let sizes =
            audiences.iter().map(|audience| Some(audience.size.as_ref()?.value.max(0.0) as u64)).collect();
        Relations { holders, overlaps, family, sizes }
    }

    fn family_of(&self, batch: &Batch<'_>) -> usize {
        self.family.get(batch.audience).copied().unwrap_or(batch.audience)
    }

    /// How many people some audiences of one family are at least and at most; each with the people counted of it.
    fn people(&self, counted: &BTreeMap<usize, u64>) -> (u64, u64) {
        let whole = |at: &usize| self.sizes.get(*at).copied().flatten() == counted.get(at).copied();
        let holders = |at: usize| self.holders.get(at).into_iter().flatten();
        // Who is in an audience that is counted whole is counted with it.
        let mut left: Vec<usize> = counted
            .keys()
            .copied()
            .filter(|at| !holders(*at).any(|holder| counted.contains_key(holder) && whole(holder)))
            .collect();
        let mut least = 0u64;
        let mut most = 0u64;
        while let Some(first) = left.pop() {
            // Parts of one whole are together no more than it is.
            let top = holders(first).filter_map(|holder| self.sizes.get(*holder).copied().flatten()).max();
            let mut group = vec![first];
            let mut at = 0;
            while let Some(own) = group.get(at).copied() {
                let own_holders: BTreeSet<usize> = holders(own).copied().collect();
                let touches = |other: &usize| {
                    self.overlaps.contains(&(own, *other))
                        || holders(*other).any(|holder| own_holders.contains(holder))
                        || holders(*other).any(|holder| self.overlaps.contains(&(own, *holder)))
                        || own_holders.iter().any(|holder| self.overlaps.contains(&(*holder, *other)))
                };
                let (more, rest): (Vec<usize>, Vec<usize>) = left.into_iter().partition(touches);
                left = rest;
                group.extend(more);
                at += 1;
            }
            let of = |at: &usize| counted.get(at).copied().unwrap_or(0);
            let sum: u64 = group.iter().map(of).fold(0, u64::saturating_add);
            let is_siblings = group.len() > 1
                && group
                    .iter()
                    .all(|other| holders(*other).any(|holder| holders(first).any(|own| own == holder)))
                && group.iter().all(|one| group.iter().all(|other| !self.overlaps.contains(&(*one, *other))));
            let bound = if is_siblings { sum.min(top.unwrap_or(sum)) } else { sum };
            most = most.saturating_add(bound);
            least = least.saturating_add(if group.len() == 1 || is_siblings {
                bound
            } else {
                group.iter().map(of).max().unwrap_or(0)
            });
        }
        (least, most)
    }
}

fn root(family: &[usize], at: usize) -> usize {
    let mut at = at;
    while let Some(next) = family.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

fn join(family: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(family, one), root(family, other));
    if let Some(slot) = family.get_mut(one.max(other)) {
        *slot = one.min(other);
    }
}

/// The first 24 hours with surely the most people. `batches` are sorted by time. Every audience counts once, however often it
/// is written to.
pub fn worst_day<'b, 'p>(batches: &'b [Batch<'p>], relations: &Relations) -> Day<'b, 'p> {
    worst_days(batches, relations).0
}

/// The first 24 hours with surely the most people, and those with perhaps the most.
pub fn worst_days<'b, 'p>(batches: &'b [Batch<'p>], relations: &Relations) -> (Day<'b, 'p>, Day<'b, 'p>) {
    let (mut surely, mut perhaps) = (Day::default(), Day::default());
    each_day(batches, relations, |range, least, most| {
        let day = Day { batches: batches.get(range).unwrap_or_default(), least, most };
        if (least, most) > (surely.least, surely.most) {
            surely = day;
        }
        if (most, least) > (perhaps.most, perhaps.least) {
            perhaps = day;
        }
    });
    (surely, perhaps)
}

/// The batches at whose instants more people than `limit` may have been written to in 24 hours.
pub fn above<'b, 'p>(batches: &'b [Batch<'p>], relations: &Relations, limit: u64) -> Vec<&'b Batch<'p>> {
    let mut instants: BTreeSet<i64> = BTreeSet::new();
    each_day(batches, relations, |range, _, most| {
        if most > limit {
            instants.extend(batches.get(range).and_then(<[_]>::last).map(|batch| batch.at));
        }
    });
    batches.iter().filter(|batch| instants.contains(&batch.at)).collect()
}

/// How many people batches reach, whenever they are sent: at least and at most.
pub fn people_of<'b, 'p: 'b>(
    batches: impl IntoIterator<Item = &'b Batch<'p>>,
    relations: &Relations,
) -> (u64, u64) {
    let mut families: BTreeMap<usize, Family> = BTreeMap::new();
    for batch in batches {
        families.entry(relations.family_of(batch)).or_default().enter(batch);
    }
    let mut total = (0u64, 0u64);
    for family in families.values_mut() {
        family.count(relations);
        total = (total.0.saturating_add(family.total.0), total.1.saturating_add(family.total.1));
    }
    total
}

/// What stands in a window of one family, and what it comes to.
#[derive(Default)]
struct Family {
    /// How often each part of each audience stands in the window, and how many people it is.
    inside: BTreeMap<(usize, usize, usize), (usize, u64)>,
    /// For each audience how many parts of it stand there, and how many people these are together.
    counted: BTreeMap<usize, (usize, u128)>,
    total: (u64, u64),
}

impl Family {
    /// Parts of different warm-ups of one audience may be other people.
    fn key(batch: &Batch<'_>) -> (usize, usize, usize) {
        let campaign = if batch.part == 0 { 0 } else { batch.send.campaign + 1 };
        (batch.audience, campaign, batch.part)
    }

    /// Takes a batch in; whether it brings anybody who was not there.
    fn enter(&mut self, batch: &Batch<'_>) -> bool {
        let inside = self.inside.entry(Family::key(batch)).or_insert((0, batch.people));
        inside.0 += 1;
        if inside.0 > 1 {
            return false;
        }
        let counted = self.counted.entry(batch.audience).or_default();
        *counted = (counted.0 + 1, counted.1 + u128::from(batch.people));
        true
    }

    /// Lets a batch go; whether somebody goes with it.
    fn leave(&mut self, batch: &Batch<'_>) -> bool {
        let key = Family::key(batch);
        let Some((times, people)) = self.inside.get_mut(&key) else { return false };
        *times -= 1;
        if *times > 0 {
            return false;
        }
        let people = u128::from(*people);
        self.inside.remove(&key);
        if let Some(counted) = self.counted.get_mut(&batch.audience) {
            *counted = (counted.0 - 1, counted.1.saturating_sub(people));
            if counted.0 == 0 {
                self.counted.remove(&batch.audience);
            }
        }
        true
    }

    fn count(&mut self, relations: &Relations) {
        let counted = self.counted.iter().map(|(audience, (_, people))| {
            let size = relations.sizes.get(*audience).copied().flatten().unwrap_or(u64::MAX);
            (*audience, u64::try_from(*people).unwrap_or(u64::MAX).min(size))
        });
        self.total = relations.people(&counted.collect());
    }
}

/// Tells, for each batch, the range of batches in the 24 hours that end with it, and how many people these reach at
/// least and at most.
fn each_day(
    batches: &[Batch<'_>],
    relations: &Relations,
    mut tell: impl FnMut(std::ops::Range<usize>, u64, u64),
) {
    let mut families: BTreeMap<usize, Family> = BTreeMap::new();
    let (mut least, mut most) = (0u64, 0u64);
    let mut start = 0;
    for (end, batch) in batches.iter().enumerate() {
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        while let Some(gone) = batches.get(start).filter(|first| batch.at - first.at >= STRETCH) {
            let at = relations.family_of(gone);
            if families.entry(at).or_default().leave(gone) {
                changed.insert(at);
            }
            start += 1;
        }
        let at = relations.family_of(batch);
        if families.entry(at).or_default().enter(batch) {
            changed.insert(at);
        }
        for at in changed {
            let Some(family) = families.get_mut(&at) else { continue };
            least = least.saturating_sub(family.total.0);
            most = most.saturating_sub(family.total.1);
            family.count(relations);
            least = least.saturating_add(family.total.0);
            most = most.saturating_add(family.total.1);
        }
        tell(start..end + 1, least, most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SourceFile, SourceMap};

    fn send(file: FileId, campaign: usize) -> Send {
        Send { at: 0, zone: None, campaign, step: None, cause: Span::new(file, 0, 0) }
    }

    /// People as sets of numbers: 0 is a whole of thirty, 1 and 2 are parts of it that share nobody, 3 shares some with 0, 4 shares nobody.
    fn people() -> Vec<BTreeSet<u32>> {
        vec![(0..30).collect(), (0..12).collect(), (12..20).collect(), (25..45).collect(), (50..67).collect()]
    }

    fn relations() -> Relations {
        Relations {
            holders: vec![
                BTreeSet::new(),
                BTreeSet::from([0]),
                BTreeSet::from([0]),
                BTreeSet::new(),
                BTreeSet::new(),
            ],
            overlaps: BTreeSet::from([(0, 3), (3, 0)]),
            family: vec![0, 0, 0, 0, 4],
            sizes: people().iter().map(|set| Some(set.len() as u64)).collect(),
        }
    }

    /// The fullest stretch, found by trying every one and counting people one by one, lies between the bounds.
    #[test]
    fn the_fullest_day_holds_what_counting_people_finds() {
        let file = SourceMap::default().add(SourceFile::new("", ""));
        let sends: Vec<Send> = (0..5).map(|campaign| send(file, campaign)).collect();
        let (people, relations) = (people(), relations());
        let mut seed = 11u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut exact = 0;
        for _ in 0..400 {
            let mut batches: Vec<Batch<'_>> = (0..next(9))
                .map(|_| {
                    let audience = next(5) as usize;
                    Batch {
                        send: &sends[audience],
                        at: next(8) as i64 * 20_000,
                        audience,
                        part: 0,
                        people: people[audience].len() as u64,
                    }
                })
                .collect();
            batches.sort_by_key(|batch| batch.at);
            let counted = batches
                .iter()
                .map(|first| {
                    let inside =
                        batches.iter().filter(|batch| (first.at..first.at + STRETCH).contains(&batch.at));
                    let all: BTreeSet<u32> =
                        inside.flat_map(|batch| people[batch.audience].iter().copied()).collect();
                    all.len() as u64
                })
                .max()
                .unwrap_or(0);
            let (surely, perhaps) = worst_days(&batches, &relations);
            assert!(surely.least <= counted, "{batches:?}: {counted} and at least {}", surely.least);
            assert!(perhaps.most >= counted, "{batches:?}: {counted} and at most {}", perhaps.most);
            exact += usize::from(surely.least == counted && perhaps.most == counted);
        }
        assert!(exact > 100, "without overlaps the bounds meet: {exact}");
    }

    #[test]
    fn a_warm_up_spreads_people_over_its_windows() {
        let file = SourceMap::default().add(SourceFile::new("", ""));
        let one = send(file, 0);
        let whole = Batch { send: &one, at: 0, audience: 0, part: 0, people: 4_000 };
        let parts = spread(&whole, &[500, 1_000], 86_400);
        let people: Vec<u64> = parts.iter().map(|batch| batch.people).collect();
        assert_eq!(people, [500, 1_000, 1_000, 1_000, 500]);
        assert_eq!(parts.last().map(|batch| batch.at), Some(4 * 86_400));
        assert!(spread(&whole, &[0], 86_400).is_empty());
    }
}

//! How many people an account writes to in any 24 hours.

use std::collections::{BTreeMap, BTreeSet};

use super::relations::MOST_COMPARED;
use super::{Plan, Relations, Send, people_in};
use crate::model::{Audience, Campaign};
use crate::source::Span;
use crate::syntax::lexical::DAY;

/// How many batches of an account are counted; more are told.
const MOST_BATCHES: usize = 500_000;

/// People who are written to at an instant.
#[derive(Clone, Debug)]
pub struct Batch<'p> {
    /// What is sent.
    pub send: &'p Send,
    /// Index of the audience.
    pub audience: usize,
    /// How many.
    pub people: u64,
}

/// What an account sends.
#[derive(Clone, Debug, Default)]
pub struct Load<'p> {
    /// To whom and when, in the order of time.
    pub batches: Vec<Batch<'p>>,
    /// Whether it sends more than is counted.
    pub is_cut: bool,
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
) -> Load<'p> {
    let mut load = Load::default();
    for (index, campaign, to) in campaigns {
        load.is_cut |= plan.cut.contains(index);
        for audience in *to {
            let Some(size) = audiences.get(*audience).and_then(|audience| audience.people()) else {
                continue;
            };
            // People who live by other clocks get the same message at other instants.
            let mut seen: BTreeSet<(i64, Option<usize>, usize, Span)> = BTreeSet::new();
            for list in plan.lists_to(*index, campaign, Some(*audience)) {
                for send in list {
                    if load.batches.len() >= MOST_BATCHES {
                        load.is_cut = true;
                        break;
                    }
                    let people = people_in(campaign, send.batch, size);
                    if people > 0 && seen.insert((send.at, send.step, send.batch, send.cause)) {
                        load.batches.push(Batch { send, audience: *audience, people });
                    }
                }
            }
        }
    }
    load.batches.sort_by_key(|batch| {
        (batch.send.at, batch.send.campaign, batch.audience, batch.send.batch, batch.send.cause.start)
    });
    load
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
            instants.extend(batches.get(range).and_then(<[_]>::last).map(|batch| batch.send.at));
        }
    });
    batches.iter().filter(|batch| instants.contains(&batch.send.at)).collect()
}

/// How many people batches reach, whenever they are sent: at least and at most.
pub fn people_of<'b, 'p: 'b>(
    batches: impl IntoIterator<Item = &'b Batch<'p>>,
    relations: &Relations,
) -> (u64, u64) {
    let mut families: BTreeMap<usize, Family> = BTreeMap::new();
    for batch in batches {
        families.entry(relations.family_of(batch.audience)).or_default().enter(batch);
    }
    let mut total = (0u64, 0u64);
    let mut budget = MOST_COMPARED;
    for family in families.values_mut() {
        family.count(relations, &mut budget);
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
        let campaign = if batch.send.batch == 0 { 0 } else { batch.send.campaign + 1 };
        (batch.audience, campaign, batch.send.batch)
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

    fn count(&mut self, relations: &Relations, budget: &mut u64) {
        let counted = self.counted.iter().map(|(audience, (_, people))| {
            (*audience, u64::try_from(*people).unwrap_or(u64::MAX).min(relations.size_of(*audience)))
        });
        self.total = relations.people(&counted.collect(), budget);
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
    let mut budget = MOST_COMPARED;
    let mut start = 0;
    for (end, batch) in batches.iter().enumerate() {
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        while let Some(gone) = batches.get(start).filter(|first| batch.send.at - first.send.at >= DAY) {
            let at = relations.family_of(gone.audience);
            if families.entry(at).or_default().leave(gone) {
                changed.insert(at);
            }
            start += 1;
        }
        let at = relations.family_of(batch.audience);
        if families.entry(at).or_default().enter(batch) {
            changed.insert(at);
        }
        for at in changed {
            let Some(family) = families.get_mut(&at) else { continue };
            least = least.saturating_sub(family.total.0);
            most = most.saturating_sub(family.total.1);
            family.count(relations, &mut budget);
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

    fn send(file: FileId, at: i64) -> Send {
        Send { at, clock: at, zone: None, campaign: 0, step: None, batch: 0, cause: Span::new(file, 0, 0) }
    }

    /// The fullest stretch, found by trying every one and counting people one by one, lies between the bounds, and
    /// often is both.
    #[test]
    fn the_fullest_day_holds_what_counting_people_finds() {
        let file = SourceMap::default().add(SourceFile::new("", ""));
        let (people, relations) = (Relations::people_of_sample(), Relations::sample());
        let mut seed = 11u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut exact = 0;
        for _ in 0..400 {
            let mut sends: Vec<Send> = (0..next(9)).map(|_| send(file, next(8) as i64 * 20_000)).collect();
            sends.sort_by_key(|send| send.at);
            let batches: Vec<Batch<'_>> = sends
                .iter()
                .map(|send| {
                    let audience = next(people.len() as u64) as usize;
                    Batch { send, audience, people: people[audience].len() as u64 }
                })
                .collect();
            let counted = batches
                .iter()
                .map(|first| {
                    let window = first.send.at..first.send.at + DAY;
                    let inside = batches.iter().filter(|batch| window.contains(&batch.send.at));
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
}

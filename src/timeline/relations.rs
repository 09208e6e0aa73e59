//! How audiences share people.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Audience;

/// What audiences declare of each other. Of several with one name the first one counts, as everywhere.
#[derive(Debug)]
pub struct Relations {
    /// The audiences that an audience is declared to be a part of.
    holders: Vec<Vec<usize>>,
    /// Audiences that are declared to overlap, both ways.
    overlaps: Vec<Vec<usize>>,
    /// Audiences that are declared to share nobody, both ways.
    apart: Vec<Vec<usize>>,
    /// Pairs of which nobody gets both, with whom that holds for.
    barriers: Vec<Barrier>,
    sizes: Vec<Option<u64>>,
    /// Whether audiences of which nothing is said share people.
    assume_overlap: bool,
    /// Audiences that are parts of one whole have one number.
    tree: Vec<usize>,
    /// How many people a tree holds at most, by its number.
    tops: BTreeMap<usize, u64>,
    /// Audiences that may share anybody have one number.
    family: Vec<usize>,
    /// The families in which more is declared than what is a part of what.
    tangled: BTreeSet<usize>,
}

/// More audiences than are ever looked at in pairs; above, the bounds are wider.
const MOST_IN_PAIRS: usize = 128;

/// How many audiences are compared in all while one list of sends is counted; then the bounds become wider.
pub(super) const MOST_COMPARED: u64 = 20_000_000;

impl Relations {
    /// Reads what audiences declare.
    pub fn new(audiences: &[&Audience], assume_overlap: bool) -> Self {
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, audience) in audiences.iter().enumerate() {
            if let Some(name) = &audience.name {
                index.entry(name.as_str()).or_insert(at);
            }
        }
        let named = |name: &str| index.get(name).copied();
        let mut declared = Declared::default();
        for (at, audience) in audiences.iter().enumerate() {
            let held = audience.part_of.iter().filter_map(|holder| named(holder.name.as_str()));
            declared.part_of.extend(held.map(|holder| (at, holder)));
            let shared = audience.overlaps.iter().filter_map(|other| named(other.name.as_str()));
            declared.overlaps.extend(shared.map(|other| (at, other)));
            let apart = audience.disjoint_from.iter().filter_map(|other| named(other.name.as_str()));
            declared.apart.extend(apart.map(|other| (at, other)));
            let left_out = audience.exclude.iter().filter_map(|name| named(name.as_str()));
            declared.left_out.extend(left_out.map(|other| (at, other)));
        }
        Relations::of(&declared, audiences.iter().map(|audience| audience.people()).collect(), assume_overlap)
    }

    fn of(declared: &Declared, sizes: Vec<Option<u64>>, assume_overlap: bool) -> Self {
        let count = sizes.len();
        let (part_of, circles) = without_circles(count, &declared.part_of);
        let mut trees = Sets::new(count);
        let mut families = Sets::new(count);
        for &(part, whole) in &part_of {
            trees.join(part, whole);
            families.join(part, whole);
        }
        // Audiences that hold each other in a circle surely share people, and none is the whole.
        let overlaps: Vec<(usize, usize)> = declared.overlaps.iter().copied().chain(circles).collect();
        for &(one, other) in &overlaps {
            families.join(one, other);
        }
        if assume_overlap {
            (1..count).for_each(|at| families.join(0, at));
        }
        let tree: Vec<usize> = (0..count).map(|at| trees.root(at)).collect();
        let family: Vec<usize> = (0..count).map(|at| families.root(at)).collect();
        let tangles = overlaps.iter().map(|(one, _)| *one).chain((assume_overlap && count > 0).then_some(0));
        let tangled = tangles.filter_map(|at| family.get(at)).copied().collect();
        let holders = edges(count, part_of.iter().copied());
        // A whole of unknown size bounds nothing.
        let mut tops: BTreeMap<usize, Option<u64>> = BTreeMap::new();
        for (at, (tree, size)) in tree.iter().zip(&sizes).enumerate() {
            if holders.get(at).is_some_and(Vec::is_empty) {
                let known = tops.entry(*tree).or_insert(Some(0));
                *known = known.zip(*size).map(|(known, size)| known.saturating_add(size));
            }
        }
        let tops = tops.into_iter().filter_map(|(tree, people)| Some((tree, people?))).collect();
        let backwards = |pairs: &[(usize, usize)]| -> Vec<(usize, usize)> {
            pairs.iter().map(|(one, other)| (*other, *one)).collect()
        };
        let both = |pairs: &[(usize, usize)]| edges(count, pairs.iter().copied().chain(backwards(pairs)));
        // Whoever is left out of an audience is not in it, unless it is a part of it that gets its messages by itself.
        let apart: Vec<(usize, usize)> = declared
            .apart
            .iter()
            .chain(declared.left_out.iter().filter(|(from, part)| tree.get(*from) != tree.get(*part)))
            .copied()
            .collect();
        let parts = edges(count, backwards(&part_of).into_iter());
        Relations {
            barriers: barriers(count, declared, &parts),
            overlaps: both(&overlaps),
            apart: both(&apart),
            holders,
            sizes,
            assume_overlap,
            tree,
            tops,
            family,
            tangled,
        }
    }

    /// An audience and all that hold it, nearest first.
    pub fn holders_of(&self, at: usize) -> Vec<usize> {
        let mut seen = vec![false; self.sizes.len()];
        self.closure(at, &self.holders, &mut seen)
    }

    /// The audiences whose sends one person of an audience may get: those that hold it, and those that overlap with any of
    /// these, with what holds them; without those of which nobody gets both. Where several choices remain, each is a set of
    /// its own. `None` means every audience.
    pub(super) fn together(&self, at: usize) -> Option<Vec<Vec<usize>>> {
        if self.assume_overlap && self.barriers.is_empty() {
            return None;
        }
        let mut is_own = vec![false; self.sizes.len()];
        let mut all = self.closure(at, &self.holders, &mut is_own);
        let mut seen = is_own.clone();
        if self.assume_overlap {
            all = (0..self.sizes.len()).collect();
            seen.fill(true);
        } else {
            let overlapping: Vec<usize> =
                all.iter().filter_map(|at| self.overlaps.get(*at)).flatten().copied().collect();
            for other in overlapping {
                all.extend(self.closure(other, &self.holders, &mut seen));
            }
            all.sort_unstable();
        }
        let mut sets = vec![seen];
        for barrier in &self.barriers {
            // What one is in cannot be chosen away; only what is sent to the whole can be.
            let is_fixed = |other: &usize| {
                is_own.get(*other) == Some(&true)
                    && (*other == at || !barrier.is_of_sends || barrier.one != [*other])
            };
            let (fixed_one, fixed_other) =
                (barrier.one.iter().any(is_fixed), barrier.other.iter().any(is_fixed));
            if fixed_one && fixed_other {
                continue;
            }
            let mut next = Vec::new();
            for set in sets {
                let holds = |side: &[usize]| side.iter().any(|other| set.get(*other) == Some(&true));
                if !holds(&barrier.one) || !holds(&barrier.other) {
                    next.push(set);
                    continue;
                }
                if !fixed_other && !fixed_one && next.len() + 1 < MOST_CHOICES {
                    next.push(without(&set, &barrier.other));
                    next.push(without(&set, &barrier.one));
                } else if fixed_other {
                    next.push(without(&set, &barrier.one));
                } else if fixed_one {
                    next.push(without(&set, &barrier.other));
                } else {
                    next.push(set);
                }
            }
            sets = next;
        }
        let chosen = |set: &Vec<bool>| all.iter().copied().filter(|at| set.get(*at) == Some(&true)).collect();
        let mut sets: Vec<Vec<usize>> = sets.iter().map(chosen).collect();
        sets.sort_unstable();
        sets.dedup();
        Some(sets)
    }

    /// What can be reached from an audience, itself first, without what was seen before.
    fn closure(&self, at: usize, edges: &[Vec<usize>], seen: &mut [bool]) -> Vec<usize> {
        let mut all = Vec::new();
        let mut visit = |at: usize, all: &mut Vec<usize>| {
            if let Some(slot) = seen.get_mut(at).filter(|slot| !**slot) {
                *slot = true;
                all.push(at);
            }
        };
        visit(at, &mut all);
        let mut next = 0;
        while let Some(current) = all.get(next).copied() {
            next += 1;
            for other in edges.get(current).into_iter().flatten() {
                visit(*other, &mut all);
            }
        }
        all
    }

    /// The number of the family that an audience belongs to.
    pub(super) fn family_of(&self, audience: usize) -> usize {
        self.family.get(audience).copied().unwrap_or(audience)
    }

    /// How many people an audience holds; without a size, as many as one likes.
    pub(super) fn size_of(&self, audience: usize) -> u64 {
        self.sizes.get(audience).copied().flatten().unwrap_or(u64::MAX)
    }

    /// How many people some audiences of one family are at least and at most; each with the people counted of it.
    /// `budget` bounds how many audiences are compared; where it is used up, the bounds are wider.
    pub(super) fn people(&self, counted: &BTreeMap<usize, u64>, budget: &mut u64) -> (u64, u64) {
        // Who is in an audience that is counted whole is counted with it.
        let mut left: Vec<(usize, u64)> = Vec::with_capacity(counted.len());
        let mut is_tangled = false;
        for (at, people) in counted {
            match self.covered(*at, counted, budget) {
                Cover::Whole => {}
                cover => {
                    is_tangled |= cover == Cover::InPart;
                    left.push((*at, *people));
                }
            }
        }
        // Parts of one whole are together no more than it is.
        let mut trees: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for (at, people) in &left {
            let tree = self.tree.get(*at).copied().unwrap_or(*at);
            let (sum, fullest) = trees.entry(tree).or_default();
            *sum = sum.saturating_add(*people);
            *fullest = (*fullest).max(*people);
        }
        let bounded = |(tree, (sum, _)): (&usize, &(u64, u64))| {
            self.tops.get(tree).map_or(*sum, |top| (*sum).min(*top))
        };
        let most = trees.iter().map(bounded).fold(0, u64::saturating_add);
        let family = left.first().map_or(0, |(at, _)| self.family_of(*at));
        is_tangled |= self.tangled.contains(&family);
        if !is_tangled || left.len() < 2 {
            return (most, most);
        }
        let pairs = (left.len() * left.len()) as u64;
        if left.len() > MOST_IN_PAIRS || *budget < pairs {
            return (left.iter().map(|(_, people)| *people).max().unwrap_or(0).min(most), most);
        }
        *budget -= pairs;
        // The largest that certainly share nobody with each other.
        left.sort_by_key(|(at, people)| (std::cmp::Reverse(*people), *at));
        let mut apart: Vec<Vec<usize>> = Vec::new();
        let mut least = 0u64;
        for (at, people) in left {
            let own = self.holders_of(at);
            *budget = budget.saturating_sub(own.len() as u64);
            if apart.iter().all(|other| !self.may_share(&own, other)) {
                least = least.saturating_add(people);
                apart.push(own);
            }
        }
        (least.min(most), most)
    }

    /// Whether the people of an audience are counted with one that holds it.
    fn covered(&self, at: usize, counted: &BTreeMap<usize, u64>, budget: &mut u64) -> Cover {
        if self.holders.get(at).is_none_or(Vec::is_empty) || *budget == 0 {
            return Cover::Not;
        }
        let mut cover = Cover::Not;
        let mut seen = BTreeSet::from([at]);
        let mut queue = std::collections::VecDeque::from([at]);
        while let Some(current) = queue.pop_front() {
            for holder in self.holders.get(current).into_iter().flatten().copied() {
                *budget = budget.saturating_sub(1);
                match counted.get(&holder) {
                    // In a circle nobody is counted with anybody.
                    Some(people) if *people == self.size_of(holder) && holder != at => return Cover::Whole,
                    Some(_) => cover = Cover::InPart,
                    None => {}
                }
                if *budget > 0 && seen.insert(holder) {
                    queue.push_back(holder);
                }
            }
        }
        cover
    }

    /// Whether two audiences may share people, each given with all that hold it.
    fn may_share(&self, one: &[usize], other: &[usize]) -> bool {
        let meets = |edges: &[Vec<usize>]| {
            one.iter().filter_map(|at| edges.get(*at)).flatten().any(|at| other.contains(at))
        };
        if meets(&self.apart) {
            return false;
        }
        let holds = |set: &[usize], of: &[usize]| of.first().is_some_and(|at| set.contains(at));
        self.assume_overlap || holds(one, other) || holds(other, one) || meets(&self.overlaps)
    }
}

/// Whether the people of an audience are counted with another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cover {
    Not,
    /// Some of them may be.
    InPart,
    Whole,
}

/// Pairs of audiences by what is declared of them.
#[derive(Default)]
struct Declared {
    part_of: Pairs,
    overlaps: Pairs,
    apart: Pairs,
    /// An audience, and one that its sends leave out.
    left_out: Pairs,
}

/// Two groups of audiences; nobody gets what is sent to one of each.
#[derive(Debug)]
struct Barrier {
    one: Vec<usize>,
    other: Vec<usize>,
    /// Whether it is the sends of `one` that leave people out, who may be in it all the same.
    is_of_sends: bool,
}

/// How many choices of audiences that share nobody are followed for one audience.
const MOST_CHOICES: usize = 16;

/// How many audiences stand in barriers in all; what is declared beyond is not held against anybody.
const MOST_BARRED: usize = 1_000_000;

/// What is apart is apart with all of its parts.
fn barriers(count: usize, declared: &Declared, parts: &[Vec<usize>]) -> Vec<Barrier> {
    let below = |at: usize| {
        let mut all = vec![at];
        let mut seen = BTreeSet::from([at]);
        let mut next = 0;
        while let Some(current) = all.get(next).copied() {
            next += 1;
            all.extend(parts.get(current).into_iter().flatten().filter(|part| seen.insert(**part)));
        }
        all
    };
    let pairs = declared.apart.iter().map(|pair| (pair, false));
    let pairs = pairs.chain(declared.left_out.iter().map(|pair| (pair, true)));
    let mut barriers = Vec::new();
    let mut room = MOST_BARRED;
    for ((one, other), is_of_sends) in
        pairs.filter(|((one, other), _)| one != other && one.max(other) < &count)
    {
        let one = if is_of_sends { vec![*one] } else { below(*one) };
        let other = below(*other);
        let Some(left) = room.checked_sub(one.len() + other.len()) else { break };
        room = left;
        barriers.push(Barrier { one, other, is_of_sends });
    }
    barriers
}

fn without(set: &[bool], some: &[usize]) -> Vec<bool> {
    let mut set = set.to_vec();
    for at in some {
        if let Some(slot) = set.get_mut(*at) {
            *slot = false;
        }
    }
    set
}

/// Lists of neighbours, sorted, each once.
fn edges(count: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut edges = vec![Vec::new(); count];
    for (from, to) in pairs.filter(|(from, to)| from != to) {
        if let Some(list) = edges.get_mut(from) {
            list.push(to);
        }
    }
    for list in &mut edges {
        list.sort_unstable();
        list.dedup();
    }
    edges
}

/// A list of pairs of numbers.
type Pairs = Vec<(usize, usize)>;

/// Pairs of part and whole, and those of them that stand in a circle.
fn without_circles(count: usize, part_of: &[(usize, usize)]) -> (Pairs, Pairs) {
    let backwards = part_of.iter().map(|(part, whole)| (*whole, *part));
    let directions = [edges(count, part_of.iter().copied()), edges(count, backwards)];
    // Whoever has no whole is in no circle, nor is whoever is held by such ones only; the same holds for parts.
    let mut is_open = vec![false; count];
    for (held, holds) in [(0, 1), (1, 0)] {
        let (Some(held), Some(holds)) = (directions.get(held), directions.get(holds)) else { continue };
        let mut left: Vec<usize> = held.iter().map(Vec::len).collect();
        let mut queue: Vec<usize> = (0..count).filter(|at| left.get(*at) == Some(&0)).collect();
        while let Some(at) = queue.pop() {
            if let Some(slot) = is_open.get_mut(at) {
                *slot = true;
            }
            for other in holds.get(at).into_iter().flatten() {
                if let Some(count) = left.get_mut(*other) {
                    *count -= 1;
                    if *count == 0 {
                        queue.push(*other);
                    }
                }
            }
        }
    }
    let is_closed = |at: usize| is_open.get(at) == Some(&false);
    part_of
        .iter()
        .filter(|(part, whole)| part != whole)
        .partition(|(part, whole)| !is_closed(*part) || !is_closed(*whole))
}

/// Sets that grow together.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Sets((0..count).collect())
    }

    fn root(&mut self, at: usize) -> usize {
        let mut root = at;
        while let Some(next) = self.0.get(root).copied().filter(|next| *next != root) {
            root = next;
        }
        let mut at = at;
        while let Some(slot) = self.0.get_mut(at).filter(|slot| **slot != root) {
            at = std::mem::replace(slot, root);
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(slot) = self.0.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Relations {
        /// People as sets of numbers: 0 is a whole of thirty, 1 and 2 are parts of it that share nobody, 3 shares some with
        /// 0, 4 shares nobody, 5 is a part of 3 and apart from 1.
        pub(crate) fn people_of_sample() -> Vec<BTreeSet<u32>> {
            vec![
                (0..30).collect(),
                (0..12).collect(),
                (12..20).collect(),
                (25..45).collect(),
                (50..67).collect(),
                (28..40).collect(),
            ]
        }

        pub(crate) fn sample() -> Relations {
            let declared = Declared {
                part_of: vec![(1, 0), (2, 0), (5, 3)],
                overlaps: vec![(0, 3)],
                apart: vec![(1, 5)],
                ..Declared::default()
            };
            let sizes = Relations::people_of_sample().iter().map(|set| Some(set.len() as u64)).collect();
            Relations::of(&declared, sizes, false)
        }
    }

    fn relations(
        part_of: &[(usize, usize)],
        overlaps: &[(usize, usize)],
        apart: &[(usize, usize)],
    ) -> Relations {
        let declared = Declared {
            part_of: part_of.to_vec(),
            overlaps: overlaps.to_vec(),
            apart: apart.to_vec(),
            left_out: vec![],
        };
        Relations::of(&declared, vec![Some(100); 6], false)
    }

    fn people(relations: &Relations, counted: &[usize]) -> (u64, u64) {
        let counted = counted.iter().map(|at| (*at, relations.size_of(*at))).collect();
        relations.people(&counted, &mut 1_000_000)
    }

    #[test]
    fn who_is_in_an_audience_may_be_in_what_overlaps_with_what_holds_it() {
        let some = relations(&[(1, 0), (3, 2), (4, 3)], &[(0, 3)], &[]);
        assert_eq!(some.together(1), Some(vec![vec![0, 1, 2, 3]]));
        assert_eq!(some.together(2), Some(vec![vec![2]]));
        assert_eq!(some.together(4), Some(vec![vec![0, 2, 3, 4]]));
    }

    #[test]
    fn what_is_apart_is_apart_with_its_parts() {
        let all = Relations { assume_overlap: true, ..relations(&[(1, 0), (3, 2)], &[], &[(0, 2)]) };
        assert_eq!(all.together(1), Some(vec![vec![0, 1, 4, 5]]));
        assert_eq!(
            all.together(4),
            Some(vec![vec![0, 1, 4, 5], vec![2, 3, 4, 5]]),
            "in one of them, or in the other"
        );
        assert_eq!(people(&Relations { tangled: BTreeSet::from([0, 2]), ..all }, &[1, 3]), (200, 200));
    }

    #[test]
    fn who_overlaps_with_two_that_are_apart_is_in_one_of_them() {
        let some = relations(&[], &[(0, 1), (0, 2)], &[(1, 2)]);
        assert_eq!(some.together(0), Some(vec![vec![0, 1], vec![0, 2]]));
        assert_eq!(some.together(1), Some(vec![vec![0, 1]]));
    }

    #[test]
    fn a_part_that_is_left_out_gets_nothing_that_is_sent_to_the_whole() {
        let declared =
            Declared { part_of: vec![(1, 0), (2, 0)], left_out: vec![(0, 1)], ..Declared::default() };
        let some = Relations::of(&declared, vec![Some(100); 3], false);
        assert_eq!(some.together(1), Some(vec![vec![1]]));
        assert_eq!(some.together(0), Some(vec![vec![0]]));
        assert_eq!(some.together(2), Some(vec![vec![0, 2]]));
    }

    #[test]
    fn a_circle_has_no_whole() {
        let circle = relations(&[(0, 1), (1, 2), (2, 0), (3, 0), (2, 4)], &[], &[]);
        assert_eq!(people(&circle, &[0, 1, 2]), (100, 300));
        assert_eq!(people(&circle, &[0, 3]), (100, 100));
        assert_eq!(circle.holders_of(3), [3, 0]);
        assert_eq!(circle.together(0), Some(vec![vec![0, 1, 2, 4]]));
    }

    #[test]
    fn parts_are_no_more_than_their_whole() {
        let parts = relations(&[(1, 0), (2, 0), (3, 0)], &[], &[]);
        assert_eq!(people(&parts, &[1]), (100, 100));
        assert_eq!(people(&parts, &[1, 2, 3]), (100, 100));
        assert_eq!(people(&parts, &[0, 1]), (100, 100));
        assert_eq!(people(&parts, &[1, 5]), (200, 200));
    }

    #[test]
    fn a_long_chain_is_no_burden() {
        let chain: Vec<(usize, usize)> = (1..20_000).map(|at| (at, at - 1)).collect();
        let declared = Declared { part_of: chain, ..Declared::default() };
        let chain = Relations::of(&declared, vec![Some(1); 20_000], false);
        assert_eq!(chain.holders_of(19_999).len(), 20_000);
        assert_eq!(people(&chain, &[5, 9, 19_999]), (1, 1));
    }
}

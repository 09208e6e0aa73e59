//! `contradicting-audiences`

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, thousands};
use crate::model::{Audience, Excluded};
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// Audiences of which two things are said that cannot both be true.
    ///
    /// ## What it finds
    /// - A part that is bigger (`size`) than an audience that holds it.
    /// - Audiences that are parts of each other (`part_of` in a circle).
    /// - Audiences that share nobody (`disjoint_from`), although one is a part of the other, somebody is a part of both, or
    ///   the two or parts of them are said to share people (`overlaps`).
    /// - An audience that leaves out (`exclude`) one that it is a part of, so that nobody is left, or one that it is said
    ///   to share people with.
    ///
    /// A part of a part is a part. To leave out a part of oneself is in order: everybody but the members.
    ///
    /// ## Why
    /// How much one person gets is counted by what audiences say of each other. Where that contradicts itself, some of the
    /// figures are wrong, and nobody can tell which.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; size: 3_000 }
    /// audience members { source: checkout; exclude: opted_out; part_of: customers; size: 5_000 }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out, members; size: 3_000 }
    /// audience members { source: checkout; exclude: opted_out; part_of: customers; size: 500 }
    /// ```
    name: "contradicting-audiences",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Workspace(check),
}

/// How many steps of a way from part to part are shown.
const MOST_STEPS: usize = 4;

/// One audience names another.
#[derive(Clone, Copy)]
struct Said {
    other: usize,
    place: Span,
}

/// What audiences say of each other, by their numbers.
struct Declared<'a> {
    audiences: &'a [&'a Audience],
    part_of: Vec<Vec<Said>>,
    overlaps: Vec<Vec<Said>>,
    /// Both ways.
    apart: Vec<Vec<Said>>,
    left_out: Vec<Vec<Said>>,
    /// Audiences that are parts of each other have one number; who holds has a lower one than what is held.
    rank: Vec<usize>,
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    let count = workspace.audiences.len();
    let mut declared = Declared {
        audiences: &workspace.audiences,
        part_of: vec![Vec::new(); count],
        overlaps: vec![Vec::new(); count],
        apart: vec![Vec::new(); count],
        left_out: vec![Vec::new(); count],
        rank: Vec::new(),
    };
    for (at, audience) in workspace.audiences.iter().enumerate() {
        let place = |name: &str| workspace.audience_place(name);
        let lists = [
            (&audience.part_of, &mut declared.part_of),
            (&audience.overlaps, &mut declared.overlaps),
            (&audience.disjoint_from, &mut declared.apart),
        ];
        for (references, said) in lists {
            for reference in references {
                let Some(other) = place(reference.name.as_str()) else { continue };
                push(said, at, Said { other, place: reference.span() });
            }
        }
        for name in &audience.exclude {
            let Some(other) = place(name.as_str()).filter(|_| Excluded::parse(name.as_str()).is_none())
            else {
                continue;
            };
            push(&mut declared.left_out, at, Said { other, place: name.span() });
        }
    }
    let one_way: Vec<(usize, Said)> = (0..count)
        .flat_map(|at| declared.of(&declared.apart, at).iter().map(move |said| (at, *said)))
        .filter(|(at, said)| *at != said.other)
        .collect();
    for (at, said) in one_way {
        push(&mut declared.apart, said.other, Said { other: at, ..said });
    }
    declared.rank = ranks(&declared.part_of);
    circles(cx, &declared);
    sizes(cx, &declared);
    nobody_shared(cx, &declared);
}

fn push(lists: &mut [Vec<Said>], at: usize, said: Said) {
    if let Some(list) = lists.get_mut(at) {
        list.push(said);
    }
}

impl<'a> Declared<'a> {
    fn of<'l>(&self, lists: &'l [Vec<Said>], at: usize) -> &'l [Said] {
        lists.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    fn holders(&self, at: usize) -> &[Said] {
        self.of(&self.part_of, at)
    }

    fn name(&self, at: usize) -> &'a str {
        self.audiences.get(at).and_then(|audience| audience.name.as_ref()).map_or("", |name| name.as_str())
    }

    fn rank(&self, at: usize) -> usize {
        self.rank.get(at).copied().unwrap_or(at)
    }

    /// The audiences, those that hold before what they hold.
    fn holders_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.audiences.len()).collect();
        order.sort_by_key(|at| self.rank(*at));
        order
    }
}

/// A number for each audience: those that are parts of each other share one, and who holds has a lower one than what is
/// held. (Tarjan's strongly connected components, with a stack of its own: chains may be long.)
fn ranks(part_of: &[Vec<Said>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = part_of.len();
    let mut rank = vec![NEW; count];
    let (mut seen, mut low) = (vec![NEW; count], vec![NEW; count]);
    let (mut next, mut ranks) = (0, 0);
    let mut open: Vec<usize> = Vec::new();
    for start in 0..count {
        // An audience, and which of its holders comes next.
        let mut way: Vec<(usize, usize)> = Vec::new();
        if seen.get(start) == Some(&NEW) {
            way.push((start, 0));
        }
        while let Some((at, step)) = way.pop() {
            if step == 0 {
                set(&mut seen, at, next);
                set(&mut low, at, next);
                next += 1;
                open.push(at);
            }
            let holders = part_of.get(at).map(Vec::as_slice).unwrap_or_default();
            if let Some(before) = step.checked_sub(1).and_then(|step| holders.get(step))
                && rank.get(before.other) == Some(&NEW)
            {
                let lowest = get(&low, at).min(get(&low, before.other));
                set(&mut low, at, lowest);
            }
            if let Some(holder) = holders.get(step) {
                way.push((at, step + 1));
                if get(&seen, holder.other) == NEW {
                    way.push((holder.other, 0));
                }
                continue;
            }
            if get(&low, at) == get(&seen, at) {
                while let Some(member) = open.pop() {
                    set(&mut rank, member, ranks);
                    if member == at {
                        break;
                    }
                }
                ranks += 1;
            }
        }
    }
    rank
}

fn get(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(usize::MAX)
}

fn set(list: &mut [usize], at: usize, value: usize) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

/// Audiences that are parts of each other: one finding for all that hang together, with a shortest circle.
fn circles(cx: &mut Cx<'_>, declared: &Declared<'_>) {
    let count = declared.audiences.len();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut walk = Walk::new(count);
    for at in 0..count {
        let rank = declared.rank(at);
        let inside = |said: &&Said| declared.rank(said.other) == rank;
        if declared.holders(at).iter().find(inside).is_none() || !told.insert(rank) {
            continue;
        }
        // From the first of them along the holders of the same number, until one of them holds it.
        walk.up(declared, at, |other| declared.rank(other) == rank);
        let last = walk.found.iter().copied().find_map(|from| {
            let back = declared.holders(from).iter().find(|said| said.other == at)?;
            Some((from, *back))
        });
        let Some((from, back)) = last else { continue };
        let mut steps = walk.way_to(from);
        steps.push((from, back));
        let Some((_, first)) = steps.first().copied() else { continue };
        let name = declared.name(at);
        let message = match steps.len() {
            1 => format!("`{name}` is declared to be a part of itself"),
            2 => format!("`{name}` and `{}` are declared to be parts of each other", declared.name(from)),
            many => format!("{} audiences are parts of each other in a circle", thousands(many as u64)),
        };
        let mut diagnostic = Diagnostic::at(first.place, message)
            .mark(format!("`{name}` is a part of `{}`", declared.name(first.other)));
        for (part, said) in steps.iter().skip(1).take(MOST_STEPS) {
            let (part, whole) = (declared.name(*part), declared.name(said.other));
            diagnostic = diagnostic.label(said.place, format!("`{part}` is a part of `{whole}`"));
        }
        cx.report(
            diagnostic.help(
                "take out the `part_of` that does not hold; of two names for the same people, keep one",
            ),
        );
    }
}

/// Parts that are bigger than what holds them.
fn sizes(cx: &mut Cx<'_>, declared: &Declared<'_>) {
    // The smallest size among the nearest audiences above that say theirs, by who says it.
    let mut least: Vec<Option<usize>> = vec![None; declared.audiences.len()];
    let size = |at: usize| declared.audiences.get(at).and_then(|audience| audience.size);
    for at in declared.holders_first() {
        let mut bound: Option<(f64, usize, Said)> = None;
        for said in declared.holders(at) {
            if declared.rank(said.other) == declared.rank(at) {
                continue;
            }
            let above = size(said.other).map(|_| said.other);
            let above = above.or_else(|| least.get(said.other).copied().flatten());
            let Some((whole, people)) = above.and_then(|above| Some((above, size(above)?.value))) else {
                continue;
            };
            if bound.is_none_or(|(known, ..)| people < known) {
                bound = Some((people, whole, *said));
            }
        }
        let Some((most, whole, said)) = bound else { continue };
        if let Some(slot) = least.get_mut(at) {
            *slot = Some(whole);
        }
        let (Some(own), Some(limit)) = (size(at), size(whole)) else { continue };
        // Where a part is left out, the size may be that of the rest.
        let is_left_out = declared.of(&declared.left_out, whole).iter().any(|out| out.other == at);
        if own.value <= most || is_left_out {
            continue;
        }
        let people = |size: f64| thousands(size.max(0.0) as u64);
        let (part, holder) = (declared.name(at), declared.name(whole));
        let way = if said.other == whole {
            format!("a part of `{holder}`")
        } else {
            format!("a part of `{}`, and so of `{holder}`", declared.name(said.other))
        };
        cx.report(
            Diagnostic::at(own.span, format!("`{part}` is bigger than `{holder}`, which holds it"))
                .mark(format!("{} people", people(own.value)))
                .label(said.place, way)
                .label(limit.span, format!("`{holder}` has {}", people(most)))
                .help("correct the `size` that is out of date, or take `part_of` out"),
        );
    }
}

/// A walk from an audience to all that hold it, nearest first. Its marks are used again from walk to walk.
struct Walk {
    /// In which walk an audience was met last.
    met: Vec<usize>,
    /// From which audience, and by what it says.
    from: Vec<Option<(usize, Said)>>,
    number: usize,
    /// The audiences of this walk; the first is where it began.
    found: Vec<usize>,
}

impl Walk {
    fn new(count: usize) -> Self {
        Walk { met: vec![0; count], from: vec![None; count], number: 0, found: Vec::new() }
    }

    fn up(&mut self, declared: &Declared<'_>, start: usize, enters: impl Fn(usize) -> bool) {
        self.number += 1;
        self.found.clear();
        self.found.push(start);
        set(&mut self.met, start, self.number);
        let mut next = 0;
        while let Some(at) = self.found.get(next).copied() {
            next += 1;
            for said in declared.holders(at) {
                if self.has(said.other) || !enters(said.other) {
                    continue;
                }
                set(&mut self.met, said.other, self.number);
                if let Some(slot) = self.from.get_mut(said.other) {
                    *slot = Some((at, *said));
                }
                self.found.push(said.other);
            }
        }
    }

    fn has(&self, at: usize) -> bool {
        self.met.get(at) == Some(&self.number)
    }

    /// The steps from where the walk began to an audience that it met: who says it, and what.
    fn way_to(&self, at: usize) -> Vec<(usize, Said)> {
        let mut steps = Vec::new();
        let mut at = at;
        while Some(&at) != self.found.first() {
            let Some((before, said)) = self.from.get(at).copied().flatten() else { break };
            steps.push((before, said));
            at = before;
        }
        steps.reverse();
        steps
    }
}

/// Audiences that are said to share nobody, or to leave each other out, and share somebody all the same.
fn nobody_shared(cx: &mut Cx<'_>, declared: &Declared<'_>) {
    let count = declared.audiences.len();
    // Whether an audience or one that holds it is said to share nobody with some other: only there is anything to look for.
    let order = declared.holders_first();
    let mut bound_ranks = vec![false; count];
    for at in &order {
        let above = |said: &Said| bound_ranks.get(declared.rank(said.other)) == Some(&true);
        let is_bound =
            !declared.of(&declared.apart, *at).is_empty() || declared.holders(*at).iter().any(above);
        if let Some(slot) = bound_ranks.get_mut(declared.rank(*at)) {
            *slot |= is_bound;
        }
    }
    let is_bound = |at: usize| bound_ranks.get(declared.rank(at)) == Some(&true);
    let (mut walk, mut other_walk) = (Walk::new(count), Walk::new(count));
    let mut told = Told::default();
    for at in order {
        let holders = declared.holders(at);
        let apart = declared.of(&declared.apart, at);
        let left_out = declared.of(&declared.left_out, at);
        // What two holders come to was seen at the holder, where there is but one.
        let joins = holders.iter().filter(|said| is_bound(said.other)).count() > 1;
        // Who holds this audience has no higher number, and on the way there no number is lower.
        let own = declared.rank(at);
        let lowest = |named: &[Said]| {
            named.iter().map(|said| declared.rank(said.other)).filter(|rank| *rank <= own).min()
        };
        let lowest_apart = if joins { Some(0) } else { lowest(apart) };
        let lowest_left_out = lowest(left_out);
        if lowest_apart.is_some() || lowest_left_out.is_some() {
            let is_on_the_way = |other: usize| {
                let is_above =
                    |lowest: Option<usize>| lowest.is_some_and(|rank| rank <= declared.rank(other));
                is_bound(other) && is_above(lowest_apart) || is_above(lowest_left_out)
            };
            walk.up(declared, at, is_on_the_way);
            emptied(cx, declared, &walk, at);
            let seen: &[usize] = if joins { &walk.found } else { walk.found.get(..1).unwrap_or_default() };
            part_of_both(cx, declared, &walk, seen, &mut told);
        }
    }
    for at in 0..count {
        let shared = declared.of(&declared.overlaps, at);
        if !shared.is_empty() && is_bound(at) {
            walk.up(declared, at, is_bound);
        }
        for said in shared.iter().filter(|said| said.other != at) {
            if let Some(own) =
                declared.of(&declared.left_out, at).iter().find(|left_out| left_out.other == said.other)
            {
                leaves_out_what_overlaps(cx, declared, at, said, own);
            }
            if is_bound(at) && is_bound(said.other) {
                other_walk.up(declared, said.other, is_bound);
                overlaps_apart(cx, declared, (&walk, &other_walk), said, &mut told);
            }
        }
    }
}

/// What was told already: a pair that shares nobody, with the audience at which it shares somebody.
#[derive(Default)]
struct Told {
    parts: BTreeMap<(usize, usize), Vec<usize>>,
    overlaps: BTreeSet<(usize, usize)>,
}

/// An audience that leaves out one that it is a part of.
fn emptied(cx: &mut Cx<'_>, declared: &Declared<'_>, walk: &Walk, at: usize) {
    let Some(said) = declared.of(&declared.left_out, at).iter().find(|said| walk.has(said.other)) else {
        return;
    };
    let (name, whole) = (declared.name(at), declared.name(said.other));
    let message = if said.other == at {
        format!("`{name}` leaves itself out: nobody is left")
    } else {
        format!("`{name}` leaves out `{whole}`, of which it is a part: nobody is left")
    };
    let diagnostic = Diagnostic::at(said.place, message).mark(format!("everybody of `{whole}` is left out"));
    cx.report(with_way(diagnostic, declared, &walk.way_to(said.other)).help(if said.other == at {
        format!("take `{whole}` out of `exclude`")
    } else {
        format!("take `{whole}` out of `exclude`, or out of `part_of`")
    }));
}

/// An audience that is a part of two that share nobody, or of one that it shares nobody with. `seen` are those of the walk
/// whose other side is looked for.
fn part_of_both(cx: &mut Cx<'_>, declared: &Declared<'_>, walk: &Walk, seen: &[usize], told: &mut Told) {
    let Some(at) = walk.found.first().copied() else { return };
    let pair = seen.iter().find_map(|one| {
        declared.of(&declared.apart, *one).iter().find_map(|said| {
            let pair = (said.other.min(*one), said.other.max(*one));
            // Whoever holds this audience may have the same told of it already.
            let known =
                told.parts.get(&pair).is_some_and(|places| places.iter().any(|place| walk.has(*place)));
            (walk.has(said.other) && !known).then_some((pair, *one, *said))
        })
    });
    let Some((pair, one, said)) = pair else { return };
    told.parts.entry(pair).or_default().push(at);
    let (name, one_name, other_name) = (declared.name(at), declared.name(one), declared.name(said.other));
    let message = if one == said.other {
        format!("`{one_name}` is said to share nobody with itself")
    } else if one == at || said.other == at {
        let whole = if one == at { other_name } else { one_name };
        format!("`{name}` is a part of `{whole}` and is said to share nobody with it")
    } else {
        format!("`{name}` is a part of `{one_name}` and of `{other_name}`, which are said to share nobody")
    };
    let diagnostic = Diagnostic::at(said.place, message).mark("said to share nobody");
    let diagnostic = with_way(diagnostic, declared, &walk.way_to(one));
    let diagnostic = with_way(diagnostic, declared, &walk.way_to(said.other));
    cx.report(diagnostic.help(if one == said.other {
        "take it out of `disjoint_from`"
    } else {
        "take out the `disjoint_from` or the `part_of` that does not hold"
    }));
}

/// Two audiences that share people and are, or are parts of, two that share nobody.
fn overlaps_apart(
    cx: &mut Cx<'_>,
    declared: &Declared<'_>,
    (walk, other_walk): (&Walk, &Walk),
    shared: &Said,
    told: &mut Told,
) {
    let Some(at) = walk.found.first().copied() else { return };
    // Where somebody is a part of both, that was told.
    let is_new = |one: usize, other: usize| !told.parts.contains_key(&(one.min(other), one.max(other)));
    let found = other_walk.found.iter().find_map(|other| {
        let mut apart = declared.of(&declared.apart, *other).iter();
        let apart = apart.find(|said| walk.has(said.other) && is_new(said.other, *other))?;
        Some((*other, *apart))
    });
    let Some((other, apart)) = found else { return };
    if !told.overlaps.insert((at.min(shared.other), at.max(shared.other))) {
        return;
    }
    let (name, with) = (declared.name(at), declared.name(shared.other));
    let message = if (apart.other, other) == (at, shared.other) {
        format!("`{name}` and `{with}` are said to share people and to share nobody")
    } else {
        let (one, two) = (declared.name(apart.other), declared.name(other));
        format!("`{name}` and `{with}` are said to share people, and `{one}` and `{two}` to share nobody")
    };
    let diagnostic = Diagnostic::at(apart.place, message)
        .mark("said to share nobody")
        .label(shared.place, format!("`{name}` overlaps with `{with}`"));
    let diagnostic = with_way(diagnostic, declared, &walk.way_to(apart.other));
    let diagnostic = with_way(diagnostic, declared, &other_walk.way_to(other));
    cx.report(diagnostic.help("take out the `disjoint_from` or the `overlaps` that does not hold"));
}

fn leaves_out_what_overlaps(
    cx: &mut Cx<'_>,
    declared: &Declared<'_>,
    at: usize,
    shared: &Said,
    left_out: &Said,
) {
    let (name, other) = (declared.name(at), declared.name(shared.other));
    cx.report(
        Diagnostic::at(
            left_out.place,
            format!("`{name}` leaves out `{other}` and is said to share people with it"),
        )
        .mark("left out, so that nobody is shared")
        .label(shared.place, "said to share people")
        .help(format!("take `{other}` out of `overlaps`: who is left out gets nothing as one of `{name}`")),
    );
}

/// Shows how an audience comes to be a part of another.
fn with_way(diagnostic: Diagnostic, declared: &Declared<'_>, steps: &[(usize, Said)]) -> Diagnostic {
    steps.iter().take(MOST_STEPS).fold(diagnostic, |diagnostic, (part, said)| {
        let (part, whole) = (declared.name(*part), declared.name(said.other));
        diagnostic.label(said.place, format!("`{part}` is a part of `{whole}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{self, Input, Options};
    use crate::source::SourceMap;
    use crate::syntax::Syntax;

    /// What the rule tells of a file.
    fn told(text: &str) -> Vec<String> {
        let input = Input::new("a.waba", text, Syntax::Waba);
        let today = jiff::civil::date(2026, 9, 1);
        let report = engine::check(SourceMap::default(), vec![input], Vec::new(), &Options::on(today));
        let own = report.findings.iter().filter(|found| found.rule.name() == RULE.name);
        own.map(|found| found.diagnostic.message.to_string()).collect()
    }

    /// The keys of an audience: lists of others by their numbers.
    #[derive(Clone, Default)]
    struct Row {
        part_of: BTreeSet<usize>,
        overlaps: BTreeSet<usize>,
        disjoint_from: BTreeSet<usize>,
        exclude: BTreeSet<usize>,
    }

    fn written(rows: &[Row]) -> String {
        let mut text = String::new();
        for (at, row) in rows.iter().enumerate() {
            text.push_str(&format!("audience a{at} {{ source: checkout; suppression: \"s\""));
            for (key, others) in [
                ("part_of", &row.part_of),
                ("overlaps", &row.overlaps),
                ("disjoint_from", &row.disjoint_from),
                ("exclude", &row.exclude),
            ] {
                let names: Vec<String> = others.iter().map(|other| format!("a{other}")).collect();
                if !names.is_empty() {
                    text.push_str(&format!("; {key}: {}", names.join(", ")));
                }
            }
            text.push_str(" }\n");
        }
        text
    }

    /// The same question, answered by trying everything.
    fn contradicts(rows: &[Row]) -> bool {
        let count = rows.len();
        let mut holds = vec![vec![false; count]; count];
        for (at, row) in rows.iter().enumerate() {
            holds[at][at] = true;
            row.part_of.iter().for_each(|whole| holds[at][*whole] = true);
        }
        for via in 0..count {
            for one in 0..count {
                for other in 0..count {
                    holds[one][other] |= holds[one][via] && holds[via][other];
                }
            }
        }
        let all = || (0..count).flat_map(|one| (0..count).map(move |other| (one, other)));
        let is_apart = |one: usize, other: usize| {
            rows[one].disjoint_from.contains(&other) || rows[other].disjoint_from.contains(&one)
        };
        let shares = |one: usize, other: usize| {
            let both = |at: usize| holds[at][one] && holds[at][other];
            let overlap = |(at, with): (usize, usize)| {
                at != with && rows[at].overlaps.contains(&with) && holds[at][one] && holds[with][other]
            };
            (0..count).any(both) || one != other && all().any(|(at, with)| overlap((at, with)))
        };
        all().any(|(one, other)| {
            one != other && holds[one][other] && holds[other][one]
                || rows[one].part_of.contains(&one)
                || is_apart(one, other) && (shares(one, other) || shares(other, one))
                || rows[one].exclude.contains(&other)
                    && (holds[one][other] || rows[one].overlaps.contains(&other))
        })
    }

    #[test]
    fn what_is_told_is_what_trying_everything_finds() {
        let mut seed = 7u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % below) as usize
        };
        let mut both = [0, 0];
        for _ in 0..600 {
            let count = 2 + next(6);
            let mut rows = vec![Row::default(); count];
            for _ in 0..next(8) {
                let (at, other) = (next(count as u64), next(count as u64));
                let row = &mut rows[at];
                match next(9) {
                    0..=4 => row.part_of.insert(other),
                    5 => row.overlaps.insert(other),
                    6 | 7 => row.disjoint_from.insert(other),
                    _ => row.exclude.insert(other),
                };
            }
            let (text, expected) = (written(&rows), contradicts(&rows));
            let told = told(&text);
            assert_eq!(!told.is_empty(), expected, "{text}{told:?}");
            both[usize::from(expected)] += 1;
        }
        assert!(both.iter().all(|times| *times > 100), "{both:?}");
    }

    #[test]
    fn long_chains_and_circles_are_walked() {
        let chain = |first: &str| -> String {
            let link = |at: usize| {
                format!("audience a{at} {{ source: checkout; part_of: a{}; size: {} }}\n", at - 1, 9_000 - at)
            };
            format!("audience a0 {{ source: checkout; {first} }}\n")
                + &(1..1_500).map(link).collect::<String>()
        };
        assert_eq!(told(&chain("size: 9_000")), [""; 0]);
        assert_eq!(told(&chain("size: 8_000")), ["`a1` is bigger than `a0`, which holds it"]);
        assert_eq!(told(&chain("part_of: a1499")), ["1,500 audiences are parts of each other in a circle"]);
        assert_eq!(
            told(&chain("disjoint_from: a1499")),
            ["`a1499` is a part of `a0` and is said to share nobody with it"]
        );
    }
}

//! Applying fixes to a fixpoint. Pure: texts come in, texts go out.

use std::collections::BTreeMap;

use super::{Finding, Input, Options, check, faults};
use crate::diagnostic::{Edit, Fix};
use crate::source::{FileId, SourceFile, SourceMap};

/// How many rounds are made at most; fixes that wait for each other need a few.
const MOST_ROUNDS: usize = 200;
/// After so many rounds in a row that leave no fewer fixes to apply, the rest are undoing each other.
const MOST_IDLE: usize = 3;

/// What is put in place of which bytes, by file and place.
type Edits = BTreeMap<FileId, BTreeMap<(u32, u32), String>>;

/// A file that fixes have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its place among the inputs.
    pub input: usize,
    /// Its name.
    pub name: String,
    /// Its text before, byte for byte.
    pub before: String,
    /// Its text now.
    pub after: String,
}

/// What applying fixes came to.
#[derive(Debug)]
pub struct Fixing {
    /// The files as they are now, ready to be checked again.
    pub inputs: Vec<Input>,
    /// The files that changed, in the order of the inputs.
    pub files: Vec<Fixed>,
    /// How many fixes were applied.
    pub applied: usize,
    /// Whether fixes were left that did not come to an end.
    pub unsettled: bool,
}

/// Applies the wanted fixes of a workspace until there is nothing left to apply.
///
/// A file with a break of its grammar is left as it is. A fix is applied with all of its edits or not at all. Where
/// two fixes touch the same bytes the first goes first, and the other is looked at again on the new text. A change
/// after which a file can be read less well is taken back.
pub fn fix(mut inputs: Vec<Input>, options: &Options, wanted: &dyn Fn(&Finding, &Fix) -> bool) -> Fixing {
    let before: Vec<String> = inputs.iter().map(|input| input.file.text().to_owned()).collect();
    // What is told of a file is bounded for people; what is mended is not.
    let options = &Options { bounded: false, ..options.clone() };
    let (mut applied, mut fewest, mut idle, mut unsettled) = (0, usize::MAX, 0, false);
    for round in 0..=MOST_ROUNDS {
        let report = check(SourceMap::default(), inputs.clone(), Vec::new(), options);
        let fixes: Vec<&Fix> = report
            .findings
            .iter()
            .filter_map(|finding| finding.diagnostic.fix.as_deref().map(|fix| (finding, fix)))
            .filter(|(finding, fix)| wanted(finding, fix) && touches_definitions(fix, &inputs))
            .map(|(_, fix)| fix)
            .collect();
        idle = if fixes.len() < fewest { 0 } else { idle + 1 };
        fewest = fewest.min(fixes.len());
        if fixes.is_empty() {
            break;
        }
        if idle >= MOST_IDLE || round == MOST_ROUNDS {
            unsettled = true;
            break;
        }
        let (mut edits, mut count) = select(&fixes);
        let mut next = apply(&inputs, &edits);
        if reads_worse(&inputs, &next) {
            // One of them does harm; each is tried by itself, and what does harm is left out.
            let harmless: Vec<&Fix> = fixes
                .into_iter()
                .filter(|fix| !reads_worse(&inputs, &apply(&inputs, &select(&[*fix]).0)))
                .collect();
            (edits, count) = select(&harmless);
            next = apply(&inputs, &edits);
            if reads_worse(&inputs, &next) {
                unsettled = true;
                break;
            }
        }
        let same = inputs.iter().zip(&next).all(|(before, after)| before.file.text() == after.file.text());
        if count == 0 || same {
            unsettled = true;
            break;
        }
        applied += count;
        inputs = next;
    }
    let files = inputs
        .iter()
        .zip(before)
        .enumerate()
        .filter(|(_, (input, before))| input.file.text() != before)
        .map(|(at, (input, before))| Fixed {
            input: at,
            name: input.file.name().to_owned(),
            before,
            after: input.file.text().to_owned(),
        })
        .collect();
    Fixing { inputs, files, applied, unsettled }
}

/// Whether all edits of a fix lie in files that are checked; a saved listing is never changed.
fn touches_definitions(fix: &Fix, inputs: &[Input]) -> bool {
    fix.edits.iter().all(|edit| inputs.get(edit.span.file.index()).is_some_and(|input| !input.listing))
}

/// The edits of as many fixes as can be applied together, by file and place, and how many fixes these are.
fn select(fixes: &[&Fix]) -> (Edits, usize) {
    let mut chosen = Edits::new();
    let mut count = 0;
    for fix in fixes {
        let same = |edit: &Edit| {
            let known = chosen.get(&edit.span.file).and_then(|of| of.get(&(edit.span.start, edit.span.end)));
            known.is_some_and(|known| *known == edit.replacement && !edit.span.is_empty())
        };
        let free = |edit: &Edit| {
            let Some(of) = chosen.get(&edit.span.file) else { return true };
            let before = of.range(..=(edit.span.end, u32::MAX)).next_back();
            before.is_none_or(|((_, end), _)| *end < edit.span.start)
        };
        if overlaps_itself(fix) || !fix.edits.iter().all(|edit| same(edit) || free(edit)) {
            continue;
        }
        for edit in &fix.edits {
            let of = chosen.entry(edit.span.file).or_default();
            of.insert((edit.span.start, edit.span.end), edit.replacement.clone());
        }
        count += 1;
    }
    (chosen, count)
}

/// Whether two edits of one fix touch the same bytes: such a fix is a mistake and is not applied.
fn overlaps_itself(fix: &Fix) -> bool {
    let mut spans: Vec<(FileId, u32, u32)> =
        fix.edits.iter().map(|edit| (edit.span.file, edit.span.start, edit.span.end)).collect();
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[1].1 < pair[0].2)
}

fn apply(inputs: &[Input], edits: &Edits) -> Vec<Input> {
    let mut next = inputs.to_vec();
    for (file, edits) in edits {
        let Some(input) = next.get_mut(file.index()) else { continue };
        let old = input.file.text();
        let mut text = String::with_capacity(old.len() + old.len() / 8);
        let mut at = 0;
        for ((start, end), replacement) in edits {
            let Some(kept) = old.get(at..*start as usize) else { continue };
            text.push_str(kept);
            text.push_str(replacement);
            at = *end as usize;
        }
        text.push_str(old.get(at..).unwrap_or_default());
        input.file = SourceFile::new(input.file.name().to_owned(), text);
    }
    next
}

/// Whether any file can be read less well than before: a broken grammar, a key that nobody reads, a value that does
/// not fit.
fn reads_worse(before: &[Input], after: &[Input]) -> bool {
    before
        .iter()
        .zip(after)
        .filter(|(before, after)| before.file.text() != after.file.text())
        .any(|(before, after)| faults(after) > faults(before))
}

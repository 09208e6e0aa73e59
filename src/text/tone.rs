//! The tone of a text: whether its words, taken together, are those of promotions or of service messages.
//!
//! The weights are learned from the labelled texts in `training/`, and lie open in `policy/tone/`, a line a feature. The
//! score of a text is the sum of the weights of what occurs in it, each once, over the square root of how many those are;
//! from which score on a text reads like promotion, `policy/tone.yaml` says. The words by which languages are told from each other
//! (`policy/common.yaml`) weigh nothing by themselves: how many "and" a text has tells its style, and not what it wants.

use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use super::feature;
use super::hash::hash;
use super::language;
use super::reader::Reader;
use super::tokens::{Token, TokenKind};
use crate::model::Template;
use crate::policy::{self, Weights};
use crate::source::Span;
use crate::syntax::message::Message;

/// In how many parts of one a weight is counted.
pub const UNIT: f32 = 32.0;
/// How many places are shown to say what the tone is made of.
const SHOWN: usize = 3;
/// From which share of the heaviest word's weight on a word is shown.
const HEAVY: f32 = 0.4;

/// Something that occurs in texts, as the policy writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature<'t> {
    /// A word, or a sign for what is none: `#` number or placeholder, `%` percentage, `@` link, `?` the end of a
    /// question; in pairs also `.`, the end of a sentence, and `^`, the beginning of a text.
    Word(&'t str),
    /// The first characters of one.
    Stem(&'t str),
    /// The last characters of one.
    End(&'t str),
    /// Two that follow one another.
    Pair(&'t str, &'t str),
}

impl fmt::Display for Feature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Feature::Word(word) => f.write_str(word),
            Feature::Stem(stem) => write!(f, "{stem}*"),
            Feature::End(end) => write!(f, "*{end}"),
            Feature::Pair(first, second) => write!(f, "{first} {second}"),
        }
    }
}

/// The texts of a template whose tone counts: footers name the business and the way out.
pub fn texts(template: &Template) -> Vec<&Message> {
    let footer = template.footer.as_ref().and_then(|footer| footer.text.as_ref());
    let is_footer = |message: &&Message| footer.is_some_and(|footer| std::ptr::eq(footer, *message));
    template.texts().into_iter().filter(|message| !is_footer(message)).collect()
}

/// Calls `visit` with every feature of a text, its key, and the token that it ends with.
pub fn features<'t>(tokens: &'t [Token], mut visit: impl FnMut(u32, Feature<'t>, usize)) {
    let (mut before, mut was_small) = (("^", hash(b"^")), true);
    for (at, token) in tokens.iter().enumerate() {
        let sign = match &token.kind {
            TokenKind::Word(_) => "",
            TokenKind::Number => "#",
            TokenKind::Percent => "%",
            TokenKind::Address => "@",
            TokenKind::Break if token.is_question => "?",
            TokenKind::Break => ".",
        };
        let here = match &token.kind {
            TokenKind::Word(word) => (word.as_str(), token.hash),
            _ => (sign, hash(sign.as_bytes())),
        };
        let is_small = sign == "." || sign.is_empty() && language::is_common_hash(here.1);
        if !is_small || !was_small {
            visit(feature::of_pair(before.1, here.1), Feature::Pair(before.0, here.0), at);
        }
        (before, was_small) = (here, is_small);
        if is_small {
            continue;
        }
        visit(feature::of_word(here.1), Feature::Word(here.0), at);
        if sign.is_empty() {
            parts(here.0, |key, part| visit(key, part, at));
        }
    }
}

/// The stems and the ending of a word.
fn parts<'t>(word: &'t str, mut visit: impl FnMut(u32, Feature<'t>)) {
    let mut count = 0;
    // Where the last characters begin, the last one's place at the end.
    let mut last = [0; feature::END];
    for (at, _) in word.char_indices() {
        if let Some(stem) = word.get(..at).filter(|_| feature::STEMS.contains(&count)) {
            visit(feature::of_stem(stem), Feature::Stem(stem));
        }
        last.rotate_left(1);
        if let Some(place) = last.last_mut() {
            *place = at;
        }
        count += 1;
    }
    if feature::STEMS.contains(&count) {
        visit(feature::of_stem(word), Feature::Stem(word));
    }
    if let Some(end) =
        word.get(last.first().copied().unwrap_or(0)..).filter(|_| count >= feature::LEAST_FOR_END)
    {
        visit(feature::of_end(end), Feature::End(end));
    }
}

impl Weights {
    /// The place of a feature in the table and its weight, in parts of [`UNIT`]; nothing for one that is not known.
    fn of(&self, key: u32) -> Option<(usize, i8)> {
        let size = self.keys.len() as u64;
        let mut at = ((u64::from(key) * size) >> 32) as usize;
        // The table is never full, so there is an end.
        while let (Some(found), Some(weight)) = (self.keys.get(at), self.weights.get(at)) {
            if *weight == 0 {
                return None;
            }
            if *found == key {
                return Some((at, *weight));
            }
            at = if at + 1 == self.keys.len() { 0 } else { at + 1 };
        }
        None
    }
}

/// Which places of a table were met already.
struct Met(Vec<u64>);

impl Met {
    fn new(weights: &Weights) -> Self {
        Met(vec![0; weights.keys.len() / 64 + 1])
    }

    /// Whether a place is met for the first time.
    fn is_new(&mut self, place: usize) -> bool {
        let Some(word) = self.0.get_mut(place / 64) else { return false };
        let bit = 1 << (place % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// How promotional a template sounds in a language: above zero like promotion, below like service.
pub(super) fn score(template: &Template, weights: &Weights, reader: &Reader) -> f32 {
    let tokens: Vec<Rc<[Token]>> =
        texts(template).into_iter().map(|message| reader.tokens(message)).collect();
    score_of(tokens.iter().map(|tokens| &**tokens), weights)
}

/// The same of some pieces of text.
pub(super) fn score_of<'t>(pieces: impl Iterator<Item = &'t [Token]>, weights: &Weights) -> f32 {
    let (mut sum, mut known) = (0, 0);
    let mut met = Met::new(weights);
    for tokens in pieces {
        features(tokens, |key, _, _| {
            if let Some((_, weight)) = weights.of(key).filter(|(place, _)| met.is_new(*place)) {
                sum += i32::from(weight);
                known += 1;
            }
        });
    }
    let bias = f32::from(weights.bias) / UNIT;
    if known == 0 { bias } else { sum as f32 / UNIT / (known as f32).sqrt() + bias }
}

/// The words that make a template sound like promotion the most, the heaviest first.
pub(crate) fn heaviest(template: &Template, language: &str, reader: &Reader) -> Vec<Span> {
    let Some(weights) = policy::weights_of(language) else { return Vec::new() };
    let texts = texts(template);
    let all: Vec<(Rc<[Token]>, Vec<f32>)> = texts
        .iter()
        .map(|message| {
            let tokens = reader.tokens(message);
            let shares = shares(&tokens, weights);
            (tokens, shares)
        })
        .collect();
    let is_shown =
        |token: &Token| matches!(token.kind, TokenKind::Word(_)) && !language::is_common_hash(token.hash);
    let most = all
        .iter()
        .flat_map(|(tokens, shares)| tokens.iter().zip(shares))
        .filter(|(token, _)| is_shown(token))
        .map(|(_, share)| *share)
        .fold(0.0, f32::max);
    let mut rows: Vec<(f32, Span)> = Vec::new();
    for (message, (tokens, shares)) in texts.iter().zip(&all) {
        let mut row: Option<(f32, Range<usize>)> = None;
        for (token, share) in tokens.iter().zip(shares) {
            let is_heavy = *share > 0.0 && *share >= most * HEAVY && is_shown(token);
            row = match row {
                Some((sum, range)) if is_heavy => Some((sum + share, range.start..token.range.end)),
                None if is_heavy => Some((*share, token.range.clone())),
                ended => {
                    rows.extend(ended.map(|(sum, range)| (sum, message.text.slice(range))));
                    None
                }
            };
        }
        rows.extend(row.map(|(sum, range)| (sum, message.text.slice(range))));
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows.truncate(SHOWN);
    rows.into_iter().map(|(_, span)| span).collect()
}

/// What each token adds to the score; a pair's weight is shared out.
fn shares(tokens: &[Token], weights: &Weights) -> Vec<f32> {
    let mut shares = vec![0.0_f32; tokens.len()];
    let mut add = |at: usize, weight: f32| {
        if let Some(share) = shares.get_mut(at) {
            *share += weight;
        }
    };
    features(tokens, |key, feature, at| {
        let Some((_, weight)) = weights.of(key) else { return };
        let weight = f32::from(weight);
        match feature {
            Feature::Pair(..) if at > 0 => {
                add(at - 1, weight / 2.0);
                add(at, weight / 2.0);
            }
            _ => add(at, weight),
        }
    });
    shares
}

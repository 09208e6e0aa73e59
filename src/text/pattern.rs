//! Phrase patterns as the policy data write them, matched against the tokens of a text in one pass.
//!
//! A pattern is a row of elements: `word`, `stem*`, `*end`, `*part*`, `a|b`, `#` (number, amount or placeholder), `$`
//! (amount of money), `%` (percentage), `?` (end of a question), `~` (up to five further words of the sentence, or
//! seven characters of Chinese), `^` (begins a sentence). Words are normalised by the build script. A Chinese word
//! stands for its characters one after the other. Where a set knows particles that its language writes together with
//! the next word (Arabic, Hebrew), words and stems are found behind them too.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher as _};
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::fold::is_han;
use super::hash::{Fnv, Known, hash};
use super::language;
use super::rarity;
use super::tokens::{Token, TokenKind};

/// How much a `~` may stand for, and what a character of Chinese and any other token take of it.
const GAP: usize = 15;
const HAN_STEP: usize = 2;
const WORD_STEP: usize = 3;
/// How long a word must be without its particles.
const LEAST_BARE: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Exact(&'static str),
    Stem(&'static str),
    Part(&'static str),
    End(&'static str),
    /// A word of Chinese, a token for each character.
    Han(&'static str),
    Number,
    Money,
    Percent,
    Question,
}

#[derive(Clone, Debug)]
enum Element {
    /// Hashes of whole words, sorted, and what is no whole word.
    One(Box<[u64]>, Box<[Form]>),
    Gap,
    Start,
}

/// A pattern, taken apart when it is first tried: of thousands, a run tries a few hundred.
#[derive(Debug)]
struct Pattern {
    source: &'static str,
    elements: OnceLock<Box<[Element]>>,
}

impl Pattern {
    fn elements(&self) -> &[Element] {
        self.elements.get_or_init(|| self.source.split(' ').map(element).collect())
    }
}

/// A match of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which pattern, by its place in the list that the set was made from.
    pub id: usize,
    /// The bytes of the text that it covers.
    pub range: Range<usize>,
    /// The tokens that it covers.
    pub tokens: Range<usize>,
}

/// Where a pattern is looked for: the pattern, and which of its elements the index holds.
type Entry = (u32, u8);

/// Entries by the hash of a word. Words that share a hash cost a try and nothing else: whoever looks reads the pattern.
type Index = HashMap<u64, Vec<Entry>, BuildHasherDefault<Known>>;

/// Patterns, each indexed by the rarest of its elements, so that most words of a text lead to none.
#[derive(Debug, Default)]
pub struct PatternSet {
    patterns: Vec<Pattern>,
    /// By a whole word.
    words: Index,
    /// By a stem, and which beginnings of three bytes stems have; shorter stems are looked for in every word.
    stems: Index,
    beginnings: Beginnings,
    /// By a part of a word, with the automaton that finds all such parts at once.
    parts: Parts,
    /// The same for parts with letters outside ASCII: most words of Latin script need not be looked at for them.
    wide_parts: Parts,
    /// Particles that are written together with the next word, longest first.
    proclitics: &'static [&'static str],
    /// By nothing but a number or percentage.
    numbers: Vec<Entry>,
}

/// Which words may begin with a stem: a bit for each beginning of three bytes, by its hash.
#[derive(Debug)]
struct Beginnings {
    bits: Box<[u64; BEGINNINGS / 64]>,
    /// The length of the shortest stem, in bytes, up to three; nothing without stems.
    least: Option<usize>,
}

/// How many bits there are; a few in a hundred are set.
const BEGINNINGS: usize = 1 << 15;

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings { bits: Box::new([0; BEGINNINGS / 64]), least: None }
    }
}

impl Beginnings {
    fn bit(bytes: &[u8; 3]) -> (usize, u64) {
        let [a, b, c] = bytes.map(u64::from);
        let at = super::hash::mix(a << 16 | b << 8 | c) as usize % BEGINNINGS;
        (at / 64, 1 << (at % 64))
    }

    fn add(&mut self, stem: &str) {
        self.least = Some(self.least.map_or(3, |least| least.min(stem.len())).min(stem.len()));
        if let Some(first) = stem.as_bytes().first_chunk() {
            let (word, bit) = Beginnings::bit(first);
            if let Some(word) = self.bits.get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// From how many bytes on a word may begin with a stem; nothing where it cannot.
    fn least_of(&self, word: &str) -> Option<usize> {
        let least = self.least?;
        if least < 3 {
            return Some(least);
        }
        let (at, bit) = Beginnings::bit(word.as_bytes().first_chunk()?);
        self.bits.get(at).is_some_and(|word| word & bit != 0).then_some(least)
    }
}

#[derive(Debug, Default)]
struct Parts {
    sources: Vec<&'static str>,
    entries: Vec<Entry>,
    automaton: Option<AhoCorasick>,
}

impl Parts {
    fn push(&mut self, part: &'static str, entry: Entry) {
        self.sources.push(part);
        self.entries.push(entry);
    }

    fn compile(&mut self) {
        if !self.sources.is_empty() {
            // Without the automaton such patterns would not be found; it cannot fail at these sizes.
            self.automaton = AhoCorasick::new(&self.sources).ok();
        }
    }
}

impl PatternSet {
    /// Compiles patterns; the id of each is its place in the list.
    pub fn new(sources: impl IntoIterator<Item = &'static str>) -> Self {
        let placed = |source: &'static str| (rarity::place(source, &language::is_common), source);
        PatternSet::with_places(sources.into_iter().map(placed), &[])
    }

    /// Compiles patterns of the policy, which say before each at which of its elements it is looked for; with particles
    /// that are written together with the next word, longest first.
    pub fn of_policy(
        lines: impl IntoIterator<Item = &'static str>,
        proclitics: &'static [&'static str],
    ) -> Self {
        let placed = |line: &'static str| {
            let (place, source) = line.split_once(' ').unwrap_or(("", line));
            (place.parse().unwrap_or(0), source)
        };
        PatternSet::with_places(lines.into_iter().map(placed), proclitics)
    }

    fn with_places(
        sources: impl Iterator<Item = (usize, &'static str)>,
        proclitics: &'static [&'static str],
    ) -> Self {
        let mut set = PatternSet { proclitics, ..PatternSet::default() };
        for (place, source) in sources {
            let at = u32::try_from(set.patterns.len()).unwrap_or(u32::MAX);
            let entry = (at, u8::try_from(place).unwrap_or(u8::MAX));
            let rarest = source.split(' ').nth(place).unwrap_or_default();
            for form in rarest.split('|').map(form) {
                match form {
                    Form::Exact(word) => set.words.entry(hash(word.as_bytes())).or_default().push(entry),
                    Form::Stem(stem) => {
                        set.beginnings.add(stem);
                        set.stems.entry(hash(stem.as_bytes())).or_default().push(entry);
                    }
                    Form::Part(part) | Form::End(part) if part.is_ascii() => set.parts.push(part, entry),
                    Form::Part(part) | Form::End(part) => set.wide_parts.push(part, entry),
                    Form::Han(word) => {
                        let first = word.chars().next().map_or(0, char::len_utf8);
                        let first = word.get(..first).unwrap_or_default();
                        set.words.entry(hash(first.as_bytes())).or_default().push(entry);
                    }
                    Form::Number | Form::Money | Form::Percent => set.numbers.push(entry),
                    // A question is never the rarest of a pattern's elements.
                    Form::Question => {}
                }
            }
            set.patterns.push(Pattern { source, elements: OnceLock::new() });
        }
        set.parts.compile();
        set.wide_parts.compile();
        set
    }

    /// A word, and the word without the particles before it, or without what is elided before an apostrophe.
    fn readings<'w>(&self, word: &'w str, token: &Token) -> impl Iterator<Item = &'w str> + use<'w> {
        let particles: &'static [&'static str] = if word.is_ascii() { &[] } else { self.proclitics };
        let bare = move |particle: &&'static str| {
            // A single letter more often belongs to the word.
            let least = if particle.chars().nth(1).is_some() { LEAST_BARE } else { LEAST_BARE + 1 };
            word.strip_prefix(*particle).filter(|rest| rest.chars().nth(least - 1).is_some())
        };
        let elided = (token.elided > 0).then(|| word.get(usize::from(token.elided)..)).flatten();
        std::iter::once(word).chain(particles.iter().filter_map(bare)).chain(elided)
    }

    /// All matches, in the order of the text; of several lengths of one match the shortest.
    pub fn find(&self, tokens: &[Token]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match &token.kind {
                TokenKind::Word(word) => {
                    for (nth, reading) in self.readings(word, token).enumerate() {
                        let whole = if nth == 0 { token.hash } else { hash(reading.as_bytes()) };
                        if let Some(entries) = self.words.get(&whole) {
                            self.try_all(entries, tokens, at, &mut found);
                        }
                        let Some(least) = self.beginnings.least_of(reading) else { continue };
                        let mut hasher = Fnv::default();
                        for (length, byte) in (1..).zip(reading.as_bytes()) {
                            hasher.write(&[*byte]);
                            // A stem that ends inside a character is none; whoever looks finds that out.
                            if length >= least
                                && let Some(entries) = self.stems.get(&hasher.finish())
                            {
                                self.try_all(entries, tokens, at, &mut found);
                            }
                        }
                    }
                    for (parts, is_wide) in [(&self.parts, false), (&self.wide_parts, true)] {
                        let Some(automaton) =
                            parts.automaton.as_ref().filter(|_| !is_wide || !word.is_ascii())
                        else {
                            continue;
                        };
                        for part in automaton.find_overlapping_iter(word) {
                            let entry = parts.entries.get(part.pattern().as_usize());
                            self.try_all(entry, tokens, at, &mut found);
                        }
                    }
                }
                TokenKind::Number | TokenKind::Percent => self.try_all(&self.numbers, tokens, at, &mut found),
                TokenKind::Address | TokenKind::Break => {}
            }
        }
        found.sort_by_key(|matched| (matched.range.start, matched.range.end, matched.id));
        found.dedup();
        found
    }

    fn try_all<'e>(
        &self,
        entries: impl IntoIterator<Item = &'e Entry>,
        tokens: &[Token],
        at: usize,
        found: &mut Vec<Match>,
    ) {
        for (id, place) in entries {
            let id = *id as usize;
            let Some(pattern) = self.patterns.get(id) else { continue };
            let Some((before, from)) = pattern.elements().split_at_checked(usize::from(*place)) else {
                continue;
            };
            let Some(end) = self.ends(from, tokens, at) else { continue };
            let Some(start) = self.starts(before, tokens, at) else { continue };
            let (Some(first), Some(last)) = (tokens.get(start), tokens.get(end - 1)) else { continue };
            let range = first.range.start..last.range.end;
            found.push(Match { id, range, tokens: start..end });
        }
    }

    /// The token behind a match of some elements that starts at `at`, if there is one.
    fn ends(&self, elements: &[Element], tokens: &[Token], at: usize) -> Option<usize> {
        let Some((first, rest)) = elements.split_first() else { return Some(at) };
        match first {
            Element::Start => {
                if begins_sentence(tokens, at) {
                    self.ends(rest, tokens, at)
                } else {
                    None
                }
            }
            Element::Gap => {
                let mut left = GAP;
                let mut next = at;
                loop {
                    if let Some(end) = self.ends(rest, tokens, next) {
                        return Some(end);
                    }
                    left = left.checked_sub(step(tokens.get(next)?)?)?;
                    next += 1;
                }
            }
            Element::One(words, forms) => {
                let token = tokens.get(at)?;
                if self.is_one_of(words, token)
                    && let Some(end) = self.ends(rest, tokens, at + 1)
                {
                    return Some(end);
                }
                forms.iter().find_map(|form| {
                    let taken = self.taken_by(form, token, tokens, at)?;
                    self.ends(rest, tokens, at + taken)
                })
            }
        }
    }

    /// The first token of a match of some elements that ends before `end`, if there is one.
    fn starts(&self, elements: &[Element], tokens: &[Token], end: usize) -> Option<usize> {
        let Some((last, rest)) = elements.split_last() else { return Some(end) };
        match last {
            Element::Start => {
                if begins_sentence(tokens, end) {
                    self.starts(rest, tokens, end)
                } else {
                    None
                }
            }
            Element::Gap => {
                let mut left = GAP;
                let mut next = end;
                loop {
                    if let Some(start) = self.starts(rest, tokens, next) {
                        return Some(start);
                    }
                    next = next.checked_sub(1)?;
                    left = left.checked_sub(step(tokens.get(next)?)?)?;
                }
            }
            Element::One(words, forms) => {
                let before = end.checked_sub(1)?;
                if self.is_one_of(words, tokens.get(before)?)
                    && let Some(start) = self.starts(rest, tokens, before)
                {
                    return Some(start);
                }
                forms.iter().find_map(|form| {
                    let at = end.checked_sub(form.length())?;
                    self.taken_by(form, tokens.get(at)?, tokens, at)?;
                    self.starts(rest, tokens, at)
                })
            }
        }
    }

    /// Whether a token is one of some words.
    fn is_one_of(&self, words: &[u64], token: &Token) -> bool {
        let TokenKind::Word(word) = &token.kind else { return false };
        if words.is_empty() {
            return false;
        }
        words.binary_search(&token.hash).is_ok()
            || (!self.proclitics.is_empty() || token.elided > 0)
                && self
                    .readings(word, token)
                    .skip(1)
                    .any(|word| words.binary_search(&hash(word.as_bytes())).is_ok())
    }

    /// How many tokens a form takes at a place, if it fits there.
    fn taken_by(&self, form: &Form, token: &Token, tokens: &[Token], at: usize) -> Option<usize> {
        let fits = match (form, &token.kind) {
            (Form::Stem(stem), TokenKind::Word(found)) => {
                self.readings(found, token).any(|found| found.starts_with(stem))
            }
            (Form::Part(part), TokenKind::Word(found)) => found.contains(part),
            (Form::End(end), TokenKind::Word(found)) => found.ends_with(end),
            (Form::Han(word), TokenKind::Word(_)) => {
                let mut ahead = tokens.get(at..)?.iter();
                let mut char_bytes = [0; 4];
                let all = word.chars().all(|c| {
                    ahead.next().is_some_and(|token| {
                        matches!(&token.kind, TokenKind::Word(found) if found == c.encode_utf8(&mut char_bytes))
                    })
                });
                return all.then(|| form.length());
            }
            (Form::Number, TokenKind::Number) | (Form::Percent, TokenKind::Percent) => true,
            (Form::Money, TokenKind::Number) => token.is_money,
            (Form::Question, TokenKind::Break) => token.is_question,
            _ => false,
        };
        fits.then_some(1)
    }
}

impl Form {
    /// How many tokens it takes.
    fn length(&self) -> usize {
        match self {
            Form::Han(word) => word.chars().count(),
            _ => 1,
        }
    }
}

fn begins_sentence(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1)
        .is_none_or(|before| tokens.get(before).is_some_and(|token| token.kind == TokenKind::Break))
}

/// What a token takes of a gap; nothing goes beyond the sentence.
fn step(token: &Token) -> Option<usize> {
    match &token.kind {
        TokenKind::Break => None,
        TokenKind::Word(word) if word.chars().all(is_han) => Some(HAN_STEP),
        _ => Some(WORD_STEP),
    }
}

fn element(source: &'static str) -> Element {
    match source {
        "~" => Element::Gap,
        "^" => Element::Start,
        _ => {
            let mut words: Vec<u64> = Vec::new();
            let mut others: Vec<Form> = Vec::new();
            for form in source.split('|').map(form) {
                match form {
                    Form::Exact(word) => words.push(hash(word.as_bytes())),
                    other => others.push(other),
                }
            }
            words.sort_unstable();
            Element::One(words.into(), others.into())
        }
    }
}

fn form(source: &'static str) -> Form {
    match source {
        "#" => Form::Number,
        "$" => Form::Money,
        "%" => Form::Percent,
        "?" => Form::Question,
        _ if source.starts_with(|c| c == '*' || is_han(c))
            && source.trim_matches('*').chars().all(is_han) =>
        {
            Form::Han(source.trim_matches('*'))
        }
        _ => match (source.strip_prefix('*'), source.strip_suffix('*')) {
            (Some(end), None) => Form::End(end),
            (Some(_), Some(_)) => Form::Part(source.trim_matches('*')),
            (None, Some(stem)) => Form::Stem(stem),
            (None, None) => Form::Exact(source),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::words;

    fn finds(pattern: &'static str, text: &str) -> Vec<String> {
        PatternSet::new([pattern])
            .find(&words(text))
            .into_iter()
            .map(|found| text[found.range].to_owned())
            .collect()
    }

    #[test]
    fn elements_match_what_they_say() {
        assert_eq!(finds("% off", "Now 20% off!"), ["20% off"]);
        assert_eq!(finds("get ~ off", "get you a whole lot of 5 off"), Vec::<String>::new());
        assert_eq!(finds("get ~ off", "get a whole 5 off"), ["get a whole 5 off"]);
        assert_eq!(finds("get ~ off", "get it. The off switch"), Vec::<String>::new());
        assert_eq!(finds("descont*", "Descontos!"), ["Descontos"]);
        assert_eq!(finds("buy|shop now", "Shop now"), ["Shop now"]);
        assert_eq!(finds("^ free", "feel free. Free gift"), ["Free"]);
        assert_eq!(finds("*优惠*", "全场优惠活动"), ["优惠"]);
        assert_eq!(finds("领取 ~ 优惠券|红包", "点击领取您的专属優惠券"), ["领取您的专属優惠券"]);
        assert_eq!(finds("*aktion", "Aktionär, Rabattaktion"), ["Rabattaktion"]);
        assert_eq!(finds("offre", "Profitez de l’offre"), ["l’offre"]);
        assert_eq!(finds("shall we ~ ?", "Shall we keep one? Reply YES"), ["Shall we keep one?"]);
        assert_eq!(
            finds("from $", "From 9:00, from 12, from 900 ₽, from EUR 1 490"),
            ["from 900 ₽", "from EUR 1 490"]
        );
        assert_eq!(finds("*rabatt*", "Unsere Sommerrabatte"), ["Sommerrabatte"]);
        assert_eq!(finds("save #", "save $25 now"), ["save $25"]);
    }
}

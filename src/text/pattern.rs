//! Phrase patterns as the policy data write them, matched against the tokens of a text in one pass.
//!
//! A pattern is a row of elements: `word`, `stem*`, `*end`, `*part*`, `a|b`, `#` (number, amount or placeholder), `$`
//! (amount of money), `%` (percentage), `?` (end of a question), `~` (up to five further words of the sentence, or
//! seven characters of Chinese), `^` (begins a sentence), `.` (the sentence ends there). Words are normalised by the build script. A Chinese word
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
    End,
}

/// A pattern, taken apart when it is first tried: of thousands, a run tries a few hundred.
#[derive(Debug)]
struct Pattern {
    source: &'static str,
    apart: OnceLock<Apart>,
}

#[derive(Debug)]
struct Apart {
    elements: Box<[Element]>,
    /// For elements that stand for words only: how many bits of [`Held`] they have, then the bits, of which a sentence must
    /// have one. Most patterns that share a word with a sentence lack another, and need not be tried.
    needs: Box<[u16]>,
}

impl Pattern {
    fn apart(&self) -> &Apart {
        self.apart.get_or_init(|| Apart {
            elements: self.source.split(' ').map(element).collect(),
            needs: needs(self.source),
        })
    }
}

/// What the elements of a pattern need, those with the fewest alternatives first.
fn needs(source: &'static str) -> Box<[u16]> {
    let mut all: Vec<Vec<u16>> = source
        .split(' ')
        .filter_map(|element| match element {
            "~" | "^" | "." => None,
            _ => element.split('|').map(form).map(|form| Held::bit_of(&form)).collect(),
        })
        .collect();
    // One element is what the pattern was found by.
    if all.len() < 2 {
        return Box::default();
    }
    all.sort_by_key(Vec::len);
    all.into_iter().flat_map(|bits| std::iter::once(bits.len() as u16).chain(bits)).collect()
}

/// Which words a sentence may hold: a bit for each, and one for the beginning of each, by their hashes.
struct Held([u64; HELD / 64]);

/// How many bits there are; a sentence of usual length sets one in ten.
const HELD: usize = 1 << 9;
/// Bits of what is no word; words may share them, which costs a try and nothing else.
const NUMBER: u16 = 0;
const PERCENT: u16 = 1;
const QUESTION: u16 = 2;

impl Held {
    fn of(tokens: &[Token], set: &PatternSet) -> Self {
        let mut held = Held([0; HELD / 64]);
        let mut add = |bit: u16| {
            if let Some(word) = held.0.get_mut(usize::from(bit) / 64) {
                *word |= 1 << (bit % 64);
            }
        };
        for token in tokens {
            let TokenKind::Word(word) = &token.kind else {
                match token.kind {
                    TokenKind::Number => add(NUMBER),
                    TokenKind::Percent => add(PERCENT),
                    _ if token.is_question => add(QUESTION),
                    _ => {}
                }
                continue;
            };
            for (nth, reading) in set.readings(word, token).enumerate() {
                let whole = if nth == 0 { token.hash } else { hash(reading.as_bytes()) };
                add(Held::bit(whole));
                if let Some(first) = reading.as_bytes().first_chunk() {
                    add(Held::beginning(first));
                }
            }
        }
        held
    }

    fn bit(hash: u64) -> u16 {
        (hash % HELD as u64) as u16
    }

    fn beginning(bytes: &[u8; 3]) -> u16 {
        let [a, b, c] = bytes.map(u64::from);
        Held::bit(super::hash::mix(a << 16 | b << 8 | c))
    }

    /// The bit of a form; nothing for one that fits without a certain word.
    fn bit_of(form: &Form) -> Option<u16> {
        match form {
            Form::Exact(word) => Some(Held::bit(hash(word.as_bytes()))),
            Form::Stem(stem) => stem.as_bytes().first_chunk().map(Held::beginning),
            Form::Han(word) => {
                let mut bytes = [0; 4];
                let first = word.chars().next()?.encode_utf8(&mut bytes);
                Some(Held::bit(hash(first.as_bytes())))
            }
            Form::Part(_) | Form::End(_) | Form::Number | Form::Money | Form::Percent | Form::Question => {
                None
            }
        }
    }

    /// Whether a sentence may have what a pattern needs.
    fn has(&self, needs: &[u16]) -> bool {
        let mut left = needs;
        while let Some((count, rest)) = left.split_first() {
            let Some((bits, next)) = rest.split_at_checked(usize::from(*count)) else { return true };
            let is_held = |bit: &u16| {
                self.0.get(usize::from(*bit) / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0)
            };
            if !bits.iter().any(is_held) {
                return false;
            }
            left = next;
        }
        true
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
    /// By a whole word, and which words those are.
    words: Index,
    known: Filter,
    /// By a stem, and how long stems are by their beginnings.
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

/// Which words may begin with a stem: for each beginning of three bytes, by its hash, how long such stems are.
#[derive(Debug)]
struct Beginnings {
    /// A bit for each length in bytes.
    lengths: Box<[u32; BEGINNINGS]>,
    /// The lengths of stems that are shorter.
    short: u32,
}

/// How many places there are; a few in a hundred are taken.
const BEGINNINGS: usize = 1 << 13;

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings { lengths: Box::new([0; BEGINNINGS]), short: 0 }
    }
}

impl Beginnings {
    fn place(bytes: &[u8; 3]) -> usize {
        let [a, b, c] = bytes.map(u64::from);
        super::hash::mix(a << 16 | b << 8 | c) as usize % BEGINNINGS
    }

    fn add(&mut self, stem: &str) {
        // All lengths from 31 on share a bit.
        let bit = 1 << stem.len().min(31);
        match stem.as_bytes().first_chunk() {
            None => self.short |= bit,
            Some(first) => {
                if let Some(lengths) = self.lengths.get_mut(Beginnings::place(first)) {
                    *lengths |= bit;
                }
            }
        }
    }

    /// How long the stems may be that a word begins with: a bit for each length in bytes.
    fn lengths_of(&self, word: &str) -> u32 {
        let first = word.as_bytes().first_chunk();
        let long = first.and_then(|first| self.lengths.get(Beginnings::place(first))).copied();
        self.short | long.unwrap_or(0)
    }
}

/// Which hashes a set may know: a bit for each.
#[derive(Debug)]
struct Filter(Box<[u64; FILTER / 64]>);

/// How many bits there are; one in ten is set.
const FILTER: usize = 1 << 16;

impl Default for Filter {
    fn default() -> Self {
        Filter(Box::new([0; FILTER / 64]))
    }
}

impl Filter {
    fn add(&mut self, hash: u64) {
        let bit = hash as usize % FILTER;
        if let Some(word) = self.0.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    fn may_hold(&self, hash: u64) -> bool {
        let bit = hash as usize % FILTER;
        self.0.get(bit / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0)
    }
}

#[derive(Debug, Default)]
struct Parts {
    sources: Vec<&'static str>,
    /// The length of the shortest, in bytes.
    least: usize,
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
            self.least = self.sources.iter().map(|part| part.len()).min().unwrap_or(0);
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
                    Form::Exact(word) => set.add_word(word, entry),
                    Form::Stem(stem) => {
                        set.beginnings.add(stem);
                        set.stems.entry(hash(stem.as_bytes())).or_default().push(entry);
                    }
                    Form::Part(part) | Form::End(part) if part.is_ascii() => set.parts.push(part, entry),
                    Form::Part(part) | Form::End(part) => set.wide_parts.push(part, entry),
                    Form::Han(word) => {
                        let first = word.chars().next().map_or(0, char::len_utf8);
                        set.add_word(word.get(..first).unwrap_or_default(), entry);
                    }
                    Form::Number | Form::Money | Form::Percent => set.numbers.push(entry),
                    // A question is never the rarest of a pattern's elements.
                    Form::Question => {}
                }
            }
            set.patterns.push(Pattern { source, apart: OnceLock::new() });
        }
        set.parts.compile();
        set.wide_parts.compile();
        set
    }

    fn add_word(&mut self, word: &str, entry: Entry) {
        let hash = hash(word.as_bytes());
        self.known.add(hash);
        self.words.entry(hash).or_default().push(entry);
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
        // No pattern goes beyond its sentence.
        let mut next = 0;
        for sentence in tokens.split_inclusive(|token| token.kind == TokenKind::Break) {
            let start = next;
            next += sentence.len();
            self.find_in(tokens, start..next, &mut found);
        }
        found.sort_by_key(|matched| (matched.range.start, matched.range.end, matched.id));
        found.dedup();
        found
    }

    fn find_in(&self, tokens: &[Token], sentence: Range<usize>, found: &mut Vec<Match>) {
        let words = tokens.get(sentence.clone()).unwrap_or_default();
        let mut held = None;
        let mut try_all = |entries: &[Entry], at: usize| {
            if !entries.is_empty() {
                let held = held.get_or_insert_with(|| Held::of(words, self));
                self.try_all(entries, tokens, at, held, found);
            }
        };
        for (at, token) in sentence.zip(words) {
            match &token.kind {
                TokenKind::Word(word) => {
                    for (nth, reading) in self.readings(word, token).enumerate() {
                        let whole = if nth == 0 { token.hash } else { hash(reading.as_bytes()) };
                        if self.known.may_hold(whole)
                            && let Some(entries) = self.words.get(&whole)
                        {
                            try_all(entries, at);
                        }
                        let lengths = self.beginnings.lengths_of(reading);
                        if lengths == 0 {
                            continue;
                        }
                        let mut hasher = Fnv::default();
                        for (length, byte) in (1..).zip(reading.as_bytes()) {
                            hasher.write(&[*byte]);
                            let is_length = lengths & (1 << length.min(31_u32)) != 0;
                            // A stem that ends inside a character is none; whoever looks finds that out.
                            if is_length && let Some(entries) = self.stems.get(&hasher.finish()) {
                                try_all(entries, at);
                            }
                        }
                    }
                    for (parts, is_wide) in [(&self.parts, false), (&self.wide_parts, true)] {
                        let Some(automaton) = parts
                            .automaton
                            .as_ref()
                            .filter(|_| word.len() >= parts.least && !(is_wide && word.is_ascii()))
                        else {
                            continue;
                        };
                        for part in automaton.find_overlapping_iter(word) {
                            let entry = parts.entries.get(part.pattern().as_usize());
                            try_all(entry.map(std::slice::from_ref).unwrap_or_default(), at);
                        }
                    }
                }
                TokenKind::Number | TokenKind::Percent => try_all(&self.numbers, at),
                TokenKind::Address | TokenKind::Break => {}
            }
        }
    }

    fn try_all(&self, entries: &[Entry], tokens: &[Token], at: usize, held: &Held, found: &mut Vec<Match>) {
        for (id, place) in entries {
            let id = *id as usize;
            let Some(pattern) = self.patterns.get(id) else { continue };
            let apart = pattern.apart();
            let Some((before, from)) = apart.elements.split_at_checked(usize::from(*place)) else { continue };
            if !held.has(&apart.needs) {
                continue;
            }
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
            Element::End => {
                if ends_sentence(tokens, at) {
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
            Element::End => {
                if ends_sentence(tokens, end) {
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

fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_none_or(|token| token.kind == TokenKind::Break)
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
        "." => Element::End,
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
        assert_eq!(finds("to stop .", "text us to stop! Not to stop smoking"), ["to stop"]);
        assert_eq!(finds("to stop .", "text us to stop"), ["to stop"]);
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

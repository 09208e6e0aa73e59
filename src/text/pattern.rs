//! Phrase patterns as the policy data write them, matched against the tokens of a text in one pass.
//!
//! A pattern is a row of elements: `word`, `stem*`, `*part*`, `a|b`, `#` (number, amount or placeholder),
//! `%` (percentage), `~` (up to three further words of the sentence, or eight characters of Chinese), `^` (begins a
//! sentence). Words are normalised by the build script. A Chinese word stands for its characters one after the other.
//! Where a set knows particles that its language writes together with the next word (Arabic, Hebrew), words and stems
//! are found behind them too.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::fold::is_han;
use super::hash::Quick;
use super::tokens::{Token, TokenKind};

/// How much a `~` may stand for, and what a character of Chinese and any other token take of it.
const GAP: usize = 9;
const HAN_STEP: usize = 1;
const WORD_STEP: usize = 3;
/// How long a word must be without its particles.
const LEAST_BARE: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Exact(&'static str),
    Stem(&'static str),
    Part(&'static str),
    /// A word of Chinese, a token for each character.
    Han(&'static str),
    Number,
    Percent,
}

#[derive(Clone, Debug)]
enum Element {
    One(Vec<Form>),
    Gap,
    Start,
}

#[derive(Clone, Debug)]
struct Pattern {
    elements: Vec<Element>,
    id: usize,
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

/// Patterns, indexed by how they begin.
#[derive(Debug, Default)]
pub struct PatternSet {
    patterns: Vec<Pattern>,
    /// Patterns that begin with a whole word, by it.
    words: HashMap<&'static str, Vec<usize>, Quick>,
    /// Patterns that begin with a stem, by its first character.
    stems: HashMap<char, Vec<(&'static str, usize)>, Quick>,
    /// Patterns that begin with a part of a word, and the automaton that finds all such parts at once.
    parts: Parts,
    /// The same for parts of letters outside ASCII: most words of Latin script need not be looked at for them.
    wide_parts: Parts,
    /// Particles that are written together with the next word, longest first.
    proclitics: &'static [&'static str],
    /// Patterns that begin with a number or percentage.
    numbers: Vec<usize>,
}

#[derive(Debug, Default)]
struct Parts {
    sources: Vec<&'static str>,
    patterns: Vec<usize>,
    automaton: Option<AhoCorasick>,
}

impl Parts {
    fn push(&mut self, part: &'static str, pattern: usize) {
        self.sources.push(part);
        self.patterns.push(pattern);
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
        PatternSet::with_proclitics(sources, &[])
    }

    /// The same, with particles that are written together with the next word, longest first.
    pub fn with_proclitics(
        sources: impl IntoIterator<Item = &'static str>,
        proclitics: &'static [&'static str],
    ) -> Self {
        let mut set = PatternSet { proclitics, ..PatternSet::default() };
        for (id, source) in sources.into_iter().enumerate() {
            let elements: Vec<Element> = source.split_whitespace().map(element).collect();
            let at = set.patterns.len();
            let first = elements.iter().find_map(|element| match element {
                Element::One(forms) => Some(forms.clone()),
                Element::Gap | Element::Start => None,
            });
            for form in first.unwrap_or_default() {
                match form {
                    Form::Exact(word) => set.words.entry(word).or_default().push(at),
                    Form::Stem(stem) => {
                        let first = stem.chars().next().unwrap_or_default();
                        set.stems.entry(first).or_default().push((stem, at));
                    }
                    Form::Part(part) if part.is_ascii() => set.parts.push(part, at),
                    Form::Part(part) => set.wide_parts.push(part, at),
                    Form::Han(word) => {
                        let first = word.chars().next().map_or(0, char::len_utf8);
                        let first = word.get(..first).unwrap_or_default();
                        let known = set.words.entry(first).or_default();
                        if !known.contains(&at) {
                            known.push(at);
                        }
                    }
                    Form::Number | Form::Percent => {
                        if !set.numbers.contains(&at) {
                            set.numbers.push(at);
                        }
                    }
                }
            }
            set.patterns.push(Pattern { elements, id });
        }
        set.parts.compile();
        set.wide_parts.compile();
        set
    }

    /// A word, and the word without the particles before it.
    fn readings<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> + use<'w> {
        let particles: &'static [&'static str] = if word.is_ascii() { &[] } else { self.proclitics };
        let bare = move |particle: &&'static str| {
            word.strip_prefix(*particle).filter(|rest| rest.chars().nth(LEAST_BARE - 1).is_some())
        };
        std::iter::once(word).chain(particles.iter().filter_map(bare))
    }

    /// All matches, in the order of the text; of several lengths of one match the shortest.
    pub fn find(&self, tokens: &[Token]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match &token.kind {
                TokenKind::Word(word) => {
                    for reading in self.readings(word) {
                        if let Some(candidates) = self.words.get(reading) {
                            self.try_all(candidates, tokens, at, &mut found);
                        }
                        let stems = reading.chars().next().and_then(|first| self.stems.get(&first));
                        for (stem, candidate) in stems.into_iter().flatten() {
                            if reading.starts_with(stem) {
                                self.try_all(&[*candidate], tokens, at, &mut found);
                            }
                        }
                    }
                    for (parts, is_wide) in [(&self.parts, false), (&self.wide_parts, true)] {
                        let Some(automaton) = parts.automaton.as_ref().filter(|_| !is_wide || !word.is_ascii())
                        else {
                            continue;
                        };
                        for part in automaton.find_overlapping_iter(word) {
                            let candidate = parts.patterns.get(part.pattern().as_usize());
                            self.try_all(candidate, tokens, at, &mut found);
                        }
                    }
                }
                TokenKind::Number | TokenKind::Percent => self.try_all(&self.numbers, tokens, at, &mut found),
                TokenKind::Address | TokenKind::Break => {}
            }
        }
        found
    }

    fn try_all<'c>(
        &self,
        candidates: impl IntoIterator<Item = &'c usize>,
        tokens: &[Token],
        at: usize,
        found: &mut Vec<Match>,
    ) {
        for pattern in candidates.into_iter().filter_map(|candidate| self.patterns.get(*candidate)) {
            let Some(end) = self.matches_from(&pattern.elements, tokens, at) else { continue };
            let (Some(first), Some(last)) = (tokens.get(at), tokens.get(end - 1)) else { continue };
            let range = first.range.start..last.range.end;
            let matched = Match { id: pattern.id, range, tokens: at..end };
            if !found.contains(&matched) {
                found.push(matched);
            }
        }
    }

    /// The token behind a match that starts at `at`, if there is one.
    fn matches_from(&self, elements: &[Element], tokens: &[Token], at: usize) -> Option<usize> {
        let Some((first, rest)) = elements.split_first() else { return Some(at) };
        match first {
            Element::Start => {
                let begins = at == 0 || tokens.get(at - 1).is_some_and(|token| token.kind == TokenKind::Break);
                if begins { self.matches_from(rest, tokens, at) } else { None }
            }
            Element::Gap => {
                let mut left = GAP;
                let mut next = at;
                loop {
                    if let Some(end) = self.matches_from(rest, tokens, next) {
                        return Some(end);
                    }
                    let token = tokens.get(next).filter(|token| token.kind != TokenKind::Break)?;
                    let is_han = matches!(&token.kind, TokenKind::Word(word) if word.chars().all(is_han));
                    left = left.checked_sub(if is_han { HAN_STEP } else { WORD_STEP })?;
                    next += 1;
                }
            }
            Element::One(forms) => {
                let token = tokens.get(at)?;
                forms.iter().find_map(|form| {
                    let taken = self.taken_by(form, token, tokens, at)?;
                    self.matches_from(rest, tokens, at + taken)
                })
            }
        }
    }

    /// How many tokens a form takes at a place, if it fits there.
    fn taken_by(&self, form: &Form, token: &Token, tokens: &[Token], at: usize) -> Option<usize> {
        let fits = match (form, &token.kind) {
            (Form::Exact(word), TokenKind::Word(found)) => self.readings(found).any(|found| found == *word),
            (Form::Stem(stem), TokenKind::Word(found)) => self.readings(found).any(|found| found.starts_with(stem)),
            (Form::Part(part), TokenKind::Word(found)) => found.contains(part),
            (Form::Han(word), TokenKind::Word(_)) => {
                let mut ahead = tokens.get(at..)?.iter();
                let mut char_bytes = [0; 4];
                let all = word.chars().all(|c| {
                    ahead.next().is_some_and(|token| {
                        matches!(&token.kind, TokenKind::Word(found) if found == c.encode_utf8(&mut char_bytes))
                    })
                });
                return all.then(|| word.chars().count());
            }
            (Form::Number, TokenKind::Number) | (Form::Percent, TokenKind::Percent) => true,
            _ => false,
        };
        fits.then_some(1)
    }
}

fn element(source: &'static str) -> Element {
    match source {
        "~" => Element::Gap,
        "^" => Element::Start,
        _ => Element::One(
            source
                .split('|')
                .map(|form| match form {
                    "#" => Form::Number,
                    "%" => Form::Percent,
                    _ if form.trim_matches('*').chars().all(is_han) => Form::Han(form.trim_matches('*')),
                    _ => match (form.strip_prefix('*'), form.strip_suffix('*')) {
                        (Some(_), Some(_)) if form.len() > 2 => Form::Part(&form[1..form.len() - 1]),
                        (None, Some(stem)) => Form::Stem(stem),
                        (Some(part), None) => Form::Part(part),
                        _ => Form::Exact(form),
                    },
                })
                .collect(),
        ),
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
        assert_eq!(finds("get ~ off", "get you a whole 5 off"), Vec::<String>::new());
        assert_eq!(finds("get ~ off", "get a whole 5 off"), ["get a whole 5 off"]);
        assert_eq!(finds("get ~ off", "get it. The off switch"), Vec::<String>::new());
        assert_eq!(finds("descont*", "Descontos!"), ["Descontos"]);
        assert_eq!(finds("buy|shop now", "Shop now"), ["Shop now"]);
        assert_eq!(finds("^ free", "feel free. Free gift"), ["Free"]);
        assert_eq!(finds("*优惠*", "全场优惠活动"), ["优惠"]);
        assert_eq!(finds("领取 ~ 优惠券|红包", "点击领取您的专属優惠券"), ["领取您的专属優惠券"]);
        assert_eq!(finds("*rabatt*", "Unsere Sommerrabatte"), ["Sommerrabatte"]);
        assert_eq!(finds("save #", "save $25 now"), ["save $25"]);
    }
}

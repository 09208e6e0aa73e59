//! Phrase patterns as the policy data write them, matched against the tokens of a text in one pass.
//!
//! A pattern is a row of elements: `word`, `stem*`, `*part*`, `a|b`, `#` (number, amount or placeholder),
//! `%` (percentage), `~` (up to three further tokens of the sentence), `^` (begins a sentence).

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::hash::Quick;
use super::tokens::{Token, TokenKind};

/// How many tokens a `~` may stand for.
const GAP: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Exact(&'static str),
    Stem(&'static str),
    Part(&'static str),
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
    parts: Vec<usize>,
    find_parts: Option<AhoCorasick>,
    /// Patterns that begin with a number or percentage.
    numbers: Vec<usize>,
}

impl PatternSet {
    /// Compiles patterns; the id of each is its place in the list.
    pub fn new(sources: impl IntoIterator<Item = &'static str>) -> Self {
        let mut set = PatternSet::default();
        let mut parts = Vec::new();
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
                    Form::Part(part) => {
                        parts.push(part);
                        set.parts.push(at);
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
        if !parts.is_empty() {
            // Without the automaton such patterns would not be found; it cannot fail at these sizes.
            set.find_parts = AhoCorasick::new(parts).ok();
        }
        set
    }

    /// All matches, in the order of the text; of several lengths of one match the shortest.
    pub fn find(&self, tokens: &[Token]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match &token.kind {
                TokenKind::Word(word) => {
                    if let Some(candidates) = self.words.get(word.as_str()) {
                        self.try_all(candidates, tokens, at, &mut found);
                    }
                    let stems = word.chars().next().and_then(|first| self.stems.get(&first));
                    for (stem, candidate) in stems.into_iter().flatten() {
                        if word.starts_with(stem) {
                            self.try_all(&[*candidate], tokens, at, &mut found);
                        }
                    }
                    // Parts are only used for scripts that write words together.
                    if let Some(automaton) = self.find_parts.as_ref().filter(|_| !word.is_ascii()) {
                        for part in automaton.find_overlapping_iter(word) {
                            let candidate = self.parts.get(part.pattern().as_usize());
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
            let Some(end) = matches_from(&pattern.elements, tokens, at) else { continue };
            let (Some(first), Some(last)) = (tokens.get(at), tokens.get(end - 1)) else { continue };
            let range = first.range.start..last.range.end;
            let matched = Match { id: pattern.id, range, tokens: at..end };
            if !found.contains(&matched) {
                found.push(matched);
            }
        }
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

/// The token behind a match that starts at `at`, if there is one.
fn matches_from(elements: &[Element], tokens: &[Token], at: usize) -> Option<usize> {
    let Some((first, rest)) = elements.split_first() else { return Some(at) };
    match first {
        Element::Start => {
            let begins = at == 0 || tokens.get(at - 1).is_some_and(|token| token.kind == TokenKind::Break);
            if begins { matches_from(rest, tokens, at) } else { None }
        }
        Element::Gap => (0..=GAP)
            .take_while(|skip| {
                *skip == 0 || tokens.get(at + skip - 1).is_some_and(|token| token.kind != TokenKind::Break)
            })
            .find_map(|skip| matches_from(rest, tokens, at + skip)),
        Element::One(forms) => {
            let token = tokens.get(at)?;
            let fits = forms.iter().any(|form| match (form, &token.kind) {
                (Form::Exact(word), TokenKind::Word(found)) => found == word,
                (Form::Stem(stem), TokenKind::Word(found)) => found.starts_with(stem),
                (Form::Part(part), TokenKind::Word(found)) => found.contains(part),
                (Form::Number, TokenKind::Number) => true,
                (Form::Percent, TokenKind::Percent) => true,
                _ => false,
            });
            if fits { matches_from(rest, tokens, at + 1) } else { None }
        }
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
        assert_eq!(finds("*优惠*", "全场优惠活动"), ["全场优惠活动"]);
        assert_eq!(finds("save #", "save $25 now"), ["save $25"]);
    }
}

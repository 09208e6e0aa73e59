//! Words that give away where contacts came from.

use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::tokens::{Token, TokenKind, words};
use crate::model::SourceKind;
use crate::policy;

struct Compiled {
    stopped: PatternSet,
    sets: Vec<(SourceKind, PatternSet)>,
    exceptions: PatternSet,
}

/// Sources are written in any language, and in several at once.
fn set(words: policy::Lines) -> PatternSet {
    PatternSet::of_policy(words.iter(), policy::PROCLITICS)
}

fn compiled() -> &'static Compiled {
    static SET: OnceLock<Compiled> = OnceLock::new();
    SET.get_or_init(|| Compiled {
        stopped: PatternSet::new(policy::STOPPED_WORDS.iter().copied()),
        sets: policy::SOURCE_WORDS
            .iter()
            .filter_map(|(kind, words)| Some((SourceKind::parse(kind)?, set(*words))))
            .collect(),
        exceptions: set(policy::SOURCE_EXCEPTIONS),
    })
}

/// The first words of a free text that say its contacts are of a kind.
///
/// `unknown` is said only by a text that holds nothing else: "import" says nothing, "import from our checkout" does.
pub fn words_of(kind: SourceKind, text: &str) -> Option<Range<usize>> {
    let tokens = words(text);
    let (_, set) = compiled().sets.iter().find(|(known, _)| *known == kind)?;
    let found = set.find(&tokens);
    if kind == SourceKind::Unknown {
        let covered = |at: usize| {
            let is_word = tokens.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Word(_)));
            !is_word || found.iter().any(|found| found.tokens.contains(&at))
        };
        return (0..tokens.len()).all(covered).then_some(0..text.len());
    }
    let exceptions = compiled().exceptions.find(&tokens);
    let excepted = |range: &Range<usize>| {
        exceptions.iter().any(|other| other.range.start < range.end && range.start < other.range.end)
    };
    let told =
        found.into_iter().filter(|found| !is_denied(&tokens, found.tokens.start) && !excepted(&found.range));
    told.map(|found| found.range).min_by_key(|range| range.start)
}

/// Whether a word before, in the same sentence, says that it is not so.
fn is_denied(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(at.saturating_sub(4)..at).unwrap_or_default().iter().rev();
    before.take_while(|token| token.kind != TokenKind::Break).any(|token| match &token.kind {
        TokenKind::Word(word) => policy::NEGATIONS.contains(&word.as_str()),
        _ => false,
    })
}

/// The first words of a name or a free text that say that its people stopped.
pub fn stopped(text: &str) -> Option<Range<usize>> {
    // Names are written with signs between their words, each of them one byte.
    let spaced = text.replace(['_', '-', '.'], " ");
    let tokens = words(&spaced);
    let found = compiled().stopped.find(&tokens).into_iter();
    found.filter(|found| !is_denied(&tokens, found.tokens.start)).map(|found| found.range).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [SourceKind; 8] = [
        SourceKind::Scraped,
        SourceKind::Purchased,
        SourceKind::GroupMembers,
        SourceKind::Leaked,
        SourceKind::Unknown,
        SourceKind::Partner,
        SourceKind::CoRegistration,
        SourceKind::PublicDirectory,
    ];

    #[test]
    fn words_of_every_language_say_what_they_say() {
        let mut wrong = String::new();
        for line in include_str!("../../tests/source_cases.txt").lines().filter(|line| !line.starts_with('#'))
        {
            let (head, text) = line.split_once(": ").expect("language, kind, text");
            let (_, kind) = head.split_once(' ').expect("language and kind");
            let said = |kind: SourceKind| {
                let range = words_of(kind, text)?;
                Some(format!("{} \"{}\"", kind.as_str(), &text[range]))
            };
            match kind {
                "-" => {
                    for says in KINDS.into_iter().filter_map(said) {
                        wrong.push_str(&format!("{line}\n  is {says}\n"));
                    }
                }
                _ => {
                    let kind = SourceKind::parse(kind).expect("a kind");
                    if said(kind).is_none() {
                        wrong.push_str(&format!("{line}\n  is not found\n"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }
}

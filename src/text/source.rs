//! Words that give away where contacts came from.

use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::tokens::{TokenKind, words};
use crate::model::SourceKind;
use crate::policy;

struct Compiled {
    sets: Vec<(SourceKind, PatternSet)>,
}

fn compiled() -> &'static Compiled {
    static SET: OnceLock<Compiled> = OnceLock::new();
    SET.get_or_init(|| Compiled {
        sets: policy::SOURCE_WORDS
            .iter()
            .filter_map(|(kind, words)| {
                Some((SourceKind::parse(kind)?, PatternSet::new(words.iter().copied())))
            })
            .collect(),
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
        let covered = |at: usize| found.iter().any(|found| found.tokens.contains(&at));
        return (!tokens.is_empty() && (0..tokens.len()).all(covered)).then_some(0..text.len());
    }
    let denied = |at: usize| {
        tokens.get(at.saturating_sub(2)..at).unwrap_or_default().iter().any(|token| match &token.kind {
            TokenKind::Word(word) => policy::NEGATIONS.contains(&word.as_str()),
            _ => false,
        })
    };
    let told = found.into_iter().filter(|found| !denied(found.tokens.start));
    told.map(|found| found.range).min_by_key(|range| range.start)
}

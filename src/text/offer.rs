//! Whether a sentence beside a record speaks of an offer that still stands, or of one that was had.

use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::tokens::Token;
use crate::policy::{self, Phrases};

/// What the words of a sentence say of an amount off in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It can still be had.
    Open,
    /// It was had.
    Past,
    /// Nothing.
    Untold,
}

struct Compiled {
    patterns: PatternSet,
    /// How many of the patterns, from the first on, are of open offers.
    open: usize,
}

fn compiled(phrases: &'static Phrases) -> Option<&'static Compiled> {
    static SETS: OnceLock<Vec<OnceLock<Compiled>>> = OnceLock::new();
    let sets = SETS.get_or_init(|| policy::PHRASES.iter().map(|_| OnceLock::new()).collect());
    let at = policy::PHRASES.iter().position(|set| set.language == phrases.language)?;
    Some(sets.get(at)?.get_or_init(|| {
        let lines: Vec<&'static str> = phrases.open_offer.iter().chain(phrases.past_offer.iter()).collect();
        Compiled {
            patterns: PatternSet::of_policy(lines, phrases.proclitics),
            open: phrases.open_offer.iter().count(),
        }
    }))
}

/// Reads the words of a sentence in some languages; what was had outweighs the rest.
pub(super) fn standing(sentence: &[Token], languages: &[&'static Phrases]) -> Standing {
    let mut standing = Standing::Untold;
    for set in languages.iter().copied().filter_map(compiled) {
        for found in set.patterns.find(sentence) {
            if found.id >= set.open {
                return Standing::Past;
            }
            standing = Standing::Open;
        }
    }
    standing
}

//! The phrases of a language, compiled when its first text is read, and found in one pass.

use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::tokens::Token;
use crate::policy::{self, Lines, Phrases};

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It promotes: a trigger of the policy's table, and whether it is enough by itself.
    Promotion(&'static str, bool),
    /// It ties the message to its reader: an anchor of the policy's table.
    Anchor(&'static str),
    /// It makes its sentence a record of what was done.
    Settled,
    /// It holds promotional words and is none.
    Exception,
    /// It asks for feedback.
    Survey,
    /// It greets, and says nothing else.
    Greeting,
    /// It makes leaving hard.
    Obstacle,
    /// It is objected to: a family of the policy's table.
    Content(&'static str),
}

/// A phrase in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it says.
    pub meaning: Meaning,
    /// Its bytes in the text's value.
    pub range: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
}

struct Compiled {
    patterns: PatternSet,
    meanings: Vec<Meaning>,
}

fn compiled(phrases: &'static Phrases) -> &'static Compiled {
    static SETS: OnceLock<Vec<OnceLock<Compiled>>> = OnceLock::new();
    static NONE: OnceLock<Compiled> = OnceLock::new();
    let sets = SETS.get_or_init(|| policy::PHRASES.iter().map(|_| OnceLock::new()).collect());
    let slot = policy::PHRASES.iter().position(|set| set.language == phrases.language);
    slot.and_then(|at| sets.get(at)).unwrap_or(&NONE).get_or_init(|| compile(phrases))
}

fn compile(phrases: &'static Phrases) -> Compiled {
    let mut sources: Vec<&'static str> = Vec::new();
    let mut meanings = Vec::new();
    let mut add = |list: Lines, meaning: Meaning| {
        sources.extend(list.iter());
        meanings.resize(sources.len(), meaning);
    };
    for set in phrases.promotion {
        add(set.strong, Meaning::Promotion(set.trigger, true));
        add(set.weak, Meaning::Promotion(set.trigger, false));
    }
    for (anchor, list) in phrases.anchors {
        add(*list, Meaning::Anchor(anchor));
    }
    for (family, list) in phrases.content {
        add(*list, Meaning::Content(family));
    }
    add(phrases.settled, Meaning::Settled);
    add(phrases.exceptions, Meaning::Exception);
    add(phrases.surveys, Meaning::Survey);
    add(phrases.greetings, Meaning::Greeting);
    add(phrases.obstacles, Meaning::Obstacle);
    Compiled { patterns: PatternSet::of_policy(sources, phrases.proclitics), meanings }
}

/// All phrases of a language in a text, and of those languages that people mix into it what is beyond doubt.
pub fn find(phrases: &'static Phrases, tokens: &[Token]) -> Vec<Found> {
    let in_set = |phrases: &'static Phrases| {
        let set = compiled(phrases);
        let found = set.patterns.find(tokens).into_iter();
        found.filter_map(|matched| {
            let meaning = *set.meanings.get(matched.id)?;
            Some(Found { meaning, range: matched.range, tokens: matched.tokens })
        })
    };
    let mut found: Vec<Found> = in_set(phrases).collect();
    for other in phrases.also.iter().filter_map(|language| policy::phrases_of(language)) {
        let beyond_doubt = |found: &Found| {
            matches!(found.meaning, Meaning::Promotion(_, true) | Meaning::Settled | Meaning::Exception)
        };
        found.extend(in_set(other).filter(beyond_doubt));
    }
    found
}

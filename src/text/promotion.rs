//! Evidence that a text promotes: the very words, and which marketing trigger they are.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::tokens::{Reader, normalise};
use crate::model::{ButtonKind, Template};
use crate::policy::{self, Phrases};
use crate::source::Span;

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The words.
    pub span: Span,
    /// The marketing trigger, a key of the policy's table.
    pub trigger: &'static str,
    /// Whether it is enough by itself.
    pub strong: bool,
}

struct Compiled {
    promotion: PatternSet,
    /// Trigger and strength of each promotional pattern.
    meaning: Vec<(&'static str, bool)>,
    exceptions: PatternSet,
}

fn compiled(phrases: &'static Phrases) -> &'static Compiled {
    static SETS: OnceLock<Vec<OnceLock<Compiled>>> = OnceLock::new();
    static NONE: OnceLock<Compiled> = OnceLock::new();
    let sets = SETS.get_or_init(|| policy::PHRASES.iter().map(|_| OnceLock::new()).collect());
    let slot = policy::PHRASES.iter().position(|set| set.language == phrases.language);
    let slot = slot.and_then(|at| sets.get(at)).unwrap_or(&NONE);
    slot.get_or_init(|| {
        let mut sources = Vec::new();
        let mut meaning = Vec::new();
        for set in phrases.promotion {
            for (list, strong) in [(set.strong, true), (set.weak, false)] {
                for source in list {
                    sources.push(*source);
                    meaning.push((set.trigger, strong));
                }
            }
        }
        Compiled {
            promotion: PatternSet::new(sources),
            meaning,
            exceptions: PatternSet::new(phrases.exceptions.iter().copied()),
        }
    })
}

/// Evidence of promotion in a template, in reading order; empty when nothing adds up.
///
/// One strong piece is enough; weak ones count from two different wordings on.
pub fn evidence(template: &Template, reader: &Reader) -> Vec<Evidence> {
    let mut found = structure(template);
    let mut words: BTreeSet<String> = found.iter().map(|evidence| evidence.trigger.to_owned()).collect();
    let language = template.language.as_ref().map_or("", |text| text.as_str());
    // Where no language is declared, each is tried; a phrase of the wrong one practically never matches.
    let sets: Vec<&'static Phrases> = match policy::phrases_of(language) {
        Some(phrases) => vec![phrases],
        None if language.is_empty() => {
            policy::PHRASES.iter().filter(|set| !set.promotion.is_empty()).collect()
        }
        None => Vec::new(),
    };
    for phrases in sets {
        let set = compiled(phrases);
        for message in template.texts() {
            let tokens = reader.tokens(message);
            let exceptions = set.exceptions.find(&tokens);
            let mut matches = set.promotion.find(&tokens);
            matches.sort_by_key(|found| {
                let strong = set.meaning.get(found.id).is_some_and(|(_, strong)| *strong);
                (!strong, found.range.start, std::cmp::Reverse(found.range.end))
            });
            let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
            for matched in matches {
                let overlaps = |range: &std::ops::Range<usize>| {
                    range.start < matched.range.end && matched.range.start < range.end
                };
                if exceptions.iter().any(|exception| overlaps(&exception.range)) || taken.iter().any(overlaps)
                {
                    continue;
                }
                let Some((trigger, strong)) = set.meaning.get(matched.id) else { continue };
                let span = message.text.slice(matched.range.clone());
                words.insert(normalise(message.text.as_str().get(matched.range.clone()).unwrap_or_default()));
                taken.push(matched.range);
                found.push(Evidence { span, trigger, strong: *strong });
            }
        }
    }
    found.sort_by_key(|evidence| (evidence.span.start, evidence.span.end, !evidence.strong));
    found.dedup_by_key(|evidence| (evidence.span.start, evidence.span.end));
    let strong = found.iter().any(|evidence| evidence.strong);
    if strong || words.len() >= 2 { found } else { Vec::new() }
}

/// Parts that only promotional messages have.
fn structure(template: &Template) -> Vec<Evidence> {
    let mut found = Vec::new();
    if let Some(offer) = &template.limited_time_offer {
        found.push(Evidence { span: offer.heading, trigger: "mk-urgency", strong: true });
    }
    for button in template.all_buttons() {
        let trigger = match button.kind.known {
            Some(ButtonKind::CopyCode) => "mk-discount",
            Some(ButtonKind::Catalog | ButtonKind::Mpm | ButtonKind::Spm) => "mk-shop",
            _ => continue,
        };
        let span = if button.kind.span().is_empty() { button.span } else { button.kind.span() };
        found.push(Evidence { span, trigger, strong: button.kind.known != Some(ButtonKind::CopyCode) });
    }
    found
}

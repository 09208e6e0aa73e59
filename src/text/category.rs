//! How a template reads: what in it promotes, what ties it to its reader, and so which category it will be filed under.
//!
//! Every piece of evidence is a place in the text. Nothing is decided by a number that a reader could not retrace: one
//! strong piece of promotion is enough, weak ones have to add up, and the more the message is tied to its reader the more
//! of them it takes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::language::{self, Shares};
use super::one_time_code::one_time_code;
use super::opt_out;
use super::phrases::{Found, Meaning};
use super::reader::Reader;
use super::tokens::{Token, TokenKind, normalise};
use crate::model::{ButtonKind, Template};
use crate::policy::{self, Phrases};
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind, Variable};

/// How many different weak pieces promote: in a text that is tied to nothing, and in one that is.
const WEAK_ALONE: usize = 2;
const WEAK_TIED: usize = 3;
/// How many words a text must have for its silence to mean something.
const LEAST_WORDS: usize = 5;

/// A piece of evidence of promotion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The words.
    pub span: Span,
    /// The marketing trigger, a key of the policy's table.
    pub trigger: &'static str,
    /// Whether it is enough by itself.
    pub strong: bool,
}

/// Something that ties a message to its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The words, the variable or the part.
    pub span: Span,
    /// The kind, a key of the policy's table.
    pub kind: &'static str,
}

/// What the platform will most likely file a template under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It hands over a one-time code.
    Authentication,
    /// It promotes.
    Marketing,
    /// It is tied to its reader and does not promote.
    Utility,
    /// Neither can be seen.
    Unclear,
}

/// How a template reads.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What promotes, in reading order, whether or not it adds up.
    pub evidence: Vec<Evidence>,
    /// Whether it adds up.
    pub promotes: bool,
    /// What ties it to its reader, in reading order.
    pub anchors: Vec<Anchor>,
    /// The first question for feedback.
    pub survey: Option<Span>,
    /// Whether it holds nothing but placeholders, greetings and thanks.
    pub is_vague: bool,
    /// Whether it holds nothing but placeholders.
    pub is_empty: bool,
    /// Whether it hands over a one-time code.
    pub hands_over_code: bool,
    /// Whether the phrases of its language are known here.
    pub is_read: bool,
    /// How many words its texts have.
    pub words: usize,
}

impl Reading {
    /// What it will be filed under.
    pub fn verdict(&self) -> Verdict {
        if self.promotes {
            Verdict::Marketing
        } else if self.hands_over_code {
            Verdict::Authentication
        } else if self.is_vague || self.survey.is_some() && !self.is_tied() {
            Verdict::Unclear
        } else if self.is_tied() {
            Verdict::Utility
        } else {
            Verdict::Unclear
        }
    }

    /// Whether something ties it to its reader.
    pub fn is_tied(&self) -> bool {
        !self.anchors.is_empty()
    }

    /// Whether it is long enough, and of a known language, for what it does not say to mean something.
    pub fn says_enough(&self) -> bool {
        self.is_read && self.words >= LEAST_WORDS
    }
}

/// Reads a template.
pub(super) fn read(template: &Template, reader: &Reader) -> Reading {
    let texts = template.texts();
    let mut reading = Reading::default();
    structure(template, &mut reading);
    variables(template, &mut reading);
    let languages = languages(template, reader, &texts);
    reading.is_read = !languages.is_empty();
    let mut vague = true;
    for message in &texts {
        let tokens = reader.tokens(message);
        reading.words += tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word(_))).count();
        let mut found: Vec<Found> = Vec::new();
        for language in &languages {
            found.extend(reader.phrases(message, language).iter().cloned());
        }
        read_message(message, &tokens, &found, reader, &mut reading);
        vague &= is_vague(&tokens, &found);
    }
    let body = template.body.as_ref().and_then(|body| body.text.as_ref());
    reading.hands_over_code = body.is_some_and(|text| one_time_code(text, reader).is_some());
    reading.is_empty = body.is_some_and(|text| {
        let tokens = reader.tokens(text);
        !tokens.iter().any(|token| matches!(token.kind, TokenKind::Word(_))) && !tokens.is_empty()
    });
    reading.is_vague = body.is_some() && reading.evidence.is_empty() && (vague && reading.is_read || reading.is_empty);
    reading.evidence.sort_by_key(|evidence| (evidence.span.start, evidence.span.end, !evidence.strong));
    reading.evidence.dedup_by_key(|evidence| (evidence.span.start, evidence.span.end));
    reading.anchors.sort_by_key(|anchor| (anchor.span.start, anchor.span.end));
    reading.promotes = adds_up(template, &texts, &reading);
    reading
}

/// The phrase sets to read a template with: of its language, and of the one that it is really written in.
fn languages(template: &Template, reader: &Reader, texts: &[&Message]) -> Vec<&'static Phrases> {
    let declared = template.language.as_ref().map(|text| language::base(text.as_str()));
    let own = declared.as_deref().and_then(policy::phrases_of);
    let shares = shares(texts, reader);
    let mut sets: Vec<&'static Phrases> = own.into_iter().collect();
    if let Some(written) = shares.clear().and_then(policy::phrases_of)
        && sets.iter().all(|set| set.language != written.language)
    {
        sets.push(written);
    }
    if sets.is_empty() && declared.is_none() {
        // Short texts of no declared language: a phrase of the wrong one practically never matches.
        sets.extend(policy::PHRASES.iter().filter(|set| !set.promotion.is_empty()));
    }
    sets
}

/// The small words of all texts together.
pub fn shares(texts: &[&Message], reader: &Reader) -> Shares {
    let tokens: Vec<_> = texts.iter().map(|message| reader.tokens(message)).collect();
    language::shares(tokens.iter().flat_map(|tokens| tokens.iter()))
}

/// The sentence that a token stands in.
fn sentence(tokens: &[Token], at: usize) -> Range<usize> {
    let ends = |token: &Token| token.kind == TokenKind::Break;
    let start = tokens.get(..at).unwrap_or_default().iter().rposition(ends).map_or(0, |end| end + 1);
    let end = tokens.get(at..).unwrap_or_default().iter().position(ends).map_or(tokens.len(), |end| at + end);
    start..end
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn read_message(message: &Message, tokens: &[Token], found: &[Found], reader: &Reader, reading: &mut Reading) {
    let of = |wanted: Meaning| found.iter().filter(move |found| found.meaning == wanted);
    let exceptions: Vec<&Range<usize>> = of(Meaning::Exception).map(|found| &found.range).collect();
    let settled: Vec<Range<usize>> = of(Meaning::Settled).map(|found| sentence(tokens, found.tokens.start)).collect();
    let way_out = opt_out::ranges_in(message, reader);
    let is_free = |range: &Range<usize>| {
        !exceptions.iter().any(|exception| overlap(exception, range))
            && !way_out.iter().any(|way_out| overlap(way_out, range))
    };
    let mut promotion: Vec<(&Found, &'static str, bool)> = found
        .iter()
        .filter_map(|found| match found.meaning {
            Meaning::Promotion(trigger, strong) => Some((found, trigger, strong)),
            _ => None,
        })
        .collect();
    // Where two phrases share words, the stronger, earlier, longer one stands for both.
    promotion.sort_by_key(|(found, _, strong)| (!strong, found.range.start, std::cmp::Reverse(found.range.end)));
    let mut taken: Vec<&Range<usize>> = Vec::new();
    for (found, trigger, strong) in promotion {
        let is_record = settled.iter().any(|settled| settled.contains(&found.tokens.start))
            && !CALLS.contains(&trigger);
        if is_record
            || !is_free(&found.range)
            || taken.iter().any(|taken| overlap(taken, &found.range))
            || is_denied(tokens, found.tokens.start)
        {
            continue;
        }
        taken.push(&found.range);
        reading.evidence.push(Evidence { span: message.text.slice(found.range.clone()), trigger, strong });
    }
    for found in found {
        let span = || message.text.slice(found.range.clone());
        match found.meaning {
            Meaning::Anchor(kind) => reading.anchors.push(Anchor { span: span(), kind }),
            Meaning::Survey if reading.survey.is_none() => reading.survey = Some(span()),
            _ => {}
        }
    }
}

/// Triggers that call upon the reader; a record of the past in the same sentence does not take them back.
const CALLS: [&str; 3] = ["mk-shop", "mk-urgency", "mk-referral"];

/// Whether the word right before says that it is not so.
fn is_denied(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    matches!(before, Some(Token { kind: TokenKind::Word(word), .. }) if policy::NEGATIONS.contains(&word.as_str()))
}

/// Whether nothing but placeholders and greetings stands there.
fn is_vague(tokens: &[Token], found: &[Found]) -> bool {
    let greetings: Vec<&Found> = found.iter().filter(|found| found.meaning == Meaning::Greeting).collect();
    let left = (0..tokens.len())
        .filter(|at| tokens.get(*at).is_some_and(|token| matches!(token.kind, TokenKind::Word(_))))
        .filter(|at| !greetings.iter().any(|greeting| greeting.tokens.contains(at)))
        .count();
    left == 0
}

/// Whether the evidence is enough to call it promotion.
fn adds_up(template: &Template, texts: &[&Message], reading: &Reading) -> bool {
    if reading.evidence.iter().any(|evidence| evidence.strong) {
        return true;
    }
    let words_at = |span: &Span| {
        let of = |text: &crate::syntax::tree::Text| {
            let all = text.span();
            all.contains(*span).then(|| (span.start, span.end))
        };
        texts.iter().find_map(|message| of(&message.text))
    };
    let _ = template;
    let different: BTreeSet<(&'static str, Option<(u32, u32)>)> =
        reading.evidence.iter().map(|evidence| (evidence.trigger, words_at(&evidence.span))).collect();
    different.len() >= if reading.is_tied() { WEAK_TIED } else { WEAK_ALONE }
}

/// Parts that only promotional messages have, and parts that belong to an order.
fn structure(template: &Template, reading: &mut Reading) {
    if let Some(offer) = &template.limited_time_offer {
        reading.evidence.push(Evidence { span: offer.heading, trigger: "mk-urgency", strong: true });
    }
    for button in template.all_buttons() {
        let (trigger, strong) = match button.kind.known {
            Some(ButtonKind::CopyCode) => ("mk-discount", false),
            Some(ButtonKind::Catalog | ButtonKind::Mpm | ButtonKind::Spm) => ("mk-shop", true),
            Some(ButtonKind::OrderDetails | ButtonKind::OrderStatus) => {
                reading.anchors.push(Anchor { span: button.heading(), kind: "ut-order" });
                continue;
            }
            _ => continue,
        };
        reading.evidence.push(Evidence { span: button.heading(), trigger, strong });
    }
    if let Some(trigger) = &template.trigger {
        if has_word(trigger.as_str(), policy::PROMOTIONAL_TRIGGERS) {
            reading.evidence.push(Evidence { span: trigger.span(), trigger: "mk-winback", strong: false });
        } else {
            reading.anchors.push(Anchor { span: trigger.span(), kind: "ut-request" });
        }
    }
}

/// What the names of variables say.
fn variables(template: &Template, reading: &mut Reading) {
    for message in template.texts() {
        for segment in &message.segments {
            let (SegmentKind::Placeholder(Variable::Name(name)) | SegmentKind::Malformed(Some(Variable::Name(name)))) =
                &segment.kind
            else {
                continue;
            };
            let span = message.span_of(segment);
            if has_word(name, policy::PROMOTIONAL_VARIABLES) {
                reading.evidence.push(Evidence { span, trigger: "mk-discount", strong: false });
            } else if has_word(name, policy::ANCHOR_VARIABLES) {
                reading.anchors.push(Anchor { span, kind: "ut-order" });
            }
        }
    }
}

/// Whether a name such as `order_id` or `orderId` holds one of some words.
fn has_word(name: &str, words: &[&str]) -> bool {
    let mut parts: Vec<String> = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut().filter(|_| c.is_alphanumeric()) {
            last.push(c);
        }
    }
    let is_word = |part: &str| words.contains(&part);
    parts.iter().any(|part| is_word(&normalise(part))) || is_word(&normalise(name))
}

//! How a template reads: what in it promotes, what ties it to its reader, and so which category it will be filed under.
//!
//! Every piece of evidence is a place in the text. One strong piece of promotion is enough, weak ones have to add up, and
//! the more the message is tied to its reader the more of them it takes. Where no strong one decides, the tone of the
//! whole text is heard as well ([`super::tone`]).

use std::collections::BTreeSet;
use std::ops::Range;

use super::language;
use super::offer::{self, Standing};
use super::one_time_code::one_time_code;
use super::opt_out;
use super::phrases::{Found, Meaning};
use super::reader::Reader;
use super::tokens::{self, Token, TokenKind, normalise};
use super::tone;
use crate::model::{ButtonKind, Part, Template};
use crate::policy::{self, Phrases, Weights};
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind, Variable};

/// How many words may stand before a placeholder at the beginning that holds the reader's name.
const GREETING: usize = 3;

/// A piece of evidence of promotion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The words.
    pub span: Span,
    /// The marketing trigger, a key of the policy's table.
    pub trigger: &'static str,
    /// Whether it is enough by itself.
    pub strong: bool,
    /// The words, normalised: the same said twice is said once.
    wording: Box<str>,
}

impl Evidence {
    fn new(span: Span, trigger: &'static str, strong: bool, wording: &str) -> Self {
        Evidence { span, trigger, strong, wording: normalise(wording).into() }
    }
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
    /// The values that it is filled with, apart from the reader's name: where there are several, it is about something.
    pub values: Vec<Span>,
    /// The first question for feedback.
    pub survey: Option<Span>,
    /// What is objected to, by family of the policy's table, in reading order.
    pub content: Vec<(Span, &'static str)>,
    /// Whether it holds nothing but placeholders, greetings and thanks.
    pub is_vague: bool,
    /// Whether it holds nothing but placeholders.
    pub is_empty: bool,
    /// The words with which its body hands over a one-time code.
    pub one_time_code: Option<Span>,
    /// Whether the phrases of its language are known here.
    pub is_read: bool,
    /// How many words its texts have.
    pub words: usize,
    /// Whether its body asks its reader something.
    pub asks: bool,
    /// The language whose weights its tone was told by, and its score, where nothing else decides.
    pub tone: Option<(&'static str, f32)>,
}

impl Reading {
    /// What it will be filed under.
    pub fn verdict(&self) -> Verdict {
        if self.promotes {
            Verdict::Marketing
        } else if self.one_time_code.is_some() {
            Verdict::Authentication
        } else if self.is_vague {
            Verdict::Unclear
        } else if self.is_tied() || self.is_filled() || self.is_plain_service() {
            Verdict::Utility
        } else {
            Verdict::Unclear
        }
    }

    /// Whether its tone alone makes it promotion: no piece of evidence does.
    pub fn promotes_by_tone(&self) -> bool {
        self.promotes && !adds_up(self)
    }

    /// Whether something ties it to its reader.
    pub fn is_tied(&self) -> bool {
        !self.anchors.is_empty()
    }

    /// Whether it is filled with so many values that it must be about something of its reader.
    pub fn is_filled(&self) -> bool {
        self.values.len() >= policy::TONE.least_values
    }

    /// Whether its tone alone says that it is a service message.
    pub fn is_plain_service(&self) -> bool {
        self.tone.is_some_and(|(_, tone)| tone < policy::TONE.plain_service)
    }

    /// Whether it is long enough, and of a known language, for what it does not say to mean something.
    pub fn says_enough(&self) -> bool {
        self.is_read && self.words >= policy::TONE.least_words
    }
}

/// Reads a template.
pub(super) fn read(template: &Template, reader: &Reader) -> Reading {
    let texts = template.texts();
    let mut reading = Reading::default();
    structure(template, &mut reading);
    variables(template, &mut reading);
    let languages = languages(template, reader);
    // In a language that nobody can tell, nothing follows from what is not found.
    let is_told = !template.unknown.has(Part::Language) || reader.shares(template).clear().is_some();
    reading.is_read = !languages.is_empty() && is_told;
    // The tone is told in the language that the phrases are looked for in, which is the one that the text is really
    // written in where it differs from the declared one; of a text of no declared language, only where its words are clear.
    let told_in = if template.language.is_some() {
        languages.last().map(|set| set.language)
    } else {
        reader.shares(template).clear()
    };
    let weights = told_in.and_then(policy::weights_of);
    let mut vague = true;
    for message in &texts {
        let tokens = reader.tokens(message);
        reading.words += tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word(_))).count();
        let mut found: Vec<Found> = Vec::new();
        for language in &languages {
            found.extend(reader.phrases(message, language).iter().cloned());
        }
        read_message(message, &tokens, &found, &languages, weights, reader, &mut reading);
        vague &= is_vague(&tokens, &found);
    }
    let body = template.body.as_ref().and_then(|body| body.text.as_ref());
    reading.values = body.map(|text| values(text, &reader.tokens(text))).unwrap_or_default();
    reading.asks = body.is_some_and(|text| reader.tokens(text).iter().any(|token| token.is_question));
    reading.one_time_code = body.and_then(|text| one_time_code(text, reader));
    reading.is_empty = body.is_some_and(|text| {
        let tokens = reader.tokens(text);
        !tokens.iter().any(|token| matches!(token.kind, TokenKind::Word(_))) && !tokens.is_empty()
    });
    reading.is_vague =
        body.is_some() && reading.evidence.is_empty() && (vague && reading.is_read || reading.is_empty);
    reading.evidence.sort_by_key(|evidence| (evidence.span.start, evidence.span.end, !evidence.strong));
    reading.evidence.dedup_by_key(|evidence| (evidence.span.start, evidence.span.end));
    reading.anchors.sort_by_key(|anchor| (anchor.span.start, anchor.span.end));
    reading.content.sort_by_key(|(span, family)| (span.start, span.end, *family));
    reading.content.dedup();
    let is_strong = reading.evidence.iter().any(|evidence| evidence.strong);
    // All words together decide only where all of them are known.
    let is_whole = !template.unknown.any_of(Part::READ);
    if !is_strong && is_whole && reading.one_time_code.is_none() && reading.says_enough() {
        reading.tone = weights.map(|weights| (weights.language, tone::score(template, weights, reader)));
    }
    reading.promotes = is_strong
        || match reading.tone {
            Some((_, tone)) if adds_up(&reading) => tone >= policy::TONE.service,
            Some((_, tone)) if reading.is_tied() || reading.is_filled() => tone > policy::TONE.tied,
            Some((_, tone)) => tone > policy::TONE.alone,
            None => is_whole && adds_up(&reading),
        };
    reading
}

/// The phrase sets to read a template with: of its language, and of the one that it is really written in.
fn languages(template: &Template, reader: &Reader) -> Vec<&'static Phrases> {
    let declared = template.language.as_ref().map(|text| language::base(text.as_str()));
    let own = declared.as_deref().and_then(policy::phrases_of);
    let shares = reader.shares(template);
    let mut sets: Vec<&'static Phrases> = own.into_iter().collect();
    // Of languages that are near to each other, the declared one is meant.
    let is_near = |written: &str| {
        let base = language::base(written);
        declared
            .as_deref()
            .is_some_and(|declared| language::alike(written, declared) || language::alike(&base, declared))
    };
    if let Some(written) = shares.clear().filter(|written| !is_near(written)).and_then(policy::phrases_of)
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

/// The sentence that a token stands in.
pub(super) fn sentence(tokens: &[Token], at: usize) -> Range<usize> {
    let ends = |token: &Token| token.kind == TokenKind::Break;
    let start = tokens.get(..at).unwrap_or_default().iter().rposition(ends).map_or(0, |end| end + 1);
    let end = tokens.get(at..).unwrap_or_default().iter().position(ends).map_or(tokens.len(), |end| at + end);
    start..end
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn read_message(
    message: &Message,
    tokens: &[Token],
    found: &[Found],
    sets: &[&'static Phrases],
    weights: Option<&'static Weights>,
    reader: &Reader,
    reading: &mut Reading,
) {
    let of = |wanted: Meaning| found.iter().filter(move |found| found.meaning == wanted);
    let exceptions: Vec<&Range<usize>> = of(Meaning::Exception).map(|found| &found.range).collect();
    let settled: Vec<Range<usize>> =
        of(Meaning::Settled).map(|found| sentence(tokens, found.tokens.start)).collect();
    let own: Vec<&'static str> = sets.iter().map(|set| set.language).collect();
    let way_out = opt_out::ranges_in(message, &own, reader);
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
    promotion
        .sort_by_key(|(found, _, strong)| (!strong, found.range.start, std::cmp::Reverse(found.range.end)));
    let mut taken: Vec<&Range<usize>> = Vec::new();
    for (found, trigger, strong) in promotion {
        let is_settled = settled.iter().any(|settled| settled.contains(&found.tokens.start));
        let beside = (!settled.is_empty() && is_recorded(trigger)).then(|| {
            let own = tokens.get(sentence(tokens, found.tokens.start)).unwrap_or_default();
            (own, offer::standing(own, sets))
        });
        let is_record = is_settled
            && match beside {
                Some((_, standing)) => standing != Standing::Open,
                None => policy::GRANTED_TRIGGERS.contains(&trigger),
            };
        if is_record
            || !is_free(&found.range)
            || taken.iter().any(|taken| overlap(taken, &found.range))
            || is_denied(message.text.as_str(), tokens, found.tokens.start)
        {
            continue;
        }
        // In a message that keeps records, amounts off and points in its other sentences may be lines of the record. Words
        // of an offer that stands tell, or of one that was had; where neither do, the sentence has to sound like an offer.
        let strong = strong
            && match beside {
                None | Some((_, Standing::Open)) => true,
                Some((_, Standing::Past)) => false,
                Some((own, Standing::Untold)) => weights.is_some_and(|weights| {
                    tone::score_of(std::iter::once(own), weights) > policy::TONE.offer
                }),
            };
        taken.push(&found.range);
        let words = message.text.as_str().get(found.range.clone()).unwrap_or_default();
        reading.evidence.push(Evidence::new(message.text.slice(found.range.clone()), trigger, strong, words));
    }
    let is_said = |found: &Found, family: &str| {
        let covers =
            |except: &&Range<usize>| except.start <= found.range.start && found.range.end <= except.end;
        let is_handed_over = family == "credential_request" && hands_over(tokens, &found.tokens);
        !exceptions.iter().any(covers) && !is_warned(tokens, &found.tokens, family) && !is_handed_over
    };
    for found in found {
        let span = || message.text.slice(found.range.clone());
        match found.meaning {
            Meaning::Anchor(kind) => reading.anchors.push(Anchor { span: span(), kind }),
            Meaning::Content(family) if is_said(found, family) => {
                reading.content.push((span(), family));
            }
            Meaning::Survey if reading.survey.is_none() => reading.survey = Some(span()),
            _ => {}
        }
    }
}

/// Whether a trigger's words stand on invoices, receipts and statements too.
fn is_recorded(trigger: &str) -> bool {
    policy::RECORDED_TRIGGERS.contains(&trigger)
}

/// Whether the word right before, with nothing but space between, says that it is not so.
fn is_denied(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some((before, first)) =
        at.checked_sub(1).and_then(|before| Some((tokens.get(before)?, tokens.get(at)?)))
    else {
        return false;
    };
    let is_next = text.get(before.range.end..first.range.start).is_some_and(|gap| gap.trim().is_empty());
    let TokenKind::Word(word) = &before.kind else { return false };
    is_next && policy::NEGATIONS.contains(&word.as_str())
}

/// How far before its words a "never" or "do not" is heard.
const WARNED: usize = 6;

/// Whether a value stands in the words or right behind them: a PIN that comes with the message is not asked for.
fn hands_over(tokens: &[Token], phrase: &Range<usize>) -> bool {
    let until = (phrase.end + 2).min(tokens.len());
    tokens.get(phrase.start..until).unwrap_or_default().iter().any(|token| token.kind == TokenKind::Number)
}

/// Whether a sentence says not to: "never send anyone your PIN"; where the verb comes last, the "never" stands inside
/// of the phrase. Other families have phrases that are made of such words.
fn is_warned(tokens: &[Token], phrase: &Range<usize>, family: &str) -> bool {
    if !policy::WARNABLE_FAMILIES.contains(&family) {
        return false;
    }
    let sentence = sentence(tokens, phrase.start);
    let from = phrase.start.saturating_sub(WARNED).max(sentence.start);
    let inside = family.ends_with("_request");
    let until = if inside { phrase.end } else { phrase.start }.max(from).min(tokens.len());
    let is_negation = |token: &Token| matches!(&token.kind, TokenKind::Word(word) if policy::NEGATIONS.contains(&word.as_str()));
    tokens.get(from..until).unwrap_or_default().iter().any(is_negation)
}

/// The placeholders of a body, each variable once, without one in the greeting.
fn values(message: &Message, tokens: &[Token]) -> Vec<Span> {
    let mut known: BTreeSet<&Variable> = BTreeSet::new();
    let mut found = Vec::new();
    for segment in &message.segments {
        let (SegmentKind::Placeholder(variable) | SegmentKind::Malformed(Some(variable))) = &segment.kind
        else {
            continue;
        };
        if !known.insert(variable) {
            continue;
        }
        // Only the first can be the reader's name.
        let is_name = || {
            let start = segment.range().start;
            let before = tokens.iter().take_while(|token| token.range.start < start);
            let words = before.filter(|token| matches!(token.kind, TokenKind::Word(_))).count();
            words <= GREETING && !message.text.as_str().get(..start).is_some_and(|text| text.contains(':'))
        };
        if known.len() > 1 || !is_name() {
            found.push(message.span_of(segment));
        }
    }
    found
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
fn adds_up(reading: &Reading) -> bool {
    if reading.evidence.iter().any(|evidence| evidence.strong) {
        return true;
    }
    // What an invoice or statement may say too is one piece in a text that is tied to its reader, however often it is said.
    let wording = |evidence: &'_ Evidence| -> Box<str> {
        if reading.is_tied() && is_recorded(evidence.trigger) { "".into() } else { evidence.wording.clone() }
    };
    let different: BTreeSet<Box<str>> = reading.evidence.iter().map(wording).collect();
    // A question to a reader whom nothing ties to the message is an offer more often than not.
    let asks = reading.asks && !reading.is_tied() && !reading.is_filled() && !different.is_empty();
    different.len() + usize::from(asks)
        >= if reading.is_tied() { policy::TONE.weak_tied } else { policy::TONE.weak_alone }
}

/// Parts that only promotional messages have, and parts that belong to an order.
fn structure(template: &Template, reading: &mut Reading) {
    if let Some(offer) = &template.limited_time_offer {
        reading.evidence.push(Evidence::new(offer.heading, "mk-urgency", true, "limited_time_offer"));
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
        reading.evidence.push(Evidence::new(button.heading(), trigger, strong, button.kind.text.as_str()));
    }
    if let Some(trigger) = &template.trigger {
        if has_word(trigger.as_str(), policy::PROMOTIONAL_TRIGGERS) {
            reading.evidence.push(Evidence::new(trigger.span(), "mk-winback", false, trigger.as_str()));
        } else {
            reading.anchors.push(Anchor { span: trigger.span(), kind: "ut-request" });
        }
    }
}

/// What the names of variables say.
fn variables(template: &Template, reading: &mut Reading) {
    for message in template.texts() {
        for segment in &message.segments {
            let (SegmentKind::Placeholder(Variable::Name(name))
            | SegmentKind::Malformed(Some(Variable::Name(name)))) = &segment.kind
            else {
                continue;
            };
            let span = message.span_of(segment);
            if has_word(name, policy::PROMOTIONAL_VARIABLES) {
                reading.evidence.push(Evidence::new(span, "mk-discount", false, name));
            } else if has_word(name, policy::ANCHOR_VARIABLES) {
                reading.anchors.push(Anchor { span, kind: "ut-order" });
            }
        }
    }
}

/// Whether a name such as `order_id` or `orderId` holds one of some words, or is one.
fn has_word(name: &str, words: &[&str]) -> bool {
    let is_word = |part: &str| words.contains(&part);
    tokens::name_parts(name).iter().any(|part| is_word(part)) || is_word(&normalise(name))
}

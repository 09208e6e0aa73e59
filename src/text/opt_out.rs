//! Whether a text names a way out, and which word it tells people to send.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::{Match, PatternSet};
use super::phrases::Meaning;
use super::reader::Reader;
use super::tokens::{Token, TokenKind, normalise};
use crate::model::Template;
use crate::policy;
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind};
use crate::syntax::tree::Text;

/// What a pattern of the set stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It names a way out by itself.
    Phrase,
    /// It stands before a keyword, or behind it where the language puts its verbs last.
    Verb { is_last: bool },
    /// A word to send.
    Keyword,
}

struct Compiled {
    patterns: PatternSet,
    /// What each pattern stands for, and its language.
    parts: Vec<(Part, &'static str)>,
    /// Keywords, normalised, with their languages.
    keywords: Vec<(String, &'static str)>,
}

/// One set for all languages: a way out in another language is still a way out.
fn compiled() -> &'static Compiled {
    static SET: OnceLock<Compiled> = OnceLock::new();
    SET.get_or_init(|| {
        let mut lines: Vec<&'static str> = Vec::new();
        let mut parts = Vec::new();
        let mut keywords = Vec::new();
        for set in policy::PHRASES {
            let verb = Part::Verb { is_last: set.verb_last };
            for (list, part) in [
                (set.opt_out, Part::Phrase),
                (set.opt_out_verbs, verb),
                (set.opt_out_keyword_patterns, Part::Keyword),
            ] {
                lines.extend(list.iter());
                parts.resize(lines.len(), (part, set.language));
            }
            keywords.extend(set.opt_out_keywords.iter().map(|keyword| (normalise(keyword), set.language)));
        }
        Compiled { patterns: PatternSet::of_policy(lines, &[]), parts, keywords }
    })
}

/// A word that a text tells people to send in order to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromisedKeyword {
    /// As written.
    pub word: String,
    /// Where.
    pub span: Span,
}

/// A place at which a template names a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// Where.
    pub span: Span,
    /// The languages that the words are of; none for a link, a lone keyword or a button that is declared as the way out.
    pub languages: Vec<&'static str>,
    /// What makes leaving hard, where something does.
    pub obstacle: Option<Span>,
}

impl WayOut {
    fn plain(span: Span) -> Self {
        WayOut { span, languages: Vec::new(), obstacle: None }
    }
}

/// The first place at which a template names a way out.
pub fn way_out(template: &Template, reader: &Reader) -> Option<Span> {
    reader.ways_out(template).first().map(|way| way.span)
}

/// Every place at which a template names a way out: buttons, then words, then links.
pub(super) fn ways_out(template: &Template, reader: &Reader) -> Vec<WayOut> {
    let own: Vec<&'static str> = {
        let declared = template.language.as_ref().and_then(|code| policy::phrases_of(code.as_str()));
        declared.into_iter().map(|set| set.language).collect()
    };
    let mut ways: Vec<WayOut> = Vec::new();
    for button in template.all_buttons() {
        // A button that says nothing but a keyword needs no verb.
        let is_keyword = |label: &&Message| {
            let label = normalise(label.text.as_str().trim());
            let counts = |language: &str| is_read_in(language, &own);
            compiled().keywords.iter().any(|(keyword, language)| *keyword == label && counts(language))
        };
        if button.opts_out {
            ways.push(WayOut::plain(button.span));
        } else if let Some(label) = button.label.as_ref().filter(is_keyword) {
            ways.push(WayOut::plain(label.text.span()));
        }
    }
    for message in template.texts() {
        ways.extend(ways_in(message, &own, reader));
    }
    let leads_out = |address: &str| {
        let address = address.to_ascii_lowercase();
        policy::OPT_OUT_LINKS.iter().any(|part| address.contains(part))
    };
    let urls = template.all_buttons().filter_map(|button| button.url.as_ref()).map(|url| &url.text);
    ways.extend(urls.filter(|url| leads_out(url.as_str())).map(Text::span).map(WayOut::plain));
    for message in template.texts() {
        let links = message.segments.iter().filter(|segment| segment.kind == SegmentKind::Link);
        let out = links.filter(|segment| leads_out(message.words_of(segment)));
        ways.extend(out.map(|segment| WayOut::plain(message.span_of(segment))));
    }
    ways
}

/// The ways out that the words of a text name, in reading order.
fn ways_in(message: &Message, own: &[&'static str], reader: &Reader) -> Vec<WayOut> {
    let mut found: Vec<Found> = in_languages(message, own, reader);
    found.sort_by_key(|way| (way.range.start, way.range.end));
    let tokens = reader.tokens(message);
    // "unsubscribe" is heard in many languages; inside of a longer phrase it is of that phrase's language.
    let all = found.clone();
    found.retain(|inner| {
        let holds = |outer: &Found| {
            outer.language != inner.language
                && outer.range.start <= inner.range.start
                && inner.range.end <= outer.range.end
                && outer.range.len() > inner.range.len()
        };
        !all.iter().any(holds)
    });
    let mut ways: Vec<WayOut> = Vec::new();
    for Found { range, language, is_keyword } in found {
        let span = message.text.slice(range.clone());
        // What makes leaving hard is looked for in the template's own language, whose phrases are at hand.
        let looks = !is_keyword && (own.is_empty() || own.contains(&language));
        let obstacle = looks.then(|| obstacle(message, &tokens, &range, language, reader)).flatten();
        match ways.iter_mut().find(|way| way.span == span) {
            Some(way) => way.languages.push(language),
            None => ways.push(WayOut { span, languages: vec![language], obstacle }),
        }
    }
    ways
}

/// What makes leaving hard, in the sentence of a way out: words for it, or an address that has to be written to or called.
fn obstacle(
    message: &Message,
    tokens: &[Token],
    way: &Range<usize>,
    language: &str,
    reader: &Reader,
) -> Option<Span> {
    let at = tokens.iter().position(|token| token.range.end > way.start)?;
    let sentence = super::category::sentence(tokens, at);
    let set = policy::phrases_of(language)?;
    let by_words = reader
        .phrases(message, set)
        .iter()
        .find(|found| found.meaning == Meaning::Obstacle && sentence.contains(&found.tokens.start))
        .map(|found| message.text.slice(found.range.clone()));
    by_words.or_else(|| {
        let bytes = tokens.get(sentence.start)?.range.start..tokens.get(sentence.end - 1)?.range.end;
        let mut segments = message.segments.iter();
        let address = segments.find(|segment| {
            matches!(segment.kind, SegmentKind::Email | SegmentKind::Phone)
                && bytes.contains(&segment.range().start)
        })?;
        Some(message.span_of(address))
    })
}

/// Every place at which a text names a way out.
pub(super) fn ranges_in(message: &Message, own: &[&'static str], reader: &Reader) -> Vec<Range<usize>> {
    in_languages(message, own, reader).into_iter().map(|found| found.range).collect()
}

/// Small words that must speak for a language that is not the template's.
const LEAST_WORDS: usize = 2;

/// What a message says of a way out in some languages, in English, which stands below texts of all languages, and in any
/// other that the message itself is written in: short words mean something else elsewhere.
fn in_languages(message: &Message, own: &[&'static str], reader: &Reader) -> Vec<Found> {
    let found = reader.words_out(message);
    if found.is_empty() {
        return Vec::new();
    }
    let tokens = reader.tokens(message);
    let is_all = |range: &Range<usize>| {
        let outside = |token: &&Token| token.range.start < range.start || token.range.end > range.end;
        !tokens.iter().filter(outside).any(|token| matches!(token.kind, TokenKind::Word(_)))
    };
    let shares = OnceCell::new();
    let speaks = |language: &str| {
        let shares = shares.get_or_init(|| super::language::shares(tokens.iter()));
        shares.of(language).distinct >= LEAST_WORDS
    };
    let counts =
        |found: &&Found| is_read_in(found.language, own) || is_all(&found.range) || speaks(found.language);
    found.iter().filter(counts).cloned().collect()
}

/// Whether words of a language are heard in a template of some languages: where it is one of them, or near to one; English
/// stands below texts of all languages; in a template of no known language all are heard.
fn is_read_in(language: &str, own: &[&'static str]) -> bool {
    own.is_empty() || language == "en" || own.iter().any(|own| super::language::alike(own, language))
}

/// Words that name a way out.
#[derive(Clone, Debug)]
pub(super) struct Found {
    range: Range<usize>,
    language: &'static str,
    /// Whether they tell to send a word.
    is_keyword: bool,
}

/// The words of a message that name a way out.
pub(super) fn find(message: &Message, tokens: &[Token]) -> Vec<Found> {
    let denied = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        before.is_some_and(|token| match &token.kind {
            TokenKind::Word(word) => policy::OPT_OUT_DENIALS.contains(&word.as_str()),
            _ => false,
        })
    };
    let all = parts_of(tokens);
    let phrases = all.iter().filter(|(_, part, _)| *part == Part::Phrase);
    let by_phrase = phrases
        .filter(|(found, ..)| !denied(found.tokens.start))
        .map(|(found, _, language)| Found { range: found.range.clone(), language, is_keyword: false });
    let by_keyword = keywords_in(message, tokens, &all).into_iter().map(|keyword| Found {
        range: keyword.whole,
        language: keyword.language,
        is_keyword: true,
    });
    by_phrase.take(MOST_WAYS).chain(by_keyword.take(MOST_WAYS)).collect()
}

/// A match with what it stands for and its language.
type Parts = Vec<(Match, Part, &'static str)>;

fn parts_of(tokens: &[Token]) -> Parts {
    let set = compiled();
    let found = set.patterns.find(tokens).into_iter();
    found
        .filter_map(|found| {
            let (part, language) = *set.parts.get(found.id)?;
            Some((found, part, language))
        })
        .collect()
}

/// Every keyword that a template promises.
pub fn promised_keywords(template: &Template, reader: &Reader) -> Vec<PromisedKeyword> {
    let mut found = Vec::new();
    for message in template.texts() {
        let tokens = reader.tokens(message);
        for Keyword { word, .. } in keywords_in(message, &tokens, &parts_of(&tokens)) {
            let text = message.text.as_str().get(word.clone()).unwrap_or_default().to_owned();
            if found.iter().all(|known: &PromisedKeyword| normalise(&known.word) != normalise(&text)) {
                found.push(PromisedKeyword { word: text, span: message.text.slice(word) });
            }
        }
    }
    found
}

/// A place of `verb … KEYWORD`.
struct Keyword {
    /// Verb and keyword together.
    whole: Range<usize>,
    /// The keyword alone.
    word: Range<usize>,
    /// The language of the verb.
    language: &'static str,
}

/// Places of `verb … KEYWORD`.
///
/// The keyword follows its verb within three words and is written in capitals, in quotes or marked, or ends
/// its sentence; a script without capitals needs none of it.
fn keywords_in(message: &Message, tokens: &[Token], parts: &Parts) -> Vec<Keyword> {
    let text = message.text.as_str();
    let stands_out = |range: &Range<usize>| {
        let word = text.get(range.clone()).unwrap_or_default();
        let cased = word.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        let capitals = word.chars().all(|c| !c.is_lowercase());
        let before = text.get(..range.start).and_then(|s| s.chars().next_back());
        let quoted =
            before.is_some_and(|c| matches!(c, '"' | '\'' | '*' | '“' | '«' | '‘' | '„' | '_' | '「'));
        !cased || capitals || quoted
    };
    let keywords: Vec<&Match> = parts
        .iter()
        .filter(|(found, part, _)| *part == Part::Keyword && stands_out(&found.range))
        .map(|(found, ..)| found)
        .collect();
    let mut found = Vec::new();
    let verbs = parts.iter().filter_map(|(verb, part, language)| match part {
        Part::Verb { is_last } => Some((verb, is_last, *language)),
        _ => None,
    });
    for (verb, is_last, language) in verbs.take(MOST_WAYS) {
        let sentence = super::category::sentence(tokens, verb.tokens.start);
        let in_sentence = |keyword: &&Match| sentence.contains(&keyword.tokens.start);
        let near = || keywords.iter().copied().filter(in_sentence);
        let mut hits =
            nearby(tokens, verb.tokens.end, near().filter(|keyword| keyword.tokens.start >= verb.tokens.end));
        // In some languages the verb comes last: "Çıkmak için DUR yazın".
        if hits.is_empty() && *is_last {
            let behind = near().filter(|keyword| keyword.tokens.end <= verb.tokens.start);
            let last = behind.max_by_key(|keyword| keyword.tokens.end);
            hits = last
                .filter(|keyword| words_in(tokens, keyword.tokens.end..verb.tokens.start) < NEAR)
                .into_iter()
                .collect();
        }
        for keyword in hits {
            let whole = verb.range.start.min(keyword.range.start)..verb.range.end.max(keyword.range.end);
            found.push(Keyword { whole, word: keyword.range.clone(), language });
        }
    }
    found.sort_by_key(|keyword| (keyword.whole.start, keyword.word.start));
    found
}

/// How many keywords of one verb are looked at, and how many ways out of one text: more say nothing new.
const MOST_KEYWORDS: usize = 8;
const MOST_WAYS: usize = 64;

/// How many words may stand between a verb and its keyword, and between one keyword and the next.
const NEAR: usize = 3;
const NEXT: usize = 2;

/// How many words a stretch of tokens has; three characters of Chinese are taken for a word.
fn words_in(tokens: &[Token], range: Range<usize>) -> usize {
    let is_han =
        |token: &Token| matches!(&token.kind, TokenKind::Word(word) if word.chars().all(super::fold::is_han));
    let all = tokens.get(range).unwrap_or_default();
    let han = all.iter().filter(|token| is_han(token)).count();
    all.len() - han + han / 3
}

/// The keywords within three words of a verb, and those that follow one another from there: "STOP, END or QUIT".
fn nearby<'k>(tokens: &[Token], from: usize, keywords: impl Iterator<Item = &'k Match>) -> Vec<&'k Match> {
    let mut hits: Vec<&Match> = Vec::new();
    let mut from = from;
    for keyword in keywords {
        let gap = words_in(tokens, from..keyword.tokens.start.max(from));
        if gap >= if hits.is_empty() { NEAR } else { NEXT } {
            break;
        }
        from = keyword.tokens.end;
        hits.push(keyword);
        if hits.len() == MOST_KEYWORDS {
            break;
        }
    }
    hits
}

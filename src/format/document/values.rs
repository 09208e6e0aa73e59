//! Single values of a template in a document: its category, language and header, samples of its placeholders.

use std::ops::Range;

use super::words::{looked_up, meant, plain, says_nothing, tokens, unwrapped};
use crate::format::flat;
use crate::model::Category;
use crate::policy::{DOCUMENT_CATEGORIES, DOCUMENT_HEADERS, DOCUMENT_LANGUAGES, LANGUAGES};
use crate::source::Span;
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, Value};

/// The language that stands in brackets behind a label: `Body (English)`, `Text (es_MX)`.
pub(super) fn language_in_brackets(text: &Text, range: Range<usize>) -> Option<Text> {
    let words = text.as_str().get(range.clone())?;
    let open = words.find(['(', '（', '['])?;
    let inner = words.get(open..)?.find(|c: char| c.is_alphanumeric())? + open;
    let end = words.get(inner..)?.find([')', '）', ']'])? + inner;
    language_in_heading(text, range.start + inner..range.start + end, false)
}

pub(super) fn category(text: &Text, range: Range<usize>) -> Option<Text> {
    let words = text.as_str().get(range.clone())?;
    let plain_words = tokens(words).find_map(|(at, word)| {
        let place = range.start + at..range.start + at + word.len();
        flat::is_category(word).then(|| text.part(place))
    });
    plain_words.or_else(|| {
        tokens(words).find_map(|(at, word)| {
            let known = looked_up(DOCUMENT_CATEGORIES, &plain(word))?;
            let known = Category::parse(known)?;
            Some(meant(text, range.start + at..range.start + at + word.len(), known.as_str()))
        })
    })
}

/// The code of a language behind its label: a code that stands there, in any letter case, or the one of a name.
pub(super) fn language(text: &Text, range: Range<usize>) -> Option<Text> {
    let words = text.as_str().get(range.clone())?;
    let codes = || tokens(words).filter_map(|(at, word)| Some((at, word, code_of(word)?)));
    // The more exact one: `Spanish es (es_MX)`.
    let found = codes().find(|(_, _, code)| code.contains('_'));
    let few = tokens(words).count() < 7;
    let found = found.or_else(|| codes().filter(|_| few).find(|(_, word, _)| word.len() < 4));
    if let Some((at, word, code)) = found {
        let is_alone = tokens(words).count() == 1;
        let marked =
            words.get(..at).is_some_and(|before| before.trim_end().ends_with(['(', '[', '`', '/', '—', '-']));
        let is_written = word.replace('-', "_") == code;
        // In capitals two letters may be a country: `Portuguese (BR)`.
        let place = range.start + at..range.start + at + word.len();
        if is_alone || code.contains('_') || is_written && marked {
            return Some(coded(text, place, code));
        }
        // `Português de Portugal` is a name, `English en` a name and its code.
        let is_last = words.get(at + word.len()..).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
        if is_written && is_last && at > 0 && tokens(words).count() < 4 {
            return Some(text.part(place));
        }
    }
    named_language(text, range)
}

/// The language that a heading says: a code with a region, one that stands alone, in brackets or behind a sign, or the
/// name of a language. A word of two letters is more often one of the heading's: `Plantillas de WhatsApp`.
pub(super) fn language_in_heading(text: &Text, range: Range<usize>, is_beside_name: bool) -> Option<Text> {
    let words = text.as_str().get(range.clone())?;
    let codes = || {
        tokens(words)
            .filter_map(|(at, word)| Some((at, word, code_of(word)?)))
            .filter(|(_, word, code)| word.replace('-', "_") == **code)
    };
    let is_marked = |at: usize, word: &str| {
        let before = words.get(..at).unwrap_or_default().trim_end();
        let behind = words.get(at + word.len()..).unwrap_or_default().trim_start();
        let is_led = before.ends_with(['(', '（', '[', '`', '—', '–', '-', ',', '/', '|', ':', '·']);
        let is_ended = behind.chars().next().is_none_or(|c| !c.is_alphanumeric());
        // `Spanish es`
        let is_named = || looked_up(DOCUMENT_LANGUAGES, &plain(before)).is_some();
        is_ended && (is_led || is_named() || !is_beside_name && tokens(words).count() == 1)
    };
    let found = codes()
        .find(|(_, _, code)| code.contains('_'))
        .or_else(|| codes().find(|(at, word, _)| is_marked(*at, word)));
    match found {
        Some((at, word, code)) => Some(coded(text, range.start + at..range.start + at + word.len(), code)),
        None if is_beside_name => None,
        None => named_language(text, range),
    }
}

/// The platform's code that a word is, in any letter case and with either sign: `pt-br`.
fn code_of(word: &str) -> Option<&'static str> {
    let word = word.replace('-', "_");
    LANGUAGES.iter().find(|code| code.eq_ignore_ascii_case(&word)).copied()
}

/// A code as it stands there, or the one that is meant where its letters are of another case.
fn coded(text: &Text, place: Range<usize>, code: &str) -> Text {
    let is_written = text.as_str().get(place.clone()).is_some_and(|word| word.replace('-', "_") == code);
    if is_written { text.part(place) } else { meant(text, place, code) }
}

/// The code of a language that words name, with the country behind it where there is one: `English (US)`.
fn named_language(text: &Text, range: Range<usize>) -> Option<Text> {
    let words = text.as_str().get(range.clone())?;
    let mut pieces = words.split(['(', '（', '/', ',', '—']);
    let name = pieces.next().unwrap_or_default();
    let country = pieces.next().map(|piece| piece.trim_end_matches([')', '）', ' ']));
    let code = looked_up(DOCUMENT_LANGUAGES, &plain(words))
        .or_else(|| looked_up(DOCUMENT_LANGUAGES, &plain(name)))?;
    let code = country.and_then(|country| code_of(&format!("{code}_{country}"))).unwrap_or(code);
    let start = range.start + words.len() - words.trim_start().len();
    Some(meant(text, start..range.start + words.trim_end().len(), code))
}

pub(super) fn header(text: &Text, range: Range<usize>) -> Option<Node> {
    let words = text.as_str().get(range.clone())?;
    if says_nothing(words) {
        return None;
    }
    let scalar = |text: Text| Node::new(text.span(), Value::Scalar(Scalar { text, style: Style::Quoted }));
    let (at, first) = tokens(words).next()?;
    let kind = looked_up(DOCUMENT_HEADERS, &plain(first))
        .filter(|_| words.get(..at).is_some_and(|before| !before.contains(['"', '“', '«'])));
    let end = at + first.len();
    match kind {
        Some("text") => {
            // `TEXT — Order ready`, `Text ("Order ready")`
            let rest = words.get(end..)?;
            let sign = rest.trim_start().starts_with([':', '—', '–', '-', '(', ')', '`', '"', '“', '|', ']']);
            if !sign {
                return if rest.trim().is_empty() { None } else { Some(scalar(text.part(range))) };
            }
            let skipped = rest.len()
                - rest
                    .trim_start_matches(|c: char| {
                        c.is_whitespace() || matches!(c, ':' | '—' | '–' | '-' | '(' | ')' | ']' | '`' | '|')
                    })
                    .len();
            let inner = unwrapped(text.as_str(), range.start + end + skipped..range.end);
            let inner = inner.start
                ..inner.start + text.as_str().get(inner)?.trim_end_matches([')', '`', '"', '”']).len();
            (!inner.is_empty()).then(|| scalar(text.part(inner)))
        }
        Some(kind) => {
            let kind = meant(text, range.start + at..range.start + end, kind);
            let span = kind.span();
            Some(Node::new(span, Value::Map(vec![entry("type", scalar(kind))])))
        }
        None => Some(scalar(text.part(range))),
    }
}

/// `{{1}}: Ana`, `{{name}} = "Ana"`
pub(super) fn sample(text: &Text) -> Option<Entry> {
    let words = text.as_str();
    let open = words.find("{{")?;
    let close = open + words.get(open..)?.find("}}")?;
    let behind = words.get(close + 2..)?;
    let led = behind.trim_start_matches(['`', '*', ' ']);
    let sign = led.starts_with('=').then_some(1)?;
    let start = words.len() - led.len() + sign;
    let value = unwrapped(words, start..words.len());
    // Several in a row are explained, not given.
    if words.get(value.clone()).is_some_and(|value| value.contains("{{")) {
        return None;
    }
    let variable = text.part(open..close + 2);
    sampled(&variable, &text.part(value))
}

pub(super) fn sampled(variable: &Text, value: &Text) -> Option<Entry> {
    let words = variable.as_str();
    let start = words.len() - words.trim_start_matches(['`', '{', '*', ' ']).len();
    let end = words.trim_end_matches(['`', '}', '*', ' ']).len();
    let key = variable.part(start.min(end)..end);
    let is_key =
        !key.as_str().is_empty() && key.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let range = unwrapped(value.as_str(), 0..value.as_str().len());
    let value = value.part(range);
    if !is_key || says_nothing(value.as_str()) {
        return None;
    }
    let node = Node::new(value.span(), Value::Scalar(Scalar { text: value, style: Style::Quoted }));
    Some(Entry { key, label: None, value: node })
}

/// An entry whose key stands nowhere.
pub(super) fn entry(key: &str, value: Node) -> Entry {
    let place = Span { end: value.span.start, ..value.span };
    Entry { key: Text::direct(key, place), label: None, value }
}

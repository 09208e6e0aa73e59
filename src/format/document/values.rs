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
    language(text, range.start + inner..range.start + end, false)
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

/// The code of a language: a code that stands there, or the one of a name. In a heading beside a name only a code in
/// brackets counts.
pub(super) fn language(text: &Text, range: Range<usize>, in_brackets: bool) -> Option<Text> {
    let words = text.as_str().get(range.clone())?;
    let codes = || {
        tokens(words).filter(|(_, word)| {
            LANGUAGES.contains(word) || LANGUAGES.contains(&word.replace('-', "_").as_str())
        })
    };
    let place = |at: usize, word: &str| range.start + at..range.start + at + word.len();
    if in_brackets {
        let is_marked = |at: &usize| {
            words
                .get(..*at)
                .is_some_and(|before| before.trim_end().ends_with(['(', '[', '`', '—', '–', ',', '/']))
        };
        let found = codes().find(|(at, word)| word.contains(['_', '-']) || is_marked(at));
        return found.map(|(at, word)| text.part(place(at, word)));
    }
    // The more exact one: `Spanish es (es_MX)`.
    let found = codes().find(|(_, word)| word.contains(['_', '-']));
    let few = tokens(words).count() < 7;
    let found = found.or_else(|| codes().filter(|_| few).find(|(_, word)| word.len() < 4));
    if let Some((at, word)) = found {
        let is_alone = tokens(words).count() == 1;
        let marked =
            words.get(..at).is_some_and(|before| before.trim_end().ends_with(['(', '[', '`', '/', '—', '-']));
        if is_alone || marked || word.contains(['_', '-']) || tokens(words).count() < 4 && at > 0 {
            return Some(text.part(place(at, word)));
        }
    }
    let name = words.split(['(', '（', '/', ',', '—']).next().unwrap_or_default();
    let code = looked_up(DOCUMENT_LANGUAGES, &plain(name))
        .or_else(|| looked_up(DOCUMENT_LANGUAGES, &plain(words)))?;
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

//! The words of documents: labels and what stands behind them, names, values looked up in `policy/markdown.yaml`.

use std::ops::Range;

use crate::policy::{DOCUMENT_LABELS, DOCUMENT_NOTHING};
use crate::syntax::tree::{Text, TextBuilder, Written};
use crate::text::tokens::normalise;

/// The parts that labels name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Name,
    Category,
    Language,
    Header,
    Body,
    Footer,
    Buttons,
    Variables,
    Sample,
    /// What the texts are sent through.
    Channel,
    /// What letters, articles and functions have, and templates have not.
    Foreign,
    /// A label of something else.
    Other,
}

impl Part {
    pub(super) fn of(word: &str) -> Option<Part> {
        Some(match looked_up(DOCUMENT_LABELS, &plain(word))? {
            "name" => Part::Name,
            "category" => Part::Category,
            "language" => Part::Language,
            "header" => Part::Header,
            "body" => Part::Body,
            "footer" => Part::Footer,
            "buttons" => Part::Buttons,
            "variables" => Part::Variables,
            "sample" => Part::Sample,
            "channel" => Part::Channel,
            "foreign" => Part::Foreign,
            _ => return None,
        })
    }
}

/// The name in a heading: in backticks, or all that is left of it without numbers and the like.
pub(super) fn named(text: &Text) -> Option<Text> {
    let words = text.as_str();
    let mut code = words.match_indices('`');
    while let (Some((open, _)), Some((end, _))) = (code.next(), code.next()) {
        let inner = words.get(open + 1..end)?;
        if is_name(inner) {
            return Some(text.part(open + 1..end));
        }
    }
    let mut found = tokens(words).filter(|(_, word)| word.contains('_') && is_name(word));
    let (at, word) = found.next()?;
    // `create_order and cancel_order` names no template, and neither does a sentence.
    let others = tokens(words).filter(|(_, other)| *other != word).count();
    (found.next().is_none() && others < 4).then(|| text.part(at..at + word.len()))
}

pub(super) fn is_name(word: &str) -> bool {
    word.len() > 2
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The words of a line with their places.
pub(super) fn tokens(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = words.as_ptr() as usize;
    words
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
        .map(|word| word.trim_matches('-'))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - base, word))
}

/// A heading without number, marks and colon.
pub(super) fn bare_heading(words: &str) -> String {
    let kept = words.trim_start_matches(|c: char| !c.is_alphabetic());
    kept.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The labels of a line with the places of what stands behind them.
pub(super) fn labelled(words: &str) -> Vec<(Part, Range<usize>)> {
    let mut found: Vec<(Part, Range<usize>)> = Vec::new();
    let mut at = 0;
    for piece in words.split_inclusive(['|', '·', '•']) {
        let mark =
            piece.chars().next_back().filter(|c| matches!(c, '|' | '·' | '•')).map_or(0, char::len_utf8);
        let inner = piece.len() - mark;
        if let Some((part, value)) = label(piece.get(..inner).unwrap_or_default()) {
            let range = at + value.start..at + value.end;
            // A label that is not known ends the part before, and is no part of a line that has others.
            if part != Part::Other || found.is_empty() {
                found.push((part, range));
            }
        } else if let Some((_, range)) = found.last_mut() {
            range.end = at + inner;
        }
        at += piece.len();
    }
    found
}

/// The label that a piece of a line begins with: `**Category:** UTILITY`, `Category: UTILITY`, `**Category** — UTILITY`.
pub(super) fn label(piece: &str) -> Option<(Part, Range<usize>)> {
    let lead = piece.len()
        - piece.trim_start_matches(|c: char| !c.is_alphabetic() && c != '{' && c != '"' && c != '`').len();
    let rest = piece.get(lead..)?;
    let is_bold = piece.get(..lead)?.contains("**") || piece.get(..lead)?.contains("__");
    let colon = rest.find([':', '：']);
    let closing = rest.find("**").or_else(|| rest.find("__"));
    let (word, behind) = match (colon, closing) {
        (Some(colon), closing)
            if closing.is_none_or(|closing| {
                colon < closing
                    || rest.get(closing + 2..colon).is_some_and(|between| between.trim().is_empty())
            }) =>
        {
            let width = rest.get(colon..)?.chars().next()?.len_utf8();
            (rest.get(..colon)?, lead + colon + width)
        }
        (_, Some(closing)) if is_bold => (rest.get(..closing)?, lead + closing + 2),
        _ => return None,
    };
    let word = word.trim_matches(|c: char| matches!(c, '*' | '_' | '`') || c.is_whitespace());
    if word.chars().count() > 40 || word.contains("{{") {
        return None;
    }
    // Brackets behind a label explain it: `Body (es)`, `Header (TEXT)`.
    let without = word.split(['(', '（', '[']).next().unwrap_or_default().trim();
    let part = Part::of(word).or_else(|| Part::of(without));
    let value = behind..piece.len();
    match part {
        Some(part) => Some((part, value)),
        None if is_bold => Some((Part::Other, value)),
        None => None,
    }
}

/// A range without the marks and quotes around it.
pub(super) fn unwrapped(words: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    loop {
        let inner = words.get(range.clone()).unwrap_or_default();
        let start =
            inner.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '→' | ':' | '-'));
        let inner_start = range.start + inner.len() - start.len();
        let end = start.trim_end();
        let mut next = inner_start..inner_start + end.len();
        // Marks before a space close: they are the label's own, `*Header:* Order update`.
        let bare = end.trim_start_matches(['*', '_']);
        let closing = end.len() - bare.len();
        if (1..4).contains(&closing) && bare.starts_with(char::is_whitespace) {
            range = next.start + closing..next.end;
            continue;
        }
        let pairs = [
            ("**", "**"),
            ("__", "__"),
            ("``", "``"),
            ("`", "`"),
            ("\"", "\""),
            ("“", "”"),
            ("«", "»"),
            ("「", "」"),
            ("*", "*"),
            ("_", "_"),
        ];
        let pair = pairs.iter().find(|(open, close)| {
            let inner = end.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
            inner.is_some_and(|inner| !inner.contains(open) && !inner.contains(close))
        });
        if let Some((open, close)) = pair {
            next = next.start + open.len()..next.end - close.len();
        } else if end.starts_with("**") && !end.get(2..).unwrap_or_default().contains("**") {
            // The label's own marks close behind the colon.
            next.start += 2;
        }
        if next == range {
            return range;
        }
        range = next;
    }
}

pub(super) fn says_nothing(words: &str) -> bool {
    let words = plain(words);
    words.is_empty() || DOCUMENT_NOTHING.binary_search(&words.as_str()).is_ok()
}

/// What some words mean, in the place of the words.
pub(super) fn meant(text: &Text, range: Range<usize>, meaning: &str) -> Text {
    let place = text.slice(range);
    let mut builder = TextBuilder::new(place.file, place.range().start);
    builder.push(meaning, place.range());
    builder.finish(place.range().end)
}

/// Words for looking them up: without accents, marks and letter case.
pub(super) fn plain(words: &str) -> String {
    let folded: String = normalise(words)
        .chars()
        .map(|c| {
            if c.is_ascii_punctuation() || matches!(c, '—' | '–' | '“' | '”' | '：') {
                ' '
            } else {
                c
            }
        })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn looked_up(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let at = table.binary_search_by(|(known, _)| (*known).cmp(word)).ok()?;
    table.get(at).map(|(_, meaning)| *meaning)
}

/// Whether words are cut, as an overview does.
pub(super) fn is_shortened(words: &str) -> bool {
    let end = words.trim_end();
    end.ends_with('…') || end.ends_with("...")
}

/// A text with line ends in the place of `<br>`, which a cell of a table cannot have otherwise.
pub(super) fn with_breaks(text: &Text) -> Text {
    let words = text.as_str();
    if !words.contains("<br") {
        return text.clone();
    }
    let place = text.span();
    let mut builder = TextBuilder::new(place.file, place.range().start).written(Written::Block);
    let mut at = 0;
    while let Some(open) = words.get(at..).and_then(|rest| rest.find("<br")).map(|open| at + open) {
        let Some(close) = words.get(open..).and_then(|rest| rest.find('>')).map(|close| open + close + 1)
        else {
            break;
        };
        if open > at {
            builder.push_text(&text.part(at..open));
        }
        builder.push("\n", text.slice(open..close).range());
        at = close;
    }
    if at < words.len() {
        builder.push_text(&text.part(at..words.len()));
    }
    builder.finish(place.range().end)
}

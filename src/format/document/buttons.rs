//! The buttons that a document describes.

use std::ops::Range;

use super::values::entry;
use super::words::{Part, bare_heading, label, looked_up, meant, plain, says_nothing, unwrapped};
use crate::policy::{DOCUMENT_BUTTONS, limit};
use crate::syntax::tree::{Node, Scalar, Style, Text, Value};

/// The buttons of a line: each in quotes or backticks, or the one that it names.
pub(super) fn buttons_in_line(text: &Text, range: Range<usize>) -> Vec<Node> {
    let part = text.part(range);
    let quoted = quotations(part.as_str());
    if quoted.len() > 1 && !part.as_str().contains("://") {
        let kind = kind_of_button(part.as_str());
        return quoted.into_iter().map(|range| button_node(&part, range, kind, None)).collect();
    }
    if quoted.is_empty() && !part.as_str().contains("://") {
        let several = short_buttons(&part);
        if !several.is_empty() {
            return several;
        }
    }
    button(&part).into_iter().collect()
}

/// Buttons in a row without quotes: `Confirm | Cancel`, `[Confirm] [Cancel]`. Each must be as short as a button is.
fn short_buttons(text: &Text) -> Vec<Node> {
    let words = text.as_str();
    let cut = |sign: &str| -> Vec<Range<usize>> {
        let mut at = 0;
        words
            .split(sign)
            .map(|piece| {
                let start = at + piece.len() - piece.trim_start().len();
                let range = start.min(at + piece.trim_end().len())..at + piece.trim_end().len();
                at += piece.len() + sign.len();
                range
            })
            .collect()
    };
    let inner = |range: Range<usize>| {
        let piece = words.get(range.clone()).unwrap_or_default();
        let lead = piece.len() - piece.trim_start_matches('[').len();
        let end = piece.trim_end_matches(']').len().max(lead);
        range.start + lead..range.start + end
    };
    let signs = ["|", " / ", "] [", "][", ";", "·", "•", "،", "、", ","];
    let Some(all) = signs.iter().map(|sign| cut(sign)).find(|all| all.len() > 1) else { return Vec::new() };
    let all: Vec<Range<usize>> = all.into_iter().map(inner).collect();
    let is_each =
        all.len() <= limit::BTN_QUICK_REPLY_MAX && all.iter().all(|range| is_label(words.get(range.clone())));
    if !is_each {
        return Vec::new();
    }
    all.into_iter().map(|range| button_node(text, range, None, None)).collect()
}

/// Whether words could be the label of a button, and no remark about one.
fn is_label(words: Option<&str>) -> bool {
    let words = words.unwrap_or_default().trim();
    let first = words.chars().next();
    let is_kind = looked_up(DOCUMENT_BUTTONS, &plain(words)).is_some();
    let is_remark = words.ends_with(['.', ':', '…']) || words.contains(['{', '(', '=', '<', '`']);
    first.is_some_and(|c| !c.is_ascii_digit() && !c.is_lowercase())
        && words.chars().any(char::is_alphabetic)
        && words.chars().count() <= limit::BTN_LABEL_MAX
        && words.split_whitespace().count() < 6
        && !is_kind
        && !is_remark
        && !says_nothing(words)
        && Part::of(words).is_none()
}

/// Reads a button that stands alone in a list, without quotes: `- Confirm`, `- Track → https://…`, `- Call: +49 …`.
pub(super) fn short_button(text: &Text) -> Option<Node> {
    let words = text.as_str();
    let end =
        ["→", "->", " (", " — ", " – ", " - ", ": ", "http"].iter().filter_map(|sign| words.find(sign)).min();
    let range = unwrapped(words, 0..end.unwrap_or(words.len()));
    if !is_label(words.get(range.clone())) {
        return None;
    }
    let url = url_of(words);
    let behind = words.get(end.unwrap_or(words.len())..).unwrap_or_default();
    let number = behind.trim_start_matches([':', ' ', '→', '-', '—', '–']);
    let kind = match () {
        () if url.is_some() => Some("url"),
        () if number.starts_with('+') => Some("phone_number"),
        () => kind_of_button(words),
    };
    // What stands behind a label explains it, or says where it leads; anything else is a sentence.
    let is_plain = end.is_none() || url.is_some() || kind.is_some();
    is_plain.then(|| button_node(text, range, kind, url))
}

/// The address in a line.
fn url_of(words: &str) -> Option<Range<usize>> {
    let at = words.find("http")?;
    let rest = words.get(at..)?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | ')' | '>' | '”' | ']'))
        .unwrap_or(rest.len());
    rest.contains("://").then_some(at..at + end)
}

/// Reads a button from its line; nothing where its label cannot be told from what is said about it.
pub(super) fn button(text: &Text) -> Option<Node> {
    let words = text.as_str();
    if says_nothing(words) || words.contains("{{") && !words.contains("://") {
        return None;
    }
    let url = url_of(words);
    let kind = kind_of_button(words);
    let quoted = quotations(words)
        .into_iter()
        .find(|range| !words.get(range.clone()).unwrap_or_default().contains("://"));
    let label = match quoted {
        Some(range)
            if Part::of(words.get(range.clone())?).is_none()
                && looked_up(DOCUMENT_BUTTONS, &plain(words.get(range.clone())?)).is_none() =>
        {
            range
        }
        _ => {
            // `Quick reply: Confirm`, up to what explains it.
            let (head, _) = words.split_once([':', '：'])?;
            looked_up(DOCUMENT_BUTTONS, &plain(&bare_heading(head)))?;
            let start = head.len() + words.get(head.len()..)?.chars().next()?.len_utf8();
            let rest = words.get(start..)?;
            let end = ["→", "->", "(", "—", "–", "|", "http", " - ", ","]
                .iter()
                .filter_map(|sign| rest.find(sign))
                .min()
                .unwrap_or(rest.len());
            unwrapped(words, start..start + end)
        }
    };
    let is_label =
        words.get(label.clone()).is_some_and(|label| !label.trim().is_empty() && !label.contains(['/', '|']));
    is_label.then(|| button_node(text, label, kind.filter(|_| true), url))
}

pub(super) fn kind_of_button(words: &str) -> Option<&'static str> {
    let head = words.split([':', '：', '→', '"', '“']).next().unwrap_or_default();
    let in_brackets = || {
        words
            .split(['[', '(', ']', ')', '`'])
            .find_map(|word| looked_up(DOCUMENT_BUTTONS, &plain(&word.replace('_', " "))))
    };
    looked_up(DOCUMENT_BUTTONS, &plain(&bare_heading(head).replace('_', " "))).or_else(in_brackets)
}

pub(super) fn button_node(
    text: &Text,
    label: Range<usize>,
    kind: Option<&'static str>,
    url: Option<Range<usize>>,
) -> Node {
    let scalar = |text: Text| Node::new(text.span(), Value::Scalar(Scalar { text, style: Style::Quoted }));
    let mut entries = vec![entry("text", scalar(text.part(label)))];
    let span = text.span();
    if let Some(kind) = kind.filter(|kind| url.is_none() || *kind == "url") {
        entries.push(entry("type", scalar(meant(text, 0..0, kind))));
    }
    entries.extend(url.map(|url| entry("url", scalar(text.part(url)))));
    Node::new(span, Value::Map(entries))
}

/// What stands in quotes. In French, a space belongs to the guillemets, and not to what they quote.
pub(super) fn spaced(open: &str, words: &str, range: Range<usize>) -> Range<usize> {
    let inner = words.get(range.clone()).unwrap_or_default();
    if open != "«" {
        return range;
    }
    let start = range.start + inner.len() - inner.trim_start().len();
    start..start + inner.trim().len()
}

/// The places of what stands in quotes or backticks, or is bold.
pub(super) fn quotations(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let pairs = [("`", "`"), ("\"", "\""), ("“", "”"), ("«", "»"), ("「", "」"), ("**", "**")];
        let next = pairs
            .iter()
            .filter_map(|(open, close)| Some((rest.find(open)?, *open, *close)))
            .min_by_key(|(place, ..)| *place);
        let Some((place, open, close)) = next else { break };
        let start = at + place + open.len();
        let Some(length) = words.get(start..).and_then(|rest| rest.find(close)) else { break };
        let inner = words.get(start..start + length).unwrap_or_default();
        let is_word = !inner.trim().is_empty()
            && label(&format!("**{inner}**")).is_none_or(|(part, _)| part == Part::Other);
        if is_word && !inner.trim_end().ends_with(':') {
            found.push(spaced(open, words, start..start + length));
        }
        at = start + length + close.len();
    }
    found
}

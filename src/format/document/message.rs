//! Fences and quotations: a message alone, or the parts of a template behind their labels.

use std::ops::Range;

use super::given;
use super::section::Section;
use super::values::header;
use super::words::{Part, label, says_nothing};
use crate::format::flat;
use crate::syntax::tree::Text;

/// Beginnings of fences that hold code, requests and commands.
pub(super) const CODE: &[&str] = &[
    "$ ", "# ", "curl", "npm ", "npx ", "yarn ", "pip ", "git ", "get /", "post /", "put /", "delete /",
    "http", "{", "[{", "<", "import ", "const ", "let ", "def ", "select ", "insert ", "wabalint", "├", "└",
    "//", "/*", "+-", "┌",
];

/// Takes the words of a fence or quotation.
pub(super) fn message(section: &mut Section, text: &Text) {
    let part = section.pending.take();
    let words = text.as_str();
    if words.trim_start().starts_with("[!") {
        return;
    }
    let first = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let first_part = label(first).map(|(part, _)| part).filter(|part| *part != Part::Other);
    if first_part == Some(Part::Foreign) {
        // What begins with a subject is a letter. Behind the label of a body it may be a line of the message.
        section.is_foreign |= part != Some(Part::Body);
    } else if first_part.is_some() {
        parts_of(section, text);
        return;
    }
    let start = words.trim_start().to_lowercase();
    // A message may begin with a placeholder.
    let is_code = !start.starts_with("{{") && CODE.iter().any(|code| start.starts_with(code));
    match part {
        Some(Part::Header) => section.header = header(text, 0..words.len()),
        Some(Part::Footer) if says_nothing(words) => {}
        Some(Part::Footer) => section.footer = Some(text.clone()),
        Some(Part::Body) if !is_code && flat::is_sentence(words) => {
            section.body = Some(text.clone());
            section.says_body = true;
        }
        None if section.body.is_none() && !is_code && flat::is_sentence(words) => {
            section.body = Some(text.clone());
        }
        // The placeholders may be explained above the message; a list of their values is none.
        Some(Part::Variables)
            if section.body.is_none()
                && !is_code
                && flat::holds_number(words)
                && !words.lines().any(is_about_variable) =>
        {
            section.body = Some(text.clone());
        }
        _ => {}
    }
}

/// `{{1}} = the first name`, `{{2}}: Ana`
pub(super) fn is_about_variable(line: &str) -> bool {
    let rest = line
        .trim_start_matches(['-', '*', '`', ' '])
        .strip_prefix("{{")
        .and_then(|rest| rest.split_once("}}"));
    rest.is_some_and(|(_, rest)| rest.trim_start_matches(['`', ' ']).starts_with(['=', ':', '—', '–', '→']))
}

/// Takes the parts that stand in one fence, each behind its label. The words may stand behind an empty line instead.
pub(super) fn parts_of(section: &mut Section, text: &Text) {
    let words = text.as_str();
    let body = unlabelled_body(words);
    let mut found: Vec<(Part, Range<usize>)> = Vec::new();
    let mut at = 0;
    for line in words.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if body.as_ref().is_some_and(|body| body.contains(&start)) {
            continue;
        }
        let is_message = found.iter().any(|(part, _)| *part == Part::Body);
        let known = label(line).filter(|(part, _)| match part {
            Part::Other => false,
            // A line of the message may begin like that.
            Part::Foreign | Part::Channel => !is_message,
            _ => true,
        });
        let end = start + line.trim_end().len();
        match (known, found.last_mut()) {
            (Some((part, value)), _) => {
                found.push((part, start + value.start..end.max(start + value.start)));
            }
            (None, Some((Part::Name | Part::Category | Part::Language, _)) | None) => {}
            (None, Some((_, range))) => {
                if !line.trim().is_empty() {
                    range.end = end;
                }
            }
        }
    }
    found.extend(body.map(|body| (Part::Body, body)));
    for (part, range) in found {
        let inner = words.get(range.clone()).unwrap_or_default();
        let start = range.start + inner.len() - inner.trim_start().len();
        match part {
            Part::Body => {
                section.met_body = true;
                let value = text.part(without_frame(words, start.min(range.end)..range.end));
                if flat::is_sentence(value.as_str()) {
                    section.body = Some(value);
                    section.says_body = true;
                }
            }
            Part::Buttons | Part::Variables | Part::Sample => {}
            part => given(section, part, text, start..range.end),
        }
    }
    section.pending = None;
}

/// The words of a message that stand in a fence without a label, between an empty line behind the labels and the labels
/// that follow.
pub(super) fn unlabelled_body(words: &str) -> Option<Range<usize>> {
    let is_body = |line: &str| {
        let value =
            label(line).filter(|(part, _)| *part == Part::Body).and_then(|(_, value)| line.get(value));
        value.is_some_and(|value| value.trim().is_empty() || flat::is_sentence(value.trim()))
    };
    if words.lines().any(is_body) {
        return None;
    }
    let mut body: Option<Range<usize>> = None;
    let mut is_behind_empty = false;
    let mut at = 0;
    for line in words.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            is_behind_empty = true;
            continue;
        }
        let part = label(line).map(|(part, _)| part);
        match &mut body {
            // In a message, too, a line may begin with such a word.
            Some(_) if matches!(part, Some(Part::Footer | Part::Buttons)) => break,
            Some(_) if is_behind_empty && matches!(part, Some(Part::Variables | Part::Sample)) => break,
            Some(range) => range.end = end,
            None if is_behind_empty && part.is_none_or(|part| part == Part::Other) => body = Some(start..end),
            None => {}
        }
        is_behind_empty = false;
    }
    body
}

/// A message without the quotes around it, and without lines of dashes before and behind it.
pub(super) fn without_frame(words: &str, range: Range<usize>) -> Range<usize> {
    let is_rule =
        |line: &str| line.len() > 2 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '─' | '━' | '*'));
    let mut range = range;
    loop {
        let inner = words.get(range.clone()).unwrap_or_default();
        let (first, last) =
            (inner.lines().next().unwrap_or_default(), inner.lines().next_back().unwrap_or_default());
        let kept = match () {
            () if is_rule(first.trim()) => inner.get(first.len()..).unwrap_or_default(),
            () if is_rule(last.trim()) => inner.get(..inner.len() - last.len()).unwrap_or_default(),
            () => break,
        };
        let start = range.start + (kept.as_ptr() as usize - inner.as_ptr() as usize) + kept.len()
            - kept.trim_start().len();
        range = start..start + kept.trim().len();
    }
    let inner = words.get(range.clone()).unwrap_or_default();
    let quoted = [("\"", "\""), ("“", "”"), ("«", "»")].iter().find(|(open, close)| {
        let inner = inner.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inner.is_some_and(|inner| !inner.contains(open) && !inner.contains(close))
    });
    match quoted {
        Some((open, close)) => {
            let all = range.start + open.len()..range.end - close.len();
            super::buttons::spaced(open, words, all)
        }
        None => range,
    }
}

//! Documents that describe templates: a section for each, its parts behind labels, its words in a fence or a quotation.

mod buttons;
mod message;
mod section;
mod values;
mod words;

use std::ops::Range;

use super::flat;
use crate::model::Item;
use crate::policy::COUNTEREXAMPLES;
use crate::source::Span;
use crate::syntax::markdown::{Piece, PieceKind};
use crate::syntax::tree::Text;
use crate::text::tokens::normalise;
use buttons::{button, buttons_in_line};
use message::message;
use section::Section;
use values::{category, header, language, language_in_brackets, sample, sampled};
use words::{Part, bare_heading, is_name, label, labelled, named, says_nothing, tokens, unwrapped};

/// Words behind the opening of a fence that holds a text.
const TEXT_FENCES: &[&str] =
    &["", "text", "txt", "plain", "plaintext", "whatsapp", "message", "md", "markdown", "none"];

/// Reads the sections that describe templates. `blocks` are the places of fences that define something themselves.
pub(super) fn sections(outline: &[Piece], blocks: &[Span], items: &mut Vec<Item>) {
    let is_block = |place: Span| blocks.binary_search_by_key(&place.start, |block| block.start).is_ok();
    let mut open: Vec<Section> = Vec::new();
    for piece in outline {
        if let PieceKind::Heading(level, text) = &piece.kind {
            let is_part = open.last_mut().filter(|section| section.level < *level && section.name.is_some());
            if let Some(section) = is_part
                && let Some(part) = part_of_heading(text.as_str())
            {
                if part == Part::Body
                    && let Some(language) = language_in_brackets(text, 0..text.as_str().len())
                {
                    close(section.next_language(language), None, items);
                }
                section.pending = Some(part);
                section.span = section.span.to(piece.span);
                continue;
            }
            while open.last().is_some_and(|section| section.level >= *level) {
                let closed = open.pop();
                close(closed, open.last_mut(), items);
            }
            let section = headed(*level, text, piece.span, open.last());
            open.push(section);
            continue;
        }
        let Some(section) = open.last_mut() else { continue };
        let is_message = matches!(piece.kind, PieceKind::Fence(..) | PieceKind::Quote(_));
        if is_message && is_counterexample(outline, piece.span) {
            continue;
        }
        section.span = section.span.to(piece.span);
        match &piece.kind {
            PieceKind::Heading(..) => {}
            PieceKind::Line(text) => line(section, text, items),
            PieceKind::Head(cells) => head(section, cells),
            PieceKind::Row(cells) => row(section, cells),
            PieceKind::Fence(_, _) if is_block(piece.span) => {
                section.is_defined = true;
            }
            PieceKind::Fence(word, text) if TEXT_FENCES.contains(&word.as_str()) => message(section, text),
            PieceKind::Fence(..) => section.pending = None,
            PieceKind::Quote(text) => message(section, text),
        }
    }
    while let Some(section) = open.pop() {
        close(Some(section), open.last_mut(), items);
    }
}

/// Whether the heading above a place, or the line before it, says that this is how not to do it.
pub(super) fn is_counterexample(outline: &[Piece], place: Span) -> bool {
    let behind = outline.partition_point(|piece| piece.span.start < place.start);
    let before = outline.get(..behind).unwrap_or_default();
    let line = before.last().and_then(|piece| match &piece.kind {
        PieceKind::Line(text) => Some(text),
        _ => None,
    });
    let heading = before.iter().rev().take(FAR).find_map(|piece| match &piece.kind {
        PieceKind::Heading(_, text) => Some(text),
        _ => None,
    });
    // `booking_rejected` is what a template is about.
    let name = heading.and_then(named);
    let is_own =
        |word: &str| name.as_ref().is_some_and(|name| name.as_str().split('_').any(|own| own == word));
    line.into_iter().chain(heading).any(|text| warns(text.as_str(), is_own))
}

/// How many pieces back the heading above a place is looked for.
const FAR: usize = 200;

fn warns(words: &str, is_own: impl Fn(&str) -> bool) -> bool {
    let folded = normalise(words);
    folded
        .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() && !matches!(c, '\'' | '_'))
        .map(|word| word.trim_matches('_'))
        .any(|word| COUNTEREXAMPLES.binary_search(&word).is_ok() && !is_own(word))
}

fn close(section: Option<Section>, above: Option<&mut Section>, items: &mut Vec<Item>) {
    let Some(mut section) = section else { return };
    if let Some(above) = above {
        // Instructions have a step for the name and one for the words.
        if section.is_announcement() && above.name.is_none() {
            above.announced = Some(Box::new(section));
            return;
        }
        if section.name.is_none()
            && section.says_body
            && section.body.is_some()
            && let Some(announced) = above.announced.take()
        {
            section.take(*announced);
        }
    }
    if section.is_template() {
        let node = section.into_node();
        items.extend(flat::section(&node));
    }
}

/// The part that a heading below the name of a template names: `Body`, `Body (English):`.
fn part_of_heading(words: &str) -> Option<Part> {
    let without = words.split(['(', '（', '[']).next().unwrap_or_default();
    Part::of(&bare_heading(words)).or_else(|| Part::of(&bare_heading(without)))
}

/// Starts the section of a heading.
fn headed(level: u8, text: &Text, span: Span, above: Option<&Section>) -> Section {
    let mut section = Section::new(level, span);
    if let Some(above) = above {
        section.category.clone_from(&above.category);
        section.language.clone_from(&above.language);
    }
    section.name = named(text);
    let words = text.as_str();
    for (at, word) in tokens(words) {
        let is_capital = word.bytes().all(|b| !b.is_ascii_lowercase());
        if is_capital && flat::is_category(word) {
            section.category = Some(text.part(at..at + word.len()));
        }
    }
    if section.name.is_some() {
        labelled_in_brackets(&mut section, text);
    }
    if let Some(language) = language(text, 0..words.len(), section.name.is_some()) {
        if section.name.is_none() {
            // A heading that is nothing but a language is a language of the template above.
            section.name = above.and_then(|above| above.name.clone());
        }
        section.language = Some(language);
        section.says_language = true;
    }
    section
}

/// Takes the category and the language that stand behind labels in the brackets of a heading:
/// `order_ready (category: Utility, language: en)`.
fn labelled_in_brackets(section: &mut Section, text: &Text) {
    let words = text.as_str();
    let Some(open) = words.find(['(', '（', '[']) else { return };
    let start = open + words.get(open..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    let rest = words.get(start..).unwrap_or_default();
    let inner = rest.get(..rest.rfind([')', '）', ']']).unwrap_or(rest.len())).unwrap_or_default();
    let mut at = start;
    for piece in inner.split_inclusive([',', ';', '|', '·', '，', '、']) {
        if let Some((part @ (Part::Category | Part::Language), value)) = label(piece) {
            let words = piece.get(value.clone()).unwrap_or_default();
            let length = words.trim_end_matches([',', ';', '|', '·', '，', '、', ' ']).len();
            given(section, part, text, at + value.start..at + value.start + length);
        }
        at += piece.len();
    }
}

fn line(section: &mut Section, text: &Text, items: &mut Vec<Item>) {
    let labels = labelled(text.as_str());
    if labels.is_empty() {
        match section.pending {
            Some(Part::Buttons) => section.buttons.extend(button(text)),
            Some(Part::Sample | Part::Variables) => section.samples.extend(sample(text)),
            _ => {}
        }
        return;
    }
    // Under a row of buttons, `URL: "Track" → https://…` is one of them.
    let is_button = section.pending == Some(Part::Buttons)
        && labels.iter().all(|(part, ..)| matches!(part, Part::Other | Part::Buttons));
    if is_button && let Some(button) = button(text) {
        section.buttons.push(button);
        return;
    }
    for (part, range) in labels {
        if part == Part::Body
            && section.name.is_some()
            && let Some(language) = language_in_brackets(text, 0..range.start)
        {
            close(section.next_language(language), None, items);
        }
        given(section, part, text, range);
    }
}

/// Takes the value behind a label, or remembers the label for what follows.
fn given(section: &mut Section, part: Part, text: &Text, range: Range<usize>) {
    let inner = unwrapped(text.as_str(), range.clone());
    section.says_variables |= part == Part::Variables;
    if inner.is_empty() {
        section.pending = Some(part);
        return;
    }
    section.pending = None;
    let value = text.part(inner.clone());
    match part {
        Part::Name => {
            // Behind a name there may be a remark: `order_ready` (as in the code).
            let name = if is_name(value.as_str()) { Some(value) } else { named(&text.part(range)) };
            section.name = name.or(section.name.take());
        }
        Part::Category => {
            if let Some(found) = category(text, inner) {
                section.category = Some(found);
            }
        }
        Part::Language => {
            if let Some(found) = language(text, inner, false) {
                section.language = Some(found);
                section.says_language = true;
            }
        }
        Part::Header => section.header = header(text, inner),
        Part::Footer => {
            if !says_nothing(value.as_str()) {
                section.footer = Some(value);
            }
        }
        Part::Body => {
            // In the line itself only where its end is plain to see.
            let is_quoted = text
                .as_str()
                .get(inner.end..)
                .is_some_and(|behind| behind.starts_with(['`', '"', '”', '»', '」']));
            if is_quoted && flat::is_sentence(value.as_str()) {
                section.body = Some(value);
                section.says_body = true;
            }
        }
        Part::Buttons => {
            if !says_nothing(value.as_str()) {
                section.buttons.extend(buttons_in_line(text, inner));
            }
            section.pending = Some(Part::Buttons);
        }
        Part::Variables | Part::Sample => {
            section.samples.extend(sample(&value));
            section.pending = Some(part);
        }
        Part::Other => {}
    }
}

fn head(section: &mut Section, cells: &[Text]) {
    let parts: Vec<Option<Part>> = cells.iter().map(|cell| Part::of(&bare_heading(cell.as_str()))).collect();
    let sample = parts.iter().position(|part| *part == Some(Part::Sample));
    let variable = parts.iter().position(|part| *part == Some(Part::Variables)).unwrap_or(0);
    section.columns = sample.filter(|sample| *sample != variable).map(|sample| (variable, sample));
    // A table without a head of its own has its first row in the place of one.
    if cells.len() == 2 && section.columns.is_none() {
        row(section, cells);
    }
}

fn row(section: &mut Section, cells: &[Text]) {
    if let Some((variable, sample)) = section.columns {
        if let (Some(variable), Some(value)) = (cells.get(variable), cells.get(sample)) {
            section.samples.extend(sampled(variable, value));
        }
        return;
    }
    let [first, second] = cells else { return };
    let words = first.as_str();
    let Some(part) = Part::of(&bare_heading(words)) else { return };
    // A row of labels is the head of a table of another kind.
    if Part::of(&bare_heading(second.as_str())).is_some() {
        return;
    }
    let length = second.as_str().len();
    given(section, part, second, 0..length);
}

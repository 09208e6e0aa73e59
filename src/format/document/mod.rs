//! Documents that describe templates: a section for each, its parts behind labels, its words in a fence or a quotation.

mod buttons;
mod message;
mod section;
mod values;
mod words;

use std::ops::Range;

use super::Missed;
use super::flat::{self, Around};
use crate::model::Item;
use crate::policy::{COUNTEREXAMPLES, PLATFORM_WORDS, PROGRAM_LANGUAGES};
use crate::source::{SourceFile, Span};
use crate::syntax::markdown::{Piece, PieceKind};
use crate::syntax::tree::Text;
use crate::text::tokens::normalise;
use buttons::{button, buttons_in_line, short_button};
use message::message;
use section::Section;
use values::{category, header, language, language_in_brackets, language_in_heading, sample, sampled};
use words::{
    Part, bare_heading, is_name, is_shortened, label, labelled, named, says_nothing, tokens, unwrapped,
    with_breaks,
};

/// Words behind the opening of a fence that holds a text.
const TEXT_FENCES: &[&str] =
    &["", "text", "txt", "plain", "plaintext", "whatsapp", "message", "md", "markdown", "none"];

/// What was found in the sections of a document.
struct Found<'o> {
    items: &'o mut Vec<Item>,
    missed: Vec<Missed>,
    /// Whether the document speaks of the platform.
    of_platform: bool,
}

/// Reads the sections that describe templates. `blocks` are the places of fences that define something themselves.
/// Gives back what comes near a template.
pub(super) fn sections(
    source: &SourceFile,
    outline: &[Piece],
    counterexamples: &Counterexamples,
    blocks: &[Span],
    items: &mut Vec<Item>,
) -> Vec<Missed> {
    let of_platform = names_platform(source.text()) || flat::names_whatsapp(source.name());
    let is_elsewhere = Around::file(source.name()).is_elsewhere;
    let mut found = Found { items, missed: Vec::new(), of_platform };
    let is_block = |place: Span| blocks.binary_search_by_key(&place.start, |block| block.start).is_ok();
    let mut open: Vec<Section> = Vec::new();
    for (piece, warned) in outline.iter().zip(&counterexamples.0) {
        if let PieceKind::Heading(level, text) = &piece.kind {
            let is_part = open.last_mut().filter(|section| section.level < *level && section.name.is_some());
            if let Some(section) = is_part
                && let Some(part) = part_of_heading(text.as_str())
            {
                if part == Part::Body
                    && let Some(language) = language_in_brackets(text, 0..text.as_str().len())
                {
                    close(section.next_language(language), None, &mut found);
                }
                section.pending = Some(part);
                section.span = section.span.to(piece.span);
                continue;
            }
            while open.last().is_some_and(|section| section.level >= *level) {
                let closed = open.pop();
                close(closed, open.last_mut(), &mut found);
            }
            let mut section = headed(*level, text, piece.span, open.last(), is_elsewhere);
            section.headed = Some(Box::new(section.clone()));
            open.push(section);
            continue;
        }
        let Some(section) = open.last_mut() else { continue };
        let is_message = matches!(piece.kind, PieceKind::Fence(..) | PieceKind::Quote(_));
        if warned.by_heading || is_message && warned.by_line {
            continue;
        }
        close(section.next_named(name_given(&piece.kind), piece.span), None, &mut found);
        section.span = section.span.to(piece.span);
        match &piece.kind {
            PieceKind::Heading(..) => {}
            PieceKind::Line(text) => line(section, text, false, &mut found),
            PieceKind::Item(text) => line(section, text, true, &mut found),
            PieceKind::Head(cells) => head(section, cells, &mut found),
            PieceKind::Row(cells) => row(section, cells, &mut found),
            PieceKind::Fence(_, _) if is_block(piece.span) => {
                section.is_defined = true;
            }
            PieceKind::Fence(word, text) if TEXT_FENCES.contains(&word.as_str()) => message(section, text),
            PieceKind::Fence(..) => section.pending = None,
            PieceKind::Quote(text) => message(section, text),
        }
    }
    while let Some(section) = open.pop() {
        close(Some(section), open.last_mut(), &mut found);
    }
    found.missed
}

/// The name that a piece gives behind a label.
fn name_given(piece: &PieceKind) -> Option<&str> {
    let (words, range) = match piece {
        PieceKind::Line(text) | PieceKind::Item(text) => {
            let words = text.as_str();
            let mut labels = labelled(words).into_iter();
            (words, labels.find_map(|(part, range)| (part == Part::Name).then_some(range))?)
        }
        PieceKind::Head(cells) | PieceKind::Row(cells) => {
            let [first, second] = cells.as_slice() else { return None };
            let is_name = Part::of(&bare_heading(first.as_str())) == Some(Part::Name);
            (second.as_str(), is_name.then_some(0..second.as_str().len())?)
        }
        PieceKind::Fence(_, text) | PieceKind::Quote(text) => {
            // Parts stand in one fence where the first of its lines is one.
            let first = text.as_str().lines().find(|line| !line.trim().is_empty())?;
            (first, label(first).filter(|(part, _)| *part == Part::Name)?.1)
        }
        PieceKind::Heading(..) => return None,
    };
    let name = words.get(unwrapped(words, range))?;
    // Behind a name there may be a remark.
    let name = name.split([' ', '`', '*']).next()?;
    is_name(name).then_some(name)
}

/// Whether a text speaks of the platform somewhere.
fn names_platform(text: &str) -> bool {
    let lower = text.to_lowercase();
    PLATFORM_WORDS.iter().any(|word| memchr::memmem::find(lower.as_bytes(), word.as_bytes()).is_some())
}

/// Which pieces of a document stand below a heading, or behind a line, that says that this is how not to do it.
pub(super) struct Counterexamples(Vec<Warned>);

/// What says of a piece that this is how not to do it.
#[derive(Clone, Copy, Default)]
struct Warned {
    by_heading: bool,
    by_line: bool,
}

/// How many words the title of a document has at most for it to say so of all: `Rejected templates`. A longer one tells
/// what to do instead.
const MOST_WORDS_OF_TITLE: usize = 3;

impl Counterexamples {
    /// Goes through a document once.
    pub(super) fn of(outline: &[Piece]) -> Self {
        let mut below = Vec::with_capacity(outline.len() + 1);
        // The headings above, each with whether it or one above it says so.
        let mut open: Vec<(u8, bool)> = Vec::new();
        let mut name: Option<Text> = None;
        let mut line: Option<&Text> = None;
        for (at, piece) in outline.iter().enumerate() {
            let by_heading = open.last().is_some_and(|(_, says)| *says);
            let by_line = line.is_some_and(|line| warns(line.as_str(), name.as_ref()));
            below.push(Warned { by_heading, by_line });
            line = match &piece.kind {
                PieceKind::Line(text) | PieceKind::Item(text) => Some(text),
                _ => None,
            };
            if let PieceKind::Heading(level, text) = &piece.kind {
                let is_title = at == 0 && *level == 1;
                while open.last().is_some_and(|(above, _)| above >= level) {
                    open.pop();
                }
                let is_below = open.last().is_some_and(|(_, says)| *says);
                name = named(text);
                let is_long = is_title && tokens(text.as_str()).count() > MOST_WORDS_OF_TITLE;
                open.push((*level, is_below || !is_long && warns(text.as_str(), name.as_ref())));
            }
        }
        Counterexamples(below)
    }

    /// Whether a message that stands at a place is one of them.
    pub(super) fn hold(&self, outline: &[Piece], place: Span) -> bool {
        let at = outline.partition_point(|piece| piece.span.start < place.start);
        self.0.get(at).is_some_and(|warned| warned.by_heading || warned.by_line)
    }
}

/// Whether words say so. `booking_rejected` is what a template is about.
fn warns(words: &str, name: Option<&Text>) -> bool {
    let is_own = |word: &str| name.is_some_and(|name| name.as_str().split('_').any(|own| own == word));
    let folded = normalise(words);
    folded
        .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() && !matches!(c, '\'' | '_'))
        .map(|word| word.trim_matches('_'))
        .any(|word| COUNTEREXAMPLES.binary_search(&word).is_ok() && !is_own(word))
}

fn close(section: Option<Section>, above: Option<&mut Section>, found: &mut Found<'_>) {
    let Some(mut section) = section else { return };
    let announced = section.announced.take();
    found.missed.extend(announced.and_then(|announced| announced.missed(found.of_platform)));
    if let Some(above) = above {
        // Instructions have a step for the name and one for the words.
        if section.is_announcement() && above.name.is_none() {
            let before = above.announced.replace(Box::new(section));
            found.missed.extend(before.and_then(|before| before.missed(found.of_platform)));
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
    match section.verdict(found.of_platform) {
        Ok(()) => {
            let leaves_category = section.leaves_category;
            let node = section.into_node();
            found.items.extend(flat::section(&node, leaves_category));
        }
        Err(_) => found.missed.extend(section.missed(found.of_platform)),
    }
}

/// The part that a heading below the name of a template names: `Body`, `Body (English):`.
fn part_of_heading(words: &str) -> Option<Part> {
    let without = words.split(['(', '（', '[']).next().unwrap_or_default();
    Part::of(&bare_heading(words)).or_else(|| Part::of(&bare_heading(without)))
}

/// How many words a heading that is the name of a channel has at most: `Texts for e-mail`.
const MOST_WORDS_OF_CHANNEL: usize = 4;

/// Starts the section of a heading.
fn headed(level: u8, text: &Text, span: Span, above: Option<&Section>, is_elsewhere: bool) -> Section {
    let mut section = Section::new(level, span);
    section.name = named(text);
    section.leaves_category = above.is_some_and(|above| above.name.is_some() && above.category.is_some());
    let is_below = above.map_or(is_elsewhere, |above| above.is_elsewhere || above.names_channel);
    section.is_elsewhere = is_below && !flat::names_whatsapp(text.as_str());
    let is_short = tokens(text.as_str()).count() <= MOST_WORDS_OF_CHANNEL;
    section.names_channel = section.name.is_none() && is_short && flat::names_elsewhere(text.as_str());
    if let Some(above) = above.filter(|above| section.name.is_none() || above.name.is_none()) {
        // What a template says of itself holds for no other.
        section.category.clone_from(&above.category);
        section.language.clone_from(&above.language);
        section.is_foreign = above.is_foreign && above.name.is_some();
        section.is_borrowed = above.name.is_some();
    }
    let words = text.as_str();
    for (at, word) in tokens(words) {
        let is_capital = word.bytes().all(|b| !b.is_ascii_lowercase());
        if is_capital && flat::is_category(word) {
            section.category = Some(text.part(at..at + word.len()));
            section.says_category = true;
        }
    }
    if section.name.is_some() {
        labelled_in_brackets(&mut section, text);
    }
    if let Some(language) = language_in_heading(text, 0..words.len(), section.name.is_some()) {
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

fn line(section: &mut Section, text: &Text, is_item: bool, found: &mut Found<'_>) {
    let labels = labelled(text.as_str());
    let open_end = section.open_end.take();
    if labels.is_empty() && !is_item && section.go_on(open_end, text) {
        return;
    }
    if labels.is_empty() {
        match section.pending {
            Some(Part::Buttons) if is_item => {
                section.buttons.extend(button(text).or_else(|| short_button(text)))
            }
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
            close(section.next_language(language), None, found);
        }
        given(section, part, text, range);
    }
}

/// Takes the value behind a label, or remembers the label for what follows.
fn given(section: &mut Section, part: Part, text: &Text, range: Range<usize>) {
    let inner = unwrapped(text.as_str(), range.clone());
    section.says_variables |= part == Part::Variables;
    section.met_body |= part == Part::Body;
    if inner.is_empty() {
        section.pending = Some(part);
        return;
    }
    section.pending = None;
    let value = text.part(inner.clone());
    let inner_words = text.as_str().get(inner.clone()).unwrap_or_default();
    match part {
        Part::Name => {
            // Behind a name there may be a remark: `order_ready` (as in the code).
            let name = if is_name(value.as_str()) { Some(value) } else { named(&text.part(range)) };
            // `(for example order_ready)` asks the reader for a name.
            let name = name.filter(|_| !inner_words.starts_with('('));
            section.says_name |= name.is_some();
            section.name = name.or(section.name.take());
            if section.is_borrowed && !section.says_category {
                section.category = None;
            }
            if section.is_borrowed && !section.says_language {
                section.language = None;
            }
        }
        Part::Category => {
            if let Some(found) = category(text, inner) {
                section.category = Some(found);
                section.says_category = true;
            }
        }
        Part::Language => {
            if let Some(found) = language(text, inner) {
                section.language = Some(found);
                section.says_language = true;
            } else if !says_nothing(value.as_str()) {
                let word = value.as_str().to_lowercase();
                section.is_foreign |= PROGRAM_LANGUAGES.binary_search(&word.as_str()).is_ok();
                section.says_other_language = true;
            }
        }
        Part::Channel => {
            let is_own = flat::names_whatsapp(value.as_str());
            section.is_elsewhere = !is_own && (section.is_elsewhere || flat::names_elsewhere(value.as_str()));
        }
        Part::Foreign => section.is_foreign = true,
        Part::Header => section.header = header(text, inner),
        Part::Footer => {
            if !says_nothing(value.as_str()) {
                section.footer = Some(value);
            }
        }
        Part::Body => {
            // Without quotes a message and a remark on it look the same, but for the placeholders of the message.
            let is_quoted = text
                .as_str()
                .get(inner.end..)
                .is_some_and(|behind| behind.starts_with(['`', '"', '”', '»', '」']));
            let holds_own = value.as_str().contains("{{") && !value.as_str().contains("`{{");
            let is_message = is_quoted || holds_own && !is_shortened(value.as_str());
            if is_message && flat::is_sentence(value.as_str()) {
                section.open_end = (!is_quoted).then_some(value.span().end);
                section.body = Some(with_breaks(&value));
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

fn head(section: &mut Section, cells: &[Text], found: &mut Found<'_>) {
    let parts: Vec<Option<Part>> = cells.iter().map(|cell| Part::of(&bare_heading(cell.as_str()))).collect();
    let has = |wanted: Part| parts.contains(&Some(wanted));
    let is_filed = has(Part::Category) || has(Part::Language);
    section.rows = (has(Part::Name) && has(Part::Body) && is_filed).then(|| parts.clone());
    if section.rows.is_some() {
        return;
    }
    let sample = parts.iter().position(|part| *part == Some(Part::Sample));
    let variable = parts.iter().position(|part| *part == Some(Part::Variables)).unwrap_or(0);
    section.columns = sample.filter(|sample| *sample != variable).map(|sample| (variable, sample));
    // A table without a head of its own has its first row in the place of one.
    if cells.len() == 2 && section.columns.is_none() {
        row(section, cells, found);
    }
}

/// Reads a row of a table in which each template has one.
fn template_row(section: &mut Section, columns: &[Option<Part>], cells: &[Text], found: &mut Found<'_>) {
    let Some(first) = cells.first() else { return };
    let span = cells.iter().fold(first.span(), |span, cell| span.to(cell.span()));
    let mut own = Section { rows: None, is_defined: false, ..section.clone() };
    (own.name, own.body, own.span) = (None, None, span);
    for (part, cell) in columns.iter().zip(cells) {
        let words = cell.as_str();
        match part {
            Some(Part::Body) => {
                let value = cell.part(unwrapped(words, 0..words.len()));
                let is_message = flat::is_sentence(value.as_str()) && !is_shortened(value.as_str());
                own.body = is_message.then(|| with_breaks(&value));
                own.says_body = true;
            }
            Some(
                part @ (Part::Name
                | Part::Category
                | Part::Language
                | Part::Header
                | Part::Footer
                | Part::Channel
                | Part::Foreign),
            ) if !says_nothing(words) => given(&mut own, *part, cell, 0..words.len()),
            _ => {}
        }
    }
    if own.body.is_some() && own.name.as_ref().is_some_and(|name| name.as_str().contains('_')) {
        close(Some(own), None, found);
    }
}

fn row(section: &mut Section, cells: &[Text], found: &mut Found<'_>) {
    if let Some(columns) = section.rows.clone() {
        return template_row(section, &columns, cells, found);
    }
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

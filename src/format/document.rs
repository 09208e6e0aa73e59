//! Documents that describe templates: a section for each, its parts behind labels, its words in a fence or a quotation.

use std::ops::Range;

use super::flat;
use crate::model::{Category, Item};
use crate::policy::{
    COUNTEREXAMPLES, DOCUMENT_BUTTONS, DOCUMENT_CATEGORIES, DOCUMENT_HEADERS, DOCUMENT_LABELS,
    DOCUMENT_LANGUAGES, DOCUMENT_NOTHING, LANGUAGES,
};
use crate::source::Span;
use crate::syntax::markdown::{Piece, PieceKind};
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value};
use crate::text::tokens::normalise;

/// Words behind the opening of a fence that holds a text.
const TEXT_FENCES: &[&str] =
    &["", "text", "txt", "plain", "plaintext", "whatsapp", "message", "md", "markdown", "none"];

/// Beginnings of fences that hold code, requests and commands.
const CODE: &[&str] = &[
    "$ ", "# ", "curl", "npm ", "npx ", "yarn ", "pip ", "git ", "get /", "post /", "put /", "delete /",
    "http", "{", "[{", "<", "import ", "const ", "let ", "def ", "select ", "insert ", "wabalint", "├", "└",
    "//", "/*", "+-", "┌",
];

/// The parts that labels name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Name,
    Category,
    Language,
    Header,
    Body,
    Footer,
    Buttons,
    Variables,
    Sample,
    /// A label of something else.
    Other,
}

impl Part {
    fn of(word: &str) -> Option<Part> {
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
            _ => return None,
        })
    }
}

/// A section of a document, as far as it was read.
#[derive(Clone, Debug)]
struct Section {
    level: u8,
    span: Span,
    name: Option<Text>,
    category: Option<Text>,
    language: Option<Text>,
    /// Whether the language is said here, and not above.
    says_language: bool,
    header: Option<Node>,
    body: Option<Text>,
    /// Whether a label says that this is the body.
    says_body: bool,
    footer: Option<Text>,
    buttons: Vec<Node>,
    samples: Vec<Entry>,
    /// Whether a label says what stands in the place of its placeholders.
    says_variables: bool,
    /// What a part of this section said of a template without its words: the words may stand in the next part.
    announced: Option<Box<Section>>,
    /// The part that the next lines, fence or quotation are of.
    pending: Option<Part>,
    /// Which columns of the table hold placeholders and samples.
    columns: Option<(usize, usize)>,
    /// Whether a fence holds the definition itself.
    is_defined: bool,
}

impl Section {
    fn new(level: u8, span: Span) -> Self {
        Section {
            level,
            span,
            name: None,
            category: None,
            language: None,
            says_language: false,
            header: None,
            body: None,
            says_body: false,
            footer: None,
            buttons: Vec::new(),
            samples: Vec::new(),
            says_variables: false,
            announced: None,
            pending: None,
            columns: None,
            is_defined: false,
        }
    }

    /// Whether what was read is a template, and not a document about something else.
    fn is_template(&self) -> bool {
        let Some(body) = self.body.as_ref().filter(|_| self.name.is_some() && !self.is_defined) else {
            return false;
        };
        let has_number = flat::holds_number(body.as_str());
        self.category.is_some()
            || has_number && (self.language.is_some() || self.says_body || self.says_variables)
            || self.says_language && self.says_body
    }

    /// Whether this names a template and its category, and leaves its words to a part that follows.
    fn is_announcement(&self) -> bool {
        self.body.is_none() && !self.is_defined && self.name.is_some() && self.category.is_some()
    }

    /// Takes over what the part before said of the template, if the words that stand here are its body.
    fn take(&mut self, announced: Section) {
        self.span = announced.span.to(self.span);
        self.name = announced.name;
        self.category = announced.category;
        self.language = self.language.take().or(announced.language);
        self.header = self.header.take().or(announced.header);
    }

    /// Begins the words of another language of the same template; what was read of the one before is handed back.
    fn next_language(&mut self, language: Text) -> Option<Section> {
        if self.body.is_none() {
            if self.language.is_none() {
                self.language = Some(language);
            }
            return None;
        }
        let next = Section {
            name: self.name.clone(),
            category: self.category.clone(),
            language: Some(language),
            says_language: true,
            header: self.header.clone(),
            footer: self.footer.clone(),
            buttons: self.buttons.clone(),
            ..Section::new(self.level, self.span)
        };
        Some(std::mem::replace(self, next))
    }

    fn into_node(self) -> Node {
        let scalar =
            |text: Text| Node::new(text.span(), Value::Scalar(Scalar { text, style: Style::Quoted }));
        let texts = [
            ("name", self.name),
            ("category", self.category),
            ("language", self.language),
            ("body", self.body),
            ("footer", self.footer),
        ];
        let mut entries: Vec<Entry> =
            texts.into_iter().filter_map(|(key, text)| Some(entry(key, scalar(text?)))).collect();
        entries.extend(self.header.map(|header| entry("header", header)));
        if !self.buttons.is_empty() {
            entries.push(entry("buttons", Node::new(self.span, Value::List(self.buttons))));
        }
        if !self.samples.is_empty() {
            entries.push(entry("samples", Node::new(self.span, Value::Map(self.samples))));
        }
        Node::new(self.span, Value::Map(entries))
    }
}

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

/// The language that stands in brackets behind a label: `Body (English)`, `Text (es_MX)`.
fn language_in_brackets(text: &Text, range: Range<usize>) -> Option<Text> {
    let words = text.as_str().get(range.clone())?;
    let open = words.find(['(', '（', '['])?;
    let inner = words.get(open..)?.find(|c: char| c.is_alphanumeric())? + open;
    let end = words.get(inner..)?.find([')', '）', ']'])? + inner;
    language(text, range.start + inner..range.start + end, false)
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

/// The name in a heading: in backticks, or all that is left of it without numbers and the like.
fn named(text: &Text) -> Option<Text> {
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

fn is_name(word: &str) -> bool {
    word.len() > 2
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The words of a line with their places.
fn tokens(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = words.as_ptr() as usize;
    words
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
        .map(|word| word.trim_matches('-'))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - base, word))
}

/// A heading without number, marks and colon.
fn bare_heading(words: &str) -> String {
    let kept = words.trim_start_matches(|c: char| !c.is_alphabetic());
    kept.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
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

/// The labels of a line with the places of what stands behind them.
fn labelled(words: &str) -> Vec<(Part, Range<usize>)> {
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
fn label(piece: &str) -> Option<(Part, Range<usize>)> {
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
fn unwrapped(words: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    loop {
        let inner = words.get(range.clone()).unwrap_or_default();
        let start =
            inner.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '→' | ':' | '-'));
        let inner_start = range.start + inner.len() - start.len();
        let end = start.trim_end();
        let mut next = inner_start..inner_start + end.len();
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

/// Takes the words of a fence or quotation.
fn message(section: &mut Section, text: &Text) {
    let part = section.pending.take();
    let words = text.as_str();
    if words.trim_start().starts_with("[!") {
        return;
    }
    let first = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if matches!(label(first), Some((part, _)) if part != Part::Other) {
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
fn is_about_variable(line: &str) -> bool {
    let rest = line
        .trim_start_matches(['-', '*', '`', ' '])
        .strip_prefix("{{")
        .and_then(|rest| rest.split_once("}}"));
    rest.is_some_and(|(_, rest)| rest.trim_start_matches(['`', ' ']).starts_with(['=', ':', '—', '–', '→']))
}

/// Takes the parts that stand in one fence, each behind its label. The words may stand behind an empty line instead.
fn parts_of(section: &mut Section, text: &Text) {
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
        let known = label(line).filter(|(part, _)| *part != Part::Other);
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
fn unlabelled_body(words: &str) -> Option<Range<usize>> {
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
fn without_frame(words: &str, range: Range<usize>) -> Range<usize> {
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
        Some((open, close)) => range.start + open.len()..range.end - close.len(),
        None => range,
    }
}

fn category(text: &Text, range: Range<usize>) -> Option<Text> {
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
fn language(text: &Text, range: Range<usize>, in_brackets: bool) -> Option<Text> {
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

fn header(text: &Text, range: Range<usize>) -> Option<Node> {
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

/// The buttons of a line: each in quotes or backticks, or the one that it names.
fn buttons_in_line(text: &Text, range: Range<usize>) -> Vec<Node> {
    let part = text.part(range);
    let quoted = quotations(part.as_str());
    if quoted.len() > 1 && !part.as_str().contains("://") {
        let kind = kind_of_button(part.as_str());
        return quoted.into_iter().map(|range| button_node(&part, range, kind, None)).collect();
    }
    button(&part).into_iter().collect()
}

/// Reads a button from its line; nothing where its label cannot be told from what is said about it.
fn button(text: &Text) -> Option<Node> {
    let words = text.as_str();
    if says_nothing(words) || words.contains("{{") && !words.contains("://") {
        return None;
    }
    let url = words.find("http").and_then(|at| {
        let rest = words.get(at..)?;
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | ')' | '>' | '”' | ']'))
            .unwrap_or(rest.len());
        rest.contains("://").then_some(at..at + end)
    });
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

fn kind_of_button(words: &str) -> Option<&'static str> {
    let head = words.split([':', '：', '→', '"', '“']).next().unwrap_or_default();
    let in_brackets = || {
        words
            .split(['[', '(', ']', ')', '`'])
            .find_map(|word| looked_up(DOCUMENT_BUTTONS, &plain(&word.replace('_', " "))))
    };
    looked_up(DOCUMENT_BUTTONS, &plain(&bare_heading(head).replace('_', " "))).or_else(in_brackets)
}

fn button_node(
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

/// The places of what stands in quotes or backticks, or is bold.
fn quotations(words: &str) -> Vec<Range<usize>> {
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
            found.push(start..start + length);
        }
        at = start + length + close.len();
    }
    found
}

/// `{{1}}: Ana`, `{{name}} = "Ana"`
fn sample(text: &Text) -> Option<Entry> {
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

fn sampled(variable: &Text, value: &Text) -> Option<Entry> {
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

fn says_nothing(words: &str) -> bool {
    let words = plain(words);
    words.is_empty() || DOCUMENT_NOTHING.binary_search(&words.as_str()).is_ok()
}

/// An entry whose key stands nowhere.
fn entry(key: &str, value: Node) -> Entry {
    let place = Span { end: value.span.start, ..value.span };
    Entry { key: Text::direct(key, place), label: None, value }
}

/// What some words mean, in the place of the words.
fn meant(text: &Text, range: Range<usize>, meaning: &str) -> Text {
    let place = text.slice(range);
    let mut builder = TextBuilder::new(place.file, place.range().start);
    builder.push(meaning, place.range());
    builder.finish(place.range().end)
}

/// Words for looking them up: without accents, marks and letter case.
fn plain(words: &str) -> String {
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

fn looked_up(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let at = table.binary_search_by(|(known, _)| (*known).cmp(word)).ok()?;
    table.get(at).map(|(_, meaning)| *meaning)
}

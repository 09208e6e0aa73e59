//! A section of a document, and what it takes to be a template.

use super::values::entry;
use super::words::Part;
use crate::format::{Miss, Missed, flat};
use crate::source::Span;
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value, Written};

/// How many bytes stand between the words of two lines of a paragraph at most: line end, indentation, a hard break.
const MOST_BETWEEN_LINES: usize = 12;

/// A section of a document, as far as it was read.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) level: u8,
    pub(super) span: Span,
    pub(super) name: Option<Text>,
    pub(super) category: Option<Text>,
    /// Whether the category is said here, and not above.
    pub(super) says_category: bool,
    pub(super) language: Option<Text>,
    /// Whether the language is said here, and not above.
    pub(super) says_language: bool,
    pub(super) header: Option<Node>,
    pub(super) body: Option<Text>,
    /// Whether a label says that this is the body.
    pub(super) says_body: bool,
    /// Whether a label says the name, and not the heading.
    pub(super) says_name: bool,
    /// Whether its body was met, be it one that can be read or not.
    pub(super) met_body: bool,
    pub(super) footer: Option<Text>,
    pub(super) buttons: Vec<Node>,
    pub(super) samples: Vec<Entry>,
    /// Whether a label says what stands in the place of its placeholders.
    pub(super) says_variables: bool,
    /// What a part of this section said of a template without its words: the words may stand in the next part.
    pub(super) announced: Option<Box<Section>>,
    /// The part that the next lines, fence or quotation are of.
    pub(super) pending: Option<Part>,
    /// Which columns of the table hold placeholders and samples.
    pub(super) columns: Option<(usize, usize)>,
    /// The lines of a table are templates: which column holds which part.
    pub(super) rows: Option<Vec<Option<Part>>>,
    /// Where the words of a body end that began behind its label and may go on in the next line.
    pub(super) open_end: Option<u32>,
    /// Whether a fence holds the definition itself.
    pub(super) is_defined: bool,
    /// Whether it says something that templates do not have, or that it is for another channel.
    pub(super) is_foreign: bool,
    /// Whether it or what stands above it names another channel.
    pub(super) is_elsewhere: bool,
    /// Whether its heading is the name of another channel, for what stands below.
    pub(super) names_channel: bool,
    /// Whether category and language come from the template above, which may be another.
    pub(super) is_borrowed: bool,
    /// Whether the template above has a category, which may or may not hold here.
    pub(super) leaves_category: bool,
    /// Whether it says a language that is none.
    pub(super) says_other_language: bool,
    /// What its heading said, for another template below the same heading.
    pub(super) headed: Option<Box<Section>>,
}

impl Section {
    pub(super) fn new(level: u8, span: Span) -> Self {
        Section {
            level,
            span,
            name: None,
            category: None,
            says_category: false,
            language: None,
            says_language: false,
            header: None,
            body: None,
            says_body: false,
            says_name: false,
            met_body: false,
            footer: None,
            buttons: Vec::new(),
            samples: Vec::new(),
            says_variables: false,
            announced: None,
            pending: None,
            columns: None,
            rows: None,
            open_end: None,
            is_defined: false,
            is_foreign: false,
            is_elsewhere: false,
            names_channel: false,
            is_borrowed: false,
            leaves_category: false,
            says_other_language: false,
            headed: None,
        }
    }

    /// What was read is a template, nothing like one, or comes near one. `of_platform` says that the document speaks of
    /// the platform somewhere.
    pub(super) fn verdict(&self, of_platform: bool) -> Result<(), Option<Miss>> {
        if self.name.is_none() || self.is_defined {
            return Err(None);
        }
        let Some(body) = &self.body else {
            return Err((self.says_category && self.says_language).then_some(Miss::NoText));
        };
        let has_number = flat::holds_number(body.as_str());
        if self.category.is_none() && !has_number && !(self.says_language && self.says_body) {
            return Err(None);
        }
        if self.is_foreign || self.is_elsewhere {
            return Err(Some(Miss::Elsewhere));
        }
        let is_capital = |text: &Text| text.as_str().bytes().all(|b| !b.is_ascii_lowercase());
        let has_parts = self.header.is_some() || self.footer.is_some() || !self.buttons.is_empty();
        let is_taken = if of_platform {
            // A skill, a command or a decision has a category and a quotation, too.
            let is_filed = |category| {
                flat::holds_name(body.as_str())
                    || !self.says_other_language
                        && (self.language.is_some() || has_parts || is_capital(category))
            };
            self.category.as_ref().is_some_and(is_filed)
                || has_number && (self.language.is_some() || self.says_body || self.says_variables)
                || self.says_language && self.says_body
        } else {
            // A service, a function or an article has a category and a text, too.
            has_number && (self.category.is_some() || self.says_variables)
                || self.category.as_ref().is_some_and(is_capital) && self.says_language
        };
        if is_taken { Ok(()) } else { Err(Some(Miss::TooLittle)) }
    }

    /// What is told of a section that is no template.
    pub(super) fn missed(&self, of_platform: bool) -> Option<Missed> {
        let why = self.verdict(of_platform).err().flatten()?;
        Some(Missed { span: self.span, why })
    }

    /// Whether this names a template and its category, and leaves its words to a part that follows.
    pub(super) fn is_announcement(&self) -> bool {
        self.body.is_none() && !self.is_defined && self.name.is_some() && self.category.is_some()
    }

    /// Takes over what the part before said of the template, if the words that stand here are its body.
    pub(super) fn take(&mut self, announced: Section) {
        self.span = announced.span.to(self.span);
        self.name = announced.name;
        self.category = announced.category;
        self.is_foreign |= announced.is_foreign;
        self.language = self.language.take().or(announced.language);
        self.header = self.header.take().or(announced.header);
    }

    /// Begins the words of another language of the same template; what was read of the one before is handed back.
    pub(super) fn next_language(&mut self, language: Text) -> Option<Section> {
        if self.body.is_none() {
            if self.language.is_none() {
                self.language = Some(language);
            }
            return None;
        }
        let next = Section {
            name: self.name.clone(),
            category: self.category.clone(),
            is_foreign: self.is_foreign,
            is_elsewhere: self.is_elsewhere,
            language: Some(language),
            says_language: true,
            header: self.header.clone(),
            footer: self.footer.clone(),
            buttons: self.buttons.clone(),
            says_name: self.says_name,
            headed: self.headed.clone(),
            ..Section::new(self.level, self.span)
        };
        Some(std::mem::replace(self, next))
    }

    /// Begins another template below the same heading, where a label gives another name behind the body of the one
    /// before; that one is handed back.
    pub(super) fn next_named(&mut self, name: Option<&str>, place: Span) -> Option<Section> {
        let is_other = self.name.as_ref().map(Text::as_str) != Some(name?);
        if !is_other || !self.says_name || !self.met_body && self.body.is_none() {
            return None;
        }
        let headed = self.headed.take()?;
        let next = Section { span: place, headed: Some(headed.clone()), ..*headed };
        Some(std::mem::replace(self, next))
    }

    /// Adds a line to a body that began behind its label, where nothing stands between them.
    pub(super) fn go_on(&mut self, open_end: Option<u32>, line: &Text) -> bool {
        let (Some(end), Some(body)) = (open_end, &self.body) else { return false };
        let place = line.span();
        if place.start.checked_sub(end).is_none_or(|gap| gap as usize > MOST_BETWEEN_LINES) {
            return false;
        }
        let start = body.span().range().start;
        let mut builder = TextBuilder::new(place.file, start).written(Written::Block);
        builder.push_text(body);
        builder.push("\n", end as usize..place.range().start);
        builder.push_text(line);
        self.body = Some(builder.finish(place.range().end));
        self.open_end = Some(place.end);
        true
    }

    pub(super) fn into_node(self) -> Node {
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

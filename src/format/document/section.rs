//! A section of a document, and what it takes to be a template.

use super::values::entry;
use super::words::Part;
use crate::format::flat;
use crate::source::Span;
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, Value};

/// A section of a document, as far as it was read.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) level: u8,
    pub(super) span: Span,
    pub(super) name: Option<Text>,
    pub(super) category: Option<Text>,
    pub(super) language: Option<Text>,
    /// Whether the language is said here, and not above.
    pub(super) says_language: bool,
    pub(super) header: Option<Node>,
    pub(super) body: Option<Text>,
    /// Whether a label says that this is the body.
    pub(super) says_body: bool,
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
    /// Whether a fence holds the definition itself.
    pub(super) is_defined: bool,
}

impl Section {
    pub(super) fn new(level: u8, span: Span) -> Self {
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
    pub(super) fn is_template(&self) -> bool {
        let Some(body) = self.body.as_ref().filter(|_| self.name.is_some() && !self.is_defined) else {
            return false;
        };
        let has_number = flat::holds_number(body.as_str());
        self.category.is_some()
            || has_number && (self.language.is_some() || self.says_body || self.says_variables)
            || self.says_language && self.says_body
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
            language: Some(language),
            says_language: true,
            header: self.header.clone(),
            footer: self.footer.clone(),
            buttons: self.buttons.clone(),
            ..Section::new(self.level, self.span)
        };
        Some(std::mem::replace(self, next))
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

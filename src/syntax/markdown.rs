//! Markdown: the definitions in its fences, read by the parsers of their own languages, and its outline, in which
//! documents describe templates section by section.
//!
//! A fence is read from a copy of the file in which everything else is blank, so that every offset is the file's own.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::tree::{Text, TextBuilder, Written};
use super::{Comment, Syntax, Tree, read};
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Severity};
use crate::source::{FileId, Span};

/// How many bytes may be gone through for the fences of one file; a file full of tiny fences would take ages.
const MOST_WORK: usize = 64 << 20;

/// What stands in a document, one behind the other.
#[derive(Clone, Debug)]
pub struct Piece {
    /// All of it, with its marks.
    pub span: Span,
    /// What it is.
    pub kind: PieceKind,
}

/// The kinds of piece that matter here.
#[derive(Clone, Debug)]
pub enum PieceKind {
    /// A heading, from level 1 to 6, and its words as they are written.
    Heading(u8, Text),
    /// A line of a paragraph, as it is written.
    Line(Text),
    /// The first line of an element of a list.
    Item(Text),
    /// The cells of a row of a table.
    Row(Vec<Text>),
    /// The head of a table.
    Head(Vec<Text>),
    /// A fence, with the word behind its opening and its lines without what leads to them.
    Fence(String, Text),
    /// A quotation, without its marks.
    Quote(Text),
}

/// A definition inside of a document.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its own syntax.
    pub syntax: Syntax,
    /// All of it, with the marks of the fence.
    pub span: Span,
    /// What it came to.
    pub tree: Tree,
}

/// What is read besides the common core. What stands before a document is about it, and no heading.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);

pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let mut reader =
        Reader { file, text, tree: Tree::default(), line: None, is_item: false, blank: None, work: 0 };
    let mut events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    while let Some((event, range)) = events.next() {
        reader.event(&event, range, &mut events);
    }
    reader.end_line();
    reader.tree
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    tree: Tree,
    /// The part of a paragraph or list item that was gone through so far.
    line: Option<Range<usize>>,
    /// Whether it begins an element of a list.
    is_item: bool,
    /// The file with blanks in the place of everything, once it is needed.
    blank: Option<Vec<u8>>,
    work: usize,
}

impl<'t> Reader<'t> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    fn push(&mut self, range: Range<usize>, kind: PieceKind) {
        let span = self.span(range);
        self.tree.outline.push(Piece { span, kind });
    }

    fn event<'e>(
        &mut self,
        event: &Event<'_>,
        range: Range<usize>,
        events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
    ) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_line();
                let inner = inline(events, |end| matches!(end, TagEnd::Heading(_)));
                let text = self.trimmed(inner.unwrap_or(range.end..range.end));
                self.push(range, PieceKind::Heading(number(*level), text));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.end_line();
                let word = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{', '\t']).next().unwrap_or_default()
                    }
                    CodeBlockKind::Indented => "",
                };
                self.fence(word.to_ascii_lowercase(), range, events);
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.end_line();
                self.quote(range, events);
            }
            Event::Start(Tag::MetadataBlock(_)) => {
                inline(events, |end| matches!(end, TagEnd::MetadataBlock(_)));
            }
            Event::Start(Tag::TableHead) => self.row(range, events, true),
            Event::Start(Tag::TableRow) => self.row(range, events, false),
            Event::Html(_) | Event::InlineHtml(_) => self.comment(range),
            Event::Start(Tag::Item) => {
                self.end_line();
                self.is_item = true;
            }
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::HtmlBlock | Tag::Table(_))
            | Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::List(_) | TagEnd::HtmlBlock | TagEnd::Table,
            )
            | Event::Rule => self.end_line(),
            Event::End(_) => {}
            _ => {
                let line = self.line.get_or_insert(range.clone());
                line.start = line.start.min(range.start);
                line.end = line.end.max(range.end);
            }
        }
    }

    /// Ends a paragraph or list item: each of its lines is a piece.
    fn end_line(&mut self) {
        let Some(range) = self.line.take() else { return };
        let mut is_item = std::mem::take(&mut self.is_item);
        let mut at = range.start;
        for line in self.slice(range).split_inclusive('\n') {
            let words = line.trim_start_matches([' ', '\t', '>']);
            let start = at + line.len() - words.len();
            let text = self.trimmed(start..at + line.len());
            at += line.len();
            if !text.as_str().is_empty() {
                let range = text.span().range();
                let kind = if is_item { PieceKind::Item(text) } else { PieceKind::Line(text) };
                self.push(range, kind);
                is_item = false;
            }
        }
    }

    fn trimmed(&self, range: Range<usize>) -> Text {
        let words = self.slice(range.clone());
        let start = range.start + words.len() - words.trim_start().len();
        let words = words.trim();
        Text::direct(words, self.span(start..start + words.len()))
    }

    fn row<'e>(
        &mut self,
        range: Range<usize>,
        events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
        is_head: bool,
    ) {
        let mut cells = Vec::new();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let inner = inline(events, |end| matches!(end, TagEnd::TableCell));
                    cells.push(self.trimmed(inner.unwrap_or(range.end..range.end)));
                }
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => break,
                _ => {}
            }
        }
        self.push(range, if is_head { PieceKind::Head(cells) } else { PieceKind::Row(cells) });
    }

    fn fence<'e>(
        &mut self,
        word: String,
        range: Range<usize>,
        events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
    ) {
        let mut lines: Vec<Range<usize>> = Vec::new();
        for (event, range) in events {
            match event {
                Event::Text(_) => lines.push(range),
                _ => break,
            }
        }
        let start = lines.first().map_or(range.end, |line| line.start);
        let mut builder = TextBuilder::new(self.file, start).written(Written::Block);
        // What leads to a line belongs to the line end before it.
        let mut behind = start;
        let mut pending: Option<usize> = None;
        for line in &lines {
            let words = self.slice(line.clone());
            for piece in words.split_inclusive('\n') {
                let at = line.start + (piece.as_ptr() as usize - words.as_ptr() as usize);
                if let Some(end) = pending.take() {
                    builder.push("\n", end..at);
                }
                let bare = piece.trim_end_matches(['\n', '\r']);
                builder.push(bare, at..at + bare.len());
                behind = at + bare.len();
                pending = (bare.len() < piece.len()).then_some(behind);
            }
        }
        let text = builder.finish(behind);
        let syntax = match word.as_str() {
            "jsonc" => Some(Syntax::Json),
            "" if text.as_str().trim_start().starts_with(['{', '[']) => Some(Syntax::Json),
            "" if text.as_str().trim_start().starts_with("curl ") => Some(Syntax::Shell),
            "shell" | "console" | "curl" | "http" | "shellsession" => Some(Syntax::Shell),
            word => Syntax::of_name(&format!(".{word}")).filter(|syntax| *syntax != Syntax::Markdown),
        };
        // Most commands send nothing.
        let syntax =
            syntax.filter(|syntax| *syntax != Syntax::Shell || text.as_str().contains("\"components"));
        if let Some(syntax) = syntax {
            self.block(syntax, range.clone(), &lines);
        }
        self.push(range, PieceKind::Fence(word, text));
    }

    /// Reads a fence as a file that holds nothing else.
    fn block(&mut self, syntax: Syntax, range: Range<usize>, lines: &[Range<usize>]) {
        let Some(end) = lines.last().map(|line| line.end) else { return };
        if self.work > MOST_WORK {
            return;
        }
        self.work += end;
        if self.work > MOST_WORK {
            let diagnostic =
                Diagnostic::at(self.span(range).beginning(), "this document has too many fences")
                    .severity(Severity::Warning)
                    .mark("not read from here on")
                    .help("split the document, or keep the definitions in files of their own");
            self.tree.faults.push(Fault::new(FaultKind::Unreadable, diagnostic));
            return;
        }
        let mut copy = self.blank.take().unwrap_or_else(|| blank(self.text));
        for line in lines {
            if let (Some(to), Some(from)) =
                (copy.get_mut(line.clone()), self.text.as_bytes().get(line.clone()))
            {
                to.copy_from_slice(from);
            }
        }
        let is_whole =
            syntax != Syntax::Json || lines.iter().all(|line| without_comments(&mut copy, line.clone()));
        if is_whole && let Some(masked) = copy.get(..end).and_then(|masked| std::str::from_utf8(masked).ok())
        {
            let tree = read(self.file, "", masked, syntax);
            let span = self.span(range);
            self.tree.blocks.push(Block { syntax, span, tree });
        }
        for line in lines {
            for byte in copy.get_mut(line.clone()).unwrap_or_default() {
                if !matches!(byte, b'\n' | b'\r') {
                    *byte = b' ';
                }
            }
        }
        self.blank = Some(copy);
    }

    /// Reads a quotation; a fence inside of it stands for itself.
    fn quote<'e>(
        &mut self,
        range: Range<usize>,
        events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
    ) {
        let before = self.tree.outline.len();
        let mut depth = 1usize;
        while let Some((event, inner)) = events.next() {
            match event {
                Event::Start(Tag::BlockQuote(_)) => depth += 1,
                Event::End(TagEnd::BlockQuote(_)) => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                // Of what stands in a quotation only fences are pieces; the others are its words.
                Event::Start(Tag::CodeBlock(kind)) => {
                    let word = match &kind {
                        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
                        CodeBlockKind::Indented => "",
                    };
                    self.fence(word.to_ascii_lowercase(), inner, events);
                }
                Event::Html(_) | Event::InlineHtml(_) => self.comment(inner),
                _ => {}
            }
        }
        if self.tree.outline.len() > before {
            return;
        }
        let mut builder = TextBuilder::new(self.file, range.start).written(Written::Block);
        let mut pending: Option<usize> = None;
        let mut at = range.start;
        let words = self.slice(range.clone());
        for line in words.split_inclusive('\n') {
            let bare = line.trim_end();
            let led = bare.trim_start();
            let led = led.strip_prefix('>').map_or(led, |rest| rest.strip_prefix(' ').unwrap_or(rest));
            let start = at + bare.len() - led.len();
            if let Some(end) = pending.take() {
                builder.push("\n", end..start);
            }
            builder.push(led, start..start + led.len());
            pending = Some(start + led.len());
            at += line.len();
        }
        let end = pending.unwrap_or(range.end);
        let text = builder.finish(end);
        let length = text.as_str().trim_end().len();
        let start = text.as_str().len() - text.as_str().trim_start().len();
        let text = text.part(start.min(length)..length);
        self.push(range, PieceKind::Quote(text));
    }

    /// Keeps a comment that speaks to this program: `<!-- wabalint: … -->`.
    fn comment(&mut self, range: Range<usize>) {
        let words = self.slice(range.clone());
        let Some(open) = words.find("<!--") else { return };
        let inner = words.get(open + 4..).unwrap_or_default();
        let Some(close) = inner.find("-->") else { return };
        let start = range.start + open;
        let text = self.trimmed(start + 4..start + 4 + close);
        if super::is_directive(text.as_str()) {
            let span = self.span(start..start + 4 + close + 3);
            self.tree.comments.push(Comment { text, span });
        }
    }
}

/// The place of everything up to an end, without the marks of the end itself.
fn inline<'e>(
    events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
    is_end: fn(&TagEnd) -> bool,
) -> Option<Range<usize>> {
    let mut whole: Option<Range<usize>> = None;
    for (event, range) in events {
        if let Event::End(end) = &event
            && is_end(end)
        {
            break;
        }
        whole = Some(match whole {
            Some(known) => known.start.min(range.start)..known.end.max(range.end),
            None => range,
        });
    }
    whole
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Puts blanks in the place of comments, which documents explain JSON with. `false` where `...` says that something was
/// left out.
fn without_comments(copy: &mut [u8], range: Range<usize>) -> bool {
    let Some(line) = copy.get_mut(range) else { return false };
    let mut in_text = false;
    let mut at = 0;
    while let Some(byte) = line.get(at) {
        match byte {
            b'\\' if in_text => at += 1,
            b'"' => in_text = !in_text,
            b'\n' => in_text = false,
            _ if in_text => {}
            b'.' if line.get(at..at + 3) == Some(b"...") => return false,
            0xe2 if line.get(at..at + 3) == Some("…".as_bytes()) => return false,
            b'/' if matches!(line.get(at + 1), Some(b'/' | b'*')) => {
                let end = line
                    .get(at..)
                    .and_then(|rest| memchr::memchr(b'\n', rest))
                    .map_or(line.len(), |n| at + n);
                for byte in line.get_mut(at..end).unwrap_or_default() {
                    if *byte != b'\r' {
                        *byte = b' ';
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    true
}

/// A text with a blank in the place of every byte that ends no line.
fn blank(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte } else { b' ' }).collect()
}

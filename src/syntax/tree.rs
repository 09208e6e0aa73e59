//! The one tree that all three syntaxes are read into: every key and value knows its bytes.

use std::ops::Range;

use crate::diagnostic::Edit;
use crate::source::{FileId, Span};

/// Whether a text shows nothing: white space, joiners, direction marks and their like.
pub fn shows_nothing(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{2069}' | '\u{feff}')
    })
}

/// Whether YAML takes a word without quotes for something else than a text.
fn is_yaml_word(word: &str) -> bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ""];
    let is_number = word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-'));
    is_number || words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// One run of a [`Text`]: value bytes and the source bytes that they came from.
///
/// Runs of equal length on both sides map byte by byte; others (escapes, removed indentation) map as a whole, and so do
/// those that stand for something else than they are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First byte in the value.
    pub value: u32,
    /// Bytes in the value.
    pub value_len: u32,
    /// First byte in the source.
    pub source: u32,
    /// Bytes in the source.
    pub source_len: u32,
    /// Whether the source is spelled differently: the name of a constant, or a computed value.
    pub stands_for: bool,
}

impl Run {
    /// Whether each byte of the value has its own in the source.
    fn is_direct(self) -> bool {
        self.value_len == self.source_len && !self.stands_for
    }
}

/// What stands in a text for a piece that is computed when the program runs.
pub const HOLE: char = '\u{fffc}';

#[derive(Clone, Debug, PartialEq, Eq)]
enum Map {
    /// The value is the source from this offset on.
    Direct(u32),
    Runs(Box<[Run]>),
}

/// How the characters of a text stand in the source; an edit has to write its own in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Written {
    /// Without quotes.
    #[default]
    Bare,
    /// In double quotes, with escapes behind `\\`.
    Escaped,
    /// In YAML's single quotes.
    Single,
    /// In a block, as they are.
    Block,
    /// In a program, between these quotes, with escapes behind `\\`.
    Program(u8),
    /// Between the tags of XML, with entities.
    Markup,
    /// In a program, in several ways or without escapes: only what reads the same in all of them can be put in.
    Mixed,
}

/// A decoded text that remembers which source bytes each of its bytes came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    value: Box<str>,
    span: Span,
    /// How it stands in the source.
    pub written: Written,
    has_holes: bool,
    map: Map,
}

impl Text {
    /// A text that stands in the source exactly as it is. `span` covers it, without quotes.
    pub fn direct(value: &str, span: Span) -> Self {
        let map = Map::Direct(span.start);
        Text { value: value.into(), span, written: Written::Bare, has_holes: false, map }
    }

    /// The same text, written in another way.
    #[must_use]
    pub fn written_as(self, written: Written) -> Self {
        Text { written, ..self }
    }

    /// The decoded text.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The source of the whole text, without quotes or indicators.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Whether the text shows nothing: white space, and signs that nobody sees.
    pub fn is_blank(&self) -> bool {
        shows_nothing(&self.value)
    }

    /// Whether pieces of it are computed when the program runs; a [`HOLE`] stands in the place of each.
    pub fn has_holes(&self) -> bool {
        self.has_holes
    }

    /// The source bytes of a range of value bytes.
    ///
    /// The result lies inside [`Text::span`]; a range that cuts an escape takes the whole escape.
    pub fn slice(&self, range: Range<usize>) -> Span {
        let start = self.source_of(range.start, false);
        let end = if range.is_empty() { start } else { self.source_of(range.end, true) };
        Span::new(self.span.file, start, end.max(start))
    }

    /// The value bytes that a range of source bytes spells, with all of an escape that the range cuts; `None` where it
    /// spells nothing of this text.
    pub fn place_of(&self, source: &Range<usize>) -> Option<Range<usize>> {
        let whole = match &self.map {
            Map::Direct(start) => {
                let len = u32::try_from(self.value.len()).unwrap_or(u32::MAX);
                &[Run { value: 0, value_len: len, source: *start, source_len: len, stands_for: false }][..]
            }
            Map::Runs(runs) => runs,
        };
        let mut found: Option<Range<usize>> = None;
        for run in whole {
            let (from, to) = (run.source as usize, (run.source + run.source_len) as usize);
            let cut = from.max(source.start)..to.min(source.end);
            if cut.is_empty() {
                continue;
            }
            let value = run.value as usize;
            let range = if run.is_direct() {
                value + cut.start - from..value + cut.end - from
            } else {
                value..value + run.value_len as usize
            };
            found = Some(match found {
                Some(known) => known.start.min(range.start)..known.end.max(range.end),
                None => range,
            });
        }
        let found = found?;
        self.value.get(found.clone()).is_some().then_some(found)
    }

    /// A part of this text as a text of its own, with the same way back to the source.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Text {
        let value = self.value.get(range.clone()).unwrap_or_default();
        let span = self.slice(range.clone());
        match &self.map {
            Map::Direct(_) => Text::direct(value, span).written_as(self.written),
            Map::Runs(runs) => {
                let mut builder = TextBuilder::new(span.file, span.start as usize).written(self.written);
                for run in runs {
                    let (from, to) = (run.value as usize, (run.value + run.value_len) as usize);
                    let cut = from.max(range.start)..to.min(range.end);
                    if cut.start >= cut.end {
                        continue;
                    }
                    let piece = self.value.get(cut.clone()).unwrap_or_default();
                    let source = self.slice(cut).range();
                    if run.stands_for {
                        builder.push_for(piece, source, self.has_holes && piece.contains(HOLE));
                    } else {
                        builder.push(piece, source);
                    }
                }
                builder.finish(span.end as usize)
            }
        }
    }

    /// This text, whose source is the value of another one, with the way back to the source of that: JSON that stands as
    /// a text in a program.
    #[must_use]
    pub fn read_through(&self, outer: &Text) -> Text {
        let span = outer.slice(self.span.range());
        let mut builder = TextBuilder::new(span.file, span.start as usize).written(Written::Mixed);
        match &self.map {
            Map::Direct(start) => {
                let start = *start as usize;
                builder.push_text(&outer.part(start..start + self.value.len()));
            }
            Map::Runs(runs) => {
                for run in runs {
                    let source = run.source as usize..(run.source + run.source_len) as usize;
                    let value = run.value as usize..(run.value + run.value_len) as usize;
                    if run.is_direct() {
                        builder.push_text(&outer.part(source));
                    } else {
                        // An escape of an escape is what it stands for, and no edit cuts it.
                        let piece = self.value.get(value).unwrap_or_default();
                        builder.push_for(piece, outer.slice(source).range(), false);
                    }
                }
            }
        }
        builder.finish(span.end as usize)
    }

    /// An edit of the source that puts `new` in the place of a range of value bytes. `source` is the file's text.
    ///
    /// `None` where the edit cannot be exact: inside a folded line end, or where the new characters would need another
    /// way of writing.
    pub fn rewrite(&self, range: Range<usize>, new: &str, source: &str) -> Option<Edit> {
        let span = self.slice(range.clone());
        let old = source.get(span.range())?;
        let spans_lines = old.contains(['\n', '\r']);
        let has_no_place = span.is_empty() && !range.is_empty();
        let in_program = matches!(self.written, Written::Program(_) | Written::Mixed);
        let over_lines = in_program || self.written == Written::Block;
        if has_no_place
            || !self.is_whole(&range)
            || spans_lines && !over_lines
            || in_program && !self.is_spelled(&range)
        {
            return None;
        }
        let replacement = match self.written {
            Written::Escaped => {
                let mut out = String::with_capacity(new.len());
                for c in new.chars() {
                    match c {
                        '"' | '\\' => out.extend(['\\', c]),
                        '\n' => out.push_str("\\n"),
                        c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                        c => out.push(c),
                    }
                }
                out
            }
            Written::Mixed => {
                let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | ',');
                if !new.chars().all(is_plain) {
                    return None;
                }
                new.to_owned()
            }
            Written::Program(quote) => {
                let mut out = String::with_capacity(new.len());
                for (at, c) in new.char_indices() {
                    match c {
                        '\\' => out.push_str("\\\\"),
                        c if c == char::from(quote) => out.extend(['\\', c]),
                        '$' if quote == b'`' && new[at..].starts_with("${") => out.push_str("\\$"),
                        '\n' => out.push_str("\\n"),
                        '\r' => out.push_str("\\r"),
                        c if c.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
                        c => out.push(c),
                    }
                }
                out
            }
            Written::Single if new.contains(['\n', '\r']) => return None,
            Written::Single => new.replace('\'', "''"),
            Written::Markup if new.contains(['\n', '\r', '<', '>', '&', '"', '\'']) => return None,
            Written::Markup => new.to_owned(),
            Written::Block if new.contains(['\n', '\r', '"']) => return None,
            Written::Block => new.to_owned(),
            Written::Bare => {
                let braces = old.contains('{');
                let safe = |c: char| {
                    c.is_alphanumeric()
                        || matches!(c, '_' | '-' | '.' | ' ')
                        || braces && matches!(c, '{' | '}')
                };
                let edge = (range.start == 0 && !new.starts_with(char::is_alphanumeric))
                    || (range.end == self.value.len() && new.ends_with(' '));
                let whole = range.start == 0 && range.end == self.value.len();
                if !new.chars().all(safe) || edge || whole && is_yaml_word(new) && !is_yaml_word(&self.value)
                {
                    return None;
                }
                new.to_owned()
            }
        };
        Some(Edit { span, replacement })
    }

    /// Whether a range begins and ends between runs, so that its source is exactly its own.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        let Map::Runs(runs) = &self.map else { return range.end <= self.value.len() };
        let cuts = |at: usize| {
            let behind = runs.partition_point(|run| (run.value as usize) < at);
            behind
                .checked_sub(1)
                .and_then(|before| runs.get(before))
                .is_some_and(|run| !run.is_direct() && at < (run.value + run.value_len) as usize)
        };
        range.end <= self.value.len() && !cuts(range.start) && !cuts(range.end)
    }

    /// Whether the source of a range spells it without anything between its runs, such as the end of one text and the
    /// beginning of the next.
    fn is_spelled(&self, range: &Range<usize>) -> bool {
        let Map::Runs(runs) = &self.map else { return true };
        let meets = |run: &&Run| {
            (run.value as usize) < range.end.max(range.start + 1)
                && range.start < (run.value + run.value_len) as usize
        };
        let mut next = None;
        runs.iter().filter(meets).all(|run| {
            let follows = next.is_none_or(|next| next == run.source);
            next = Some(run.source + run.source_len);
            follows && !run.stands_for
        })
    }

    fn source_of(&self, offset: usize, as_end: bool) -> usize {
        let offset = offset.min(self.value.len());
        match &self.map {
            Map::Direct(start) => *start as usize + offset,
            Map::Runs(runs) => {
                let at = u32::try_from(offset).unwrap_or(u32::MAX);
                let index = if as_end {
                    runs.partition_point(|run| run.value < at).saturating_sub(1)
                } else {
                    runs.partition_point(|run| run.value <= at).saturating_sub(1)
                };
                let Some(run) = runs.get(index) else { return self.span.start as usize };
                let inside = at.saturating_sub(run.value);
                let step = if run.is_direct() {
                    inside.min(run.source_len)
                } else if inside == 0 {
                    0
                } else if as_end || inside >= run.value_len {
                    run.source_len
                } else {
                    0
                };
                (run.source + step) as usize
            }
        }
    }
}

/// Collects a [`Text`] piece by piece while a parser decodes it.
#[derive(Debug)]
pub struct TextBuilder {
    file: FileId,
    start: usize,
    written: Written,
    has_holes: bool,
    value: String,
    runs: Vec<Run>,
}

impl TextBuilder {
    /// Starts a text whose source begins at `start`.
    pub fn new(file: FileId, start: usize) -> Self {
        let (written, has_holes) = (Written::Bare, false);
        TextBuilder { file, start, written, has_holes, value: String::new(), runs: Vec::new() }
    }

    /// Says how the text stands in the source.
    #[must_use]
    pub fn written(self, written: Written) -> Self {
        TextBuilder { written, ..self }
    }

    /// Appends decoded bytes and says where they came from.
    pub fn push(&mut self, piece: &str, source: Range<usize>) {
        self.append(piece, source, false);
    }

    /// Appends what the source stands for without spelling it, such as the name of a constant.
    pub fn push_for(&mut self, piece: &str, source: Range<usize>, has_holes: bool) {
        self.has_holes |= has_holes;
        self.append(piece, source, true);
    }

    /// Appends a [`HOLE`] for a piece that is computed when the program runs.
    pub fn push_hole(&mut self, source: Range<usize>) {
        let mut buffer = [0; 4];
        self.push_for(HOLE.encode_utf8(&mut buffer), source, true);
    }

    /// Appends a text with its own ways back to the source.
    pub fn push_text(&mut self, text: &Text) {
        self.has_holes |= text.has_holes;
        match &text.map {
            Map::Direct(start) => {
                let start = *start as usize;
                self.push(&text.value, start..start + text.value.len());
            }
            Map::Runs(runs) => {
                for run in runs {
                    let value = run.value as usize..(run.value + run.value_len) as usize;
                    let source = run.source as usize..(run.source + run.source_len) as usize;
                    self.append(text.value.get(value).unwrap_or_default(), source, run.stands_for);
                }
            }
        }
    }

    fn append(&mut self, piece: &str, source: Range<usize>, stands_for: bool) {
        if piece.is_empty() {
            return;
        }
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (value, value_len) = (narrow(self.value.len()), narrow(piece.len()));
        if self.value.is_empty() {
            // Most texts are of one piece.
            self.value.reserve_exact(piece.len());
            self.runs.reserve_exact(1);
        }
        self.value.push_str(piece);
        if let Some(last) = self.runs.last_mut()
            && last.is_direct()
            && value_len as usize == source.len()
            && !stands_for
            && (last.source + last.source_len) as usize == source.start
        {
            last.value_len += value_len;
            last.source_len += value_len;
            return;
        }
        self.runs.push(Run {
            value,
            value_len,
            source: narrow(source.start),
            source_len: narrow(source.len()),
            stands_for,
        });
    }

    /// The value so far.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Ends the text; its source ends at `end`.
    pub fn finish(self, end: usize) -> Text {
        let span = Span::new(self.file, self.start, end);
        let map = match self.runs.as_slice() {
            [] => Map::Direct(span.start),
            [only] if only.is_direct() => Map::Direct(only.source),
            _ => Map::Runs(self.runs.into_boxed_slice()),
        };
        let Self { written, has_holes, .. } = self;
        Text { value: self.value.into_boxed_str(), span, written, has_holes, map }
    }
}

/// How a scalar was written, as far as its meaning depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: a word, a number, a date, or plain YAML text.
    Bare,
    /// In quotes.
    Quoted,
    /// A text block, or a literal or folded YAML scalar.
    Block,
    /// A JSON number or switch, which is not a text.
    Literal,
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text.
    pub text: Text,
    /// How it was written.
    pub style: Style,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The name between key and block: `es` in `translation es { … }`.
    pub label: Option<Text>,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// Key and value together.
    pub fn span(&self) -> Span {
        self.key.span().to(self.value.span)
    }
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`, or nothing where a value belongs.
    Null,
    /// A value without parts.
    Scalar(Scalar),
    /// Several scalars side by side, as in `url "See offers" -> "https://…"`; only in `.waba` files.
    Phrase(Vec<Node>),
    /// Values in a row.
    List(Vec<Node>),
    /// Keys with values, in the order of the file; a key may occur several times.
    Map(Vec<Entry>),
    /// Computed when the program runs that this stands in; of a member of something (`Category.MARKETING`) its name.
    Unknown(Option<Box<Text>>),
    /// Any number of further elements, computed when the program runs; in a map the value of an entry without a key.
    Rest,
}

/// A value and the bytes that it was written in, quotes and brackets included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

impl Node {
    /// Puts a value and its place together.
    pub fn new(span: Span, value: Value) -> Self {
        Node { span, value }
    }

    /// The entries, when this is a map.
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The scalar, when this is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&Text> {
        self.as_scalar().map(|scalar| &scalar.text)
    }

    /// The elements of a list; any other value counts as a list of one, nothing as an empty list.
    pub fn elements(&self) -> &[Node] {
        match &self.value {
            Value::List(nodes) => nodes,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// Whether the value is computed when a program runs.
    pub fn is_unknown(&self) -> bool {
        matches!(self.value, Value::Unknown(_) | Value::Rest)
    }

    /// Whether the value is computed when a program runs, or a part of its text.
    pub fn is_computed(&self) -> bool {
        self.is_unknown() || self.as_text().is_some_and(Text::has_holes)
    }

    /// The value of the first entry with this key, when this is a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.iter().find(|entry| entry.key.as_str() == key).map(|entry| &entry.value)
    }

    /// What a reader would call this kind of value.
    pub fn kind_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar(scalar) => match scalar.style {
                Style::Quoted | Style::Block => "a text",
                Style::Literal => match scalar.text.as_str() {
                    "true" | "false" => "a switch",
                    _ => "a number",
                },
                Style::Bare => "a word",
            },
            Value::Phrase(_) => "several words",
            Value::List(_) => "a list",
            Value::Map(_) => "a block of keys",
            Value::Unknown(_) | Value::Rest => "a value computed at run time",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_reach_back_through_escapes() {
        let mut map = crate::source::SourceMap::default();
        let file = map.add(crate::source::SourceFile::new("a", r#"ab\u00e9cd"#));
        let mut builder = TextBuilder::new(file, 0);
        builder.push("ab", 0..2);
        builder.push("é", 2..8);
        builder.push("cd", 8..10);
        let text = builder.finish(10);
        assert_eq!(text.as_str(), "abécd");
        assert_eq!(text.slice(0..2).range(), 0..2);
        assert_eq!(text.slice(2..4).range(), 2..8);
        assert_eq!(text.slice(1..5).range(), 1..9);
        assert_eq!(text.slice(4..6).range(), 8..10);
        assert_eq!(text.slice(6..6).range(), 10..10);
        for (source, value) in
            [(0..2, 0..2), (2..8, 2..4), (1..4, 1..4), (5..9, 2..5), (8..10, 4..6), (0..10, 0..6)]
        {
            assert_eq!(text.place_of(&source), Some(value), "{source:?}");
        }
        assert_eq!(text.place_of(&(10..12)), None);
        let part = text.part(2..5);
        assert_eq!((part.as_str(), part.slice(2..3).range()), ("éc", 8..9));
    }
}

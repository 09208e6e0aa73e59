//! Files, positions and columns.
//!
//! Every position in the program is a byte offset into a file exactly as it was read, a byte order
//! mark included, so that a span can be cut out of the file again without any adjustment.

use std::sync::OnceLock;

/// The largest file that is read, in bytes. Template and campaign files are a few kilobytes.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Identifies a file of the current run; an index into [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The place of the file in its [`SourceMap`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets count in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file`; offsets beyond `u32` are cut off, which the limit on file size rules out.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { file, start: narrow(start), end: narrow(end.max(start)) }
    }

    /// The offsets as a range that slices a `str`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The place where the span begins, which holds no byte.
    #[must_use]
    pub fn beginning(self) -> Span {
        Span { end: self.start, ..self }
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both; both must be of one file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A value together with the place where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 code units, as editors count by default.
    Utf16,
    /// Unicode code points, as all output of this program counts.
    CodePoints,
}

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in the unit asked for. A byte order mark does not count.
    pub column: usize,
}

/// One file: its name as the user gave it, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Wraps a name and a text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        SourceFile { name: name.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// The name, as it is printed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, a byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Length of the byte order mark: 3 or 0.
    pub fn bom_len(&self) -> usize {
        if self.text.starts_with('\u{feff}') { 3 } else { 0 }
    }

    /// Offsets at which lines start. Lines end with LF, CRLF or a lone CR.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                if bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n') {
                    continue;
                }
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
            starts
        })
    }

    /// Index, from 0, of the line that holds `offset`.
    pub fn line_index(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// Range of a line without its line end and without a byte order mark; `None` past the last line.
    pub fn line_range(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let starts = self.line_starts();
        let start = *starts.get(index)? as usize;
        let end = starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        let line = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        let skipped = if start == 0 { self.bom_len() } else { 0 };
        Some(start + skipped..(start + line.len()).max(start + skipped))
    }

    /// Line and column of a byte offset. An offset inside a character counts as that character's start.
    pub fn position(&self, offset: usize, unit: ColumnUnit) -> Position {
        let line = self.line_index(offset);
        let start = self.line_starts().get(line).map_or(0, |&s| s as usize);
        let start = if start == 0 { self.bom_len() } else { start };
        let mut end = offset.clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(start..end).unwrap_or_default();
        let width = match unit {
            ColumnUnit::Bytes => before.len(),
            ColumnUnit::Utf16 => before.chars().map(char::len_utf16).sum(),
            ColumnUnit::CodePoints => before.chars().count(),
        };
        Position { line: line + 1, column: width + 1 }
    }
}

/// All files of a run, in the order in which they were added.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and names it.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file of an id, if it belongs to this map.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The words that a span covers; empty when it does not fit its file.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.range())).unwrap_or_default()
    }

    /// The name of a span's file.
    pub fn name(&self, id: FileId) -> &str {
        self.get(id).map_or("", SourceFile::name)
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file was added.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_stays_small() {
        assert_eq!(size_of::<Span>(), 12);
    }

    #[test]
    fn columns_count_in_three_units() {
        let file = SourceFile::new("a", "\u{feff}x\r\n👩‍👧é!\rlast");
        let bang = file.text().find('!').unwrap();
        assert_eq!(file.position(bang, ColumnUnit::CodePoints), Position { line: 2, column: 5 });
        assert_eq!(file.position(bang, ColumnUnit::Utf16), Position { line: 2, column: 7 });
        assert_eq!(file.position(bang, ColumnUnit::Bytes), Position { line: 2, column: 14 });
        assert_eq!(file.position(3, ColumnUnit::CodePoints), Position { line: 1, column: 1 });
        assert_eq!(file.position(file.text().len(), ColumnUnit::CodePoints), Position { line: 3, column: 5 });
        assert_eq!(file.line_range(0), Some(3..4));
        assert_eq!(file.line_range(3), None);
    }
}

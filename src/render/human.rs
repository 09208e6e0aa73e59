//! What people read: codespan-reporting's rich style over cropped lines, and a closing line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;

use codespan_reporting::diagnostic::{
    Diagnostic as Shown, Label as ShownLabel, LabelStyle, Severity as ShownSeverity,
};
use codespan_reporting::files::{Error as FilesError, Files};
use codespan_reporting::term::{self, WriteStyle};

use super::{Look, Render, verdict, visible, visible_line, visible_lines, visible_name};
use crate::diagnostic::{Label, Severity};
use crate::engine::{Finding, Report};
use crate::source::{ColumnUnit, FileId, SourceFile, SourceMap};

/// The human format.
#[derive(Clone, Copy, Debug)]
pub struct Human;

/// How much of a long line is kept on each side of a label, in characters.
const AROUND: usize = 36;
/// Labels longer than this are shown by their beginning and end.
const LABEL_HEAD: usize = 56;
const LABEL_TAIL: usize = 20;
/// Lines up to this width are shown whole, in characters.
const WIDE: usize = 120;
/// More labels than this are not drawn; `json` has them all.
const MOST_LABELS: usize = 12;
/// Labels over more lines than this are shown by their first line.
const TALL: usize = 40;

impl Render for Human {
    fn render(&self, report: &Report, look: Look) -> String {
        let mut out = Styled { text: Vec::new(), color: look.color, swap: None };
        let config = term::Config { tab_width: 2, ..term::Config::default() };
        for finding in &report.findings {
            let view = View::new(report, finding);
            let shown = shown(finding, &view);
            if term::emit_to_write_style(&mut out, &config, &view, &shown).is_err() {
                // Nothing is lost: the finding is told without its source lines.
                let line = format!(
                    "{}[{}]: {}\n",
                    finding.severity.as_str(),
                    finding.rule.name(),
                    visible_line(&finding.diagnostic.message)
                );
                out.text.extend_from_slice(line.as_bytes());
            }
        }
        let mut text = String::from_utf8_lossy(&out.text).into_owned();
        if !look.quiet {
            let _ = writeln!(text, "{}", closing_line(report, look));
        }
        report.concealed.out_of(text)
    }
}

/// What was read, what was found, how long it took.
pub(super) fn closing_line(report: &Report, look: Look) -> String {
    let summary = &report.summary;
    let mut line = format!("checked {}: {}", verdict::read(summary), verdict::found(summary));
    for left_out in verdict::left_out(report) {
        let _ = write!(line, ", {left_out}");
    }
    let mendable = verdict::mendable(report);
    if !mendable.is_empty() {
        let _ = write!(line, "; {mendable}");
    }
    if let Some(elapsed) = look.elapsed {
        let _ = write!(line, " ({} ms)", elapsed.as_millis());
    }
    line
}

fn shown(finding: &Finding, view: &View<'_>) -> Shown<FileId> {
    let severity = match finding.severity {
        Severity::Error => ShownSeverity::Error,
        Severity::Warning => ShownSeverity::Warning,
        Severity::Advice => ShownSeverity::Note,
    };
    let own = &finding.diagnostic;
    let label = |label: &Label, style: LabelStyle| {
        ShownLabel::new(style, label.span.file, view.range(label)).with_message(visible_line(&label.message))
    };
    let mut labels = vec![label(&own.primary, LabelStyle::Primary)];
    let shown = own.secondary.iter().take(MOST_LABELS);
    labels.extend(shown.map(|secondary| label(secondary, LabelStyle::Secondary)));
    let mut notes: Vec<String> =
        own.notes.iter().map(|note| format!("note: {}", visible_lines(note))).collect();
    notes.extend(finding.why().map(|why| format!("note: {why}")));
    notes.extend(own.help.iter().map(|help| format!("help: {}", visible_lines(help))));
    notes.extend(own.fix.iter().map(|fix| {
        let how = if fix.safe { "wabalint fix" } else { "wabalint fix --unsafe-fixes" };
        format!("fix: `{how}` can {}", visible_line(&fix.title))
    }));
    Shown::new(severity)
        .with_code(finding.rule.name())
        .with_message(visible_line(&own.message))
        .with_labels(labels)
        .with_notes(notes)
}

/// The lines that a finding shows, cropped around its labels, under their own line numbers.
///
/// codespan asks for whole lines; a template on one line of JSON would fill the screen.
struct View<'s> {
    sources: &'s SourceMap,
    files: BTreeMap<FileId, Cropped>,
}

#[derive(Default)]
struct Cropped {
    text: String,
    /// Line index to its range in `text`, and how source offsets map into it.
    lines: BTreeMap<usize, (Range<usize>, Vec<Piece>)>,
}

/// A kept piece of a line: source bytes, and where they stand in the cropped text.
struct Piece {
    source: Range<usize>,
    at: usize,
}

impl<'s> View<'s> {
    fn new(report: &'s Report, finding: &Finding) -> Self {
        let sources = &report.sources;
        let own = &finding.diagnostic;
        let mut wanted: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
        for label in std::iter::once(&own.primary).chain(own.secondary.iter().take(MOST_LABELS)) {
            wanted.entry(label.span.file).or_default().push(label.span.range());
        }
        let mut files = BTreeMap::new();
        for (id, ranges) in wanted {
            if let Some(file) = sources.get(id) {
                files.insert(
                    id,
                    Cropped::new(file, &ranges, |piece, text| {
                        report.concealed.out_of_source(id, piece, text)
                    }),
                );
            }
        }
        View { sources, files }
    }

    /// A label's range in the cropped text.
    fn range(&self, label: &Label) -> Range<usize> {
        let (Some(file), Some(cropped)) =
            (self.sources.get(label.span.file), self.files.get(&label.span.file))
        else {
            return 0..0;
        };
        let range = label.span.range();
        let first = file.line_index(range.start);
        let last = file.line_index(range.end.max(range.start + 1) - 1);
        let start = cropped.place(first, range.start);
        if last - first > TALL {
            let end = cropped.lines.get(&first).map_or(start, |(line, _)| line.end);
            return start..end.max(start);
        }
        start..cropped.place(last, range.end).max(start)
    }
}

impl Cropped {
    /// The lines around some ranges; `shown` gives what may be shown of a piece of them.
    fn new<'f>(
        file: &'f SourceFile,
        ranges: &[Range<usize>],
        shown: impl Fn(&Range<usize>, &'f str) -> Cow<'f, str>,
    ) -> Self {
        let mut wanted: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
        for range in ranges {
            let first = file.line_index(range.start);
            let last = file.line_index(range.end.max(range.start + 1) - 1);
            let last = if last - first > TALL { first } else { last };
            for line in first..=last {
                wanted.entry(line).or_default().push(range.clone());
            }
            // codespan fills a gap of one line between two labels.
            for line in [first.saturating_sub(1), last + 1, last + 2] {
                wanted.entry(line).or_default();
            }
        }
        let mut cropped = Cropped::default();
        for (index, labels) in wanted {
            let Some(line) = file.line_range(index) else { continue };
            let pieces = keep(file.text(), line.clone(), &labels);
            let start = cropped.text.len();
            let mut placed = Vec::new();
            for (number, source) in pieces.into_iter().enumerate() {
                let previous = placed.last().map_or(line.start, |piece: &Piece| piece.source.end);
                if source.start > previous || (number == 0 && source.start > line.start) {
                    cropped.text.push('…');
                }
                let at = cropped.text.len();
                let text = shown(&source, file.text().get(source.clone()).unwrap_or_default());
                cropped.text.push_str(&visible(&text).replace('\n', " "));
                placed.push(Piece { source, at });
            }
            if placed.last().is_some_and(|piece| piece.source.end < line.end) {
                cropped.text.push('…');
            }
            let end = cropped.text.len();
            cropped.text.push('\n');
            cropped.lines.insert(index, (start..end, placed));
        }
        cropped
    }

    /// Where a source offset of a line stands in the cropped text; cut parts count as their edge.
    fn place(&self, line: usize, offset: usize) -> usize {
        let Some((range, pieces)) = self.lines.get(&line) else { return 0 };
        let mut best = range.start;
        for piece in pieces {
            if offset < piece.source.start {
                break;
            }
            best = piece.at + offset.min(piece.source.end) - piece.source.start;
        }
        best.min(range.end)
    }
}

/// Which parts of a line to keep: all of a short one, otherwise what surrounds the labels.
fn keep(text: &str, line: Range<usize>, labels: &[Range<usize>]) -> Vec<Range<usize>> {
    let whole = text.get(line.clone()).unwrap_or_default();
    if whole.chars().nth(WIDE).is_none() {
        return vec![line];
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for label in labels {
        let start = label.start.clamp(line.start, line.end);
        let end = label.end.clamp(start, line.end);
        let inside = text.get(start..end).unwrap_or_default();
        let (from, to) = (back(text, line.start, start, AROUND), forth(text, end, line.end, AROUND));
        if inside.chars().count() > LABEL_HEAD + LABEL_TAIL {
            pieces.push(from..forth(text, start, end, LABEL_HEAD));
            pieces.push(back(text, start, end, LABEL_TAIL)..to);
        } else {
            pieces.push(from..to);
        }
    }
    if pieces.is_empty() {
        pieces.push(line.start..forth(text, line.start, line.end, WIDE));
    }
    pieces.sort_by_key(|piece| piece.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        match merged.last_mut() {
            // A cut of a few characters would save nothing.
            Some(last) if piece.start <= last.end + 8 => last.end = last.end.max(piece.end),
            _ => merged.push(piece),
        }
    }
    merged
}

fn back(text: &str, least: usize, from: usize, chars: usize) -> usize {
    let before = text.get(least..from).unwrap_or_default();
    before.char_indices().rev().take(chars).last().map_or(from, |(at, _)| least + at)
}

fn forth(text: &str, from: usize, most: usize, chars: usize) -> usize {
    let after = text.get(from..most).unwrap_or_default();
    after.char_indices().nth(chars).map_or(most, |(at, _)| from + at)
}

impl<'a> Files<'a> for View<'_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, FilesError> {
        Ok(visible_name(self.sources.name(id)).into_owned())
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, FilesError> {
        self.files.get(&id).map(|file| file.text.as_str()).ok_or(FilesError::FileMissing)
    }

    fn line_index(&'a self, id: FileId, at: usize) -> Result<usize, FilesError> {
        let file = self.files.get(&id).ok_or(FilesError::FileMissing)?;
        let found = file.lines.iter().find(|(_, (range, _))| at <= range.end);
        let last = || file.lines.keys().next_back();
        found.map(|(index, _)| index).or_else(last).copied().ok_or(FilesError::FileMissing)
    }

    fn line_range(&'a self, id: FileId, index: usize) -> Result<Range<usize>, FilesError> {
        let file = self.files.get(&id).ok_or(FilesError::FileMissing)?;
        match file.lines.get(&index) {
            Some((range, _)) => Ok(range.start..range.end + 1),
            None => Ok(file.text.len()..file.text.len()),
        }
    }

    /// The column in the file itself, so that cropping does not show in `file:line:column`.
    fn column_number(&'a self, id: FileId, line: usize, at: usize) -> Result<usize, FilesError> {
        let cropped = self.files.get(&id).ok_or(FilesError::FileMissing)?;
        let file = self.sources.get(id).ok_or(FilesError::FileMissing)?;
        let pieces = cropped.lines.get(&line).map(|(_, pieces)| pieces.as_slice()).unwrap_or_default();
        let piece = pieces.iter().rev().find(|piece| piece.at <= at).or_else(|| pieces.first());
        let offset = piece.map_or(0, |piece| piece.source.start + at.saturating_sub(piece.at));
        Ok(file.position(offset, ColumnUnit::CodePoints).column)
    }
}

/// Collects the output, with colours where they are wanted.
struct Styled {
    text: Vec<u8>,
    color: bool,
    /// The next word is written as another: codespan has no word for advice.
    swap: Option<(&'static str, &'static str)>,
}

impl Styled {
    fn style(&mut self, code: &str) -> io::Result<()> {
        if self.color {
            self.text.extend_from_slice(b"\x1b[0m");
            self.text.extend_from_slice(code.as_bytes());
        }
        Ok(())
    }
}

impl io::Write for Styled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.swap.take() {
            Some((from, to)) if bytes == from.as_bytes() => self.text.extend_from_slice(to.as_bytes()),
            Some(swap) if bytes.is_empty() => self.swap = Some(swap),
            _ => self.text.extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Styled {
    fn set_header(&mut self, severity: ShownSeverity) -> io::Result<()> {
        if severity == ShownSeverity::Note {
            self.swap = Some(("note", "advice"));
        }
        self.style(match severity {
            ShownSeverity::Bug | ShownSeverity::Error => "\x1b[1;31m",
            ShownSeverity::Warning => "\x1b[1;33m",
            ShownSeverity::Note | ShownSeverity::Help => "\x1b[1;32m",
        })
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.style("\x1b[1m")
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.style("\x1b[34m")
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.style("\x1b[34m")
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.style("\x1b[34m")
    }

    fn set_label(&mut self, severity: ShownSeverity, style: LabelStyle) -> io::Result<()> {
        self.style(match (style, severity) {
            (LabelStyle::Secondary, _) => "\x1b[36m",
            (_, ShownSeverity::Bug | ShownSeverity::Error) => "\x1b[31m",
            (_, ShownSeverity::Warning) => "\x1b[33m",
            _ => "\x1b[32m",
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.color {
            self.text.extend_from_slice(b"\x1b[0m");
        }
        Ok(())
    }
}

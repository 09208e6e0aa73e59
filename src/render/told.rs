//! What a finding says, ready to be shown: without secrets, and without characters that move or turn what is around them.

use std::borrow::Cow;

use super::{visible, visible_line, visible_lines, visible_name};
use crate::diagnostic::{Label, Severity};
use crate::engine::{Finding, ItemRef, Report};
use crate::source::{ColumnUnit, Position, SourceFile, Span};

/// A finding, ready to be shown. Escaping is left to the formats.
pub(super) struct Told<'r> {
    pub(super) finding: &'r Finding,
    /// The name of the file as it is, for addresses.
    pub(super) name: &'r str,
    /// The name of the file, on one line.
    pub(super) file: Cow<'r, str>,
    pub(super) start: Position,
    pub(super) end: Position,
    /// What is wrong, on one line.
    pub(super) message: String,
    /// What the place is; may be empty.
    pub(super) label: String,
    /// The flagged words, with their line ends; empty where the finding is about a place.
    pub(super) words: String,
    /// What else is to be said of this case.
    pub(super) notes: Vec<String>,
    /// Why it matters: the fact that the finding stands on.
    pub(super) why: Option<String>,
    /// What to do.
    pub(super) help: Option<String>,
    /// What the program can do.
    pub(super) fix: Option<String>,
    /// `template order_shipped (en_US)`
    pub(super) item: Option<String>,
}

impl<'r> Told<'r> {
    pub(super) fn new(report: &'r Report, finding: &'r Finding) -> Self {
        let own = &finding.diagnostic;
        let span = own.primary.span;
        let name = report.sources.name(span.file);
        let (start, end) = ends(report, span);
        Told {
            finding,
            name,
            file: file(report, name),
            start,
            end,
            message: line(report, &own.message),
            label: line(report, &own.primary.message),
            words: words(report, span),
            notes: own.notes.iter().map(|note| lines(report, note)).collect(),
            why: finding.why(),
            help: own.help.as_deref().map(|help| lines(report, help)),
            fix: own.fix.as_deref().map(|fix| {
                let how = if fix.safe { "wabalint fix" } else { "wabalint fix --unsafe-fixes" };
                format!("`{how}` can {}", line(report, &fix.title))
            }),
            item: finding.item.as_deref().map(|item| item_words(report, item)),
        }
    }

    /// The message with what is said of the place.
    pub(super) fn sentence(&self) -> String {
        if self.label.is_empty() {
            self.message.clone()
        } else {
            format!("{} ({})", self.message, self.label)
        }
    }

    /// Notes, help and fix, each with the word for what it is.
    pub(super) fn rest(&self) -> Vec<String> {
        let notes = self.notes.iter().chain(&self.why).map(|note| format!("note: {note}"));
        let help = self.help.iter().map(|help| format!("help: {help}"));
        notes.chain(help).chain(self.fix.iter().map(|fix| format!("fix: {fix}"))).collect()
    }

    /// The other places that belong to it.
    pub(super) fn others(&self) -> &'r [Label] {
        &self.finding.diagnostic.secondary
    }

    pub(super) fn severity(&self) -> Severity {
        self.finding.severity
    }
}

/// Words on one line.
pub(super) fn line(report: &Report, words: &str) -> String {
    one_line(&report.concealed.out_of_words(words))
}

/// Words with their line ends: a reason may be a list.
fn lines(report: &Report, words: &str) -> String {
    visible_lines(&unified(&report.concealed.out_of_words(words))).into_owned()
}

/// Words whose line ends are all of one kind.
fn unified(words: &str) -> String {
    words.replace("\r\n", "\n").replace('\r', "\n")
}

fn one_line(words: &str) -> String {
    visible_line(&unified(words)).into_owned()
}

/// The name of a file.
pub(super) fn file<'r>(report: &Report, name: &'r str) -> Cow<'r, str> {
    match report.concealed.out_of_words(name) {
        Cow::Borrowed(name) => visible_name(name),
        Cow::Owned(name) => Cow::Owned(visible_name(&name).into_owned()),
    }
}

/// What a place of a file says.
pub(super) fn words(report: &Report, span: Span) -> String {
    let text = report.sources.slice(span);
    let hidden = report.concealed.out_of_source(span.file, &span.range(), text);
    visible(&unified(&report.concealed.out_of_words(&hidden))).into_owned()
}

/// Words up to so many characters, on one line.
pub(super) fn cropped(words: &str, most: usize) -> String {
    let words = one_line(words);
    let words = words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default().trim_end()),
        None => words,
    }
}

/// Where a place begins and ends.
pub(super) fn ends(report: &Report, span: Span) -> (Position, Position) {
    let at = |offset: u32| {
        let file: Option<&SourceFile> = report.sources.get(span.file);
        file.map_or(Position { line: 1, column: 1 }, |file| {
            file.position(offset as usize, ColumnUnit::CodePoints)
        })
    };
    (at(span.start), at(span.end))
}

/// `template order_shipped (en_US)`
pub(super) fn item_words(report: &Report, item: &ItemRef) -> String {
    let mut words = item.kind.to_owned();
    if let Some(name) = &item.name {
        words.push(' ');
        words.push_str(&line(report, name));
    }
    if let Some(language) = &item.language {
        words.push_str(&format!(" ({})", line(report, language)));
    }
    words
}

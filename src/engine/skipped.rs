//! Why files, and places in files, are no definitions.

use super::{FileModel, How};
use crate::format::Miss;
use crate::source::{ColumnUnit, SourceMap};

/// Why something was not read as a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Nothing in the file is one.
    NoDefinitions,
    /// It comes near a template.
    Miss(Miss),
    /// This program wrote it.
    Report,
    /// The file is larger than what is read.
    TooLarge,
    /// The file is not text.
    NotText,
    /// A folder of other people's code.
    Vendored,
    /// A program that may hold some could not be parsed from a place on, and nothing was found in the rest.
    Unparsed,
    /// Its name begins with a dot.
    Hidden,
    /// A `.gitignore` names it.
    Ignored,
    /// The configuration leaves it out.
    Excluded,
    /// It leads somewhere else.
    Link,
    /// Settings of one's own, which git does not have.
    Untracked,
    /// A program that is left alone, or a folder of such, for a reason of its own.
    Program(&'static str),
}

impl Reason {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::NoDefinitions => "no definitions in it",
            Reason::Miss(miss) => miss.as_str(),
            Reason::TooLarge => "too large for a file of definitions",
            Reason::NotText => "not UTF-8 text",
            Reason::Unparsed => "could not be parsed from here on, and no definitions were found in the rest",
            Reason::Program(why) => why,
            Reason::Vendored => "a folder of other people's code",
            Reason::Report => "a report of wabalint",
            Reason::Hidden => "hidden",
            Reason::Ignored => "`.gitignore` names it",
            Reason::Excluded => "`paths.exclude` names it",
            Reason::Link => "a link",
            Reason::Untracked => "settings that git does not have",
        }
    }
}

/// A file, folder or place that was not read as a definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The name of the file or folder.
    pub file: String,
    /// The line, where it is a place in a file.
    pub line: Option<usize>,
    /// Why.
    pub reason: Reason,
}

impl Skipped {
    /// A file or folder as a whole.
    pub fn whole(file: impl Into<String>, reason: Reason) -> Self {
        Skipped { file: file.into(), line: None, reason }
    }
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reason = self.reason.as_str();
        match self.line {
            Some(line) if self.reason == Reason::Unparsed => write!(f, "{}:{line}: {reason}", self.file),
            Some(line) => write!(f, "{}:{line}: not a template: {reason}", self.file),
            None => write!(f, "{}: skipped, {reason}", self.file),
        }
    }
}

/// What of the files of a run is no definition, in their order.
pub(super) fn of(how: &[How], models: &[FileModel], sources: &SourceMap) -> Vec<Skipped> {
    let mut all = Vec::new();
    for (how, model) in how.iter().zip(models) {
        let name = sources.name(how.id);
        let line = |offset: u32| {
            sources.get(how.id).map(|file| file.position(offset as usize, ColumnUnit::Bytes).line)
        };
        if let Some(at) = model.unparsed {
            all.push(Skipped { file: name.to_owned(), line: line(at), reason: Reason::Unparsed });
        } else if model.skipped && model.missed.is_empty() {
            all.push(Skipped::whole(name, Reason::NoDefinitions));
        }
        let places = model.missed.iter().map(|missed| Skipped {
            file: name.to_owned(),
            line: line(missed.span.start),
            reason: Reason::Miss(missed.why),
        });
        all.extend(places);
    }
    all
}

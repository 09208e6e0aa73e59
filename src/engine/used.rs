//! Whether a program refers to what a fix would change. A fix is safe where it changes words for readers; a word that
//! other code goes by has to change there, too, which nobody but its author can do.

use std::ops::Range;

use super::FileModel;
use crate::diagnostic::Edit;
use crate::model::Item;
use crate::source::{SourceMap, Span};
use crate::syntax::Syntax;

/// Longer texts are for readers, and no code compares with them.
const LONGEST: usize = 120;

/// The programs of a run.
pub(super) struct Programs<'r> {
    pub(super) sources: &'r SourceMap,
    pub(super) models: &'r [FileModel],
    pub(super) syntaxes: &'r [Syntax],
    /// The place of the first file of the run among all.
    pub(super) first: usize,
}

impl Programs<'_> {
    /// Why an edit is not for this program to make without a look; nothing for a file that is no program, and where
    /// nothing goes by what is changed.
    pub(super) fn objection(&self, edit: &Edit, all: &[Edit]) -> Option<&'static str> {
        if !self.syntaxes.get(edit.span.file.index()).is_some_and(|syntax| syntax.is_program()) {
            return None;
        }
        let text = self.sources.get(edit.span.file)?.text();
        let old = text.get(edit.span.range())?;
        if is_renamed(old, &edit.replacement) {
            return Some("the code that fills this placeholder goes by its name or number");
        }
        let own = self.around(edit.span);
        // Whatever a template shares with other code, be it a word, a text or a list.
        if own.is_none() {
            return Some("this is a constant, which other code may go by");
        }
        let literal = literal(text, edit.span.range())?;
        let words = text.get(literal)?;
        let is_short = words.len() <= LONGEST && words.chars().any(char::is_alphanumeric);
        let is_used = is_short
            && self.sources.iter().any(|(file, source)| {
                let is_program = self.syntaxes.get(file.index()).is_some_and(|syntax| syntax.is_program());
                is_program
                    && occurrences(source.text(), words).any(|place| {
                        let place = Span::new(file, place.start, place.end);
                        let is_edited = all.iter().any(|edit| place.contains(edit.span));
                        // What stands in other templates is theirs.
                        !is_edited && self.around(place).is_none_or(|around| Some(around) == own)
                    })
            });
        is_used
            .then_some("the same word stands elsewhere in the program, and would have to change there, too")
    }

    /// The template that a place belongs to.
    fn around(&self, place: Span) -> Option<Span> {
        let model = self.models.get(place.file.index().checked_sub(self.first)?)?;
        let templates = model.items.iter().filter(|item| matches!(item, Item::Template(_))).map(Item::span);
        templates.filter(|span| span.contains(place)).min_by_key(|span| span.end - span.start)
    }
}

/// Whether an edit gives a placeholder another name or number.
fn is_renamed(old: &str, new: &str) -> bool {
    let inner =
        |word: &str| word.trim_matches(|c: char| matches!(c, '{' | '}') || c.is_whitespace()).to_owned();
    (old.contains("{") || new.contains("{{")) && inner(old) != inner(new)
}

/// What stands between the quotes around a place on its line.
fn literal(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '`');
    let before = text.get(..place.start)?;
    let start = before.rfind(|c| is_quote(c) || c == '\n').filter(|at| !before[*at..].starts_with('\n'))?;
    let quote = before.get(start..)?.chars().next()?;
    let behind = text.get(place.end..)?;
    let length = behind.find([quote, '\n']).filter(|at| !behind[*at..].starts_with('\n'))?;
    Some(start + 1..place.end + length)
}

/// Where words stand that are no part of longer ones.
fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(words).map(|(at, found)| at..at + found.len()).filter(move |place| {
        let before = text.get(..place.start).and_then(|before| before.chars().next_back());
        let behind = text.get(place.end..).and_then(|behind| behind.chars().next());
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}

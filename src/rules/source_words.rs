//! What the source rules share: the place in an audience that gives away where its contacts came from.

use crate::model::{Audience, SourceKind};
use crate::source::Span;
use crate::syntax::tree::Text;
use crate::text::source::words_of;

/// A place that decides.
pub(crate) struct Clue {
    /// The very words.
    pub(crate) span: Span,
    /// What they say.
    pub(crate) says: String,
}

/// The first place that says the contacts are of one of these kinds: the declared kind, then the words of the
/// source, of the file name, of the column names.
pub(crate) fn clue(audience: &Audience, kinds: &[SourceKind]) -> Option<Clue> {
    let declared = audience.source.as_ref().and_then(|source| source.kind.as_ref());
    if let Some(word) = declared
        && let Some(kind) = word.known
        && kinds.contains(&kind)
    {
        return Some(Clue { span: word.span(), says: format!("declared `{}`", kind.as_str()) });
    }
    let detail = audience.source.as_ref().and_then(|source| source.detail.as_ref());
    let says_nothing = kinds.contains(&SourceKind::Unknown);
    let in_text = |text: &Text, what: &str| {
        kinds.iter().find_map(|kind| {
            let range = words_of(*kind, text.as_str())?;
            let words = text.as_str().get(range.clone()).unwrap_or_default();
            let says = if says_nothing {
                format!("{what} says nothing")
            } else {
                format!("{what} says so: \"{words}\"")
            };
            Some(Clue { span: text.slice(range), says })
        })
    };
    // An address names a place, not a way of collecting.
    let is_address = |text: &&Text| {
        let text = text.as_str().trim();
        (text.contains("://") || text.starts_with("www.")) && !text.contains(char::is_whitespace)
    };
    let by_detail = detail.filter(|text| !is_address(text)).and_then(|text| in_text(text, "the source"));
    if by_detail.is_some() || says_nothing {
        return by_detail;
    }
    let by_file = audience.file.as_ref().and_then(|text| {
        let name = text.as_str().rfind(['/', '\\']).map_or(0, |slash| slash + 1);
        in_text(&text.part(name..text.as_str().len()), "the file name")
    });
    by_file.or_else(|| audience.columns.iter().find_map(|(_, column)| in_text(column, "the column name")))
}

//! What findings must point at and nobody may read in their output.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Finding;
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::syntax::tree::Text;

/// How many characters of a secret are shown, so that its owner knows which one it is.
const SHOWN: usize = 4;

/// The secrets that findings of a run point at: where they stand, and what they say.
#[derive(Clone, Debug, Default)]
pub struct Concealed {
    /// By where they begin.
    places: BTreeMap<FileId, Vec<Range<usize>>>,
    /// How long the longest of them is.
    longest: usize,
    /// What they say, all looked for at once: a hostile file holds thousands. `None` for none.
    texts: Option<AhoCorasick>,
}

impl Concealed {
    /// What the findings of a run conceal, each for all of them.
    pub(super) fn of(findings: &[Finding], sources: &SourceMap) -> Self {
        let spans: BTreeSet<(FileId, u32, u32)> = findings
            .iter()
            .flat_map(|finding| &finding.diagnostic.concealed)
            .map(|span| (span.file, span.start, span.end))
            .collect();
        let mut concealed = Concealed::default();
        let mut texts = BTreeSet::new();
        for (file, start, end) in spans {
            let range = Span { file, start, end }.range();
            let text = sources.get(file).map_or("", SourceFile::text).get(range.clone()).unwrap_or_default();
            if text.chars().count() > SHOWN {
                concealed.longest = concealed.longest.max(range.len());
                concealed.places.entry(file).or_default().push(range);
                texts.insert(text);
            }
        }
        if !texts.is_empty() {
            // One that begins another is not taken for it.
            let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts);
            // Too many to be looked for are more than files of their size can hold.
            concealed.texts = builder.ok();
        }
        concealed
    }

    /// Whether a text holds a secret.
    pub fn stands_in(&self, text: &str) -> bool {
        self.texts.as_ref().is_some_and(|texts| texts.is_match(text))
    }

    /// Words that are to be shown, without secrets, as long as they were.
    pub fn out_of_words<'t>(&self, words: &'t str) -> Cow<'t, str> {
        if self.stands_in(words) { Cow::Owned(self.out_of(words.to_owned())) } else { Cow::Borrowed(words) }
    }

    /// The words of a text of a file without the secrets that reach into it, byte for byte as long as they were.
    pub fn out_of_text<'t>(&self, text: &'t Text) -> Cow<'t, str> {
        let span = text.span();
        let inside = self.reaching(span.file, span.range());
        let hidden = inside.fold(Cow::Borrowed(text.as_str()), |words, place| {
            let Some(range) = text.place_of(place) else { return words };
            // Of a secret that began before this text nothing more is shown, as if the words began one byte into it.
            let into = usize::from(place.start < span.range().start);
            Cow::Owned(masked_from(&words, into, &(range.start..range.end + into)))
        });
        match self.stands_in(&hidden) {
            true => Cow::Owned(self.out_of(hidden.into_owned())),
            false => hidden,
        }
    }

    /// An output without its secrets, as long as it was.
    pub fn out_of(&self, output: String) -> String {
        let Some(texts) = self.texts.as_ref().filter(|texts| texts.is_match(&output)) else { return output };
        let mut out = String::with_capacity(output.len());
        texts.replace_all_with(&output, &mut out, |_, secret, out| {
            out.push_str(&masked(secret, &(0..secret.len())));
            true
        });
        out
    }

    /// The secrets that reach into a piece of a file.
    fn reaching(&self, file: FileId, piece: Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let places = self.places.get(&file).map(Vec::as_slice).unwrap_or_default();
        let from = places.partition_point(|place| place.start + self.longest <= piece.start);
        let near = places.get(from..).unwrap_or_default().iter();
        near.take_while(move |place| place.start < piece.end).filter(move |place| piece.start < place.end)
    }

    /// A piece of a file without the secrets that reach into it, byte for byte as long as it was.
    pub fn out_of_source<'t>(&self, file: FileId, piece: &Range<usize>, text: &'t str) -> Cow<'t, str> {
        let inside = self.reaching(file, piece.clone());
        inside.fold(Cow::Borrowed(text), |text, place| Cow::Owned(masked_from(&text, piece.start, place)))
    }
}

/// A text whose range keeps its first characters only.
fn masked(text: &str, range: &Range<usize>) -> String {
    masked_from(text, 0, range)
}

/// The same for a piece that begins at some offset of what the range is one of.
fn masked_from(text: &str, start: usize, range: &Range<usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        let at = start + at;
        if !range.contains(&at) {
            out.push(c);
            continue;
        }
        // Of a secret that began before this piece nothing more is shown.
        if range.start >= start && seen < SHOWN {
            out.push(c);
        } else {
            out.extend(std::iter::repeat_n('*', c.len_utf8()));
        }
        seen += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::rules::RULES;
    use crate::syntax::tree::TextBuilder;

    #[test]
    fn a_text_is_shown_without_what_its_place_conceals() {
        let mut sources = SourceMap::default();
        let file = sources.add(SourceFile::new("a", r#"key \u0045AAJsecret, end"#));
        let mut builder = TextBuilder::new(file, 0);
        builder.push("key ", 0..4);
        builder.push("E", 4..10);
        builder.push("AAJsecret, end", 10..24);
        let text = builder.finish(24);
        let diagnostic = Diagnostic::at(Span::new(file, 0, 1), "x").conceals(Span::new(file, 4, 19));
        let rule = RULES[0];
        let finding = Finding {
            rule: rule.into(),
            severity: rule.severity,
            diagnostic: Box::new(diagnostic),
            item: None,
        };
        let concealed = Concealed::of(&[finding], &sources);
        assert_eq!(concealed.out_of_text(&text), "key EAAJ******, end");
        // A part that begins within the secret shows none of it.
        assert_eq!(concealed.out_of_text(&text.part(10..19)), "****, end");
    }

    #[test]
    fn a_secret_keeps_its_beginning_and_its_length() {
        assert_eq!(masked("key: EAAJsecret, end", &(5..15)), "key: EAAJ******, end");
        // A piece that begins within the secret shows none of it.
        assert_eq!(masked_from("secret, end", 9, &(5..15)), "******, end");
        assert_eq!(masked("pässwörter", &(0..12)), "päss*******");
    }
}

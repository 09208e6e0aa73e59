//! Which language a text is written in, told by its script and its small words.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

use unicode_script::UnicodeScript as _;

use super::hash::{Known, hash};
use super::tokens::{Token, TokenKind};
use crate::policy;
pub use crate::policy::base;

/// How much of a text speaks for a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The language, a key of [`policy::COMMON`].
    pub language: &'static str,
    /// How many of its small words stand in the text, repeats included.
    pub words: usize,
    /// How many different ones.
    pub distinct: usize,
}

/// What was found out about the language of a text.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// Languages with at least one word, most words first.
    pub shares: Vec<Share>,
    /// How many words the text has.
    pub words: usize,
}

/// For the hash of each small word, the languages that have it.
type Table = HashMap<u64, Vec<u8>, BuildHasherDefault<Known>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        for (at, (_, words)) in (0u8..).zip(policy::COMMON) {
            for word in *words {
                table.entry(hash(word.as_bytes())).or_default().push(at);
            }
        }
        table
    })
}

/// Whether a word is among the small words of some language.
pub(super) fn is_common(word: &str) -> bool {
    is_common_hash(hash(word.as_bytes()))
}

/// The same by the hash of the word.
pub(super) fn is_common_hash(word: u64) -> bool {
    table().contains_key(&word)
}

/// How near to a small word the capitalised words of a name stand.
const NEAR: usize = 2;

/// Whether a word stands in a name: between capitalised words, as in "From Zero to Hero with the Best of the World".
fn is_in_name(words: &[&Token], at: usize) -> bool {
    let is_capital = |token: &&&Token| token.is_capital;
    let before = words.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
    let behind = words.get(at + 1..(at + 1 + NEAR).min(words.len())).unwrap_or_default();
    before.iter().any(|token| is_capital(&token)) && behind.iter().any(|token| is_capital(&token))
}

/// Counts the small words of every language. Words in names of brands, products and places do not count.
pub fn shares<'t>(tokens: impl Iterator<Item = &'t Token>) -> Shares {
    let mut counts = vec![(0usize, 0usize); policy::COMMON.len()];
    let mut seen: Vec<u64> = Vec::new();
    let mut words = 0;
    let all: Vec<&Token> = tokens.filter(|token| matches!(token.kind, TokenKind::Word(_))).collect();
    for (at, token) in all.iter().enumerate() {
        words += 1;
        if is_in_name(&all, at) {
            continue;
        }
        let Some(languages) = table().get(&token.hash) else { continue };
        let is_new = !seen.contains(&token.hash);
        if is_new {
            seen.push(token.hash);
        }
        for language in languages {
            if let Some((count, distinct)) = counts.get_mut(usize::from(*language)) {
                *count += 1;
                *distinct += usize::from(is_new);
            }
        }
    }
    let mut shares: Vec<Share> = counts
        .into_iter()
        .zip(policy::COMMON)
        .filter(|((count, _), _)| *count > 0)
        .map(|((words, distinct), (language, _))| Share { language, words, distinct })
        .collect();
    shares.sort_by_key(|share| std::cmp::Reverse((share.distinct, share.words)));
    Shares { shares, words }
}

impl Shares {
    /// What speaks for a language, or for it in Latin letters.
    pub fn of(&self, language: &str) -> Share {
        let is_it = |share: &&Share| share.language.split('-').next() == Some(language);
        let found = self.shares.iter().find(is_it).copied();
        found.unwrap_or(Share { language: "", words: 0, distinct: 0 })
    }

    /// The language that the text is written in, where its words leave no doubt.
    pub fn clear(&self) -> Option<&'static str> {
        let first = self.shares.first()?;
        let rival = self.shares.iter().find(|share| !alike(share.language, first.language));
        let next = rival.map_or(0, |share| share.distinct);
        let enough = first.distinct >= 3 && first.words * 6 >= self.words;
        (enough && first.distinct > next + next / 2).then_some(first.language)
    }
}

/// The least that speaks for a second language in a text of two.
const LEAST_OF_SECOND: usize = 4;
/// Shorter texts are left alone.
const LEAST_MIXED: usize = 14;

/// The language that a text is written in, where it is not the declared one and its words leave no doubt.
pub fn mismatch(declared: &str, shares: &Shares) -> Option<&'static str> {
    let declared = base(declared);
    let written = shares.clear()?;
    let own = shares.of(&declared);
    let found = shares.shares.iter().find(|share| share.language == written)?;
    let same = alike(&base(written), &declared) || alike(written, &declared);
    let knows_declared = policy::COMMON.iter().any(|(language, _)| *language == declared);
    // Of a language whose words are not known here, more has to speak for the other one.
    let enough = found.distinct >= if knows_declared { 3 } else { 6 };
    (!same && enough && own.distinct * 2 < found.distinct).then_some(written)
}

/// Two languages that a text is written in, each with small words that the other lacks.
///
/// The first is the declared one where it is among them, otherwise the one with more words; the tokens are those of the
/// second.
pub fn mixed<'t>(
    declared: Option<&str>,
    all: &Shares,
    tokens: impl Iterator<Item = &'t Token>,
) -> Option<(&'static str, &'static str, Vec<Token>)> {
    let seen = all.shares.iter().filter(|share| share.distinct >= LEAST_OF_SECOND).count();
    if all.words < LEAST_MIXED || seen < 2 {
        return None;
    }
    let is_declared = |share: &&Share| {
        share.distinct >= LEAST_OF_SECOND && declared.is_some_and(|declared| base(share.language) == declared)
    };
    let first = all.shares.iter().find(is_declared).or(all.shares.first())?.language;
    let words_of =
        |language: &str| policy::COMMON.iter().find(|(known, _)| *known == language).map(|(_, words)| *words);
    let own = words_of(first)?;
    let row: Vec<&Token> = tokens.filter(|token| matches!(token.kind, TokenKind::Word(_))).collect();
    let outside: Vec<&Token> = row
        .iter()
        .enumerate()
        .filter(|(at, token)| {
            // Most words are of the first language, whatever they stand between.
            !matches!(&token.kind, TokenKind::Word(word) if own.binary_search(&word.as_str()).is_ok())
                && !is_in_name(&row, *at)
        })
        .map(|(_, token)| *token)
        .collect();
    let mut best: Option<(usize, &'static str, Vec<Token>)> = None;
    for share in
        all.shares.iter().filter(|share| !alike(share.language, first) && share.distinct >= LEAST_OF_SECOND)
    {
        let Some(words) = words_of(share.language) else { continue };
        let only = |token: &&Token| match &token.kind {
            TokenKind::Word(word) => words.binary_search(&word.as_str()).is_ok(),
            _ => false,
        };
        let found: Vec<Token> = outside.iter().copied().filter(only).cloned().collect();
        let mut distinct: Vec<&TokenKind> = Vec::new();
        for token in &found {
            if !distinct.contains(&&token.kind) {
                distinct.push(&token.kind);
            }
        }
        let enough = distinct.len() >= LEAST_OF_SECOND && found.len() * 10 >= all.words;
        if enough && best.as_ref().is_none_or(|(most, ..)| distinct.len() > *most) {
            best = Some((distinct.len(), share.language, found));
        }
    }
    best.map(|(_, second, found)| (first, second, found))
}

/// What a language is called.
pub fn name(language: &str) -> &str {
    policy::LANGUAGE_NAMES.iter().find(|(code, _)| *code == language).map_or(language, |(_, name)| name)
}

/// The least letters for a script to count.
const LEAST_LETTERS: usize = 12;

/// How many characters are looked at.
const LOOKED_AT: usize = 300;

/// The script that nearly all letters of some texts are of, where the declared language is not written in it.
pub fn other_script<'t>(declared: &str, texts: impl Iterator<Item = &'t str>) -> Option<&'static str> {
    let mut counts = vec![0usize; policy::SCRIPTS.len()];
    let mut letters = 0;
    for c in texts.flat_map(str::chars).take(LOOKED_AT) {
        // Latin letters are by far the most frequent, and no script of the table.
        if c <= '\u{24f}' {
            letters += usize::from(c.is_ascii_alphabetic() || c >= '\u{c0}');
            continue;
        }
        let script = c.script().full_name();
        if let Some(at) = policy::SCRIPTS.iter().position(|(known, _)| *known == script)
            && let Some(count) = counts.get_mut(at)
        {
            *count += 1;
            letters += 1;
        }
    }
    let (at, most) = counts.iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
    let (script, languages) = policy::SCRIPTS.get(at)?;
    let differs = most >= LEAST_LETTERS && most * 3 > letters * 2 && !languages.contains(&declared);
    let is_known = || policy::LANGUAGES.iter().any(|code| base(code) == declared);
    (differs && is_known()).then_some(script)
}

/// Whether two languages are not told from each other.
pub fn alike(a: &str, b: &str) -> bool {
    a == b || policy::ALIKE.iter().any(|group| group.contains(&a) && group.contains(&b))
}

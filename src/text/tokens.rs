//! Splits a message into normalised words, each with its way back to the bytes.
//!
//! Words are normalised as [`super::fold`] says. Chinese, which writes words together, has a token for each character.
//! A word whose letters stand apart (`D I S C O U N T`) or are replaced by signs (`0FF`) is the word that a reader sees.

use std::ops::Range;

use super::fold::{fold, is_han, is_ornament, plain, in_latin, undisguised};
pub use super::fold::normalise;
use crate::policy;
use crate::syntax::message::{Message, SegmentKind};

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A normalised word.
    Word(String),
    /// A number, an amount of money, or a placeholder.
    Number,
    /// A percentage.
    Percent,
    /// A link, an address or a phone number.
    Address,
    /// The end of a sentence or line.
    Break,
}

/// A piece of a text, with its bytes in the text's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Splits a message.
pub fn tokens(message: &Message) -> Vec<Token> {
    let text = message.text.as_str();
    let mut out = Vec::new();
    for segment in &message.segments {
        match &segment.kind {
            SegmentKind::Plain => split(text, segment.range(), &mut out),
            SegmentKind::Placeholder(_) | SegmentKind::Malformed(_) => {
                push_number(text, segment.range(), &mut out);
            }
            SegmentKind::LineEnd => out.push(Token { kind: TokenKind::Break, range: segment.range() }),
            SegmentKind::Link | SegmentKind::Email | SegmentKind::Phone => {
                out.push(Token { kind: TokenKind::Address, range: segment.range() });
            }
            SegmentKind::Mark => {}
        }
    }
    join_letters(text, &mut out);
    out
}

/// Splits a text that is no message: a source, a file name, a column.
pub fn words(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    split(text, 0..text.len(), &mut out);
    join_letters(text, &mut out);
    out
}

/// Whether a character is a letter; the ranges of [`plain`] hold nothing else.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && (plain(c).is_some() || c.is_alphabetic())
}

/// Marks that end or close a sentence; emoji count as words.
pub fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}' | '\u{ab}' | '\u{bb}' | '\u{bf}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}'
            | '\u{964}' | '\u{965}' | '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}')
}

fn is_mark(c: char) -> bool {
    is_ornament(c)
        || matches!(c,
            '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{951}'..='\u{957}' | '\u{962}' | '\u{963}'
            | '\u{980}'..='\u{983}' | '\u{9bc}'..='\u{9cd}' | '\u{a01}'..='\u{a51}' | '\u{a81}'..='\u{acd}'
            | '\u{b01}'..='\u{b57}' | '\u{b82}'..='\u{bcd}' | '\u{c00}'..='\u{c56}' | '\u{c81}'..='\u{cd6}'
            | '\u{d00}'..='\u{d57}' | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{6d6}'..='\u{6ed}')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}')
}

fn split(text: &str, range: Range<usize>, out: &mut Vec<Token>) {
    let piece = text.get(range.clone()).unwrap_or_default();
    let mut chars = piece.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = range.start + at;
        if let Some((word, len)) = disguised(piece, at) {
            out.push(Token { kind: TokenKind::Word(word), range: start..start + len });
            while chars.peek().is_some_and(|(next, _)| *next < at + len) {
                chars.next();
            }
        } else if let Some(len) = multiple(piece.get(at..).unwrap_or_default()) {
            let range = start..start + len;
            let word = text.get(range.clone()).unwrap_or_default().to_ascii_lowercase();
            out.push(Token { kind: TokenKind::Word(word), range });
            while chars.peek().is_some_and(|(next, _)| *next < at + len) {
                chars.next();
            }
        } else if c.is_numeric() {
            let mut end = start + c.len_utf8();
            while let Some(&(next, c)) = chars.peek() {
                let digit_follows = || {
                    piece
                        .get(next + c.len_utf8()..)
                        .and_then(|r| r.chars().next())
                        .is_some_and(char::is_numeric)
                };
                if !(c.is_numeric()
                    || matches!(c, '.' | ',' | ':' | '/' | '\u{66b}' | '\u{66c}') && digit_follows())
                {
                    break;
                }
                end = range.start + next + c.len_utf8();
                chars.next();
            }
            push_number(text, start..end, out);
        } else if is_han(c) {
            let mut word = String::with_capacity(4);
            fold(c, &mut word);
            push_word(text, word, start..start + c.len_utf8(), out);
        } else if is_letter(c) {
            let mut word = String::with_capacity(12);
            fold(c, &mut word);
            let mut end = start + c.len_utf8();
            while let Some(&(next, c)) = chars.peek() {
                if is_han(c) {
                    break;
                }
                if is_letter(c) || is_mark(c) {
                    fold(c, &mut word);
                } else if !(matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
                    && piece
                        .get(next + c.len_utf8()..)
                        .and_then(|r| r.chars().next())
                        .is_some_and(char::is_alphabetic))
                {
                    break;
                }
                end = range.start + next + c.len_utf8();
                chars.next();
            }
            push_word(text, in_latin(&word).unwrap_or(word), start..end, out);
        } else if matches!(c, '%' | '\u{66a}' | '\u{ff05}') {
            if let Some(last) = out.last_mut().filter(|token| token.kind == TokenKind::Number)
                && text.get(last.range.end..start).is_some_and(|gap| gap.trim().is_empty())
            {
                last.kind = TokenKind::Percent;
                last.range.end = start + c.len_utf8();
            }
        } else if matches!(
            c,
            '!' | '?'
                | '\u{61f}'
                | '\u{3002}'
                | '\u{ff01}'
                | '\u{ff1f}'
                | '\u{964}'
                | '\u{6d4}'
                | '\u{2026}'
                | ';'
        ) || c == '.' && chars.peek().is_none_or(|(_, next)| next.is_whitespace())
            || matches!(c, '\n' | '\r')
        {
            out.push(Token { kind: TokenKind::Break, range: start..start + c.len_utf8() });
        }
    }
}

/// A word of the policy's list in which signs stand for letters, and its length.
fn disguised(piece: &str, at: usize) -> Option<(String, usize)> {
    let first = piece.get(at..)?.chars().next()?;
    let before = piece.get(..at)?.chars().next_back();
    if !(first.is_alphanumeric() || matches!(first, '$' | '@' | '€')) || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let rest = piece.get(at..)?;
    let len = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '$' | '@' | '€' | '!'))).unwrap_or(rest.len());
    // A mark of exclamation at the end ends the sentence.
    let run = rest.get(..len)?.trim_end_matches('!');
    let word = undisguised(run)?;
    policy::DISGUISED.contains(&word.as_str()).then(|| (word, run.len()))
}

/// Joins letters that stand apart, four or more with the same sign between them, into the word that they spell.
fn join_letters(text: &str, out: &mut Vec<Token>) {
    const LEAST: usize = 4;
    let single = |token: &Token| match &token.kind {
        TokenKind::Word(word) => {
            let mut chars = word.chars();
            matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic() && !is_han(c))
        }
        _ => false,
    };
    let mut at = 0;
    while at + LEAST <= out.len() {
        let gap = |at: usize| {
            let (here, next) = (out.get(at)?, out.get(at + 1)?);
            let gap = text.get(here.range.end..next.range.start)?;
            (single(here) && single(next) && matches!(gap, " " | "." | "-" | "_" | "*" | "\u{2009}")).then_some(gap)
        };
        let Some(first) = gap(at) else {
            at += 1;
            continue;
        };
        let end = (at..).find(|next| gap(*next) != Some(first)).unwrap_or(at);
        if end + 1 - at < LEAST {
            at = end;
            continue;
        }
        let letters: Vec<Token> = out.drain(at + 1..=end).collect();
        if let (Some(joined), Some(last)) = (out.get_mut(at), letters.last()) {
            joined.range.end = last.range.end;
            if let TokenKind::Word(word) = &mut joined.kind {
                for letter in &letters {
                    if let TokenKind::Word(letter) = &letter.kind {
                        word.push_str(letter);
                    }
                }
            }
        }
        at += 1;
    }
}

/// The length of an offer such as `2x1`, which is a word and no number.
fn multiple(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let shaped = matches!(bytes, [b'1'..=b'9', b'x' | b'X', b'1'..=b'9', ..]);
    let ends = bytes.get(3).is_none_or(|b| !b.is_ascii_alphanumeric());
    (shaped && ends).then_some(3)
}

fn push_word(text: &str, word: String, range: Range<usize>, out: &mut Vec<Token>) {
    if let Some(last) = out.last_mut().filter(|token| token.kind == TokenKind::Number)
        && text.get(last.range.end..range.start).is_some_and(|gap| gap.trim().is_empty())
    {
        if policy::CURRENCIES.contains(&word.as_str()) {
            last.range.end = range.end;
            return;
        }
        if policy::PERCENT_WORDS.contains(&word.as_str()) {
            last.kind = TokenKind::Percent;
            last.range.end = range.end;
            return;
        }
    }
    if !word.is_empty() {
        out.push(Token { kind: TokenKind::Word(word), range });
    }
}

fn push_number(text: &str, mut range: Range<usize>, out: &mut Vec<Token>) {
    let before = text.get(..range.start).unwrap_or_default();
    if let Some(c) = before.chars().next_back().filter(|c| is_currency(*c)) {
        range.start -= c.len_utf8();
    }
    if let Some(last) = out.last()
        && let TokenKind::Word(word) = &last.kind
        && policy::CURRENCIES.contains(&word.as_str())
        && text
            .get(last.range.end..range.start)
            .is_some_and(|gap| gap.chars().all(|c| matches!(c, ' ' | '.' | '$')))
        && range.start - last.range.end <= 2
    {
        range.start = last.range.start;
        out.pop();
    }
    out.push(Token { kind: TokenKind::Number, range });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_fold_as_the_tables_say() {
        for c in (0..0x1_0000).filter_map(char::from_u32) {
            let Some(quick) = plain(c) else { continue };
            let mut slow = String::new();
            super::super::fold::fold_by_tables(c, &mut slow);
            assert_eq!(slow, quick.to_string(), "{c}");
            assert!(c.is_alphabetic(), "{c}");
        }
    }

    fn shape(text: &str) -> String {
        let file = crate::source::SourceMap::default().add(crate::source::SourceFile::new("t", text));
        let span = crate::source::Span::new(file, 0, text.len());
        let message = Message::parse(crate::syntax::tree::Text::direct(text, span));
        let shown: Vec<String> = tokens(&message)
            .into_iter()
            .map(|token| match token.kind {
                TokenKind::Word(word) => word,
                TokenKind::Number => "#".to_owned(),
                TokenKind::Percent => "%".to_owned(),
                TokenKind::Address => "@".to_owned(),
                TokenKind::Break => "|".to_owned(),
            })
            .collect();
        shown.join(" ")
    }

    #[test]
    fn words_are_normalised() {
        assert_eq!(shape("Promoção d'été, don’t MISS!"), "promocao dete dont miss |");
        assert_eq!(shape("Get *20% OFF* or R$ 40,50 off, {{1}}% or 15 EUR."), "get % off or # off % or # |");
        assert_eq!(shape("छूट पाएं ６０％"), "छूट पाएं %");
        assert_eq!(shape("عَرْض خاص، 20٪"), "عرض خاص %");
        assert_eq!(shape("İndirim fırsatı"), "indirim firsati");
        assert_eq!(shape("a.b v1.2 see https://x.example/y"), "a b v # see @");
    }
}

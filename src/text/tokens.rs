//! Splits a message into normalised words, each with its way back to the bytes.
//!
//! Words are normalised as [`super::fold`] says. Chinese, which writes words together, has a token for each character.
//! A word whose letters stand apart (`D I S C O U N T`) or are replaced by signs (`0FF`) is the word that a reader sees.

use std::ops::Range;

pub(crate) use super::fold::normalise;
use super::fold::{fold, in_latin, is_han, is_ornament, plain, undisguised};
use super::hash::hash;
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

/// How a word is written to look like no such word, or by no such word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disguise {
    /// Signs stand for letters: `0FF`.
    Signs,
    /// Its letters stand apart: `D I S C O U N T`.
    Apart,
    /// Letters of another alphabet look like Latin ones.
    Alphabet,
}

/// A piece of a text, with its bytes in the text's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it is a word that begins with a capital letter.
    pub is_capital: bool,
    /// Whether it is an amount of money.
    pub is_money: bool,
    /// Whether it is the end of a question.
    pub is_question: bool,
    /// How it is disguised, if it is.
    pub disguise: Option<Disguise>,
    /// The hash of a word.
    pub(super) hash: u64,
    /// Where in a word that begins with an elided particle (`l'ordre`) the word proper begins; 0 in others.
    pub(crate) elided: u8,
}

impl Token {
    fn new(kind: TokenKind, range: Range<usize>) -> Self {
        let hash = match &kind {
            TokenKind::Word(word) => hash(word.as_bytes()),
            _ => 0,
        };
        Token {
            kind,
            range,
            is_capital: false,
            is_money: false,
            is_question: false,
            disguise: None,
            hash,
            elided: 0,
        }
    }

    fn disguised(word: String, range: Range<usize>, how: Disguise) -> Self {
        Token { disguise: Some(how), ..Token::new(TokenKind::Word(word), range) }
    }
}

/// How long an elided particle may be: `dell'`, `qu'`.
const LONGEST_ELIDED: usize = 4;

/// Splits a message.
pub fn tokens(message: &Message) -> Vec<Token> {
    let text = message.text.as_str();
    // Words of five letters and a space are a fair guess.
    let mut out = Vec::with_capacity(text.len() / 6 + 4);
    for segment in &message.segments {
        match &segment.kind {
            SegmentKind::Plain => split(text, segment.range(), &mut out),
            SegmentKind::Placeholder(_) | SegmentKind::Malformed(_) => {
                push_number(text, segment.range(), &mut out);
            }
            SegmentKind::LineEnd => out.push(Token::new(TokenKind::Break, segment.range())),
            SegmentKind::Link | SegmentKind::Email | SegmentKind::Phone => {
                out.push(Token::new(TokenKind::Address, segment.range()));
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
        if let Some(word) = plain_word(piece, at) {
            // The letters are of a byte each.
            if word.len() > 1 {
                chars.nth(word.len() - 2);
            }
            push_word(text, word.to_ascii_lowercase(), start..start + word.len(), out);
            if let Some(last) = out.last_mut().filter(|last| last.range.start == start) {
                last.is_capital = c.is_ascii_uppercase();
            }
        } else if let Some((word, len)) = disguised(piece, at) {
            out.push(Token::disguised(word, start..start + len, Disguise::Signs));
            while chars.peek().is_some_and(|(next, _)| *next < at + len) {
                chars.next();
            }
        } else if let Some(len) = multiple(piece.get(at..).unwrap_or_default()) {
            let range = start..start + len;
            let word = text.get(range.clone()).unwrap_or_default().to_ascii_lowercase();
            out.push(Token::new(TokenKind::Word(word), range));
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
            let mut elided = 0;
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
                } else if word.len() <= LONGEST_ELIDED {
                    elided = u8::try_from(word.len()).unwrap_or(0);
                }
                end = range.start + next + c.len_utf8();
                chars.next();
            }
            match in_latin(&word) {
                Some(latin) => out.push(Token::disguised(latin, start..end, Disguise::Alphabet)),
                None => {
                    push_word(text, word, start..end, out);
                    if let Some(last) = out.last_mut().filter(|last| last.range.start == start) {
                        last.elided = elided;
                        last.is_capital = c.is_uppercase();
                    }
                }
            }
        } else if is_currency(c) {
            if let Some(last) = out.last_mut().filter(|token| token.kind == TokenKind::Number)
                && text.get(last.range.end..start).is_some_and(|gap| gap.trim().is_empty())
            {
                last.is_money = true;
                last.range.end = start + c.len_utf8();
            }
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
                | '\u{ff1b}'
                | '\u{3010}'
                | '\u{3011}'
                | '\u{ff5c}'
        ) || c == '.' && ends_sentence(piece.get(at + 1..).unwrap_or_default())
            || matches!(c, '\n' | '\r')
        {
            let is_question = matches!(c, '?' | '\u{61f}' | '\u{ff1f}');
            out.push(Token { is_question, ..Token::new(TokenKind::Break, start..start + c.len_utf8()) });
        }
    }
}

/// A word of ASCII letters with nothing on either side that could be part of it or stand for a letter: most words of many
/// languages, and quick to see.
fn plain_word(piece: &str, at: usize) -> Option<&str> {
    let bytes = piece.as_bytes();
    let rest = bytes.get(at..)?;
    let len = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
    let may_go_on = |byte: &u8| !byte.is_ascii() || byte.is_ascii_digit() || b"'$@!".contains(byte);
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    if len == 0 || before.is_some_and(may_go_on) || rest.get(len).is_some_and(may_go_on) {
        return None;
    }
    piece.get(at..at + len)
}

/// How long a disguised word may be, in bytes.
const LONGEST_DISGUISE: usize = 20;

/// A word of the policy's list in which signs stand for letters, and its length.
fn disguised(piece: &str, at: usize) -> Option<(String, usize)> {
    // Longer runs are no words; looking no further keeps the work even.
    let end =
        (at..=piece.len().min(at + LONGEST_DISGUISE + 4)).rev().find(|end| piece.is_char_boundary(*end))?;
    let rest = piece.get(at..end)?;
    let first = rest.chars().next()?;
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, '$' | '@' | '€' | '!');
    if !(first.is_ascii_alphanumeric() || matches!(first, '$' | '@' | '€')) {
        return None;
    }
    let len = rest.find(|c: char| !(c.is_ascii_alphabetic() || is_sign(c))).unwrap_or(rest.len());
    if len > LONGEST_DISGUISE {
        return None;
    }
    // A mark of exclamation at the end ends the sentence.
    let run = rest.get(..len)?.trim_end_matches('!');
    let letters = run.chars().filter(char::is_ascii_alphabetic).count();
    let is_mixed = run.contains(is_sign) && letters * 2 > run.chars().count();
    let goes_on = rest.get(len..)?.starts_with(char::is_alphanumeric);
    if !is_mixed || goes_on || piece.get(..at)?.ends_with(char::is_alphanumeric) {
        return None;
    }
    let word = undisguised(run)?;
    policy::DISGUISED.contains(&word.as_str()).then_some((word, run.len()))
}

/// Joins letters that stand apart, four or more with the same sign between them, into the word that they spell.
fn join_letters(text: &str, out: &mut Vec<Token>) {
    let single = |token: &Token| match &token.kind {
        TokenKind::Word(word) => {
            let mut chars = word.chars();
            matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic() && !is_han(c))
        }
        _ => false,
    };
    // Where two tokens follow one another as letters that stand apart: the sign between them. "a D I S C O U N T" has an
    // article before it.
    let gap = |here: &Token, next: &Token| {
        let is_capital =
            |token: &Token| text.get(token.range.clone()).is_some_and(|c| c.contains(char::is_uppercase));
        let gap = text.get(here.range.end..next.range.start)?;
        let is_gap = matches!(gap, " " | "." | "-" | "_" | "*" | "\u{2009}");
        (is_gap && single(here) && single(next) && is_capital(here) == is_capital(next)).then_some(gap)
    };
    let has_run = out.windows(2).any(|pair| matches!(pair, [here, next] if gap(here, next).is_some()));
    if !has_run {
        return;
    }
    let mut row: Vec<Token> = Vec::new();
    let mut sign = None;
    let mut joined = Vec::with_capacity(out.len());
    for token in out.drain(..) {
        let next = row.last().and_then(|last| gap(last, &token));
        if next.is_none() || row.len() > 1 && next != sign {
            close(&mut row, &mut joined);
        }
        sign = if row.is_empty() { None } else { next };
        row.push(token);
    }
    close(&mut row, &mut joined);
    *out = joined;
}

/// Puts a row of letters that stand apart where it belongs: as one word, or as it is where it is too short for one.
fn close(row: &mut Vec<Token>, out: &mut Vec<Token>) {
    const LEAST: usize = 4;
    if row.len() < LEAST {
        out.append(row);
        return;
    }
    let letters = row.iter().filter_map(|token| match &token.kind {
        TokenKind::Word(letter) => Some(letter.as_str()),
        _ => None,
    });
    let word: String = letters.collect();
    // Abbreviations and names that are spelled out are no disguise.
    let is_hidden = policy::DISGUISED.contains(&word.as_str());
    if let (Some(first), Some(last)) = (row.first(), row.last()) {
        let joined = Token::new(TokenKind::Word(word), first.range.start..last.range.end);
        out.push(Token { disguise: is_hidden.then_some(Disguise::Apart), ..joined });
    }
    row.clear();
}

/// Whether a full stop before this ends a sentence: white space follows, and no small letter, as behind an abbreviation.
fn ends_sentence(rest: &str) -> bool {
    let next = rest.trim_start();
    next.is_empty() || next.len() < rest.len() && !next.starts_with(char::is_lowercase)
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
            last.is_money = true;
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
        out.push(Token::new(TokenKind::Word(word), range));
    }
}

/// Whether a number of three digits stands one space behind another of up to three, or of such groups.
fn is_group(text: &str, before: &Range<usize>, range: &Range<usize>) -> bool {
    let is_digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    let gap = text.get(before.end..range.start).unwrap_or_default();
    let digits = text.get(range.clone()).unwrap_or_default();
    let first = text.get(before.clone()).unwrap_or_default();
    let last_group = first.rsplit([' ', '\u{a0}', '\u{202f}']).next().unwrap_or_default();
    matches!(gap, " " | "\u{a0}" | "\u{202f}")
        && digits.len() == 3
        && is_digits(digits, 3)
        && is_digits(last_group.trim_start_matches(is_currency), 3)
        && !last_group.is_empty()
}

fn push_number(text: &str, mut range: Range<usize>, out: &mut Vec<Token>) {
    let before = text.get(..range.start).unwrap_or_default();
    let mut is_money = false;
    let spaced = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    if let Some(c) =
        spaced.chars().next_back().filter(|c| is_currency(*c) && before.len() - spaced.len() <= 2)
    {
        range.start = spaced.len() - c.len_utf8();
        is_money = true;
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
        is_money = true;
        out.pop();
    }
    // Groups of three digits behind a space belong to the number before: "1 490".
    if let Some(last) = out.last_mut().filter(|last| last.kind == TokenKind::Number)
        && is_group(text, &last.range, &range)
    {
        last.range.end = range.end;
        return;
    }
    // Arabic and Turkish write the sign before the number.
    let kind = if !is_money && spaced.ends_with(['%', '\u{66a}']) {
        range.start = spaced.len() - spaced.chars().next_back().map_or(0, char::len_utf8);
        TokenKind::Percent
    } else {
        TokenKind::Number
    };
    out.push(Token { is_money, ..Token::new(kind, range) });
}

/// The words that a name such as `order_id` or `orderId` is made of, normalised.
pub(crate) fn name_parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut was_small = false;
    let mut begins = true;
    for c in name.chars() {
        begins |= !c.is_alphanumeric() || c.is_uppercase() && was_small;
        was_small = c.is_lowercase();
        match parts.last_mut() {
            _ if !c.is_alphanumeric() => continue,
            Some(part) if !begins => part.push(c),
            _ => parts.push(c.to_string()),
        }
        begins = false;
    }
    parts.iter().map(|part| normalise(part)).collect()
}

/// All that a name such as `card_number` may be one for: the whole name, and what is left of it without its first or last
/// parts; nothing where it says that it is only a part of something.
pub(crate) fn names_for(name: &str) -> Vec<String> {
    let parts = whole_parts(name);
    let tails = (0..parts.len()).map(|at| parts.get(at..).unwrap_or_default().concat());
    let heads = (1..parts.len()).map(|at| parts.get(..at).unwrap_or_default().concat());
    tails.chain(heads).collect()
}

/// The same, each with the parts of the name that it leaves out.
pub(crate) fn names_beside(name: &str) -> Vec<(String, Vec<String>)> {
    let parts = whole_parts(name);
    let halves = (0..parts.len()).filter_map(|at| parts.split_at_checked(at));
    let tails = halves.clone().map(|(head, tail)| (tail.concat(), head.to_vec()));
    let heads = halves.skip(1).map(|(head, tail)| (head.concat(), tail.to_vec()));
    tails.chain(heads).collect()
}

/// The parts of a name, and none of one that says that it is only a part of something.
fn whole_parts(name: &str) -> Vec<String> {
    if name.chars().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    let parts = name_parts(name);
    let is_partial = parts.iter().any(|part| policy::PARTIAL_VARIABLES.contains(&part.as_str()));
    if is_partial { Vec::new() } else { parts }
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
        assert_eq!(
            shape("a D I S C O U N T, A.B.C.D and 0FF fr€e, a b c"),
            "a discount abcd and off free a b c"
        );
        assert_eq!(shape("1 490 ₽, 25 €; l'ordre? D-A-N-A B C D E"), "# # | lordre | dana bcde");
        assert_eq!(shape("a.b v1.2 see https://x.example/y"), "a b v # see @");
    }
}

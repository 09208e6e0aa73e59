//! Splits a message into normalised words, each with its way back to the bytes.
//!
//! Normalised means: lower case, compatibility forms resolved, and diacritics removed where they are ornament
//! (Latin accents, Arabic vowel marks, Hebrew points), kept where they are letters (Devanagari vowel signs).

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use unicode_normalization::UnicodeNormalization as _;

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

/// A message by its address, and its tokens.
type Known = (*const Message, Rc<[Token]>);

/// The tokens of messages that several rules ask for, each split once. It holds for as long as the messages do.
#[derive(Debug, Default)]
pub struct Reader {
    known: RefCell<Vec<Known>>,
}

impl Reader {
    /// The tokens of a message.
    pub fn tokens(&self, message: &Message) -> Rc<[Token]> {
        let known =
            self.known.borrow().iter().find(|(at, _)| std::ptr::eq(*at, message)).map(|(_, t)| t.clone());
        known.unwrap_or_else(|| {
            let tokens: Rc<[Token]> = tokens(message).into();
            self.known.borrow_mut().push((std::ptr::from_ref(message), Rc::clone(&tokens)));
            tokens
        })
    }

    /// Forgets the messages of the item before.
    pub fn clear(&self) {
        self.known.borrow_mut().clear();
    }
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
    out
}

/// Splits a text that is no message: a source, a file name, a column.
pub fn words(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    split(text, 0..text.len(), &mut out);
    out
}

/// The normalised form of a short text, for comparing keywords.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold(c, &mut out);
    }
    out
}

/// The normalised form of a character.
pub(super) fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(plain) = plain(c) {
        out.push(plain);
        return;
    }
    fold_by_tables(c, out);
}

/// The folded form of the letters that most texts are made of; the tables of Unicode know the others. A test holds both
/// to the same answers.
fn plain(c: char) -> Option<char> {
    Some(match c {
        'à'..='å' | 'À'..='Å' => 'a',
        'ç' | 'Ç' => 'c',
        'è'..='ë' | 'È'..='Ë' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' => 'u',
        'ş' | 'Ş' => 's',
        'ğ' | 'Ğ' => 'g',
        // Letters without case and without parts: Hebrew, Arabic, Devanagari, Chinese.
        'ß'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{627}'..='\u{63a}'
        | '\u{641}'..='\u{64a}'
        | '\u{904}'..='\u{928}'
        | '\u{92a}'..='\u{930}'
        | '\u{935}'..='\u{939}'
        | '\u{4e00}'..='\u{9fff}' => c,
        'а'..='и' | 'к'..='я' => c,
        _ => return None,
    })
}

/// Whether a character is a letter; the ranges of [`plain`] hold nothing else.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && (plain(c).is_some() || c.is_alphabetic())
}

fn fold_by_tables(c: char, out: &mut String) {
    if c == 'ı' || c == 'İ' {
        out.push('i');
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if is_ornament(part) {
            continue;
        }
        out.extend(part.to_lowercase().filter(|c| !is_ornament(*c)));
    }
}

/// Marks that end or close a sentence; emoji count as words.
pub fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}' | '\u{ab}' | '\u{bb}' | '\u{bf}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}'
            | '\u{964}' | '\u{965}' | '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}')
}

fn is_ornament(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{591}'..='\u{5c7}'
        | '\u{93c}' | '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
        if let Some(len) = multiple(piece.get(at..).unwrap_or_default()) {
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
        } else if is_letter(c) {
            let mut word = String::with_capacity(12);
            fold(c, &mut word);
            let mut end = start + c.len_utf8();
            while let Some(&(next, c)) = chars.peek() {
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
            push_word(text, word, start..end, out);
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
            fold_by_tables(c, &mut slow);
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

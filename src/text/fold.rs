//! The normalised form of characters: what a reader takes for the same letter becomes the same letter.
//!
//! Lower case; compatibility forms (full width, ligatures, Arabic presentation forms, mathematical letters) resolved;
//! diacritics removed where they are ornament (Latin accents, Arabic vowel marks, Hebrew points, Devanagari nukta),
//! kept where they are letters (Devanagari vowel signs, of which the two for a nasal vowel are one); the Arabic
//! letters that Persian, Urdu and Arabic keyboards write differently made one; traditional Chinese characters turned
//! into simplified ones.
//!
//! The build script reads the phrases of the policy data through the same functions, so that they can be written the way
//! people write.

use unicode_normalization::UnicodeNormalization as _;

/// The normalised form of a short text, for comparing keywords.
pub(crate) fn normalise(text: &str) -> String {
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
pub(super) fn plain(c: char) -> Option<char> {
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
        | '\u{627}'
        | '\u{628}'
        | '\u{62a}'..='\u{63a}'
        | '\u{641}'..='\u{648}'
        | '\u{64a}'
        | '\u{904}'..='\u{928}'
        | '\u{92a}'..='\u{930}'
        | '\u{935}'..='\u{939}' => c,
        '\u{4e00}'..='\u{9fff}' => simplified(c),
        'а'..='и' | 'к'..='я' => c,
        _ => return None,
    })
}

pub(super) fn fold_by_tables(c: char, out: &mut String) {
    if c == 'ı' || c == 'İ' {
        out.push('i');
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if is_ornament(part) {
            continue;
        }
        out.extend(part.to_lowercase().filter(|c| !is_ornament(*c)).map(one_of_its_kind));
    }
}

/// Letters that keyboards of neighbouring languages write differently, and traditional characters.
fn one_of_its_kind(c: char) -> char {
    match c {
        '\u{629}' | '\u{6be}' | '\u{6c1}' | '\u{6c3}' | '\u{6d5}' => '\u{647}',
        '\u{649}' | '\u{6cc}' | '\u{6d2}' => '\u{64a}',
        '\u{6a9}' => '\u{643}',
        '\u{6ba}' => '\u{646}',
        // A nasal vowel is written with either sign.
        '\u{901}' => '\u{902}',
        '\u{3400}'..='\u{9fff}' => simplified(c),
        _ => c,
    }
}

/// Pairs of a traditional character and the simplified one, sorted; a comment on the lines above.
const PAIRS: &str = include_str!("../../policy/han.txt");

/// The simplified form of a Chinese character.
fn simplified(c: char) -> char {
    // Every character of the table takes three bytes, so that pairs can be found by counting.
    const PAIR: usize = 6;
    let table = PAIRS.trim_end();
    let table = table.get(table.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
    let first = |at: usize| table.get(at * PAIR..).and_then(|rest| rest.chars().next());
    let (mut low, mut high) = (0, table.len() / PAIR);
    while low < high {
        let middle = low.midpoint(high);
        match first(middle) {
            Some(found) if found < c => low = middle + 1,
            Some(_) => high = middle,
            None => return c,
        }
    }
    match table.get(low * PAIR..(low + 1) * PAIR).map(|pair| (pair.chars().next(), pair.chars().nth(1))) {
        Some((Some(found), Some(simple))) if found == c => simple,
        _ => c,
    }
}

/// Latin letters that Cyrillic and Greek ones are mistaken for.
const LOOK_ALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('ԁ', 'd'),
    ('ɡ', 'g'),
    ('ο', 'o'),
    ('α', 'a'),
    ('ε', 'e'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ν', 'v'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('β', 'b'),
    ('η', 'n'),
    ('μ', 'm'),
];

/// A normalised word that mixes Latin letters with look-alikes of other alphabets, in Latin letters alone.
pub(super) fn in_latin(word: &str) -> Option<String> {
    if word.is_ascii() || !word.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let latin = |c: char| {
        if c.is_ascii() {
            return Some(c);
        }
        LOOK_ALIKES.iter().find(|(other, _)| *other == c).map(|(_, latin)| *latin)
    };
    word.chars().map(latin).collect()
}

/// Letters that digits and signs are put in the place of: `0FF`, `fr€e`.
const DISGUISES: &[(char, char)] = &[
    ('0', 'o'),
    ('1', 'i'),
    ('3', 'e'),
    ('4', 'a'),
    ('5', 's'),
    ('7', 't'),
    ('€', 'e'),
    ('$', 's'),
    ('@', 'a'),
    ('!', 'i'),
];

/// What a run of letters, digits and signs spells when the signs are read as letters; nothing for a run of one kind.
pub(super) fn undisguised(run: &str) -> Option<String> {
    let letters = run.chars().any(char::is_alphabetic);
    if !letters || !run.chars().any(|c| DISGUISES.iter().any(|(sign, _)| *sign == c)) {
        return None;
    }
    let mut out = String::with_capacity(run.len());
    for c in run.chars() {
        match DISGUISES.iter().find(|(sign, _)| *sign == c) {
            Some((_, letter)) => out.push(*letter),
            None if c.is_alphabetic() => fold(c, &mut out),
            None => return None,
        }
    }
    Some(out)
}

/// A character of the Chinese script, which writes words together.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

pub(super) fn is_ornament(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{591}'..='\u{5c7}'
        | '\u{93c}' | '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

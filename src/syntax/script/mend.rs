//! What may stand in a broken program in the place of its first mistake, so that the rest can be read.
//!
//! A copy of the program is mended in place: what is put in takes the room of white space, and only what closes brackets
//! at the end makes the copy longer. So every offset of the copy is one of the program. What is closed by a guess ends in
//! `..._`, and a text of which the end cannot be told becomes `_`: neither says anything of what may have stood there.

use std::ops::Range;

/// How many open brackets may be closed at once.
const MOST_CLOSED: usize = 8;

/// What is open at a place, and what stands before it.
#[derive(Default)]
struct Before {
    open: Vec<Bracket>,
    /// The last token: where it ends, its last byte, and where it begins if it is a text.
    end: usize,
    last: u8,
    text: Option<usize>,
    /// Whether a comment stands behind it.
    has_comment: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bracket {
    Object,
    Block,
    List,
    /// A list of texts, which may be joined behind its end.
    Lines,
    Round,
    /// `${` in a template.
    Hole,
}

/// Goes through a program up to a place. Where it is broken this is a guess, as everything behind it is.
fn before(text: &str, upto: usize) -> Before {
    let bytes = text.as_bytes();
    let mut out = Before::default();
    let mut at = 0;
    while at < upto.min(bytes.len()) {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(byte) = rest.first().copied() else { break };
        match (byte, rest.get(1)) {
            _ if byte.is_ascii_whitespace() => at += 1,
            (b'/', Some(b'/')) => {
                at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                out.has_comment = true;
            }
            (b'/', Some(b'*')) => {
                at += memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2);
                out.has_comment = true;
            }
            _ => {
                let start = at;
                // `_` stands for a text whose end cannot be told.
                if let (b'"' | b'\'' | b'`' | b'_', b'[', Some(list @ Bracket::List)) =
                    (byte, out.last, out.open.last_mut())
                {
                    *list = Bracket::Lines;
                }
                at += match byte {
                    b'"' | b'\'' => quoted(rest),
                    b'`' => template(rest, &mut out.open),
                    b'}' if out.open.last() == Some(&Bracket::Hole) => {
                        out.open.pop();
                        template(rest, &mut out.open)
                    }
                    _ => bracket(byte, text.get(..out.end).unwrap_or_default(), &mut out.open),
                };
                out.text = matches!(byte, b'"' | b'\'').then_some(start);
                out.end = at.min(bytes.len());
                out.last = bytes.get(out.end.saturating_sub(1)).copied().unwrap_or(byte);
                out.has_comment = false;
            }
        }
    }
    out
}

/// The length of a text in quotes; one that is not closed ends with its line.
fn quoted(rest: &[u8]) -> usize {
    let quote = rest.first().copied().unwrap_or_default();
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match *byte {
            b'\\' => at += 2,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a piece of a template, up to its end or its next hole.
fn template(rest: &[u8], open: &mut Vec<Bracket>) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match (*byte, rest.get(at + 1)) {
            (b'\\', _) => at += 2,
            (b'`', _) => return at + 1,
            (b'$', Some(b'{')) => {
                open.push(Bracket::Hole);
                return at + 2;
            }
            _ => at += 1,
        }
    }
    rest.len()
}

/// Keeps count of the brackets; `told` is what stands before one.
fn bracket(byte: u8, told: &str, open: &mut Vec<Bracket>) -> usize {
    let closed: &[Bracket] = match byte {
        b'{' => {
            let is_value =
                told.ends_with(['(', '[', ',', ':', '=', '?', '&', '|']) || told.ends_with("return");
            open.push(if is_value { Bracket::Object } else { Bracket::Block });
            &[]
        }
        b'[' => {
            open.push(Bracket::List);
            &[]
        }
        b'(' => {
            open.push(Bracket::Round);
            &[]
        }
        b'}' => &[Bracket::Object, Bracket::Block],
        b']' => &[Bracket::List, Bracket::Lines],
        b')' => &[Bracket::Round],
        _ => &[],
    };
    if let Some(at) = open.iter().rposition(|bracket| closed.contains(bracket)) {
        open.truncate(at);
    }
    1
}

/// Copies of a program, each with another change at its first mistake. `len` is how much of it is the program's own.
pub(super) fn mended(text: &str, at: usize, len: usize) -> Vec<String> {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = before(text, at);
    let is_end = text.get(at..).is_some_and(|rest| rest.trim().is_empty());
    let mut out = Vec::new();
    if is_end && text.len() == len {
        // A word at the very end is cut off, and says nothing.
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let word = text.trim_end_matches(is_word).len()..text.len();
        let last = self::before(text, word.start).last;
        let whole = blanked(text, word, "").map(|text| (text, last));
        for (text, last) in whole.into_iter().chain([(text.to_owned(), before.last)]) {
            for value in ["", "_", ":_"] {
                let last = value.bytes().next_back().unwrap_or(last);
                let closed = closing(&before.open, before.open.len(), last);
                // What is cut off within a comment behind a line is ended, too.
                out.push(format!("{text}\n{value}{closed}"));
            }
        }
    }
    out.extend(damaged_text(text, at, &before).and_then(|range| blanked(text, range, "_")));
    out.extend(unclosed_comment(text, at).and_then(|range| blanked(text, range, "")));
    let room = room(text, at, &before);
    let mut put_in = |new: &str| {
        let place = room.start..room.start + new.len();
        if place.end <= room.end {
            out.extend(blanked(text, place, new));
        }
    };
    // In an object a key has to follow: words of a text that has lost its quotes are none.
    if before.open.last() != Some(&Bracket::Object) || is_key(text, at) {
        put_in(",");
    } else {
        put_in(":");
    }
    for count in 1..=before.open.len().min(MOST_CLOSED) {
        let closed = closing(&before.open, count, before.last);
        put_in(&closed);
        put_in(&format!("{closed},"));
    }
    // A sign too many.
    let is_open = |bracket: Bracket| before.open.contains(&bracket);
    let is_too_many = match text.as_bytes().get(at) {
        Some(b',' | b';') => true,
        Some(b'}') => !is_open(Bracket::Object) && !is_open(Bracket::Block),
        Some(b']') => !is_open(Bracket::List) && !is_open(Bracket::Lines),
        Some(b')') => !is_open(Bracket::Round),
        _ => false,
    };
    if is_too_many {
        out.extend(blanked(text, at..at + 1, ""));
    }
    out
}

/// Whether the word or text at a place is the key of an entry, or begins a spread.
fn is_key(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let length = match rest.as_bytes().first() {
        Some(b'"' | b'\'') => quoted(rest.as_bytes()),
        Some(b'.' | b'[') => return true,
        _ => rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$')).unwrap_or(rest.len()),
    };
    length > 0 && rest.get(length..).is_some_and(|behind| behind.trim_start().starts_with(':'))
}

/// What closes the last of the open brackets. Nobody knows what else stood in them.
fn closing(open: &[Bracket], count: usize, mut last: u8) -> String {
    let mut out = String::new();
    for bracket in open.iter().rev().take(count) {
        let rest = if matches!(last, b',' | b'{' | b'[') { "..._" } else { ",..._" };
        let (rest, sign) = match bracket {
            Bracket::Object => (rest, "}"),
            Bracket::List if last != b'[' => (rest, "]"),
            Bracket::List | Bracket::Lines => (rest, "]._"),
            Bracket::Block => ("", "}"),
            Bracket::Round => ("", ")"),
            Bracket::Hole => ("", "}`"),
        };
        out.push_str(rest);
        out.push_str(sign);
        last = b'}';
    }
    out
}

/// White space before a place that nothing needs: the line end behind a comment has to stay.
fn room(text: &str, at: usize, before: &Before) -> Range<usize> {
    let gap = text.get(before.end..at).unwrap_or_default();
    let blank = gap.len() - gap.trim_end_matches(|c: char| c.is_ascii_whitespace()).len();
    let start = at - blank;
    let kept = if before.has_comment { usize::from(blank > 0) } else { 0 };
    start + kept..at
}

/// A text whose end cannot be told: one that is not closed on its line, or that is closed in the middle of a word.
fn damaged_text(text: &str, at: usize, before: &Before) -> Option<Range<usize>> {
    let quote = text.as_bytes().get(at).copied()?;
    let start = match before.text {
        _ if matches!(quote, b'"' | b'\'' | b'`') => at,
        Some(start) if before.end == at => start,
        _ => return None,
    };
    let quote = text.as_bytes().get(start).copied()?;
    let line = logical_line(text.get(start..)?);
    // The next quote with nothing but signs behind it ends the text that was meant.
    let from = at.saturating_sub(start).max(1);
    let ends = line.bytes().enumerate().skip(from).find(|(end, byte)| {
        let behind = line.get(end + 1..).unwrap_or_default().trim_start();
        *byte == quote && (behind.is_empty() || behind.starts_with([',', '}', ']', ')', ';', '+']))
    });
    let is_sign = |c: char| matches!(c, ',' | '}' | ']' | ')' | ';');
    let length = match ends {
        Some((end, _)) if start != at => end + 1,
        // A template goes on behind its line, unless that looks like the end of what it stands in.
        _ if quote == b'`' && !line.trim_end().ends_with(is_sign) => text.len() - start,
        _ => line.trim_end_matches(|c: char| c.is_whitespace() || is_sign(c)).len(),
    };
    Some(start..start + length.max(1))
}

/// The first line of a text, with those that a backslash adds to it.
fn logical_line(text: &str) -> &str {
    let ends = text.match_indices('\n').map(|(at, _)| text.get(..at).unwrap_or_default());
    ends.into_iter().find(|line| !line.trim_end_matches('\r').ends_with('\\')).unwrap_or(text)
}

/// A comment that is not closed.
fn unclosed_comment(text: &str, at: usize) -> Option<Range<usize>> {
    text.get(at..)?.starts_with("/*").then_some(at..text.len())
}

/// A copy with something else in the place of a range, which is filled up with spaces. Line ends stay.
fn blanked(text: &str, range: Range<usize>, new: &str) -> Option<String> {
    let old = text.get(range.clone())?;
    let mut out = String::with_capacity(text.len());
    out.push_str(text.get(..range.start)?);
    out.push_str(new);
    out.extend(old.bytes().skip(new.len()).map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    out.push_str(text.get(range.end..)?);
    (out.len() == text.len()).then_some(out)
}

/// Where the bracket that opens at each place closes again, for all `{` of a text.
pub(super) fn braces(text: &str) -> Vec<(usize, Option<usize>)> {
    let bytes = text.as_bytes();
    let mut all: Vec<(usize, Option<usize>)> = Vec::new();
    // The brackets that are open, and which of all each one is.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = match (byte, rest.get(1)) {
            (b'/', Some(b'/')) => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            (b'/', Some(b'*')) => memchr::memmem::find(rest, b"*/").map_or(2, |end| end + 2),
            (b'"' | b'\'', _) => quoted(rest),
            (b'`', _) => {
                // Without its end a template would hide all the rest.
                let mut holes = Vec::new();
                match template(rest, &mut holes) {
                    length if length < rest.len() || rest.ends_with(b"`") => {
                        if !holes.is_empty() {
                            open.push((b'$', 0));
                        }
                        length
                    }
                    _ => 1,
                }
            }
            (b'{' | b'[', _) => {
                open.push((byte, all.len()));
                if byte == b'{' {
                    all.push((at, None));
                }
                1
            }
            (b'}', _) if open.last().is_some_and(|(of, _)| *of == b'$') => {
                open.pop();
                let mut holes = Vec::new();
                let length = template(rest, &mut holes);
                if !holes.is_empty() {
                    open.push((b'$', 0));
                }
                length
            }
            (b'}' | b']', _) => {
                let wanted = if byte == b'}' { b'{' } else { b'[' };
                if let Some(found) = open.iter().rposition(|(of, _)| *of == wanted) {
                    let nth = open.get(found).map(|(_, nth)| *nth);
                    // What is left open in between is broken.
                    open.truncate(found);
                    if let Some((_, end)) = nth.filter(|_| byte == b'}').and_then(|nth| all.get_mut(nth)) {
                        *end = Some(at + 1);
                    }
                }
                1
            }
            _ => 1,
        };
        at += length.max(1);
    }
    all
}

//! Words in XML and HTML.

use std::borrow::Cow;

/// Words as the text of an element or the value of an attribute in double quotes. Line ends stay line ends.
pub(super) fn escaped(words: &str) -> Cow<'_, str> {
    let is_special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}');
    if !words.contains(is_special) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML knows no such characters, not even as references.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.into()
}

/// A sentence in which what stands between backticks is shown as code. Where they do not pair, they stay.
pub(super) fn with_code(sentence: &str, escape: fn(&str) -> Cow<'_, str>) -> String {
    let pieces: Vec<&str> = sentence.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return escape(sentence).into_owned();
    }
    let mut out = String::with_capacity(sentence.len() + 16);
    for (at, piece) in pieces.iter().enumerate() {
        if at % 2 == 0 {
            out.push_str(&escape(piece));
        } else {
            out.push_str("<code>");
            out.push_str(&escape(piece));
            out.push_str("</code>");
        }
    }
    out
}

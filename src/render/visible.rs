//! Keeps characters that move the cursor or turn the reading direction away from terminals.

use std::borrow::Cow;

/// Whether a character must not reach a terminal raw.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// What stands for it: a character of the same length in UTF-8, so that offsets stay as they are.
fn stand_in(c: char) -> char {
    match c.len_utf8() {
        1 => '?',
        2 => '\u{bf}',
        3 => '\u{fffd}',
        _ => '\u{1f7ab}',
    }
}

/// The text with harmful characters replaced by visible ones of the same length.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Most texts are plain ASCII, and one pass over bytes tells.
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    if text.chars().any(is_harmful) {
        Cow::Owned(text.chars().map(|c| if is_harmful(c) { stand_in(c) } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Words on one line, as long as they were: a line end in them would begin a line that no output has written, such as a
/// finding, or a command of the service that reads the log.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    match visible(text) {
        Cow::Borrowed(text) if !text.contains(['\n', '\t']) => Cow::Borrowed(text),
        shown => Cow::Owned(shown.replace(['\n', '\t'], " ")),
    }
}

/// Words on the lines that they have: the reasons of a finding may be lists. No line of them reads as a command.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if !shown.lines().skip(1).any(|line| line.trim_start().starts_with("::")) {
        return shown;
    }
    let mut out = String::with_capacity(shown.len());
    for line in shown.split('\n') {
        let is_command = line.trim_start().starts_with("::");
        if !out.is_empty() {
            out.push(if is_command { ' ' } else { '\n' });
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// A file name on one line: a line end in it would look like a finding of its own.
pub fn visible_name(name: &str) -> Cow<'_, str> {
    match visible(name) {
        Cow::Borrowed(name) if !name.contains(['\n', '\t']) => Cow::Borrowed(name),
        shown => Cow::Owned(shown.replace(['\n', '\t'], "?")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_stay() {
        let text = "a\u{1b}[31m\u{85}\u{202e}b\u{2066}\u{feff}\u{e0041}é";
        let shown = visible(text);
        assert_eq!(shown.len(), text.len());
        assert!(!shown.chars().any(is_harmful));
        assert_eq!(visible_line("a\n::error::b\tc"), "a ::error::b c");
        assert_eq!(visible_lines("a\n  b\n\n  ::error::c"), "a\n  b\n   ::error::c");
        assert_eq!(visible("plain 👩‍👧 مرحبا"), "plain 👩‍👧 مرحبا");
    }
}

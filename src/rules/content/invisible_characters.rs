//! `invisible-characters`

use unicode_properties::{EmojiStatus, UnicodeEmoji as _};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::rules::{Check, Cx};

rule! {
    /// Characters that nobody sees.
    ///
    /// ## What it finds
    /// Zero-width spaces and joiners where no script or emoji needs them, soft hyphens, fillers, tags, control
    /// characters, and marks that turn the direction of reading. Overrides of the direction are errors. Joiners inside
    /// emoji and in Arabic, Indian and other scripts, and the plain marks of direction (LRM, RLM) in texts of such
    /// scripts, are fine.
    ///
    /// ## Why
    /// They hide what a text says and carry words past filters; most come in by copying from a web page.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your or​der {{1}} has left our warehouse and will reach you on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} has left our warehouse and will reach you on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "invisible-characters",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-hidden-text"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for message in template.texts() {
        let text = message.text.as_str();
        // Tabs and line ends are no other control characters, which the first of these are; the others begin what is
        // hidden, and stand in many scripts seldom or never.
        let may_hide = |byte: u8| {
            byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')
                || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf3)
        };
        if !text.bytes().any(may_hide) {
            continue;
        }
        let turns = text.chars().any(is_right_to_left);
        let mut chars = text.char_indices().peekable();
        let mut before: Option<char> = None;
        while let Some((at, c)) = chars.next() {
            let behind = chars.peek().map(|(_, next)| *next);
            if let Some((what, is_override)) = hidden(c, before, behind, turns) {
                let range = at..at + c.len_utf8();
                let edit =
                    message.text.rewrite(range.clone(), "", cx.workspace.text(message.text.span().file));
                let diagnostic = Diagnostic::at(
                    message.text.slice(range),
                    format!("a character that nobody sees: {what} (U+{:04X})", u32::from(c)),
                )
                .mark("here")
                .help("remove it");
                let diagnostic = if is_override { diagnostic.severity(Severity::Error) } else { diagnostic };
                cx.report(diagnostic.unsafe_fix("remove it", edit.map(|edit| vec![edit])));
            }
            before = Some(c);
        }
    }
}

/// What a character that nobody sees is called, and whether it overrides the direction; nothing where it is needed.
fn hidden(c: char, before: Option<char>, behind: Option<char>, turns: bool) -> Option<(&'static str, bool)> {
    let joins = |c: Option<char>| c.is_some_and(needs_joiners);
    Some(match c {
        '\u{202d}' | '\u{202e}' => ("an override of the direction of reading", true),
        '\u{202a}' | '\u{202b}' | '\u{202c}' | '\u{2066}'..='\u{2069}' if !turns => {
            ("a mark that turns the direction of reading", false)
        }
        '\u{200e}' | '\u{200f}' | '\u{61c}' if !turns => ("a mark of the direction of reading", false),
        '\u{200c}' | '\u{200d}' if !joins(before) || c == '\u{200d}' && behind.is_none() => {
            ("a zero-width joiner", false)
        }
        '\u{200b}' if !before.is_some_and(is_unspaced) => ("a zero-width space", false),
        '\u{2060}' => ("a word joiner", false),
        '\u{feff}' => ("a byte order mark inside of a text", false),
        '\u{ad}' => ("a soft hyphen", false),
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}' => ("a filler", false),
        '\u{180e}' | '\u{2061}'..='\u{2064}' | '\u{206a}'..='\u{206f}' => ("a format character", false),
        // Tags make flags of regions, behind their black flag.
        '\u{e0020}'..='\u{e007f}'
            if !before.is_some_and(|c| c == '\u{1f3f4}' || ('\u{e0020}'..='\u{e007e}').contains(&c)) =>
        {
            ("a tag", false)
        }
        '\u{0}'..='\u{8}'
        | '\u{b}'
        | '\u{c}'
        | '\u{e}'..='\u{1f}'
        | '\u{7f}'..='\u{84}'
        | '\u{86}'..='\u{9f}' => ("a control character", false),
        _ => return None,
    })
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Letters of scripts, and emoji, that joiners stand behind.
fn needs_joiners(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
        || c.emoji_status() != EmojiStatus::NonEmoji && !c.is_ascii()
}

/// Letters of scripts that write no spaces and mark where a line may break.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

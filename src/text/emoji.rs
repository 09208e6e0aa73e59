//! Emoji as people see them: one for each sequence.

use std::ops::Range;

use unicode_properties::{EmojiStatus, UnicodeEmoji as _};

/// Asks for the emoji form of the character before it.
const EMOJI_FORM: char = '\u{fe0f}';
/// Joins two emoji into one.
const JOINER: char = '\u{200d}';
/// Makes a key out of a digit.
const KEYCAP: char = '\u{20e3}';

/// The emoji of a text, each with all characters of its sequence. Characters that are emoji only on request, such as
/// `#`, digits and the copyright sign, count where they are asked for.
pub fn emoji(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Of every sequence, one character at least begins with one of these bytes; most texts have none.
    if !text.bytes().any(|byte| matches!(byte, 0xe2 | 0xe3 | 0xef | 0xf0)) {
        return found;
    }
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let is_plain = c.is_ascii() && next.is_none_or(|next| next.is_ascii());
        if is_plain || !begins(c, next) {
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut joined = false;
        let is_flag = is_flag_letter(c);
        let mut letters = 1;
        while let Some(&(next_at, next)) = chars.peek() {
            let after = text.get(next_at + next.len_utf8()..).and_then(|rest| rest.chars().next());
            let goes_on = joined
                && next.emoji_status() != EmojiStatus::NonEmoji
                && begins_or_may(next, after)
                || matches!(next, EMOJI_FORM | JOINER | KEYCAP | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
                || is_flag && letters < 2 && is_flag_letter(next);
            if !goes_on {
                break;
            }
            letters += 1;
            joined = next == JOINER;
            end = next_at + next.len_utf8();
            chars.next();
        }
        found.push(at..end);
    }
    found
}

fn begins(c: char, next: Option<char>) -> bool {
    match c.emoji_status() {
        EmojiStatus::EmojiPresentation
        | EmojiStatus::EmojiPresentationAndModifierBase
        | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
        | EmojiStatus::EmojiPresentationAndEmojiComponent => !c.is_ascii() || next == Some(EMOJI_FORM),
        // Hands that are drawings unless a skin colour or the emoji form is asked for.
        EmojiStatus::EmojiModifierBase => matches!(next, Some(EMOJI_FORM | '\u{1f3fb}'..='\u{1f3ff}')),
        EmojiStatus::EmojiOther | EmojiStatus::EmojiOtherAndEmojiComponent => {
            matches!(next, Some(EMOJI_FORM | KEYCAP))
        }
        _ => false,
    }
}

/// Whether a character can follow a joiner: an emoji, or a sign such as the heart that becomes one there.
fn begins_or_may(c: char, next: Option<char>) -> bool {
    begins(c, next) || !c.is_ascii()
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        emoji(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn sequences_are_one() {
        assert_eq!(shown("a 👩‍👧 b 👍🏽 c 🇧🇷🇵🇹 ❤️ 1️⃣"), ["👩‍👧", "👍🏽", "🇧🇷", "🇵🇹", "❤️", "1️⃣"]);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        assert_eq!(shown("# 1 © ™ → ✓ é हि مرحبا → №5"), [""; 0]);
    }
}

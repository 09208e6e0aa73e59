//! Whether a text hands over a one-time code.

use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::reader::Reader;
use super::tokens::{Token, TokenKind};
use crate::policy;
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind};

/// How many words may stand between the name of a code and the code.
const NEAR: usize = 4;

/// Codes have so many digits; "a 4-digit code" has one.
const LEAST_DIGITS: usize = 4;

struct Compiled {
    names: PatternSet,
    exceptions: PatternSet,
}

fn compiled() -> &'static Compiled {
    static SET: OnceLock<Compiled> = OnceLock::new();
    SET.get_or_init(|| Compiled {
        names: PatternSet::new(policy::ONE_TIME_CODES.iter().copied()),
        exceptions: PatternSet::new(policy::ONE_TIME_CODE_EXCEPTIONS.iter().copied()),
    })
}

/// The words that name a one-time code beside a placeholder of the same sentence, or of the next line.
pub fn one_time_code(message: &Message, reader: &Reader) -> Option<Span> {
    let tokens = reader.tokens(message);
    // Without anything that could be a code, nothing is handed over.
    if !tokens.iter().any(|token| token.kind == TokenKind::Number) {
        return None;
    }
    let names = compiled().names.find(&tokens);
    if names.is_empty() {
        return None;
    }
    let exceptions = compiled().exceptions.find(&tokens);
    let found = names.into_iter().find(|found| {
        let excepted =
            exceptions.iter().any(|no| no.range.start < found.range.end && found.range.start < no.range.end);
        !excepted && hands_over(message, &tokens, &found.tokens)
    })?;
    Some(message.text.slice(found.range))
}

fn hands_over(message: &Message, tokens: &[Token], name: &Range<usize>) -> bool {
    let text = message.text.as_str();
    let is_written_out = |token: &Token| {
        let digits = text.get(token.range.clone()).unwrap_or_default();
        token.kind == TokenKind::Number
            && digits.len() >= LEAST_DIGITS
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let is_code = |token: &Token| {
        let same = |segment: &crate::syntax::message::Segment| segment.range() == token.range;
        token.kind == TokenKind::Number
            && message.segments.iter().any(|s| matches!(s.kind, SegmentKind::Placeholder(_)) && same(s))
    };
    let is_one_of = |token: &Token, words: &[&str]| match &token.kind {
        TokenKind::Word(word) => words.contains(&word.as_str()),
        _ => false,
    };
    // The code often stands on a line of its own.
    let ends = |token: &Token| {
        token.kind == TokenKind::Break
            && !text.get(token.range.clone()).is_some_and(|sign| sign.contains(['\n', '\r']))
    };
    let ahead: Vec<&Token> = tokens
        .get(name.end..)
        .unwrap_or_default()
        .iter()
        .take_while(|token| !ends(token))
        .filter(|token| token.kind != TokenKind::Break)
        .take(NEAR + 1)
        .collect();
    let behind = tokens.get(..name.start).unwrap_or_default().iter().rev();
    let behind: Vec<&Token> = behind.take_while(|token| token.kind != TokenKind::Break).collect();
    if let Some(at) = ahead.iter().position(|token| is_code(token) || is_written_out(token)) {
        let sent_there =
            at > 0 && ahead.get(at - 1).is_some_and(|token| is_one_of(token, policy::BEFORE_RECIPIENTS));
        let is_warned = ahead.iter().take(at).any(|token| is_one_of(token, policy::CODE_WARNINGS));
        return !sent_there && !is_warned;
    }
    // `{{1}} is your code`, but not `never give {{1}} your code`.
    let near = behind.iter().take(NEAR + 1);
    // Scripts that write words together hide a warning inside of a word.
    let hidden = |token: &&&Token| {
        let word = text.get(token.range.clone()).unwrap_or_default();
        ["勿", "不要", "别", "別"].iter().any(|sign| word.contains(sign))
    };
    let own = tokens.get(name.clone()).unwrap_or_default();
    let is_warned = behind.iter().any(|token| is_one_of(token, policy::CODE_WARNINGS))
        || behind.iter().any(|token| hidden(&token))
        || own.iter().any(|token| hidden(&&token));
    !is_warned && near.into_iter().any(|token| is_code(token))
}

//! Whether a text hands over a one-time code.

use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::tokens::{Reader, TokenKind};
use crate::policy;
use crate::source::Span;
use crate::syntax::message::Message;

/// How many words may stand between the name of a code and the code.
const NEAR: usize = 4;

fn patterns() -> &'static PatternSet {
    static SET: OnceLock<PatternSet> = OnceLock::new();
    SET.get_or_init(|| PatternSet::new(policy::ONE_TIME_CODES.iter().copied()))
}

/// The words that name a one-time code beside a placeholder or number in the same sentence.
pub fn one_time_code(message: &Message, reader: &Reader) -> Option<Span> {
    let tokens = reader.tokens(message);
    let found = patterns().find(&tokens).into_iter().find(|found| {
        let is_code = |kind: &TokenKind| *kind == TokenKind::Number;
        let ahead = tokens.get(found.tokens.end..).unwrap_or_default().iter().map(|token| &token.kind);
        let behind =
            tokens.get(..found.tokens.start).unwrap_or_default().iter().rev().map(|token| &token.kind);
        let mut ahead = ahead.take_while(|kind| **kind != TokenKind::Break).take(NEAR);
        let mut behind = behind.take_while(|kind| **kind != TokenKind::Break).take(NEAR);
        ahead.any(is_code) || behind.any(is_code)
    })?;
    Some(message.text.slice(found.range))
}

//! `shouting`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::least;
use crate::rules::{Check, Cx};
use crate::text::tokens::{Token, TokenKind};

rule! {
    /// Whole sentences in capitals.
    ///
    /// ## What it finds
    /// Bodies and headers in which more than half of the words, and at least five in a row, are written in capitals.
    /// Abbreviations, codes, and words of scripts without capitals do not count.
    ///
    /// ## Why
    /// It reads like spam, and review may refuse it as such.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "OUR SPRING PLANTS ARE IN THE SHOP NOW, come and see them until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in the shop now, and IKEA pots too. Come and see them until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    name: "shouting",
    group: Content,
    severity: Advice,
    since: "0.1.0",
    facts: ["wa-readable-text"],
    check: Check::Template(check),
}

/// How long a word must be to be one that could be written otherwise.
const LEAST_LETTERS: usize = 2;

fn check(cx: &mut Cx<'_>, template: &Template) {
    for message in template.texts() {
        let text = message.text.as_str();
        // In most texts small letters are many times more than capitals; counting bytes tells. The first bytes of letters
        // with case, from accented Latin to Cyrillic, are taken for capitals.
        let small = text.bytes().filter(u8::is_ascii_lowercase).count();
        let capitals = text.bytes().filter(|b| b.is_ascii_uppercase() || (0xc3..=0xd4).contains(b)).count();
        if capitals < small / 2 || capitals < least::WA_READABLE_TEXT * LEAST_LETTERS {
            continue;
        }
        let tokens = cx.reader.tokens(message);
        let words: Vec<&Token> =
            tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word(_))).collect();
        let shouted = |token: &Token| {
            let word = text.get(token.range.clone()).unwrap_or_default();
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            letters >= LEAST_LETTERS
                && word.chars().any(char::is_uppercase)
                && !word.chars().any(char::is_lowercase)
        };
        // Single letters neither make a row nor break it.
        let lone =
            |token: &Token| text.get(token.range.clone()).is_some_and(|word| word.chars().count() == 1);
        let mut all = 0;
        // Where the longest row begins and ends, and how many of its words are loud; and the row that goes on.
        let (mut best, mut row) = ((0, 0, 0), None);
        for (at, token) in words.iter().enumerate() {
            let is_loud = shouted(token);
            all += usize::from(is_loud);
            row = match row {
                Some((from, loud)) if is_loud || lone(token) => Some((from, loud + usize::from(is_loud))),
                None if is_loud => Some((at, 1)),
                _ => None,
            };
            if let Some((from, loud)) = row.filter(|(_, loud)| *loud > best.2) {
                best = (from, at, loud);
            }
        }
        let (from, to, loud) = best;
        let (Some(first), Some(last)) = (words.get(from), words.get(to)) else { continue };
        if loud >= least::WA_READABLE_TEXT && all * 2 > words.len() {
            cx.report(
                Diagnostic::at(
                    message.text.slice(first.range.start..last.range.end),
                    format!("{loud} words in a row in capitals"),
                )
                .mark("reads like shouting")
                .help("write them as in a letter, and make the one word that matters *bold*"),
            );
        }
    }
}

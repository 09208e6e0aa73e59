//! `homoglyphs`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::text::tokens::{Disguise, TokenKind};

rule! {
    /// Words in disguise.
    ///
    /// ## What it finds
    /// Words that mix Latin letters with letters of other alphabets that look the same, promotional words in which
    /// signs stand for letters (`0FF`, `fr€e`), and words whose letters stand apart (`D I S C O U N T`).
    ///
    /// ## Why
    /// They carry words past filters, and review looks for just that. The word is read as what it looks like all the
    /// same.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in the shop, and you get a gift for fr€e until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in the shop, and you get a gift for 0€ until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    name: "homoglyphs",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-hidden-text", "wa-readable-text"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for message in template.texts() {
        for token in cx.reader.tokens(message).iter() {
            let (TokenKind::Word(word), Some(how)) = (&token.kind, token.disguise) else { continue };
            let place = message.text.slice(token.range.clone());
            cx.report(
                Diagnostic::at(place, format!("a word in disguise: \"{word}\""))
                    .mark(match how {
                        Disguise::Signs => "signs stand for letters",
                        Disguise::Apart => "the letters stand apart",
                        Disguise::Alphabet => "letters of another alphabet look like Latin ones",
                    })
                    .help("write the word in plain letters, or leave it out"),
            );
        }
    }
}

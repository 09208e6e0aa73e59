//! `too-many-variables`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{BodyPlace, Category, Template};
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, SegmentKind};
use crate::syntax::tree::shows_nothing;
use crate::text::similar::is_dense;

rule! {
    /// More placeholders than the words around them carry.
    ///
    /// ## What it finds
    /// Bodies with fewer words outside of placeholders than twice the number of placeholders and one more (words >=
    /// 2 x placeholders + 1). The platform publishes no formula; this one is from a single live test, so it is a
    /// warning. In scripts without spaces every character counts as a word. For a carousel, the placeholders of the
    /// cards count together with the body above them. A body that holds nothing but placeholders is an error.
    ///
    /// ## Why
    /// The create call answers with 100/2388293.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}}, {{2}}, {{3}} today."
    ///   sample: { 1: "A-1042", 2: "two coats", 3: "Friday" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} with {{2}} has left our warehouse and will reach you on {{3}} at the latest."
    ///   sample: { 1: "A-1042", 2: "two coats", 3: "Friday" }
    /// }
    /// ```
    name: "too-many-variables",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["var-ratio", "var-ratio-formula", "var-body-only-variable", "carousel-ratio"],
    needs: [Body, Cards, Category],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is(Category::Authentication) || template.is_approved() {
        return;
    }
    for (body, what) in template.bodies() {
        let Some(message) = &body.text else { continue };
        let is_own = what == BodyPlace::Template;
        let own = message.placeholders().count();
        let cards = template.cards().iter().filter_map(|card| card.body.as_ref()?.text.as_ref());
        let of_cards: usize = if is_own { cards.map(|text| text.placeholders().count()).sum() } else { 0 };
        let count = own + of_cards;
        let needed = 2 * count + 1;
        if count == 0 || has_words(message, needed) {
            continue;
        }
        let words = words(message).count();
        let span = message.text.span();
        let only_placeholders = message.segments.iter().all(|segment| match segment.kind {
            SegmentKind::Plain => shows_nothing(message.words_of(segment)),
            _ => true,
        });
        if only_placeholders && own > 0 {
            cx.report(
                Diagnostic::at(span, format!("{what} holds nothing but placeholders"))
                    .mark("no word of its own")
                    .help("write the sentence in which the values stand")
                    .cites("var-body-only-variable")
                    .severity(Severity::Error),
            );
            continue;
        }
        let placeholders = counted(count, "placeholder");
        let of_words = counted(words, "word");
        let mut diagnostic = Diagnostic::at(span, format!("{placeholders} for {of_words} in {what}"))
            .mark(format!("{placeholders} {} {needed} words", if count == 1 { "needs" } else { "need" }))
            .note("the formula, words >= 2 x placeholders + 1, is from one live test; the platform publishes none")
            .help("say more around the placeholders, or use fewer of them");
        if of_cards > 0 {
            diagnostic =
                diagnostic.note(format!("{of_cards} of them stand in the cards")).cites("carousel-ratio");
        }
        cx.report(diagnostic);
    }
}

fn has_words(message: &Message, needed: usize) -> bool {
    words(message).take(needed).count() == needed
}

/// Words outside of placeholders; characters of scripts without spaces count one each, so that nothing valid is told.
fn words(message: &Message) -> impl Iterator<Item = &str> {
    let outside = message.segments.iter().filter(|segment| {
        let is_variable =
            matches!(segment.kind, SegmentKind::Placeholder(_) | SegmentKind::Malformed(Some(_)));
        !is_variable || message.is_doubtful(segment)
    });
    outside.flat_map(|segment| message.words_of(segment).split_whitespace()).flat_map(|word| {
        // `订单A1042` is two characters and a word.
        let plain = if word.is_ascii() { "" } else { word };
        let dense = plain.char_indices().filter(|(_, c)| is_dense(*c));
        let dense = dense.map(move |(at, c)| plain.get(at..at + c.len_utf8()).unwrap_or_default());
        let others = word.split(is_dense).filter(|part| part.contains(char::is_alphanumeric));
        dense.chain(others)
    })
}

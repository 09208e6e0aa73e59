//! `carousel-cards-differ`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, Card, HeaderKind, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// Carousel cards that are not built alike.
    ///
    /// ## What it finds
    /// Cards with another kind of header than the first card, with a body where the first has none or the other way
    /// round, or with other kinds of buttons. Words, pictures and addresses may differ.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_looks {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Have a look at what came in this week. Reply STOP to receive no more offers."
    ///   carousel {
    ///     card { header: image "https://shop.example/coat.jpg"; body: "A coat of boiled wool."; button: quick_reply "Tell me more" }
    ///     card { header: image "https://shop.example/scarf.jpg"; button: quick_reply "Tell me more" }
    ///   }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_looks {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Have a look at what came in this week. Reply STOP to receive no more offers."
    ///   carousel {
    ///     card { header: image "https://shop.example/coat.jpg"; body: "A coat of boiled wool."; button: quick_reply "Tell me more" }
    ///     card { header: image "https://shop.example/scarf.jpg"; body: "A scarf of merino wool."; button: quick_reply "Tell me more" }
    ///   }
    /// }
    /// ```
    name: "carousel-cards-differ",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["carousel-uniform", "carousel-media-kind"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some((first, rest)) = template.cards().split_first() else { return };
    let start = |card: &Card| Span { end: (card.span.start + 1).min(card.span.end), ..card.span };
    for (at, card) in rest.iter().enumerate() {
        let number = at + 2;
        let mut differences: Vec<(String, &'static str)> = Vec::new();
        let kind =
            |card: &Card| card.header.as_ref().and_then(|header| header.kind.known).map(HeaderKind::as_str);
        if kind(card) != kind(first) {
            let said = |kind: Option<&str>| {
                kind.map_or("no header".to_owned(), |kind| format!("a header of kind {kind}"))
            };
            let fact = if kind(card).is_some() && kind(first).is_some() {
                "carousel-media-kind"
            } else {
                "carousel-uniform"
            };
            differences.push((format!("{}, card 1 has {}", said(kind(card)), said(kind(first))), fact));
        }
        if card.body.is_some() != first.body.is_some() {
            let (own, other) = if card.body.is_some() { ("a body", "none") } else { ("no body", "one") };
            differences.push((format!("{own}, card 1 has {other}"), "carousel-uniform"));
        }
        let kinds = |card: &Card| card.buttons.iter().map(Button::kind_name).collect::<Vec<_>>();
        if kinds(card) != kinds(first) {
            let said = |kinds: Vec<String>| {
                if kinds.is_empty() {
                    "no buttons".to_owned()
                } else {
                    format!("buttons {}", kinds.join(", "))
                }
            };
            differences.push((
                format!("{}, card 1 has {}", said(kinds(card)), said(kinds(first))),
                "carousel-uniform",
            ));
        }
        for (difference, fact) in differences {
            cx.report(
                Diagnostic::at(start(card), format!("card {number} has {difference}"))
                    .mark("built differently")
                    .label(start(first), "than the first card")
                    .help("give all cards the same parts")
                    .cites(fact),
            );
        }
    }
}

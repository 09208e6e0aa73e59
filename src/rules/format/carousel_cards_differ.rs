//! `carousel-cards-differ`

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Button, Card, HeaderKind, Template};
use crate::rules::{Check, Cx};

rule! {
    /// Carousel cards that are not built alike.
    ///
    /// ## What it finds
    /// Cards with another kind of header than most of the cards, with a body where most have none or the other way
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
    needs: [Cards],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let cards = template.cards();
    // Cards are measured by how most of them are built, so that one odd card is told once; on a draw the first counts.
    let mut counts: BTreeMap<Build, usize> = BTreeMap::new();
    for card in cards {
        *counts.entry(build(card)).or_default() += 1;
    }
    let alike = |card: &Card| counts.get(&build(card)).copied().unwrap_or(0);
    let model = cards.iter().enumerate().max_by_key(|(at, card)| (alike(card), std::cmp::Reverse(*at)));
    let Some((model_at, model)) = model else { return };
    let model_number = model_at + 1;
    for (at, card) in cards.iter().enumerate() {
        let number = at + 1;
        let ((header, has_body, buttons), (model_header, model_body, model_buttons)) =
            (build(card), build(model));
        let mut differences: Vec<(String, &'static str, &'static str)> = Vec::new();
        if header != model_header {
            let said = |kind: Option<&str>| {
                kind.map_or("no header".to_owned(), |kind| format!("a header of kind {kind}"))
            };
            let both = header.is_some() && model_header.is_some();
            let fact = if both { "carousel-media-kind" } else { "carousel-uniform" };
            let difference = format!("{}; card {model_number} has {}", said(header), said(model_header));
            differences.push((difference, fact, "give all cards the same kind of header"));
        }
        if has_body != model_body {
            let (own, other) = if has_body { ("a body", "none") } else { ("no body", "one") };
            let difference = format!("{own}; card {model_number} has {other}");
            differences.push((difference, "carousel-uniform", "give every card a body, or none of them"));
        }
        if buttons != model_buttons {
            let difference = format!("{}; card {model_number} has {}", said(&buttons), said(&model_buttons));
            differences.push((
                difference,
                "carousel-uniform",
                "give all cards the same buttons in the same order",
            ));
        }
        for (difference, fact, help) in differences {
            cx.report(
                Diagnostic::at(card.heading, format!("card {number} has {difference}"))
                    .mark("built differently")
                    .label(model.heading, format!("than card {model_number}"))
                    .help(help)
                    .cites(fact),
            );
        }
    }
}

/// How a card is built.
type Build = (Option<&'static str>, bool, Vec<String>);

/// What must be alike: the kind of header, whether there is a body, and the kinds of buttons.
fn build(card: &Card) -> Build {
    let kind = card.header.as_ref().and_then(|header| header.kind.known).map(HeaderKind::as_str);
    (kind, card.body.is_some(), card.buttons.iter().map(Button::kind_name).collect())
}

fn said(buttons: &[String]) -> String {
    match buttons {
        [] => "no buttons".to_owned(),
        [only] => format!("a {only} button"),
        [head @ .., last] => format!("the buttons {} and {last}", head.join(", ")),
    }
}

//! `carousel-card-count`

use crate::diagnostic::Diagnostic;
use crate::model::{Dialect, HeaderKind, Template};
use crate::policy::{least, limit};
use crate::rules::{Check, Cx};

rule! {
    /// A carousel with fewer than 2 or more than 10 cards.
    ///
    /// ## What it finds
    /// Carousels whose number of cards is outside of what the platform takes.
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
    name: "carousel-card-count",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["carousel-cards-media", "carousel-cards-product"],
    needs: [Cards],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let cards = template.cards();
    if let Some(carousel) = &template.carousel
        && cards.is_empty()
        && template.dialect == Dialect::Native
    {
        cx.report(
            Diagnostic::at(carousel.heading, "a carousel without cards")
                .mark("its cards are missing")
                .help(format!("add {} cards or more", least::CAROUSEL_CARDS_MEDIA)),
        );
        return;
    }
    let is_product = cards
        .iter()
        .filter_map(|card| card.header.as_ref())
        .any(|header| header.kind.known == Some(HeaderKind::Product));
    let (least, most, fact) = if is_product {
        (least::CAROUSEL_CARDS_PRODUCT, limit::CAROUSEL_CARDS_PRODUCT, "carousel-cards-product")
    } else {
        (least::CAROUSEL_CARDS_MEDIA, limit::CAROUSEL_CARDS_MEDIA, "carousel-cards-media")
    };
    let count = cards.len();
    let diagnostic = match (cards.first(), cards.get(most)) {
        (_, Some(over)) => Diagnostic::at(
            over.heading,
            format!("{count} cards, {} more than the {most} allowed", count - most),
        )
        .mark("the first one too many")
        .help("keep the best ones, or make two templates"),
        (Some(only), None) if count < least => {
            Diagnostic::at(only.heading, format!("a carousel of {count} card, and {least} are needed"))
                .mark("the only card")
                .help(if is_product {
                    "add a card, or make it a single-product template"
                } else {
                    "add a card, or make it a template with a picture"
                })
        }
        _ => return,
    };
    cx.report(diagnostic.cites(fact));
}

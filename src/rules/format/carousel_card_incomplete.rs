//! `carousel-card-incomplete`

use crate::diagnostic::Diagnostic;
use crate::model::{HeaderKind, Template};
use crate::policy::{limit, values_of};
use crate::rules::{Check, Cx};

rule! {
    /// A carousel card without its picture or its button.
    ///
    /// ## What it finds
    /// Cards without an image or video header, without a button, with more than two buttons, or with buttons other
    /// than quick replies, links and phone numbers. Product cards have a header and a button of their own kind.
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
    ///     card { header: image "https://shop.example/coat.jpg"; body: "A coat of boiled wool." }
    ///     card { header: image "https://shop.example/scarf.jpg"; body: "A scarf of merino wool."; button: quick_reply "Tell me more" }
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
    name: "carousel-card-incomplete",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["carousel-card-header", "carousel-card-buttons"],
    needs: [Cards],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for (at, card) in template.cards().iter().enumerate() {
        let number = at + 1;
        let start = card.heading;
        let kind = card.header.as_ref().and_then(|header| header.kind.known);
        let is_product = kind == Some(HeaderKind::Product);
        let taken = values_of("carousel-card-header");
        match (&card.header, kind) {
            (None, _) => cx.report(
                Diagnostic::at(start, format!("card {number} has no picture"))
                    .mark("an image or video header is missing")
                    .help("add a header with an image or a video")
                    .cites("carousel-card-header"),
            ),
            (Some(header), Some(kind))
                if !is_product && !taken.iter().any(|word| word.eq_ignore_ascii_case(kind.as_str())) =>
            {
                let place = match &header.text {
                    Some(text) => text.text.span(),
                    None if header.kind.span().is_empty() => start,
                    None => header.kind.span(),
                };
                cx.report(
                    Diagnostic::at(place, format!("card {number} has a {} header", kind.as_str()))
                        .mark("an image or a video only")
                        .help("use an image or a video")
                        .cites("carousel-card-header"),
                );
            }
            _ => {}
        }
        if is_product {
            continue;
        }
        let most = limit::CAROUSEL_CARD_BUTTONS;
        if card.buttons.is_empty() {
            cx.report(
                Diagnostic::at(start, format!("card {number} has no button"))
                    .mark("a button is missing")
                    .help("add a quick reply, a link or a phone button")
                    .cites("carousel-card-buttons"),
            );
        } else if let Some(over) = card.buttons.get(most) {
            cx.report(
                Diagnostic::at(
                    over.span,
                    format!("card {number} has {} buttons, and {most} are allowed", card.buttons.len()),
                )
                .mark("one too many")
                .help("keep the ones that matter")
                .cites("carousel-card-buttons"),
            );
        }
        for button in &card.buttons {
            let Some(kind) = button.kind.known else { continue };
            if !values_of("carousel-card-buttons").iter().any(|word| word.eq_ignore_ascii_case(kind.as_str()))
            {
                cx.report(
                    Diagnostic::at(button.heading(), format!("{} on a card", button.named()))
                        .mark("not on a card")
                        .help("use a quick reply, a link or a phone button")
                        .cites("carousel-card-buttons"),
                );
            }
        }
    }
}

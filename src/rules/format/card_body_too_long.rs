//! `card-body-too-long`

use crate::model::Template;
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};

rule! {
    /// The text of a carousel card of more than 160 characters.
    ///
    /// ## What it finds
    /// Bodies of cards that are longer than the figure that providers give. It is a warning because the platform's
    /// current pages name no figure.
    ///
    /// ## Why
    /// Where the figure holds, the create call answers with 100/2388040 and does not say which card it means.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_looks {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Have a look at what came in this week. Reply STOP to receive no more offers."
    ///   carousel {
    ///     card { header: image "https://shop.example/coat.jpg"; body: "A coat of boiled wool, cut wide in the shoulders, with two deep pockets and a collar that stands up against the wind, lined with cotton and made to last for many winters."; button: quick_reply "Tell me more" }
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
    ///     card { header: image "https://shop.example/coat.jpg"; body: "A coat of boiled wool with two deep pockets."; button: quick_reply "Tell me more" }
    ///     card { header: image "https://shop.example/scarf.jpg"; body: "A scarf of merino wool."; button: quick_reply "Tell me more" }
    ///   }
    /// }
    /// ```
    name: "card-body-too-long",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["body-max-carousel-card"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for (at, card) in template.cards().iter().enumerate() {
        let text = card.body.as_ref().and_then(|body| body.text.as_ref());
        let what = format!("the body of card {}", at + 1);
        let found = text.and_then(|text| too_long(&what, &text.text, limit::BODY_MAX_CAROUSEL_CARD));
        if let Some(diagnostic) = found {
            cx.report(diagnostic);
        }
    }
}

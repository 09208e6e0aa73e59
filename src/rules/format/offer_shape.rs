//! `offer-shape`

use crate::diagnostic::Diagnostic;
use crate::model::{ButtonKind, Part, Template};
use crate::policy::values_of;
use crate::rules::{Check, Cx};

rule! {
    /// A limited-time offer with parts that it cannot have, or without those that it needs.
    ///
    /// ## What it finds
    /// Limited-time offers with a header other than an image or a video, with a footer, without a link button, or
    /// with a copy-code button that is not the first.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template weekend_offer {
    ///   category: marketing
    ///   language: en_US
    ///   limited_time_offer: "Ends on Sunday!"
    ///   body: "20% off everything until Sunday night. Reply STOP to receive no more offers."
    ///   button: quick_reply "Tell me more"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template weekend_offer {
    ///   category: marketing
    ///   language: en_US
    ///   limited_time_offer: "Ends on Sunday!"
    ///   body: "20% off everything until Sunday night. Reply STOP to receive no more offers."
    ///   button: url "Shop now" -> "https://shop.example/weekend"
    /// }
    /// ```
    name: "offer-shape",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["lto-header", "lto-buttons", "footer-not-in-lto"],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(offer) = &template.limited_time_offer else { return };
    let start = offer.heading;
    if let Some(header) = &template.header
        && let Some(kind) = header.kind.known
        && !values_of("lto-header").iter().any(|word| word.eq_ignore_ascii_case(kind.as_str()))
    {
        let place = if header.kind.span().is_empty() { header.span } else { header.kind.span() };
        cx.report(
            Diagnostic::at(place, format!("a {} header in a limited-time offer", kind.as_str()))
                .mark("an image or a video only")
                .label(start, "the offer")
                .help("use an image or a video, or no header")
                .cites("lto-header"),
        );
    }
    if let Some(footer) = &template.footer {
        let place = footer.text.as_ref().map_or(footer.span, |text| text.text.span());
        cx.report(
            Diagnostic::at(place, "a footer in a limited-time offer")
                .mark("not supported")
                .label(start, "the offer")
                .help("move its words into the body")
                .cites("footer-not-in-lto"),
        );
    }
    let has_link = template.buttons.iter().any(|button| button.is(ButtonKind::Url));
    if !has_link && !template.unknown.has(Part::Buttons) {
        cx.report(
            Diagnostic::at(start, "this limited-time offer has no link button")
                .mark("leads nowhere")
                .help("add a link button to the page of the offer")
                .cites("lto-buttons"),
        );
    }
    let Some(code) = template.buttons.iter().position(|button| button.is(ButtonKind::CopyCode)) else {
        return;
    };
    let link = template.buttons.iter().position(|button| button.is(ButtonKind::Url));
    if let Some(button) = template.buttons.get(code).filter(|_| code > 0) {
        cx.report(
            Diagnostic::at(button.heading(), "the copy-code button of an offer must come first")
                .mark("stands behind another button")
                .help("put it before the others")
                .cites("lto-buttons"),
        );
    } else if let Some(button) = link.filter(|at| *at > 1).and_then(|at| template.buttons.get(at)) {
        cx.report(
            Diagnostic::at(button.heading(), "the link of an offer must follow its code")
                .mark("stands behind another button")
                .help("put it right behind the copy-code button")
                .cites("lto-buttons"),
        );
    }
}

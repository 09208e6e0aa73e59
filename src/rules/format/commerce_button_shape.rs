//! `commerce-button-shape`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, HeaderKind, Part, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A product button in a template that is not built for it.
    ///
    /// ## What it finds
    /// Multi-product and single-product buttons that are not the only button; multi-product templates without a
    /// header; a second catalogue button; checkout buttons that occur twice, stand beside others than quick
    /// replies, or have no image or video above them.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_coats {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring coats are in. Reply STOP to receive no more offers."
    ///   button: mpm "View items"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_coats {
    ///   category: marketing
    ///   language: en_US
    ///   header: "Spring coats"
    ///   body: "Our spring coats are in. Reply STOP to receive no more offers."
    ///   button: mpm "View items"
    /// }
    /// ```
    name: "commerce-button-shape",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-catalog", "btn-mpm", "btn-spm", "btn-checkout"],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let buttons = &template.buttons;
    for button in buttons {
        let fact = match button.kind.known {
            Some(ButtonKind::Catalog) => "btn-catalog",
            Some(ButtonKind::Mpm) => "btn-mpm",
            Some(ButtonKind::Spm) => "btn-spm",
            _ => continue,
        };
        let is_catalog = button.is(ButtonKind::Catalog);
        let is_other =
            |other: &&Button| !std::ptr::eq(*other, button) && (other.is(ButtonKind::Catalog) || !is_catalog);
        if let Some(other) = buttons.iter().find(is_other) {
            let diagnostic = if is_catalog && other.is(ButtonKind::Catalog) {
                Diagnostic::at(other.heading(), "a second catalog button")
                    .mark("one too many")
                    .label(button.heading(), "the first one")
            } else {
                let (alone, name) = (button.named(), button.kind_name());
                Diagnostic::at(other.heading(), format!("{} beside {alone}", other.named()))
                    .mark(format!("not beside a {name} button"))
                    .label(button.heading(), "takes no other button beside it")
            };
            cx.report(diagnostic.help("keep one of the two").cites(fact));
            return;
        }
        if button.is(ButtonKind::Mpm) && template.header.is_none() && !template.unknown.has(Part::Header) {
            cx.report(
                Diagnostic::at(button.heading(), "a multi-product template needs a header")
                    .mark("no header above it")
                    .help("add a header")
                    .cites(fact),
            );
        }
    }
    let checkouts: Vec<&Button> = buttons.iter().filter(|button| button.is(ButtonKind::Checkout)).collect();
    let Some(first) = checkouts.first() else { return };
    let beside =
        buttons.iter().find(|button| !button.is(ButtonKind::Checkout) && !button.is(ButtonKind::QuickReply));
    if let Some(over) = checkouts.get(1).copied().or(beside) {
        cx.report(
            Diagnostic::at(over.heading(), "a checkout button stands once, beside quick replies only")
                .mark("not beside a checkout button")
                .label(first.heading(), "the checkout button")
                .help("remove it")
                .cites("btn-checkout"),
        );
    }
    let has_picture = template
        .header
        .as_ref()
        .is_some_and(|header| matches!(header.kind.known, Some(HeaderKind::Image | HeaderKind::Video)));
    if !has_picture && !template.unknown.has(Part::Header) {
        cx.report(
            Diagnostic::at(first.heading(), "a checkout template needs an image or a video")
                .mark("no picture above it")
                .help("add an image or video header")
                .cites("btn-checkout"),
        );
    }
}

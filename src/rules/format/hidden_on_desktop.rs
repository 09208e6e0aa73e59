//! `hidden-on-desktop`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, Template};
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// A message that people at a computer do not see, or not whole.
    ///
    /// ## What it finds
    /// Templates with four or more buttons, or with a quick reply beside a button of another kind, limited-time
    /// offers and coupon codes: desktop and web clients do not show them. Of more than three buttons, phones show
    /// two and hide the rest behind a list.
    ///
    /// ## Why
    /// Whoever reads at a computer is asked to open the phone.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: quick_reply "Thank you"
    ///   button: url "Track" -> "https://shop.example/track"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://shop.example/track"
    /// }
    /// ```
    name: "hidden-on-desktop",
    group: Format,
    severity: Advice,
    since: "0.1.0",
    facts: ["btn-desktop-hidden", "btn-see-all", "lto-desktop", "coupon-web"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let buttons = &template.buttons;
    let place =
        |button: &Button| if button.kind.span().is_empty() { button.span } else { button.kind.span() };
    if let Some(offer) = &template.limited_time_offer {
        let start = Span { end: (offer.span.start + 1).min(offer.span.end), ..offer.span };
        cx.report(
            Diagnostic::at(start, "a limited-time offer is not shown on desktop and web")
                .mark("phones only")
                .cites("lto-desktop"),
        );
    } else if let Some(code) = buttons.iter().find(|button| button.is(ButtonKind::CopyCode)) {
        cx.report(
            Diagnostic::at(place(code), "a coupon template is not shown on the web")
                .mark("phones only")
                .help("put the code into the text too, if people read you at a computer")
                .cites("coupon-web"),
        );
    } else if let Some(fourth) = buttons.get(limit::BTN_DESKTOP_HIDDEN) {
        let count = buttons.len();
        cx.report(
            Diagnostic::at(place(fourth), format!("{count} buttons are not shown on desktop"))
                .mark(format!("from {} buttons on, phones show two and a list", limit::BTN_SEE_ALL + 1))
                .help(format!("keep to {} buttons", limit::BTN_DESKTOP_HIDDEN))
                .cites(if count > limit::BTN_SEE_ALL { "btn-see-all" } else { "btn-desktop-hidden" }),
        );
    } else {
        let is_reply = |button: &&Button| button.is(ButtonKind::QuickReply);
        let (Some(reply), Some(other)) =
            (buttons.iter().find(is_reply), buttons.iter().find(|button| !is_reply(button)))
        else {
            return;
        };
        cx.report(
            Diagnostic::at(place(other), "quick replies and other buttons together are not shown on desktop")
                .mark(format!("a {} button", other.kind_name()))
                .label(place(reply), "beside a quick reply")
                .help("keep to one of the two kinds, if people read you at a computer"),
        );
    }
}

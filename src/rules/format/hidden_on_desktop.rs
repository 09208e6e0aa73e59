//! `hidden-on-desktop`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, Template};
use crate::policy::limit;
use crate::rules::{Check, Cx};

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
    if let Some(offer) = &template.limited_time_offer {
        cx.report(
            Diagnostic::at(offer.heading, "a limited-time offer is not shown on desktop and web")
                .mark("phones only")
                .help("send a template without it to people who read you at a computer")
                .cites("lto-desktop"),
        );
    } else if let Some(code) = buttons.iter().find(|button| button.is(ButtonKind::CopyCode)) {
        cx.report(
            Diagnostic::at(code.heading(), "a coupon template is not shown on the web")
                .mark("phones only")
                .help("send a template without this button, the code in its text, to people who read you at a computer")
                .cites("coupon-web"),
        );
    } else if let Some(fourth) = buttons.get(limit::BTN_DESKTOP_HIDDEN) {
        let count = buttons.len();
        cx.report(
            Diagnostic::at(
                fourth.heading(),
                format!("a template with {count} buttons is not shown on desktop"),
            )
            .mark("one more than desktop shows")
            .note(format!(
                "on phones, from {} buttons on two are shown and the others stand in a list",
                limit::BTN_SEE_ALL + 1
            ))
            .help(format!("keep to {} buttons of one kind", limit::BTN_DESKTOP_HIDDEN))
            .cites("btn-desktop-hidden"),
        );
    } else {
        let is_reply = |button: &&Button| button.is(ButtonKind::QuickReply);
        let (Some(reply), Some(other)) =
            (buttons.iter().find(is_reply), buttons.iter().find(|button| !is_reply(button)))
        else {
            return;
        };
        cx.report(
            Diagnostic::at(
                other.heading(),
                "quick replies and other buttons together are not shown on desktop",
            )
            .mark(other.named())
            .label(reply.heading(), "beside a quick reply")
            .help("keep to one of the two kinds, if people read you at a computer"),
        );
    }
}

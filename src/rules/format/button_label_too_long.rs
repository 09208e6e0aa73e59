//! `button-label-too-long`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ButtonKind, Template};
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::text::length::{self, Length};

rule! {
    /// A button label of more than 25 characters.
    ///
    /// ## What it finds
    /// Labels of quick replies, links, phone numbers and one-time codes, on cards too, that are longer than the
    /// platform takes. Characters are counted as Unicode code points; a label that is too long only in UTF-16 units is
    /// a warning.
    ///
    /// ## Why
    /// The create call answers with 100/2388040 and does not say which field it means.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} has left our warehouse and will reach you on Friday."
    ///   button: url "Track where your order is now" -> "https://shop.example/track"
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} has left our warehouse and will reach you on Friday."
    ///   button: url "Track your order" -> "https://shop.example/track"
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "button-label-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-label-max", "auth-otp-label", "btn-app-deep-link"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let limit = limit::BTN_LABEL_MAX;
    for button in template.all_buttons() {
        let limited = matches!(
            button.kind.known,
            Some(
                ButtonKind::QuickReply
                    | ButtonKind::Url
                    | ButtonKind::PhoneNumber
                    | ButtonKind::Otp
                    | ButtonKind::App
            )
        );
        let labels = button.label.as_ref().map(|label| &label.text);
        let autofill = button.otp.as_ref().and_then(|otp| otp.autofill_text.as_ref());
        for text in labels.into_iter().chain(autofill).filter(|_| limited) {
            match length::measure(text.as_str(), limit) {
                Length::Fits => {}
                Length::Over { count, from } => {
                    let over = count - limit;
                    let fits = text.as_str().get(..from).unwrap_or_default();
                    let at_word_end = text.as_str()[from..].starts_with(' ');
                    let help = match fits.rsplit_once(' ') {
                        _ if at_word_end => format!("shorten it; \"{fits}\" fits"),
                        Some((words, _)) => format!("shorten it; \"{}\" fits", words.trim_end()),
                        None => format!("shorten it by {over}"),
                    };
                    cx.report(
                        Diagnostic::at(
                            text.span(),
                            format!("this button label has {count} characters, {over} more than the {limit} allowed"),
                        )
                        .mark(format!("too long by {over}"))
                        .help(help),
                    );
                }
                Length::OverInUtf16 { count, units } => cx.report(
                    Diagnostic::at(
                        text.span(),
                        format!("this button label may be too long: {count} characters, {units} in UTF-16"),
                    )
                    .mark(format!("the limit is {limit}, and its unit is not documented"))
                    .help(format!("shorten it by {} to be safe", units - limit))
                    .severity(Severity::Warning),
                ),
            }
        }
    }
}

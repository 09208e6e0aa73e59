//! `button-field-missing`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, Dialect, Template};
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;
use crate::syntax::tree::Text;

rule! {
    /// A button without its label, address, number or code.
    ///
    /// ## What it finds
    /// Quick replies, links, phone, call, flow and app buttons without a label; links without an address; phone buttons
    /// without a number; copy-code buttons without a sample code. Buttons of templates that a listing tells of are
    /// left alone.
    ///
    /// ## Why
    /// The create call answers with 100/2388043 or a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track"
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
    name: "button-field-missing",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["cmp-missing-field", "btn-voice-call"],
    needs: [Buttons, Cards, Samples],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_listed() || template.is_from_library {
        return;
    }
    for button in template.all_buttons() {
        let Some(kind) = button.kind.known else { continue };
        let needs_label = matches!(
            kind,
            ButtonKind::QuickReply
                | ButtonKind::Url
                | ButtonKind::PhoneNumber
                | ButtonKind::Flow
                | ButtonKind::VoiceCall
                | ButtonKind::App
        );
        if needs_label && button.label.as_ref().is_none_or(|label| label.text.is_blank()) {
            report(cx, template, button, "label", "text");
        }
        if kind == ButtonKind::Url && button.url.is_none() {
            report(cx, template, button, "address", "url");
        }
        if kind == ButtonKind::PhoneNumber && button.phone_number.is_none() {
            report(cx, template, button, "number", "phone_number");
        }
        let mut codes = button.samples.values.iter().filter_map(|sample| sample.value.as_ref());
        if kind == ButtonKind::CopyCode && codes.all(Text::is_blank) {
            report(cx, template, button, "sample code", "example");
        }
    }
}

fn report(cx: &mut Cx<'_>, template: &Template, button: &Button, what: &str, key: &str) {
    let word = button.kind.known.map_or("", ButtonKind::as_str);
    let help = match (template.dialect, cx.workspace.syntax(button.span.file), key) {
        (Dialect::Platform | Dialect::Other, _, _) => format!("write \"{key}\": \"…\""),
        (Dialect::Native, Syntax::Waba, "text") => format!("write `{word} \"…\"`"),
        (Dialect::Native, Syntax::Waba, _) => "write it behind an arrow: `-> \"…\"`".to_owned(),
        (Dialect::Native, _, "text") => format!("write `{word}: \"…\"`"),
        (Dialect::Native, _, "example") => "add `code: \"…\"`".to_owned(),
        (Dialect::Native, _, _) => "add `to: \"…\"`".to_owned(),
    };
    let diagnostic = Diagnostic::at(button.heading(), format!("{} without its {what}", button.named()))
        .mark(format!("its {what} is missing"))
        .help(help);
    let is_call = button.is(ButtonKind::VoiceCall);
    cx.report(if is_call { diagnostic.cites("btn-voice-call") } else { diagnostic });
}

//! `unknown-button-type`

use crate::diagnostic::Diagnostic;
use crate::model::{ButtonKind, Dialect, Template};
use crate::rules::{Check, Cx};
use crate::syntax::lexical::nearest;

rule! {
    /// A button of a type that the platform does not have.
    ///
    /// ## What it finds
    /// Types of buttons that no page of the platform lists. The help gives the nearest one.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: link "Track" -> "https://shop.example/track"
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
    name: "unknown-button-type",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-types"],
    check: Check::Whole(check),
}

/// What people call buttons that have another name on the platform.
const MEANT: [(&str, &str); 8] = [
    ("link", "url"),
    ("website", "url"),
    ("call", "phone_number"),
    ("phone", "phone_number"),
    ("reply", "quick_reply"),
    ("coupon", "copy_code"),
    ("catalogue", "catalog"),
    ("whatsapp_call", "voice_call"),
];

fn check(cx: &mut Cx<'_>, template: &Template) {
    for button in template.all_buttons().filter(|button| button.kind.known.is_none()) {
        let word = button.kind.text.as_str();
        if word.is_empty() {
            // A missing type was told where it was read; an empty one has its quotes.
            let quoted =
                cx.workspace.text(button.span.file).get(button.kind.span().range().start.saturating_sub(1)..);
            if quoted.is_some_and(|text| text.starts_with("\"\"")) {
                let diagnostic = Diagnostic::at(button.kind.span(), "the type of this button is empty");
                cx.report(
                    diagnostic
                        .mark("a type belongs here")
                        .help("for example QUICK_REPLY, URL or PHONE_NUMBER"),
                );
            }
            continue;
        }
        let written = |kind: &str| match template.dialect {
            Dialect::Platform | Dialect::Other => kind.to_uppercase(),
            Dialect::Native => kind.to_owned(),
        };
        let lower = word.to_lowercase().replace('-', "_");
        let meant = MEANT.iter().find(|(said, _)| *said == lower).map(|(_, kind)| *kind);
        let meant = meant.or_else(|| nearest(&lower, ButtonKind::WORDS.iter().copied()));
        let diagnostic =
            Diagnostic::at(button.kind.span(), format!("`{word}` is no type of button")).mark("not known");
        cx.report(match meant {
            Some(kind) => diagnostic.help(format!("did you mean `{}`?", written(kind))),
            None => {
                let words: Vec<String> = ButtonKind::WORDS.iter().map(|kind| written(kind)).collect();
                diagnostic.help(format!("one of {}", words.join(", ")))
            }
        });
    }
}

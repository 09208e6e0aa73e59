//! `fixed-button-label`

use crate::diagnostic::Diagnostic;
use crate::model::{ButtonKind, Dialect, Template};
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;

rule! {
    /// A label on a button whose label the platform sets.
    ///
    /// ## What it finds
    /// Copy-code buttons with a text, and one-time-code buttons with a text in a template that is created in
    /// several languages at once. Templates that a listing tells of are left alone: the platform adds its own label
    /// there.
    ///
    /// ## Why
    /// The create call does not expect the field (100/2388042), or shows another label.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun. Reply STOP to receive no more offers."
    ///   button: copy_code "Copy the code" -> "SPRING20"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun. Reply STOP to receive no more offers."
    ///   button: copy_code -> "SPRING20"
    /// }
    /// ```
    name: "fixed-button-label",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["btn-copy-code-label", "auth-upsert"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_listed() {
        return;
    }
    for button in template.all_buttons() {
        let autofill = button.otp.as_ref().and_then(|otp| otp.autofill_text.as_ref());
        let label = button.label.as_ref().map(|label| &label.text);
        if let Some(label) = label.filter(|_| button.is(ButtonKind::CopyCode)) {
            cx.report(
                Diagnostic::at(label.span(), "a copy-code button has no text of its own")
                    .mark("the platform writes its own label")
                    .help(if button.samples.values.is_empty() && template.dialect == Dialect::Native {
                        match cx.workspace.syntax(label.span().file) {
                            Syntax::Waba => {
                                "if this is the code, write it behind an arrow: `copy_code -> \"…\"`"
                            }
                            _ => "if this is the code, write `{ type: copy_code, code: \"…\" }`",
                        }
                    } else {
                        "remove the text"
                    }),
            );
        }
        for text in
            label.into_iter().chain(autofill).filter(|_| button.is(ButtonKind::Otp) && template.is_upsert)
        {
            cx.report(
                Diagnostic::at(
                    text.span(),
                    "a template that lists its languages has no label for its code button",
                )
                .mark("the platform translates its own label")
                .help("remove the text")
                .cites("auth-upsert"),
            );
        }
    }
}

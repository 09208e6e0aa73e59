//! `otp-button-missing`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, Category, Dialect, Template};
use crate::policy::values_of;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::nearest;

rule! {
    /// An authentication template without its one-time-code button.
    ///
    /// ## What it finds
    /// Authentication templates that have no OTP button, more than one, or one of another kind than copy_code,
    /// one_tap and zero_tap. Templates that a listing tells of are left alone, because the platform stores the
    /// button as a link.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   security_recommendation: yes
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   security_recommendation: yes
    ///   otp: copy_code
    /// }
    /// ```
    name: "otp-button-missing",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["auth-otp-required"],
    needs: [Buttons],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let is_whole = template.dialect == Dialect::Native || template.components.is_some();
    if !template.is(Category::Authentication) || template.is_listed() || template.is_from_library || !is_whole
    {
        return;
    }
    let buttons: Vec<&Button> = template.buttons.iter().filter(|button| button.is(ButtonKind::Otp)).collect();
    let Some(first) = buttons.first() else {
        let help = match template.dialect {
            Dialect::Native => "add `otp: copy_code`",
            Dialect::Platform | Dialect::Other => {
                "add a button { \"type\": \"OTP\", \"otp_type\": \"COPY_CODE\" }"
            }
        };
        cx.report(
            Diagnostic::at(template.heading(), "this authentication template has no one-time-code button")
                .mark("the button is missing")
                .help(help),
        );
        return;
    };
    if let Some(second) = buttons.get(1) {
        cx.report(
            Diagnostic::at(second.span, "a second one-time-code button")
                .mark("one too many")
                .label(first.span, "the first one")
                .help("keep one"),
        );
    }
    let known = values_of("auth-otp-required");
    for button in buttons {
        if template.is_translation
            && button.span.file == template.span.file
            && !template.span.contains(button.span)
        {
            // Shared with the template around it, and told there.
            continue;
        }
        let kind = button.otp.as_ref().and_then(|otp| otp.kind.as_ref());
        let place = button.heading();
        let written = |kind: &str| match template.dialect {
            Dialect::Native => kind.to_lowercase(),
            Dialect::Platform | Dialect::Other => kind.to_owned(),
        };
        let words: Vec<String> = known.iter().map(|kind| written(kind)).collect();
        match kind {
            None => cx.report(
                Diagnostic::at(place, "this button does not say how the code is handed over")
                    .mark("its kind is missing")
                    .help(format!("one of {}", words.join(", "))),
            ),
            Some(kind) if kind.is_blank() => cx.report(
                Diagnostic::at(place, "the kind of this button is empty")
                    .mark("its kind is missing")
                    .help(format!("one of {}", words.join(", "))),
            ),
            Some(kind) if !known.iter().any(|word| word.eq_ignore_ascii_case(kind.as_str())) => {
                let near = nearest(&kind.as_str().to_uppercase(), known.iter().copied());
                cx.report(
                    Diagnostic::at(kind.span(), format!("`{}` is no way to hand a code over", kind.as_str()))
                        .mark("not known")
                        .help(match near {
                            Some(near) => format!("did you mean `{}`?", written(near)),
                            None => format!("one of {}", words.join(", ")),
                        }),
                );
            }
            Some(_) => {}
        }
    }
}

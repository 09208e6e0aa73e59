//! `otp-terms-missing`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};

rule! {
    /// A zero-tap code without the terms accepted.
    ///
    /// ## What it finds
    /// Zero-tap buttons where `zero_tap_terms_accepted` is missing or false.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   otp { kind: zero_tap; apps: [ { package_name: "com.example.shop"; signature_hash: "K8a/AINcGX7" } ] }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   otp { kind: zero_tap; zero_tap_terms_accepted: yes; apps: [ { package_name: "com.example.shop"; signature_hash: "K8a/AINcGX7" } ] }
    /// }
    /// ```
    name: "otp-terms-missing",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["auth-zero-tap-terms"],
    needs: [Buttons, Cards],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_listed() {
        return;
    }
    for otp in template.all_buttons().filter_map(|button| button.otp.as_ref()) {
        let Some(kind) = otp.kind.as_ref().filter(|kind| kind.as_str().eq_ignore_ascii_case("zero_tap"))
        else {
            continue;
        };
        let diagnostic = match &otp.zero_tap_terms_accepted {
            None => Diagnostic::at(kind.span(), "the terms of zero-tap are not accepted yet")
                .mark("not said that they are"),
            Some(accepted) if !accepted.value => {
                Diagnostic::at(accepted.span, "the terms of zero-tap are not accepted")
                    .mark("must be accepted")
            }
            Some(_) => continue,
        };
        cx.report(
            diagnostic.help(
                "read the terms, and say `zero_tap_terms_accepted: true` once your business accepts them",
            ),
        );
    }
}

//! `otp-app-invalid`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{OtpApp, Template};
use crate::policy::limit;
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::tree::Text;
use crate::text::length::sign_name;

rule! {
    /// A one-tap or zero-tap code without an app that can receive it.
    ///
    /// ## What it finds
    /// One-tap and zero-tap buttons that name no app or more than five; package names that are not of two or more
    /// parts that each begin with a letter, or that are longer than 224 characters; signature hashes that are not
    /// exactly 11 characters of the base64 alphabet. A percent-encoded hash is a warning, since samples of the
    /// platform show one.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   otp { kind: one_tap; apps: [ { package_name: "example"; signature_hash: "K8a/AINcGX7" } ] }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   otp { kind: one_tap; apps: [ { package_name: "com.example.shop"; signature_hash: "K8a/AINcGX7" } ] }
    /// }
    /// ```
    name: "otp-app-invalid",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["auth-supported-apps", "auth-package-name", "auth-signature-hash"],
    needs: [Buttons, Cards],
    check: Check::Template(check),
}

/// Length of a signature hash.
const HASH: usize = limit::AUTH_SIGNATURE_HASH;

fn check(cx: &mut Cx<'_>, template: &Template) {
    for button in template.all_buttons() {
        let Some(otp) = &button.otp else { continue };
        let kind = otp.kind.as_ref().map(|kind| kind.as_str().to_ascii_lowercase());
        let needs_app = matches!(kind.as_deref(), Some("one_tap" | "zero_tap"));
        let place = otp.kind.as_ref().map_or(button.span, Text::span);
        if needs_app && otp.apps.is_empty() && !template.is_listed() {
            cx.report(
                Diagnostic::at(place, "no app is named that can receive the code")
                    .mark("needs an app")
                    .help("add an app with its package name and signature hash")
                    .cites("auth-supported-apps"),
            );
        }
        if let Some(over) = otp.apps.get(limit::AUTH_SUPPORTED_APPS) {
            cx.report(
                Diagnostic::at(
                    over.span,
                    format!("{} apps, and {} allowed", otp.apps.len(), limit::AUTH_SUPPORTED_APPS),
                )
                .mark("one too many")
                .help("keep the apps that are in use")
                .cites("auth-supported-apps"),
            );
        }
        for app in &otp.apps {
            judge(cx, app);
        }
    }
}

fn judge(cx: &mut Cx<'_>, app: &OtpApp) {
    let start = Span { end: (app.span.start + 1).min(app.span.end), ..app.span };
    if app.is_on_button {
        cx.report(
            Diagnostic::at(
                app.package_name.as_ref().map_or(start, Text::span),
                "the app stands on the button itself",
            )
            .mark("the shape before version 21 of the API")
            .help("write \"supported_apps\": [ { \"package_name\": …, \"signature_hash\": … } ]")
            .cites("auth-supported-apps"),
        );
    }
    match &app.package_name {
        None => cx.report(missing(start, "package name", "auth-package-name")),
        Some(name) => {
            if let Some(reason) = package_defect(name.as_str()) {
                cx.report(
                    Diagnostic::at(name.span(), "this is no package name of an app")
                        .mark(reason)
                        .help("write the app's id as in the store, such as com.example.shop")
                        .cites("auth-package-name"),
                );
            }
        }
    }
    match &app.signature_hash {
        None => cx.report(missing(start, "signature hash", "auth-signature-hash")),
        Some(hash) => {
            let value = hash.as_str();
            if is_encoded(value) {
                cx.report(
                    Diagnostic::at(hash.span(), "this signature hash is percent-encoded")
                        .mark("holds `%`")
                        .note("the documented pattern has no `%`, but samples of the platform show a hash with %2F in it")
                        .help("write the hash as it is: %2F is /, %2B is +, %3D is =")
                        .cites("auth-signature-hash")
                        .severity(Severity::Warning),
                );
                return;
            }
            let strange = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='));
            let count = value.chars().count();
            let reason = match value.chars().find(|c| strange(*c)) {
                Some(sign) => format!("holds {}", sign_name(sign)),
                None if count == 0 => "empty".to_owned(),
                None if count != HASH => format!("{}, {HASH} needed", counted(count, "character")),
                None => return,
            };
            cx.report(
                Diagnostic::at(hash.span(), "this is no signature hash of an app")
                    .mark(reason)
                    .help("take the 11 characters that the SMS retriever tool of Android prints for your signing key")
                    .cites("auth-signature-hash"),
            );
        }
    }
}

/// Whether a hash holds the percent-encoded form of one of its signs.
fn is_encoded(hash: &str) -> bool {
    ["%2f", "%2b", "%3d"].iter().any(|escape| hash.to_ascii_lowercase().contains(escape))
}

fn missing(place: Span, what: &str, fact: &'static str) -> Diagnostic {
    Diagnostic::at(place, format!("this app has no {what}"))
        .mark(format!("its {what} is missing"))
        .help(match fact {
            "auth-package-name" => "add the app's id as in the store, such as com.example.shop",
            _ => "add the 11 characters that the SMS retriever tool of Android prints for your signing key",
        })
        .cites(fact)
}

fn package_defect(name: &str) -> Option<String> {
    let most = limit::AUTH_PACKAGE_NAME;
    if name.trim().is_empty() {
        return Some("empty".to_owned());
    }
    if name.chars().count() > most {
        return Some(format!("longer than {most} characters"));
    }
    let sound = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    if let Some(sign) = name.chars().find(|c| !sound(*c)) {
        return Some(format!("holds {}", sign_name(sign)));
    }
    let parts: Vec<&str> = name.split('.').collect();
    if parts.len() < 2 {
        return Some("needs two or more parts with dots between them".to_owned());
    }
    let bad = parts.iter().find(|part| !part.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    Some(match bad.is_empty() {
        true => "a part is empty".to_owned(),
        false => format!("`{bad}` does not begin with a letter"),
    })
}

//! `promo-in-authentication`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Dialect, HeaderKind, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// Anything beyond the preset text in an authentication template.
    ///
    /// ## What it finds
    /// Authentication templates with a text of their own in body or footer, or with a header. The platform writes
    /// the text; yours are the security recommendation, the minutes until the code expires, and the button.
    /// Templates that a listing tells of are left alone, since it shows the preset text.
    ///
    /// ## Why
    /// The create call answers with 100/2388042.
    ///
    /// ## Rejected
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   body: "Your code is {{1}}. While you are here: all coats are 20% off this week."
    ///   otp: copy_code
    ///   sample: { 1: "184022" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   security_recommendation: yes
    ///   code_expires: 10m
    ///   otp: copy_code
    /// }
    /// ```
    name: "promo-in-authentication",
    group: Promo,
    severity: Error,
    since: "0.1.0",
    facts: ["auth-body-fixed", "footer-auth", "auth-no-url-media-emoji", "header-location"],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Authentication) || template.is_listed() || template.is_from_library {
        return;
    }
    let declared = template.category.as_ref().map(|word| word.span());
    let mut report = |diagnostic: Diagnostic| {
        let diagnostic = match declared {
            Some(span) if span.file == diagnostic.primary.span.file => {
                diagnostic.label(span, "declared authentication here")
            }
            _ => diagnostic,
        };
        cx.report(diagnostic);
    };
    if let Some(header) = &template.header {
        let place = match &header.text {
            Some(text) => text.text.span(),
            None if header.kind.span().is_empty() => template
                .component("HEADER")
                .unwrap_or(Span { end: (header.span.start + 1).min(header.span.end), ..header.span }),
            None => header.kind.span(),
        };
        let is_location = header.kind.known == Some(HeaderKind::Location);
        report(
            Diagnostic::at(place, "an authentication template may not have a header")
                .mark("not allowed here")
                .help("remove the header")
                .cites(match header.kind.known {
                    _ if is_location => "header-location",
                    _ if header.is_media() => "auth-no-url-media-emoji",
                    _ => "auth-body-fixed",
                }),
        );
    }
    if let Some(text) = template.body.as_ref().and_then(|body| body.text.as_ref()) {
        report(
            Diagnostic::at(text.text.span(), "an authentication template may not have a text of its own")
                .mark("the platform writes this text")
                .help("remove the text; what else you want to say needs a template of its own, marketing or utility"),
        );
    }
    if let Some(text) = template.footer.as_ref().and_then(|footer| footer.text.as_ref()) {
        report(
            Diagnostic::at(
                text.text.span(),
                "the footer of an authentication template may not have a text of its own",
            )
            .mark("only the minutes until the code expires")
            .help(match template.dialect {
                Dialect::Native => "remove the text; `code_expires` says how long the code is valid",
                Dialect::Platform | Dialect::Other => {
                    "remove the text; `code_expiration_minutes` says how long the code is valid"
                }
            })
            .cites("footer-auth"),
        );
    }
}

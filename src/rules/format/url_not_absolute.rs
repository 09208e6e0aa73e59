//! `url-not-absolute`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::message::SegmentKind;

rule! {
    /// An address without its beginning.
    ///
    /// ## What it finds
    /// Addresses of link buttons that do not begin with a scheme such as https://, and addresses that are nothing
    /// but a placeholder.
    ///
    /// ## Why
    /// The create call answers with 100, as seen in live refusals.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "shop.example/track"
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
    name: "url-not-absolute",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-url-absolute"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for message in template.all_buttons().filter_map(|button| button.url.as_ref()) {
        let address = message.text.as_str();
        if has_scheme(address) {
            continue;
        }
        let whole =
            message.segments.iter().all(|segment| matches!(segment.kind, SegmentKind::Placeholder(_)));
        let file = cx.workspace.text(message.text.span().file);
        let diagnostic = match address.trim() {
            "" => Diagnostic::at(message.text.span(), "this button has an empty address")
                .mark("an address belongs here")
                .help("write the whole address, beginning with https://"),
            _ if whole => Diagnostic::at(message.text.span(), "the address is nothing but a placeholder")
                .mark("the beginning is missing")
                .help("write the fixed part, such as https://shop.example/, and let the placeholder end it"),
            trimmed => {
                let edit = message.text.rewrite(0..address.len(), &format!("https://{trimmed}"), file);
                Diagnostic::at(message.text.span(), "this address does not say how to reach it")
                    .mark("https:// is missing")
                    .help(format!("write https://{trimmed}"))
                    .unsafe_fix("put https:// before it", edit.map(|edit| vec![edit]))
            }
        };
        cx.report(diagnostic);
    }
}

/// Whether an address begins with a scheme: a letter, then letters, digits, `+`, `-` or `.`, then `:`.
fn has_scheme(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let shaped = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // `shop.example:8080/x` has a port and no scheme.
    shaped
        && (rest.starts_with("//")
            || !scheme.contains('.') && !rest.starts_with(|c: char| c.is_ascii_digit()))
}

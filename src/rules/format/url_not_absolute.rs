//! `url-not-absolute`

use crate::diagnostic::Diagnostic;
use crate::model::{ButtonKind, Template};
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, SegmentKind};

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
    let links = template.all_buttons().filter(|button| button.is(ButtonKind::Url));
    // The beginning of an address may be computed.
    let told = links.filter_map(|button| button.url.as_ref()).filter(|url| !url.text.has_holes());
    for message in told {
        let address = message.text.as_str();
        let place = message.text.span();
        let is_whole =
            message.segments.iter().all(|segment| matches!(segment.kind, SegmentKind::Placeholder(_)));
        if message.text.is_blank() {
            cx.report(
                Diagnostic::at(place, "this button has an empty address")
                    .mark("an address belongs here")
                    .help("write the whole address, beginning with https://"),
            );
        } else if is_whole || matches!(address.split_once("://"), Some((_, rest)) if rest.starts_with("{{")) {
            cx.report(
                Diagnostic::at(place, "the domain of this address is left open")
                    .mark("the fixed beginning is missing")
                    .help(
                        "write the fixed part, such as https://shop.example/, and let the placeholder end it",
                    ),
            );
        } else if !has_scheme(address) {
            cx.report(mended(cx, message));
        }
    }
}

/// Says what is wrong with the beginning, and how it should read where that is plain.
fn mended(cx: &Cx<'_>, message: &Message) -> Diagnostic {
    let address = message.text.as_str();
    let diagnostic = Diagnostic::at(message.text.span(), "this address does not say how to reach it");
    // Everything before the domain, as people mistype it: spaces, `https:/`, `https//`, `//`, a wide colon.
    let trimmed = address.trim_start();
    let lower = trimmed.to_lowercase();
    let slip = ["https", "http"].iter().find_map(|scheme| {
        let rest = lower.strip_prefix(scheme)?;
        let length = rest.len() - rest.trim_start_matches([':', '：', '/', '\\', ' ']).len();
        (length > 0).then_some((scheme.len() + length, *scheme))
    });
    let slashes = trimmed.len() - trimmed.trim_start_matches('/').len();
    let (cut, scheme) = slip.unwrap_or((if slashes == 2 { 2 } else { 0 }, "https"));
    let rest = trimmed.get(cut..).unwrap_or_default();
    let domain = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_domain = domain.contains('.')
        && !domain.contains(char::is_whitespace)
        && !domain.starts_with('.')
        && !domain.ends_with('.');
    let diagnostic = diagnostic.mark(match slip {
        Some(_) => format!("{scheme}:// is misspelt"),
        None => "https:// is missing".to_owned(),
    });
    if !is_domain {
        return diagnostic.help("write the whole address, such as https://shop.example/pay");
    }
    let wanted = format!("{scheme}://");
    let behind = address.len() - rest.len();
    let file = cx.workspace.text(message.text.span().file);
    let edit = message.text.rewrite(0..behind, &wanted, file);
    diagnostic
        .help(format!("write {wanted}{}", rest.trim_end()))
        .unsafe_fix(format!("begin it with {wanted}"), edit.map(|edit| vec![edit]))
}

/// Whether an address begins with a scheme: a letter, then letters, digits, `+`, `-` or `.`, then `:`.
fn has_scheme(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let shaped = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    // `shop.example:8080/x` has a port and no scheme.
    let is_port = scheme.contains('.') || rest.starts_with(|c: char| c.is_ascii_digit());
    shaped
        && if is_web {
            rest.starts_with("//") && !rest.starts_with("///")
        } else {
            rest.starts_with("//") || !is_port
        }
}

//! `insecure-link`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::text::links::HostKind;

rule! {
    /// An address that is not encrypted.
    ///
    /// ## What it finds
    /// Addresses that begin with http:// instead of https://, in texts and behind buttons.
    ///
    /// ## Why
    /// Phones warn of such pages, and what people enter there can be read on the way.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "http://shop.example/track"
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
    name: "insecure-link",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-safe-links"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for link in cx.reader.links(template).iter() {
        // Of a number for a host, or one in a network of one's own, other rules speak.
        if link.scheme == "http" && matches!(link.kind(), HostKind::Name | HostKind::Example) {
            cx.report(
                Diagnostic::at(link.span, "this address is not encrypted")
                    .mark("http://")
                    .help("write https://, once the site answers there"),
            );
        }
    }
}

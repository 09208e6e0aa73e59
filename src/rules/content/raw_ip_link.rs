//! `raw-ip-link`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::text::links::HostKind;

rule! {
    /// A number instead of a domain.
    ///
    /// ## What it finds
    /// Links whose host is an IP address, in any of its forms.
    ///
    /// ## Why
    /// No reader can tell whose it is; it is how phishing and test systems look.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://203.0.113.7/track"
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
    name: "raw-ip-link",
    group: Content,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-safe-links"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for link in cx.reader.links(template).iter() {
        if link.kind() == HostKind::Address {
            cx.report(
                Diagnostic::at(link.host_span, "a number instead of a domain")
                    .mark("nobody can tell whose address this is")
                    .help("write the address on your own domain"),
            );
        }
    }
}

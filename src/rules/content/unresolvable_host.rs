//! `unresolvable-host`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::text::links::HostKind;

rule! {
    /// An address that nobody outside can open.
    ///
    /// ## What it finds
    /// Links to localhost, to names of a private network, and to names whose ending no registry hands out. Domains that
    /// are kept for examples (shop.example) are left alone: they stand for a real one.
    ///
    /// ## Why
    /// The button opens an error, and review opens buttons.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://localhost:3000/track"
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
    name: "unresolvable-host",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-safe-links"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for link in cx.reader.links(template).iter() {
        let is_web = matches!(link.scheme.as_str(), "" | "http" | "https");
        if is_web && link.kind() == HostKind::Unreachable {
            cx.report(
                Diagnostic::at(link.host_span, format!("`{}` cannot be reached from outside", link.host))
                    .mark("no public domain")
                    .help("write the address of the public site"),
            );
        }
    }
}

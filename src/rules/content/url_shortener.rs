//! `url-shortener`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::text::links::ends_in;

rule! {
    /// A shortened link.
    ///
    /// ## What it finds
    /// Links in texts and behind buttons whose host is a service that shortens links. A short domain of your own is
    /// none.
    ///
    /// ## Why
    /// Nobody can see where it leads. Review refuses it, and filters of carriers and phones warn of it.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} has left our warehouse. Follow it on https://bit.ly/3xYzAbC whenever you like."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} has left our warehouse. Follow it on https://shop.example/track whenever you like."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "url-shortener",
    group: Content,
    severity: Error,
    since: "0.1.0",
    facts: ["content-url-shortener"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for link in cx.reader.links(template).iter() {
        if ends_in(&link.host, policy::SHORTENERS) {
            cx.report(
                Diagnostic::at(link.span, format!("a shortened link: {}", link.host))
                    .mark("hides where it leads")
                    .help("write the whole address on your own domain; where its end differs, end it with a placeholder"),
            );
        }
    }
}

//! `lookalike-domain`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::text::links::{mixes_alphabets, pretends, punycode};

rule! {
    /// A domain that passes for another one.
    ///
    /// ## What it finds
    /// Hosts that look like a domain of the account and are none: letters of other alphabets (also as xn--), digits for
    /// letters, `rn` for `m`, one letter more or less, your domain as the beginning of somebody else's. Without
    /// declared domains, hosts that mix alphabets within one word.
    ///
    /// ## Why
    /// It is how phishing looks; a slip of one letter sends your customers to whoever registered it.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { business_name: "Shop"; domains: "myshop.com" }
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://rnyshop.com/track"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { business_name: "Shop"; domains: "myshop.com" }
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://myshop.com/track"
    /// }
    /// ```
    name: "lookalike-domain",
    group: Content,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-safe-links", "wa-no-impersonation"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let own = cx.workspace.domains_of(template);
    let names: Vec<String> = own.iter().map(|domain| domain.host.clone()).collect();
    for link in cx.reader.links(template).iter() {
        let shown = in_letters(&link.host);
        if let Some(meant) = pretends(&shown, &names) {
            let mut diagnostic =
                Diagnostic::at(link.host_span, format!("`{}` passes for `{meant}`", link.host)).mark(
                    if shown == link.host {
                        "another domain".to_owned()
                    } else {
                        format!("shown as {shown}")
                    },
                );
            if let Some(domain) = own.iter().find(|domain| domain.host == meant) {
                diagnostic = diagnostic.label(domain.span, "the account's own");
            }
            cx.report(diagnostic.help(format!("write {meant}")));
        } else if shown.split('.').any(mixes_alphabets) {
            cx.report(
                Diagnostic::at(link.host_span, format!("`{shown}` mixes the letters of several alphabets"))
                    .mark("looks like another domain")
                    .help("write the domain in the letters of one alphabet"),
            );
        }
    }
}

/// The host with its labels decoded that spell other alphabets in ASCII.
fn in_letters(host: &str) -> String {
    let decoded = host
        .split('.')
        .map(|label| label.strip_prefix("xn--").and_then(punycode).unwrap_or_else(|| label.to_owned()));
    decoded.collect::<Vec<_>>().join(".")
}

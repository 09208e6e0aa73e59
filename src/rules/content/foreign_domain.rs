//! `foreign-domain`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::text::links::{HostKind, ends_in, pretends, registrable};

rule! {
    /// A link to a domain of somebody else.
    ///
    /// ## What it finds
    /// Links whose registrable domain is none of those that the accounts declare (`domains`, in definitions or in
    /// wabalint.yaml). Nothing is said where no account declares any. Subdomains of a declared domain are your own;
    /// shorteners and chat links have rules of their own, and
    /// maps, app stores, well-known carriers and payment services are passed over.
    ///
    /// ## Why
    /// Review expects links to lead to the sender. Carriers and payment services are often fine: add them to `domains`,
    /// or allow the rule for the template.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { business_name: "Shop"; domains: "myshop.com" }
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://parcels-of-others.com/track"
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
    ///   button: url "Track" -> "https://track.myshop.com/parcel"
    /// }
    /// ```
    name: "foreign-domain",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-url-domain"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let own = cx.workspace.domains_of(template);
    if own.is_empty() {
        return;
    }
    for link in cx.reader.links(template).iter() {
        let is_web = matches!(link.scheme.as_str(), "" | "http" | "https");
        let known = [policy::SHORTENERS, policy::CHAT_HOSTS, policy::SERVICE_HOSTS];
        let elsewhere = known.iter().any(|hosts| ends_in(&link.host, hosts));
        if !is_web || elsewhere || link.kind() != HostKind::Name {
            continue;
        }
        let is_own = own.iter().any(|domain| registrable(&domain.host) == link.domain());
        let names: Vec<String> = own.iter().map(|domain| domain.host.clone()).collect();
        if is_own || pretends(&link.host, &names).is_some() {
            continue;
        }
        let mut diagnostic =
            Diagnostic::at(link.host_span, format!("`{}` is no domain of the account", link.domain()))
                .mark("leads to somebody else");
        if let Some(domain) = own.first() {
            diagnostic = diagnostic.label(domain.span, "the account's domains are declared here");
        }
        cx.report(
            diagnostic.help(format!(
                "lead to your own site, or add `{}` to `domains` if it is yours",
                link.domain()
            )),
        );
    }
}

//! `missing-business-name`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::policy;
use crate::rules::{Check, Cx, wording};
use crate::syntax::tree::Text;
use crate::text::links::{declared_host, ends_in};
use crate::text::tokens::normalise;

rule! {
    /// A marketing message that does not say who writes.
    ///
    /// ## What it finds
    /// Marketing templates whose texts and links name none of the business names (or domains) that the accounts
    /// declare. Variables named for the business count. Nothing is said where no account declares a business name.
    ///
    /// ## Why
    /// The name above the chat is easily overlooked, and numbers that people cannot place are blocked.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { business_name: "Casa Verde" }
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in, come and see them until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { business_name: "Casa Verde" }
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "The spring plants of Casa Verde are in, come and see them until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    name: "missing-business-name",
    group: Content,
    severity: Advice,
    since: "0.1.0",
    facts: ["wa-clear-sender"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Marketing) || template.texts().is_empty() {
        return;
    }
    let accounts = cx.workspace.accounts_of(template);
    let names: Vec<&Text> = accounts.iter().filter_map(|account| account.business_name.as_ref()).collect();
    let Some(name) = names.first() else { return };
    let texts: Vec<String> = template.texts().iter().map(|message| squeezed(message.text.as_str())).collect();
    let says = |wanted: &str| !wanted.is_empty() && texts.iter().any(|text| text.contains(wanted));
    let hosts =
        accounts.iter().flat_map(|account| &account.domains).map(|domain| declared_host(domain.as_str()));
    let by_name = names.iter().any(|name| {
        let whole = squeezed(name.as_str());
        // "Loja Exemplo Ltda." is named by "Loja Exemplo", and by its first word where that is no common one.
        let first = squeezed(name.as_str().split_whitespace().next().unwrap_or_default());
        says(&whole) || first.chars().count() >= LEAST_WORD && says(&first)
    });
    let linked = cx.reader.links(template);
    let by_link =
        hosts.into_iter().any(|host| linked.iter().any(|link| ends_in(&link.host, &[host.as_str()])));
    let by_variable = wording::variable_named(&cx.reader, template, policy::BUSINESS_VARIABLES).is_some();
    if by_name || by_link || by_variable {
        return;
    }
    cx.report(
        Diagnostic::at(
            template.heading(),
            format!("nothing in this message says that it comes from {}", name.as_str()),
        )
        .mark("marketing without a sender")
        .label(name.span(), "the business is called so")
        .help("name the business in the first sentence or the footer"),
    );
}

/// How long a first word must be to stand for the whole name.
const LEAST_WORD: usize = 5;

/// Letters and digits alone, normalised.
fn squeezed(text: &str) -> String {
    normalise(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

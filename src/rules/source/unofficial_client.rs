//! `unofficial-client`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// A program that drives the consumer app as provider.
    ///
    /// ## What it finds
    /// Accounts whose `provider` is a library or a service that automates the consumer app (names as they are known,
    /// such as whatsapp-web.js or Baileys), or says so in words ("web automation", "bulk sender").
    ///
    /// ## Why
    /// The terms allow the platform's own interface, providers that it authorises, and the business app. Whatever
    /// drives the consumer app gets the number banned, often with all of its chats.
    ///
    /// ## Rejected
    /// ```waba
    /// account bakery { provider: "whatsapp-web.js" }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bakery { provider: cloud_api }
    /// ```
    name: "unofficial-client",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-authorised-client"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(provider) = &account.provider else { return };
    let plain: String =
        provider.as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let is_client = policy::UNOFFICIAL_CLIENTS.contains(&plain.as_str());
    let is_said = policy::UNOFFICIAL_WORDS.iter().any(|word| plain.contains(word));
    if !is_client && !is_said {
        return;
    }
    cx.report(
        Diagnostic::at(provider.span(), format!("`{}` drives the consumer app", provider.as_str()))
            .mark("not a way that the platform allows")
            .help("use the platform's own interface (`cloud_api`) or a provider that it authorises"),
    );
}

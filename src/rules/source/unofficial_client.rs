//! `unofficial-client`

use crate::beside::{Beside, manifest};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// A program that drives the consumer app, as provider or as a package.
    ///
    /// ## What it finds
    /// Accounts whose `provider` is a library or a service that automates the consumer app (names as they are known,
    /// such as whatsapp-web.js or Baileys), or says so in words ("web automation", "bulk sender"). Packages of that kind
    /// in `package.json`, `requirements.txt` and its kind, `pyproject.toml`, `Pipfile`, `go.mod`, `composer.json`,
    /// `Gemfile` and `Cargo.toml`, by their exact names; a warning where development alone needs them. Lock files are not
    /// read, and packages that drive any browser are left alone.
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
    check: Check::Workspace(check),
}

/// What to do instead.
const INSTEAD: &str = "use the platform's own interface (`cloud_api`) or a provider that it authorises";

fn check(cx: &mut Cx<'_>) {
    for account in cx.workspace.accounts.clone() {
        cx.found.extend(provider(account));
    }
    for (file, beside) in cx.workspace.beside.clone() {
        let Beside::Manifest(ecosystem) = beside else { continue };
        for client in manifest::clients(*ecosystem, file, cx.workspace.text(file)) {
            let place = Span::new(file, client.range.start, client.range.end);
            let told =
                Diagnostic::at(place, format!("the package `{}` drives the consumer app", client.name))
                    .mark("not a way that the platform allows")
                    .help(INSTEAD);
            cx.report(match client.is_for_development {
                true => {
                    told.severity(Severity::Warning).note("a test with it puts its number at risk as well")
                }
                false => told,
            });
        }
    }
}

fn provider(account: &Account) -> Option<Diagnostic> {
    let provider = account.provider.as_ref()?;
    let plain: String =
        provider.as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let is_client = policy::UNOFFICIAL_CLIENTS.contains(&plain.as_str());
    let is_said = policy::UNOFFICIAL_WORDS.iter().any(|word| plain.contains(word));
    (is_client || is_said).then(|| {
        Diagnostic::at(provider.span(), format!("`{}` drives the consumer app", provider.as_str()))
            .mark("not a way that the platform allows")
            .help(INSTEAD)
    })
}

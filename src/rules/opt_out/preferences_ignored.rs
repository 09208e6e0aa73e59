//! `preferences-ignored`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Account, Campaign};
use crate::rules::{Check, Cx};

rule! {
    /// The platform reports who wants no marketing, and nobody listens.
    ///
    /// ## What it finds
    /// Accounts that say `stop_events: ignored` and send marketing. Where an account that sends marketing says nothing
    /// of it, an advice.
    ///
    /// ## Why
    /// People can stop the marketing of a business in the app itself. Sends to them are accepted and fail, and each
    /// failure counts.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { business_name: "Shop"; stop_events: ignored }
    /// campaign spring { account: shop; purpose: marketing }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { business_name: "Shop"; stop_events: consumed }
    /// campaign spring { account: shop; purpose: marketing }
    /// ```
    name: "preferences-ignored",
    group: OptOut,
    severity: Warning,
    since: "0.1.0",
    facts: ["lim-optout"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let is_own = |campaign: &&Campaign| match (&campaign.account, &account.name) {
        (Some(named), Some(name)) => named.name.as_str() == name.as_str(),
        _ => cx.workspace.accounts.len() == 1,
    };
    let mut sends = cx.workspace.campaigns.iter().copied().filter(is_own);
    let Some(campaign) = sends.find(|campaign| cx.workspace.is_marketing(campaign)) else { return };
    let help =
        "take those who stop off the list by the platform's own events, and say `stop_events: consumed`";
    let diagnostic = match &account.stop_events {
        Some(said) if said.as_str() == "ignored" => {
            Diagnostic::at(said.span(), "who stops marketing in the app is written to all the same")
                .mark("said here")
        }
        Some(_) => return,
        None => Diagnostic::at(account.heading(), "nothing is said of those who stop marketing in the app")
            .mark("`stop_events` is missing")
            .severity(Severity::Advice),
    };
    cx.report(diagnostic.label(campaign.heading(), "sends marketing").help(help));
}

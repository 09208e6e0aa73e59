//! `limit-evasion`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};

rule! {
    /// Numbers are changed to get around limits or bans.
    ///
    /// ## What it finds
    /// Accounts that say `rotate_numbers: on_limit` or `on_ban`.
    ///
    /// ## Why
    /// Limits and bans are how the platform answers complaints. Going around them costs every number of the business,
    /// and is a breach of the terms by itself.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { business_name: "Shop"; rotate_numbers: on_ban }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { business_name: "Shop"; rotate_numbers: never }
    /// ```
    name: "limit-evasion",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-limit-evasion"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(rotate) = account.rotate_numbers.as_ref().filter(|word| word.as_str() != "never") else {
        return;
    };
    let when = if rotate.as_str() == "on_ban" { "when one is banned" } else { "when one reaches its limit" };
    cx.report(
        Diagnostic::at(rotate.span(), format!("another number is taken {when}"))
            .mark("goes around the platform's limits")
            .help("use one number, let its limit grow with its quality, and write to those who want to hear from you"),
    );
}

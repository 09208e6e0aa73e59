//! `unverified-sender`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};

rule! {
    /// The business is not verified.
    ///
    /// ## What it finds
    /// Accounts that say `verified: no`. Silence is not a finding.
    ///
    /// ## Why
    /// People cannot tell an unverified sender from an impostor, and its messaging limit stays low.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { verified: no }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { verified: yes }
    /// ```
    name: "unverified-sender",
    group: Privacy,
    severity: Advice,
    since: "0.1.0",
    facts: ["gov-verified"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    if let Some(said) = account.verified.filter(|verified| !verified.value) {
        cx.report(
            Diagnostic::at(said.span, "the business is not verified")
                .mark("hard to tell from an impostor")
                .help("have the business verified in its business portfolio"),
        );
    }
}

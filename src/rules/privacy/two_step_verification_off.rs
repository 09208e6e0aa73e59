//! `two-step-verification-off`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};

rule! {
    /// Two-step verification of the number is off.
    ///
    /// ## What it finds
    /// Accounts that say `two_step_verification: off`. Silence is not a finding.
    ///
    /// ## Why
    /// Whoever takes over the number writes to your customers in your name.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { two_step_verification: off }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { two_step_verification: on }
    /// ```
    name: "two-step-verification-off",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-two-step"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    if let Some(off) = account.two_step_verification.filter(|on| !on.value) {
        cx.report(
            Diagnostic::at(off.span, "two-step verification is off")
                .mark("a stolen number is enough to write in your name")
                .help("set a PIN for the number, and say `two_step_verification: on`"),
        );
    }
}

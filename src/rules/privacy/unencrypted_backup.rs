//! `unencrypted-backup`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};

rule! {
    /// Backups of the conversations are not encrypted.
    ///
    /// ## What it finds
    /// `data` blocks with `backups: plain`.
    ///
    /// ## Why
    /// A backup in a cloud is outside of the encryption between phones, and open to whoever gets hold of the account.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { data { backups: plain } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { data { backups: encrypted } }
    /// ```
    name: "unencrypted-backup",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-backups"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(backups) = account.data.as_ref().and_then(|data| data.backups.as_ref()) else { return };
    if backups.as_str() == "plain" {
        cx.report(
            Diagnostic::at(backups.span(), "backups of the conversations are not encrypted")
                .mark("readable by whoever gets hold of them")
                .help("turn the encryption of backups on: `backups: encrypted`, or keep none"),
        );
    }
}

//! `staff-not-notified`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};

rule! {
    /// Messages of staff are kept, and staff were not told or did not agree.
    ///
    /// ## What it finds
    /// Accounts with an `archive` block whose `oversight` says that staff were not told or did not agree, or that say
    /// nothing of it.
    ///
    /// ## Why
    /// Keeping what employees write is surveillance where they do not know of it; in many countries they have to be
    /// told, and to agree.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { archive { system: "vault" }; oversight { staff_notified: no } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { archive { system: "vault" }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    name: "staff-not-notified",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-staff-notice"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(archive) = &account.archive else { return };
    let help = "tell staff what is kept and have them agree: `oversight { staff_notified: yes; staff_consented: yes }`";
    let Some(oversight) = &account.oversight else {
        cx.report(
            Diagnostic::at(
                archive.span,
                "messages of staff are kept, and nothing says that staff know of it",
            )
            .mark("kept here")
            .help(help),
        );
        return;
    };
    let not_told =
        oversight.staff_notified.filter(|told| !told.value).map(|told| (told, "staff were not told"));
    let not_agreed = oversight
        .staff_consented
        .filter(|agreed| !agreed.value)
        .map(|agreed| (agreed, "staff did not agree"));
    if let Some((said, what)) = not_told.or(not_agreed) {
        cx.report(
            Diagnostic::at(said.span, format!("messages of staff are kept, and {what}"))
                .mark(what)
                .label(archive.span, "kept here")
                .help(help),
        );
    }
}

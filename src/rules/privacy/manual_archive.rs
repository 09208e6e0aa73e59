//! `manual-archive`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};

rule! {
    /// Messages are kept by hand.
    ///
    /// ## What it finds
    /// `archive` blocks with `capture: manual`.
    ///
    /// ## Why
    /// What staff have to forward or photograph is forgotten on the busy day.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { archive { system: "vault"; capture: manual }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { archive { system: "vault"; capture: automatic }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    name: "manual-archive",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-full-capture"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(capture) = account.archive.as_ref().and_then(|archive| archive.capture.as_ref()) else { return };
    if capture.as_str() == "manual" {
        cx.report(
            Diagnostic::at(capture.span(), "messages are kept by hand")
                .mark("forgotten on a busy day")
                .help("let the system take every message by itself: `capture: automatic`"),
        );
    }
}

//! `regulated-sender-unarchived`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// A firm that must keep its messages does not say that it does.
    ///
    /// ## What it finds
    /// Accounts of an industry with duties of record keeping that have no `archive` block. In finance this is an error:
    /// there a law asks for it in so many words. In insurance, health, pharma and the public sector it depends on the
    /// country and the message, and is a warning.
    ///
    /// ## Why
    /// Banks and brokers have paid hundreds of millions because staff wrote on WhatsApp outside of record keeping.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { industry: finance; business_name: "Example Bank" }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { industry: finance; archive { system: "records vault"; retention: 7y } ; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    name: "regulated-sender-unarchived",
    group: Privacy,
    severity: Error,
    since: "0.1.0",
    facts: ["gov-record-keeping"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(industry) = &account.industry else { return };
    let Some(duty) = policy::record_duty(industry.as_str()) else { return };
    if account.archive.is_some() {
        return;
    }
    let message = format!("a sender in {} does not say where its messages are kept", industry.as_str());
    let mut diagnostic = Diagnostic::at(industry.span(), message)
        .mark("has duties of record keeping")
        .help("add `archive { system: \"…\"; retention: …; coverage: 100%; capture: automatic }`");
    if !duty.is_law {
        diagnostic = diagnostic.severity(Severity::Warning).note(
            "which messages have to be kept, and how long, depends on the country and on what they say",
        );
    }
    cx.report(diagnostic);
}

//! `no-human-escalation`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// Nobody can be reached behind the automatic answers.
    ///
    /// ## What it finds
    /// Accounts whose `escalation` is empty, or says `none`, `no` or a dash.
    ///
    /// ## Why
    /// The platform asks that automatic conversations have a clear and direct way to a person.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { escalation: "none" }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { escalation: "AGENT hands over to the counter, 9 to 6" }
    /// ```
    name: "no-human-escalation",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-escalation"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(escalation) = &account.escalation else { return };
    let said = escalation.as_str().trim().to_lowercase();
    if said.is_empty() || policy::NO_ESCALATION.contains(&said.as_str()) {
        cx.report(
            Diagnostic::at(escalation.span(), "nobody can be reached behind the automatic answers")
                .mark("no way to a person")
                .help("say how people reach a person: a word to send, a phone number, an address, a form"),
        );
    }
}

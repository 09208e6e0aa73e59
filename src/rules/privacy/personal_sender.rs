//! `personal-sender`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// Business is done from a personal phone or number.
    ///
    /// ## What it finds
    /// Accounts with `device: personal` or `number_owner: employee`. An error where the industry has duties of record
    /// keeping by law, otherwise a warning.
    ///
    /// ## Why
    /// What leaves on a private phone cannot be kept, watched or taken back when its owner leaves.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { industry: finance; device: personal; archive { system: "vault" }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { industry: finance; device: company; archive { system: "vault" }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    name: "personal-sender",
    group: Privacy,
    severity: Error,
    since: "0.1.0",
    facts: ["gov-company-device"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let by_law = account
        .industry
        .as_ref()
        .and_then(|industry| policy::record_duty(industry.as_str()))
        .is_some_and(|duty| duty.is_law);
    let said = [
        (
            &account.device,
            "personal",
            "messages leave from a personal phone",
            "give staff a phone of the company",
        ),
        (
            &account.number_owner,
            "employee",
            "the number belongs to an employee",
            "use a number that belongs to the business",
        ),
    ];
    for (field, word, message, help) in said {
        let Some(text) = field.as_ref().filter(|text| text.as_str() == word) else { continue };
        let diagnostic =
            Diagnostic::at(text.span(), message).mark("out of reach when its owner leaves").help(help);
        cx.report(if by_law { diagnostic } else { diagnostic.severity(Severity::Warning) });
    }
}

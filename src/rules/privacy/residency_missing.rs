//! `residency-missing`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// Nobody says where messages are stored.
    ///
    /// ## What it finds
    /// Accounts that say how data are handled (`data`) and not where (`residency`), and accounts of a regulated
    /// industry that say nothing of it. Others are not asked.
    ///
    /// ## Why
    /// Rules on transfers (GDPR, POPIA) begin with the place where data lie; regulated firms are asked for it first.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { industry: finance; data { processor_agreement: yes } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { industry: finance; data { processor_agreement: yes; residency: DE, IE } }
    /// ```
    name: "residency-missing",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-residency"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let industry = account.industry.as_ref().filter(|word| policy::record_duty(word.as_str()).is_some());
    if account.data.as_ref().is_some_and(|data| !data.residency.is_empty()) {
        return;
    }
    let (place, mark) = match (&account.data, industry) {
        (Some(data), _) => (data.span.beginning(), "`residency` is missing"),
        (None, Some(_)) => (account.heading(), "no `data { residency: … }`"),
        (None, None) => return,
    };
    let diagnostic = Diagnostic::at(place, "nobody says in which countries messages are stored").mark(mark);
    let diagnostic = match industry {
        Some(industry) => diagnostic.label(industry.span(), "a regulated industry"),
        None => diagnostic,
    };
    cx.report(diagnostic.help("write the countries of storage: `data { residency: DE, IE }`"));
}

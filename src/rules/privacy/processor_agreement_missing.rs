//! `processor-agreement-missing`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// Messages pass through a provider without an agreement on processing.
    ///
    /// ## What it finds
    /// `data` blocks that say `processor_agreement: no`, and those that say nothing of it where the account has a
    /// country whose law asks for one.
    ///
    /// ## Why
    /// Platform and provider handle personal data on your behalf; the law of the European Union, the UK, Brazil, India
    /// and South Africa asks for a contract on it.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { countries: DE; data { processor_agreement: no } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { countries: DE; data { processor_agreement: yes } }
    /// ```
    name: "processor-agreement-missing",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-processor-agreement"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(data) = &account.data else { return };
    let asking =
        account.countries.iter().find(|country| policy::PROCESSOR_COUNTRIES.contains(&country.as_str()));
    let help = "conclude the agreement with the provider, and say `processor_agreement: yes`";
    let diagnostic = match (&data.processor_agreement, asking) {
        (Some(said), _) if !said.value => {
            Diagnostic::at(said.span, "there is no agreement on processing with the provider")
                .mark("said here")
        }
        (None, Some(_)) => {
            Diagnostic::at(data.span, "nothing is said of an agreement on processing with the provider")
                .mark("`processor_agreement` is missing")
        }
        _ => return,
    };
    let diagnostic = match asking {
        Some(country) => diagnostic.label(country.span(), "its law asks for one"),
        None => diagnostic,
    };
    cx.report(diagnostic.help(help));
}

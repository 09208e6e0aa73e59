//! `provider-keeps-data`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{self, Duration, Unit};

rule! {
    /// The provider keeps messages longer than the platform does.
    ///
    /// ## What it finds
    /// `data` blocks whose `provider_retains` is longer than 30 days, for which the platform itself keeps them.
    ///
    /// ## Why
    /// Every copy outside your own system can be lost, read or asked for. Keep the conversation in your records, and
    /// nowhere else.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { data { provider_retains: 2y } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { data { provider_retains: none } }
    /// ```
    name: "provider-keeps-data",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-provider-retention"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(text) = account.data.as_ref().and_then(|data| data.provider_retains.as_ref()) else { return };
    let Ok(kept) = lexical::duration(text) else { return };
    let most = Duration { count: limit::GOV_PROVIDER_RETENTION as f64, unit: Unit::Day };
    // A month is what people write for 30 days, whatever month it is.
    if kept.seconds() > most.seconds() {
        cx.report(
            Diagnostic::at(
                text.span(),
                format!("the provider keeps messages for {kept}, longer than {most}"),
            )
            .mark("a second copy, outside your records")
            .help("have the provider delete them, and keep the conversation in your own system"),
        );
    }
}

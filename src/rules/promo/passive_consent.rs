//! `passive-consent`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, ConsentMethod};
use crate::rules::{Check, Cx};

rule! {
    /// Consent that nobody gave by doing something.
    ///
    /// ## What it finds
    /// Audiences whose consent was collected by a box ticked beforehand, tied to something else, by accepting terms, or
    /// by silence.
    ///
    /// ## Why
    /// Consent takes an act of its own. What people were counted into without one is no opt-in, for the platform or for
    /// the law.
    ///
    /// ## Rejected
    /// ```waba
    /// audience guests { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing; method: pre_ticked } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience guests { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing; method: form } }
    /// ```
    name: "passive-consent",
    group: Promo,
    severity: Error,
    since: "0.1.0",
    facts: ["consent-active"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(method) = audience.consent.as_ref().and_then(|consent| consent.method.as_ref()) else { return };
    let (what, mark) = match method.known {
        Some(ConsentMethod::PreTicked) => ("a box that was ticked beforehand", "nobody ticked it"),
        Some(ConsentMethod::Bundled) => ("something else that people wanted", "tied to it"),
        Some(ConsentMethod::Terms) => ("accepting terms", "nobody was asked"),
        Some(ConsentMethod::Silence) => ("silence", "nobody said yes"),
        _ => return,
    };
    cx.report(
        Diagnostic::at(method.span(), format!("consent by {what} is none"))
            .mark(mark)
            .help("ask these people with a question of its own, and write only to those who say yes"),
    );
}

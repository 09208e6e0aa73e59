//! `unprovable-consent`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Basis};
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};

rule! {
    /// Consent that nobody could prove.
    ///
    /// ## What it finds
    /// Audiences with an express consent block that lacks the place of the proof, the words that people agreed to, the
    /// way it was collected, the days, or the purpose. One finding names all that lack, and for how long a country has proof kept.
    ///
    /// ## Why
    /// Who is asked for the opt-in has to show it: to whom, when, in which words. The burden is with the sender.
    ///
    /// ## Rejected
    /// ```waba
    /// audience guests { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing; method: form } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience guests { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing; method: form; collected: 2026-03-01..2026-05-30; wording: "News from Corner Bakery on WhatsApp"; proof: "crm:log" } }
    /// ```
    name: "unprovable-consent",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["consent-proof", "law-de-proof", "law-us-proof", "law-ae-proof"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(consent) = &audience.consent else { return };
    // Without a ground, or on another one, other rules speak.
    if consent.basis.as_ref().is_some_and(|basis| basis.known != Some(Basis::Express)) {
        return;
    }
    let lacking: Vec<&str> = [
        (consent.proof.is_none(), "`proof` (where it is kept)"),
        (consent.wording.is_none(), "`wording` (what people agreed to)"),
        (consent.method.is_none(), "`method` (how)"),
        (consent.collected.is_none(), "`collected` (when)"),
        (consent.purpose.is_empty(), "`purpose` (what for)"),
    ]
    .into_iter()
    .filter_map(|(lacks, what)| lacks.then_some(what))
    .collect();
    if lacking.is_empty() {
        return;
    }
    let diagnostic = Diagnostic::at(consent.span, "nobody could prove this consent")
        .mark(format!("lacks {}", lacking.join(", ")));
    // The longest term among the countries holds for all.
    let kept = cx.workspace.countries_of(audience).iter().filter_map(|code| {
        let (years, fact) = cx.workspace.law(code.as_str())?.proof_years?;
        Some((years, code, fact))
    });
    let diagnostic = match kept.max_by_key(|(years, ..)| *years) {
        Some((years, code, fact)) => diagnostic
            .label(code.span(), format!("proof is kept for {} in {}", counted(years, "year"), code.as_str()))
            .cites(fact),
        None => diagnostic,
    };
    cx.report(
        diagnostic.help(
            "write down what lacks, from the system that collected it; where nothing is known, ask again",
        ),
    );
}

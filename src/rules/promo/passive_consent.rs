//! `passive-consent`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Audience, Basis, Consent, ConsentMethod, Purpose, SourceKind};
use crate::policy::ConsentLaw;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

rule! {
    /// Consent that nobody gave by doing something.
    ///
    /// ## What it finds
    /// Audiences whose consent was collected by a box ticked beforehand, tied to something else, by accepting terms, or
    /// by silence.
    ///
    /// And, for marketing, a `basis` that the law of one of the audience's countries does not know: implied consent in the
    /// European Economic Area, the United Kingdom, South Africa, the United States, India and Saudi Arabia; a soft opt-in in
    /// the United States, Canada, Australia, New Zealand, India and Saudi Arabia; consent by word of mouth in the United
    /// States. The laws of other countries are not in the [table](../countries.md), and nothing is said of them; a row in
    /// `wabalint.yaml` adds one. Where it is known, a soft opt-in over a source that is no sale is a warning: it holds for
    /// own customers only.
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
    facts: [
        "consent-active",
        "law-eu-consent",
        "law-gb-consent",
        "law-za-consent",
        "law-us-consent",
        "law-ca-consent",
        "law-au-consent",
        "law-nz-consent",
        "law-in-consent",
        "law-sa-consent",
    ],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(consent) = &audience.consent else { return };
    by_country(cx, audience, consent);
    let Some(method) = &consent.method else { return };
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

/// A ground that a country's law does not know.
fn by_country(cx: &mut Cx<'_>, audience: &Audience, consent: &Consent) {
    let Some(basis) = &consent.basis else { return };
    let is_marketing = consent.purpose.is_empty()
        || consent.purpose.iter().any(|word| word.known == Some(Purpose::Marketing));
    let is_known = |law: &ConsentLaw| match basis.known {
        Some(Basis::Implied) => law.implied,
        Some(Basis::SoftOptIn) => law.soft_opt_in,
        _ => true,
    };
    if !is_marketing {
        return;
    }
    let laws: Vec<(&Text, &ConsentLaw)> = cx
        .workspace
        .countries_of(audience)
        .iter()
        .filter_map(|code| Some((code, cx.workspace.law(code.as_str())?.consent.as_ref()?)))
        .collect();
    if let Some((code, law)) = laws.iter().find(|(_, law)| !is_known(law)) {
        let what = if basis.known == Some(Basis::Implied) { "implied consent" } else { "a soft opt-in" };
        cx.report(
            Diagnostic::at(basis.span(), format!("{what} is no consent to marketing in {}", code.as_str()))
                .mark("claimed here")
                .label(code.span(), "in this country")
                .cites(law.fact)
                .help("ask these people, and write only to those who say yes"),
        );
        return;
    }
    let spoken = consent.method.as_ref().filter(|method| method.known == Some(ConsentMethod::Verbal));
    if let (Some(method), Some((code, law))) = (spoken, laws.iter().find(|(_, law)| law.written)) {
        cx.report(
            Diagnostic::at(method.span(), format!("consent by word of mouth is none in {}", code.as_str()))
                .mark("nothing in writing")
                .label(code.span(), "in this country")
                .cites(law.fact)
                .help("let people agree in writing; a click or an answer counts as such"),
        );
        return;
    }
    let soft = laws.first().filter(|_| basis.known == Some(Basis::SoftOptIn));
    let source = audience.source.as_ref().and_then(|source| source.kind.as_ref());
    let Some(((_, law), source)) = soft.zip(source) else { return };
    let is_sale = source.known.is_some_and(|kind| kind.is_purchase() || kind == SourceKind::InboundMessage);
    if !is_sale {
        cx.report(
            Diagnostic::at(basis.span(), "a soft opt-in holds for own customers only")
                .mark("claimed here")
                .label(source.span(), "not a sale")
                .severity(Severity::Warning)
                .cites(law.fact)
                .help("keep to people who bought from you, for similar goods; ask the others"),
        );
    }
}

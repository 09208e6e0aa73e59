//! `single-opt-in`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Basis, ConsentMethod, Purpose, SourceKind};
use crate::rules::{Check, Cx};

rule! {
    /// Consent that was not confirmed a second time, where that is the practice.
    ///
    /// ## What it finds
    /// Audiences with express consent for marketing and people in a country in which proof practically needs a
    /// confirmed opt-in (Germany), where `double_opt_in` is off or not said, and the consent came by a form or a click.
    /// What people say or sign in person, or write themselves, is tied to them already.
    ///
    /// ## Why
    /// Anybody can type anybody's number into a form. Where courts put the proof on the sender, only a confirmation
    /// shows that it was the owner.
    ///
    /// ## Rejected
    /// ```waba
    /// audience kunden { source: web_form; exclude: opted_out; countries: DE; consent { basis: express; purpose: marketing; method: form; double_opt_in: no } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience kunden { source: web_form; exclude: opted_out; countries: DE; consent { basis: express; purpose: marketing; method: form; double_opt_in: yes } }
    /// ```
    name: "single-opt-in",
    group: Promo,
    severity: Advice,
    since: "0.1.0",
    facts: ["law-de-double-opt-in"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(consent) = &audience.consent else { return };
    let is_express = consent.basis.as_ref().is_some_and(|basis| basis.known == Some(Basis::Express));
    let is_marketing = consent.purpose.is_empty()
        || consent.purpose.iter().any(|word| word.known == Some(Purpose::Marketing));
    let by_itself = consent.method.as_ref().and_then(|method| method.known).is_some_and(|method| {
        matches!(method, ConsentMethod::Reply | ConsentMethod::Verbal | ConsentMethod::Paper)
    });
    let source = audience.source.as_ref().and_then(|source| source.kind.as_ref()).and_then(|kind| kind.known);
    let is_personal = matches!(
        source,
        Some(
            SourceKind::InboundMessage
                | SourceKind::ClickToChatAd
                | SourceKind::DoubleOptInImport
                | SourceKind::QrCode
        )
    );
    if !is_express || !is_marketing || by_itself || is_personal {
        return;
    }
    if consent.double_opt_in.as_ref().is_some_and(|double| double.value) {
        return;
    }
    let asked = cx.workspace.countries_of(audience).iter().find_map(|code| {
        let fact = cx.workspace.law(code.as_str())?.double_opt_in?;
        Some((code, fact))
    });
    let Some((country, fact)) = asked else { return };
    let name = audience.name.as_ref().map_or("this audience", |name| name.as_str());
    let (place, mark) = match &consent.double_opt_in {
        Some(said) => (said.span, "said here"),
        None => (consent.heading(), "`double_opt_in` is missing"),
    };
    cx.report(
        Diagnostic::at(place, format!("nobody in `{name}` confirmed a second time, and proof needs it"))
            .mark(mark)
            .label(country.span(), "in this country")
            .cites(fact)
            .help("let people answer a first message, keep the answer, and say `double_opt_in: yes`"),
    );
}

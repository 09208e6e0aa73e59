//! `third-party-source`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Contacts that others gathered, without consent that names the sender.
    ///
    /// ## What it finds
    /// Audiences from partners, co-registration, referrals and events, by the declared kind or by the words of the
    /// source, whose consent does not quote a wording with the name of the business. With such a wording they are
    /// sound.
    ///
    /// ## Why
    /// Consent that people gave to somebody else seldom covers you: it has to name who will write.
    ///
    /// ## Rejected
    /// ```waba
    /// audience guests { source: partner "list of the trade fair"; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience guests { source: web_form; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// ```
    name: "third-party-source",
    group: Source,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-third-party-consent", "wa-first-hand-contacts"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let kinds = [SourceKind::Partner, SourceKind::CoRegistration, SourceKind::Referral, SourceKind::Event];
    let Some(clue) = source_words::clue(audience, &kinds) else { return };
    let wording = audience.consent.as_ref().and_then(|consent| consent.wording.as_ref());
    let names: Vec<&str> = cx
        .workspace
        .accounts
        .iter()
        .filter_map(|account| account.business_name.as_ref())
        .map(|name| name.as_str())
        .collect();
    let is_named = wording.is_some_and(|wording| {
        let wording = wording.as_str().to_lowercase();
        // Without an account nobody can compare the name; a wording that is quoted is taken at its word.
        names.is_empty() || names.iter().any(|name| wording.contains(&name.to_lowercase()))
    });
    if is_named {
        return;
    }
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    let diagnostic = Diagnostic::at(
        clue.span,
        format!("others gathered the contacts of `{name}`, and no consent names you"),
    )
    .mark(clue.says);
    let diagnostic = match wording {
        Some(wording) => diagnostic.label(wording.span(), "does not name the business"),
        None => diagnostic,
    };
    cx.report(
        diagnostic.help("let the partner ask these people for you by name, and quote the words in `wording`"),
    );
}

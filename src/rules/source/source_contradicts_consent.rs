//! `source-contradicts-consent`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Basis, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Consent is claimed over a source that cannot give it.
    ///
    /// ## What it finds
    /// Audiences with `basis: express` whose contacts were, by declaration or by the words of the source, scraped,
    /// bought, rented, leaked, lifted from groups or taken from a public directory.
    ///
    /// ## Why
    /// Nobody on such a list said yes to this sender. A record that claims it makes the breach worse.
    ///
    /// ## Rejected
    /// ```waba
    /// audience prospects { source: purchased; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// ```
    name: "source-contradicts-consent",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-opt-in-required", "wa-first-hand-contacts"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let basis = audience.consent.as_ref().and_then(|consent| consent.basis.as_ref());
    let Some(basis) = basis.filter(|basis| basis.known == Some(Basis::Express)) else { return };
    let barren = [
        SourceKind::Scraped,
        SourceKind::Purchased,
        SourceKind::Rented,
        SourceKind::GroupMembers,
        SourceKind::Leaked,
        SourceKind::PublicDirectory,
    ];
    let Some(clue) = source_words::clue(audience, &barren) else { return };
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    cx.report(
        Diagnostic::at(
            basis.span(),
            format!("`{name}` claims express consent, and its source cannot give it"),
        )
        .mark("claimed here")
        .label(clue.span, clue.says)
        .help("nobody on such a list agreed to hear from you; do not send to these people"),
    );
}

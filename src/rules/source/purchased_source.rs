//! `purchased-source`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Contacts that were bought or rented.
    ///
    /// ## What it finds
    /// Audiences whose source is declared `purchased` or `rented`, or whose source text, file name or column names say so:
    /// a bought list, a broker, a database of numbers. Customers who purchased something are none of it.
    ///
    /// ## Why
    /// Consent given to somebody else is no consent to you, whatever the seller says.
    ///
    /// ## Rejected
    /// ```waba
    /// audience prospects { source: "list bought from a data broker"; exclude: opted_out }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience prospects { source: checkout "customers who purchased since January"; exclude: opted_out }
    /// ```
    name: "purchased-source",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-first-hand-contacts"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(clue) = source_words::clue(audience, &[SourceKind::Purchased, SourceKind::Rented]) else {
        return;
    };
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    cx.report(
        Diagnostic::at(clue.span, format!("the contacts of `{name}` were bought or rented"))
            .mark(clue.says)
            .help("do not send to these people; collect numbers where people give them to you"),
    );
}

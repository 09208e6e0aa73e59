//! `leaked-source`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Contacts from a leak or a breach.
    ///
    /// ## What it finds
    /// Audiences whose source is declared `leaked`, or whose source text, file name or column names say so.
    ///
    /// ## Why
    /// These people gave their number to somebody else, who lost it. Writing to them is an offence in most countries.
    ///
    /// ## Rejected
    /// ```waba
    /// audience prospects { source: "numbers from a data breach"; exclude: opted_out }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience prospects { source: web_form "tenants who reported the roof leak"; exclude: opted_out }
    /// ```
    name: "leaked-source",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-first-hand-contacts"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(clue) = source_words::clue(audience, &[SourceKind::Leaked]) else { return };
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    cx.report(
        Diagnostic::at(clue.span, format!("the contacts of `{name}` come from a leak"))
            .mark(clue.says)
            .help("do not send to these people, and delete the list"),
    );
}

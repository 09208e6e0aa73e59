//! `scraped-source`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Contacts that a program collected from sites, maps or profiles.
    ///
    /// ## What it finds
    /// Audiences whose source is declared `scraped`, or whose source text, file name or column names say so: scraped,
    /// extracted, harvested, crawled, or the name of a tool that does it.
    ///
    /// ## Why
    /// Collecting people's data by program breaks the terms of service, and nobody on such a list ever agreed. It is
    /// among the surest ways to lose the number.
    ///
    /// ## Rejected
    /// ```waba
    /// audience dentists { source: "scraped from Google Maps"; exclude: opted_out }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience dentists { source: web_form "https://supplier.example/newsletter"; exclude: opted_out }
    /// ```
    name: "scraped-source",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-no-harvesting", "nz-no-harvested-lists"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(clue) = source_words::clue(audience, &[SourceKind::Scraped]) else { return };
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    cx.report(
        Diagnostic::at(clue.span, format!("the contacts of `{name}` were collected by a program"))
            .mark(clue.says)
            .note("a list of this kind cannot hold consent: nobody on it was asked")
            .help("do not send to these people; collect numbers where people give them to you"),
    );
}

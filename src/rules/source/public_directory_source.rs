//! `public-directory-source`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Numbers taken from listings.
    ///
    /// ## What it finds
    /// Audiences whose numbers come from directories, registers, maps or other sites on which businesses list
    /// themselves, by the declared kind or by the words of the source.
    ///
    /// ## Why
    /// A number that stands in a listing is there for customers, not for senders. Nobody on such a list agreed to
    /// messages.
    ///
    /// ## Rejected
    /// ```waba
    /// audience restaurants { source: public_directory "city guide"; exclude: opted_out }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience restaurants { source: web_form "our order form"; exclude: opted_out }
    /// ```
    name: "public-directory-source",
    group: Source,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-first-hand-contacts", "wa-opt-in-required"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(clue) = source_words::clue(audience, &[SourceKind::PublicDirectory]) else { return };
    // What a program collected from listings is told as such.
    if source_words::clue(audience, &[SourceKind::Scraped]).is_some() {
        return;
    }
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    cx.report(
        Diagnostic::at(
            clue.span,
            format!("the contacts of `{name}` stand in a listing, and nobody was asked"),
        )
        .mark(clue.says)
        .help("ask these people by a channel that they offer for it, and write to those who say yes"),
    );
}

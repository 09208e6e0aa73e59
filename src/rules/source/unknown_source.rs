//! `unknown-source`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Nobody says where the contacts came from.
    ///
    /// ## What it finds
    /// Audiences without a `source`, with `source: unknown`, or with a text that says nothing: "import", "old list",
    /// "misc". A part of an audience has the source of the whole (`part_of`).
    ///
    /// ## Why
    /// Who cannot say where a number came from cannot show that its owner agreed.
    ///
    /// ## Rejected
    /// ```waba
    /// audience everybody { source: "old list"; exclude: opted_out }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience everybody { source: crm "customers of the Lisbon shop since 2024"; exclude: opted_out }
    /// ```
    name: "unknown-source",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-first-hand-contacts"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    let help = "write where these people gave you their number, such as `source: web_form \"https://…\"`";
    let Some(source) = &audience.source else {
        if audience.part_of.is_empty() {
            cx.report(
                Diagnostic::at(
                    audience.heading(),
                    format!("`{name}` does not say where its contacts came from"),
                )
                .mark("no source")
                .help(help),
            );
        }
        return;
    };
    let declared = source.kind.as_ref().and_then(|kind| kind.known);
    if declared.is_some_and(|kind| kind != SourceKind::Unknown) {
        return;
    }
    // A text that gives away another kind is told by the rule of that kind.
    let named_otherwise = [
        SourceKind::Scraped,
        SourceKind::Purchased,
        SourceKind::GroupMembers,
        SourceKind::Leaked,
        SourceKind::Partner,
        SourceKind::CoRegistration,
        SourceKind::PublicDirectory,
    ];
    if source_words::clue(audience, &named_otherwise).is_some() {
        return;
    }
    if let Some(clue) = source_words::clue(audience, &[SourceKind::Unknown]) {
        cx.report(
            Diagnostic::at(
                clue.span,
                format!("the source of `{name}` says nothing about where its contacts came from"),
            )
            .mark(clue.says)
            .help(help),
        );
    }
}

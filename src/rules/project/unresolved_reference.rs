//! `unresolved-reference`

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::{Excluded, Part};
use crate::rules::{Check, Cx};
use crate::syntax::lexical::nearest;
use crate::syntax::tree::Text;

rule! {
    /// A name that no definition of the run has.
    ///
    /// ## What it finds
    /// Templates, audiences and accounts that a campaign or an audience names and that no file of the run defines, with
    /// the nearest name that exists. A run sees all definition files below the given paths as one workspace.
    ///
    /// ## Why
    /// The campaign would fail, or be sent to nobody, and nothing about it could be checked.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: utility } }
    /// campaign news { purpose: utility; to: custommers }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: utility } }
    /// campaign news { purpose: utility; to: customers }
    /// ```
    name: "unresolved-reference",
    group: Project,
    severity: Error,
    since: "0.1.0",
    facts: [],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    let templates: BTreeSet<&str> = workspace.template_names().collect();
    let audiences: BTreeSet<&str> = workspace.audience_names().collect();
    let accounts: BTreeSet<&str> = workspace
        .accounts
        .iter()
        .filter_map(|account| account.name.as_ref())
        .map(|name| name.as_str())
        .collect();
    // A template whose name a program computes may be the one that is meant.
    let is_told = workspace.templates.iter().all(|template| !template.unknown.has(Part::Name));
    for campaign in &workspace.campaigns {
        for reference in campaign.template_references().filter(|_| is_told) {
            expect(cx, "template", &reference.name, &templates);
        }
        for reference in &campaign.to {
            expect(cx, "audience", &reference.name, &audiences);
        }
        if let Some(reference) = &campaign.account {
            expect(cx, "account", &reference.name, &accounts);
        }
    }
    for audience in &workspace.audiences {
        for reference in audience.part_of.iter().chain(&audience.overlaps).chain(&audience.disjoint_from) {
            expect(cx, "audience", &reference.name, &audiences);
        }
        for name in &audience.exclude {
            if Excluded::parse(name.as_str()).is_none() && !audiences.contains(name.as_str()) {
                let known: BTreeSet<&str> =
                    audiences.iter().copied().chain(Excluded::WORDS.iter().copied()).collect();
                expect(cx, "audience", name, &known);
            }
        }
    }
}

/// Looking for the nearest of very many names for very many slips would take longer than all the rest.
const MOST_GUESSES: usize = 100;

fn expect(cx: &mut Cx<'_>, kind: &str, name: &Text, known: &BTreeSet<&str>) {
    if known.contains(name.as_str()) {
        return;
    }
    let article = if kind == "template" { "a" } else { "an" };
    let diagnostic = Diagnostic::at(name.span(), format!("there is no {kind} `{}`", name.as_str()))
        .mark(format!("names {article} {kind} that no file of this run defines"));
    let likely =
        if cx.found.len() < MOST_GUESSES { nearest(name.as_str(), known.iter().copied()) } else { None };
    let diagnostic = match likely {
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
        None => diagnostic
            .help(format!("define the {kind}, or check the folder that holds it together with this file")),
    };
    cx.report(diagnostic);
}

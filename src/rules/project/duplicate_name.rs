//! `duplicate-name`

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::tree::Text;

rule! {
    /// Two audiences, campaigns or accounts of the same name.
    ///
    /// ## What it finds
    /// Names that are given twice anywhere in the run, with both places. Templates have `duplicate-template`.
    ///
    /// ## Why
    /// A reference to the name means only one of them, and nobody can tell which.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out }
    /// audience customers { source: crm "since 2024"; exclude: opted_out }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out }
    /// audience members { source: crm "since 2024"; exclude: opted_out }
    /// ```
    name: "duplicate-name",
    group: Project,
    severity: Error,
    since: "0.1.0",
    facts: [],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    let names = [
        (
            "audience",
            workspace.audiences.iter().filter_map(|item| item.name.as_ref()).collect::<Vec<&Text>>(),
        ),
        ("campaign", workspace.campaigns.iter().filter_map(|item| item.name.as_ref()).collect()),
        ("account", workspace.accounts.iter().filter_map(|item| item.name.as_ref()).collect()),
    ];
    for (kind, names) in names {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for name in names {
            match first.get(name.as_str()) {
                None => {
                    first.insert(name.as_str(), name.span());
                }
                Some(place) => cx.report(
                    Diagnostic::at(name.span(), format!("the {kind} `{}` is defined twice", name.as_str()))
                        .mark("defined again here")
                        .label(*place, "first defined here")
                        .help("rename one of them"),
                ),
            }
        }
    }
}

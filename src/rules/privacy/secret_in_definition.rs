//! `secret-in-definition`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Cx};
use crate::source::Span;
use std::collections::BTreeSet;

rule! {
    /// An access token in a file that is shared.
    ///
    /// ## What it finds
    /// Access tokens of the platform (they begin with EAA) anywhere in a definition file. Placeholders such as EAAxxxx
    /// are none.
    ///
    /// ## Why
    /// Whoever can read the repository can then write to every customer of the business. Stolen tokens are how accounts
    /// are taken over.
    ///
    /// ## Rejected
    /// ```waba
    /// # token: EAAJZC8k2mZBv0BAO7xQ4nT1rYwL9dKcUe5GfHsPaXbVi3oMzNjRtWyDqSlEuCgBhFk6
    /// template note { category: utility; language: en_GB; body: "Your order {{1}} is on its way and arrives today." }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// # token: see the vault
    /// template note { category: utility; language: en_GB; body: "Your order {{1}} is on its way and arrives today." }
    /// ```
    name: "secret-in-definition",
    group: Privacy,
    severity: Error,
    since: "0.1.0",
    facts: ["gov-secrets"],
    check: Check::Workspace(check),
}

/// How a token begins, and how many letters and digits it has at least.
const BEGINNING: &str = "EAA";
const LEAST: usize = 48;
/// How many different letters and digits it has at least: a placeholder repeats one.
const DISTINCT: usize = 16;

fn check(cx: &mut Cx<'_>) {
    for (file, text) in cx.workspace.files() {
        for (start, _) in text.match_indices(BEGINNING) {
            let is_inside =
                text.get(..start).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
            let rest = text.get(start..).unwrap_or_default();
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let token = rest.get(..length).unwrap_or_default();
            let distinct: BTreeSet<u8> = token.bytes().collect();
            if is_inside || length < LEAST || distinct.len() < DISTINCT {
                continue;
            }
            cx.report(
                Diagnostic::at(Span::new(file, start, start + length), "an access token stands in this file")
                    .mark("whoever reads it can send")
                    .help("revoke it, and keep the new one where only the sending program reads it"),
            );
        }
    }
}

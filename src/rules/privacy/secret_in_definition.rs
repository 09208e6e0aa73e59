//! `secret-in-definition`

use crate::diagnostic::Diagnostic;
use crate::policy::{self, Token};
use crate::rules::{Check, Cx};
use crate::source::Span;
use std::collections::BTreeSet;
use std::ops::Range;

rule! {
    /// An access token in a file that is shared.
    ///
    /// ## What it finds
    /// Access tokens of the platform (they begin with EAA) anywhere in a definition file, in a program that may hold
    /// definitions, and in settings beside them: `config.ini` and the like, `.env.example` and others that are made to be
    /// shared, and `.env` where git has it. Placeholders such as EAAxxxx are none. No output shows the token itself,
    /// only its beginning.
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

fn check(cx: &mut Cx<'_>) {
    for (file, text) in cx.workspace.files() {
        for token in policy::TOKENS {
            for range in tokens(text, token) {
                let span = Span::new(file, range.start, range.end);
                cx.report(
                    Diagnostic::at(span, "an access token stands in this file")
                        .mark("whoever reads it can send")
                        .conceals(span)
                        .help("revoke it, and keep the new one where only the sending program reads it"),
                );
            }
        }
    }
}

/// The places of a text where a token of a kind stands.
fn tokens(text: &str, kind: &Token) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(kind.begins).filter_map(|(start, _)| {
        let is_inside =
            text.get(..start).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let distinct: BTreeSet<u8> = rest.bytes().take(length).collect();
        let is_token = !is_inside && length >= kind.least && distinct.len() >= kind.distinct;
        is_token.then_some(start..start + length)
    })
}

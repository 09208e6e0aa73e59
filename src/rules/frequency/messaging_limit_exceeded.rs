//! `messaging-limit-exceeded`

use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Workspace;
use crate::rules::sends_shown::counted;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;
use crate::timeline::{Batch, Day, worst_days};

rule! {
    /// An account writes to more people in 24 hours than it may.
    ///
    /// ## What it finds
    /// The sends of all campaigns of an account are put on one line, from today on, and the 24 hours with the most
    /// people are found. Audiences count by their `size`, each once in a window; who is `part_of` another one is
    /// counted with it, and audiences of which nothing is said share nobody. Where audiences overlap, it is an error if
    /// even the most sharing leaves too many, otherwise a warning. A `ramp` spreads a send over its windows.
    ///
    /// ## Why
    /// Above the limit the platform refuses to send: a part of the list never gets the message, and it cannot be chosen
    /// which.
    ///
    /// ## Rejected
    /// ```waba
    /// account bakery { messaging_limit: 2_000 }
    /// audience friends { source: web_form; exclude: opted_out; size: 5_000; consent { basis: express; purpose: marketing } }
    /// campaign news { account: bakery; purpose: marketing; to: friends; schedule: weekly on tue at 10:00 in Europe/Madrid }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bakery { messaging_limit: 2_000 }
    /// audience friends { source: web_form; exclude: opted_out; size: 5_000; consent { basis: express; purpose: marketing } }
    /// campaign news { account: bakery; purpose: marketing; to: friends; schedule: once at 2026-10-06 10:00 in Europe/Madrid; ramp: 1000, 2000 per 1d }
    /// ```
    name: "messaging-limit-exceeded",
    group: Frequency,
    severity: Error,
    since: "0.1.0",
    facts: ["lim-messaging-tiers"],
    check: Check::Workspace(check),
}

/// How many sends the table lists.
const ROWS: usize = 10;

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    for account in workspace.accounts.iter().copied() {
        let Some(limit) = account.messaging_limit.as_ref() else { continue };
        let Some(most) = limit.value.map(|limit| limit as u64) else { continue };
        let load = workspace.load_of(account);
        let (surely, perhaps) = worst_days(&load, workspace.relations());
        let day = if surely.least > most { surely } else { perhaps };
        if day.most <= most {
            continue;
        }
        let name = account.name.as_ref().map_or("this account", |name| name.as_str());
        let (people, severity) = if day.least > most {
            (counted(day.least), Severity::Error)
        } else {
            (format!("{} to {}", counted(day.least), counted(day.most)), Severity::Warning)
        };
        let mut diagnostic = Diagnostic::at(
            limit.span,
            format!(
                "`{name}` would write to {people} people in 24 hours, and may write to {}",
                counted(most)
            ),
        )
        .mark("the limit")
        .severity(severity);
        let mut labelled = Vec::new();
        let mut rows = Vec::new();
        let named = |text: Option<&Text>| text.map_or("", |name| name.as_str()).to_owned();
        for batch in day.batches {
            let campaign = workspace.campaigns.get(batch.send.campaign).copied();
            let audience = workspace.audiences.get(batch.audience).copied();
            let campaign_name = named(campaign.and_then(|campaign| campaign.name.as_ref()));
            if !labelled.contains(&batch.send.cause) {
                labelled.push(batch.send.cause);
                diagnostic = diagnostic.label(batch.send.cause, format!("`{campaign_name}` sends in it"));
            }
            rows.push(format!(
                "  {}  {campaign_name}  {}  {}",
                batch.shown(),
                named(audience.and_then(|audience| audience.name.as_ref())),
                counted(batch.people)
            ));
        }
        let left = rows.len().saturating_sub(ROWS);
        rows.truncate(ROWS);
        if left > 0 {
            rows.push(format!("  and {left} more"));
        }
        diagnostic = diagnostic.note(format!("the fullest 24 hours:\n{}", rows.join("\n")));
        cx.report(diagnostic.help(help(workspace, &day, most)));
    }
}

/// The smallest change: what does not fit goes out a day later, or in batches.
fn help(workspace: &Workspace<'_>, day: &Day<'_, '_>, most: u64) -> String {
    let (Some(first), Some(last)) = (day.batches.first(), day.batches.last()) else {
        return String::new();
    };
    let name = |batch: &Batch<'_>| {
        let campaign = workspace.campaigns.get(batch.send.campaign);
        let name = campaign.and_then(|campaign| campaign.name.as_ref());
        name.map_or("the last campaign", |name| name.as_str()).to_owned()
    };
    if day.batches.iter().any(|batch| batch.people > most && batch.part == 0) {
        return format!(
            "spread it over days with a `ramp`, such as `ramp: {most} per 1d`, or raise the limit first"
        );
    }
    let later = Batch { at: first.at + 86_400, ..last.clone() };
    format!("move `{}` to {} or later", name(last), later.shown())
}

//! `messaging-limit-exceeded`

use crate::diagnostic::{Diagnostic, Severity, thousands};
use crate::engine::Workspace;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{DAY, Repeat};
use crate::syntax::tree::Text;
use crate::timeline::{Batch, Day, Send, above, worst_days};

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
        if load.is_cut {
            let name = account.name.as_ref().map_or("this account", |name| name.as_str());
            cx.report(
                Diagnostic::at(limit.span, format!("`{name}` sends more often than is counted"))
                    .severity(Severity::Advice)
                    .uncited()
                    .mark("what is behind it was not held against this limit")
                    .help("send less often, or name last days with `until`"),
            );
        }
        let (surely, perhaps) = worst_days(&load.batches, workspace.relations());
        let day = if surely.least > most { surely } else { perhaps };
        if day.most <= most {
            continue;
        }
        let name = account.name.as_ref().map_or("this account", |name| name.as_str());
        let (people, severity) = if day.least > most {
            (thousands(day.least), Severity::Error)
        } else {
            (format!("{} to {}", thousands(day.least), thousands(day.most)), Severity::Warning)
        };
        let mut diagnostic = Diagnostic::at(
            limit.span,
            format!(
                "`{name}` would write to {people} people in 24 hours, and may write to {}",
                thousands(most)
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
                batch.send.shown(),
                named(audience.and_then(|audience| audience.name.as_ref())),
                thousands(batch.people)
            ));
        }
        let left = rows.len().saturating_sub(ROWS);
        rows.truncate(ROWS);
        if left > 0 {
            rows.push(format!("  and {left} more"));
        }
        diagnostic = diagnostic.note(format!("the fullest 24 hours:\n{}", rows.join("\n")));
        cx.report(diagnostic.help(help(workspace, &load.batches, &day, most)));
    }
}

/// The smallest change that is enough, tried out on the plan: what does not fit goes out in batches, or a day later.
fn help(workspace: &Workspace<'_>, load: &[Batch<'_>], day: &Day<'_, '_>, most: u64) -> String {
    let Some(last) = day.batches.last() else { return String::new() };
    let campaign_of = |batch: &Batch<'_>| workspace.campaigns.get(batch.send.campaign).copied();
    let fewer = |batch: &Batch<'_>| {
        let schedule = campaign_of(batch).and_then(|campaign| campaign.schedule.as_ref());
        match schedule.is_some_and(|schedule| matches!(schedule.repeat, Repeat::Once(_))) {
            true => "to fewer people",
            false => "to fewer people or less often",
        }
    };
    let name = |batch: &Batch<'_>| {
        let name = campaign_of(batch).and_then(|campaign| campaign.name.as_ref());
        name.map_or("the last campaign", |name| name.as_str()).to_owned()
    };
    // Other days that are too full are another matter; what is changed may make no day so.
    let fits = |batches: &[Batch<'_>], campaign: usize| {
        let own = batches.iter().filter(|batch| batch.send.campaign == campaign);
        let own: Vec<i64> = own.map(|batch| batch.send.at).collect();
        let near = |at: i64| {
            let next = own.partition_point(|own| *own < at - DAY);
            own.get(next).is_some_and(|own| *own <= at + DAY)
        };
        above(batches, workspace.relations(), most).iter().all(|batch| !near(batch.send.at))
    };
    let too_large = day.batches.iter().filter(|batch| batch.people > most && batch.send.batch == 0);
    if let Some(large) = too_large.max_by_key(|batch| batch.people) {
        // A ramp holds for the whole campaign, in every audience.
        let split = |count: u64| -> Vec<(Send, usize, u64)> {
            let of_batch = |batch: &Batch<'_>| {
                if batch.send.campaign != large.send.campaign {
                    return vec![(batch.send.clone(), batch.audience, batch.people)];
                }
                let parts = batch.people.div_ceil(count.max(1)).min(MOST_PARTS);
                (0..parts)
                    .map(|part| {
                        let later = i64::try_from(part).unwrap_or(0) * DAY;
                        let number = usize::try_from(part).unwrap_or(0) + 1;
                        let send = Send { at: batch.send.at + later, batch: number, ..batch.send.clone() };
                        (send, batch.audience, count.min(batch.people - part * count))
                    })
                    .collect()
            };
            load.iter().flat_map(of_batch).collect()
        };
        for count in policy::PACE.ramp(most).rev().filter(|count| *count > 0) {
            if load.len() < MOST_TRIED && fits(&as_batches(&split(count)), large.send.campaign) {
                return format!("spread it over days with `ramp: {count} per 1d`, or raise the limit first");
            }
        }
        return format!("send `{}` {}, or raise the limit first", name(large), fewer(large));
    }
    // The last that is sent once goes out when the first is a day behind.
    let is_once = |batch: &&Batch<'_>| {
        campaign_of(batch).and_then(|campaign| campaign.schedule.as_ref()).is_some_and(|schedule| {
            matches!(schedule.repeat, Repeat::Once(_)) && batch.send.cause == schedule.span
        })
    };
    for batch in day.batches.iter().rev().filter(is_once).take(3).filter(|_| load.len() < MOST_TRIED) {
        let others = load.iter().filter(|other| other.send.campaign != batch.send.campaign);
        let mut moves: Vec<i64> =
            others.map(|other| other.send.at + DAY - batch.send.at).filter(|later| *later > 0).collect();
        moves.sort_unstable();
        moves.dedup();
        let enough = moves.into_iter().take(MOST_MOVES).find(|later| {
            let moved: Vec<(Send, usize, u64)> = load
                .iter()
                .map(|other| {
                    let moves = other.send.campaign == batch.send.campaign;
                    let at = other.send.at + if moves { *later } else { 0 };
                    (Send { at, ..other.send.clone() }, other.audience, other.people)
                })
                .collect();
            fits(&as_batches(&moved), batch.send.campaign)
        });
        if let Some(later) = enough {
            let at = batch.send.at + later;
            let others = load.iter().filter(|other| other.send.campaign != batch.send.campaign);
            let is_last = others.map(|other| other.send.at + DAY).max().is_none_or(|last| last <= at);
            let or_later = if is_last { " or later" } else { "" };
            return format!("move `{}` to {}{or_later}", name(batch), batch.send.shown_at(at));
        }
    }
    let names: std::collections::BTreeSet<String> = day.batches.iter().map(name).collect();
    if names.len() == 1 {
        return format!("send `{}` {}, or raise the limit first", name(last), fewer(last));
    }
    format!("send `{}` on another day, or raise the limit first", name(last))
}

/// More parts of one send than anybody plans.
const MOST_PARTS: u64 = 400;

/// How many later days are tried for a campaign.
const MOST_MOVES: usize = 20;

/// With more batches than these no change is tried out.
const MOST_TRIED: usize = 5_000;

fn as_batches(sends: &[(Send, usize, u64)]) -> Vec<Batch<'_>> {
    let mut all: Vec<Batch<'_>> = sends
        .iter()
        .map(|(send, audience, people)| Batch { send, audience: *audience, people: *people })
        .collect();
    all.sort_by_key(|batch| (batch.send.at, batch.send.campaign, batch.audience, batch.send.batch));
    all
}

//! `sudden-volume`

use crate::diagnostic::{Diagnostic, Severity, thousands};
use crate::policy;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::DAY;
use crate::timeline::worst_day;

rule! {
    /// Far more people at once than the sender is known for.
    ///
    /// ## What it finds
    /// Accounts that began to send less than thirty days before (`first_send`) and write to more than half of their
    /// limit in 24 hours, or to more than a thousand people where no limit is declared. And, as advice, campaigns that
    /// write to more than ten times as many people as any day before that is planned. A `ramp` answers both.
    ///
    /// ## Why
    /// The platform watches new senders and leaps in volume; bad feedback in the first hours costs the number. Limits
    /// grow with use and quality, so a warm-up is also the way up.
    ///
    /// ## Rejected
    /// ```waba
    /// account bakery { messaging_limit: 2_000; first_send: 2026-10-06 }
    /// audience friends { source: web_form; exclude: opted_out; size: 1_900; consent { basis: express; purpose: marketing } }
    /// campaign news { account: bakery; purpose: marketing; to: friends; schedule: once at 2026-10-06 10:00 in Europe/Madrid }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bakery { messaging_limit: 2_000; first_send: 2026-10-06 }
    /// audience friends { source: web_form; exclude: opted_out; size: 1_900; consent { basis: express; purpose: marketing } }
    /// campaign news { account: bakery; purpose: marketing; to: friends; schedule: once at 2026-10-06 10:00 in Europe/Madrid; ramp: 200, 500, 1000 per 1d }
    /// ```
    name: "sudden-volume",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-first-volume", "lim-messaging-upgrade"],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    let volume = &policy::PACE;
    for account in workspace.accounts.iter().copied() {
        let load = workspace.load_of(account).batches;
        let name = account.name.as_ref().map_or("this account", |name| name.as_str());
        let limit = account.messaging_limit.as_ref();
        let first_share = match limit.map(|limit| limit.value) {
            Some(Some(limit)) => Some((limit * f64::from(volume.first_percent) / 100.0) as u64),
            Some(None) => None,
            None => Some(u64::from(volume.first_people)),
        };
        let begun = account.first_send.as_ref().and_then(|day| {
            let at =
                jiff::tz::TimeZone::UTC.to_timestamp(day.value.to_datetime(jiff::civil::Time::midnight()));
            Some((day.span, at.ok()?.as_second()))
        });
        if let (Some((span, begun)), Some(most)) = (begun, first_share) {
            let until = begun.saturating_add(i64::from(volume.new_sender_days) * DAY);
            // The day of the first send is meant in some zone, so it may begin half a day earlier.
            let end = load.partition_point(|batch| batch.send.at < until);
            let start = load.partition_point(|batch| batch.send.at < begun - DAY / 2);
            let day = worst_day(load.get(start..end).unwrap_or_default(), workspace.relations());
            if day.least > most
                && let Some(batch) = day.batches.iter().max_by_key(|batch| batch.people)
            {
                let diagnostic = Diagnostic::at(
                    batch.send.cause,
                    format!("`{name}` is new, and writes to {} people in 24 hours", thousands(day.least)),
                )
                .mark(format!("more than {} is much for a sender whom nobody knows", thousands(most)))
                .label(span, "begins to send here");
                let parts: Vec<u64> = volume.ramp(most).map(|part| part.max(1)).collect();
                cx.report(diagnostic.help(format!("begin with a part: `ramp: {} per 1d`", listed(&parts))));
                continue;
            }
        }
        // Of a sender who began long ago the plan does not show what went before.
        let is_known = begun.is_some_and(|(_, begun)| {
            let today = jiff::tz::TimeZone::UTC.to_timestamp(workspace.today.at(0, 0, 0, 0));
            today.is_ok_and(|today| today.as_second() - begun > i64::from(volume.new_sender_days) * DAY)
        });
        if is_known {
            continue;
        }
        // A leap: a day with far more people than any day before it in the plan.
        let mut before: Option<u64> = None;
        let mut rest = load.as_slice();
        while let Some(first) = rest.first() {
            let end = rest.partition_point(|batch| batch.send.at < first.send.at + DAY);
            let (own, next) = rest.split_at(end);
            let day = worst_day(own, workspace.relations());
            let leap = u64::from(volume.leap);
            // A first try with a few people tells nothing.
            let tried = before.filter(|known| *known > 0 && day.least > u64::from(volume.first_people));
            if tried.is_some_and(|known| day.least > known.saturating_mul(leap))
                && let Some(batch) = own.iter().max_by_key(|batch| batch.people)
                && batch.send.batch == 0
            {
                let diagnostic = Diagnostic::at(
                    batch.send.cause,
                    format!(
                        "`{name}` writes to {} people in 24 hours, and to {} at most in a day before",
                        thousands(day.least),
                        thousands(before.unwrap_or(0))
                    ),
                )
                .mark(format!("more than {} times as many", volume.leap))
                .severity(Severity::Advice);
                let mut part = before.unwrap_or(1).max(u64::from(volume.first_people) / leap);
                let mut parts = Vec::new();
                while part < batch.people && parts.len() < 4 {
                    part = part.saturating_mul(leap).min(batch.people);
                    parts.push(part);
                }
                cx.report(
                    diagnostic
                        .help(format!("let the volume grow in steps: `ramp: {} per 1d`", listed(&parts))),
                );
                break;
            }
            before = Some(before.unwrap_or(0).max(day.least));
            rest = next;
        }
    }
}

/// The counts of a warm-up, as one writes them.
fn listed(parts: &[u64]) -> String {
    parts.iter().map(u64::to_string).collect::<Vec<String>>().join(", ")
}

//! `stale-policy-review`

use jiff::Unit as SpanUnit;

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy::limit;
use crate::rules::{Check, Cx};

rule! {
    /// The terms were last read long ago.
    ///
    /// ## What it finds
    /// Accounts whose `policy_reviewed` is more than 180 days before today, or after it.
    ///
    /// ## Why
    /// The terms change several times a year; who reads them only once finds out by a refusal.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { policy_reviewed: 2025-01-15 }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { policy_reviewed: 2026-09-01 }
    /// ```
    name: "stale-policy-review",
    group: Privacy,
    severity: Advice,
    since: "0.1.0",
    facts: ["gov-policy-review"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(reviewed) = account.policy_reviewed else { return };
    let today = cx.workspace.today;
    let Ok(since) = today.since(reviewed.value).and_then(|span| span.total((SpanUnit::Day, today))) else {
        return;
    };
    let most = limit::GOV_POLICY_REVIEW;
    let message = if since < 0.0 {
        "the terms are said to have been read on a day to come".to_owned()
    } else if since > most as f64 {
        format!("the terms were last read {since:.0} days ago, more than {most}")
    } else {
        return;
    };
    cx.report(
        Diagnostic::at(reviewed.span, message)
            .mark("read here")
            .help("read the terms and policies of the platform again, and write down the day"),
    );
}

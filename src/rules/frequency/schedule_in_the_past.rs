//! `schedule-in-the-past`

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::Repeat;

rule! {
    /// A campaign that has nothing left to send.
    ///
    /// ## What it finds
    /// Campaigns whose schedule ended before today: a day of `once`, or a last day, that has gone by. Of recurrence rules
    /// only the last day that stands beside them is looked at.
    ///
    /// ## Why
    /// Either it should have gone out and did not, or it is done and hides what is still to come.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign opening { purpose: marketing; schedule: once at 2025-03-01 10:00 in Europe/Rome }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign opening { purpose: marketing; schedule: once at 2027-03-01 10:00 in Europe/Rome }
    /// ```
    name: "schedule-in-the-past",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(schedule) = &campaign.schedule else { return };
    let by_repeat: Option<Date> = match &schedule.repeat {
        Repeat::Once(at) => Some(at.date()),
        _ => None,
    };
    let last = schedule.until.map(|until| until.value).into_iter().chain(by_repeat).min();
    let today = cx.workspace.today;
    // Today may still be yesterday somewhere.
    let Some(last) = last.filter(|last| last.tomorrow().is_ok_and(|next| next < today)) else { return };
    let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
    let place = schedule.until.map_or(schedule.span, |until| until.span);
    cx.report(
        Diagnostic::at(place, format!("`{name}` has nothing left to send: it ended on {last}"))
            .mark(format!("today is {today}"))
            .help("give it days to come, or take it out"),
    );
}

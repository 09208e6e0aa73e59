//! `slow-opt-out`

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Campaign;
use crate::policy::limit;
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{Duration, Unit};
use crate::syntax::tree::Text;

rule! {
    /// A request to stop takes effect late.
    ///
    /// ## What it finds
    /// Campaigns whose `honoured_within` is longer than a day. An error where it is longer than the law of a country
    /// allows that the audience names.
    ///
    /// ## Why
    /// Whoever asked to stop and gets another message reports it. Several laws set a deadline in business days.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign spring { purpose: marketing; opt_out { keywords: "STOP"; honoured_within: 7d } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign spring { purpose: marketing; opt_out { keywords: "STOP"; honoured_within: 24h } }
    /// ```
    name: "slow-opt-out",
    group: OptOut,
    severity: Warning,
    since: "0.1.0",
    facts: ["opt-out-deadline"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(within) = campaign.opt_out.as_ref().and_then(|handling| handling.honoured_within) else {
        return;
    };
    let usual = Duration { count: limit::OPT_OUT_DEADLINE as f64, unit: Unit::Hour };
    if within.value.compare(usual, cx.workspace.today).is_le() {
        return;
    }
    let mut deadline: Option<(u32, &Text)> = None;
    for audience in cx.workspace.reached_by(campaign) {
        for country in cx.workspace.countries_of(audience) {
            let Some((days, _)) = cx.workspace.law(country.as_str()).and_then(|law| law.opt_out_days) else {
                continue;
            };
            if deadline.is_none_or(|(known, _)| days < known) {
                deadline = Some((days, country));
            }
        }
    }
    let diagnostic =
        Diagnostic::at(within.span, format!("a request to stop takes effect after {}", within.value))
            .help(format!("take people off the list at once, or within {usual} at the latest"));
    let broken = deadline.filter(|(days, _)| !keeps(within.value, *days, cx.workspace.today));
    cx.report(match broken {
        Some((days, country)) => diagnostic
            .severity(Severity::Error)
            .mark(format!("the law allows {}", counted(days, "business day")))
            .label(country.span(), "in this country"),
        None => diagnostic.mark("another message may go out until then"),
    });
}

/// Whether a time keeps a deadline of some business days. In calendar days a week of them has two more.
fn keeps(within: Duration, days: u32, today: Date) -> bool {
    if within.unit == Unit::BusinessDay {
        return within.count <= f64::from(days);
    }
    let calendar = f64::from(days) + 2.0 * f64::from(days / 5);
    within.compare(Duration { count: calendar, unit: Unit::Day }, today).is_le()
}

//! `short-retention`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{Duration, Unit};

rule! {
    /// Messages are kept for a shorter time than the industry must keep them.
    ///
    /// ## What it finds
    /// `archive` blocks whose `retention` is shorter than the years that the industry of the account has to keep its
    /// messages.
    ///
    /// ## Why
    /// A record that is gone when the supervisor asks counts as none.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { industry: finance; archive { system: "vault"; retention: 1y }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { industry: finance; archive { system: "vault"; retention: 7y }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    name: "short-retention",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-record-keeping"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let (Some(industry), Some(archive)) = (&account.industry, &account.archive) else { return };
    let Some(duty) = policy::record_duty(industry.as_str()) else { return };
    let longer =
        duty.longer.iter().filter(|(code, _)| account.countries.iter().any(|own| own.as_str() == *code));
    let years = longer.map(|(_, years)| *years).fold(duty.years, u32::max);
    let least = Duration { count: f64::from(years), unit: Unit::Year };
    let Some(kept) = archive.retention else { return };
    if kept.value.compare(least, cx.workspace.today).is_ge() {
        return;
    }
    cx.report(
        Diagnostic::at(kept.span, format!("messages are kept for {}, less than {least}", kept.value))
            .mark("too short")
            .label(industry.span(), format!("{} keeps its messages for {least} at least", industry.as_str()))
            .help(format!("keep them for {least} or as long as the law of the country says")),
    );
}

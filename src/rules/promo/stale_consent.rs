//! `stale-consent`

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Audience, Basis, Purpose};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::lexical::{Duration, Unit};

rule! {
    /// Consent that will be too old when the message is sent.
    ///
    /// ## What it finds
    /// Audiences whose oldest consent (`collected`, its first day) is older than 24 months at a planned send of a
    /// campaign. A campaign without a schedule is judged as if it were sent today. The term can be set in
    /// `wabalint.yaml` (`thresholds: consent_age_months`). Implied consent
    /// ends by law in Canada, 24 months after the purchase; that is an error. And people who
    /// have been silent (`last_contact_within`) for longer than a country keeps them.
    ///
    /// ## Why
    /// People forget what they agreed to, and report what they do not remember. Several regulators expect old consent to
    /// be asked for again; the figure is ours.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; collected: 2020-02-01 } }
    /// campaign news { purpose: utility; to: customers }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; collected: 2026-02-01 } }
    /// campaign news { purpose: utility; to: customers }
    /// ```
    name: "stale-consent",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["stale-consent-age", "law-ca-consent", "law-fr-silence"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    silence(cx, audience);
    let Some(collected) = audience.consent.as_ref().and_then(|consent| consent.collected) else { return };
    let usual = cx.workspace.thresholds.consent_age_months;
    // Implied consent ends by law in some countries.
    let basis = audience.consent.as_ref().and_then(|consent| consent.basis.as_ref());
    let is_implied = basis.is_some_and(|basis| basis.known == Some(Basis::Implied));
    let by_law = cx.workspace.countries_of(audience).iter().filter(|_| is_implied).filter_map(|code| {
        let law = cx.workspace.law(code.as_str())?.consent?;
        Some((law.implied_months?, law.fact))
    });
    let law = by_law.min_by_key(|(months, _)| *months).filter(|(months, _)| *months <= usual);
    let months = law.map_or(usual, |(months, _)| months);
    let (oldest, _) = collected.value;
    let expires = oldest.saturating_add(i64::from(months).months());
    let mut worst: Option<(Date, Span, bool)> = None;
    for at in cx.workspace.campaigns_under(audience) {
        let Some(campaign) = cx.workspace.campaigns.get(*at) else { continue };
        let (day, place, planned) = match &campaign.schedule {
            None => (cx.workspace.today, campaign.heading(), false),
            Some(schedule) => {
                let Some((_, last)) = cx.workspace.plan().days.get(at).copied() else { continue };
                (last, schedule.span, true)
            }
        };
        if campaign.purpose.as_ref().and_then(|purpose| purpose.known) == Some(Purpose::Care) {
            continue;
        }
        if day > expires && worst.is_none_or(|(known, ..)| day > known) {
            worst = Some((day, place, planned));
        }
    }
    let Some((day, place, planned)) = worst else { return };
    let age = age_in_months(oldest, day);
    let when = if planned {
        format!("a message is planned for {day}")
    } else {
        format!("a campaign may send today, {day}")
    };
    let mut diagnostic = Diagnostic::at(
        collected.span,
        format!(
            "consent from {oldest} will be more than {} months old, {months} is the limit",
            age.max(i32::try_from(months).unwrap_or(i32::MAX))
        ),
    )
    .mark(format!("the oldest consent is from {oldest}"));
    diagnostic = diagnostic.label(place, when);
    let since = day.saturating_sub(i64::from(months).months());
    if let Some((_, fact)) = law {
        diagnostic = diagnostic.cites(fact).severity(Severity::Error);
    }
    cx.report(
        diagnostic
            .help(format!("ask these people again first, or leave out those who agreed before {since}")),
    );
}

fn age_in_months(from: Date, to: Date) -> i32 {
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    if to.day() < from.day() { months - 1 } else { months }
}

/// Contacts who have been silent for longer than a country keeps them.
fn silence(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(contact) = audience.last_contact_within else { return };
    let law = cx.workspace.countries_of(audience).iter().find_map(|code| {
        let (months, fact) = cx.workspace.law(code.as_str())?.silent_months?;
        let most = Duration { count: f64::from(months), unit: Unit::Month };
        (contact.value.seconds() > most.seconds()).then_some((code, most, fact))
    });
    let Some((code, most, fact)) = law else { return };
    cx.report(
        Diagnostic::at(contact.span, format!("these people may have been silent for {}", contact.value))
            .mark(format!("{most} is the practice"))
            .label(code.span(), "in this country")
            .cites(fact)
            .help(format!("leave out who has not been in contact for {most}, or ask them again")),
    );
}

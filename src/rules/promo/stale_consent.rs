//! `stale-consent`

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Audience, Basis, Purpose, SourceKind};
use crate::policy::limit;
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::lexical::{Duration, Unit};
use crate::syntax::tree::Text;

rule! {
    /// Consent that will be too old when the message is sent.
    ///
    /// ## What it finds
    /// Audiences whose oldest consent (`collected`, its first day) is older than 24 months at a planned send of a
    /// campaign. A campaign without a schedule is judged as if it were sent today. The term can be set in
    /// `wabalint.yaml` (`thresholds: consent_age_months`).
    ///
    /// Implied consent ends by law in Canada, 24 months after a purchase and 6 months after an inquiry (`source:
    /// inbound_message` or `click_to_chat_ad`). That is an error, whatever term of your own is set.
    ///
    /// And in France people who bought nothing and have been silent (`last_contact_within`) for more than 36 months.
    /// Customers (`source: checkout`, `in_store` or `crm`, or a soft opt-in) are left alone.
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
    facts: ["stale-consent-age", "law-ca-consent", "law-ca-inquiry", "law-fr-silence"],
    check: Check::Audience(check),
}

/// What a law says of the age of consent.
struct Term<'a> {
    months: u32,
    fact: &'static str,
    country: &'a Text,
    /// What the consent is inferred from, where the law tells it apart.
    of: &'static str,
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    silence(cx, audience);
    let Some(collected) = audience.consent.as_ref().and_then(|consent| consent.collected) else { return };
    let usual = cx.workspace.thresholds.consent_age_months;
    let law = by_law(cx, audience);
    let strictest = law.as_ref().map_or(usual, |law| law.months.min(usual));
    let (oldest, _) = collected.value;
    let ends = |months: u32| oldest.saturating_add(i64::from(months).months());
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
        if day > ends(strictest) && worst.is_none_or(|(known, ..)| day > known) {
            worst = Some((day, place, planned));
        }
    }
    let Some((day, place, planned)) = worst else { return };
    // A law that is broken weighs more than a figure of one's own, however much lower that is.
    let law = law.filter(|law| day > ends(law.months));
    let months = law.as_ref().map_or(usual, |law| law.months);
    let age = age_in_months(oldest, day);
    let when = if planned {
        format!("a message is planned for {day}")
    } else {
        format!("a campaign may send today, {day}")
    };
    let diagnostic = Diagnostic::at(
        collected.span,
        format!(
            "consent from {oldest} will be more than {} old, {months} is the limit",
            counted(age.max(i32::try_from(months).unwrap_or(i32::MAX)), "month")
        ),
    )
    .mark(format!("the oldest consent is from {oldest}"))
    .label(place, when);
    let diagnostic = match law {
        Some(law) => diagnostic
            .label(law.country.span(), format!("implied consent{} ends after {months} months here", law.of))
            .cites(law.fact)
            .severity(Severity::Error),
        None if usual as usize != limit::STALE_CONSENT_AGE => {
            diagnostic.uncited().note(format!("{usual} months are set in {}.", config::FILE_NAME))
        }
        None => diagnostic,
    };
    let since = day.saturating_sub(i64::from(strictest).months());
    cx.report(
        diagnostic
            .help(format!("ask these people again first, or leave out those who agreed before {since}")),
    );
}

/// After how many months implied consent ends, by the strictest law of the audience's countries. What came of an inquiry may
/// end earlier than what came of a purchase.
fn by_law<'c>(cx: &'c Cx<'_>, audience: &'c Audience) -> Option<Term<'c>> {
    let basis = audience.consent.as_ref()?.basis.as_ref()?;
    if basis.known != Some(Basis::Implied) {
        return None;
    }
    let is_inquiry = audience.source_kind().is_some_and(SourceKind::is_inquiry);
    let terms = cx.workspace.countries_of(audience).iter().flat_map(|country| {
        let law = cx.workspace.law(country.as_str());
        let implied = law.and_then(|law| law.consent).and_then(|consent| {
            Some(Term { months: consent.implied_months?, fact: consent.fact, country, of: "" })
        });
        let inquiry = law.filter(|_| is_inquiry).and_then(|law| law.inquiry_months);
        let inquiry = inquiry.map(|(months, fact)| Term { months, fact, country, of: " of an inquiry" });
        implied.into_iter().chain(inquiry)
    });
    terms.min_by_key(|term| term.months)
}

fn age_in_months(from: Date, to: Date) -> i32 {
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    if to.day() < from.day() { months - 1 } else { months }
}

/// Prospects who have been silent for longer than a country keeps them. Of customers other terms hold.
fn silence(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(contact) = audience.last_contact_within else { return };
    let basis = audience.consent.as_ref().and_then(|consent| consent.basis.as_ref());
    let is_soft = basis.is_some_and(|basis| basis.known == Some(Basis::SoftOptIn));
    if is_soft || audience.source_kind().is_some_and(SourceKind::is_purchase) {
        return;
    }
    let law = cx.workspace.countries_of(audience).iter().find_map(|code| {
        let (months, fact) = cx.workspace.law(code.as_str())?.silent_months?;
        let most = Duration { count: f64::from(months), unit: Unit::Month };
        // Silence lies behind us: both are counted from where the longest one that is borne began.
        let from = cx.workspace.today.saturating_sub(i64::from(months).months());
        contact.value.compare(most, from).is_gt().then_some((code, most, fact))
    });
    let Some((code, most, fact)) = law else { return };
    cx.report(
        Diagnostic::at(contact.span, format!("these people may have been silent for {}", contact.value))
            .mark(format!("{most} is the practice for people who are no customers"))
            .label(code.span(), "in this country")
            .cites(fact)
            .help(format!("leave out who has not been in contact for {most}, or ask them again")),
    );
}

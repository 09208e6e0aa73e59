//! `time-critical-pacing`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::{HOUR, Repeat};

rule! {
    /// An offer of a few hours on a template that may be held back.
    ///
    /// ## What it finds
    /// Campaigns that send, once, a marketing template with an offer that expires (a limited-time offer with an
    /// expiration) or with a time to live of six hours or less, where the saved listing of the account says that the
    /// template is new: not there yet, or without a quality rating. Without a listing only the short time to live is
    /// told.
    ///
    /// ## Why
    /// The platform holds back a part of the messages of a new template until it has seen how people take the first
    /// ones. What comes an hour late, or never, cannot be an offer of two hours.
    ///
    /// ## Rejected
    /// ```waba
    /// template flash { category: marketing; language: en_GB; body: "Fresh rye for half the price, two hours only."; footer: "Reply STOP to unsubscribe"; ttl: 2h }
    /// campaign news { send: flash; purpose: marketing; schedule: once at 2026-10-06 10:00 in Europe/Madrid }
    /// ```
    /// ```json listing
    /// { "data": [ { "name": "flash", "language": "en_GB", "category": "MARKETING", "status": "APPROVED", "quality_score": { "score": "UNKNOWN" }, "components": [ { "type": "BODY", "text": "Fresh rye for half the price, two hours only." } ] } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template flash { category: marketing; language: en_GB; body: "Fresh rye for half the price all week."; footer: "Reply STOP to unsubscribe"; ttl: 12h }
    /// campaign news { send: flash; purpose: marketing; schedule: once at 2026-10-06 10:00 in Europe/Madrid }
    /// ```
    name: "time-critical-pacing",
    group: Frequency,
    severity: Advice,
    since: "0.1.0",
    facts: ["lim-pacing"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(schedule) = campaign.schedule.as_ref() else { return };
    if !matches!(schedule.repeat, Repeat::Once(_)) || !cx.workspace.is_marketing(campaign) {
        return;
    }
    for template in cx.workspace.sent_by(campaign) {
        let short = template
            .ttl
            .filter(|ttl| ttl.value.seconds() <= f64::from(policy::PACE.critical_hours) * HOUR as f64);
        let offer = template
            .limited_time_offer
            .as_ref()
            .filter(|offer| offer.has_expiration.is_none_or(|expires| expires.value));
        let (span, what) = match (short, offer) {
            (Some(ttl), _) => (ttl.span, format!("tried for {} only", ttl.value)),
            (None, Some(offer)) => (offer.heading, "an offer that expires".to_owned()),
            (None, None) => continue,
        };
        // Without a listing nobody knows whether it is new; a time that short is told all the same.
        let listing = cx.workspace.listing.as_ref();
        if listing.is_none() && short.is_none() {
            continue;
        }
        let known = listing.and_then(|listing| listing.version_of(template));
        let quality = known.and_then(|known| known.quality.as_ref());
        // A template that is not rated yet, or that the account does not hold, is held back at first.
        if quality.is_some_and(|quality| !quality.as_str().eq_ignore_ascii_case("unknown")) {
            continue;
        }
        let name = template.name.as_ref().map_or("", |name| name.as_str());
        let message = if listing.is_some() {
            format!("`{name}` is new to the account, and its offer does not wait")
        } else {
            format!("if `{name}` is new to the account, its offer may come too late")
        };
        cx.report(
            Diagnostic::at(schedule.span, message)
                .mark("all at once")
                .label(span, what)
                .help("send it to a small part first, or give the offer a day"),
        );
    }
}

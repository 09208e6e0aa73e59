//! `us-marketing`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// Marketing to people in the United States.
    ///
    /// ## What it finds
    /// Campaigns that send marketing to an audience with `countries: US` (or the calling code +1 with an area code of
    /// the United States) over the platform's own interface. Where an audience names no country, its `zones` say where
    /// its people live. Others in the audience get theirs.
    ///
    /// ## Why
    /// Since 1 April 2025 the platform does not deliver marketing templates to numbers of the United States. The
    /// message costs work and hope, and is never seen.
    ///
    /// ## Rejected
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; countries: US, CA; consent { basis: express; purpose: marketing } }
    /// campaign news { purpose: marketing; to: friends }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; countries: CA; consent { basis: express; purpose: marketing } }
    /// campaign news { purpose: marketing; to: friends }
    /// ```
    name: "us-marketing",
    group: Promo,
    severity: Error,
    since: "0.1.0",
    facts: ["us-marketing-blocked"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let by_api = campaign.channel.as_ref().is_none_or(|channel| channel.as_str() == "api");
    if !by_api || !cx.workspace.is_marketing(campaign) {
        return;
    }
    let closed = policy::values_of("us-marketing-blocked");
    for (reference, audience) in cx.workspace.sent_to(campaign) {
        let places = cx.workspace.residence_of(audience);
        let Some((_, place)) = places.iter().find(|(country, _)| closed.contains(country)) else { continue };
        let others = places.iter().any(|(country, _)| !closed.contains(country));
        let name = reference.as_str();
        let message = if others {
            format!("marketing does not reach those in `{name}` who have numbers of the United States")
        } else {
            format!("marketing does not reach `{name}`: numbers of the United States get none")
        };
        cx.report(
            Diagnostic::at(reference.span(), message)
                .mark("not delivered")
                .label(place.span(), "these people")
                .help("reach them by another channel, or answer them when they write first"),
        );
    }
}

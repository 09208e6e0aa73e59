//! `missing-consent`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Basis, Campaign, Purpose};
use crate::rules::{Check, Cx};

rule! {
    /// People are written to who are not known to have agreed.
    ///
    /// ## What it finds
    /// Audiences that a campaign is sent to and that have no `consent` block, or one that says `basis: none`. A part of
    /// an audience with consent has it too (`part_of`). Campaigns with `purpose: care`, which answer people who wrote
    /// first, need none.
    ///
    /// ## Why
    /// Consent is the platform's first condition. People who never agreed report the number, and reports close it.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out }
    /// campaign news { purpose: utility; to: customers }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers {
    ///   source: checkout
    ///   exclude: opted_out
    ///   consent { basis: express; purpose: marketing, utility; collected: 2026-03-01; method: form }
    /// }
    /// audience regulars { source: crm; part_of: customers; exclude: opted_out }
    /// campaign news { purpose: utility; to: regulars }
    /// ```
    name: "missing-consent",
    group: Promo,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-opt-in-required", "lim-optin"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let care = |campaign: &&&Campaign| {
        campaign.purpose.as_ref().and_then(|purpose| purpose.known) != Some(Purpose::Care)
    };
    let campaigns = cx.workspace.campaigns_to(audience);
    let Some(campaign) = campaigns.iter().find(care) else { return };
    let Some(own) = audience.name.as_ref().and_then(|name| cx.workspace.audience(name.as_str())) else {
        return;
    };
    let consent = cx.workspace.holders(own).into_iter().find_map(|holder| holder.consent.as_ref());
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    let campaign_name = campaign.name.as_ref().map_or("", |name| name.as_str());
    let diagnostic = match consent {
        None => Diagnostic::at(audience.heading(), format!("`{name}` is sent messages without a record of consent"))
            .mark("no consent is declared for these people")
            .help("add `consent { basis: …; purpose: …; collected: …; wording: \"…\"; proof: \"…\" }`, or do not send to them"),
        Some(consent) => {
            let Some(basis) = consent.basis.as_ref().filter(|basis| basis.known == Some(Basis::None)) else { return };
            Diagnostic::at(basis.span(), format!("`{name}` is sent messages although nobody in it agreed"))
                .mark("no ground for writing to these people")
                .help("ask for consent where these people meet you, and send only to those who give it")
        }
    };
    cx.report(diagnostic.label(campaign.heading(), format!("`{campaign_name}` writes to them")));
}

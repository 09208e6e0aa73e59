//! `missing-jurisdiction`

use crate::diagnostic::Diagnostic;
use crate::model::Audience;
use crate::rules::{Check, Cx};

rule! {
    /// Nobody knows the law of these recipients.
    ///
    /// ## What it finds
    /// Audiences that get marketing and say neither `countries` nor `zones`, themselves or by an audience that holds
    /// them.
    ///
    /// ## Why
    /// Consent, hours and deadlines differ by country, and the strictest one decides. Without countries none of it can
    /// be checked.
    ///
    /// ## Rejected
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// campaign news { purpose: marketing; to: friends }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience friends { source: web_form; exclude: opted_out; countries: PT; consent { basis: express; purpose: marketing } }
    /// campaign news { purpose: marketing; to: friends }
    /// ```
    name: "missing-jurisdiction",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["strictest-country"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let is_said = |audience: &Audience| !audience.countries.is_empty() || !audience.zones.is_empty();
    let campaigns = cx.workspace.campaigns_to(audience);
    let Some(campaign) = campaigns.into_iter().find(|campaign| cx.workspace.is_marketing(campaign)) else {
        return;
    };
    let by_name = audience.name.as_ref().and_then(|name| cx.workspace.audience(name.as_str()));
    let holders = by_name.map(|own| cx.workspace.holders(own)).unwrap_or_default();
    if is_said(audience) || holders.into_iter().any(is_said) {
        return;
    }
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    cx.report(
        Diagnostic::at(audience.heading(), format!("nobody says in which countries the people of `{name}` live"))
            .mark("`countries` is missing")
            .label(campaign.heading(), "sends them marketing")
            .help("name their countries, such as `countries: PT, ES`; a calling code will do: `countries: \"+351\"`"),
    );
}

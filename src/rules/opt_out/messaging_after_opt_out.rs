//! `messaging-after-opt-out`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::text::source;

rule! {
    /// People who stopped are written to again.
    ///
    /// ## What it finds
    /// Campaigns that send again to those for whom the platform says that they stopped marketing (error 131050), that
    /// fall back to another number when the first one is blocked, or that go to people who opted out, blocked or
    /// complained, as the audience's name or source says: in so many words ("unsubscribed"), or by a word to leave that
    /// they sent ("customers who answered BAJA").
    ///
    /// ## Why
    /// Who said stop meant it. The platform counts every such message as evasion, and so does the law.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign news { purpose: marketing; resend { to: 131050; after: 2d } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign news { purpose: marketing; resend { to: not_delivered; after: 2d } }
    /// ```
    name: "messaging-after-opt-out",
    group: OptOut,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-no-evasion-after-stop", "lim-optout"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let stopped = policy::fact("lim-optout").and_then(|fact| fact.code);
    for to in campaign.resend.iter().flat_map(|resend| &resend.to) {
        if Some(to.as_str()) == stopped {
            cx.report(
                Diagnostic::at(to.span(), "this message is sent again to people who stopped marketing")
                    .mark("the platform says that they stopped")
                    .help("take these people off the list, and resend nothing to them"),
            );
        }
    }
    if !cx.workspace.is_marketing(campaign) {
        return;
    }
    if let Some(fallback) = campaign.fallback.as_ref().filter(|word| word.as_str() == "other_number") {
        cx.report(
            Diagnostic::at(
                fallback.span(),
                "who cannot be reached from one number is written to from another",
            )
            .mark("who blocked one number blocked the business")
            .help(
                "leave out who does not get the first message, or use a channel that these people agreed to",
            ),
        );
    }
    for (reference, audience) in cx.workspace.sent_to(campaign) {
        let detail = audience.source.as_ref().and_then(|source| source.detail.as_ref());
        let said = detail.and_then(|text| Some(text.slice(left(text.as_str())?)));
        let named = audience.name.as_ref().and_then(|name| Some(name.slice(left(name.as_str())?)));
        let Some(place) = said.or(named) else { continue };
        let name = reference.as_str();
        cx.report(
            Diagnostic::at(
                reference.span(),
                format!("`{name}` are people who stopped, and they are written to"),
            )
            .mark("sent to them")
            .label(place, "says who they are")
            .help("do not write to them; who comes back says so"),
        );
    }
}

/// The words that say that people left.
fn left(text: &str) -> Option<std::ops::Range<usize>> {
    source::stopped(text)
}

//! `suppression-missing`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Campaign;
use crate::rules::{Check, Cx};

rule! {
    /// Marketing goes to an audience that still holds those who opted out.
    ///
    /// ## What it finds
    /// Marketing campaigns to an audience that neither excludes `opted_out` nor names a `suppression` file; what a
    /// holding audience excludes (`part_of`) is excluded from its parts as well. An audience that excludes another
    /// audience gets a warning: that one may hold just those who opted out.
    ///
    /// ## Why
    /// A request to stop must be honoured. Every message after it is a breach of the terms and, in most countries, of
    /// the law.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; consent { basis: express; purpose: marketing } }
    /// campaign spring { purpose: marketing; to: customers }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out, blocked; consent { basis: express; purpose: marketing } }
    /// campaign spring { purpose: marketing; to: customers }
    /// ```
    name: "suppression-missing",
    group: OptOut,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-opt-out-honour", "lim-optout"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    if !cx.workspace.is_marketing(campaign) {
        return;
    }
    for reference in &campaign.to {
        let Some(audience) = cx.workspace.audience(reference.name.as_str()) else { continue };
        if cx.workspace.holders(audience).iter().any(|holder| holder.excludes_opted_out()) {
            continue;
        }
        let name = reference.name.as_str();
        let excluded = audience.exclude.iter().map(|who| who.span()).reduce(crate::source::Span::to);
        let other_audience = audience.exclude.iter().any(|who| cx.workspace.audience(who.as_str()).is_some());
        let (place, mark) = match excluded {
            Some(span) => (span, "`opted_out` is not among these"),
            None => (audience.heading(), "excludes nobody"),
        };
        let diagnostic = Diagnostic::at(
            reference.span(),
            format!("marketing goes to `{name}`, which still holds those who opted out"),
        )
        .mark("sent to everybody in it")
        .label(place, mark)
        .help(format!("add `exclude: opted_out` to `{name}`, or name its `suppression` file"));
        // The audience that is excluded may be just those who opted out.
        cx.report(if other_audience { diagnostic.severity(Severity::Warning) } else { diagnostic });
    }
}

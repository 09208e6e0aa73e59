//! `opt-out-unhandled`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::rules::{Check, Cx};
use crate::text::opt_out;

rule! {
    /// A message promises a way out, and nothing is planned for it.
    ///
    /// ## What it finds
    /// Campaigns that send a template with a way out and have no `opt_out` block. The words of the template that
    /// promise it are marked.
    ///
    /// ## Why
    /// A STOP that nobody reads is worse than none: the next message goes to somebody who asked for an end, and who
    /// reports it.
    ///
    /// ## Rejected
    /// ```waba
    /// template news { category: marketing; language: en_US; body: "The spring plants are in, come and see them."; footer: "Reply STOP to unsubscribe" }
    /// campaign spring { send: news; purpose: marketing }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template news { category: marketing; language: en_US; body: "The spring plants are in, come and see them."; footer: "Reply STOP to unsubscribe" }
    /// campaign spring { send: news; purpose: marketing; opt_out { keywords: "STOP"; honoured_within: 24h } }
    /// ```
    name: "opt-out-unhandled",
    group: OptOut,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-opt-out-honour"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    if campaign.opt_out.is_some() {
        return;
    }
    let sent = cx.workspace.sent_by(campaign);
    let promise = sent.iter().find_map(|template| {
        cx.reader.clear();
        opt_out::way_out(template, &cx.reader)
    });
    let Some(promise) = promise else { return };
    let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
    cx.report(
        Diagnostic::at(
            campaign.heading(),
            format!("`{name}` sends a way out, and says nothing of how it is handled"),
        )
        .mark("no `opt_out` block")
        .label(promise, "promised here")
        .help("add for example `opt_out { keywords: \"STOP\"; honoured_within: 24h; confirmation: yes }`"),
    );
}

//! `broadcast-to-strangers`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::policy::limit;
use crate::rules::{Check, Cx};

rule! {
    /// A broadcast list to people whom it cannot reach.
    ///
    /// ## What it finds
    /// Campaigns by `channel: broadcast_list` to an audience that has not saved the number, or that has more people
    /// than a list holds.
    ///
    /// ## Why
    /// A broadcast list of the app reaches only those who saved the number, and 256 of them. For others it shows
    /// nothing, and the app is no sender for more.
    ///
    /// ## Rejected
    /// ```waba
    /// audience guests { source: in_store; size: 900; exclude: opted_out }
    /// campaign spring { channel: broadcast_list; purpose: marketing; to: guests }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience guests { source: in_store; size: 90; saved_our_number: yes; exclude: opted_out }
    /// campaign spring { channel: broadcast_list; purpose: marketing; to: guests }
    /// ```
    name: "broadcast-to-strangers",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["broadcast-list-size"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(channel) = campaign.channel.as_ref().filter(|channel| channel.as_str() == "broadcast_list")
    else {
        return;
    };
    let most = limit::BROADCAST_LIST_SIZE;
    for audience in cx.workspace.reached_by(campaign) {
        let strangers = audience.saved_our_number.filter(|saved| !saved.value);
        let large = audience.size.filter(|size| size.value > most as f64);
        let (place, mark, message) = match (strangers, large) {
            (Some(saved), _) => {
                (saved.span, "who has not saved it gets nothing", "these people have not saved the number")
            }
            (None, Some(size)) => {
                (size.span, "more than a list holds", "a broadcast list does not reach so many people")
            }
            (None, None) => continue,
        };
        cx.report(
            Diagnostic::at(place, message)
                .mark(mark)
                .label(channel.span(), format!("a broadcast list: {most} people who saved the number"))
                .help("send by the platform's interface, to people who agreed to it"),
        );
    }
}

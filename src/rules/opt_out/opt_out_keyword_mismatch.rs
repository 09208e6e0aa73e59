//! `opt-out-keyword-mismatch`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::rules::{Check, Cx};
use crate::text::opt_out;
use crate::text::tokens::normalise;

rule! {
    /// A template promises a word that the campaign does not listen to.
    ///
    /// ## What it finds
    /// Words that a template tells people to send in order to leave ("Reply STOP"), and that are not among the
    /// `keywords` of the campaign's `opt_out` block. Letter case and accents do not count.
    ///
    /// ## Why
    /// People send the word and go on getting messages. That is what they then report.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// campaign spring { send: spring_news; to: customers; opt_out { keywords: "CANCEL"; honoured_within: 24h } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// campaign spring { send: spring_news; to: customers; opt_out { keywords: "stop", "cancel"; honoured_within: 24h } }
    /// ```
    name: "opt-out-keyword-mismatch",
    group: OptOut,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-opt-out-honour"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(handling) = &campaign.opt_out else { return };
    let listens: Vec<String> = handling.keywords.iter().map(|word| normalise(word.as_str())).collect();
    let mut told: Vec<String> = Vec::new();
    for template in cx.workspace.sent_by(campaign) {
        for promise in opt_out::promised_keywords(template, &cx.reader) {
            let word = normalise(&promise.word);
            // "STOP PROMO" is listened to as a whole; the words after the promised one are not known to be part of it.
            let heard = listens
                .iter()
                .any(|keyword| *keyword == word || keyword.split_whitespace().next() == Some(word.as_str()));
            if heard || told.contains(&word) {
                continue;
            }
            let place = handling.keywords_span.unwrap_or(handling.span);
            let name = template.name.as_ref().map_or("the template", |name| name.as_str());
            cx.report(
                Diagnostic::at(
                    place,
                    format!("`{name}` promises \"{}\", and the campaign does not listen to it", promise.word),
                )
                .mark(if listens.is_empty() { "no keywords are listed" } else { "not in this list" })
                .label(promise.span, "promised here")
                .help(format!("add \"{}\" to `keywords`", promise.word)),
            );
            told.push(word);
        }
    }
}

//! `opt-out-keyword-mismatch`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Campaign, OptOutHandling};
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;
use crate::text::opt_out;
use crate::text::tokens::normalise;

rule! {
    /// A template promises a word that the campaign does not listen to.
    ///
    /// ## What it finds
    /// Words that a template tells people to send in order to leave ("Reply STOP"), and that are not among the
    /// `keywords` of the campaign's `opt_out` block. Letter case, accents and the signs between the parts of a word do not
    /// count: OPT-OUT, OPT OUT and OPTOUT are one word, and UNSUBSCRIBE ALL holds UNSUBSCRIBE. And, as a warning, words
    /// that the law of one of the recipients' countries always takes for a stop (United States) and that are not listed.
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
    facts: ["wa-opt-out-honour", "law-us-stop-words"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(handling) = &campaign.opt_out else { return };
    let listens: Vec<&str> = handling.keywords.iter().map(Text::as_str).collect();
    by_law(cx, campaign, handling, &listens);
    let mut told: Vec<String> = Vec::new();
    for template in cx.workspace.sent_by(campaign) {
        for promise in opt_out::promised_keywords(template, &cx.reader) {
            let word = normalise(&promise.word);
            if hears(&listens, &promise.word) || told.contains(&word) {
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

/// Whether a word is among those that a campaign listens to, however its parts are written together: "OPT-OUT" is
/// "OPT OUT". "STOP PROMO" is listened to as a whole; the words after the first one are not known to be part of it.
fn hears(listens: &[&str], word: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(normalise).collect()
    };
    let word = parts(word).concat();
    listens.iter().map(|keyword| parts(keyword)).any(|keyword| {
        (1..=keyword.len()).any(|end| keyword.get(..end).is_some_and(|head| head.concat() == word))
    })
}

/// Words that the law of a country takes for a stop, whatever the campaign listens to.
fn by_law(cx: &mut Cx<'_>, campaign: &Campaign, handling: &OptOutHandling, listens: &[&str]) {
    let Some(place) = handling.keywords_span else { return };
    let reached = cx.workspace.reached_by(campaign);
    let law = reached.iter().flat_map(|audience| cx.workspace.countries_of(audience)).find_map(|code| {
        let (words, fact) = cx.workspace.law(code.as_str())?.stop_words?;
        let lacking: Vec<&str> = words.iter().copied().filter(|word| !hears(listens, word)).collect();
        (!lacking.is_empty()).then_some((code, lacking, fact))
    });
    let Some((code, lacking, fact)) = law else { return };
    cx.report(
        Diagnostic::at(place, format!("{} takes more words for a stop than this campaign", code.as_str()))
            .severity(Severity::Warning)
            .mark(format!("lacks {}", lacking.join(", ")))
            .label(code.span(), "in this country")
            .cites(fact)
            .help("listen to all of them, and to whatever else plainly means to stop"),
    );
}

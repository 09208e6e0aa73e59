//! `barred-vertical`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::policy::{self, Vertical};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::tree::Text;

rule! {
    /// Marketing of goods that messages may not promote, by the declared vertical.
    ///
    /// ## What it finds
    /// Marketing campaigns whose `vertical` is barred by the platform; and restricted ones (alcohol, medicine without
    /// prescription, gambling) that go to a country for which they are closed, to people who may be too young, or by the
    /// app instead of the platform's own interface.
    ///
    /// A campaign that names no vertical sells what its account does. Of an account with several verticals it is not known
    /// which one: it counts where none of them may be promoted so, or where the text speaks of those goods.
    ///
    /// ## Why
    /// What is barred costs the account, whatever the words of the message are. Restricted goods are open to adults in
    /// some countries only.
    ///
    /// ## Rejected
    /// ```waba
    /// audience guests { source: web_form; exclude: opted_out; countries: IN; minimum_age: 21; consent { basis: express; purpose: marketing } }
    /// campaign wines { purpose: marketing; to: guests; vertical: alcohol }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience guests { source: web_form; exclude: opted_out; countries: BR; minimum_age: 21; consent { basis: express; purpose: marketing } }
    /// campaign wines { purpose: marketing; to: guests; vertical: alcohol }
    /// ```
    name: "barred-vertical",
    group: Content,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-prohibited-goods", "wa-restricted-goods", "wa-gambling"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    if !cx.workspace.is_marketing(campaign) {
        return;
    }
    let words = cx.workspace.verticals_of(campaign);
    let objected: Vec<Objection<'_>> = words
        .iter()
        .filter_map(|word| objection(cx, campaign, word, policy::vertical(word.as_str())?))
        .collect();
    let of_text = || objected.iter().find(|objection| is_spoken_of(cx, campaign, objection.vertical));
    let certain = if objected.len() == words.len() { objected.first() } else { of_text() };
    let Some(Objection { word, vertical, wrong }) = certain else { return };
    let Some((least, _)) = vertical.terms else {
        cx.report(
            Diagnostic::at(word.span(), format!("the platform bars messages that promote {}", vertical.what))
                .mark("declared here")
                .label(campaign.heading(), "promotes it")
                .help("do not promote it by messages; orders and receipts are another matter"),
        );
        return;
    };
    let name = campaign.name.as_ref().map_or("this campaign", |name| name.as_str());
    let mut diagnostic =
        Diagnostic::at(word.span(), format!("`{name}` promotes {} where it may not", vertical.what))
            .mark("declared here")
            .cites("wa-restricted-goods")
            .help(format!("keep to adults (`minimum_age: {least}`) in countries for which it is open, by the platform's own interface"));
    for (span, what) in wrong {
        diagnostic = diagnostic.label(*span, what.clone());
    }
    cx.report(diagnostic);
}

/// A vertical that a campaign may not promote, and for one that is not barred altogether, why.
struct Objection<'c> {
    word: &'c Text,
    vertical: &'static Vertical,
    wrong: Vec<(Span, String)>,
}

fn objection<'c>(
    cx: &Cx<'_>,
    campaign: &Campaign,
    word: &'c Text,
    vertical: &'static Vertical,
) -> Option<Objection<'c>> {
    let mut wrong: Vec<(Span, String)> = Vec::new();
    let Some((least, closed)) = vertical.terms else { return Some(Objection { word, vertical, wrong }) };
    if let Some(channel) = campaign.channel.as_ref().filter(|channel| channel.as_str() != "api") {
        wrong.push((channel.span(), "open to the platform's own interface only".to_owned()));
    }
    for (reference, audience) in cx.workspace.sent_to(campaign) {
        let ages = [&audience.minimum_age, &campaign.minimum_age].into_iter().flatten().map(|age| age.value);
        if ages.fold(0.0, f64::max) < f64::from(least) {
            wrong.push((reference.span(), format!("may be under {least}")));
        }
        if let Some(code) =
            cx.workspace.countries_of(audience).iter().find(|code| closed.contains(&code.as_str()))
        {
            wrong.push((code.span(), format!("closed for {}", code.as_str())));
        }
    }
    (!wrong.is_empty()).then_some(Objection { word, vertical, wrong })
}

/// Whether a text of the campaign speaks of the goods of a vertical.
fn is_spoken_of(cx: &Cx<'_>, campaign: &Campaign, vertical: &Vertical) -> bool {
    let Some(family) = vertical.family else { return false };
    let sent = cx.workspace.sent_by(campaign);
    sent.into_iter().any(|template| cx.reader.reading(template).content.iter().any(|(_, of)| *of == family))
}

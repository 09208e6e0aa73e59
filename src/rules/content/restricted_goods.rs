//! `restricted-goods`

use crate::diagnostic::Severity;
use crate::model::{Category, Part, Template};
use crate::policy;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Promotes goods that only some people may be told of.
    ///
    /// ## What it finds
    /// Promotion of alcohol and of medicine and medical goods, in the sixteen supported languages, unless every
    /// campaign that sends it goes to adults (`minimum_age`). An error where a campaign sends it to a country for which
    /// the platform keeps it closed, or to people who may be younger.
    ///
    /// ## Why
    /// The platform has opened these goods to messages in some countries and for adults only. Anywhere else they cost
    /// the number.
    ///
    /// ## Rejected
    /// ```waba
    /// template wine_list {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our new wines and spirits are here: taste them in the shop until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template wine_list {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our new wines and spirits are here: taste them in the shop until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// audience guests { source: web_form; exclude: opted_out; countries: BR; minimum_age: 18; consent { basis: express; purpose: marketing } }
    /// campaign wines { send: wine_list; to: guests; opt_out { keywords: "STOP"; honoured_within: 24h } }
    /// ```
    name: "restricted-goods",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-restricted-goods", "content-commerce"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let families: Vec<&'static str> = policy::GOODS.iter().map(|goods| goods.family).collect();
    let reading = cx.reader.reading(template);
    if !template.is(Category::Marketing) && !reading.promotes {
        return;
    }
    // A template that a program names may be the one that a campaign sends to grown-ups.
    let is_named = !template.unknown.any_of(&[Part::Name, Part::Language]);
    if !is_named && !cx.workspace.campaigns.is_empty() {
        return;
    }
    let found = wording::places(cx, template, &families);
    let Some((_, family)) = found.first() else { return };
    let Some(goods) = policy::GOODS.iter().find(|goods| goods.family == *family) else { return };
    let message = "this text promotes goods that only some people may be told of";
    let Some(mut diagnostic) = wording::diagnostic(cx, template, &families, message) else { return };
    let senders = cx.workspace.senders_of(template);
    let least = f64::from(goods.least_age);
    let (mut wrong, mut audiences) = (false, 0usize);
    for campaign in &senders {
        for reference in &campaign.to {
            let Some(audience) = cx.workspace.audience(reference.name.as_str()) else { continue };
            audiences += 1;
            let age =
                [&audience.minimum_age, &campaign.minimum_age].into_iter().flatten().map(|age| age.value);
            if age.fold(0.0, f64::max) < least {
                wrong = true;
                diagnostic = diagnostic
                    .label(reference.span(), format!("sent to people who may be under {}", goods.least_age));
            }
            if let Some(country) = cx
                .workspace
                .countries_of(audience)
                .iter()
                .find(|country| goods.closed.contains(&country.as_str()))
            {
                wrong = true;
                diagnostic = diagnostic.label(country.span(), format!("closed for {}", country.as_str()));
            }
        }
    }
    if audiences > 0 && !wrong {
        return;
    }
    let help = format!(
        "send it only to adults (`minimum_age: {}`) in countries for which the platform has opened these goods",
        goods.least_age
    );
    cx.report(if wrong { diagnostic.severity(Severity::Error) } else { diagnostic }.help(help));
}

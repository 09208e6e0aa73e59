//! `promo-campaign-with-utility`

use crate::diagnostic::Diagnostic;
use crate::model::{Campaign, Category, Purpose};
use crate::rules::{Check, Cx};

rule! {
    /// A marketing campaign that sends a utility or authentication template.
    ///
    /// ## What it finds
    /// Campaigns with `purpose: marketing` whose `send` or `steps` name a template of another category.
    ///
    /// ## Why
    /// A template may be sent only for what it was approved for. Utility rates for marketing are what the platform looks
    /// for: first the templates are re-filed, then utility is closed for the account.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// audience customers {
    ///   source: checkout
    ///   exclude: opted_out
    ///   consent { basis: express; purpose: marketing }
    /// }
    /// campaign spring_launch {
    ///   purpose: marketing
    ///   send: order_shipped
    ///   to: customers
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops. Reply STOP to opt out."
    /// }
    /// audience customers {
    ///   source: checkout
    ///   exclude: opted_out
    ///   consent { basis: express; purpose: marketing }
    /// }
    /// campaign spring_launch {
    ///   purpose: marketing
    ///   send: spring_news
    ///   to: customers
    /// }
    /// ```
    name: "promo-campaign-with-utility",
    group: Promo,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-template-purpose", "cat-misuse-steps"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let Some(purpose) = campaign.purpose.as_ref().filter(|purpose| purpose.known == Some(Purpose::Marketing))
    else {
        return;
    };
    for reference in campaign.template_references() {
        let workspace = cx.workspace;
        let wrong = workspace.templates_named(reference.name.as_str()).find_map(|template| {
            let category = template.category.as_ref()?;
            let known = category.known.filter(|known| *known != Category::Marketing)?;
            Some((category.span(), known.as_str()))
        });
        let Some((span, category)) = wrong else { continue };
        let name = reference.name.as_str();
        let article = if category == "utility" { "a utility" } else { "an authentication" };
        cx.report(
            Diagnostic::at(
                reference.span(),
                format!("a marketing campaign sends `{name}`, {article} template"),
            )
            .mark("not a marketing template")
            .label(purpose.span(), "the campaign is marketing")
            .label(span, format!("declared {category} here"))
            .help("send a marketing template, or set the campaign's purpose to what it is"),
        );
    }
}

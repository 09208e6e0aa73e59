//! `utility-in-marketing`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Purpose, Template};
use crate::policy;
use crate::rules::{Check, Cx};
use crate::text::category::Verdict;

rule! {
    /// A marketing template that could be utility.
    ///
    /// ## What it finds
    /// Marketing templates in a supported language in which nothing promotes, and which are about an order, account,
    /// booking or request of their reader. Nothing is said where a marketing campaign sends them.
    ///
    /// ## Why
    /// Utility messages cost less, do not count against the limit of marketing messages to one person, and reach people
    /// who left promotions.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Your order {{1}} is on its way and will be delivered on Friday."
    ///   footer: "Reply STOP to unsubscribe"
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} is on its way and will be delivered on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "utility-in-marketing",
    group: Promo,
    severity: Advice,
    since: "0.1.0",
    facts: ["cat-utility-definition"],
    needs: [Header, Body, Footer, Buttons, Cards, Other],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Marketing) {
        return;
    }
    let reading = cx.reader.reading(template);
    let has_offer = template.carousel.is_some() || template.call_permission_request.is_some();
    if reading.verdict() != Verdict::Utility
        || !reading.is_tied()
        || !reading.evidence.is_empty()
        || !reading.says_enough()
        || has_offer
    {
        return;
    }
    let marketed = cx.workspace.senders_of(template).into_iter().any(|campaign| {
        campaign.purpose.as_ref().and_then(|purpose| purpose.known) == Some(Purpose::Marketing)
    });
    let (Some(category), Some(anchor)) = (&template.category, reading.anchors.first()) else { return };
    if marketed {
        return;
    }
    cx.report(
        Diagnostic::at(category.span(), "nothing in this marketing template promotes; it could be utility")
            .mark("declared marketing")
            .label(anchor.span, policy::anchor(anchor.kind))
            .help("declare the category utility if it answers something that its reader did"),
    );
}

//! `commerce-feature-barred`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ButtonKind;
use crate::model::Template;
use crate::policy;
use crate::rules::wording;
use crate::rules::{Check, Cx};

rule! {
    /// Catalogue or payment parts beside goods that must not have them.
    ///
    /// ## What it finds
    /// Templates with a catalogue, product or order button that offer barred or restricted goods by their words, or
    /// that a campaign with such a declared `vertical` sends. An error where the vertical is declared.
    ///
    /// ## Why
    /// Sellers of such goods may write to their customers, but not sell through the platform. The catalogue is closed,
    /// and the account with it.
    ///
    /// ## Rejected
    /// ```waba
    /// template wine_list { category: marketing; language: en_US; body: "Our new wines and spirits are here: taste them until Saturday."; footer: "Reply STOP to unsubscribe"; button: catalog "View catalog" }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template wine_list { category: marketing; language: en_US; body: "Our new wines and spirits are here: taste them until Saturday."; footer: "Reply STOP to unsubscribe"; button: quick_reply "Where is it?" }
    /// ```
    name: "commerce-feature-barred",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-no-commerce-parts"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let is_part = |kind: ButtonKind| {
        matches!(kind, ButtonKind::Catalog | ButtonKind::Mpm | ButtonKind::Spm | ButtonKind::OrderDetails)
    };
    let Some(button) = template.all_buttons().find(|button| button.kind.known.is_some_and(is_part)) else {
        return;
    };
    let declared = cx.workspace.senders_of(template).into_iter().find_map(|campaign| {
        let word = campaign.vertical.as_ref()?;
        policy::vertical(word.as_str()).map(|vertical| (word.span(), vertical.what))
    });
    let families: Vec<&'static str> =
        policy::GOODS.iter().map(|goods| goods.family).chain(policy::BARRED_GOODS.iter().copied()).collect();
    let by_words = wording::places(cx, template, &families).into_iter().next();
    let (place, what, severity) = match (declared, by_words) {
        (Some((span, what)), _) => (span, what.to_owned(), Severity::Error),
        (None, Some((span, family))) => (span, policy::family(family).to_owned(), Severity::Warning),
        (None, None) => return,
    };
    let mark = if severity == Severity::Error { "declared here" } else { "such goods" };
    cx.report(
        Diagnostic::at(
            button.heading(),
            format!("a part that sells stands beside goods that must not have one: {what}"),
        )
        .mark("sells through the platform")
        .label(place, mark)
        .severity(severity)
        .help("lead to your own site instead, where ages and licences are asked for"),
    );
}

//! `commerce-feature-barred`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ButtonKind;
use crate::model::Template;
use crate::policy::{self, Vertical};
use crate::rules::wording;
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::tree::Text;

rule! {
    /// Catalogue or payment parts beside goods that must not have them.
    ///
    /// ## What it finds
    /// Templates with a catalogue, product or order button that offer barred or restricted goods by their words, or
    /// whose campaign or account declares such a `vertical`. An error where it is declared. Of an account with several
    /// verticals all have to be such ones, or the words have to speak of those goods: its catalogue may hold the others.
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
    let families: Vec<&'static str> =
        policy::GOODS.iter().map(|goods| goods.family).chain(policy::BARRED_GOODS.iter().copied()).collect();
    let by_words = wording::places(cx, template, &families).into_iter().next();
    let spoken = by_words.map(|(_, family)| family);
    let (place, what, severity) = match (declared(cx, template, spoken), by_words) {
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

/// Where a campaign that sends it, or its account, declares goods that may not be sold so, and what they are.
fn declared(cx: &Cx<'_>, template: &Template, spoken: Option<&'static str>) -> Option<(Span, &'static str)> {
    let senders = cx.workspace.senders_of(template);
    let mut declared: Vec<Vec<&Text>> =
        senders.iter().map(|campaign| cx.workspace.verticals_of(campaign)).collect();
    if senders.is_empty()
        && let [account] = cx.workspace.accounts_of(template).as_slice()
    {
        declared.push(account.vertical.iter().collect());
    }
    declared.into_iter().find_map(|words| {
        let such: Vec<(Span, &'static Vertical)> =
            words.iter().filter_map(|word| Some((word.span(), policy::vertical(word.as_str())?))).collect();
        let of_text = || such.iter().find(|(_, vertical)| spoken.is_some() && vertical.family == spoken);
        let certain = if such.len() == words.len() { such.first() } else { of_text() };
        certain.map(|(span, vertical)| (*span, vertical.what))
    })
}

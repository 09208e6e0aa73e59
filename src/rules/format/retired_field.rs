//! `retired-field`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};

rule! {
    /// A key that has stopped working.
    ///
    /// ## What it finds
    /// `bid_spec`, the former way to set the highest price of a marketing message.
    ///
    /// ## Why
    /// The platform gave it up after 2026-07-31; the price limit that it sets is not there.
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "spring_sale", "language": "en_US", "category": "MARKETING",
    ///   "bid_spec": { "bid_amount": 500, "bid_strategy": "LOWEST_COST_WITH_BID_CAP" }, "components": [
    ///   { "type": "BODY", "text": "Our spring sale has begun. Reply STOP to receive no more offers." } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "spring_sale", "language": "en_US", "category": "MARKETING",
    ///   "optimization_spec": { "bid_amount": 500, "bid_strategy": "LOWEST_COST_WITH_BID_CAP" }, "components": [
    ///   { "type": "BODY", "text": "Our spring sale has begun. Reply STOP to receive no more offers." } ] }
    /// ```
    name: "retired-field",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["tpl-max-price"],
    check: Check::Platform(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(key) = &template.retired_key else { return };
    let file = cx.workspace.text(key.span().file);
    let diagnostic = Diagnostic::at(key.span(), format!("`{}` has stopped working", key.as_str()))
        .mark("no longer heeded");
    cx.report(if template.has_optimization_spec {
        diagnostic.help("remove it; `optimization_spec` is there")
    } else {
        let edit = key.rewrite(0..key.as_str().len(), "optimization_spec", file);
        diagnostic
            .help("write `optimization_spec`, with the same amount and strategy")
            .unsafe_fix("write `optimization_spec`", edit.map(|edit| vec![edit]))
    });
}

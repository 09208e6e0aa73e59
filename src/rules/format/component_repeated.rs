//! `component-repeated`

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// A second header, body, footer or set of buttons.
    ///
    /// ## What it finds
    /// Two components of one type in a template or card, in the platform's own spelling.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100), or one of the two is lost.
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Your order has left our warehouse." },
    ///   { "type": "BODY", "text": "It will reach you on Friday." } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Your order has left our warehouse. It will reach you on Friday." } ] }
    /// ```
    name: "component-repeated",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["cmp-one-each", "utility-components"],
    check: Check::Platform(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let own = template.components.iter().map(Vec::as_slice);
    for components in own.chain(template.cards().iter().map(|card| card.components.as_slice())) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for component in components {
            let kind = component.as_str().to_ascii_uppercase();
            let Some(before) = first.get(&kind) else {
                first.insert(kind, component.span());
                continue;
            };
            let plain = kind.to_lowercase().replace('_', " ");
            let plain = if kind == "BUTTONS" { plain } else { format!("the {plain}") };
            let help = match kind.as_str() {
                "BUTTONS" => "put all buttons into one BUTTONS component",
                "BODY" | "FOOTER" => "join the texts, or remove one",
                _ => "keep one of them",
            };
            cx.report(
                Diagnostic::at(component.span(), format!("another component for {plain}"))
                    .mark("one too many")
                    .label(*before, "the first one")
                    .help(help),
            );
        }
    }
}

//! `unexpected-component`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::values_of;
use crate::rules::{Check, Cx};
use crate::syntax::lexical::nearest;
use crate::syntax::tree::Text;

rule! {
    /// A component that the platform does not know, or not in this place.
    ///
    /// ## What it finds
    /// Components of a type that is not documented, and components in a carousel card other than header, body and
    /// buttons.
    ///
    /// ## Why
    /// The create call answers with 100/2388042.
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "TITLE", "text": "On its way" },
    ///   { "type": "BODY", "text": "Your order has left our warehouse." } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "HEADER", "format": "TEXT", "text": "On its way" },
    ///   { "type": "BODY", "text": "Your order has left our warehouse." } ] }
    /// ```
    name: "unexpected-component",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["cmp-types", "carousel-uniform"],
    check: Check::Platform(check),
}

/// What a card may be made of.
const OF_A_CARD: &[&str] = &["HEADER", "BODY", "BUTTONS"];

fn check(cx: &mut Cx<'_>, template: &Template) {
    judge(cx, template.components.as_deref().unwrap_or_default(), values_of("cmp-types"), "a template");
    for card in template.cards() {
        judge(cx, &card.components, OF_A_CARD, "a card");
    }
}

fn judge(cx: &mut Cx<'_>, components: &[Text], known: &[&'static str], whole: &str) {
    for component in components {
        let word = component.as_str();
        if known.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            continue;
        }
        let diagnostic = Diagnostic::at(component.span(), format!("`{word}` is no component of {whole}"));
        let diagnostic = if values_of("btn-types").iter().any(|kind| kind.eq_ignore_ascii_case(word)) {
            diagnostic.mark("a button").help("put it into the `buttons` of a component of type BUTTONS")
        } else if values_of("cmp-types").iter().any(|kind| kind.eq_ignore_ascii_case(word)) {
            diagnostic
                .mark("not here")
                .help("a card has a header, a body and buttons")
                .cites("carousel-uniform")
        } else {
            let near = nearest(&word.to_uppercase(), known.iter().copied());
            diagnostic.mark("not known").help(match near {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("one of {}", known.join(", ")),
            })
        };
        cx.report(diagnostic);
    }
}

//! `translation-drift`

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::{Button, HeaderKind, Template};
use crate::rules::{Check, Cx, values};

rule! {
    /// Languages of one template that are not built alike.
    ///
    /// ## What it finds
    /// Templates of one name whose languages differ in the placeholders of header, body or links, in the kind of
    /// header, or in the kinds and order of their buttons. Each language is compared with the first one. A body in
    /// another word order is fine.
    ///
    /// ## Why
    /// One campaign sends all languages with the same values: where a language has other placeholders, its
    /// recipients get nothing (132000), or a text with the wrong value in it.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{order}} has left our warehouse and will reach you on {{day}} at noon."
    ///   sample: { order: "A-1042", day: "Friday" }
    ///   translation es {
    ///     body: "Su pedido {{order}} ha salido de nuestro almacén y le llega muy pronto."
    ///     sample: { order: "A-1042" }
    ///   }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{order}} has left our warehouse and will reach you on {{day}} at noon."
    ///   sample: { order: "A-1042", day: "Friday" }
    ///   translation es {
    ///     body: "El {{day}} a mediodía le llega su pedido {{order}}, que ya ha salido de nuestro almacén."
    ///     sample: { order: "A-1042", day: "viernes" }
    ///   }
    /// }
    /// ```
    name: "translation-drift",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    for name in workspace.template_names() {
        let mut languages = workspace.templates_named(name);
        let Some(first) = languages.next() else { continue };
        for other in languages {
            if first.language.as_ref().map(|text| text.as_str())
                != other.language.as_ref().map(|text| text.as_str())
            {
                compare(cx, first, other);
            }
        }
    }
}

fn compare(cx: &mut Cx<'_>, first: &Template, other: &Template) {
    let said =
        |template: &Template| template.language.as_ref().map_or("?", |language| language.as_str()).to_owned();
    let (of_first, of_other) = (said(first), said(other));
    let language =
        |template: &Template| template.language.as_ref().map_or(template.heading(), |text| text.span());
    let body = |template: &Template| {
        template
            .body
            .as_ref()
            .and_then(|body| body.text.as_ref())
            .map_or(language(template), |text| text.text.span())
    };
    let (ours, theirs) = (keys(other), keys(first));
    let missing: Vec<&String> = theirs.difference(&ours).collect();
    let extra: Vec<&String> = ours.difference(&theirs).collect();
    if !missing.is_empty() || !extra.is_empty() {
        let joined =
            |keys: &[&String]| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let difference = match (missing.is_empty(), extra.is_empty()) {
            (false, true) => format!("lacks {}", joined(&missing)),
            (true, false) => format!("has {} besides", joined(&extra)),
            _ => format!("has {} where {of_first} has {}", joined(&extra), joined(&missing)),
        };
        cx.report(
            Diagnostic::at(body(other), format!("{of_other} {difference}, unlike {of_first}"))
                .mark("other placeholders")
                .label(body(first), format!("the placeholders of {of_first}"))
                .help("use the same placeholders in every language"),
        );
    }
    let kind = |template: &Template| {
        template.header.as_ref().and_then(|header| header.kind.known).map(HeaderKind::as_str)
    };
    if kind(first) != kind(other) {
        let said = |kind: Option<&str>| {
            kind.map_or("no header".to_owned(), |kind| format!("a header of kind {kind}"))
        };
        let place = |template: &Template| {
            template.header.as_ref().map_or(language(template), |header| match &header.text {
                Some(text) => text.text.span(),
                None if header.kind.span().is_empty() => language(template),
                None => header.kind.span(),
            })
        };
        cx.report(
            Diagnostic::at(
                place(other),
                format!("{of_other} has {}, {of_first} has {}", said(kind(other)), said(kind(first))),
            )
            .mark("another header")
            .label(place(first), format!("the header of {of_first}"))
            .help("give every language the same kind of header"),
        );
    }
    let kinds = |template: &Template| template.buttons.iter().map(Button::kind_name).collect::<Vec<_>>();
    let (ours, theirs) = (kinds(other), kinds(first));
    if ours != theirs {
        let said = |kinds: &[String]| {
            if kinds.is_empty() { "no buttons".to_owned() } else { format!("buttons {}", kinds.join(", ")) }
        };
        let place =
            |template: &Template| template.buttons.first().map_or(language(template), |button| button.span);
        cx.report(
            Diagnostic::at(
                place(other),
                format!("{of_other} has {}, {of_first} has {}", said(&ours), said(&theirs)),
            )
            .mark("other buttons")
            .label(place(first), format!("the buttons of {of_first}"))
            .help("give every language the same buttons in the same order"),
        );
    }
}

fn keys(template: &Template) -> BTreeSet<String> {
    values::needed(template).into_iter().map(|slot| slot.key).collect()
}

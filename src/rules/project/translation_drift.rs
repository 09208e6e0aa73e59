//! `translation-drift`

use crate::diagnostic::Diagnostic;
use crate::model::{Button, HeaderKind, Part, Template};
use crate::rules::values::{self, Needed};
use crate::rules::{Check, Cx};
use crate::source::Span;

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
        let is_told = |template: &&Template| !template.unknown.any_of(Part::READ);
        let mut languages = workspace.templates_named(name).filter(is_told);
        let Some(first) = languages.next() else { continue };
        for other in languages.filter(|other| !other.is_language_of(first)) {
            if workspace.may_be_copies(first, other) {
                continue;
            }
            compare(cx, first, other);
        }
    }
}

fn compare(cx: &mut Cx<'_>, first: &Template, other: &Template) {
    let language =
        |template: &Template| template.language.as_ref().map_or("?", |text| text.as_str()).to_owned();
    let (of_first, of_other) = (language(first), language(other));
    let place =
        |template: &Template| template.language.as_ref().map_or(template.heading(), |text| text.span());
    let (ours, theirs) = (values::needed(other), values::needed(first));
    let missing: Vec<&Needed> =
        theirs.iter().filter(|slot| ours.iter().all(|own| own.key != slot.key)).collect();
    let extra: Vec<&Needed> =
        ours.iter().filter(|slot| theirs.iter().all(|own| own.key != slot.key)).collect();
    if !missing.is_empty() || !extra.is_empty() {
        let keys = |slots: &[&Needed]| {
            slots.iter().map(|slot| format!("`{}`", slot.key)).collect::<Vec<_>>().join(", ")
        };
        let message = match (missing.is_empty(), extra.is_empty()) {
            (false, true) => format!("{of_other} lacks {}, which {of_first} has", keys(&missing)),
            (true, false) => format!("{of_other} has {}, which {of_first} lacks", keys(&extra)),
            _ => format!("{of_other} has {} where {of_first} has {}", keys(&extra), keys(&missing)),
        };
        // The part that differs: the header, the body or the link that holds the placeholder in one language.
        let part = missing.first().or(extra.first()).map_or("body", |slot| slot.part);
        let own = extra.first().map_or(part_of(other, part).unwrap_or(place(other)), |slot| slot.span);
        let of = missing.first().map_or(part_of(first, part).unwrap_or(place(first)), |slot| slot.span);
        cx.report(
            Diagnostic::at(own, message)
                .mark(if extra.is_empty() {
                    format!("the {part} of {of_other}")
                } else {
                    "only here".to_owned()
                })
                .label(
                    of,
                    if missing.is_empty() {
                        format!("the {part} of {of_first}")
                    } else {
                        format!("in {of_first}")
                    },
                )
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
        let label = |template: &Template| match template.header {
            Some(_) => format!("the header of {}", language(template)),
            None => "without a header".to_owned(),
        };
        cx.report(
            Diagnostic::at(
                part_of(other, "header").unwrap_or(place(other)),
                format!("{of_other} has {}, and {of_first} has {}", said(kind(other)), said(kind(first))),
            )
            .mark(label(other))
            .label(part_of(first, "header").unwrap_or(place(first)), label(first))
            .help("give every language the same kind of header"),
        );
    }
    let kinds = |template: &Template| template.buttons.iter().map(Button::kind_name).collect::<Vec<_>>();
    let (ours, theirs) = (kinds(other), kinds(first));
    if ours != theirs {
        let said = |kinds: &[String]| match kinds {
            [] => "no buttons".to_owned(),
            [only] => format!("a {only} button"),
            [head @ .., last] => format!("the buttons {} and {last}", head.join(", ")),
        };
        let label = |template: &Template| match template.buttons.first() {
            Some(_) => format!("the buttons of {}", language(template)),
            None => "without buttons".to_owned(),
        };
        let at = |template: &Template| template.buttons.first().map_or(place(template), |button| button.span);
        cx.report(
            Diagnostic::at(
                at(other),
                format!("{of_other} has {}; {of_first} has {}", said(&ours), said(&theirs)),
            )
            .mark(label(other))
            .label(at(first), label(first))
            .help("give every language the same buttons in the same order"),
        );
    }
}

/// Where a part of a template stands.
fn part_of(template: &Template, part: &str) -> Option<Span> {
    match part {
        "header" => template.header.as_ref().map(|header| match &header.text {
            Some(text) => text.text.span(),
            None if header.kind.span().is_empty() => header.span,
            None => header.kind.span(),
        }),
        "link" => template.buttons.iter().find_map(|button| button.url.as_ref()).map(|url| url.text.span()),
        _ => template.body.as_ref()?.text.as_ref().map(|text| text.text.span()),
    }
}

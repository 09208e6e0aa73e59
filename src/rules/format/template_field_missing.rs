//! `template-field-missing`

use crate::diagnostic::Diagnostic;
use crate::model::{Dialect, Part, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A template without a name, a language or a category.
    ///
    /// ## What it finds
    /// Templates that lack a name, a language or a category, so that they cannot be created as they are. A
    /// body of an edit call, which has no name, is left alone.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    name: "template-field-missing",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-name-required"],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_listed() {
        return;
    }
    let Some(name) = &template.name else {
        // An edit call has neither name nor language.
        let is_told = !template.unknown.has(Part::Name);
        let is_new = is_told && template.language.is_some() && template.category.is_some();
        if is_new && template.dialect == Dialect::Platform && !template.is_keyed && !template.is_upsert {
            let language = template.language.as_ref().map_or(template.heading(), |language| language.span());
            cx.report(
                Diagnostic::at(language, "this template has no `name`")
                    .mark("whose language is this?")
                    .help("add a name, such as \"order_shipped\""),
            );
        }
        return;
    };
    let mut missing = Vec::new();
    if template.language.is_none() && !template.unknown.has(Part::Language) {
        missing.push(("language", "a language, such as `en_US`"));
    }
    if template.category.is_none() && !template.unknown.has(Part::Category) {
        missing.push((
            "category",
            match template.dialect {
                Dialect::Native => "a category: marketing, utility or authentication",
                Dialect::Platform | Dialect::Other => "a category: MARKETING, UTILITY or AUTHENTICATION",
            },
        ));
    }
    if missing.is_empty() {
        return;
    }
    let keys: Vec<String> = missing.iter().map(|(key, _)| format!("`{key}`")).collect();
    let wanted: Vec<&str> = missing.iter().map(|(_, wanted)| *wanted).collect();
    cx.report(
        Diagnostic::at(template.heading(), format!("`{}` has no {}", name.as_str(), keys.join(" and no ")))
            .mark("cannot be created like this")
            .help(format!("add {}", wanted.join(", and "))),
    );
}

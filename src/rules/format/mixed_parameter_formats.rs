//! `mixed-parameter-formats`

use crate::diagnostic::Diagnostic;
use crate::model::{Dialect, Part, Template};
use crate::rules::edits::{insert_behind_value, quoted};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::{Message, Variable};

rule! {
    /// Numbered and named placeholders in one template, or other ones than it declares.
    ///
    /// ## What it finds
    /// Templates that use {{1}} and {{name}} side by side; a `parameter_format` that says the other kind; and named
    /// placeholders in the platform's own spelling without `parameter_format`, which then means numbered ones.
    /// Addresses of buttons are left out, since their placeholder is always {{1}}.
    ///
    /// ## Why
    /// A template has one format for all its placeholders; values that are sent by name do not fit numbered ones
    /// (100, 132000). What the platform does with a mixture is not documented.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} will reach you on {{day}} in the afternoon."
    ///   sample: { 1: "A-1042", day: "Friday" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{order}} will reach you on {{day}} in the afternoon."
    ///   sample: { order: "A-1042", day: "Friday" }
    /// }
    /// ```
    name: "mixed-parameter-formats",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["var-mixed-formats", "tpl-parameter-format"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let used: Vec<(Variable, Span)> = template.texts().into_iter().flat_map(Message::variables).collect();
    let first =
        |named: bool| used.iter().find(|(variable, _)| matches!(variable, Variable::Name(_)) == named);
    let (numbered, named) = (first(false), first(true));
    if let (Some((number, number_span)), Some((name, name_span))) = (numbered, named) {
        cx.report(
            Diagnostic::at(
                *name_span,
                format!("named and numbered placeholders in one template: {number}, {name}"),
            )
            .mark("this one has a name")
            .label(*number_span, "this one has a number")
            .help("give all of them names, or all of them numbers"),
        );
        return;
    }
    let Some((variable, span)) = numbered.or(named) else { return };
    let is_named = named.is_some();
    let wanted = if is_named { "NAMED" } else { "POSITIONAL" };
    let kind = if is_named { "named" } else { "numbered" };
    let file = cx.workspace.text(span.file);
    match &template.parameter_format {
        Some(format) if !format.as_str().eq_ignore_ascii_case(wanted) => {
            let known = ["NAMED", "POSITIONAL"].iter().any(|word| format.as_str().eq_ignore_ascii_case(word));
            if !known {
                return;
            }
            let wanted = if template.dialect == Dialect::Native { kind_word(is_named) } else { wanted };
            // Translations share the setting; it is changed only where it then fits all of them.
            let agrees = |other: &&Template| {
                let mut texts = other.texts().into_iter().flat_map(Message::variables);
                texts.all(|(variable, _)| matches!(variable, Variable::Name(_)) == is_named)
            };
            let name = template.name.as_ref().map_or("", |name| name.as_str());
            let mut others = cx.workspace.templates_named(name);
            let fits =
                others.by_ref().take(MOST_LANGUAGES).all(|other| agrees(&other)) && others.next().is_none();
            let edit = format.rewrite(0..format.as_str().len(), wanted, file).filter(|_| fits);
            cx.report(
                Diagnostic::at(
                    format.span(),
                    format!("`parameter_format` is {}, but {variable} is {kind}", format.as_str()),
                )
                .mark("says the other kind")
                .label(*span, format!("a {kind} placeholder"))
                .help(format!("write `{wanted}`"))
                .fix(format!("declare {kind} placeholders"), edit.map(|edit| vec![edit]))
                .cites("tpl-parameter-format"),
            );
        }
        None if template.unknown.has(Part::Other) => {}
        None if is_named && template.dialect == Dialect::Platform && !template.is_listed() => {
            let behind = template.category.as_ref().map(|word| &word.text).or(template.language.as_ref());
            let edit = behind.and_then(|text| {
                insert_behind_value(cx.workspace, text, "parameter_format", &quoted("NAMED"))
            });
            cx.report(
                Diagnostic::at(*span, format!("{variable} has a name, but the template does not say so"))
                    .mark("a named placeholder")
                    .note("without `parameter_format` the platform expects numbered placeholders")
                    .help("add \"parameter_format\": \"NAMED\"")
                    .fix("declare named placeholders", edit.map(|edit| vec![edit]))
                    .cites("tpl-parameter-format"),
            );
        }
        _ => {}
    }
}

/// A template in more languages than the platform has is not looked through for each of them.
const MOST_LANGUAGES: usize = 200;

fn kind_word(is_named: bool) -> &'static str {
    if is_named { "named" } else { "positional" }
}

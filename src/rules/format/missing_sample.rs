//! `missing-sample`

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{BodyPlace, Dialect, Samples, Template};
use crate::rules::edits::{add_samples, insert_behind, quoted};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::{Message, Variable};

rule! {
    /// A placeholder without a sample value.
    ///
    /// ## What it finds
    /// Placeholders in the header, the body, the cards or the address of a link button for which the definition
    /// gives no sample. Templates that a saved listing calls approved are left alone.
    ///
    /// ## Why
    /// Reviewers see the template with its samples. Without them the create call answers with 100/2388043.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} has left our warehouse and will reach you on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "missing-sample",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["body-parameter-example-required", "body-example-positional", "body-example-named", "header-text-example", "btn-url-example"],
    needs: [Samples, Other],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_approved() {
        return;
    }
    if let Some(header) = &template.header {
        let place = Place::of(template, "header", "header-text-example", header.text_entry, header.span);
        check_part(cx, header.text.as_ref(), &header.samples, &place);
    }
    for (body, place) in template.bodies() {
        let what = if place == BodyPlace::Template { "body" } else { "card" };
        let place = Place::of(template, what, "body-parameter-example-required", body.text_entry, body.span);
        check_part(cx, body.text.as_ref(), &body.samples, &place);
    }
    for (row, buttons) in template.button_rows().enumerate() {
        // Links are numbered in each row by themselves; a card's samples stand in the card.
        let what = if row == 0 { "link" } else { "card's link" };
        let mut link = 0;
        for button in buttons {
            link += usize::from(button.url.as_ref().is_some_and(|url| !url.variables().is_empty()));
            let place =
                Place { link, ..Place::of(template, what, "btn-url-example", button.url_entry, button.span) };
            check_part(cx, button.url.as_ref(), &button.samples, &place);
        }
    }
}

struct Place<'t> {
    what: &'static str,
    fact: &'static str,
    template: &'t Template,
    /// Key and value of the text, in the platform's spelling.
    entry: Option<Span>,
    /// The component or button that the text stands in.
    block: Span,
    /// Which of the links with a placeholder, from 1.
    link: usize,
}

impl<'t> Place<'t> {
    fn of(
        template: &'t Template,
        what: &'static str,
        fact: &'static str,
        entry: Option<Span>,
        block: Span,
    ) -> Self {
        Place { what, fact, template, entry, block, link: 0 }
    }
}

fn check_part(cx: &mut Cx<'_>, message: Option<&Message>, samples: &Samples, place: &Place<'_>) {
    let Some(text) = message else { return };
    let missing = lacking(&text.variables(), samples);
    let Some((_, first)) = missing.first() else { return };
    let names: Vec<String> = missing.iter().map(|(variable, _)| variable.to_string()).collect();
    let what = place.what;
    let message = match names.as_slice() {
        [only] => format!("{only} in the {what} has no sample value"),
        many => {
            format!("{} placeholders in the {what} have no sample values: {}", many.len(), many.join(", "))
        }
    };
    let mut diagnostic = Diagnostic::at(*first, message).mark("no sample for this").cites(place.fact);
    for (_, span) in missing.iter().skip(1) {
        diagnostic = diagnostic.label(*span, "nor for this");
    }
    if let Some(span) = samples.span
        && !samples.values.is_empty()
        && span.file == first.file
    {
        diagnostic = diagnostic.label(span.beginning(), "the samples are here");
    }
    cx.report(diagnostic.help(advice(&missing, place, samples.span.is_some())).fix(
        "add samples to fill in",
        skeleton(cx, &missing, text, samples, place).filter(|edits| {
            // What an alias repeats stands in another template.
            edits.iter().all(|edit| place.template.span.contains(edit.span))
        }),
    ));
}

/// Samples that stand for the values until somebody writes better ones.
fn skeleton(
    cx: &Cx<'_>,
    missing: &[(Variable, Span)],
    text: &Message,
    samples: &Samples,
    place: &Place<'_>,
) -> Option<Vec<Edit>> {
    // Numbers with a gap are numbered anew first, and their samples with them.
    let variables = text.variables();
    let count = variables.len();
    let has_gap = variables.iter().any(|(variable, _)| {
        matches!(variable, Variable::Position(number) if *number == 0 || *number as usize > count)
    });
    let names = variables.iter().filter(|(variable, _)| matches!(variable, Variable::Name(_))).count();
    let is_mixed = names > 0 && names < count;
    let is_doubtful = text.segments.iter().any(|segment| text.is_doubtful(segment));
    // A misspelt key may hold the samples already.
    let block = cx.workspace.text(text.text.span().file).get(place.block.range()).unwrap_or_default();
    let has_other_key = block.to_lowercase().contains("\"example");
    // A link has one placeholder; which of several its sample would be for, nobody can tell.
    let is_odd_link = place.what.ends_with("link") && count > 1;
    if has_gap || is_odd_link || is_mixed || is_doubtful || has_other_key && samples.span.is_none() {
        return None;
    }
    let value = |variable: &Variable| {
        quoted(&match variable {
            Variable::Position(number) => format!("sample {number}"),
            Variable::Name(name) => name.replace('_', " "),
        })
    };
    let values: Vec<String> = missing.iter().map(|(variable, _)| value(variable)).collect();
    if place.template.dialect == Dialect::Native {
        if place.what.starts_with("card") {
            return None;
        }
        let key = |variable: &Variable| match (place.what, variable) {
            ("link", _) => format!("url_{}", place.link),
            ("header", Variable::Position(number)) => format!("header_{number}"),
            (_, Variable::Position(number)) => number.to_string(),
            (_, Variable::Name(name)) => name.to_string(),
        };
        let added: Vec<(String, String)> =
            missing.iter().zip(values).map(|((variable, _), value)| (key(variable), value)).collect();
        return add_samples(cx.workspace, place.template, &added);
    }
    if samples.span.is_some() {
        return None;
    }
    let part = if place.what == "header" { "header" } else { "body" };
    let named: Option<Vec<String>> = missing
        .iter()
        .zip(&values)
        .map(|((variable, _), value)| match variable {
            Variable::Name(name) => {
                Some(format!("{{ \"param_name\": {}, \"example\": {value} }}", quoted(name)))
            }
            Variable::Position(_) => None,
        })
        .collect();
    let example = match (place.what, named) {
        ("link" | "card's link", _) => format!("[{}]", values.join(", ")),
        (_, Some(named)) => format!("{{ \"{part}_text_named_params\": [{}] }}", named.join(", ")),
        ("header", None) => format!("{{ \"header_text\": [{}] }}", values.join(", ")),
        (_, None) => format!("{{ \"body_text\": [[{}]] }}", values.join(", ")),
    };
    Some(vec![insert_behind(cx.workspace, place.entry?, "example", &example)?])
}

/// The variables that no sample is for. Samples without names count by their order.
pub(super) fn lacking(variables: &[(Variable, Span)], samples: &Samples) -> Vec<(Variable, Span)> {
    let unnamed = samples.values.iter().filter(|sample| sample.variable.is_none()).count();
    if unnamed > 0 {
        // A list that is too short is told as such, by its own rule.
        return Vec::new();
    }
    variables
        .iter()
        .filter(|(variable, _)| {
            samples.values.iter().all(|sample| sample.variable.as_ref() != Some(variable))
        })
        .cloned()
        .collect()
}

fn advice(missing: &[(Variable, Span)], place: &Place<'_>, has_samples: bool) -> String {
    let key = |variable: &Variable| match variable {
        Variable::Position(number) => number.to_string(),
        Variable::Name(name) => name.to_string(),
    };
    let names = missing.iter().filter(|(variable, _)| matches!(variable, Variable::Name(_))).count();
    if names > 0 && names < missing.len() {
        return "give all placeholders names, or all of them numbers, and a sample to each".to_owned();
    }
    match (place.template.dialect, place.what) {
        (Dialect::Native, "link") => format!("add `url_{}: \"…\"` to `sample`", place.link),
        (Dialect::Native, "card's link") => {
            format!("add `sample: {{ url_{}: \"…\" }}` to the card", place.link)
        }
        (Dialect::Native, "header") if matches!(missing.first(), Some((Variable::Position(_), _))) => {
            "add `header_1: \"…\"` to `sample`".to_owned()
        }
        (Dialect::Native, _) => {
            let entries: Vec<String> =
                missing.iter().map(|(variable, _)| format!("{}: \"…\"", key(variable))).collect();
            if has_samples {
                format!("add `{}` to `sample`", entries.join(", "))
            } else {
                format!("add `sample: {{ {} }}`", entries.join(", "))
            }
        }
        (Dialect::Platform | Dialect::Other, "link" | "card's link") => {
            "add \"example\": [\"…\"] to the button".to_owned()
        }
        (Dialect::Platform | Dialect::Other, what) => {
            let part = if what == "header" { "header" } else { "body" };
            if matches!(missing.first(), Some((Variable::Name(_), _))) {
                let entries: Vec<String> = missing
                    .iter()
                    .map(|(variable, _)| {
                        format!("{{ \"param_name\": \"{}\", \"example\": \"…\" }}", key(variable))
                    })
                    .collect();
                format!("add \"example\": {{ \"{part}_text_named_params\": [ {} ] }}", entries.join(", "))
            } else if part == "header" {
                "add \"example\": { \"header_text\": [\"…\"] }".to_owned()
            } else {
                let values = vec!["\"…\""; missing.len()].join(", ");
                format!("add \"example\": {{ \"body_text\": [[{values}]] }}")
            }
        }
    }
}

//! `missing-sample`

use crate::diagnostic::Diagnostic;
use crate::model::{Dialect, Samples, Template};
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
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_approved() {
        return;
    }
    let dialect = template.dialect;
    if let Some(header) = &template.header {
        let place = Place { what: "header", fact: "header-text-example", dialect, link: 0 };
        check_part(cx, header.text.as_ref(), &header.samples, &place);
    }
    if let Some(body) = &template.body {
        check_part(
            cx,
            body.text.as_ref(),
            &body.samples,
            &Place { what: "body", fact: "body-parameter-example-required", dialect, link: 0 },
        );
    }
    let has_variable = |url: &Message| !url.variables().is_empty();
    let mut link = 0;
    for button in template.all_buttons() {
        link += usize::from(button.url.as_ref().is_some_and(has_variable));
        let place = Place { what: "link", fact: "btn-url-example", dialect, link };
        check_part(cx, button.url.as_ref(), &button.samples, &place);
    }
    for card in template.carousel.iter().flat_map(|carousel| &carousel.cards) {
        if let Some(body) = &card.body {
            let place = Place { what: "card", fact: "body-parameter-example-required", dialect, link: 0 };
            check_part(cx, body.text.as_ref(), &body.samples, &place);
        }
    }
}

struct Place {
    what: &'static str,
    fact: &'static str,
    dialect: Dialect,
    /// Which of the links with a placeholder, from 1.
    link: usize,
}

fn check_part(cx: &mut Cx<'_>, message: Option<&Message>, samples: &Samples, place: &Place) {
    let variables = message.map(Message::variables).unwrap_or_default();
    let missing = lacking(&variables, samples);
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
        diagnostic = diagnostic.label(Span { end: span.start, ..span }, "the samples are here");
    }
    cx.report(diagnostic.help(advice(&missing, place, samples.span.is_some())));
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

fn advice(missing: &[(Variable, Span)], place: &Place, has_samples: bool) -> String {
    let key = |variable: &Variable| match variable {
        Variable::Position(number) => number.to_string(),
        Variable::Name(name) => name.to_string(),
    };
    match (place.dialect, place.what) {
        (Dialect::Native, "link") => format!("add `url_{}: \"…\"` to `sample`", place.link),
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
        (Dialect::Platform, "link") => "add \"example\": [\"…\"] to the button".to_owned(),
        (Dialect::Platform, what) => {
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

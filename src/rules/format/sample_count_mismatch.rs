//! `sample-count-mismatch`

use crate::diagnostic::Diagnostic;
use crate::model::{Sample, Samples, Template};
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, SegmentKind, Variable};

rule! {
    /// Samples that are more or fewer than the placeholders, or that name none of them.
    ///
    /// ## What it finds
    /// A list of samples whose length differs from the number of distinct placeholders, and named samples for which
    /// the text has no placeholder: often what is left of an edit, or a misspelt name.
    ///
    /// ## Why
    /// The create call wants one value for each placeholder, in order, and refuses others.
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Order {{1}} will reach you on {{2}} in the afternoon.",
    ///     "example": { "body_text": [["A-1042"]] } } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Order {{1}} will reach you on {{2}} in the afternoon.",
    ///     "example": { "body_text": [["A-1042", "Friday"]] } } ] }
    /// ```
    name: "sample-count-mismatch",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["body-example-positional", "body-example-named", "header-text-example", "btn-url-example"],
    needs: [Samples],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if let Some(header) = &template.header
        && let Some(text) = &header.text
    {
        check_part(cx, text, &header.samples, "header", "header-text-example");
    }
    let cards = template.carousel.iter().flat_map(|carousel| &carousel.cards);
    for body in template.body.iter().chain(cards.filter_map(|card| card.body.as_ref())) {
        if let Some(text) = &body.text {
            let is_own = template.body.as_ref().is_some_and(|own| std::ptr::eq(own, body));
            check_part(
                cx,
                text,
                &body.samples,
                if is_own { "body" } else { "card" },
                "body-example-positional",
            );
        }
    }
    for button in template.all_buttons() {
        if let Some(url) = &button.url {
            check_part(cx, url, &button.samples, "link", "btn-url-example");
        }
    }
    for sample in &template.stray_samples {
        stray(cx, template, sample);
    }
}

fn check_part(cx: &mut Cx<'_>, message: &Message, samples: &Samples, what: &str, fact: &'static str) {
    if message.text.has_holes() {
        return;
    }
    let variables = message.variables();
    let unnamed: Vec<&Sample> = samples.values.iter().filter(|sample| sample.variable.is_none()).collect();
    if !unnamed.is_empty() && unnamed.len() != variables.len() {
        // A single sample of a link may be the whole address; it then needs no placeholder to be of use.
        if what == "link" && variables.is_empty() {
            return;
        }
        let (have, want) = (unnamed.len(), variables.len());
        let samples_word = if have == 1 { "sample" } else { "samples" };
        let names: Vec<String> = variables.iter().map(|(variable, _)| variable.to_string()).collect();
        let placeholders = match names.len() {
            0 => "no placeholder".to_owned(),
            1 => format!("1 placeholder ({})", names.join(", ")),
            many => format!("{many} placeholders ({})", names.join(", ")),
        };
        let spans = unnamed.iter().map(|sample| sample.span);
        let span = spans.reduce(crate::source::Span::to).unwrap_or(message.text.span());
        let mut diagnostic =
            Diagnostic::at(span, format!("{have} {samples_word} for {placeholders} in the {what}"))
                .mark(if have > want { "too many samples" } else { "too few samples" })
                .cites(fact);
        diagnostic = match variables.get(have.min(want)) {
            Some((variable, place)) if have < want => {
                diagnostic.label(*place, format!("no sample for {variable}"))
            }
            _ if want == 0 => diagnostic.label(message.text.span(), "this text has no placeholder"),
            _ => diagnostic.label(message.text.span(), "the text with its placeholders"),
        };
        cx.report(diagnostic.help(if want == 0 {
            "remove the samples, or put the placeholders back into the text"
        } else {
            "give one sample for each distinct placeholder, in the order of their numbers"
        }));
    }
    for sample in samples.values.iter().filter(|sample| sample.variable.is_some()) {
        let Some(variable) = &sample.variable else { continue };
        if variables.iter().all(|(known, _)| known != variable) && !is_doubtful(message, variable) {
            let shown = variable.to_string();
            let braced = matches!(variable, Variable::Name(name) if name.contains(['{', '}']));
            let help = match variables.as_slice() {
                _ if braced => "write the name without braces".to_owned(),
                [] => "remove the sample".to_owned(),
                known => {
                    let names: Vec<String> = known.iter().map(|(variable, _)| variable.to_string()).collect();
                    format!("the {what} has {}", names.join(", "))
                }
            };
            cx.report(
                Diagnostic::at(
                    sample.span,
                    format!(
                        "a sample for {}, which the {what} does not have",
                        if braced { "a name in braces" } else { &shown }
                    ),
                )
                .mark("no such placeholder")
                .help(help)
                .cites("body-example-named"),
            );
        }
    }
}

fn stray(cx: &mut Cx<'_>, template: &Template, sample: &Sample) {
    let Some(Variable::Name(key)) = &sample.variable else { return };
    let wanted = Variable::Name(key.clone());
    if template.texts().into_iter().any(|message| is_doubtful(message, &wanted)) {
        return;
    }
    let names: Vec<String> = template
        .texts()
        .into_iter()
        .flat_map(Message::variables)
        .map(|(variable, _)| variable.to_string().trim_matches(['{', '}']).to_owned())
        .collect();
    let mut diagnostic =
        Diagnostic::at(sample.span, format!("a sample for `{key}`, which the template does not have"))
            .mark("no such placeholder");
    diagnostic = match crate::syntax::lexical::nearest(key, names.iter().map(String::as_str)) {
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
        None => diagnostic
            .help("remove the sample, or add the placeholder; `header_1` and `url_1` name those elsewhere"),
    };
    cx.report(diagnostic.cites("body-example-named"));
}

/// Whether a text holds the name between single braces: that slip is told by its own rule.
fn is_doubtful(message: &Message, wanted: &Variable) -> bool {
    message.segments.iter().any(|segment| {
        matches!(&segment.kind, SegmentKind::Malformed(Some(variable)) if variable == wanted)
            && message.is_doubtful(segment)
    })
}

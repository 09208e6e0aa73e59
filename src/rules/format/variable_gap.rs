//! `variable-gap`

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{Dialect, Part, Samples, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind, Variable};

rule! {
    /// Numbered placeholders that do not start at 1 or leave a number out.
    ///
    /// ## What it finds
    /// In each text by itself: a header, body, card or link whose numbered placeholders are not {{1}}, {{2}} … without a
    /// gap. Their order in the text is free, and a number may be used twice.
    ///
    /// ## Why
    /// Review refuses the template as INVALID_FORMAT.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} will reach you on {{3}} in the afternoon."
    ///   sample: { 1: "A-1042", 3: "Friday" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} will reach you on {{2}} in the afternoon."
    ///   sample: { 1: "A-1042", 2: "Friday" }
    /// }
    /// ```
    name: "variable-gap",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["var-sequence", "tpl-parameter-positional-pattern"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    // In a provider's shape numbers may go to parts beside the text; what a program computes may be these.
    if template.dialect == Dialect::Other && template.unknown.has(Part::Samples) {
        return;
    }
    let none = Samples::default();
    let is_sent = template.name.as_ref().is_some_and(|name| {
        let campaigns = cx.workspace.campaigns_sending(name.as_str());
        campaigns.iter().any(|campaign| !campaign.values.is_empty())
    });
    let mut parts: Vec<(&Message, &Samples)> = Vec::new();
    let cards = template.cards().iter().filter_map(|card| card.header.as_ref());
    for header in template.header.iter().chain(cards) {
        parts.extend(header.text.as_ref().map(|text| (text, &header.samples)));
    }
    for (body, _) in template.bodies() {
        parts.extend(body.text.as_ref().map(|text| (text, &body.samples)));
    }
    for button in template.all_buttons() {
        parts.extend(button.url.as_ref().map(|url| (url, &button.samples)));
        parts.extend(button.label.as_ref().map(|label| (label, &none)));
    }
    parts.extend(template.footer.as_ref().and_then(|footer| footer.text.as_ref()).map(|text| (text, &none)));
    let offer = template.limited_time_offer.as_ref();
    parts.extend(offer.and_then(|offer| offer.text.as_ref()).map(|text| (text, &none)));
    parts.sort_by_key(|(message, _)| message.text.span().start);
    // A number that is missing may be in a piece that is computed.
    for (message, samples) in parts.into_iter().filter(|(message, _)| !message.text.has_holes()) {
        check_message(cx, template, message, samples, is_sent);
    }
}

/// Whether a value is given for a number: `"1": "https://…"`, `1: image`.
fn gives_value(source: &str, number: u32) -> bool {
    let key = number.to_string();
    source.match_indices(&key).any(|(at, _)| {
        let before = source.get(..at).unwrap_or_default().trim_end_matches(['"', '\'']);
        let behind = source.get(at + key.len()..).unwrap_or_default().trim_start_matches(['"', '\'']);
        before.ends_with(['{', ',', ' ', '\n', '\t']) && behind.starts_with(':')
    })
}

fn check_message(cx: &mut Cx<'_>, template: &Template, message: &Message, samples: &Samples, is_sent: bool) {
    let mut numbers: Vec<(u32, Span)> = message
        .variables()
        .into_iter()
        .filter_map(|(variable, span)| match variable {
            Variable::Position(number) => Some((number, span)),
            Variable::Name(_) => None,
        })
        .collect();
    numbers.sort_by_key(|(number, _)| *number);
    let gap = numbers.iter().zip(1u32..).find(|((number, _), expected)| number != expected);
    let Some(((number, span), expected)) = gap else { return };
    // Some shapes number through all parts of a template, and some parts of theirs are not read.
    let is_elsewhere = || {
        let source = cx.workspace.text(template.span.file).get(template.span.range()).unwrap_or_default();
        source.contains(&format!("{{{{{expected}}}}}")) || gives_value(source, expected)
    };
    if template.dialect == Dialect::Other && is_elsewhere() {
        return;
    }
    let text = if *number == 0 {
        "{{0}} is used, but numbers start at {{1}}".to_owned()
    } else if expected == 1 {
        format!("{{{{{number}}}}} is used, but numbering starts at {{{{1}}}}")
    } else {
        format!("{{{{{number}}}}} is used, but {{{{{expected}}}}} is not")
    };
    let diagnostic = Diagnostic::at(*span, text)
        .mark(format!("should be {{{{{expected}}}}}"))
        .help("number the placeholders 1, 2, 3 … and move their samples along");
    let numbers: Vec<u32> = numbers.iter().map(|(number, _)| *number).collect();
    let edits = renumbered(cx, message, samples, &numbers);
    // Values that a campaign gives by number would end in other places.
    cx.report(if is_sent {
        diagnostic.unsafe_fix("number the placeholders anew", edits)
    } else {
        diagnostic.fix("number the placeholders anew", edits)
    });
}

/// Gives each number its place in the row, in the text and in the names of the samples. Samples without names stand in
/// the order of the numbers and stay where they are; of a list that also holds values for the numbers that are left
/// out, nothing can be said, so nothing is changed.
fn renumbered(cx: &Cx<'_>, message: &Message, samples: &Samples, numbers: &[u32]) -> Option<Vec<Edit>> {
    let file = cx.workspace.text(message.text.span().file);
    let new = |number: u32| numbers.iter().position(|known| *known == number).map(|at| at + 1);
    let mut edits = Vec::new();
    for segment in &message.segments {
        let (SegmentKind::Placeholder(variable) | SegmentKind::Malformed(Some(variable))) = &segment.kind
        else {
            continue;
        };
        if let Variable::Position(number) = variable
            && let Some(wanted) = new(*number)
            && wanted != *number as usize
        {
            if !matches!(segment.kind, SegmentKind::Placeholder(_)) {
                return None;
            }
            edits.push(message.text.rewrite(segment.range(), &format!("{{{{{wanted}}}}}"), file)?);
        }
    }
    let unnamed = samples.values.iter().filter(|sample| sample.variable.is_none()).count();
    if unnamed > 0 && unnamed != numbers.len() {
        return None;
    }
    for sample in &samples.values {
        let (Some(Variable::Position(number)), Some(key)) = (&sample.variable, &sample.key) else { continue };
        match new(*number) {
            Some(wanted) if wanted == *number as usize => {}
            Some(wanted) => {
                let digits = key.as_str().len() - number.to_string().len();
                edits.push(key.rewrite(digits..key.as_str().len(), &wanted.to_string(), file)?);
            }
            None => return None,
        }
    }
    Some(edits)
}

//! `variable-gap`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, Variable};

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
    facts: ["var-sequence"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let addresses = template.all_buttons().filter_map(|button| button.url.as_ref());
    for message in template.texts().into_iter().chain(addresses) {
        check_message(cx, message);
    }
}

fn check_message(cx: &mut Cx<'_>, message: &Message) {
    let mut numbers: Vec<(u32, crate::source::Span)> = message
        .variables()
        .into_iter()
        .filter_map(|(variable, span)| match variable {
            Variable::Position(number) => Some((number, span)),
            Variable::Name(_) => None,
        })
        .collect();
    numbers.sort_by_key(|(number, _)| *number);
    for (index, (number, span)) in numbers.iter().enumerate() {
        let expected = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if *number == expected {
            continue;
        }
        let message = if *number == 0 {
            "{{0}} is used, but numbers start at {{1}}".to_owned()
        } else if index == 0 {
            format!("{{{{{number}}}}} is used, but numbering starts at {{{{1}}}}")
        } else {
            format!("{{{{{number}}}}} is used, but {{{{{expected}}}}} is not")
        };
        cx.report(
            Diagnostic::at(*span, message)
                .mark(format!("should be {{{{{expected}}}}}"))
                .help("number the placeholders 1, 2, 3 … and move their samples along"),
        );
        return;
    }
}

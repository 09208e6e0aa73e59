//! `variable-at-edge`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, Segment, SegmentKind};
use crate::text::tokens::is_punctuation;

rule! {
    /// A body that begins or ends with a placeholder.
    ///
    /// ## What it finds
    /// Bodies, also those of cards, whose first or last element is a placeholder; space, line ends and formatting marks
    /// do not count as text. Authentication templates, whose text is preset, are left alone. A body that ends with a placeholder and a full stop is a warning: some report that it is
    /// refused, others that it passes.
    ///
    /// ## Why
    /// The create call answers with 100/2388299. With its value left out, such a text would begin or end in nothing.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "{{1}}, your order has left our warehouse."
    ///   sample: { 1: "Ana" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hello {{1}}, your order has left our warehouse."
    ///   sample: { 1: "Ana" }
    /// }
    /// ```
    name: "variable-at-edge",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["var-edges"],
    needs: [Category],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    // The preset text of authentication templates itself begins with the code.
    if template.is(Category::Authentication) {
        return;
    }
    let cards = template.carousel.iter().flat_map(|carousel| &carousel.cards);
    let bodies = template.body.iter().chain(cards.filter_map(|card| card.body.as_ref()));
    for (at, body) in bodies.enumerate() {
        if let Some(message) = &body.text {
            let is_own = at == 0 && template.body.is_some();
            check_body(cx, message, if is_own { "the body" } else { "the card's text" });
        }
    }
}

fn check_body(cx: &mut Cx<'_>, message: &Message, what: &str) {
    let counts = |segment: &&Segment| match segment.kind {
        SegmentKind::LineEnd | SegmentKind::Mark => false,
        SegmentKind::Plain => !message.words_of(segment).trim().is_empty(),
        _ => true,
    };
    let is_variable = |segment: &Segment| {
        matches!(segment.kind, SegmentKind::Placeholder(_) | SegmentKind::Malformed(Some(_)))
            && !message.is_doubtful(segment)
    };
    let parts: Vec<&Segment> = message.segments.iter().filter(counts).collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    // A body of nothing but placeholders is told as such, by its own rule.
    if parts.iter().all(|part| is_variable(part)) {
        return;
    }
    if is_variable(first) {
        let words = message.words_of(first);
        let diagnostic = Diagnostic::at(message.span_of(first), format!("{what} begins with {words}"))
            .mark("text must come first");
        cx.report(diagnostic.help(format!(
            "put a word before it, such as a greeting: \"Hello {words}\" in the text's language"
        )));
    }
    if parts.len() > 1 && is_variable(last) {
        let words = message.words_of(last);
        cx.report(
            Diagnostic::at(message.span_of(last), format!("{what} ends with {words}"))
                .mark("text must come last")
                .help("put words behind it, or move it into the sentence"),
        );
        return;
    }
    // `{{3}}.` at the end: the sources differ.
    if let [.., variable, tail] = parts.as_slice()
        && is_variable(variable)
        && tail.kind == SegmentKind::Plain
        && message.words_of(tail).trim().chars().all(is_punctuation)
    {
        let words = message.words_of(variable);
        cx.report(
            Diagnostic::at(
                message.span_of(variable),
                format!("{what} ends with {words} and a punctuation mark"),
            )
            .mark("may count as the last element")
            .note("sources differ: one reports that it is refused, another that a full stop is enough")
            .help("put a word behind it to be safe")
            .severity(Severity::Warning),
        );
    }
}

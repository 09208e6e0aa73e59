//! `adjacent-variables`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, Segment, SegmentKind};
use crate::syntax::tree::shows_nothing;

rule! {
    /// Two placeholders with no words between them.
    ///
    /// ## What it finds
    /// In bodies, also those of cards: placeholders with nothing or only spaces between them. It is a warning
    /// because the platform's own samples call it INVALID_FORMAT while a live test saw the create call accept it.
    /// Placeholders on lines of their own, without a word between them, are advice.
    ///
    /// ## Why
    /// Nobody can tell where one value ends and the next begins; review refuses it.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hello {{1}} {{2}}, your order has left our warehouse."
    ///   sample: { 1: "Ana", 2: "Sousa" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hello {{1}}, your order {{2}} has left our warehouse."
    ///   sample: { 1: "Ana", 2: "A-1042" }
    /// }
    /// ```
    name: "adjacent-variables",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["var-adjacent"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for (body, _) in template.bodies() {
        if let Some(message) = &body.text {
            judge(cx, message);
        }
    }
}

fn judge(cx: &mut Cx<'_>, message: &Message) {
    let mut last: Option<(&Segment, bool)> = None;
    for segment in &message.segments {
        match &segment.kind {
            SegmentKind::Placeholder(_) | SegmentKind::Malformed(Some(_))
                if !message.is_doubtful(segment) =>
            {
                if let Some((before, other_line)) = last {
                    report(cx, message, before, segment, other_line);
                }
                last = Some((segment, false));
            }
            SegmentKind::LineEnd => last = last.map(|(before, _)| (before, true)),
            SegmentKind::Mark => {}
            SegmentKind::Plain if shows_nothing(message.words_of(segment)) => {}
            _ => last = None,
        }
    }
}

fn report(cx: &mut Cx<'_>, message: &Message, first: &Segment, second: &Segment, other_line: bool) {
    let (one, two) = (message.words_of(first), message.words_of(second));
    let diagnostic = Diagnostic::at(message.span_of(second), format!("no words between {one} and {two}"))
        .mark(if other_line { "the next words are this" } else { "follows at once" })
        .label(message.span_of(first), "this one");
    cx.report(if other_line {
        diagnostic.help("say on each line what it is, such as \"Address: {{1}}\"").severity(Severity::Advice)
    } else {
        diagnostic.help("put a word between them, or make one placeholder of the two")
    });
}

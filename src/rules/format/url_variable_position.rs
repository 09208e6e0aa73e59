//! `url-variable-position`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::syntax::message::{Segment, SegmentKind};

rule! {
    /// A placeholder in an address anywhere but at its end.
    ///
    /// ## What it finds
    /// Addresses of link buttons with a placeholder in the domain, the path or the query with something behind it,
    /// and addresses with more than one placeholder.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://shop.example/{{1}}/track"
    ///   sample: { url_1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://shop.example/track/{{1}}"
    ///   sample: { url_1: "A-1042" }
    /// }
    /// ```
    name: "url-variable-position",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-url-variable"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for message in template.all_buttons().filter_map(|button| button.url.as_ref()) {
        let is_variable = |segment: &&Segment| {
            matches!(segment.kind, SegmentKind::Placeholder(_) | SegmentKind::Malformed(Some(_)))
                && !message.is_doubtful(segment)
        };
        let variables: Vec<&Segment> = message.segments.iter().filter(is_variable).collect();
        let end = message.text.as_str().trim_end().len();
        if variables.len() > limit::BTN_URL_VARIABLE {
            let Some((last, others)) = variables.split_last() else { continue };
            let message_text = format!(
                "{} placeholders in an address, which takes {}",
                variables.len(),
                limit::BTN_URL_VARIABLE
            );
            let mut diagnostic =
                Diagnostic::at(message.span_of(last), message_text).mark("only one may stand here");
            for other in others {
                diagnostic = diagnostic.label(message.span_of(other), "another one");
            }
            cx.report(diagnostic.help("put everything that changes into one value at the end"));
        } else if let Some(variable) = variables.first().filter(|variable| variable.range().end != end) {
            let words = message.words_of(variable);
            cx.report(
                Diagnostic::at(message.span_of(variable), format!("{words} stands inside the address"))
                    .mark("allowed at the very end only")
                    .help("rebuild the address so that what changes comes last"),
            );
        }
    }
}

//! What is said of a text that is longer than the platform takes; shared by the rules about lengths.

use crate::diagnostic::{Diagnostic, Severity};
use crate::syntax::tree::Text;
use crate::text::length::{self, Length};

/// A finding on the characters that are over a limit, or a warning where only UTF-16 units are.
pub(crate) fn too_long(what: &str, text: &Text, limit: usize) -> Option<Diagnostic> {
    match length::measure(text.as_str(), limit) {
        Length::Fits => None,
        Length::Over { count, from } => {
            let over = count - limit;
            let span = text.slice(from..text.as_str().len());
            let message = format!("{what} has {count} characters, {over} more than the {limit} allowed");
            let mark = if over == 1 {
                "this character is over the limit".to_owned()
            } else {
                format!("these {over} characters are over the limit")
            };
            Some(Diagnostic::at(span, message).mark(mark).help(format!("shorten it by {over}")))
        }
        Length::OverInUtf16 { count, units } => Some(
            Diagnostic::at(
                text.span(),
                format!("{what} may be too long: {count} characters, {units} in UTF-16"),
            )
            .mark(format!("the limit is {limit}, and its unit is not documented"))
            .help(format!("shorten it by {} to be safe", units - limit))
            .severity(Severity::Warning),
        ),
    }
}

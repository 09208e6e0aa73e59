//! `duplicate-button-label`

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

rule! {
    /// Two buttons with the same label.
    ///
    /// ## What it finds
    /// Labels that occur twice in one row of buttons, letter case and space at the edges aside. The cards of a
    /// carousel are each looked at alone.
    ///
    /// ## Why
    /// People cannot tell the two apart, and the answer to a quick reply does not say which one was meant. No page
    /// of the platform speaks of it.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: quick_reply "Yes"
    ///   button: quick_reply "Yes"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: quick_reply "Yes"
    ///   button: quick_reply "No"
    /// }
    /// ```
    name: "duplicate-button-label",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for row in template.button_rows().filter(|row| row.len() > 1) {
        let mut places: BTreeMap<String, Vec<&Text>> = BTreeMap::new();
        for label in row.iter().filter_map(|button| button.label.as_ref()) {
            // Composed and decomposed letters look the same.
            let key: String = label.text.as_str().trim().nfc().flat_map(char::to_lowercase).collect();
            if !label.text.is_blank() {
                places.entry(key).or_default().push(&label.text);
            }
        }
        for labels in places.values() {
            let [first, second, others @ ..] = labels.as_slice() else { continue };
            let count = if others.is_empty() { "two".to_owned() } else { labels.len().to_string() };
            let text = second.as_str().trim();
            let mut diagnostic =
                Diagnostic::at(second.span(), format!("{count} buttons are called \"{text}\""))
                    .mark("the same label again")
                    .label(first.span(), "first here");
            for other in others {
                diagnostic = diagnostic.label(other.span(), "and here");
            }
            cx.report(diagnostic.help("give each button a label of its own"));
        }
    }
}

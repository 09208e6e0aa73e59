//! `duplicate-button-label`

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::source::Span;

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
    for row in template.button_rows() {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for label in row.iter().filter_map(|button| button.label.as_ref()) {
            let text = label.text.as_str().trim();
            match first.get(&text.to_lowercase()) {
                _ if text.is_empty() => {}
                None => {
                    first.insert(text.to_lowercase(), label.text.span());
                }
                Some(before) => cx.report(
                    Diagnostic::at(label.text.span(), format!("two buttons are called \"{text}\""))
                        .mark("the same label again")
                        .label(*before, "first here")
                        .help("give each button a label of its own"),
                ),
            }
        }
    }
}

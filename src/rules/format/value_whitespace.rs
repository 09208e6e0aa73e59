//! `value-whitespace`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx, values};
use crate::syntax::tree::Text;

rule! {
    /// A value that cannot be put into a placeholder.
    ///
    /// ## What it finds
    /// Samples, and fixed values of campaigns, with a line end, a tab or more than four spaces in a row, and empty
    /// ones. Values that come from a column are not seen here.
    ///
    /// ## Why
    /// The send fails with 132018, or with 131008 for an empty value; whole paragraphs do not fit into a
    /// placeholder.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Hello {{first_name}}, our spring sale has begun and goes on until Sunday night."
    ///   footer: "Reply STOP to receive no more offers"
    ///   sample: { first_name: "Ana" }
    /// }
    /// campaign spring_launch {
    ///   send: spring_sale
    ///   schedule: once at 2026-09-10T10:00 in Europe/Lisbon
    ///   values { first_name: "Ana\n(our best customer)" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Hello {{first_name}}, our spring sale has begun and goes on until Sunday night."
    ///   footer: "Reply STOP to receive no more offers"
    ///   sample: { first_name: "Ana" }
    /// }
    /// campaign spring_launch {
    ///   send: spring_sale
    ///   schedule: once at 2026-09-10T10:00 in Europe/Lisbon
    ///   values { first_name: "Ana" }
    /// }
    /// ```
    name: "value-whitespace",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["var-value-whitespace", "var-value-empty"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for (variable, value) in values::samples(template) {
        judge(cx, &variable, value, "the sample");
    }
    for campaign in cx.workspace.senders_of(template) {
        for value in &campaign.values {
            if let Some(fixed) = &value.fixed {
                judge(cx, &value.key.as_str(), fixed, "the value");
            }
        }
    }
}

fn judge(cx: &mut Cx<'_>, variable: &dyn std::fmt::Display, value: &Text, what: &str) {
    let text = value.as_str();
    let is_plain = !text.contains("  ") && !text.contains(['\n', '\r', '\t']);
    if is_plain && text.contains(|c: char| !c.is_whitespace()) {
        return;
    }
    let most = limit::VAR_VALUE_WHITESPACE;
    let many = " ".repeat(most + 1);
    let found = [
        ("\n", "a line end"),
        ("\r", "a line end"),
        ("\t", "a tab"),
        (many.as_str(), "too many spaces in a row"),
    ];
    let first = found.iter().filter_map(|(sign, said)| text.find(sign).map(|at| (at, *sign, *said))).min();
    let (span, said, fact) = match first {
        Some((at, sign, said)) => (value.slice(at..at + sign.len()), said, "var-value-whitespace"),
        None if text.trim().is_empty() => (value.span(), "nothing", "var-value-empty"),
        None => return,
    };
    cx.report(
        Diagnostic::at(span, format!("{what} for `{variable}` holds {said}"))
            .mark(if fact == "var-value-empty" { "a value belongs here" } else { "no value may hold this" })
            .help(match said {
                "nothing" => "give it a value, or word the template so that it needs none",
                "a line end" => "keep values to one line; paragraphs belong in the template",
                "a tab" => "write a space",
                _ => "write one space",
            })
            .cites(fact),
    );
}

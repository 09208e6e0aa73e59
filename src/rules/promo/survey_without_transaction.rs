//! `survey-without-transaction`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A survey about nothing that happened.
    ///
    /// ## What it finds
    /// Utility templates in a supported language that ask for feedback and name no order, visit, booking, delivery or
    /// chat that it is about.
    ///
    /// ## Why
    /// Only feedback on something that just happened is utility. Any other survey is approved as marketing, and billed
    /// so.
    ///
    /// ## Rejected
    /// ```waba
    /// template how_do_we_do {
    ///   category: utility
    ///   language: en_US
    ///   body: "We would love to hear from you: how would you rate us from 1 to 5?"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template how_do_we_do {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} was delivered on Friday. How would you rate it from 1 to 5?"
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "survey-without-transaction",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["cat-survey-named"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Utility) {
        return;
    }
    let reading = cx.reader.reading(template);
    if reading.promotes || reading.is_tied() || reading.is_filled() {
        return;
    }
    let Some(question) = reading.survey else { return };
    let mut diagnostic = Diagnostic::at(question, "this survey does not say what it is about")
        .mark("feedback on which order, visit or chat?");
    if let Some(category) = &template.category {
        diagnostic = diagnostic.label(category.span(), "declared utility here");
    }
    cx.report(
        diagnostic.help("name the order, visit or chat, best with its number or date as a placeholder, or declare the category marketing"),
    );
}

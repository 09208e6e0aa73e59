//! `vague-template`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A template whose purpose nobody can tell.
    ///
    /// ## What it finds
    /// Utility templates whose texts hold nothing but placeholders, a greeting, thanks or a congratulation; and
    /// templates of any category but authentication whose body is nothing but placeholders.
    ///
    /// ## Why
    /// Review cannot see what will be sent, and files it as marketing or refuses it.
    ///
    /// ## Rejected
    /// ```waba
    /// template hello {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hello {{1}}, good morning! 👋"
    ///   sample: { 1: "Ana" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template hello {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hello {{1}}, the documents for your application have arrived. 👋"
    ///   sample: { 1: "Ana" }
    /// }
    /// ```
    name: "vague-template",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-unclear", "wa-clear-sender"],
    needs: [Header, Body, Footer, Buttons, Cards, Category, Other],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let reading = cx.reader.reading(template);
    let is_utility = template.is(Category::Utility);
    let has_other_parts = template.carousel.is_some() || template.limited_time_offer.is_some();
    if template.is(Category::Authentication) || has_other_parts || reading.one_time_code.is_some() {
        return;
    }
    let Some(text) = template.body.as_ref().and_then(|body| body.text.as_ref()) else { return };
    let diagnostic = if reading.is_empty && !text.text.is_blank() {
        let message = if text.variables().is_empty() {
            "the body has no words"
        } else {
            "the body is nothing but placeholders"
        };
        Diagnostic::at(text.text.span(), message).mark("what will this say?")
    } else if is_utility && reading.is_vague && !text.text.is_blank() && !reading.is_tied() {
        let message = if reading.words == 0 {
            "this utility template has no words"
        } else {
            "this utility template greets, and says nothing else"
        };
        Diagnostic::at(text.text.span(), message).mark("what is it about?")
    } else {
        return;
    };
    cx.report(
        diagnostic
            .help("write what the message is about into the text, and leave to placeholders what differs"),
    );
}

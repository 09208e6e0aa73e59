//! `unanchored-utility`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::policy;
use crate::rules::{Check, Cx};

rule! {
    /// A utility template that is about nothing of its reader.
    ///
    /// ## What it finds
    /// Utility templates in a supported language in which no word, variable, button or `trigger` ties the message to an
    /// order, account, booking, payment, request or to public safety, and in which nothing promotes either. Very short
    /// texts are left alone, and so are templates that a listing calls approved.
    ///
    /// ## Why
    /// To be utility it is not enough not to promote: what is not about something of the reader is approved as
    /// marketing, and billed so.
    ///
    /// ## Rejected
    /// ```waba
    /// template store_hours {
    ///   category: utility
    ///   language: en_US
    ///   body: "Our counter is on the ground floor. The entrance in Mill Lane is open from nine to five."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template store_hours {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} is at our counter on the ground floor. The entrance in Mill Lane is open from nine to five."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "unanchored-utility",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-utility-specific", "cat-auto-creation"],
    needs: [Header, Body, Footer, Buttons, Cards, Other],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    // What the platform has approved as utility it has found to be tied to something.
    if !template.is(Category::Utility) || template.is_approved() {
        return;
    }
    let reading = cx.reader.reading(template);
    let is_answered =
        reading.promotes || reading.is_vague || reading.survey.is_some() || reading.one_time_code.is_some();
    if is_answered
        || reading.is_tied()
        || reading.is_filled()
        || reading.is_plain_service()
        || !reading.says_enough()
    {
        return;
    }
    let Some(text) = template.body.as_ref().and_then(|body| body.text.as_ref()) else { return };
    let mut diagnostic = Diagnostic::at(
        text.text.span(),
        "nothing in this utility template ties it to an order, account or request of its reader",
    )
    .mark("which order, booking or request is this about?");
    if let Some(category) = &template.category {
        diagnostic = diagnostic.label(category.span(), "declared utility here");
    }
    if let Some(weak) = reading.evidence.first() {
        diagnostic = diagnostic.label(weak.span, format!("this even {}", policy::trigger(weak.trigger)));
    }
    cx.report(diagnostic.help(
        "name the order, booking, account or request that it is about, best with its number as a placeholder, or declare the category marketing",
    ));
}

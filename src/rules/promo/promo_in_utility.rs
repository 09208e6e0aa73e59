//! `promo-in-utility`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::policy;
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::text::category::Evidence;
use crate::text::tone;

/// How many pieces of evidence are shown; more do not convince anybody further.
const SHOWN: usize = 5;

rule! {
    /// A utility template that promotes something.
    ///
    /// ## What it finds
    /// Words and parts of a template declared `utility` that the platform's category guidelines call marketing: offers,
    /// discounts, codes, upgrades, renewals, abandoned carts, invitations, app installs, greetings, donations, in
    /// the sixteen supported languages. Each piece of evidence is marked on the very words, with its kind; an amount off
    /// an order already placed, a refund or "feel free" is none. Where no phrase decides, the words taken together may: a
    /// text that reads like promotion from end to end is reported with the words that weigh most.
    ///
    /// ## Why
    /// Since 2025-04-09 such a template is approved as MARKETING without asking, and billed so. Done again and again, it
    /// closes utility for the whole account.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} has left our warehouse. Get 20% off your next purchase with code SPRING!"
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} has left our warehouse. Feel free to answer here if you have a question."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "promo-in-utility",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["cat-auto-creation", "wa-category-mixed", "cat-misuse-steps"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Utility) {
        return;
    }
    let reading = cx.reader.reading(template);
    if !reading.promotes {
        return;
    }
    let found = match reading.tone.filter(|_| reading.promotes_by_tone()) {
        Some((language, _)) => {
            let mut words = tone::heaviest(template, language, &cx.reader);
            if words.is_empty() {
                words.extend(
                    template.body.as_ref().and_then(|body| body.text.as_ref()).map(|text| text.text.span()),
                );
            }
            by_tone(&words)
        }
        None => by_evidence(&reading.evidence),
    };
    let Some(mut diagnostic) = found else { return };
    if let Some(category) = &template.category {
        diagnostic = diagnostic.label(category.span(), "declared utility here");
    }
    cx.report(
        diagnostic.help("take the promotion out, or declare the category marketing and name a way out"),
    );
}

fn by_evidence(evidence: &[Evidence]) -> Option<Diagnostic> {
    let first = evidence.iter().find(|piece| piece.strong).or_else(|| evidence.first())?;
    let mut diagnostic = Diagnostic::at(first.span, "utility template contains promotional language")
        .mark(policy::trigger(first.trigger));
    for piece in evidence.iter().filter(|piece| *piece != first).take(SHOWN - 1) {
        diagnostic = diagnostic.label(piece.span, policy::trigger(piece.trigger));
    }
    Some(diagnostic)
}

fn by_tone(words: &[Span]) -> Option<Diagnostic> {
    let (first, others) = words.split_first()?;
    let mut diagnostic =
        Diagnostic::at(*first, "utility template reads like promotion").mark("these words weigh most");
    for span in others {
        diagnostic = diagnostic.label(*span, "and these");
    }
    Some(diagnostic.note("no phrase decides here: taken together, the words are more those of promotions than of service messages"))
}

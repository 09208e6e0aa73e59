//! `promo-in-utility`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::policy;
use crate::rules::{Check, Cx};

/// How many pieces of evidence are shown; more do not convince anybody further.
const SHOWN: usize = 5;

rule! {
    /// A utility template that promotes something.
    ///
    /// ## What it finds
    /// Words and parts of a template declared `utility` that the platform's category guidelines call marketing: offers,
    /// discounts, codes, upgrades, renewals, abandoned carts, invitations, app installs, greetings, donations, in
    /// the sixteen supported languages. Each piece of evidence is marked on the very words, with its kind; an amount off
    /// an order already placed, a refund or "feel free" is none.
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
    let evidence = &reading.evidence;
    let Some(first) = evidence.iter().find(|piece| piece.strong).or_else(|| evidence.first()) else { return };
    let mut diagnostic = Diagnostic::at(first.span, "utility template contains promotional language")
        .mark(policy::trigger(first.trigger));
    for piece in evidence.iter().filter(|piece| *piece != first).take(SHOWN - 1) {
        diagnostic = diagnostic.label(piece.span, policy::trigger(piece.trigger));
    }
    if let Some(category) = &template.category {
        diagnostic = diagnostic.label(category.span(), "declared utility here");
    }
    cx.report(
        diagnostic.help("take the promotion out, or declare the category marketing and name a way out"),
    );
}

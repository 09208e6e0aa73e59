//! `footer-with-variable`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};

rule! {
    /// A placeholder in the footer.
    ///
    /// ## What it finds
    /// Footers that hold a placeholder. It is a warning because the platform's own pages differ: the page on
    /// components has no way to give a sample for a footer, and pages on utility and catalogue templates speak of
    /// placeholders there.
    ///
    /// ## Why
    /// Providers report that such a footer is refused (100/2388073).
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun: 20% off everything until Sunday. Reply STOP to leave."
    ///   footer: "Valid until {{1}}"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring sale has begun: 20% off everything until {{1}}, in all shops. Reply STOP to leave."
    ///   footer: "Valid in all shops"
    ///   sample: { 1: "Sunday" }
    /// }
    /// ```
    name: "footer-with-variable",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["footer-no-variables"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(text) = template.footer.as_ref().and_then(|footer| footer.text.as_ref()) else { return };
    let variables = text.variables();
    let Some((first, span)) = variables.first() else { return };
    let mut diagnostic =
        Diagnostic::at(*span, format!("{first} stands in the footer")).mark("no placeholder here");
    for (_, span) in variables.iter().skip(1) {
        diagnostic = diagnostic.label(*span, "nor here");
    }
    cx.report(diagnostic.help("write the footer out, or move the placeholder into the body"));
}

//! `health-data`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Tells something of the reader's health.
    ///
    /// ## What it finds
    /// Diagnoses, test results, medication and the like in texts, in the sixteen supported languages, and variables
    /// that are named for them. That there is an appointment, a result to fetch or a prescription to collect, without
    /// saying what for, is fine.
    ///
    /// ## Why
    /// Phones are read over shoulders, and special laws protect such data. Send people to a protected page.
    ///
    /// ## Rejected
    /// ```waba
    /// template lab_result {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your HIV test is negative. Please call the practice if you have any questions about it."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template lab_result {
    ///   category: utility
    ///   language: en_US
    ///   body: "The result of your visit on Friday is ready. Please sign in on our site to read it."
    /// }
    /// ```
    name: "health-data",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-health-information"],
    check: Check::Template(check),
}

const HELP: &str = "say that something is ready, and let people read it on a protected page";

fn check(cx: &mut Cx<'_>, template: &Template) {
    let found = wording::diagnostic(cx, template, &["health"], "this text speaks of the reader's health");
    let named = wording::variable_named(&cx.reader, template, policy::HEALTH_VARIABLES);
    match (found, named) {
        (Some(diagnostic), Some(span)) => cx.report(diagnostic.label(span, "named for such data").help(HELP)),
        (Some(diagnostic), None) => cx.report(diagnostic.help(HELP)),
        (None, Some(span)) => cx.report(
            Diagnostic::at(span, "a variable holds the reader's health data")
                .mark("named for such data")
                .help(HELP),
        ),
        (None, None) => {}
    }
}

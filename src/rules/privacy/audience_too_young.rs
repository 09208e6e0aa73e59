//! `audience-too-young`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Audience;
use crate::policy::limit;
use crate::rules::{Check, Cx};

rule! {
    /// Messages to people who are too young for them.
    ///
    /// ## What it finds
    /// Audiences whose declared `minimum_age` is below 13, the least age of the platform; and, as a warning, below the
    /// age at which a country lets people agree by themselves (India: 18).
    ///
    /// ## Why
    /// Children cannot agree to the use of their data by themselves, and the platform has no place for them below 13.
    ///
    /// ## Rejected
    /// ```waba
    /// audience club { source: web_form; exclude: opted_out; minimum_age: 10 }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience club { source: web_form; exclude: opted_out; minimum_age: 16 }
    /// ```
    name: "audience-too-young",
    group: Privacy,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-minimum-age"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(age) = audience.minimum_age else { return };
    let least = limit::WA_MINIMUM_AGE;
    if age.value < least as f64 {
        cx.report(
            Diagnostic::at(age.span, format!("these people may be under {least}"))
                .mark(format!("the platform's least age is {least}"))
                .help("write to their parents, who agree for them"),
        );
        return;
    }
    let law = cx.workspace.countries_of(audience).iter().find_map(|code| {
        let (years, fact) = cx.workspace.law(code.as_str())?.least_age?;
        (age.value < f64::from(years)).then_some((code, years, fact))
    });
    let Some((code, years, fact)) = law else { return };
    cx.report(
        Diagnostic::at(
            age.span,
            format!("in {} a parent has to agree for people under {years}", code.as_str()),
        )
        .mark("may be younger")
        .label(code.span(), "in this country")
        .severity(Severity::Warning)
        .cites(fact)
        .help(format!("write to people of {years} and older, or keep the parents' consent")),
    );
}

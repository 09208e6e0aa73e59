//! `code-outside-authentication`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A one-time code in a template that is not authentication.
    ///
    /// ## What it finds
    /// Marketing and utility templates whose body names a one-time code (verification code, one-time password, OTP
    /// and their like in sixteen languages) with a placeholder beside it. Codes for coupons, doors and
    /// parcels are none, and neither is a warning not to share a code.
    ///
    /// ## Why
    /// Only authentication templates may carry one-time codes. Others are refused as INCORRECT_CATEGORY, and
    /// approved ones are set to rejected on the first of the next month.
    ///
    /// ## Rejected
    /// ```waba
    /// template login_code {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your verification code is {{1}} and it is valid for ten minutes."
    ///   sample: { 1: "184022" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template pickup_code {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your pickup code for parcel {{1}} is ready at the desk on the ground floor."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "code-outside-authentication",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["auth-only-category-for-otp", "cat-mismatch-rejected"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(word) = &template.category else { return };
    if !matches!(word.known, Some(Category::Marketing | Category::Utility)) {
        return;
    }
    let Some(span) = cx.reader.reading(template).one_time_code else { return };
    cx.report(
        Diagnostic::at(span, "a one-time code belongs in an authentication template")
            .mark("names a one-time code")
            .label(word.span(), format!("declared {} here", word.text.as_str().to_lowercase()))
            .help("use the category authentication; its text is preset, so only the button and the expiry are yours"),
    );
}

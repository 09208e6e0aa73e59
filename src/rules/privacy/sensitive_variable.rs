//! `sensitive-variable`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::wording;
use crate::rules::{Check, Cx};

rule! {
    /// A variable that holds what nobody should read over a shoulder.
    ///
    /// ## What it finds
    /// Variables whose name says that they hold religion, origin, caste, sexual life, union or party membership,
    /// biometric data, pay, debts or a date of birth. Health and identity numbers have rules of their own.
    ///
    /// ## Why
    /// Data of this kind need a ground of their own, and a message shows on a locked screen. What the message needs is
    /// seldom the value itself.
    ///
    /// ## Rejected
    /// ```waba
    /// template news { category: utility; language: en_GB; body: "Dear {{first_name}}, we have noted your religion as {{religion}} for order {{order_id}} today." }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template news { category: utility; language: en_GB; body: "Dear {{first_name}}, we have noted your menu as {{menu}} for order {{order_id}} today." }
    /// ```
    name: "sensitive-variable",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-minimisation"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(span) = wording::variable_named(&cx.reader, template, policy::SPECIAL_VARIABLES) else { return };
    cx.report(
        Diagnostic::at(span, "a variable holds something that is nobody else's business")
            .mark("named for such data")
            .help("leave the value out, and let people read it behind a login"),
    );
}

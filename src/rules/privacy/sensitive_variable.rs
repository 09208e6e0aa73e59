//! `sensitive-variable`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::wording;
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::Variable;
use crate::text::tokens;

rule! {
    /// A variable that holds what nobody should read over a shoulder.
    ///
    /// ## What it finds
    /// Variables whose name says that they hold religion, ethnic origin, caste, sexual life, union or party membership,
    /// biometric data, pay, debts or a date of birth. Health and identity numbers have rules of their own.
    ///
    /// A word that also names something of everyday business says nothing by itself: a race is run, an origin is where a
    /// trip begins, a gender chooses the salutation. A name that is one of something else (`salary_slip_link`,
    /// `religion_teacher`) is none either.
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
    // Few templates have such a name at all.
    if wording::variable_named(&cx.reader, template, policy::SPECIAL_VARIABLES).is_none() {
        return;
    }
    let Some(span) = held(template) else { return };
    cx.report(
        Diagnostic::at(span, "a variable holds something that is nobody else's business")
            .mark("named for such data")
            .help("leave the value out, and let people read it behind a login"),
    );
}

/// The first placeholder whose name says that it holds such data.
fn held(template: &Template) -> Option<Span> {
    let has = |list: &[&str], word: &String| list.contains(&word.as_str());
    let is_such = |name: &str| {
        tokens::names_beside(name).iter().any(|(held, beside)| {
            has(policy::SPECIAL_VARIABLES, held)
                && !beside.iter().any(|part| has(policy::BESIDE_SPECIAL, part))
        })
    };
    template.texts().into_iter().find_map(|message| {
        let found = message.placeholders().find_map(|(variable, segment)| match variable {
            Variable::Name(name) if is_such(name) => Some(segment),
            _ => None,
        })?;
        Some(message.span_of(found))
    })
}

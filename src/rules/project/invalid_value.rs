//! `invalid-value`

use crate::diagnostic::FaultKind;
use crate::rules::Check;

rule! {
    /// A value of the wrong kind, or outside its vocabulary.
    ///
    /// ## What it finds
    /// A number where a text belongs, a duration without its unit, a date that no calendar has, a schedule that cannot be
    /// read, a word that the key does not know. The finding names what was expected and what was found; the rest of the
    /// item still counts.
    ///
    /// ## Why
    /// The value would be refused or ignored.
    ///
    /// ## Rejected
    /// ```waba
    /// campaign news { purpose: utility; cap: 2 per week; schedule: weekly on someday at 10:00 }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// campaign news { purpose: utility; cap: 2 per 7d; schedule: weekly on monday at 10:00 }
    /// ```
    name: "invalid-value",
    group: Project,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-parameter-format", "tpl-sub-category", "tpl-display-format", "tpl-send-type", "header-formats"],
    check: Check::Fault(FaultKind::InvalidValue),
}

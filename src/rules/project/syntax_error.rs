//! `syntax-error`

use crate::diagnostic::FaultKind;
use crate::rules::Check;

rule! {
    /// The text of a file does not follow its grammar.
    ///
    /// ## What it finds
    /// Breaks of the `.waba` language, of JSON and of YAML: a brace that is never closed, a missing colon, a comma too
    /// many, a key that is given twice, a file that was cut off. Each says what was expected; what is intact around it is
    /// still checked.
    ///
    /// ## Why
    /// A file that cannot be read is not submitted, or not as you think.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse."
    /// }
    /// ```
    name: "syntax-error",
    group: Project,
    severity: Error,
    since: "0.1.0",
    facts: [],
    check: Check::Fault(FaultKind::Syntax),
}

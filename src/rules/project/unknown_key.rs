//! `unknown-key`

use crate::diagnostic::FaultKind;
use crate::rules::Check;

rule! {
    /// A key that nobody reads.
    ///
    /// ## What it finds
    /// Keys outside the vocabulary of their block, in every spelling and in the configuration, with the nearest key that
    /// exists. Keys that begin with `_`, `$` or `//` are remarks for people and left alone.
    ///
    /// ## Why
    /// A misspelt key is a setting that silently does not hold.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   langauge: en_US
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
    name: "unknown-key",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Fault(FaultKind::UnknownKey),
}

//! `unreadable-input`

use crate::diagnostic::FaultKind;
use crate::rules::Check;

rule! {
    /// A file that cannot be read as definitions at all.
    ///
    /// ## What it finds
    /// Files that are not UTF-8, larger than 8 MiB, nested deeper than 64 levels, or whose YAML aliases repeat more than
    /// 100,000 values; and files that were named on the command line and hold no definition. The other files of the run
    /// are checked all the same.
    ///
    /// ## Why
    /// What is not read is not checked, and you should know it.
    ///
    /// ## Rejected
    /// ```yaml
    /// shopping: [milk, bread]
    /// ```
    ///
    /// ## Accepted
    /// ```yaml
    /// templates:
    ///   - { name: order_shipped, category: utility, language: en_US, body: Your order has left our warehouse. }
    /// ```
    name: "unreadable-input",
    group: Project,
    severity: Error,
    since: "0.1.0",
    facts: [],
    check: Check::Fault(FaultKind::Unreadable),
}

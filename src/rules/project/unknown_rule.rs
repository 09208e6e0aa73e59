//! `unknown-rule`

use crate::rules::{Check, SuppressionDefect};

rule! {
    /// A rule is named that does not exist.
    ///
    /// ## What it finds
    /// Names of rules or groups in suppressions and in the configuration that this version does not know, with the
    /// nearest name that exists.
    ///
    /// ## Why
    /// What it was meant to allow or to change stays as it is.
    ///
    /// ## Rejected
    /// ```waba
    /// # wabalint: allow(missing-optout) because people leave in the app's settings
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// # wabalint: allow(missing-opt-out) because people leave in the app's settings
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops."
    /// }
    /// ```
    name: "unknown-rule",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Suppression(SuppressionDefect::UnknownRule),
}

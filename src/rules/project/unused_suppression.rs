//! `unused-suppression`

use crate::rules::{Check, SuppressionDefect};

rule! {
    /// A suppression that suppresses nothing.
    ///
    /// ## What it finds
    /// `# wabalint: allow(…)` comments that name a rule which finds nothing in the item or entry that they cover. A
    /// comment on a line of its own covers what follows it; at the end of a line it covers what begins on that line.
    ///
    /// ## Why
    /// It hides the next real finding.
    ///
    /// ## Rejected
    /// ```waba
    /// # wabalint: allow(missing-opt-out) because the shop handles it
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
    name: "unused-suppression",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Suppression(SuppressionDefect::Unused),
}

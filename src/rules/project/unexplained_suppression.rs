//! `unexplained-suppression`

use crate::rules::{Check, SuppressionDefect};

rule! {
    /// A suppression that does not say why.
    ///
    /// ## What it finds
    /// `# wabalint: allow(…)` comments without `because …`.
    ///
    /// ## Why
    /// The next reader has to know whether the reason still holds.
    ///
    /// ## Rejected
    /// ```waba
    /// # wabalint: allow(missing-opt-out)
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops."
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
    name: "unexplained-suppression",
    group: Project,
    severity: Advice,
    since: "0.1.0",
    facts: [],
    check: Check::Suppression(SuppressionDefect::Unexplained),
}

//! `expired-suppression`

use crate::rules::{Check, SuppressionDefect};

rule! {
    /// A suppression whose last day is over.
    ///
    /// ## What it finds
    /// `# wabalint: allow(…) until 2026-08-31 because …` comments, and entries of `allow` with `until` in `wabalint.yaml`,
    /// after that day. The findings that they covered are told again.
    ///
    /// ## Why
    /// Somebody meant to come back to it, and this is the day.
    ///
    /// ## Rejected
    /// ```waba
    /// # wabalint: allow(missing-opt-out) until 2026-01-31 because the footer waits for its translation
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// # wabalint: allow(missing-opt-out) until 2099-12-31 because the footer waits for its translation
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops."
    /// }
    /// ```
    name: "expired-suppression",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Suppression(SuppressionDefect::Expired),
}

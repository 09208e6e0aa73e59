//! `dead-category-flag`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A setting for category changes that no longer does anything.
    ///
    /// ## What it finds
    /// `allow_category_change`, whatever its value.
    ///
    /// ## Why
    /// The platform takes the key and ignores it. Who relies on `false` will still find utility templates approved,
    /// and billed, as marketing.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   allow_category_change: no
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    name: "dead-category-flag",
    group: Format,
    severity: Advice,
    since: "0.1.0",
    facts: ["tpl-allow-category-change"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(flag) = &template.allow_category_change else { return };
    cx.report(
        Diagnostic::at(flag.span, "`allow_category_change` has no effect any more")
            .mark(if flag.value { "changes nothing" } else { "prevents nothing" })
            .help(match template.is(Category::Utility) {
                true => "remove it; `promo-in-utility` shows what would move the template to marketing",
                false => "remove it",
            }),
    );
}

//! `category-drift`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};

rule! {
    /// A category that is another one in the account.
    ///
    /// ## What it finds
    /// Templates whose category differs from the one that a saved listing of the account (`--listing`) gives for
    /// the same name and language.
    ///
    /// ## Why
    /// Messages are billed by the category in the account. The platform moves utility templates that promote to
    /// marketing, and an approved template keeps its category whatever a file says.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    /// ```json listing
    /// { "data": [ { "name": "order_shipped", "language": "en_US", "category": "MARKETING", "status": "APPROVED", "id": "101",
    ///   "components": [ { "type": "BODY", "text": "Your order has left our warehouse and will reach you on Friday." } ] } ] }
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
    /// ```json listing
    /// { "data": [ { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "status": "APPROVED", "id": "101",
    ///   "components": [ { "type": "BODY", "text": "Your order has left our warehouse and will reach you on Friday." } ] } ] }
    /// ```
    name: "category-drift",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["cat-auto-after", "lim-edit-fields"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(listing) = &cx.workspace.listing else { return };
    let (Some(word), Some(version)) = (&template.category, listing.version_of(template)) else { return };
    let (Some(declared), Some(listed)) = (word.known, &version.category) else { return };
    if listed.known.is_none_or(|known| known == declared) {
        return;
    }
    let (declared, in_account) = (declared.as_str(), listed.text.as_str().to_lowercase());
    cx.report(
        Diagnostic::at(word.span(), format!("declared {declared}, but {in_account} in the account"))
            .mark(format!("{declared} here"))
            .label(listed.span(), format!("{in_account} in the listing"))
            .help(format!(
                "plan and pay for it as {in_account}, or take out what moved it and submit it under a new name"
            )),
    );
}

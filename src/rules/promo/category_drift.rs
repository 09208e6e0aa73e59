//! `category-drift`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
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
    let name = template.name.as_ref().map_or("", |name| name.as_str());
    let language = template.language.as_ref().map_or("", |language| language.as_str());
    let (own, in_account) = (declared.as_str(), listed.text.as_str().to_lowercase());
    let was_moved = declared == Category::Utility && listed.known == Some(Category::Marketing);
    let diagnostic = Diagnostic::at(
        word.span(),
        format!("`{name}` in {language} is declared {own}, but it is {in_account} in the account"),
    )
    .mark(format!("{own} here"))
    .label(listed.span(), format!("{in_account} in the listing"));
    cx.report(if was_moved {
        diagnostic.help(
            "plan and pay for it as marketing, or take out what moved it and submit it under a new name",
        )
    } else {
        diagnostic.help(format!("correct the category in the file to {in_account}")).cites("lim-edit-fields")
    });
}

//! `name-on-hold`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx};

rule! {
    /// A template whose name the account still holds after a deletion.
    ///
    /// ## What it finds
    /// Templates whose name and language a saved listing of the account (`--listing`) shows as deleted, or as being
    /// deleted.
    ///
    /// ## Why
    /// The name of a deleted template stays taken for 30 days; the create call answers with 100/2388023.
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
    /// { "data": [ { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "status": "PENDING_DELETION", "id": "101",
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
    /// { "data": [ { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "status": "PENDING", "id": "101",
    ///   "components": [ { "type": "BODY", "text": "Your order has left our warehouse and will reach you on Friday." } ] } ] }
    /// ```
    name: "name-on-hold",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: ["tpl-name-reuse-after-delete"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(listing) = &cx.workspace.listing else { return };
    let (Some(name), Some(version)) = (&template.name, listing.deleted_version_of(template)) else { return };
    let Some(status) = &version.status else { return };
    let language = template.language.as_ref().map_or("", |language| language.as_str());
    cx.report(
        Diagnostic::at(
            template.heading(),
            format!("the account still holds the name `{}` in {language}", name.as_str()),
        )
        .mark("taken until the deletion is over")
        .label(status.span(), "deleted in the listing")
        .help(format!("wait {} days, or give it another name", limit::TPL_NAME_REUSE_AFTER_DELETE)),
    );
}

//! `name-too-long`

use crate::model::Template;
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};

rule! {
    /// A template name of more than 512 characters.
    ///
    /// ## What it finds
    /// Names over the platform's limit, counted as Unicode code points.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```json
    /// { "name": "order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_order_shipped_", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Your order has left our warehouse." } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```json
    /// { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "components": [
    ///   { "type": "BODY", "text": "Your order has left our warehouse." } ] }
    /// ```
    name: "name-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-name-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let name = template.name.as_ref();
    if let Some(diagnostic) = name.and_then(|name| too_long("this template name", name, limit::TPL_NAME_MAX))
    {
        cx.report(diagnostic);
    }
}

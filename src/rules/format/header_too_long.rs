//! `header-too-long`

use crate::model::{HeaderKind, Template};
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx};

rule! {
    /// A text header of more than 60 characters.
    ///
    /// ## What it finds
    /// Text headers, on cards too, that hold more characters than the platform takes. Characters are counted as
    /// Unicode code points, placeholders as they are written; a header that is too long only in UTF-16 units is a
    /// warning.
    ///
    /// ## Why
    /// The create call answers with 100/2388040 and does not say which field it means.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "Good news about the order that you placed with us last week on Monday"
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "Your order is on its way"
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    name: "header-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["header-text-max"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let cards = template.cards().iter().filter_map(|card| card.header.as_ref());
    let headers = template.header.iter().chain(cards);
    for header in headers.filter(|header| header.kind.known == Some(HeaderKind::Text)) {
        let text = header.text.as_ref().map(|message| &message.text);
        if let Some(diagnostic) = text.and_then(|text| too_long("the header", text, limit::HEADER_TEXT_MAX)) {
            cx.report(diagnostic);
        }
    }
}

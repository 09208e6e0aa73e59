//! `component-not-in-category`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// A carousel, offer or call request in a category that cannot have it.
    ///
    /// ## What it finds
    /// Limited-time offers outside of marketing and call permission requests in authentication templates. A
    /// carousel outside of marketing is a warning, because one provider says that utility may have it.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template weekend_offer {
    ///   category: utility
    ///   language: en_US
    ///   limited_time_offer: "Ends on Sunday!"
    ///   body: "Your order ships free of charge until Sunday night."
    ///   button: url "See your order" -> "https://shop.example/order"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template weekend_offer {
    ///   category: marketing
    ///   language: en_US
    ///   limited_time_offer: "Ends on Sunday!"
    ///   body: "Orders ship free of charge until Sunday night. Reply STOP to receive no more offers."
    ///   button: url "See the shop" -> "https://shop.example/"
    /// }
    /// ```
    name: "component-not-in-category",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["carousel-category", "lto-category", "btn-call-permission"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(word) = &template.category else { return };
    let Some(category) = word.known else { return };
    let mut found: Vec<(Span, &str, &'static str)> = Vec::new();
    if category != Category::Marketing {
        let offer = template.limited_time_offer.as_ref();
        found.extend(offer.map(|part| (part.heading, "a limited-time offer", "lto-category")));
        let carousel = template.carousel.as_ref();
        found.extend(carousel.map(|part| (part.heading, "a carousel", "carousel-category")));
    }
    if category == Category::Authentication {
        let request = template.call_permission_request;
        found.extend(request.map(|place| (place, "a call permission request", "btn-call-permission")));
    }
    let article = if category == Category::Authentication { "an" } else { "a" };
    for (place, what, fact) in found {
        let diagnostic = Diagnostic::at(place, format!("{what} in {article} {} template", category.as_str()))
            .mark("not in this category")
            .label(word.span(), format!("declared {} here", category.as_str()))
            .help("use the category marketing, or leave this part out")
            .cites(fact);
        let is_contested = fact == "carousel-category" && category == Category::Utility;
        cx.report(if is_contested { diagnostic.severity(Severity::Warning) } else { diagnostic });
    }
}

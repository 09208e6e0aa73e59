//! `button-not-in-category`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ButtonKind, Category, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A button in a category that cannot have it.
    ///
    /// ## What it finds
    /// One-time-code buttons outside of authentication; other buttons in it; catalogue, multi-product and checkout
    /// buttons outside of marketing. Order buttons outside of utility are a warning. Templates that a listing tells
    /// of are left alone: the platform stores one-time-code buttons as links.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: catalog "View catalog"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_coats {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring coats are in. Reply STOP to receive no more offers."
    ///   button: catalog "View catalog"
    /// }
    /// ```
    name: "button-not-in-category",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-catalog", "btn-mpm", "btn-order-details", "btn-checkout", "auth-otp-required"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(word) = &template.category else { return };
    let Some(category) = word.known.filter(|_| !template.is_listed()) else { return };
    for button in template.all_buttons() {
        let Some(kind) = button.kind.known else { continue };
        let (allowed, fact) = match kind {
            ButtonKind::Otp => (Category::Authentication, "auth-otp-required"),
            _ if category == Category::Authentication => {
                cx.report(
                    Diagnostic::at(
                        button.heading(),
                        format!("{} in an authentication template", button.named()),
                    )
                    .mark("only a one-time-code button here")
                    .label(word.span(), "declared authentication here")
                    .help("remove it, or use another category")
                    .cites("auth-otp-required"),
                );
                continue;
            }
            ButtonKind::Catalog => (Category::Marketing, "btn-catalog"),
            ButtonKind::Mpm => (Category::Marketing, "btn-mpm"),
            ButtonKind::Checkout => (Category::Marketing, "btn-checkout"),
            ButtonKind::OrderDetails | ButtonKind::OrderStatus => (Category::Utility, "btn-order-details"),
            _ => continue,
        };
        if category == allowed {
            continue;
        }
        let message = format!("{} in a {} template", button.named(), category.as_str());
        let diagnostic = Diagnostic::at(button.heading(), message)
            .mark(format!("belongs to {}", allowed.as_str()))
            .label(word.span(), format!("declared {} here", category.as_str()))
            .help(format!("use the category {}, or another button", allowed.as_str()))
            .cites(fact);
        let is_order = allowed == Category::Utility;
        cx.report(if is_order { diagnostic.severity(Severity::Warning) } else { diagnostic });
    }
}

//! `legacy-category`

use crate::diagnostic::Diagnostic;
use crate::model::{ButtonKind, Category, Dialect, Template};
use crate::policy::FORMER_CATEGORIES;
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;

rule! {
    /// A category that the platform has given up.
    ///
    /// ## What it finds
    /// The categories of before 2022, such as SHIPPING_UPDATE, and TRANSACTIONAL and OTP of the years after. The
    /// help names today's category for the same messages.
    ///
    /// ## Why
    /// Only today's three categories are accepted; the create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: SHIPPING_UPDATE
    ///   language: en_US
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
    name: "legacy-category",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-category-legacy"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(category) = &template.category else { return };
    let word = category.text.as_str();
    let Some(today) = today(word) else { return };
    let is_small = word.bytes().any(|b| b.is_ascii_lowercase());
    let wanted = match template.dialect {
        Dialect::Other if is_small => today.to_owned(),
        Dialect::Platform | Dialect::Other => today.to_uppercase(),
        Dialect::Native => today.to_owned(),
    };
    let edit = category.text.rewrite(0..word.len(), &wanted, cx.workspace.text(category.span().file));
    let diagnostic = Diagnostic::at(category.span(), format!("`{word}` is a category of the past"))
        .mark("no longer accepted");
    let (title, edits) = (format!("write `{wanted}`"), edit.map(|edit| vec![edit]));
    // In a shape of somebody's own, other code may sort by the word. Documents are for readers, and XML is Odoo's.
    let is_free = matches!(cx.workspace.syntax(category.span().file), Syntax::Markdown | Syntax::Xml);
    let is_own_shape = template.dialect == Dialect::Other && !is_free;
    cx.report(if !suits(cx, template, today) {
        let help = format!("`{wanted}` took its place; look first whether the text fits into it");
        diagnostic.help(help).unsafe_fix(title, edits)
    } else if is_own_shape {
        diagnostic.help(format!("write `{wanted}`")).unsafe_fix(title, edits)
    } else {
        diagnostic.help(format!("write `{wanted}`")).fix(title, edits)
    });
}

/// Whether a template would be at home in a category: utility does not promote, authentication has no text.
pub(super) fn suits(cx: &Cx<'_>, template: &Template, category: &str) -> bool {
    match Category::parse(category) {
        Some(Category::Utility) => !cx.reader.reading(template).promotes,
        Some(Category::Authentication) => {
            let has_code = template.buttons.iter().any(|button| button.is(ButtonKind::Otp));
            has_code && template.body.as_ref().is_none_or(|body| body.text.is_none())
        }
        _ => true,
    }
}

/// Today's category for the messages of a former one.
pub(super) fn today(word: &str) -> Option<&'static str> {
    let former = FORMER_CATEGORIES.iter().find(|(former, _)| former.eq_ignore_ascii_case(word.trim()));
    former.map(|(_, today)| *today)
}

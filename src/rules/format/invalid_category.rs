//! `invalid-category`

use super::legacy_category;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Category, Dialect, Template};
use crate::rules::{Check, Cx};
use crate::syntax::lexical::nearest;

rule! {
    /// A category that the platform does not have.
    ///
    /// ## What it finds
    /// Categories other than marketing, utility and authentication, and those three in a spelling that is not
    /// documented (`Utility`). Former categories have a rule of their own, `legacy-category`.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utlity
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
    name: "invalid-category",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-category-enum"],
    check: Check::Template(check),
}

/// A category of which only the platform's schema speaks.
const UNDOCUMENTED: &str = "FREE_SERVICE";

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(category) = &template.category else { return };
    let word = category.text.as_str();
    let written = |today: &str| match template.dialect {
        Dialect::Platform | Dialect::Other => today.to_uppercase(),
        Dialect::Native => today.to_owned(),
    };
    let rewrite = |wanted: &str| {
        let edit = category.text.rewrite(0..word.len(), wanted, cx.workspace.text(category.span().file));
        edit.map(|edit| vec![edit])
    };
    if category.known.is_some() {
        let even =
            word.bytes().all(|b| !b.is_ascii_lowercase()) || word.bytes().all(|b| !b.is_ascii_uppercase());
        // In a shape of one's own the code that submits it writes the word.
        if !even && template.dialect != Dialect::Other {
            let wanted = written(&word.to_lowercase());
            cx.report(
                Diagnostic::at(category.span(), format!("the category is spelled `{word}`"))
                    .mark("capitals and small letters mixed")
                    .help(format!("write `{wanted}`"))
                    .fix(format!("write `{wanted}`"), rewrite(&wanted))
                    .severity(Severity::Warning),
            );
        }
        return;
    }
    if legacy_category::today(word).is_some() {
        return;
    }
    let trimmed = word.trim();
    let message = match trimmed {
        "" => "the category is empty".to_owned(),
        _ => format!("`{word}` is no category of the platform"),
    };
    let diagnostic = Diagnostic::at(category.span(), message).mark("not known");
    if trimmed.eq_ignore_ascii_case(UNDOCUMENTED) {
        cx.report(diagnostic.help("use marketing, utility or authentication").severity(Severity::Warning));
        return;
    }
    cx.report(match nearest(trimmed, Category::WORDS.iter().copied()) {
        Some(nearest) if Category::parse(trimmed).is_some() => {
            let wanted = written(nearest);
            let diagnostic = diagnostic.help(format!("write `{wanted}`"));
            if legacy_category::suits(cx, template, nearest) {
                diagnostic.fix(format!("write `{wanted}`"), rewrite(&wanted))
            } else {
                diagnostic.unsafe_fix(format!("write `{wanted}`"), rewrite(&wanted))
            }
        }
        Some(nearest) => diagnostic.help(format!("did you mean `{}`?", written(nearest))),
        None => {
            let words: Vec<String> =
                Category::WORDS.iter().map(|word| format!("`{}`", written(word))).collect();
            diagnostic.help(format!("one of {}", words.join(", ")))
        }
    });
}

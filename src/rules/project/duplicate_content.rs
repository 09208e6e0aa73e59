//! `duplicate-content`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};
use crate::text::similar::{Seen, Shape};

rule! {
    /// Two templates with the same words, or nearly the same.
    ///
    /// ## What it finds
    /// Templates of different names whose body and footer say the same, or share at least nine in ten of their word
    /// triples. Placeholders count as one and the same word; letter case, accents and marks do not count.
    /// Authentication templates, whose text is preset, are left out. With a saved listing, the templates of the
    /// account are compared too.
    ///
    /// ## Why
    /// Review refuses a template whose body and footer another one already has, and two that say the same drift
    /// apart.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} has left our warehouse and will reach you on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// template order_on_its_way {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} has left our warehouse, and will reach you on Friday!"
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} has left our warehouse and will reach you on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// template order_delivered {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order {{1}} was handed over at your door on Friday at noon."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "duplicate-content",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-duplicate"],
    check: Check::Workspace(check),
}

/// The share of word triples from which on two texts say nearly the same.
const NEARLY: f64 = 0.9;

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    let listed = workspace.listing.iter().flat_map(|listing| &listing.templates);
    let mut seen = Seen::default();
    let mut templates: Vec<(&Template, bool)> = Vec::new();
    for (template, is_listed) in listed
        .map(|template| (*template, true))
        .chain(workspace.templates.iter().map(|template| (*template, false)))
    {
        let (Some(name), Some(body)) =
            (&template.name, template.body.as_ref().and_then(|body| body.text.as_ref()))
        else {
            continue;
        };
        if template.is(Category::Authentication) {
            continue;
        }
        let footer = template.footer.as_ref().and_then(|footer| footer.text.as_ref());
        let shape = Shape::of(std::iter::once(body).chain(footer));
        let same_name = |at: usize| {
            templates.get(at).is_some_and(|(other, _)| {
                other.name.as_ref().is_some_and(|other| other.as_str() == name.as_str())
            })
        };
        // What the account holds twice is not for these files to mend.
        let skip = |at: usize| is_listed || same_name(at);
        let found = seen.add(shape, NEARLY, skip);
        templates.push((template, is_listed));
        let Some((other, likeness)) =
            found.and_then(|(at, likeness)| templates.get(at).map(|other| (other, likeness)))
        else {
            continue;
        };
        let (other, in_account) = other;
        let (Some(other_name), Some(other_body)) =
            (&other.name, other.body.as_ref().and_then(|body| body.text.as_ref()))
        else {
            continue;
        };
        let where_it_is = if *in_account { " of the account" } else { "" };
        let message = if likeness >= 1.0 {
            format!("`{}` says the same as `{}`{where_it_is}", name.as_str(), other_name.as_str())
        } else {
            format!("`{}` says nearly the same as `{}`{where_it_is}", name.as_str(), other_name.as_str())
        };
        let mark = if likeness >= 1.0 {
            "the same words".to_owned()
        } else {
            format!("{:.0}% of its word triples are the same", (likeness * 100.0).floor())
        };
        cx.report(
            Diagnostic::at(body.text.span(), message)
                .mark(mark)
                .label(other_body.text.span(), "as here")
                .help("send one of the two, or say clearly what is different"),
        );
    }
}

//! `duplicate-content`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Part, Template};
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
    let listed =
        workspace.listing.iter().flat_map(|listing| &listing.templates).map(|template| (*template, true));
    let own = workspace.templates.iter().map(|template| (*template, false));
    let templates: Vec<(&Template, bool)> =
        listed.chain(own).filter(|(template, _)| says_something(template)).collect();
    let mut seen = Seen::for_texts(templates.len());
    for (template, is_listed) in &templates {
        let same_name = |other: usize| {
            let names =
                templates.get(other).and_then(|(other, _)| other.name.as_ref().zip(template.name.as_ref()));
            names.is_some_and(|(a, b)| a.as_str() == b.as_str())
                || templates.get(other).is_some_and(|(other, _)| workspace.may_be_copies(other, template))
        };
        let shape = shape_of(template);
        // What the account holds twice already is not for these files to mend.
        let own = workspace.listing.as_ref().and_then(|listing| listing.version_of(template));
        let is_held = !is_listed && own.is_some_and(|version| shape_of(version).likeness(&shape) >= 1.0);
        let in_account = |other: usize| templates.get(other).is_some_and(|(_, listed)| *listed);
        let found =
            seen.add(shape, NEARLY, |other| *is_listed || same_name(other) || is_held && in_account(other));
        if let Some((other, likeness)) = found
            && let Some((other, in_account)) = templates.get(other)
        {
            report(cx, template, other, *in_account, likeness);
        }
    }
}

fn says_something(template: &Template) -> bool {
    template.name.is_some()
        && !template.unknown.any_of(&[Part::Name, Part::Body, Part::Footer])
        && !template.is_deleted()
        && template.body.as_ref().is_some_and(|body| body.text.is_some())
        && !template.is(Category::Authentication)
}

fn shape_of(template: &Template) -> Shape {
    let body = template.body.as_ref().and_then(|body| body.text.as_ref());
    let footer = template.footer.as_ref().and_then(|footer| footer.text.as_ref());
    Shape::of(body.into_iter().chain(footer))
}

fn report(cx: &mut Cx<'_>, template: &Template, other: &Template, in_account: bool, likeness: f64) {
    let text = |template: &Template| {
        template
            .body
            .as_ref()
            .and_then(|body| body.text.as_ref())
            .map_or(template.heading(), |text| text.text.span())
    };
    let name = |template: &Template| {
        template.name.as_ref().map_or_else(String::new, |name| name.as_str().to_owned())
    };
    let whose = if in_account { " of the account" } else { "" };
    let (message, mark) = if likeness >= 1.0 {
        (format!("`{}` says the same as `{}`{whose}", name(template), name(other)), "the same words".into())
    } else {
        let share = (likeness * 100.0).floor();
        (
            format!("`{}` says nearly the same as `{}`{whose}", name(template), name(other)),
            format!("{share}% of their word triples are the same"),
        )
    };
    cx.report(
        Diagnostic::at(text(template), message)
            .mark(mark)
            .label(text(other), "as here")
            .help("send one of the two, or say clearly what is different"),
    );
}

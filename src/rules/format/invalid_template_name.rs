//! `invalid-template-name`

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;
use crate::text::length::sign_name;
use crate::text::tokens::normalise;

rule! {
    /// A template name with anything but lower-case letters, digits and underscores.
    ///
    /// ## What it finds
    /// Capital letters, spaces, hyphens, dots and letters outside of a to z in a template's name. The help gives the
    /// nearest name that the platform takes.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template Order-Shipped {
    ///   category: utility
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
    name: "invalid-template-name",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-name-charset"],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(name) = &template.name else { return };
    if is_valid(name.as_str()) {
        return;
    }
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_blank() {
        cx.report(
            Diagnostic::at(template.heading(), "this template has an empty name")
                .mark("a name belongs here")
                .help("give it a name such as `order_shipped`"),
        );
        return;
    }
    let mut bad: Vec<char> = Vec::new();
    for c in name.as_str().chars().filter(|c| !valid(*c)) {
        if !bad.contains(&c) && bad.len() < 5 {
            bad.push(c);
        }
    }
    let shown: Vec<String> = bad.iter().map(|c| sign_name(*c)).collect();
    let suggestion = mended(name.as_str());
    let suggestion = suggestion.as_str();
    let help = if suggestion.is_empty() {
        "use lower-case letters a to z, digits and underscores".to_owned()
    } else {
        format!("write `{suggestion}`")
    };
    cx.report(
        Diagnostic::at(name.span(), format!("`{}` is not a name that the platform takes", name.as_str()))
            .mark(format!("holds {}", shown.join(", ")))
            .help(help)
            .fix(format!("rename it to `{suggestion}`"), renamed(cx, name, suggestion)),
    );
}

/// Renames a template where it is defined and wherever a campaign names it; never to a name that is taken.
fn renamed(cx: &Cx<'_>, name: &Text, wanted: &str) -> Option<Vec<Edit>> {
    let workspace = cx.workspace;
    if wanted.is_empty() || workspace.templates_named(wanted).next().is_some() {
        return None;
    }
    // Another name that is mended to the same word would end as its duplicate.
    if workspace.names_mended_to(wanted, is_valid, mended) > 1 {
        return None;
    }
    let campaigns = workspace.campaigns_sending(name.as_str());
    let references = campaigns.iter().flat_map(|campaign| campaign.template_references());
    let references =
        references.map(|reference| &reference.name).filter(|other| other.as_str() == name.as_str());
    let mut edits: Vec<Edit> = Vec::new();
    for text in std::iter::once(name).chain(references) {
        let edit = text.rewrite(0..text.as_str().len(), wanted, workspace.text(text.span().file))?;
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
    Some(edits)
}

fn is_valid(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The nearest name that the platform takes; empty where nothing is left of it.
fn mended(name: &str) -> String {
    let mut out = String::new();
    for c in normalise(name).chars() {
        let c = if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '_' };
        if !(c == '_' && out.ends_with('_')) {
            out.push(c);
        }
    }
    out.trim_matches('_').to_owned()
}

//! `duplicate-template`

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;
use crate::syntax::tree::Text;

rule! {
    /// Two templates of the same name and language.
    ///
    /// ## What it finds
    /// Templates that share name and language anywhere in the run; both places are shown. The same name in another
    /// language is a translation and no duplicate.
    ///
    /// ## Why
    /// The platform keeps one: the second create call is refused with 100/2388024, or an edit silently wins.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped { category: utility; language: en_US; body: "Your order has left our warehouse." }
    /// template order_shipped { category: utility; language: en_US; body: "Your parcel is on its way to you." }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped { category: utility; language: en_US; body: "Your order has left our warehouse." }
    /// template order_shipped { category: utility; language: es; body: "Su pedido ha salido de nuestro almacén." }
    /// ```
    name: "duplicate-template",
    group: Project,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-name-language-unique"],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let mut first: BTreeMap<(&str, &str), &Template> = BTreeMap::new();
    for template in &cx.workspace.templates {
        let (Some(name), Some(language)) = (&template.name, &template.language) else { continue };
        match first.get(&(name.as_str(), language.as_str())) {
            None => {
                first.insert((name.as_str(), language.as_str()), template);
            }
            // A document may show a template more than once.
            Some(known)
                if cx.workspace.may_be_copies(known, template)
                    || cx.workspace.syntax(template.span.file) == Syntax::Markdown => {}
            Some(known) => {
                let heading = &known.heading();
                let first_language = &known.language.as_ref().map_or(*heading, Text::span);
                // A translation block has its template's name; its language is what was given twice.
                let same = template.heading() == *heading;
                let (here, place) =
                    if same { (language.span(), first_language) } else { (template.heading(), heading) };
                let message = format!("`{}` in {} is defined twice", name.as_str(), language.as_str());
                cx.found.push(
                    Diagnostic::at(here, message)
                        .mark("defined again here")
                        .label(*place, "first defined here")
                        .help("rename one, or remove the one that is out of date"),
                );
            }
        }
    }
}

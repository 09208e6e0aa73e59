//! `unsynced-template`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Part, Template};
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

rule! {
    /// A template that the account and the files do not share.
    ///
    /// ## What it finds
    /// With a saved listing of the account (`--listing`): templates that only the files have, templates that only
    /// the account has, and templates whose body or footer differs between the two. What the account holds as
    /// deleted is left out.
    ///
    /// ## Why
    /// A template that only the files have must be submitted before it can be sent. One that the account holds
    /// under the same name and language cannot be created again (100/2388024); it has to be edited.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    /// ```json listing
    /// { "data": [ { "name": "other", "language": "en_US", "category": "UTILITY", "status": "DELETED", "id": "101",
    ///   "components": [ { "type": "BODY", "text": "Your order has left our warehouse and will reach you on Friday." } ] } ] }
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
    /// ```json listing
    /// { "data": [ { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "status": "APPROVED", "id": "101",
    ///   "components": [ { "type": "BODY", "text": "Your order has left our warehouse and will reach you on Friday." } ] } ] }
    /// ```
    name: "unsynced-template",
    group: Project,
    severity: Advice,
    since: "0.1.0",
    facts: ["tpl-name-language-unique"],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    let Some(listing) = &workspace.listing else { return };
    let code = |template: &Template| template.language.as_ref().map(|text| text.as_str().to_owned());
    for template in &workspace.templates {
        let (Some(name), Some(language)) = (&template.name, code(template)) else { continue };
        let Some(version) = listing.version_of(template) else {
            // A name that a deletion still holds is told as such, by its own rule.
            if listing.deleted_version_of(template).is_some() {
                continue;
            }
            if !listing.is_whole {
                continue;
            }
            let message = format!("the account does not have `{}` in {language}", name.as_str());
            cx.report(
                Diagnostic::at(template.heading(), message)
                    .mark("only in the files")
                    .help("submit it")
                    .uncited(),
            );
            continue;
        };
        // The preset text of authentication templates stands in the listing only.
        if template.is(Category::Authentication) || version.is_from_notice {
            continue;
        }
        let body = |template: &Template| {
            template.body.as_ref().and_then(|body| body.text.as_ref()).map(|text| text.text.clone())
        };
        let footer = |template: &Template| {
            template.footer.as_ref().and_then(|footer| footer.text.as_ref()).map(|text| text.text.clone())
        };
        let parts = [
            (Part::Body, "body", body(template), body(version)),
            (Part::Footer, "footer", footer(template), footer(version)),
        ];
        let told = parts.into_iter().filter(|(part, ..)| !template.unknown.has(*part));
        let differing = told
            .map(|(_, part, own, listed)| (part, own, listed))
            .find(|(_, own, listed)| own.as_ref().map(Text::as_str) != listed.as_ref().map(Text::as_str));
        let Some((part, own, listed)) = differing else { continue };
        let place =
            |text: Option<Text>, template: &Template| text.map_or(template.heading(), |text| text.span());
        cx.report(
            Diagnostic::at(
                place(own, template),
                format!("the {part} of `{}` in {language} reads otherwise in the account", name.as_str()),
            )
            .mark("in the file")
            .label(place(listed, version), "in the account")
            .help("edit the account's template; it cannot be created a second time"),
        );
    }
    for version in &listing.templates {
        let (Some(name), Some(language)) = (&version.name, code(version)) else { continue };
        let known = workspace.templates_named(name.as_str()).any(|own| code(own).as_ref() == Some(&language));
        if !known && !version.is_deleted() && !workspace.may_be_in(name.as_str(), &language) {
            cx.report(
                Diagnostic::at(
                    version.heading(),
                    format!("no file defines `{}` in {language}", name.as_str()),
                )
                .mark("only in the account")
                .help("add it to the files, or delete it from the account")
                .uncited(),
            );
        }
    }
}

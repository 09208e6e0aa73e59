//! `template-not-approved`

use crate::diagnostic::Diagnostic;
use crate::model::{Campaign, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A campaign that sends a template which the account cannot send.
    ///
    /// ## What it finds
    /// Campaigns whose template a saved listing of the account (`--listing`) does not hold in the language that is
    /// sent, or holds as pending, rejected, paused or disabled. Where the campaign names no language, every
    /// language that the files define is looked at.
    ///
    /// ## Why
    /// The send fails with 132001, 132015 or 132016.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// campaign shipping {
    ///   send: order_shipped
    ///   trigger: order_shipped
    /// }
    /// ```
    /// ```json listing
    /// { "data": [ { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "status": "REJECTED", "id": "101",
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
    /// campaign shipping {
    ///   send: order_shipped
    ///   trigger: order_shipped
    /// }
    /// ```
    /// ```json listing
    /// { "data": [ { "name": "order_shipped", "language": "en_US", "category": "UTILITY", "status": "APPROVED", "id": "101",
    ///   "components": [ { "type": "BODY", "text": "Your order has left our warehouse and will reach you on Friday." } ] } ] }
    /// ```
    name: "template-not-approved",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: ["lim-pause"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let workspace = cx.workspace;
    let Some(listing) = &workspace.listing else { return };
    for reference in campaign.template_references() {
        let name = reference.name.as_str();
        let language = |template: &Template| template.language.as_ref().map(|text| text.as_str().to_owned());
        let wanted: Vec<String> = match &campaign.language {
            Some(language) => vec![language.as_str().to_owned()],
            None => workspace.templates_named(name).filter_map(language).collect(),
        };
        if listing.named(name).next().is_none() {
            cx.report(
                Diagnostic::at(reference.span(), format!("the account has no template `{name}`"))
                    .mark("not in the listing")
                    .help("submit it, and wait for its approval; or save a newer listing"),
            );
            continue;
        }
        for code in wanted {
            let Some(version) =
                listing.named(name).find(|version| language(version).as_deref() == Some(&code))
            else {
                cx.report(
                    Diagnostic::at(
                        reference.span(),
                        format!("the account has `{name}` in other languages, but not in {code}"),
                    )
                    .mark("not in the listing")
                    .help("submit this language, and wait for its approval; or save a newer listing"),
                );
                continue;
            };
            let Some(status) = &version.status else { continue };
            if status.as_str().eq_ignore_ascii_case("approved") {
                continue;
            }
            let plain = status.as_str().to_lowercase().replace('_', " ");
            let mut diagnostic =
                Diagnostic::at(reference.span(), format!("`{name}` in {code} is {plain} in the account"))
                    .mark("cannot be sent")
                    .label(status.span(), format!("{plain} in the listing"));
            if let Some(reason) =
                version.rejected_reason.as_ref().filter(|reason| !matches!(reason.as_str(), "" | "NONE"))
            {
                diagnostic = diagnostic.note(format!("the platform's reason: {}", reason.as_str()));
            }
            cx.report(diagnostic.help("send another template, or wait until this one is approved"));
        }
    }
}

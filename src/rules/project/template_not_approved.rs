//! `template-not-approved`

use crate::diagnostic::Diagnostic;
use crate::model::{Campaign, Reference, Template};
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
    facts: ["send-not-approved", "lim-pause"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let workspace = cx.workspace;
    let Some(listing) = &workspace.listing else { return };
    let mut told: Vec<&str> = Vec::new();
    for reference in campaign.template_references() {
        let name = reference.name.as_str();
        if told.contains(&name) {
            continue;
        }
        told.push(name);
        let language = |template: &Template| template.language.as_ref().map(|text| text.as_str().to_owned());
        let in_files: Vec<String> = workspace.templates_named(name).filter_map(language).collect();
        let in_account: Vec<String> = listing.named(name).filter_map(language).collect();
        let mut wanted: Vec<String> = match &campaign.language {
            Some(language) => vec![language.as_str().to_owned()],
            None if in_files.is_empty() => in_account.clone(),
            None => in_files,
        };
        wanted.sort();
        wanted.dedup();
        if in_account.is_empty() && !listing.is_whole {
            continue;
        }
        if in_account.is_empty() {
            cx.report(
                Diagnostic::at(reference.span(), format!("the account has no template `{name}`"))
                    .mark("not in the listing")
                    .help("submit it, and wait for its approval; or save a newer listing")
                    .cites("send-not-approved"),
            );
            continue;
        }
        for code in wanted {
            match listing.named(name).find(|version| language(version).as_deref() == Some(&code)) {
                Some(version) => judge(cx, reference, version, name, &code),
                None if !listing.is_whole => {}
                None => cx.report(
                    Diagnostic::at(
                        reference.span(),
                        format!("the account has `{name}` in other languages, but not in {code}"),
                    )
                    .mark("not in the listing")
                    .help("submit this language, and wait for its approval; or save a newer listing")
                    .cites("send-not-approved"),
                ),
            }
        }
    }
}

fn judge(cx: &mut Cx<'_>, reference: &Reference, version: &Template, name: &str, code: &str) {
    let Some(status) = &version.status else { return };
    let word = status.as_str().to_uppercase();
    let (said, help, fact) = match word.as_str() {
        "APPROVED" => return,
        "PENDING" | "IN_APPEAL" => ("is still in review", "wait until it is approved", "send-not-approved"),
        "PAUSED" => ("is paused", "wait until the pause is over, or send another template", "lim-pause"),
        "DISABLED" => ("is disabled", "write another template; this one cannot be sent again", "lim-pause"),
        "REJECTED" => {
            ("was refused", "mend what review objects to, or send another template", "send-not-approved")
        }
        _ => ("is not approved", "look it up in the account, or send another template", "send-not-approved"),
    };
    let plain = status.as_str().to_lowercase().replace('_', " ");
    let mut diagnostic = Diagnostic::at(reference.span(), format!("`{name}` in {code} {said}"))
        .mark("cannot be sent")
        .label(status.span(), format!("{plain} in the listing"))
        .help(help)
        .cites(fact);
    let reason = version.rejected_reason.as_ref().map_or("", |reason| reason.as_str());
    if !matches!(reason, "" | "NONE") {
        diagnostic = diagnostic.note(format!("the platform's reason: {reason}"));
    }
    cx.report(diagnostic);
}

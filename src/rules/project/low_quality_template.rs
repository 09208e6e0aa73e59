//! `low-quality-template`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::rules::{Check, Cx};

rule! {
    /// A template that people take badly is sent on.
    ///
    /// ## What it finds
    /// Campaigns that send a template to which a saved listing of the account (`--listing`) gives a low quality (RED),
    /// and, as advice, a middling one (YELLOW).
    ///
    /// ## Why
    /// Low quality pauses a template for hours, then for longer, and in the end disables it; it lowers what the account
    /// may send.
    ///
    /// ## Rejected
    /// ```waba
    /// template news { category: marketing; language: en_GB; body: "Fresh rye for half the price all week."; footer: "Reply STOP to unsubscribe" }
    /// campaign week { send: news; purpose: marketing }
    /// ```
    /// ```json listing
    /// { "data": [ { "name": "news", "language": "en_GB", "category": "MARKETING", "status": "APPROVED", "quality_score": { "score": "RED" }, "components": [ { "type": "BODY", "text": "Fresh rye for half the price all week." } ] } ] }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template news { category: marketing; language: en_GB; body: "Fresh rye for half the price all week."; footer: "Reply STOP to unsubscribe" }
    /// campaign week { send: news; purpose: marketing }
    /// ```
    /// ```json listing
    /// { "data": [ { "name": "news", "language": "en_GB", "category": "MARKETING", "status": "APPROVED", "quality_score": { "score": "GREEN" }, "components": [ { "type": "BODY", "text": "Fresh rye for half the price all week." } ] } ] }
    /// ```
    name: "low-quality-template",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: ["lim-quality-enum", "lim-pause"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    // A list response inside of the checked tree says it of its own templates.
    let listed = cx.workspace.listing.as_ref().and_then(|listing| listing.version_of(template));
    let Some(quality) = listed.unwrap_or(template).quality.as_ref() else { return };
    let severity = match quality.as_str().to_ascii_uppercase().as_str() {
        "RED" => Severity::Warning,
        "YELLOW" => Severity::Advice,
        _ => return,
    };
    let name = template.name.as_ref().map_or("this template", |name| name.as_str());
    let senders = cx.workspace.senders_of(template);
    let Some(campaign) = senders.first() else { return };
    let what = if severity == Severity::Warning { "badly" } else { "not well" };
    cx.report(
        Diagnostic::at(template.heading(), format!("people take `{name}` {what}"))
            .mark(format!("rated {}", quality.as_str()))
            .label(campaign.heading(), "goes on sending it")
            .severity(severity)
            .help("send it to fewer people who asked for it, or write another one"),
    );
}

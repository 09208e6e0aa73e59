//! `unused-template`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Cx};

rule! {
    /// A template that no campaign sends.
    ///
    /// ## What it finds
    /// Templates that are in no campaign's `send` or `steps`, in a run that holds campaigns. Each name is told
    /// once, whatever its languages.
    ///
    /// ## Why
    /// Templates that nobody sends count towards the account's cap, and are archived after a year.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Hello {{first_name}}, our spring sale has begun and goes on until Sunday night."
    ///   footer: "Reply STOP to receive no more offers"
    ///   sample: { first_name: "Ana" }
    /// }
    /// template old_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our winter sale goes into its last week. Reply STOP to receive no more offers."
    /// }
    /// campaign spring_launch {
    ///   send: spring_sale
    ///   schedule: once at 2026-09-10T10:00 in Europe/Lisbon
    ///   values { first_name: column given_name }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_sale {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Hello {{first_name}}, our spring sale has begun and goes on until Sunday night."
    ///   footer: "Reply STOP to receive no more offers"
    ///   sample: { first_name: "Ana" }
    /// }
    /// campaign spring_launch {
    ///   send: spring_sale
    ///   schedule: once at 2026-09-10T10:00 in Europe/Lisbon
    ///   values { first_name: column given_name }
    /// }
    /// ```
    name: "unused-template",
    group: Project,
    severity: Advice,
    since: "0.1.0",
    facts: [],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    if workspace.campaigns.is_empty() {
        return;
    }
    for name in workspace.template_names() {
        let is_sent = workspace.is_sent(name);
        let Some(first) = workspace.templates_named(name).next().filter(|_| !is_sent) else { continue };
        cx.report(
            Diagnostic::at(first.heading(), format!("no campaign sends `{name}`"))
                .mark("not sent")
                .help("remove it, or send it"),
        );
    }
}

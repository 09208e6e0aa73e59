//! `missing-translation`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

rule! {
    /// A language that is asked for and not there.
    ///
    /// ## What it finds
    /// Campaigns whose `language` none of their templates has, and, where the configuration lists the project's
    /// `languages`, templates that lack one of them.
    ///
    /// ## Why
    /// A send in a language that the template does not have fails with 132001.
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
    /// campaign spring_launch {
    ///   send: spring_sale
    ///   schedule: once at 2026-09-10T10:00 in Europe/Lisbon
    ///   language: es
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
    ///   language: en_US
    ///   values { first_name: column given_name }
    /// }
    /// ```
    name: "missing-translation",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: [],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    for campaign in &workspace.campaigns {
        let Some(language) = &campaign.language else { continue };
        let mut told: Vec<&str> = Vec::new();
        for reference in campaign.template_references() {
            if told.contains(&reference.name.as_str()) {
                continue;
            }
            told.push(reference.name.as_str());
            if workspace.may_be_in(reference.name.as_str(), language.as_str()) {
                continue;
            }
            let known: Vec<&Text> = workspace
                .templates_named(reference.name.as_str())
                .filter_map(|template| template.language.as_ref())
                .collect();
            if known.is_empty() || known.iter().any(|known| known.as_str() == language.as_str()) {
                continue;
            }
            let codes: Vec<String> = known.iter().map(|code| format!("`{}`", code.as_str())).collect();
            // Only a slip of spelling; another language that is near by letters is another language.
            let spelled = |code: &str| code.replace('-', "_").to_lowercase();
            let near = known.iter().find(|code| spelled(code.as_str()) == spelled(language.as_str()));
            let diagnostic = Diagnostic::at(
                language.span(),
                format!("`{}` does not exist in `{}`", reference.name.as_str(), language.as_str()),
            )
            .mark("no such language")
            .label(reference.span(), format!("exists in {}", codes.join(", ")));
            cx.report(match near {
                Some(near) => diagnostic.help(format!("did you mean `{}`?", near.as_str())),
                None => diagnostic.help("add the translation, or name a language that exists"),
            });
        }
    }
    if workspace.languages.is_empty() {
        return;
    }
    for name in workspace.template_names() {
        let versions: Vec<&Template> = workspace.templates_named(name).collect();
        let has = |code: &str| {
            workspace.may_be_in(name, code)
                || versions
                    .iter()
                    .any(|version| version.language.as_ref().is_some_and(|own| own.as_str() == code))
        };
        let missing: Vec<String> =
            workspace.languages.iter().filter(|code| !has(code)).map(|code| format!("`{code}`")).collect();
        let Some(first) = versions.first().filter(|_| !missing.is_empty()) else { continue };
        cx.report(
            Diagnostic::at(first.heading(), format!("`{name}` lacks {}", missing.join(", ")))
                .mark("not in every language of the project")
                .note("the configuration lists the languages under `languages`")
                .help("add the translation"),
        );
    }
}

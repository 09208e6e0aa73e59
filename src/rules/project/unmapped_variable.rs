//! `unmapped-variable`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Audience, Campaign, Category, Part, Template, VariableValue};
use crate::policy;
use crate::rules::values::{self, Needed};
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;
use crate::syntax::lexical::nearest;

rule! {
    /// A campaign whose values do not cover the placeholders of what it sends.
    ///
    /// ## What it finds
    /// Campaigns with `values` that leave a placeholder of header, body or link without a value, that name a
    /// placeholder which the template does not have, or that go by number where the template has names (or the
    /// other way round). A column of an audience's list with the placeholder's name counts as a value. Where
    /// neither values nor columns are declared it is advice.
    ///
    /// ## Why
    /// The send fails with 132000 or 132012, for every recipient.
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
    ///   values { firstname: "Ana" }
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
    name: "unmapped-variable",
    group: Project,
    severity: Error,
    since: "0.1.0",
    facts: ["var-value-count", "var-value-format"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let workspace = cx.workspace;
    let is_code = |template: &&&Template| template.is(Category::Authentication);
    let sent = workspace.sent_by(campaign);
    let templates: Vec<&&Template> = sent.iter().filter(|template| !is_code(template)).collect();
    let is_computed = templates.iter().any(|template| template.unknown.any_of(Part::READ));
    if templates.is_empty() || is_computed {
        return;
    }
    let mut needed: Vec<Needed> = Vec::new();
    for slot in templates.iter().flat_map(|template| values::needed(template)) {
        if needed.iter().all(|known| known.key != slot.key) {
            needed.push(slot);
        }
    }
    let lists: Vec<&Audience> =
        workspace.reached_by(campaign).into_iter().filter(|audience| !audience.columns.is_empty()).collect();
    // A value that comes from the list must be in every list.
    let in_lists = |key: &str| {
        let holds = |audience: &&&Audience| {
            audience.columns.iter().any(|(role, column)| role.as_str() == key || column.as_str() == key)
        };
        !lists.is_empty() && lists.iter().all(|audience| holds(&audience))
    };
    let given = |key: &str| campaign.values.iter().any(|value| value.key.as_str() == key) || in_lists(key);
    let missing: Vec<&Needed> = needed.iter().filter(|slot| !given(&slot.key)).collect();
    if campaign.values.is_empty() {
        unsaid(cx, campaign, &missing, &lists);
        return;
    }
    let of_cards: Vec<Needed> = templates.iter().flat_map(|template| values::of_cards(template)).collect();
    let known = |key: &str| needed.iter().chain(&of_cards).any(|slot| slot.key == key);
    // A template that no file defines may need what seems to be left over.
    let all_known = campaign
        .template_references()
        .all(|reference| workspace.templates_named(reference.name.as_str()).next().is_some());
    let mut surplus: Vec<&VariableValue> = Vec::new();
    if all_known {
        surplus.extend(campaign.values.iter().filter(|value| !known(value.key.as_str())));
    }
    if other_style(cx, &missing, &surplus) {
        return;
    }
    for slot in missing {
        let near = nearest(&slot.key, surplus.iter().map(|value| value.key.as_str()));
        let near = near.and_then(|near| surplus.iter().position(|value| value.key.as_str() == near));
        // Each value is taken for one slip only.
        let diagnostic = match near.map(|at| surplus.remove(at)) {
            Some(value) => Diagnostic::at(value.key.span(), format!("no value for {slot}"))
                .mark(format!("`{}` names no placeholder", value.key.as_str()))
                .help(format!("did you mean `{}`?", slot.key)),
            None => Diagnostic::at(campaign.heading(), format!("no value for {slot}"))
                .mark("this campaign leaves it open")
                .help(format!("add `{}: …` to `values`", slot.key)),
        };
        cx.report(diagnostic.label(slot.span, "the placeholder"));
    }
    for value in surplus {
        let message = format!("a value for `{}`, which no template of this campaign has", value.key.as_str());
        cx.report(Diagnostic::at(value.key.span(), message).mark("no such placeholder").help(
            match needed.as_slice() {
                [] => "remove it; the template has no placeholder".to_owned(),
                needed => format!("the template has {}", listed(needed.iter().map(|slot| &slot.key))),
            },
        ));
    }
}

/// No `values` at all: advice, unless the lists declare columns and these do not hold what is needed.
fn unsaid(cx: &mut Cx<'_>, campaign: &Campaign, missing: &[&Needed], lists: &[&Audience]) {
    let Some(first) = missing.first() else { return };
    let entries: Vec<String> = missing.iter().map(|slot| format!("{}: column …", slot.key)).collect();
    let help = match cx.workspace.syntax(campaign.span.file) {
        Syntax::Waba => format!("add `values {{ {} }}`", entries.join("; ")),
        _ => format!("add `values: {{ {} }}`", entries.join(", ")),
    };
    let diagnostic = Diagnostic::at(
        campaign.heading(),
        format!("nothing says what stands for {}", listed(missing.iter())),
    )
    .mark("no `values` in this campaign")
    .label(first.span, "a placeholder of the template")
    .help(help);
    let holds_values = |audience: &&Audience| {
        audience.columns.iter().any(|(role, _)| !policy::LIST_ROLES.contains(&role.as_str()))
    };
    let declared = lists.iter().any(holds_values);
    cx.report(if declared { diagnostic } else { diagnostic.severity(Severity::Advice) });
}

/// Values by number for placeholders with names, or the other way round.
fn other_style(cx: &mut Cx<'_>, missing: &[&Needed], surplus: &[&VariableValue]) -> bool {
    let is_number = |key: &str| key.bytes().all(|b| b.is_ascii_digit());
    let is_plain = |key: &str| !key.starts_with("url_") && !key.starts_with("header_");
    let (Some(lacking), Some(given)) = (
        missing.iter().find(|slot| is_plain(&slot.key)),
        surplus.iter().find(|value| is_plain(value.key.as_str())),
    ) else {
        return false;
    };
    if is_number(&lacking.key) == is_number(given.key.as_str()) {
        return false;
    }
    let (have, want) = if is_number(given.key.as_str()) { ("number", "name") } else { ("name", "number") };
    cx.report(
        Diagnostic::at(
            given.key.span(),
            format!("values go by {have}, but the template's placeholders go by {want}"),
        )
        .mark(format!("a {have}"))
        .label(lacking.span, format!("a {want}"))
        .help(format!("name the values {}", listed(missing.iter().map(|slot| &slot.key))))
        .cites("var-value-format"),
    );
    true
}

fn listed<T: std::fmt::Display>(items: impl Iterator<Item = T>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

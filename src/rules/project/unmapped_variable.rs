//! `unmapped-variable`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Campaign, Category};
use crate::rules::values::{self, Needed};
use crate::rules::{Check, Cx};
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
    let templates = workspace.sent_by(campaign);
    let mut needed: Vec<Needed> = Vec::new();
    for template in templates.iter().filter(|template| !template.is(Category::Authentication)) {
        for slot in values::needed(template) {
            if needed.iter().all(|known| known.key != slot.key) {
                needed.push(slot);
            }
        }
    }
    if templates.is_empty() {
        return;
    }
    let columns: Vec<&str> = workspace
        .reached_by(campaign)
        .iter()
        .flat_map(|audience| &audience.columns)
        .flat_map(|(role, column)| [role.as_str(), column.as_str()])
        .filter(|column| !values::ROLES.contains(column))
        .collect();
    if campaign.values.is_empty() {
        let uncovered: Vec<&Needed> =
            needed.iter().filter(|slot| !columns.contains(&slot.key.as_str())).collect();
        let Some(first) = uncovered.first() else { return };
        let diagnostic = Diagnostic::at(
            campaign.heading(),
            format!("nothing says what stands for {}", listed(uncovered.iter().map(|slot| &slot.variable))),
        )
        .mark("no `values` in this campaign")
        .label(first.span, "a placeholder of the template")
        .help(format!("add `values {{ {}: column … }}`", first.key));
        cx.report(if columns.is_empty() { diagnostic.severity(Severity::Advice) } else { diagnostic });
        return;
    }
    let is_authentication = templates.iter().all(|template| template.is(Category::Authentication));
    if is_authentication {
        return;
    }
    let given = |slot: &&Needed| {
        campaign.values.iter().any(|value| value.key.as_str() == slot.key)
            || columns.contains(&slot.key.as_str())
    };
    let missing: Vec<&Needed> = needed.iter().filter(|slot| !given(slot)).collect();
    let surplus: Vec<_> = campaign
        .values
        .iter()
        .filter(|value| needed.iter().all(|slot| slot.key != value.key.as_str()))
        .collect();
    let by_number = |key: &str| key.bytes().all(|b| b.is_ascii_digit());
    if let (Some(lacking), Some(given)) = (missing.first(), surplus.first())
        && by_number(&lacking.key) != by_number(given.key.as_str())
        && !lacking.key.contains("url_")
        && !lacking.key.contains("header_")
    {
        let (have, want) =
            if by_number(given.key.as_str()) { ("number", "name") } else { ("name", "number") };
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
        return;
    }
    for slot in &missing {
        let near = nearest(&slot.key, surplus.iter().map(|value| value.key.as_str()));
        let diagnostic = Diagnostic::at(
            near.and_then(|near| surplus.iter().find(|value| value.key.as_str() == near))
                .map_or(campaign.heading(), |value| value.key.span()),
            format!("no value for {}", slot.variable),
        )
        .label(slot.span, "the placeholder");
        cx.report(match near {
            Some(near) => diagnostic
                .mark(format!("`{near}` names no placeholder"))
                .help(format!("did you mean `{}`?", slot.key)),
            None => diagnostic
                .mark("this campaign leaves it open")
                .help(format!("add `{}: …` to `values`", slot.key)),
        });
    }
    for value in surplus {
        let told = missing.iter().any(|slot| nearest(&slot.key, [value.key.as_str()]).is_some());
        if told {
            continue;
        }
        cx.report(
            Diagnostic::at(
                value.key.span(),
                format!("a value for `{}`, which no template of this campaign has", value.key.as_str()),
            )
            .mark("no such placeholder")
            .help(match needed.as_slice() {
                [] => "remove it; the template has no placeholder".to_owned(),
                needed => format!("the template has {}", listed(needed.iter().map(|slot| &slot.key))),
            }),
        );
    }
}

fn listed<T: std::fmt::Display>(items: impl Iterator<Item = T>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

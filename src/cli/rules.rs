//! `wabalint rules`

use std::fmt::Write as _;

use clap::ValueEnum;
use serde::Serialize;

use super::configuration::Configuration;
use super::{CLEAN, FAILED, write};
use crate::render::visible_line;
use crate::rules::{RULES, RuleRef};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint rules --output json")]
pub(super) struct Args {
    #[command(flatten)]
    configuration: Configuration,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Human,
    Json,
}

#[derive(Serialize)]
struct Entry<'r> {
    name: &'r str,
    group: &'static str,
    severity: &'static str,
    /// Whether the configuration writes it.
    #[serde(skip_serializing_if = "is_false")]
    own: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'static str>,
    summary: &'r str,
    facts: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'r str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

pub(super) fn run(args: &Args) -> u8 {
    let company = match args.configuration.company() {
        Ok(company) => company,
        Err(stop) => return stop.tell(),
    };
    let ours = RULES.iter().copied().map(RuleRef::from);
    let rules: Vec<RuleRef> = ours.chain(company.rules().iter().map(RuleRef::from)).collect();
    let text = match args.output {
        Format::Human => table(&rules),
        Format::Json => {
            let entries: Vec<Entry<'_>> = rules
                .iter()
                .map(|rule| Entry {
                    name: rule.name(),
                    group: rule.group_word(),
                    severity: rule.severity().as_str(),
                    own: rule.ours().is_none(),
                    since: rule.ours().map(|rule| rule.since),
                    summary: rule.summary(),
                    facts: rule.facts(),
                    link: rule.link(),
                })
                .collect();
            let mut text = serde_json::to_string_pretty(&entries).unwrap_or_default();
            text.push('\n');
            text
        }
    };
    if write::out(&text) { CLEAN } else { FAILED }
}

fn table(rules: &[RuleRef]) -> String {
    let mut out = String::new();
    let wide = rules.iter().map(|rule| rule.name().len()).max().unwrap_or(0);
    let mut group = None;
    for rule in rules {
        if group != Some(rule.group_word()) {
            let line_end = if group.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{line_end}{}", rule.group_word());
            group = Some(rule.group_word());
        }
        let summary = visible_line(rule.summary());
        let _ = writeln!(out, "  {:wide$}  {:7}  {summary}", rule.name(), rule.severity().as_str());
    }
    let own = rules.iter().filter(|rule| rule.ours().is_none()).count();
    let own = if own > 0 { format!(", {own} of them of your own") } else { String::new() };
    let _ = writeln!(out, "\n{} rules{own}; `wabalint explain RULE` shows a rule's page", rules.len());
    out
}

//! `wabalint rules`

use std::fmt::Write as _;

use clap::ValueEnum;
use serde::Serialize;

use super::{CLEAN, FAILED, write};
use crate::rules::RULES;

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint rules --output json")]
pub(super) struct Args {
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
struct Entry {
    name: &'static str,
    group: &'static str,
    severity: &'static str,
    since: &'static str,
    summary: &'static str,
    facts: &'static [&'static str],
}

pub(super) fn run(args: &Args) -> u8 {
    let text = match args.output {
        Format::Human => table(),
        Format::Json => {
            let entries: Vec<Entry> = RULES
                .iter()
                .map(|rule| Entry {
                    name: rule.name,
                    group: rule.group.as_str(),
                    severity: rule.severity.as_str(),
                    since: rule.since,
                    summary: rule.summary(),
                    facts: rule.facts,
                })
                .collect();
            let mut text = serde_json::to_string_pretty(&entries).unwrap_or_default();
            text.push('\n');
            text
        }
    };
    if write::out(&text) { CLEAN } else { FAILED }
}

fn table() -> String {
    let mut out = String::new();
    let wide = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut group = None;
    for rule in RULES {
        if group != Some(rule.group) {
            let line_end = if group.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{line_end}{}", rule.group.as_str());
            group = Some(rule.group);
        }
        let _ = writeln!(out, "  {:wide$}  {:7}  {}", rule.name, rule.severity.as_str(), rule.summary());
    }
    let _ = writeln!(out, "\n{} rules; `wabalint explain RULE` shows a rule's page", RULES.len());
    out
}

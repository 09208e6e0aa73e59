//! Rule pages, made from the rules themselves.

use std::fmt::Write as _;

use crate::policy;
use crate::rules::{RULES, Rule};

/// A rule's page in Markdown.
pub fn page(rule: &Rule) -> String {
    let mut out = format!("# {}\n\n", rule.name);
    let mut lines: Vec<&str> = rule.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    let _ = writeln!(out, "{}\n", lines.first().copied().unwrap_or_default());
    let _ = writeln!(
        out,
        "Group `{}`, level {}, since {}.",
        rule.group.as_str(),
        rule.severity.as_str(),
        rule.since
    );
    for line in lines.iter().skip(1) {
        let _ = writeln!(out, "{line}");
    }
    if !rule.facts.is_empty() {
        out.push_str("\n## Sources\n\n");
        for fact in rule.facts.iter().filter_map(|id| policy::fact(id)) {
            let code = fact.code.map(|code| format!(" Error {code}.")).unwrap_or_default();
            let _ = writeln!(out, "- {}{code} Checked {}.", fact.says, fact.as_of);
            for source in fact.sources {
                let _ = writeln!(out, "  - <{source}>");
            }
        }
    }
    out
}

/// The catalogue of all rules in Markdown, with links to their pages.
pub fn catalogue() -> String {
    let mut out = String::from(
        "# Rules\n\nOne name each; groups are folders. The level is the default and can be changed in `wabalint.yaml`.\n",
    );
    let mut group = None;
    for rule in RULES {
        if group != Some(rule.group) {
            let _ = writeln!(
                out,
                "\n## {}\n\n| rule | level | what it finds |\n| --- | --- | --- |",
                rule.group.as_str()
            );
            group = Some(rule.group);
        }
        let _ =
            writeln!(out, "| [{0}]({0}.md) | {1} | {2} |", rule.name, rule.severity.as_str(), rule.summary());
    }
    out
}

fn rules_on(fact: &policy::Fact) -> impl Iterator<Item = &'static &'static Rule> {
    RULES.iter().filter(|rule| rule.facts.contains(&fact.id))
}

/// Every platform fact with the rules that stand on it, or the reason why none does, in Markdown.
pub fn facts() -> String {
    let mut out = String::from(
        "# Facts\n\nWhat is known of the platform and its terms, and the rule that stands on each fact; or the reason why none does.\nThe data live in `policy/facts.yaml` and `policy/clauses.yaml`.\n\n",
    );
    let covered = policy::FACTS.iter().filter(|fact| rules_on(fact).next().is_some()).count();
    let _ = writeln!(
        out,
        "{} facts: {covered} with a rule, {} without.\n\n| fact | what it says | known | rule |\n| --- | --- | --- | --- |",
        policy::FACTS.len(),
        policy::FACTS.len() - covered
    );
    for fact in policy::FACTS {
        let known = match fact.confidence {
            policy::Confidence::Documented => "documented",
            policy::Confidence::Restated => "restated",
            policy::Confidence::Observed => "observed",
            policy::Confidence::Single => "one source",
            policy::Confidence::Ours => "our figure",
        };
        let rules: Vec<String> =
            rules_on(fact).map(|rule| format!("[{0}](rules/{0}.md)", rule.name)).collect();
        let answer = if rules.is_empty() { fact.no_rule.unwrap_or("").to_owned() } else { rules.join(", ") };
        let says = fact.says.replace('|', "\\|");
        let _ = writeln!(out, "| `{}` | {says} | {known}, {} | {answer} |", fact.id, fact.as_of);
    }
    out
}

/// The blocks of code below a heading of a rule's page: language and text.
pub fn examples(rule: &Rule, heading: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut inside = false;
    let mut block: Option<(String, String)> = None;
    for line in rule.docs.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some((_, text)) = &mut block {
            if line.starts_with("```") {
                out.extend(block.take());
            } else {
                text.push_str(line);
                text.push('\n');
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            inside = title.trim() == heading;
        } else if inside && let Some(language) = line.strip_prefix("```") {
            block = Some((language.trim().to_owned(), String::new()));
        }
    }
    out
}

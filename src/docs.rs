//! Rule pages, made from the rules themselves.

use std::fmt::Write as _;

use crate::company::{FUNCTIONS, Kind, Shape};
use crate::policy;
use crate::rules::{RULES, Rule, RuleRef};

/// A rule's page in Markdown.
pub fn page(rule: &RuleRef) -> String {
    let mut out = format!("# {}\n\n", rule.name());
    let mut lines: Vec<&str> =
        rule.docs().lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    let _ = writeln!(out, "{}\n", lines.first().copied().unwrap_or_default());
    let since = rule.ours().map(|rule| format!(", since {}", rule.since)).unwrap_or_default();
    let _ = writeln!(out, "Group `{}`, level {}{since}.", rule.group_word(), rule.severity().as_str());
    for line in lines.iter().skip(1) {
        let _ = writeln!(out, "{line}");
    }
    if !rule.facts().is_empty() {
        out.push_str("\n## Sources\n\n");
        for fact in rule.facts().iter().filter_map(|id| policy::fact(id)) {
            let code = fact.code.map(|code| format!(" Error {code}.")).unwrap_or_default();
            let _ = writeln!(out, "- {}{code} Checked {}.", fact.says, fact.as_of);
            for source in fact.sources {
                let _ = writeln!(out, "  - <{source}>");
            }
        }
    }
    if let Some(link) = rule.link() {
        let _ = writeln!(out, "\n## Sources\n\n- <{link}>");
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

/// What stands below a heading of a rule's page, a line a paragraph.
pub fn section(docs: &str, heading: &str) -> String {
    let lines = docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    let below = lines.skip_while(|line| line.strip_prefix("## ") != Some(heading)).skip(1);
    let mut out = String::new();
    for line in below.take_while(|line| !line.starts_with("## ")) {
        match line.trim() {
            "" if !out.is_empty() && !out.ends_with('\n') => out.push('\n'),
            "" => {}
            line => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push(' ');
                }
                out.push_str(line);
            }
        }
    }
    out.trim_end().to_owned()
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

/// The table of countries, in Markdown.
pub fn countries() -> String {
    let minutes = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let range = |open: Option<(u16, u16)>| {
        open.map_or("none".to_owned(), |(from, to)| format!("{}–{}", minutes(from), minutes(to)))
    };
    let (from, to) = policy::NIGHT;
    let mut page = format!(
        "# Countries\n\nWhat laws, or their practice, ask of marketing messages, as far as rules use it. It is not legal advice. The data live in\n`policy/laws.yaml`, each with its fact, source and date in [facts](facts.md). Everywhere else consent is expected, the night is\n{} to {}, and the project's own figures hold. A row can be added or changed in `wabalint.yaml`:\n\n```yaml\ncountries:\n  BR:\n    hours: {{ weekdays: \"09:00..20:00\", saturday: \"10:00..14:00\", sunday: none }}\n    consent: [express]\n    double_opt_in: true\n    opt_out_days: 3\n    pace: {{ per_24h: 1, per_7d: 2, per_30d: 6 }}\n    proof_years: 5\n  CA:\n    implied_months: 12\n    inquiry_months: 3\n```\n\nA row says what differs; of the rest the table still holds, also within `pace` and `hours`.\n\nHours that a configuration names are errors when a send breaks them; hours of the table are so where they are sure, and a\nwarning where they are marked with `~`.\n\n| country | consent to marketing | hours Mon–Fri | Sat | Sun | stop within | pace | proof | other |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        minutes(from),
        minutes(to)
    );
    for law in policy::LAWS {
        let consent = law.consent.map_or(String::new(), |consent| {
            let mut grounds =
                vec![if consent.written { "express, in writing" } else { "express" }.to_owned()];
            if consent.soft_opt_in {
                grounds.push("soft opt-in of own customers".to_owned());
            }
            if consent.implied {
                let mut ground = "implied".to_owned();
                if let Some(months) = consent.implied_months {
                    ground.push_str(&format!(" for {months} months"));
                }
                if let Some((months, _)) = law.inquiry_months {
                    ground.push_str(&format!(" ({months} after an inquiry)"));
                }
                grounds.push(ground);
            }
            grounds.join(", ")
        });
        let hours = law.hours.map_or([String::new(), String::new(), String::new()], |hours| {
            let doubt = if hours.is_confident { "" } else { "~ " };
            let [monday, _, _, _, _, saturday, sunday] = hours.open;
            [monday, saturday, sunday].map(|day| format!("{doubt}{}", range(day)))
        });
        let stop = law.opt_out_days.map_or(String::new(), |(days, _)| format!("{days} business days"));
        let pace = law.pace.map_or(String::new(), |pace| {
            let day = pace.per_24h.map(|(most, _)| format!("{most} in 24 h"));
            let week = pace.per_7d.map(|(most, _)| format!("{most} in 7 d"));
            let month = pace.per_30d.map(|(most, _)| format!("{most} in 30 d"));
            day.into_iter().chain(week).chain(month).collect::<Vec<_>>().join(", ")
        });
        let proof = law.proof_years.map_or(String::new(), |(years, _)| format!("{years} years"));
        let other: Vec<String> = [
            law.double_opt_in.map(|_| "double opt-in".to_owned()),
            law.least_age.map(|(years, _)| format!("parents agree below {years}")),
            law.silent_months.map(|(months, _)| format!("prospects silent for {months} months at most")),
            law.stop_words.map(|(words, _)| format!("stops: {}", words.join(", "))),
        ]
        .into_iter()
        .flatten()
        .collect();
        let [week, saturday, sunday] = hours;
        page.push_str(&format!(
            "| {} | {consent} | {week} | {saturday} | {sunday} | {stop} | {pace} | {proof} | {} |\n",
            law.country,
            other.join("; ")
        ));
    }
    page
}

/// What conditions of a company's own rules can ask, in Markdown: every field by kind, and every function.
pub fn fields() -> String {
    let mut page = String::new();
    for kind in Kind::ALL {
        let _ =
            writeln!(page, "### `{}`\n\n| field | holds | what it is |\n| --- | --- | --- |", kind.as_str());
        for (name, shape, says) in kind.fields() {
            let linked = |kind: Kind| format!("[{0}](#{0})", kind.as_str());
            let holds = match shape {
                Shape::Text => "text".to_owned(),
                Shape::Word | Shape::OneOf(_) => "word".to_owned(),
                Shape::Day => "day".to_owned(),
                Shape::Number => "number".to_owned(),
                Shape::Switch => "switch".to_owned(),
                Shape::Words | Shape::SomeOf(_) => "list of words".to_owned(),
                Shape::List(kind) => format!("list of {}", linked(kind)),
                Shape::Of(kind) => linked(kind),
            };
            let _ = writeln!(page, "| `{name}` | {holds} | {says} |");
        }
        page.push('\n');
    }
    page.push_str("### Functions\n\n| function | example | what it asks |\n| --- | --- | --- |\n");
    for (name, example, says) in FUNCTIONS {
        let _ = writeln!(page, "| `{name}` | `{example}` | {says} |");
    }
    page
}

/// The presets, in Markdown.
pub fn presets() -> String {
    let mut page = String::from(
        "# Presets\n\nA preset sets the levels of rules; `wabalint.yaml` names it, and its own `rules` win over it. One says how much is \
         told, others say what an industry has to look at first; one of the first kind and any of the second can stand together:\n\n\
         ```yaml\npreset: [strict, finance]\n```\n\n\
         A preset of the first kind says it of every rule: levels that an extended file has set are taken back.\n",
    );
    for breadth in [true, false] {
        page.push_str(if breadth { "\n## How much is told\n" } else { "\n## Industries\n" });
        for preset in policy::PRESETS.iter().filter(|preset| preset.is_breadth == breadth) {
            page.push_str(&format!("\n### `{}`\n\n{}\n", preset.name, preset.says));
            if let Some(least) = preset.least {
                page.push_str(&format!("\nNo finding is below `{least}`.\n"));
            }
            if preset.groups.is_empty() && preset.levels.is_empty() {
                continue;
            }
            page.push_str("\n| rule or group | level |\n| --- | --- |\n");
            for (group, level) in preset.groups {
                page.push_str(&format!("| all of `{group}` | {level} |\n"));
            }
            for (rule, level) in preset.levels {
                page.push_str(&format!("| [{rule}](rules/{rule}.md) | {level} |\n"));
            }
        }
    }
    page
}

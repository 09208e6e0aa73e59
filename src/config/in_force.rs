//! What a configuration comes to, value by value, and where each comes from.

use serde_json::{Value, json};

use super::{Config, Origin};
use crate::diagnostic::Severity;
use crate::policy::Law;
use crate::rules::RULES;

/// A value that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The keys that lead to it.
    pub key: Vec<String>,
    /// The value, as `wabalint.yaml` would write it.
    pub value: Value,
    /// Where it comes from: nowhere for a default, several places where files add up.
    pub origins: Vec<Origin>,
}

/// All values, in the order of the keys; of the levels of rules those that somebody set, or `all` of them.
pub fn settings(config: &Config, all: bool) -> Vec<Setting> {
    let mut out = Vec::new();
    let mut add = |key: &[&str], value: Value| {
        let origins = config.origins.get(&key.join(".")).cloned().unwrap_or_default();
        out.push(Setting { key: key.iter().map(|part| (*part).to_owned()).collect(), value, origins });
    };
    add(&["fail_on"], json!(config.fail_on.unwrap_or(Severity::Warning).as_str()));
    if let Some(least) = config.least {
        add(&["least"], json!(least.as_str()));
    }
    let thresholds = &config.thresholds;
    add(&["thresholds", "pace", "per_24h"], json!(thresholds.per_24h));
    add(&["thresholds", "pace", "per_7d"], json!(thresholds.per_7d));
    add(&["thresholds", "pace", "per_30d"], json!(thresholds.per_30d));
    add(&["thresholds", "horizon_days"], json!(thresholds.horizon_days));
    add(&["thresholds", "consent_age_months"], json!(thresholds.consent_age_months));
    let assume = if thresholds.assume_overlap { "overlapping" } else { "apart" };
    add(&["thresholds", "assume"], json!(assume));
    add(&["languages"], json!(config.languages));
    add(&["paths", "include"], json!(config.include));
    add(&["paths", "exclude"], json!(config.exclude));
    if let Some(baseline) = &config.baseline {
        add(&["baseline"], json!(baseline.value));
    }
    let ours = RULES.iter().map(|rule| (rule.name, rule.severity));
    let own = config.company.rules().iter().map(|rule| (rule.name.as_str(), rule.severity));
    for (rule, severity) in ours.chain(own) {
        let level = match config.levels.get(rule) {
            Some(level) => level.map_or("off", Severity::as_str),
            None if all || config.origins.contains_key(&format!("rules.{rule}")) => {
                config.least.map_or(severity, |least| least.max(severity)).as_str()
            }
            None => continue,
        };
        add(&["rules", rule], json!(level));
    }
    for (country, law) in &config.laws {
        add(&["countries", country], of_law(law));
    }
    for (key, value) in &config.written {
        add(&[key], serde_json::to_value(value).unwrap_or_default());
    }
    out
}

fn of_law(law: &Law) -> Value {
    let mut row = serde_json::Map::new();
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            row.insert(key.to_owned(), value);
        }
    };
    let consent = law.consent.map(|consent| {
        let grounds = [("express", true), ("implied", consent.implied), ("soft_opt_in", consent.soft_opt_in)];
        json!(grounds.iter().filter(|(_, holds)| *holds).map(|(word, _)| *word).collect::<Vec<_>>())
    });
    add("consent", consent);
    add("implied_months", law.consent.and_then(|consent| consent.implied_months).map(|months| json!(months)));
    add("inquiry_months", law.inquiry_months.map(|(months, _)| json!(months)));
    add("double_opt_in", law.double_opt_in.map(|_| json!(true)));
    add(
        "hours",
        law.hours.map(|hours| {
            let [weekdays, .., saturday, sunday] = hours.open.map(|range| {
                let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
                range.map_or("none".to_owned(), |(from, to)| format!("{}..{}", time(from), time(to)))
            });
            json!({ "weekdays": weekdays, "saturday": saturday, "sunday": sunday })
        }),
    );
    add("opt_out_days", law.opt_out_days.map(|(days, _)| json!(days)));
    add(
        "pace",
        law.pace.map(|pace| {
            let figures = [("per_24h", pace.per_24h), ("per_7d", pace.per_7d), ("per_30d", pace.per_30d)];
            let figures =
                figures.into_iter().filter_map(|(key, most)| Some((key.to_owned(), json!(most?.0))));
            Value::Object(figures.collect())
        }),
    );
    add("proof_years", law.proof_years.map(|(years, _)| json!(years)));
    Value::Object(row)
}

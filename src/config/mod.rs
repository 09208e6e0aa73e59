//! `wabalint.yaml`: what it may say, and what it comes to.
//!
//! serde reads the values; the spanned tree of the same text gives every finding its place.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Fault, FaultKind, Severity};
use crate::engine::{Finding, Options, Thresholds};
use crate::format;
use crate::model::{Account, Basis};
use crate::policy::{self, ConsentLaw, CountryPace, Hours, Law};
use crate::rules::{self, Group, RULES};
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::lexical::nearest;
use crate::syntax::tree::Node;
use crate::syntax::{self, Syntax};

/// The file name that is looked for from the working directory upwards.
pub const FILE_NAME: &str = "wabalint.yaml";

/// The words for a level.
const LEVELS: [&str; 4] = ["off", "advice", "warning", "error"];

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
struct Raw {
    rules: BTreeMap<String, serde_yaml::Value>,
    thresholds: RawThresholds,
    paths: RawPaths,
    fail_on: Option<String>,
    preset: Option<String>,
    languages: Vec<String>,
    countries: BTreeMap<String, RawLaw>,
    /// Read by the same code as the accounts of definition files.
    account: Option<serde_yaml::Value>,
    #[serde(flatten)]
    unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
struct RawThresholds {
    pace: RawPace,
    horizon_days: Option<u32>,
    consent_age_months: Option<u32>,
    assume: Option<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
struct RawPace {
    per_24h: Option<u32>,
    per_7d: Option<u32>,
    per_30d: Option<u32>,
    #[serde(flatten)]
    unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
struct RawLaw {
    consent: Option<Vec<String>>,
    implied_months: Option<u32>,
    inquiry_months: Option<u32>,
    double_opt_in: Option<bool>,
    hours: Option<RawHours>,
    opt_out_days: Option<u32>,
    pace: Option<RawPace>,
    proof_years: Option<u32>,
    #[serde(flatten)]
    unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
struct RawHours {
    every_day: Option<String>,
    weekdays: Option<String>,
    saturday: Option<String>,
    sunday: Option<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, serde_yaml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "keys")]
struct RawPaths {
    include: Vec<String>,
    exclude: Vec<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, serde_yaml::Value>,
}

/// A configuration that holds.
#[derive(Debug, Default)]
pub struct Config {
    /// Levels by rule; `None` is off.
    pub levels: BTreeMap<&'static str, Option<Severity>>,
    /// Figures.
    pub thresholds: Thresholds,
    /// Paths that are checked when the command line names none, relative to the configuration.
    pub include: Vec<String>,
    /// Patterns of paths that are left out, as in `.gitignore`, relative to the configuration.
    pub exclude: Vec<String>,
    /// The level from which on findings fail the run.
    pub fail_on: Option<Severity>,
    /// Codes of the languages that every template should be in.
    pub languages: Vec<String>,
    /// What laws ask, by country, where it says so.
    pub laws: BTreeMap<&'static str, Law>,
    /// The sender.
    pub account: Option<Account>,
}

/// What reading a configuration came to.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What holds of it.
    pub config: Config,
    /// What is wrong with it and can be passed over.
    pub findings: Vec<Finding>,
    /// What is wrong with it and stops the run.
    pub broken: Vec<Finding>,
}

/// Reads a configuration.
pub fn load(id: FileId, file: &SourceFile) -> Loaded {
    let mut loader = Loader { id, file, root: None, loaded: Loaded::default() };
    let tree = syntax::parse(id, file, Syntax::Yaml);
    let broken = !tree.faults.is_empty();
    for fault in tree.faults {
        loader.broken(fault);
    }
    loader.root = tree.roots.into_iter().next();
    if broken || loader.root.is_none() {
        return loader.loaded;
    }
    if loader.root.as_ref().is_some_and(|root| root.as_map().is_none()) {
        let span = loader.root.as_ref().map_or(Span::new(id, 0, 0), |root| root.span);
        let span = span.beginning();
        let diagnostic = Diagnostic::at(span, "expected keys such as `rules:` or `paths:`")
            .mark("not a configuration")
            .help("`wabalint init` writes a commented example");
        loader.broken(Fault::new(FaultKind::InvalidValue, diagnostic));
        return loader.loaded;
    }
    let text = file.text().trim_start_matches('\u{feff}');
    match serde_yaml::from_str::<Raw>(text) {
        Ok(raw) => loader.read(raw),
        Err(error) => {
            let offset = error.location().map_or(0, |location| location.index()) + file.bom_len();
            let offset =
                (0..=offset.min(file.text().len())).rev().find(|at| file.text().is_char_boundary(*at));
            let at = offset.unwrap_or(0);
            let message = error.to_string();
            let message = plain(message.split(" at line ").next().unwrap_or_default());
            let diagnostic = Diagnostic::at(
                Span::new(id, at, at),
                format!("this configuration cannot be read: {message}"),
            )
            .mark("here")
            .help("`wabalint init` writes a commented example");
            loader.broken(Fault::new(FaultKind::InvalidValue, diagnostic));
        }
    }
    loader.loaded
}

/// What serde says, in words that need no programmer.
const PLAIN_WORDS: [(&str, &str); 9] = [
    ("invalid type: ", "found "),
    ("invalid value: ", "found "),
    ("unit value", "nothing"),
    ("floating point ", "the number "),
    ("integer ", "the number "),
    ("boolean ", "the word "),
    ("string ", "the text "),
    ("sequence", "a list"),
    ("map", "keys"),
];

/// The same for what it expected.
const PLAIN_EXPECTATIONS: [(&str, &str); 7] = [
    ("a sequence", "a list"),
    ("a map", "keys"),
    ("u32", "a whole number from 0"),
    ("a boolean", "true or false"),
    ("a string", "a text"),
    ("option", "a value"),
    ("unit", "nothing"),
];

/// A message of serde in plain words; what it quotes of the file stays.
fn plain(message: &str) -> String {
    let (found, expected) = match message.rsplit_once(", expected ") {
        Some((found, expected)) => (found, Some(expected)),
        None => (message, None),
    };
    let quote = found.find(['`', '"']).unwrap_or(found.len());
    let (said, quoted) = found.split_at(quote);
    let mut said = said.to_owned();
    for (theirs, plain) in PLAIN_WORDS {
        said = said.replace(theirs, plain);
    }
    let expected = expected.map(|expected| {
        let known = PLAIN_EXPECTATIONS.iter().find(|(theirs, _)| *theirs == expected);
        format!(", expected {}", known.map_or(expected, |(_, plain)| plain))
    });
    format!("{said}{quoted}{}", expected.unwrap_or_default())
}

/// Ten years are more than anybody plans, and keeps the work bounded.
const MOST_DAYS: u32 = 3_660;

/// No consent is older.
const MOST_MONTHS: u32 = 1_200;

struct Loader<'f> {
    id: FileId,
    file: &'f SourceFile,
    root: Option<Node>,
    loaded: Loaded,
}

impl Loader<'_> {
    fn read(&mut self, raw: Raw) {
        self.unknown(
            &[],
            raw.unknown.keys(),
            &["rules", "thresholds", "paths", "fail_on", "languages", "countries", "account", "preset"],
        );
        self.unknown(
            &["thresholds"],
            raw.thresholds.unknown.keys(),
            &["pace", "horizon_days", "consent_age_months", "assume"],
        );
        self.unknown(&["thresholds", "pace"], raw.thresholds.pace.unknown.keys(), &PACE_KEYS);
        self.unknown(&["paths"], raw.paths.unknown.keys(), &["include", "exclude"]);
        if let Some(name) = &raw.preset {
            self.preset(name);
        }
        self.rules(&raw.rules);
        self.thresholds(&raw.thresholds);
        self.countries(&raw.countries);
        self.loaded.config.include = raw.paths.include;
        self.loaded.config.exclude = raw.paths.exclude;
        for code in raw.languages {
            if policy::LANGUAGES.binary_search(&code.as_str()).is_ok() {
                self.loaded.config.languages.push(code);
            } else {
                self.bad_value(&["languages"], &code, &["the platform's codes, such as en_US or pt_BR"]);
            }
        }
        if let Some(level) = raw.fail_on {
            match severity(&level) {
                Some(Some(severity)) => self.loaded.config.fail_on = Some(severity),
                _ => self.bad_value(&["fail_on"], &level, &["error", "warning", "advice"]),
            }
        }
        if raw.account.is_some()
            && let Some(node) = self.root.as_ref().and_then(|root| root.get("account"))
        {
            let (account, faults) = format::account(self.file, node);
            self.loaded.config.account = account;
            for fault in faults {
                let rule = rules::of_fault(fault.kind);
                self.loaded.findings.extend(crate::engine::finding(rule, fault.diagnostic, &defaults()));
            }
        }
    }

    /// The levels of an industry, over which those of `rules` win.
    fn preset(&mut self, name: &str) {
        let Some(preset) = policy::PRESETS.iter().find(|preset| preset.name == name) else {
            let names: Vec<&'static str> = policy::PRESETS.iter().map(|preset| preset.name).collect();
            self.bad_value(&["preset"], name, &names);
            return;
        };
        for (rule, level) in preset.levels {
            if let (Some(rule), Some(level)) = (rules::find(rule), severity(level)) {
                self.loaded.config.levels.insert(rule.name, level);
            }
        }
    }

    fn rules(&mut self, raw: &BTreeMap<String, serde_yaml::Value>) {
        // Groups first, so that a rule's own level wins over its group's.
        for groups in [true, false] {
            for (name, value) in raw {
                let level = match value {
                    serde_yaml::Value::String(word) => severity(word),
                    serde_yaml::Value::Bool(false) => Some(None),
                    _ => None,
                };
                let group = Group::parse(name);
                if group.is_some() != groups {
                    continue;
                }
                let Some(level) = level else {
                    let word = serde_yaml::to_string(value).unwrap_or_default();
                    self.bad_value(&["rules", name], word.trim(), &LEVELS);
                    continue;
                };
                match (group, rules::find(name)) {
                    (Some(group), _) => {
                        for rule in RULES.iter().filter(|rule| rule.group == group) {
                            self.loaded.config.levels.insert(rule.name, level);
                        }
                    }
                    (None, Some(rule)) => {
                        self.loaded.config.levels.insert(rule.name, level);
                    }
                    (None, None) => {
                        let span = self.key_span(&["rules", name]);
                        let diagnostic = Diagnostic::at(span, format!("there is no rule or group `{name}`"))
                            .mark("not known");
                        let diagnostic = match rules::nearest(name) {
                            Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
                            None => diagnostic.help("`wabalint rules` lists all names"),
                        };
                        self.loaded.findings.extend(crate::engine::unknown_rule(diagnostic, &defaults()));
                    }
                }
            }
        }
    }

    fn thresholds(&mut self, raw: &RawThresholds) {
        let days =
            raw.horizon_days.map(|days| self.bounded(&["thresholds", "horizon_days"], days, MOST_DAYS));
        let months = raw
            .consent_age_months
            .map(|months| self.bounded(&["thresholds", "consent_age_months"], months, MOST_MONTHS));
        let thresholds = &mut self.loaded.config.thresholds;
        for (slot, value) in [
            (&mut thresholds.per_24h, raw.pace.per_24h),
            (&mut thresholds.per_7d, raw.pace.per_7d),
            (&mut thresholds.per_30d, raw.pace.per_30d),
        ] {
            if let Some(value) = value {
                *slot = value as usize;
            }
        }
        thresholds.horizon_days = days.unwrap_or(thresholds.horizon_days);
        thresholds.consent_age_months = months.unwrap_or(thresholds.consent_age_months);
        match raw.assume.as_deref() {
            None => {}
            Some(word @ ("apart" | "overlapping")) => thresholds.assume_overlap = word == "overlapping",
            Some(word) => self.bad_value(&["thresholds", "assume"], word, &["apart", "overlapping"]),
        }
    }

    /// A number from 1 to `most`: one that lies outside is told, and the nearest is taken.
    fn bounded(&mut self, path: &[&str], value: u32, most: u32) -> u32 {
        let nearest = value.clamp(1, most);
        if nearest != value {
            let span = self.node(path).map_or_else(|| self.key_span(path), |node| node.span);
            let key = path.last().copied().unwrap_or_default();
            self.odd_value(
                Diagnostic::at(span, format!("`{key}` is a number from 1 to {most}"))
                    .mark(format!("read as {nearest}"))
                    .help(format!("write {nearest}, or what you mean")),
            );
        }
        nearest
    }

    /// Rows that add to the table of countries, or stand in the place of what it says.
    fn countries(&mut self, rows: &BTreeMap<String, RawLaw>) {
        for (code, raw) in rows {
            let path = ["countries", code.as_str()];
            let Some(country) = policy::country(code) else {
                let span = self.key_span(&path);
                let diagnostic = Diagnostic::at(span, format!("`{code}` is no country code"))
                    .mark("not known")
                    .help(policy::country_help(code));
                self.broken(Fault::new(FaultKind::InvalidValue, diagnostic));
                continue;
            };
            self.unknown(&path, raw.unknown.keys(), &LAW_KEYS);
            let mut law = policy::law_of(country).copied().unwrap_or(Law::of(country));
            if let Some(bases) = &raw.consent {
                let known = [Basis::Express, Basis::Implied, Basis::SoftOptIn];
                for basis in bases {
                    if !Basis::parse(basis).is_some_and(|basis| known.contains(&basis)) {
                        self.bad_value(&["countries", code, "consent"], basis, &known.map(Basis::as_str));
                    }
                }
                let has = |basis: Basis| bases.iter().any(|known| Basis::parse(known) == Some(basis));
                law.consent = Some(ConsentLaw {
                    implied: has(Basis::Implied),
                    soft_opt_in: has(Basis::SoftOptIn),
                    written: law.consent.is_some_and(|known| known.written),
                    implied_months: law.consent.and_then(|known| known.implied_months),
                    fact: policy::CONFIGURED,
                });
            }
            if let (Some(months), Some(consent)) = (raw.implied_months, law.consent.as_mut()) {
                consent.implied_months = Some(months);
                consent.fact = policy::CONFIGURED;
            }
            if let Some(months) = raw.inquiry_months {
                law.inquiry_months = Some((months, policy::CONFIGURED));
            }
            let knows_implied = law.consent.is_some_and(|consent| consent.implied);
            for (key, given) in
                [("implied_months", raw.implied_months), ("inquiry_months", raw.inquiry_months)]
            {
                if given.is_some() && !knows_implied {
                    let span = self.key_span(&["countries", code, key]);
                    self.odd_value(
                        Diagnostic::at(span, format!("`{key}` says nothing where implied consent is none"))
                            .mark(format!("{code} has no implied consent, as far as anybody said"))
                            .help("name it among the grounds, as in `consent: [express, implied]`, or take the key out"),
                    );
                }
            }
            if let Some(double) = raw.double_opt_in {
                law.double_opt_in = double.then_some(policy::CONFIGURED);
            }
            if let Some(days) = raw.opt_out_days {
                law.opt_out_days = Some((days, policy::CONFIGURED));
            }
            if let Some(years) = raw.proof_years {
                law.proof_years = Some((years, policy::CONFIGURED));
            }
            if let Some(pace) = &raw.pace {
                self.unknown(&["countries", code, "pace"], pace.unknown.keys(), &PACE_KEYS);
                // A figure that is not named keeps that of the table.
                let known = law.pace;
                let own = |most: Option<u32>| most.map(|most| (most, policy::CONFIGURED));
                law.pace = Some(CountryPace {
                    per_24h: own(pace.per_24h).or(known.and_then(|known| known.per_24h)),
                    per_7d: own(pace.per_7d).or(known.and_then(|known| known.per_7d)),
                    per_30d: own(pace.per_30d).or(known.and_then(|known| known.per_30d)),
                });
            }
            if let Some(hours) = &raw.hours {
                law.hours = self.hours(code, hours);
            }
            self.loaded.config.laws.insert(country, law);
        }
    }

    fn hours(&mut self, code: &str, raw: &RawHours) -> Option<Hours> {
        let keys = ["every_day", "weekdays", "saturday", "sunday"];
        self.unknown(&["countries", code, "hours"], raw.unknown.keys(), &keys);
        let given = [&raw.every_day, &raw.weekdays, &raw.saturday, &raw.sunday];
        let mut ranges: [Option<Option<(u16, u16)>>; 4] = [None; 4];
        for ((key, range), value) in keys.iter().zip(&mut ranges).zip(given) {
            let Some(value) = value else { continue };
            *range = match value.as_str() {
                "none" => Some(None),
                _ => match minutes(value) {
                    Some(minutes) => Some(Some(minutes)),
                    None => {
                        let path = ["countries", code, "hours", key];
                        self.bad_value(&path, value, &["a range such as \"09:00..20:00\"", "none"]);
                        None
                    }
                },
            };
        }
        let [every_day, weekdays, saturday, sunday] = ranges;
        // A day that is not named keeps the hours of the table, or is open outside of the night.
        let (night, morning) = policy::NIGHT;
        let usual = policy::law_of(code)
            .and_then(|law| law.hours)
            .map_or([Some((morning, night)); 7], |hours| hours.open);
        let mut open = usual;
        let own = [weekdays, weekdays, weekdays, weekdays, weekdays, saturday, sunday];
        for (day, own) in open.iter_mut().zip(own) {
            if let Some(own) = own.or(every_day) {
                *day = own;
            }
        }
        Some(Hours { open, is_confident: true, fact: policy::CONFIGURED })
    }

    fn unknown<'k>(&mut self, path: &[&str], keys: impl Iterator<Item = &'k String>, known: &[&'static str]) {
        for key in keys {
            if key.starts_with('_') {
                continue;
            }
            let full: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
            let inside = if path.is_empty() {
                "the configuration".to_owned()
            } else {
                format!("`{}`", path.join("."))
            };
            let diagnostic = Diagnostic::at(self.key_span(&full), format!("unknown key `{key}` in {inside}"))
                .mark("nobody reads this key");
            let diagnostic = match nearest(key, known.iter().copied()) {
                Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
                None => diagnostic.help(format!("known here: {}", known.join(", "))),
            };
            let rule = rules::of_fault(FaultKind::UnknownKey);
            self.loaded.findings.extend(crate::engine::finding(rule, diagnostic, &defaults()));
        }
    }

    fn bad_value(&mut self, path: &[&str], value: &str, words: &[&str]) {
        let span = self.node(path).map_or_else(|| self.key_span(path), |node| node.span);
        let diagnostic = Diagnostic::at(span, format!("`{value}` is no value of `{}`", path.join(".")))
            .mark("not known")
            .help(format!("one of {}", words.join(", ")));
        self.broken(Fault::new(FaultKind::InvalidValue, diagnostic));
    }

    /// A value that is passed over, and stops nothing.
    fn odd_value(&mut self, diagnostic: Diagnostic) {
        let rule = rules::of_fault(FaultKind::InvalidValue);
        let diagnostic = diagnostic.severity(Severity::Warning);
        self.loaded.findings.extend(crate::engine::finding(rule, diagnostic, &defaults()));
    }

    fn broken(&mut self, fault: Fault) {
        let rule = rules::of_fault(fault.kind);
        self.loaded.broken.extend(crate::engine::finding(rule, fault.diagnostic, &defaults()));
    }

    fn node(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self.root.as_ref()?, |node, key| node.get(key))
    }

    fn key_span(&self, path: &[&str]) -> Span {
        let start = Span::new(self.id, 0, 0);
        let Some((last, parents)) = path.split_last() else { return start };
        let entries = self.node(parents).and_then(Node::as_map).unwrap_or_default();
        entries.iter().find(|entry| entry.key.as_str() == *last).map_or(start, |entry| entry.key.span())
    }
}

/// Keys of a country.
const LAW_KEYS: [&str; 8] = [
    "consent",
    "implied_months",
    "inquiry_months",
    "double_opt_in",
    "hours",
    "opt_out_days",
    "pace",
    "proof_years",
];

/// Keys of a pace.
const PACE_KEYS: [&str; 3] = ["per_24h", "per_7d", "per_30d"];

/// A range of times such as `09:00..20:00`, in minutes after midnight; the later one may be `24:00`.
fn minutes(range: &str) -> Option<(u16, u16)> {
    let minute = |time: &str| {
        let (hour, minute) = time.trim().split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60 || hour == 24 && minute == 0).then_some(hour * 60 + minute)
    };
    let (from, to) = range.split_once("..")?;
    let (from, to) = (minute(from)?, minute(to)?);
    (from < to).then_some((from, to))
}

/// A level by its word: `Some(None)` is off.
pub fn severity(word: &str) -> Option<Option<Severity>> {
    Some(match word {
        "off" => None,
        "advice" => Some(Severity::Advice),
        "warning" | "warn" => Some(Severity::Warning),
        "error" | "deny" => Some(Severity::Error),
        _ => return None,
    })
}

/// The levels that hold for findings about the configuration itself: no configuration can change them.
fn defaults() -> Options {
    Options::on(jiff::civil::Date::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    fn loaded(text: &str) -> Loaded {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new(FILE_NAME, text));
        load(id, sources.get(id).unwrap())
    }

    /// What is told of a configuration: message, mark and help of each finding.
    fn told(text: &str) -> String {
        let loaded = loaded(text);
        let all = loaded.broken.iter().chain(&loaded.findings);
        let lines = all.map(|found| {
            let words = &found.diagnostic;
            let help = words.help.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} / {} / {help}\n", words.message, words.primary.message)
        });
        lines.collect()
    }

    #[test]
    fn no_type_of_the_program_reaches_a_reader() {
        let keys = [
            "rules: VALUE",
            "rules: { missing-opt-out: VALUE }",
            "thresholds: VALUE",
            "thresholds: { pace: VALUE }",
            "thresholds: { pace: { per_24h: VALUE } }",
            "thresholds: { horizon_days: VALUE }",
            "thresholds: { consent_age_months: VALUE }",
            "thresholds: { assume: VALUE }",
            "paths: VALUE",
            "paths: { include: VALUE }",
            "paths: { exclude: [VALUE] }",
            "fail_on: VALUE",
            "preset: VALUE",
            "languages: VALUE",
            "languages: [VALUE]",
            "countries: VALUE",
            "countries: { BR: VALUE }",
            "countries: { BR: { consent: VALUE } }",
            "countries: { BR: { consent: [VALUE] } }",
            "countries: { BR: { implied_months: VALUE } }",
            "countries: { BR: { inquiry_months: VALUE } }",
            "countries: { BR: { double_opt_in: VALUE } }",
            "countries: { BR: { opt_out_days: VALUE } }",
            "countries: { BR: { proof_years: VALUE } }",
            "countries: { BR: { pace: VALUE } }",
            "countries: { BR: { pace: { per_30d: VALUE } } }",
            "countries: { BR: { hours: VALUE } }",
            "countries: { BR: { hours: { saturday: VALUE } } }",
            "account: VALUE",
            "[VALUE]",
            "VALUE",
            "rules: {}\nrules: VALUE",
        ];
        let values = [
            "soon",
            "\"a sequence\"",
            "3",
            "-1",
            "1.5",
            "99999999999",
            "yes",
            "true",
            "~",
            "[1, a]",
            "{ a: 1 }",
            "!!x 1",
        ];
        let theirs = [
            "Raw",
            "struct",
            "u32",
            "u64",
            "i64",
            "f64",
            "Option",
            "option",
            "enum",
            "variant",
            "sequence",
            "a map",
            "Vec",
            "String",
            "BTree",
            "unit",
            "boolean",
            "invalid type",
            "invalid value",
            "floating",
        ];
        let mut wrong = String::new();
        for key in keys {
            for value in values {
                let told = told(&key.replace("VALUE", value)).replace(value.trim_matches('"'), "");
                if theirs.iter().any(|word| told.contains(word)) {
                    wrong.push_str(&format!("{key} {value}: {told}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn a_pace_that_is_given_in_part_keeps_the_rest_of_the_table() {
        let pace = |text: &str| {
            let pace = loaded(text).config.laws.get("AE").and_then(|law| law.pace).unwrap();
            [pace.per_24h, pace.per_7d, pace.per_30d]
        };
        let law = |most: u32| Some((most, "law-ae-pace"));
        let own = |most: u32| Some((most, policy::CONFIGURED));
        assert_eq!(pace("countries: { AE: { pace: { per_7d: 3 } } }"), [law(1), own(3), None]);
        assert_eq!(pace("countries: { AE: { pace: { per_30d: 4 } } }"), [law(1), law(2), own(4)]);
        let own = loaded("thresholds: { pace: { per_7d: 3 } }").config.thresholds;
        assert_eq!((own.per_24h, own.per_7d, own.per_30d), (1, 3, 8));
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        let cases = [
            ("thresholds: { horizon_days: 0 }", "from 1 to 3660 / read as 1"),
            ("thresholds: { horizon_days: 99999 }", "from 1 to 3660 / read as 3660"),
            ("thresholds: { consent_age_months: 0 }", "from 1 to 1200 / read as 1"),
            ("countries: { UK: { proof_years: 3 } }", "did you mean `GB`?"),
            ("countries: { br: { proof_years: 3 } }", "did you mean `BR`?"),
            ("countries: { uk: { proof_years: 3 } }", "did you mean `GB`?"),
            ("countries: { XX: { proof_years: 3 } }", "two-letter codes"),
            ("countries: { BR: { implied_months: 6 } }", "`implied_months` says nothing"),
            ("countries: { DE: { implied_months: 6 } }", "`implied_months` says nothing"),
            ("countries: { BR: { inquiry_months: 6 } }", "`inquiry_months` says nothing"),
            ("countries: { BR: { consent: [none] } }", "one of express, implied, soft_opt_in\n"),
            ("countries: { CA: { pace: { per_month: 3 } } }", "unknown key `per_month`"),
        ];
        for (text, expected) in cases {
            let told = told(text);
            assert!(told.contains(expected), "{text}: {told}");
        }
        for text in [
            "thresholds: { horizon_days: 3660, consent_age_months: 1 }",
            "countries: { CA: { implied_months: 6, inquiry_months: 3 } }",
            "countries: { BR: { consent: [express, implied], implied_months: 6 } }",
        ] {
            assert_eq!(told(text), "", "{text}");
        }
    }
}

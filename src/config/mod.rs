//! `wabalint.yaml`: what it may say, and what it comes to.
//!
//! A configuration is read in layers: the files that it extends first, then itself. What a later layer says wins.

mod company;
pub mod in_force;
mod keys;
mod raw;
pub mod schema;

pub use raw::Layer;

use std::collections::BTreeMap;

use crate::company::Company;
use crate::diagnostic::{Diagnostic, FaultKind, Severity};
use crate::engine::{Allowance, Finding, Options, Thresholds};
use crate::format;
use crate::model::{Account, Basis};
use crate::policy::{self, ConsentLaw, CountryPace, Hours, Law, Preset};
use crate::rules::{self, Group, RULES};
use crate::source::{FileId, SourceFile, Span, Spanned};
use crate::syntax::lexical;
use crate::syntax::tree::{Node, Scalar, Value};
use keys::{LEVELS, MOST_DAYS, MOST_MONTHS, SEVERITIES};
use raw::{RawHours, RawLaw, RawThresholds};

/// The file name that is looked for from the working directory upwards.
pub const FILE_NAME: &str = "wabalint.yaml";

/// A configuration that holds.
#[derive(Debug, Default)]
pub struct Config {
    /// Levels by rule; `None` is off.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// The company's own rules.
    pub company: Company,
    /// The least level of a finding whose rule has no level of its own here.
    pub least: Option<Severity>,
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
    /// Findings that are accepted.
    pub allowed: Vec<Allowance>,
    /// The file of findings that were there before, relative to the configuration.
    pub baseline: Option<Spanned<String>>,
    /// Where each value comes from, by its key: several places where files add up. The others are defaults.
    pub origins: BTreeMap<String, Vec<Origin>>,
    /// Values that are shown as they were written, by their key.
    written: BTreeMap<&'static str, serde_yaml::Value>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A place in a configuration file.
    File(Span),
    /// A preset that is named there.
    Preset(&'static str, Span),
    /// An option of the command line.
    CommandLine,
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

/// Reads a configuration that extends nothing.
pub fn load(id: FileId, file: &SourceFile) -> Loaded {
    settle(vec![Layer::read(id, file)])
}

/// Brings layers together; the last one is the configuration itself.
pub fn settle(layers: Vec<Layer>) -> Loaded {
    let mut loaded = Loaded::default();
    let count = layers.len();
    for (at, layer) in layers.into_iter().enumerate() {
        let is_own = at + 1 == count;
        let mut settler = Settler { layer, config: loaded.config, is_own };
        if settler.layer.broken.is_empty() {
            settler.take();
        }
        loaded.config = settler.config;
        loaded.findings.append(&mut settler.layer.findings);
        loaded.broken.append(&mut settler.layer.broken);
    }
    loaded
}

/// Adds what one file says to what the files before it said.
struct Settler {
    layer: Layer,
    config: Config,
    /// Whether it is the configuration itself, and none that it extends.
    is_own: bool,
}

impl Settler {
    fn take(&mut self) {
        let raw = std::mem::take(&mut self.layer.raw);
        self.layer.unknown(&[], raw.unknown.keys());
        self.layer.unknown(&["thresholds"], raw.thresholds.unknown.keys());
        self.layer.unknown(&["thresholds", "pace"], raw.thresholds.pace.unknown.keys());
        self.layer.unknown(&["paths"], raw.paths.unknown.keys());
        if raw.preset.is_some() {
            self.presets();
        }
        if raw.own_rules.is_some() || raw.words.is_some() {
            self.company();
        }
        self.rules(&raw.rules);
        self.thresholds(&raw.thresholds);
        self.countries(&raw.countries);
        if let Some(include) = raw.paths.include {
            self.config.include = include;
            self.came("paths.include".to_owned(), &["paths", "include"]);
        }
        if let Some(exclude) = raw.paths.exclude {
            // What a company leaves out stays out.
            self.config.exclude.extend(exclude);
            self.came_too("paths.exclude".to_owned(), &["paths", "exclude"]);
        }
        if let Some(languages) = raw.languages {
            self.languages(languages);
        }
        if let Some(level) = raw.fail_on {
            match severity(&level) {
                Some(Some(severity)) => {
                    self.config.fail_on = Some(severity);
                    self.came("fail_on".to_owned(), &["fail_on"]);
                }
                _ => self.layer.bad_value(&["fail_on"], &level, &SEVERITIES),
            }
        }
        if let Some(name) = raw.baseline {
            self.baseline(name);
        }
        if let Some(entries) = raw.allow {
            self.allow();
            // Entries of an extended file hold as well.
            let own = entries.as_sequence().cloned().unwrap_or_default();
            let known =
                self.config.written.entry("allow").or_insert_with(|| serde_yaml::Value::Sequence(Vec::new()));
            if let serde_yaml::Value::Sequence(known) = known {
                known.extend(own);
            }
        }
        if let Some(account) = raw.account {
            self.account();
            self.config.written.insert("account", account);
        }
    }

    /// Notes that a value comes from this layer; `path` leads to it.
    fn came(&mut self, key: String, path: &[&str]) {
        let span = self.layer.key_span(path);
        self.config.origins.insert(key, vec![Origin::File(span)]);
    }

    /// Notes that a value comes from this layer as well.
    fn came_too(&mut self, key: String, path: &[&str]) {
        let span = self.layer.key_span(path);
        self.config.origins.entry(key).or_default().push(Origin::File(span));
    }

    /// The company's own rules. One of the same name takes the place of one that is extended.
    fn company(&mut self) {
        let (company, faults) = company::read(self.layer.node(&["own_rules"]), self.layer.node(&["words"]));
        for key in ["own_rules", "words"] {
            for entry in self.layer.node(&[key]).and_then(Node::as_map).unwrap_or_default() {
                let origin = Origin::File(entry.key.span());
                self.config.origins.insert(format!("rules.{}", entry.key.as_str()), vec![origin]);
            }
        }
        self.config.company.add(company);
        for fault in faults {
            if fault.kind == FaultKind::UnknownKey {
                let rule = rules::of_fault(fault.kind);
                self.layer.findings.extend(crate::engine::finding(rule, fault.diagnostic, &defaults()));
            } else {
                self.layer.broken(fault.kind, fault.diagnostic);
            }
        }
    }

    fn account(&mut self) {
        let Some(node) = self.layer.node(&["account"]) else { return };
        let (account, faults) = format::account(&self.layer.file, node);
        self.config.account = account;
        self.came("account".to_owned(), &["account"]);
        for fault in faults {
            let rule = rules::of_fault(fault.kind);
            self.layer.findings.extend(crate::engine::finding(rule, fault.diagnostic, &defaults()));
        }
    }

    fn languages(&mut self, codes: Vec<String>) {
        self.config.languages.clear();
        self.came("languages".to_owned(), &["languages"]);
        for code in codes {
            if policy::LANGUAGES.binary_search(&code.as_str()).is_ok() {
                self.config.languages.push(code);
            } else {
                let words = ["the platform's codes, such as en_US or pt_BR"];
                let nodes = self.layer.node(&["languages"]).map(Node::elements).unwrap_or_default();
                let is_it = |node: &&Node| node.as_text().is_some_and(|text| text.as_str() == code);
                let span =
                    nodes.iter().find(is_it).map_or(self.layer.key_span(&["languages"]), |node| node.span);
                self.layer.bad_value_at(span, &["languages"], &code, &words);
            }
        }
    }

    fn baseline(&mut self, name: String) {
        let span =
            self.layer.node(&["baseline"]).map_or(self.layer.key_span(&["baseline"]), |node| node.span);
        if self.is_own {
            self.config.baseline = Some(Spanned::new(name, span));
            self.came("baseline".to_owned(), &["baseline"]);
        } else {
            self.layer.odd_value(
                Diagnostic::at(span, "a file that is extended has no baseline for others")
                    .mark("passed over")
                    .help("name the baseline in the repository's own wabalint.yaml"),
            );
        }
    }

    /// Levels of presets: how much is told first, then those of industries. Those of `rules` win over them.
    fn presets(&mut self) {
        let mut named = Vec::new();
        for word in self.layer.words("preset", "the name of a preset, or a list of them") {
            match policy::PRESETS.iter().find(|preset| preset.name == word.value) {
                Some(preset) => named.push((preset, word.span)),
                None => self.layer.bad_value_at(word.span, &["preset"], &word.value, &keys::presets()),
            }
        }
        let breadths: Vec<(&str, Span)> = named
            .iter()
            .filter(|(preset, _)| preset.is_breadth)
            .map(|(preset, span)| (preset.name, *span))
            .collect();
        if let [(first, at), (second, span), ..] = breadths.as_slice() {
            let diagnostic = Diagnostic::at(*span, format!("`{first}` and `{second}` contradict each other"))
                .mark("says how much is told, too")
                .label(*at, "says how much is told")
                .help("keep one of them; presets of industries can stand beside it");
            self.layer.broken(FaultKind::InvalidValue, diagnostic);
        }
        named.sort_by_key(|(preset, _)| !preset.is_breadth);
        for (preset, span) in named {
            self.preset(preset, span);
        }
    }

    fn preset(&mut self, preset: &'static Preset, span: Span) {
        let origin = Origin::Preset(preset.name, span);
        if preset.is_breadth {
            // It says of every rule how much is told, so nothing of an earlier layer is left.
            self.config.levels.clear();
            self.config.origins.retain(|key, _| !key.starts_with("rules."));
            self.config.least = preset.least.and_then(severity).flatten();
            self.config.origins.insert("least".to_owned(), vec![origin]);
        }
        for (group, level) in preset.groups {
            let (Some(group), Some(level)) = (Group::parse(group), severity(level)) else { continue };
            for rule in RULES.iter().filter(|rule| rule.group == group) {
                self.set(rule.name, Some(level), origin);
            }
        }
        for (name, level) in preset.levels {
            let Some(rule) = rules::find(name) else { continue };
            self.set(rule.name, severity(level), origin);
        }
    }

    /// Sets the level of a rule, or takes it back to its default.
    fn set(&mut self, rule: &str, level: Option<Option<Severity>>, origin: Origin) {
        match level {
            Some(level) => self.config.levels.insert(rule.to_owned(), level),
            None => self.config.levels.remove(rule),
        };
        self.config.origins.insert(format!("rules.{rule}"), vec![origin]);
    }

    fn rules(&mut self, raw: &BTreeMap<String, serde_yaml::Value>) {
        let company = self.config.company.clone();
        // Groups first, so that a rule's own level wins over its group's.
        for groups in [true, false] {
            for (name, value) in raw {
                let group = company.group(name);
                if group.is_some() != groups {
                    continue;
                }
                let level = match value {
                    serde_yaml::Value::String(word) if word == "default" => Some(None),
                    serde_yaml::Value::String(word) => severity(word).map(Some),
                    serde_yaml::Value::Bool(false) => Some(Some(None)),
                    _ => None,
                };
                let Some(level) = level else {
                    let word = serde_yaml::to_string(value).unwrap_or_default();
                    self.layer.bad_value(&["rules", name], word.trim(), &LEVELS);
                    continue;
                };
                let span = self.layer.key_span(&["rules", name]);
                let origin = Origin::File(span);
                match (group, company.find(name)) {
                    (Some(names), _) => {
                        for rule in names {
                            self.set(rule, level, origin);
                        }
                    }
                    (None, Some(_)) => self.set(name, level, origin),
                    (None, None) => self.unknown_rule(name, span),
                }
            }
        }
    }

    fn unknown_rule(&mut self, name: &str, span: Span) {
        let diagnostic =
            Diagnostic::at(span, format!("there is no rule or group `{name}`")).mark("not known");
        let diagnostic = match self.config.company.nearest(name) {
            Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
            None => diagnostic.help("`wabalint rules` lists all names"),
        };
        self.layer.findings.extend(crate::engine::unknown_rule(diagnostic, &defaults()));
    }

    /// The entries of `allow`.
    fn allow(&mut self) {
        let Some(node) = self.layer.node(&["allow"]).cloned() else { return };
        if !matches!(node.value, Value::List(_)) {
            let diagnostic = Diagnostic::at(node.span, "expected a list for `allow`")
                .mark("does not fit")
                .help("write `allow: [{ rule: missing-opt-out, item: app_news, because: … }]`");
            self.layer.broken(FaultKind::InvalidValue, diagnostic);
            return;
        }
        self.came_too("allow".to_owned(), &["allow"]);
        for entry in node.elements() {
            if let Some(allowance) = self.allowance(entry) {
                self.config.allowed.push(allowance);
            }
        }
    }

    fn allowance(&mut self, entry: &Node) -> Option<Allowance> {
        let keys = keys::of(&["allow", "0"]);
        let Some(entries) = entry.as_map() else {
            let diagnostic = Diagnostic::at(entry.span, "expected keys such as `rule` and `item` in `allow`")
                .mark("does not fit");
            self.layer.broken(FaultKind::InvalidValue, diagnostic);
            return None;
        };
        let head = entries.first().map_or(entry.span.beginning(), |first| first.key.span());
        for inner in entries {
            let key = inner.key.as_str();
            if key.starts_with('_') || keys.iter().any(|known| known.name == key) {
                continue;
            }
            let known: Vec<&'static str> = keys.iter().map(|known| known.name).collect();
            let diagnostic = Diagnostic::at(inner.key.span(), format!("unknown key `{key}` in `allow`"))
                .mark("nobody reads this key");
            let diagnostic = match lexical::nearest(key, known.iter().copied()) {
                Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
                None => diagnostic.help(format!("known here: {}", known.join(", "))),
            };
            // A condition that is not read would allow more than was meant.
            self.layer.broken(FaultKind::UnknownKey, diagnostic);
        }
        let rules = entry.get("rule").map(Node::elements).unwrap_or_default();
        let rules: Vec<Spanned<String>> =
            rules.iter().filter_map(|node| self.text_of("rule", node)).collect();
        let text = |settler: &mut Self, key: &'static str| {
            entry.get(key).and_then(|node| settler.text_of(key, node))
        };
        let item = text(self, "item");
        let files = text(self, "file");
        let because = text(self, "because");
        let until = entry.get("until").and_then(|node| {
            let read = node.as_text().map(lexical::date);
            match read {
                Some(Ok(date)) => Some(Spanned::new(date, node.span)),
                _ => {
                    let diagnostic =
                        Diagnostic::at(node.span, "expected a date such as `2026-09-01` for `until`")
                            .mark("does not fit");
                    self.layer.broken(FaultKind::InvalidValue, diagnostic);
                    None
                }
            }
        });
        if rules.is_empty() {
            let diagnostic = Diagnostic::at(head, "this entry of `allow` names no rule")
                .mark("allows nothing")
                .help("write `rule:` with one or more names");
            self.layer.broken(FaultKind::InvalidValue, diagnostic);
            return None;
        }
        if item.is_none() && files.is_none() {
            let diagnostic = Diagnostic::at(head, "this entry of `allow` names neither an item nor a file")
                .mark("would allow it everywhere")
                .help("write `item:` or `file:`, or turn the rule off under `rules:`");
            self.layer.broken(FaultKind::InvalidValue, diagnostic);
            return None;
        }
        let explained = because.is_some_and(|because| !because.value.trim().is_empty());
        match Allowance::new(head, rules, item, files, explained, until) {
            Ok(allowance) => Some(allowance),
            Err((span, message)) => {
                let diagnostic = Diagnostic::at(span, message).mark("not a pattern");
                self.layer.broken(FaultKind::InvalidValue, diagnostic);
                None
            }
        }
    }

    fn text_of(&mut self, key: &str, node: &Node) -> Option<Spanned<String>> {
        if let Value::Scalar(Scalar { text, .. }) = &node.value {
            return Some(Spanned::new(text.as_str().to_owned(), node.span));
        }
        let diagnostic =
            Diagnostic::at(node.span, format!("expected a text for `{key}`")).mark("does not fit");
        self.layer.broken(FaultKind::InvalidValue, diagnostic);
        None
    }

    fn thresholds(&mut self, raw: &RawThresholds) {
        let days = raw.horizon_days.map(|days| self.bounded("horizon_days", days, MOST_DAYS));
        let months =
            raw.consent_age_months.map(|months| self.bounded("consent_age_months", months, MOST_MONTHS));
        let thresholds = &mut self.config.thresholds;
        let mut came: Vec<Vec<&'static str>> = Vec::new();
        for (name, slot, value) in [
            ("per_24h", &mut thresholds.per_24h, raw.pace.per_24h),
            ("per_7d", &mut thresholds.per_7d, raw.pace.per_7d),
            ("per_30d", &mut thresholds.per_30d, raw.pace.per_30d),
        ] {
            if let Some(value) = value {
                *slot = value as usize;
                came.push(vec!["thresholds", "pace", name]);
            }
        }
        for (name, slot, value) in [
            ("horizon_days", &mut thresholds.horizon_days, days),
            ("consent_age_months", &mut thresholds.consent_age_months, months),
        ] {
            if let Some(value) = value {
                *slot = value;
                came.push(vec!["thresholds", name]);
            }
        }
        match raw.assume.as_deref() {
            None => {}
            Some(word @ ("apart" | "overlapping")) => {
                thresholds.assume_overlap = word == "overlapping";
                came.push(vec!["thresholds", "assume"]);
            }
            Some(word) => self.layer.bad_value(&["thresholds", "assume"], word, &["apart", "overlapping"]),
        }
        for path in came {
            self.came(path.join("."), &path);
        }
    }

    /// A number from 1 to `most`: one that lies outside is told, and the nearest is taken.
    fn bounded(&mut self, key: &str, value: u32, most: u32) -> u32 {
        let path = ["thresholds", key];
        let nearest = value.clamp(1, most);
        if nearest != value {
            let span = self.layer.node(&path).map_or_else(|| self.layer.key_span(&path), |node| node.span);
            self.layer.odd_value(
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
                let span = self.layer.key_span(&path);
                let diagnostic = Diagnostic::at(span, format!("`{code}` is no country code"))
                    .mark("not known")
                    .help(policy::country_help(code));
                self.layer.broken(FaultKind::InvalidValue, diagnostic);
                continue;
            };
            self.layer.unknown(&path, raw.unknown.keys());
            let mut law = match self.config.laws.get(country) {
                // What an extended file says of it holds where this one says nothing.
                Some(law) => *law,
                None => policy::law_of(country).copied().unwrap_or(Law::of(country)),
            };
            if let Some(bases) = &raw.consent {
                let known = [Basis::Express, Basis::Implied, Basis::SoftOptIn];
                for basis in bases {
                    if !Basis::parse(basis).is_some_and(|basis| known.contains(&basis)) {
                        self.layer.bad_value(
                            &["countries", code, "consent"],
                            basis,
                            &known.map(Basis::as_str),
                        );
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
                    let span = self.layer.key_span(&["countries", code, key]);
                    self.layer.odd_value(
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
                self.layer.unknown(&["countries", code, "pace"], pace.unknown.keys());
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
            self.config.laws.insert(country, law);
            self.came_too(format!("countries.{country}"), &path);
        }
    }

    fn hours(&mut self, code: &str, raw: &RawHours) -> Option<Hours> {
        let keys = ["every_day", "weekdays", "saturday", "sunday"];
        self.layer.unknown(&["countries", code, "hours"], raw.unknown.keys());
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
                        self.layer.bad_value(&path, value, &["a range such as \"09:00..20:00\"", "none"]);
                        None
                    }
                },
            };
        }
        let [every_day, weekdays, saturday, sunday] = ranges;
        // A day that is not named keeps the hours of the table, or is open outside of the night.
        let (night, morning) = policy::NIGHT;
        let usual = (self.config.laws.get(code).or(policy::law_of(code)))
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
}

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
pub(super) fn defaults() -> Options {
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

//! The keys of `wabalint.yaml`: the one table from which misspelt keys, the JSON Schema, and what is printed as in force come.

use crate::format;
use crate::model::Category;
use crate::policy;
use crate::rules::{Group, RULES};
use crate::schema::{DAY, Key, Kind, key};

/// Ten years are more than anybody plans, and keep the work bounded.
pub(super) const MOST_DAYS: u32 = 3_660;

/// No consent is older.
pub(super) const MOST_MONTHS: u32 = 1_200;

/// The words of a level of findings.
pub(super) const SEVERITIES: [&str; 3] = ["error", "warning", "advice"];

/// The words for the level of a rule.
pub(super) const LEVELS: [&str; 5] = ["off", "advice", "warning", "error", "default"];

/// A range of hours.
const HOURS_OF_A_DAY: Kind = Kind::Form(r"^(none|\d{1,2}:\d{2}\.\.\d{1,2}:\d{2})$", "09:00..20:00");

static PACE: [Key; 3] = [
    key("per_24h", "Marketing messages to one person in 24 hours.", Kind::Whole(0, u32::MAX)),
    key("per_7d", "Marketing messages to one person in 7 days.", Kind::Whole(0, u32::MAX)),
    key("per_30d", "Marketing messages to one person in 30 days.", Kind::Whole(0, u32::MAX)),
];

static THRESHOLDS: [Key; 4] = [
    key(
        "pace",
        "How many marketing messages one person should get at most.",
        Kind::Shared("pace", &Kind::Keys(&PACE)),
    ),
    key("horizon_days", "How many days ahead schedules are looked at.", Kind::Whole(1, MOST_DAYS)),
    key("consent_age_months", "How old consent may be, in months.", Kind::Whole(1, MOST_MONTHS)),
    key(
        "assume",
        "Whether audiences of which nothing else is said are apart or overlapping.",
        Kind::Word(&["apart", "overlapping"]),
    ),
];

static HOURS: [Key; 4] = [
    key("every_day", "The hours of all days that have none of their own.", HOURS_OF_A_DAY),
    key("weekdays", "The hours from Monday to Friday.", HOURS_OF_A_DAY),
    key("saturday", "The hours of Saturday.", HOURS_OF_A_DAY),
    key("sunday", "The hours of Sunday.", HOURS_OF_A_DAY),
];

static LAW: [Key; 8] = [
    key(
        "consent",
        "The grounds on which marketing is lawful.",
        Kind::List(&Kind::Word(&["express", "implied", "soft_opt_in"])),
    ),
    key("implied_months", "For how many months implied consent holds.", Kind::Whole(0, u32::MAX)),
    key("inquiry_months", "For how many months an inquiry counts as consent.", Kind::Whole(0, u32::MAX)),
    key("double_opt_in", "Whether consent has to be confirmed a second time.", Kind::Switch),
    key("hours", "The hours in which marketing may arrive.", Kind::Keys(&HOURS)),
    key("opt_out_days", "Within how many days a request to stop takes effect.", Kind::Whole(0, u32::MAX)),
    key("pace", "How many marketing messages one person may get.", Kind::Shared("pace", &Kind::Keys(&PACE))),
    key("proof_years", "For how many years the proof of consent is kept.", Kind::Whole(0, u32::MAX)),
];

static PATHS: [Key; 2] = [
    key(
        "include",
        "The files and folders that are checked when the command line names none, from the folder of this file.",
        Kind::List(&Kind::Text),
    ),
    key("exclude", "Patterns of paths that are left out, written as in .gitignore.", Kind::List(&Kind::Text)),
];

static ALLOW: [Key; 5] = [
    key(
        "rule",
        "The rules that are allowed: one, or a list.",
        Kind::OneOrMore(&Kind::Shared("rule", &Kind::Proposed(rules))),
    ),
    key(
        "item",
        "The name of the template, campaign, audience or account; `*` stands for any letters.",
        Kind::Text,
    ),
    key("file", "A pattern of the files, written as in .gitignore.", Kind::Text),
    key("because", "Why.", Kind::Text),
    key("until", "The last day on which this holds.", DAY),
];

/// The keys of a rule of the company.
pub(super) static OWN_RULE: [Key; 7] = [
    key("level", "How bad it is.", Kind::Word(&SEVERITIES)),
    key("for", "Which items it looks at.", Kind::Word(&["template", "audience", "campaign", "account"])),
    key("when", "The condition under which it finds something, in CEL.", Kind::Text),
    key("message", "What is said; `{name}` and other fields stand in braces.", Kind::Text),
    key("at", "The field that is pointed at.", Kind::Text),
    key("help", "What to do.", Kind::Text),
    key("link", "Where more can be read.", Kind::Text),
];

/// Words by language, or a plain list for all languages.
const WORDS_BY_LANGUAGE: Kind = Kind::Anything;

/// The keys of a list of words.
pub(super) static WORDS: [Key; 9] = [
    key("level", "How bad it is.", Kind::Word(&SEVERITIES)),
    key("avoid", "Words that should not stand there, by language.", WORDS_BY_LANGUAGE),
    key("require", "Words of which one should stand there, by language.", WORDS_BY_LANGUAGE),
    key("require_all", "Words that should all stand there, by language.", WORDS_BY_LANGUAGE),
    key("in", "Where they are looked for: parts of a template.", Kind::OneOrMore(&Kind::Text)),
    key("category", "The categories of templates.", Kind::OneOrMore(&Kind::Word(Category::WORDS))),
    key("message", "What is said; `{word}` and other fields stand in braces.", Kind::Text),
    key("help", "What to do.", Kind::Text),
    key("link", "Where more can be read.", Kind::Text),
];

/// The keys at the top of the file.
pub(super) static KEYS: [Key; 13] = [
    key(
        "extends",
        "Files whose settings hold here unless this file says otherwise, from the folder of this file.",
        Kind::OneOrMore(&Kind::Text),
    ),
    key(
        "preset",
        "A set of levels: how much is told, and for which industry. One, or a list.",
        Kind::OneOrMore(&Kind::Name(presets)),
    ),
    key(
        "rules",
        "The levels of rules and groups.",
        Kind::OpenMap(rules_and_groups, &Kind::Shared("level", &Kind::Word(&LEVELS))),
    ),
    key("own_rules", "The company's own rules, by name.", Kind::Map(None, &Kind::Keys(&OWN_RULE))),
    key(
        "words",
        "Words to avoid or to require, by the name of the rule.",
        Kind::Map(None, &Kind::Keys(&WORDS)),
    ),
    key(
        "allow",
        "Findings that are accepted, by rule and item or file, with the reason.",
        Kind::List(&Kind::Keys(&ALLOW)),
    ),
    key("fail_on", "The level from which on findings fail the run.", Kind::Word(&SEVERITIES)),
    key("baseline", "The file of findings that were there before, from the folder of this file.", Kind::Text),
    key(
        "languages",
        "The languages in which every template should exist.",
        Kind::List(&Kind::Shared("language", &Kind::Name(languages))),
    ),
    key("thresholds", "Figures.", Kind::Keys(&THRESHOLDS)),
    key(
        "countries",
        "What laws ask, by country, where your counsel says more or other than the table.",
        Kind::Map(Some(countries), &Kind::Shared("country", &Kind::Keys(&LAW))),
    ),
    key("paths", "Which files are checked.", Kind::Keys(&PATHS)),
    key("account", "The sender.", Kind::Keys(&format::keys::ACCOUNT)),
];

/// The keys of the map that a path leads to. A country code and the place in a list lead through.
pub(super) fn of(path: &[&str]) -> &'static [Key] {
    let mut keys: &'static [Key] = &KEYS;
    let mut steps = path.iter();
    while let Some(step) = steps.next() {
        let Some(found) = keys.iter().find(|key| key.name == *step) else { return &[] };
        let kind = match found.kind.bare() {
            Kind::Map(_, inner) | Kind::List(inner) => {
                steps.next();
                inner.bare()
            }
            kind => kind,
        };
        keys = match kind {
            Kind::Keys(inner) => inner,
            _ => &[],
        };
    }
    keys
}

/// The words of `preset`.
pub(super) fn presets() -> Vec<&'static str> {
    policy::PRESETS.iter().map(|preset| preset.name).collect()
}

fn rules() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.name).collect()
}

fn rules_and_groups() -> Vec<&'static str> {
    Group::ALL.iter().map(|group| group.as_str()).chain(rules()).collect()
}

fn languages() -> Vec<&'static str> {
    policy::LANGUAGES.to_vec()
}

fn countries() -> Vec<&'static str> {
    policy::COUNTRY_ZONES.iter().map(|(country, _)| *country).collect()
}

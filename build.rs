//! Checks the policy data and compiles it in, so that starting up parses nothing.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a build script reads files, and stops the build where the data are wrong"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs, path::Path};

use serde::Deserialize;

#[path = "src/text/feature.rs"]
#[expect(dead_code, reason = "how long stems are, only the program asks")]
mod feature;
#[path = "src/text/fold.rs"]
#[expect(dead_code, reason = "the program uses all of it, this script only what phrases need")]
mod fold;
#[path = "src/text/hash.rs"]
#[expect(dead_code, reason = "the program uses all of it, this script only the functions")]
mod hash;
#[path = "src/text/rarity.rs"]
mod rarity;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    id: String,
    says: String,
    limit: Option<u32>,
    least: Option<u32>,
    disputed: Option<u32>,
    #[serde(default)]
    values: Vec<String>,
    no_rule: Option<String>,
    code: Option<String>,
    confidence: String,
    as_of: String,
    sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    as_of: String,
    source: String,
    codes: Vec<String>,
    instead: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Categories {
    as_of: String,
    source: String,
    instead: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneTimeCodes {
    as_of: String,
    languages: BTreeMap<String, Vec<String>>,
    exceptions: Vec<String>,
    before_recipients: Vec<String>,
    warnings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Countries {
    as_of: String,
    source: String,
    remote: Vec<String>,
    slips: BTreeMap<String, String>,
    zones: BTreeMap<String, Vec<String>>,
    former: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Laws {
    as_of: String,
    night: String,
    laws: BTreeMap<String, Law>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Law {
    consent: Option<Consent>,
    double_opt_in: Option<String>,
    hours: Option<Hours>,
    opt_out: Option<OptOutDeadline>,
    pace: Option<CountryPace>,
    proof: Option<Proof>,
    least_age: Option<Proof>,
    inquiry: Option<Months>,
    silence: Option<Months>,
    stop_words: Option<StopWords>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Consent {
    bases: Vec<String>,
    implied_months: Option<u32>,
    #[serde(default)]
    written: bool,
    fact: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hours {
    every_day: Option<String>,
    weekdays: Option<String>,
    saturday: Option<String>,
    sunday: Option<String>,
    confident: bool,
    fact: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptOutDeadline {
    days: u32,
    fact: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryPace {
    per_24h: Option<u32>,
    per_7d: Option<u32>,
    per_30d: Option<u32>,
    fact: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Presets {
    as_of: String,
    presets: BTreeMap<String, Preset>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    says: String,
    #[serde(default)]
    breadth: bool,
    least: Option<String>,
    #[serde(default)]
    groups: BTreeMap<String, String>,
    levels: BTreeMap<String, String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Months {
    months: u32,
    fact: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StopWords {
    words: Vec<String>,
    fact: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verticals {
    as_of: String,
    source: String,
    barred: BTreeMap<String, String>,
    restricted: BTreeMap<String, Restricted>,
    families: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Restricted {
    what: String,
    least_age: u32,
    closed: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proof {
    years: u32,
    fact: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Calling {
    as_of: String,
    source: String,
    codes: BTreeMap<String, String>,
    area_codes: BTreeMap<String, Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pace {
    as_of: String,
    per_24h: u32,
    per_7d: u32,
    per_30d: u32,
    horizon_days: u32,
    instants_per_campaign: u32,
    new_sender_days: u32,
    first_percent: u32,
    first_people: u32,
    leap: u32,
    critical_hours: u32,
    ramp_percents: Vec<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Triggers {
    as_of: String,
    source: String,
    triggers: BTreeMap<String, String>,
    recorded: Vec<String>,
    granted: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Promotion {
    trigger: String,
    #[serde(default)]
    strong: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offers {
    as_of: String,
    languages: BTreeMap<String, Offer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    open: Vec<String>,
    past: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Anchored {
    anchor: String,
    phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Phrases {
    language: String,
    as_of: String,
    /// Languages that people mix into this one.
    also: Vec<String>,
    proclitics: Vec<String>,
    promotion: Vec<Promotion>,
    anchors: Vec<Anchored>,
    settled: Vec<String>,
    exceptions: Vec<String>,
    surveys: Vec<String>,
    greetings: Vec<String>,
    opt_out: Vec<String>,
    /// Phrases that name a way out as long as nothing else is left: "opt out", and not "opt out of winter".
    opt_out_bare: Vec<String>,
    /// Phrases that tell to send a word, which is their last.
    opt_out_replies: Vec<String>,
    opt_out_keywords: Vec<String>,
    /// Words to send that lead out beside words of leaving only.
    opt_out_doubtful: Vec<String>,
    opt_out_verbs: Vec<String>,
    /// What gives a word a purpose of its own: "to", "for", "from".
    opt_out_turns: Vec<String>,
    /// What makes such a purpose one of leaving.
    leaving: Vec<String>,
    /// What holds such words and is no way out.
    opt_out_exceptions: Vec<String>,
    obstacles: Vec<String>,
    opt_out_line: String,
    /// Whether the verb may stand behind the keyword.
    verb_last: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    language: String,
    as_of: String,
    phrases: BTreeMap<String, Vec<String>>,
}

/// Promotion in the clothes of a service message, kept apart from the words of open promotion.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Disguised {
    language: String,
    as_of: String,
    promotion: Vec<Promotion>,
}

/// From which score on the tone of a text counts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tone {
    as_of: String,
    alone: f32,
    tied: f32,
    service: f32,
    offer: f32,
    plain_service: f32,
    weak_alone: usize,
    weak_tied: usize,
    least_values: usize,
    least_words: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    as_of: String,
    alike: Vec<Vec<String>>,
    names: BTreeMap<String, String>,
    scripts: BTreeMap<String, Vec<String>>,
    languages: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Families {
    as_of: String,
    families: BTreeMap<String, String>,
    warnable: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Anchors {
    as_of: String,
    source: String,
    anchors: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Links {
    as_of: String,
    source: String,
    shorteners: Vec<String>,
    chats: Vec<String>,
    services: Vec<String>,
    reserved_endings: Vec<String>,
    example_endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AllGoods {
    as_of: String,
    source: String,
    goods: Vec<Goods>,
    barred: Vec<String>,
    barred_in_part: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Goods {
    family: String,
    least_age: u32,
    closed: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Governance {
    as_of: String,
    industries: BTreeMap<String, Duty>,
    processor_countries: Vec<String>,
    no_escalation: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Duty {
    is_law: bool,
    years: u32,
    /// Where the term is longer.
    #[serde(default)]
    longer: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Providers {
    as_of: String,
    clients: Vec<String>,
    words: Vec<String>,
    packages: Packages,
    repositories: Vec<String>,
    evasion: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Packages {
    npm: Vec<String>,
    pypi: Vec<String>,
    go: Vec<String>,
    composer: Vec<String>,
    gem: Vec<String>,
    crates: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contacts {
    as_of: String,
    least_rows: usize,
    least_share: usize,
    least_digits: usize,
    columns: ContactColumns,
    test_data: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactColumns {
    phone: Vec<String>,
    consent: Vec<String>,
    source: Vec<String>,
    date: Vec<String>,
    places: Vec<String>,
    businesses: Vec<String>,
    people: Vec<String>,
    devices: Vec<String>,
    figures: Vec<String>,
    not_numbers: Vec<String>,
    employers: Vec<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variables {
    as_of: String,
    promotion: Vec<String>,
    anchors: Vec<String>,
    promotional_triggers: Vec<String>,
    identifiers: Vec<String>,
    health: Vec<String>,
    partial: Vec<String>,
    business: Vec<String>,
    special: Vec<String>,
    special_beside: Vec<String>,
}

/// What looks like somebody's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Personal {
    as_of: String,
    fiction: Vec<Fiction>,
    hotlines: Vec<String>,
    example_hosts: Vec<String>,
    example_parts: Vec<String>,
    people: Vec<String>,
    role_addresses: Vec<String>,
    business_names: Vec<String>,
    reach_us: Vec<String>,
    phone_words: Vec<String>,
    national: Vec<National>,
    example_accounts: Vec<String>,
    test_cards: Vec<String>,
    card_issuers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fiction {
    source: String,
    numbers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct National {
    what: String,
    shapes: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    check: String,
    examples: Vec<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Secrets {
    as_of: String,
    source: String,
    tokens: Vec<Token>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    begins: String,
    least: usize,
    distinct: usize,
}

#[derive(Deserialize)]
struct Documents {
    as_of: String,
    labels: BTreeMap<String, Vec<String>>,
    categories: BTreeMap<String, Vec<String>>,
    languages: BTreeMap<String, Vec<String>>,
    nothing: Vec<String>,
    counterexamples: Vec<String>,
    program_languages: Vec<String>,
    platform_words: Vec<String>,
    button_kinds: BTreeMap<String, Vec<String>>,
    header_kinds: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shapes {
    as_of: String,
    foreign_keys: ForeignKeys,
    foreign_channels: Vec<String>,
    foreign_names: Vec<String>,
    telling_keys: Vec<String>,
    providers: Vec<ProviderShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderShape {
    name: String,
    seen: String,
    own: Vec<String>,
    beside: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForeignKeys {
    mail: Vec<String>,
    page: Vec<String>,
    message: Vec<String>,
    other: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    as_of: String,
    currencies: Vec<String>,
    percent: Vec<String>,
    negations: Vec<String>,
    other_file_endings: Vec<String>,
    list_roles: Vec<String>,
    disguised: Vec<String>,
    stopped: Vec<String>,
    answered: BTreeMap<String, Vec<String>>,
    apart: Vec<String>,
}

/// What no language has of its own among the signs of a way out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OptOut {
    as_of: String,
    links: Vec<String>,
    keyword_within: usize,
    next_within: usize,
    least_words: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    language: String,
    as_of: String,
    kinds: BTreeMap<String, Vec<String>>,
    exceptions: Vec<String>,
}

/// One of the figures of a fact.
type Figure = fn(&Fact) -> Option<u32>;

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> T {
    println!("cargo:rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn check_date(place: &str, date: &str) {
    let shaped = date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    assert!(shaped, "{place}: `{date}` is not a date such as 2026-09-11");
}

/// `"08:00..21:00"` in minutes after midnight.
fn minutes(range: &str) -> (u32, u32) {
    let minute = |time: &str| {
        let (hour, minute) = time.split_once(':').unwrap_or_else(|| panic!("`{time}` is no time"));
        hour.parse::<u32>().unwrap() * 60 + minute.parse::<u32>().unwrap()
    };
    let (from, to) = range.split_once("..").unwrap_or_else(|| panic!("`{range}` is no range of times"));
    (minute(from), minute(to))
}

/// What laws ask, by country.
fn laws(out: &mut String, countries: &Countries, facts: &[Fact]) {
    let laws: Laws = read("policy/laws.yaml");
    check_date("laws", &laws.as_of);
    let (from, to) = minutes(&laws.night);
    writeln!(out, "/// When people sleep where no law says otherwise: minutes after midnight of its start and end.\npub const NIGHT: (u16, u16) = ({from}, {to});").unwrap();
    let mut rows: BTreeMap<String, Law> = BTreeMap::new();
    for (codes, law) in &laws.laws {
        for code in codes.split(' ') {
            assert!(countries.zones.contains_key(code), "laws: unknown country {code}");
            let row = rows.entry(code.to_owned()).or_default();
            macro_rules! add {
                ($($field:ident),+) => {$(
                    let twice = law.$field.is_some() && row.$field.is_some();
                    assert!(!twice, "laws: {code} is told twice of {}", stringify!($field));
                    row.$field = law.$field.clone().or(row.$field.take());
                )+};
            }
            add!(
                consent,
                double_opt_in,
                hours,
                opt_out,
                pace,
                proof,
                least_age,
                inquiry,
                silence,
                stop_words
            );
        }
    }
    let cited = |fact: &String| {
        assert!(facts.iter().any(|known| known.id == *fact), "laws: there is no fact {fact}");
        format!("{fact:?}")
    };
    out.push_str(
        "/// What laws ask of marketing messages, sorted by country.\npub static LAWS: &[Law] = &[\n",
    );
    for (code, row) in &rows {
        write!(out, "Law {{ country: {code:?}").unwrap();
        let consent = row.consent.as_ref().map(|consent| {
            let known = ["express", "implied", "soft_opt_in"];
            assert!(consent.bases.iter().all(|basis| known.contains(&basis.as_str())), "laws: {code}");
            let has = |basis: &str| consent.bases.iter().any(|known| known == basis);
            format!(
                "ConsentLaw {{ implied: {}, soft_opt_in: {}, written: {}, implied_months: {:?}, fact: {} }}",
                has("implied"),
                has("soft_opt_in"),
                consent.written,
                consent.implied_months,
                cited(&consent.fact)
            )
        });
        let hours = row.hours.as_ref().map(|hours| {
            let day =
                |own: &Option<String>| own.as_ref().or(hours.every_day.as_ref()).map(|own| minutes(own));
            let weekday = day(&hours.weekdays);
            let mut week = vec![weekday; 5];
            week.extend([day(&hours.saturday), day(&hours.sunday)]);
            format!(
                "Hours {{ open: {week:?}, is_confident: {}, fact: {} }}",
                hours.confident,
                cited(&hours.fact)
            )
        });
        let opt_out = row.opt_out.as_ref().map(|own| format!("({}, {})", own.days, cited(&own.fact)));
        let proof = row.proof.as_ref().map(|own| format!("({}, {})", own.years, cited(&own.fact)));
        let double = row.double_opt_in.as_ref().map(cited);
        let pace = row.pace.as_ref().map(|own| {
            let fact = cited(&own.fact);
            let most =
                |most: Option<u32>| most.map_or("None".to_owned(), |most| format!("Some(({most}, {fact}))"));
            format!(
                "CountryPace {{ per_24h: {}, per_7d: {}, per_30d: {} }}",
                most(own.per_24h),
                most(own.per_7d),
                most(own.per_30d)
            )
        });
        let age = row.least_age.as_ref().map(|own| format!("({}, {})", own.years, cited(&own.fact)));
        let months = |own: &Months| format!("({}, {})", own.months, cited(&own.fact));
        let inquiry = row.inquiry.as_ref().map(months);
        let silence = row.silence.as_ref().map(months);
        let stop =
            row.stop_words.as_ref().map(|own| format!("({}, {})", strings(&own.words), cited(&own.fact)));
        for (field, value) in [
            ("least_age", age),
            ("inquiry_months", inquiry),
            ("silent_months", silence),
            ("stop_words", stop),
            ("consent", consent),
            ("double_opt_in", double),
            ("hours", hours),
            ("opt_out_days", opt_out),
            ("pace", pace),
            ("proof_years", proof),
        ] {
            match value {
                Some(value) => write!(out, ", {field}: Some({value})").unwrap(),
                None => write!(out, ", {field}: None").unwrap(),
            }
        }
        out.push_str(" },\n");
    }
    out.push_str("];\n");
}

/// Calling codes with their countries.
fn calling(out: &mut String, countries: &Countries) {
    let calling: Calling = read("policy/calling.yaml");
    check_date("calling", &calling.as_of);
    assert!(calling.source.starts_with("https://"));
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (code, list) in &calling.codes {
        codes.insert(code.clone(), list.split(' ').map(str::to_owned).collect());
    }
    for (country, areas) in &calling.area_codes {
        for area in areas {
            let before = codes.insert(format!("1{area}"), vec![country.clone()]);
            assert!(before.is_none(), "calling: +1 {area} is told twice");
        }
    }
    let mut all: Vec<String> =
        std::iter::once("US".to_owned()).chain(calling.area_codes.into_keys()).collect();
    all.sort();
    codes.insert("1".to_owned(), all);
    for country in codes.values().flatten() {
        assert!(countries.zones.contains_key(country), "calling: unknown country {country}");
    }
    out.push_str("/// Calling codes, with area codes behind 1, and the countries that have them, sorted.\npub static CALLING_CODES: &[(&str, &[&str])] = &[\n");
    for (code, list) in &codes {
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()), "calling: {code}");
        writeln!(out, "({code:?}, {}),", strings(list)).unwrap();
    }
    out.push_str("];\n");
}

fn strings(list: &[String]) -> String {
    let inner: Vec<String> = list.iter().map(|item| format!("{item:?}")).collect();
    format!("&[{}]", inner.join(", "))
}

/// A list of keys of a table, every one of them known there.
fn keys(out: &mut String, name: &str, what: &str, list: &[String], known: &BTreeMap<String, String>) {
    for key in list {
        assert!(known.contains_key(key), "{name}: unknown key {key}");
    }
    writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(list)).unwrap();
}

/// A table of weights from lines such as `-12 order*`: the first is the bias.
fn weights(path: &str) -> String {
    println!("cargo:rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut bias = 0;
    let mut entries: Vec<(u32, i8)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let (weight, written) = line.split_once(' ').unwrap_or_else(|| panic!("{path}: `{line}`"));
        let weight: i8 = weight.parse().unwrap_or_else(|error| panic!("{path}: `{line}`: {error}"));
        if number == 0 {
            assert!(written == "bias", "{path}: begins with the bias");
            bias = weight;
            continue;
        }
        assert!(weight != 0, "{path}: `{line}` weighs nothing");
        let word = |word: &str| hash::hash(word.as_bytes());
        match written.split_once(' ') {
            Some((first, second)) => entries.push((feature::of_pair(word(first), word(second)), weight)),
            None => entries.push((
                match (written.strip_suffix('*'), written.strip_prefix('*')) {
                    (Some(stem), _) => feature::of_stem(stem),
                    (_, Some(end)) => feature::of_end(end),
                    _ => feature::of_word(word(written)),
                },
                weight,
            )),
        }
    }
    entries.sort_unstable();
    // Two features of one key would be weighed as one.
    assert!(entries.windows(2).all(|pair| pair[0].0 != pair[1].0), "{path}: two features share a key");
    let size = entries.len() * 3 / 2 + 1;
    let mut table = vec![(0_u32, 0_i8); size];
    for (key, weight) in entries {
        let mut at = ((u64::from(key) * size as u64) >> 32) as usize;
        while table[at].1 != 0 {
            at = (at + 1) % size;
        }
        table[at] = (key, weight);
    }
    let list = |numbers: Vec<String>| numbers.join(",");
    format!(
        "bias: {bias}, keys: &[{}], weights: &[{}]",
        list(table.iter().map(|(key, _)| key.to_string()).collect()),
        list(table.iter().map(|(_, weight)| weight.to_string()).collect())
    )
}

fn yaml_files(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    paths.sort();
    paths
}

fn normalised(words: &[String]) -> Vec<String> {
    words.iter().map(|word| fold::normalise(word)).collect()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words.dedup();
    words
}

fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
}

/// Patterns in the form that they are matched in.
fn patterns(path: &str, list: &[String]) -> String {
    strings(&normal_patterns(path, list))
}

/// The same, a line each, with the place of the element that it is looked for by.
fn lines(path: &str, list: &[String], is_common: &dyn Fn(&str) -> bool) -> String {
    format!("Lines({:?})", pattern_lines(path, list, is_common))
}

fn pattern_lines(path: &str, list: &[String], is_common: &dyn Fn(&str) -> bool) -> String {
    let placed = normal_patterns(path, list).into_iter().map(|pattern| {
        let pattern = pattern.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{} {pattern}\n", rarity::place(&pattern, is_common))
    });
    placed.collect()
}

/// Patterns in the form that they are matched in, apart. Apostrophes inside words fall away, as they do in texts.
fn normal_patterns(path: &str, list: &[String]) -> Vec<String> {
    list.iter()
        .map(|pattern| {
            let pattern: String = fold::normalise(pattern)
                .chars()
                .filter(|c| !matches!(c, '\'' | '\u{2019}' | '\u{2bc}'))
                .collect();
            for form in pattern.split_whitespace().flat_map(|element| element.split('|')) {
                let bare = form.trim_matches('*');
                // Words of Indian scripts hold vowel signs, which are no letters.
                let is_word = bare.chars().all(|c| c.is_alphabetic() || ('\u{900}'..='\u{d7f}').contains(&c));
                let is_multiple = matches!(bare.as_bytes(), [b'1'..=b'9', b'x', b'1'..=b'9']);
                let is_sign = matches!(form, "#" | "$" | "%" | "~" | "^" | "." | "?");
                assert!(!form.is_empty(), "{path}: `{pattern}` has an alternative without a word");
                assert!(
                    is_sign || is_multiple || is_word && !bare.is_empty(),
                    "{path}: `{form}` in `{pattern}` is no word"
                );
            }
            let elements: Vec<&str> = pattern.split_whitespace().collect();
            let ends =
                elements.iter().position(|element| element.split('|').any(|form| matches!(form, "?" | ".")));
            assert!(
                ends.is_none_or(|at| at + 1 == elements.len()),
                "{path}: `{pattern}` goes on behind the end of its sentence"
            );
            assert!(
                elements.last().is_some_and(|last| *last != "~") && elements.first() != Some(&"~"),
                "{path}: `{pattern}` begins or ends with a gap"
            );
            pattern
        })
        .collect()
}

/// The small words of a language, in all of its scripts.
fn small_words(common: &Common, language: &str) -> BTreeSet<String> {
    let of_language = common.languages.iter().filter(|(key, _)| key.split('-').next() == Some(language));
    of_language.flat_map(|(_, words)| words.split_whitespace()).map(fold::normalise).collect()
}

/// Stops the build where small words alone can make a match of a phrase that is enough by itself.
fn check_weight(path: &str, list: &[String], small: &BTreeSet<String>) {
    for pattern in normal_patterns(path, list) {
        let is_small = |form: &str| {
            form == "#"
                || small.contains(form)
                || form.len() <= 2 && form.bytes().all(|b| b.is_ascii_alphabetic())
        };
        let mut words =
            pattern.split_whitespace().filter(|element| !matches!(*element, "~" | "^" | "." | "?"));
        assert!(
            words.any(|element| !element.split('|').any(is_small)),
            "{path}: small words alone make a match of `{pattern}`; a blank ends the alternatives before it"
        );
    }
}

/// Keywords as patterns: a sign between two words parts them.
fn keyword_patterns(keywords: &[String]) -> Vec<String> {
    let spaced =
        keywords.iter().map(|keyword| keyword.replace(|c: char| c.is_ascii_punctuation() && c != '\'', " "));
    spaced.filter(|keyword| !keyword.contains(char::is_numeric)).collect()
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/text/feature.rs");
    println!("cargo:rerun-if-changed=src/text/fold.rs");
    println!("cargo:rerun-if-changed=src/text/hash.rs");
    println!("cargo:rerun-if-changed=src/text/rarity.rs");
    println!("cargo:rerun-if-changed=policy");
    let mut out = String::new();
    let mut newest = String::new();

    let mut facts: Vec<Fact> = read("policy/facts.yaml");
    // What only others report says nothing about how new our knowledge of the platform's own pages is.
    let documented = facts.iter().filter(|fact| fact.confidence == "documented");
    newest.clone_from(&documented.map(|fact| fact.as_of.clone()).max().expect("facts are listed"));
    let clauses: Vec<Fact> = read("policy/clauses.yaml");
    for clause in &clauses {
        let is_told = clause.confidence == "ours" || !clause.sources.is_empty();
        assert!(is_told, "{}: what others say needs a source", clause.id);
    }
    facts.extend(clauses);
    facts.sort_by(|a, b| a.id.cmp(&b.id));
    out.push_str("/// Every fact and clause, sorted by id.\npub static FACTS: &[Fact] = &[\n");
    for pair in facts.windows(2) {
        assert!(pair[0].id != pair[1].id, "the fact {} is listed twice", pair[0].id);
    }
    for fact in &facts {
        check_date(&fact.id, &fact.as_of);
        let is_hearsay = matches!(fact.confidence.as_str(), "observed" | "single" | "ours");
        assert!(is_hearsay || !fact.sources.is_empty(), "{}: a fact needs a source", fact.id);
        assert!(
            fact.sources.iter().all(|s| s.starts_with("https://")),
            "{}: sources are https addresses",
            fact.id
        );
        let confidence = match fact.confidence.as_str() {
            "documented" => "Documented",
            "restated" => "Restated",
            "observed" => "Observed",
            "single" => "Single",
            "ours" => "Ours",
            other => panic!("{}: unknown confidence `{other}`", fact.id),
        };
        writeln!(
            out,
            "Fact {{ id: {:?}, says: {:?}, limit: {:?}, values: {}, code: {:?}, confidence: Confidence::{confidence}, as_of: {:?}, sources: {}, no_rule: {:?} }},",
            fact.id, fact.says, fact.limit, strings(&fact.values), fact.code, fact.as_of, strings(&fact.sources), fact.no_rule
        )
        .unwrap();
    }
    out.push_str("];\n");
    let figures: [(&str, &str, Figure); 3] = [
        ("limit", "Upper limits", |fact| fact.limit),
        ("least", "Lower limits", |fact| fact.least),
        ("disputed", "Second figures where sources differ", |fact| fact.disputed),
    ];
    for (module, what, figure) in figures {
        writeln!(out, "/// {what} by fact.\npub mod {module} {{").unwrap();
        for (fact, figure) in facts.iter().filter_map(|fact| figure(fact).map(|figure| (fact, figure))) {
            let name = fact.id.to_uppercase().replace('-', "_");
            writeln!(out, "/// {}\npub const {name}: usize = {figure};", fact.says).unwrap();
        }
        out.push_str("}\n");
    }
    writeln!(
        out,
        "/// The newest date at which a platform fact was checked.\npub const POLICY_DATE: &str = {newest:?};"
    )
    .unwrap();

    writeln!(
        out,
        "/// The version of the program with the date of its policy data.\npub const VERSION_LINE: &str = \"{} (policy of {newest})\";",
        env::var("CARGO_PKG_VERSION").unwrap_or_default()
    )
    .unwrap();

    let mut languages: Languages = read("policy/languages.yaml");
    check_date("languages", &languages.as_of);
    assert!(languages.source.starts_with("https://"));
    languages.codes.sort();
    writeln!(
        out,
        "/// Language codes of the platform, sorted.\npub static LANGUAGES: &[&str] = {};",
        strings(&languages.codes)
    )
    .unwrap();
    out.push_str("/// What to write instead of codes that look right, sorted.\npub static LANGUAGE_INSTEAD: &[(&str, &[&str])] = &[\n");
    for (code, instead) in &languages.instead {
        for choice in instead {
            assert!(languages.codes.contains(choice), "languages: {code} names {choice}, which is no code");
        }
        writeln!(out, "({code:?}, {}),", strings(instead)).unwrap();
    }
    out.push_str("];\n");

    let categories: Categories = read("policy/categories.yaml");
    check_date("categories", &categories.as_of);
    assert!(categories.source.starts_with("https://"));
    out.push_str("/// Former categories and today's word for them, sorted.\npub static FORMER_CATEGORIES: &[(&str, &str)] = &[\n");
    for (former, today) in &categories.instead {
        writeln!(out, "({former:?}, {today:?}),").unwrap();
    }
    out.push_str("];\n");

    let codes: OneTimeCodes = read("policy/one_time_codes.yaml");
    check_date("one_time_codes", &codes.as_of);
    let all: Vec<String> = codes.languages.into_values().flatten().collect();
    for (name, what, list) in [
        ("ONE_TIME_CODES", "How texts name a one-time code, in all languages.", &all),
        ("ONE_TIME_CODE_EXCEPTIONS", "What sounds like one and is none.", &codes.exceptions),
        ("BEFORE_RECIPIENTS", "Words before the place that a code was sent to.", &codes.before_recipients),
        ("CODE_WARNINGS", "Words that warn of giving a code away.", &codes.warnings),
    ] {
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(&normalised(list))).unwrap();
    }

    let countries: Countries = read("policy/countries.yaml");
    check_date("countries", &countries.as_of);
    assert!(countries.source.starts_with("https://"));
    out.push_str("/// ISO 3166 country codes with their IANA time zones, sorted by code.\npub static COUNTRY_ZONES: &[(&str, &[&str])] = &[\n");
    for (code, zones) in &countries.zones {
        assert!(code.len() == 2 && !zones.is_empty(), "countries: {code}");
        writeln!(out, "({code:?}, {}),", strings(zones)).unwrap();
    }
    out.push_str("];\n");
    out.push_str("/// Former names of time zones by country, sorted by code.\npub static FORMER_ZONES: &[(&str, &[&str])] = &[\n");
    for (code, zones) in &countries.former {
        assert!(countries.zones.contains_key(code), "countries: former zones of {code}");
        writeln!(out, "({code:?}, {}),", strings(zones)).unwrap();
    }
    out.push_str("];\n");

    for zone in &countries.remote {
        let known = countries.zones.values().flatten().any(|known| known == zone);
        assert!(known, "countries: no country has the remote zone {zone}");
    }
    writeln!(
        out,
        "/// Zones by whose clock few people of their country live.\npub static REMOTE_ZONES: &[&str] = {};",
        strings(&countries.remote)
    )
    .unwrap();
    out.push_str("/// What people write for a country, and its code.\npub static COUNTRY_SLIPS: &[(&str, &str)] = &[\n");
    for (slip, code) in &countries.slips {
        let is_slip = !countries.zones.contains_key(slip) && countries.zones.contains_key(code);
        assert!(is_slip, "countries: {slip}");
        writeln!(out, "({slip:?}, {code:?}),").unwrap();
    }
    out.push_str("];\n");

    laws(&mut out, &countries, &facts);
    calling(&mut out, &countries);

    let pace: Pace = read("policy/pace.yaml");
    check_date("pace", &pace.as_of);
    let grows = pace.ramp_percents.is_sorted() && pace.ramp_percents.last() == Some(&100);
    assert!(grows, "pace: ramp_percents grow to 100");
    writeln!(
        out,
        "/// The default pace and horizon.\npub static PACE: Pace = Pace {{ per_24h: {}, per_7d: {}, per_30d: {}, horizon_days: {}, instants_per_campaign: {}, new_sender_days: {}, first_percent: {}, first_people: {}, leap: {}, critical_hours: {}, ramp_percents: &{:?} }};",
        pace.per_24h,
        pace.per_7d,
        pace.per_30d,
        pace.horizon_days,
        pace.instants_per_campaign,
        pace.new_sender_days,
        pace.first_percent,
        pace.first_people,
        pace.leap,
        pace.critical_hours,
        pace.ramp_percents
    )
    .unwrap();

    let triggers: Triggers = read("policy/triggers.yaml");
    check_date("triggers", &triggers.as_of);
    assert!(triggers.source.starts_with("https://"));
    out.push_str("/// Marketing triggers and what they are in plain words, sorted.\npub static TRIGGERS: &[(&str, &str)] = &[\n");
    for (id, plain) in &triggers.triggers {
        writeln!(out, "({id:?}, {plain:?}),").unwrap();
    }
    out.push_str("];\n");

    let what = "Triggers whose words stand on invoices, receipts and statements too.";
    keys(&mut out, "RECORDED_TRIGGERS", what, &triggers.recorded, &triggers.triggers);
    let what = "Triggers whose words a record may hold besides.";
    keys(&mut out, "GRANTED_TRIGGERS", what, &triggers.granted, &triggers.triggers);

    let anchors: Anchors = read("policy/anchors.yaml");
    check_date("anchors", &anchors.as_of);
    assert!(anchors.source.starts_with("https://"));
    out.push_str("/// What ties a message to its reader, in plain words, sorted.\npub static ANCHORS: &[(&str, &str)] = &[\n");
    for (id, plain) in &anchors.anchors {
        writeln!(out, "({id:?}, {plain:?}),").unwrap();
    }
    out.push_str("];\n");

    let common: Common = read("policy/common.yaml");
    check_date("common", &common.as_of);
    out.push_str("/// Languages that are not told from each other by their small words.\npub static ALIKE: &[&[&str]] = &[");
    for group in &common.alike {
        writeln!(out, "{},", strings(group)).unwrap();
    }
    out.push_str("];\n/// What languages are called, by code, sorted.\npub static LANGUAGE_NAMES: &[(&str, &str)] = &[\n");
    for (code, name) in &common.names {
        writeln!(out, "({code:?}, {name:?}),").unwrap();
    }
    out.push_str("];\n/// Languages by the script that they are written in; those in Latin letters are not listed.\npub static SCRIPTS: &[(&str, &[&str])] = &[\n");
    for (script, languages) in &common.scripts {
        writeln!(out, "({script:?}, {}),", strings(languages)).unwrap();
    }
    out.push_str("];\n/// Small words of a language, sorted, by language code.\npub static COMMON: &[(&str, &[&str])] = &[\n");
    for (language, words) in &common.languages {
        assert!(common.names.contains_key(language), "common: {language} has no name");
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        writeln!(out, "({language:?}, {}),", strings(&sorted(normalised(&words)))).unwrap();
    }
    out.push_str("];\n");

    let offers: Offers = read("policy/offers.yaml");
    check_date("offers", &offers.as_of);
    let common_words: BTreeSet<String> =
        common.languages.values().flat_map(|words| words.split_whitespace()).map(fold::normalise).collect();

    let families: Families = read("policy/families.yaml");
    check_date("families", &families.as_of);
    out.push_str("/// Families of content phrases and what they do, in plain words, sorted.\npub static FAMILIES: &[(&str, &str)] = &[\n");
    for (id, plain) in &families.families {
        writeln!(out, "({id:?}, {plain:?}),").unwrap();
    }
    out.push_str("];\n");

    let what = "Families that a warning is made of with a negation.";
    keys(&mut out, "WARNABLE_FAMILIES", what, &families.warnable, &families.families);

    let links: Links = read("policy/links.yaml");
    check_date("links", &links.as_of);
    assert!(links.source.starts_with("https://"));
    for (name, what, list) in [
        ("SHORTENERS", "Services that shorten links, sorted.", &links.shorteners),
        ("CHAT_HOSTS", "Hosts of links that open a chat, sorted.", &links.chats),
        ("SERVICE_HOSTS", "Hosts that businesses of all kinds lead to, sorted.", &links.services),
        (
            "RESERVED_ENDINGS",
            "Endings of hosts that nobody outside can reach, sorted.",
            &links.reserved_endings,
        ),
        (
            "EXAMPLE_ENDINGS",
            "Endings of hosts that stand for a real one in examples, sorted.",
            &links.example_endings,
        ),
    ] {
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(&sorted(list.clone())))
            .unwrap();
    }

    let goods: AllGoods = read("policy/goods.yaml");
    check_date("goods", &goods.as_of);
    assert!(goods.source.starts_with("https://"));
    out.push_str(
        "/// Goods that messages may speak of to some people only.\npub static GOODS: &[Goods] = &[\n",
    );
    for goods in &goods.goods {
        assert!(families.families.contains_key(&goods.family), "goods: unknown family {}", goods.family);
        assert!(goods.closed.iter().all(|code| countries.zones.contains_key(code)), "goods: unknown country");
        writeln!(
            out,
            "Goods {{ family: {:?}, least_age: {}, closed: {} }},",
            goods.family,
            goods.least_age,
            strings(&goods.closed)
        )
        .unwrap();
    }
    out.push_str("];\n");

    let what = "Goods that nobody may promote.";
    keys(&mut out, "BARRED_GOODS", what, &goods.barred, &families.families);
    let what = "Goods some of which are barred.";
    keys(&mut out, "PARTLY_BARRED_GOODS", what, &goods.barred_in_part, &families.families);

    let governance: Governance = read("policy/governance.yaml");
    check_date("governance", &governance.as_of);
    out.push_str("/// Industries that have to keep their messages, sorted.\npub static RECORD_DUTIES: &[(&str, RecordDuty)] = &[\n");
    for (industry, duty) in &governance.industries {
        let longer: Vec<String> =
            duty.longer.iter().map(|(code, years)| format!("({code:?}, {years})")).collect();
        assert!(duty.longer.keys().all(|code| countries.zones.contains_key(code)), "governance: {industry}");
        writeln!(
            out,
            "({industry:?}, RecordDuty {{ is_law: {}, years: {}, longer: &[{}] }}),",
            duty.is_law,
            duty.years,
            longer.join(", ")
        )
        .unwrap();
    }
    out.push_str("];\n");
    for code in &governance.processor_countries {
        assert!(countries.zones.contains_key(code), "governance: unknown country {code}");
    }
    for (name, what, list) in [
        (
            "PROCESSOR_COUNTRIES",
            "Countries whose law asks for a contract on processing.",
            &governance.processor_countries,
        ),
        ("NO_ESCALATION", "Words that say that no person can be reached.", &governance.no_escalation),
    ] {
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(list)).unwrap();
    }

    let variables: Variables = read("policy/variables.yaml");
    check_date("variables", &variables.as_of);
    for (name, what, list) in [
        ("PROMOTIONAL_VARIABLES", "Words in the names of variables that promote.", &variables.promotion),
        (
            "ANCHOR_VARIABLES",
            "Words in the names of variables that tie a message to its reader.",
            &variables.anchors,
        ),
        (
            "PROMOTIONAL_TRIGGERS",
            "Words in a `trigger` that is no act of the reader.",
            &variables.promotional_triggers,
        ),
        (
            "IDENTIFIER_VARIABLES",
            "Names of variables that hold a full card, bank or identity number.",
            &variables.identifiers,
        ),
        (
            "HEALTH_VARIABLES",
            "Names of variables that hold something of a person's health.",
            &variables.health,
        ),
        ("PARTIAL_VARIABLES", "Words that make such a name one of a part of the number.", &variables.partial),
        (
            "SPECIAL_VARIABLES",
            "Names of variables that hold what nobody else should read.",
            &variables.special,
        ),
        ("BESIDE_SPECIAL", "Words that make such a name one of something else.", &variables.special_beside),
        ("BUSINESS_VARIABLES", "Names of variables that hold the name of the business.", &variables.business),
    ] {
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(list)).unwrap();
    }

    out.push_str("/// Phrase sets by language, sorted by code.\npub static PHRASES: &[Phrases] = &[\n");
    let mut proclitics: Vec<String> = Vec::new();
    for path in yaml_files("policy/phrases") {
        let mut phrases: Phrases = read(&path);
        check_date(&path, &phrases.as_of);
        let disguised = format!("policy/disguised/{}.yaml", phrases.language);
        if Path::new(&disguised).exists() {
            let read: Disguised = read(&disguised);
            check_date(&disguised, &read.as_of);
            assert!(read.language == phrases.language, "{disguised}: named after another language");
            // A mistake is told with the name of the file that it stands in.
            for promotion in &read.promotion {
                normal_patterns(&disguised, &promotion.strong);
                normal_patterns(&disguised, &promotion.weak);
            }
            phrases.promotion.extend(read.promotion);
        }
        assert!(
            path.ends_with(&format!("/{}.yaml", phrases.language)),
            "{path}: named after another language"
        );
        let small = small_words(&common, &phrases.language);
        proclitics.extend(normalised(&phrases.proclitics));
        for promotion in &phrases.promotion {
            check_weight(&path, &promotion.strong, &small);
        }
        let is_common = |word: &str| common_words.contains(word);
        let patterns = |list: &[String]| lines(&path, list, &is_common);
        writeln!(
            out,
            "Phrases {{ language: {:?}, also: {}, proclitics: {}, promotion: &[",
            phrases.language,
            strings(&phrases.also),
            strings(&longest_first(normalised(&phrases.proclitics)))
        )
        .unwrap();
        for promotion in &phrases.promotion {
            assert!(
                triggers.triggers.contains_key(&promotion.trigger),
                "{path}: unknown trigger {}",
                promotion.trigger
            );
            writeln!(
                out,
                "Promotion {{ trigger: {:?}, strong: {}, weak: {} }},",
                promotion.trigger,
                patterns(&promotion.strong),
                patterns(&promotion.weak)
            )
            .unwrap();
        }
        out.push_str("], anchors: &[");
        for anchored in &phrases.anchors {
            assert!(
                anchors.anchors.contains_key(&anchored.anchor),
                "{path}: unknown anchor {}",
                anchored.anchor
            );
            writeln!(out, "({:?}, {}),", anchored.anchor, patterns(&anchored.phrases)).unwrap();
        }
        out.push_str("], content: &[");
        let content = format!("policy/content/{}.yaml", phrases.language);
        if Path::new(&content).exists() {
            let read: Content = read(&content);
            check_date(&content, &read.as_of);
            assert!(read.language == phrases.language, "{content}: named after another language");
            for (family, list) in &read.phrases {
                assert!(families.families.contains_key(family), "{content}: unknown family {family}");
                writeln!(out, "({family:?}, {}),", lines(&content, list, &is_common)).unwrap();
            }
        }
        let offer = offers.languages.get(&phrases.language);
        let line = phrases.opt_out_line.chars().count();
        assert!(line <= 60, "{path}: the line of {line} characters does not fit into a footer");
        writeln!(
            out,
            "], settled: {}, exceptions: {}, surveys: {}, greetings: {}, opt_out: {}, opt_out_bare: {}, opt_out_replies: {}, opt_out_keywords: {}, opt_out_keyword_patterns: {}, opt_out_doubtful: {}, opt_out_verbs: {}, opt_out_turns: {}, leaving: {}, opt_out_exceptions: {}, obstacles: {}, open_offer: {}, past_offer: {}, opt_out_line: {:?}, verb_last: {} }},",
            patterns(&phrases.settled),
            patterns(&phrases.exceptions),
            patterns(&phrases.surveys),
            patterns(&phrases.greetings),
            patterns(&phrases.opt_out),
            patterns(&phrases.opt_out_bare),
            patterns(&phrases.opt_out_replies),
            strings(&phrases.opt_out_keywords),
            patterns(&keyword_patterns(&phrases.opt_out_keywords)),
            patterns(&keyword_patterns(&phrases.opt_out_doubtful)),
            patterns(&phrases.opt_out_verbs),
            patterns(&phrases.opt_out_turns),
            patterns(&phrases.leaving),
            patterns(&phrases.opt_out_exceptions),
            patterns(&phrases.obstacles),
            lines("policy/offers.yaml", offer.map_or(&[][..], |offer| &offer.open), &is_common),
            lines("policy/offers.yaml", offer.map_or(&[][..], |offer| &offer.past), &is_common),
            phrases.opt_out_line,
            phrases.verb_last
        )
        .unwrap();
    }
    out.push_str("];\n");

    let tone: Tone = read("policy/tone.yaml");
    check_date("tone", &tone.as_of);
    writeln!(
        out,
        "/// From which score on the tone of a text counts.\npub static TONE: Tone = Tone {{ alone: {:?}, tied: {:?}, service: {:?}, offer: {:?}, plain_service: {:?}, weak_alone: {}, weak_tied: {}, least_values: {}, least_words: {} }};",
        tone.alone,
        tone.tied,
        tone.service,
        tone.offer,
        tone.plain_service,
        tone.weak_alone,
        tone.weak_tied,
        tone.least_values,
        tone.least_words
    )
    .unwrap();
    out.push_str("/// What words weigh, by language, sorted by code.\npub static WEIGHTS: &[Weights] = &[\n");
    for path in yaml_files("policy/phrases") {
        let language =
            Path::new(&path).file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let path = format!("policy/tone/{language}.txt");
        if Path::new(&path).exists() {
            writeln!(out, "Weights {{ language: {language:?}, {} }},", weights(&path)).unwrap();
        }
    }
    out.push_str("];\n");

    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    let mut exceptions = String::new();
    for path in yaml_files("policy/sources") {
        let source: Source = read(&path);
        check_date(&path, &source.as_of);
        assert!(
            path.ends_with(&format!("/{}.yaml", source.language)),
            "{path}: named after another language"
        );
        let small = small_words(&common, &source.language);
        let is_common = |word: &str| common_words.contains(word);
        for (kind, list) in &source.kinds {
            // What says nothing may be small words: it has to be the whole text.
            if kind != "unknown" {
                check_weight(&path, list, &small);
            }
            kinds.entry(kind.clone()).or_default().push_str(&pattern_lines(&path, list, &is_common));
        }
        exceptions.push_str(&pattern_lines(&path, &source.exceptions, &is_common));
    }
    out.push_str("/// Words that give away where contacts came from, by source kind.\npub static SOURCE_WORDS: &[(&str, Lines)] = &[\n");
    for (kind, lines) in &kinds {
        writeln!(out, "({kind:?}, Lines({lines:?})),").unwrap();
    }
    out.push_str("];\n");
    writeln!(
        out,
        "/// What holds such words and is none of it.\npub static SOURCE_EXCEPTIONS: Lines = Lines({exceptions:?});"
    )
    .unwrap();
    writeln!(
        out,
        "/// Particles of any language that are written together with the next word, longest first.\npub static PROCLITICS: &[&str] = {};",
        strings(&longest_first(sorted(proclitics)))
    )
    .unwrap();

    let presets: Presets = read("policy/presets.yaml");
    check_date("presets", &presets.as_of);
    out.push_str(
        "/// Levels of rules by breadth and industry, sorted by name.\npub static PRESETS: &[Preset] = &[\n",
    );
    for (name, preset) in &presets.presets {
        let pairs = |levels: &BTreeMap<String, String>| {
            let levels = levels.iter().map(|(rule, level)| format!("({rule:?}, {level:?})"));
            levels.collect::<Vec<String>>().join(", ")
        };
        writeln!(
            out,
            "Preset {{ name: {name:?}, says: {:?}, is_breadth: {}, least: {:?}, groups: &[{}], levels: &[{}] }},",
            preset.says,
            preset.breadth,
            preset.least,
            pairs(&preset.groups),
            pairs(&preset.levels)
        )
        .unwrap();
    }
    out.push_str("];\n");

    let verticals: Verticals = read("policy/verticals.yaml");
    check_date("verticals", &verticals.as_of);
    assert!(verticals.source.starts_with("https://"));
    out.push_str("/// Goods by the words of `vertical`, sorted: what they are, and for restricted ones the least age and where they are closed.\npub static VERTICALS: &[Vertical] = &[\n");
    let mut rows: BTreeMap<&String, String> =
        verticals.barred.iter().map(|(word, what)| (word, format!("what: {what:?}, terms: None"))).collect();
    for (word, own) in &verticals.restricted {
        assert!(own.closed.iter().all(|code| countries.zones.contains_key(code)), "verticals: {word}");
        let terms = format!("Some(({}, {}))", own.least_age, strings(&own.closed));
        let before = rows.insert(word, format!("what: {:?}, terms: {terms}", own.what));
        assert!(before.is_none(), "verticals: {word} is told twice");
    }
    for (word, family) in &verticals.families {
        assert!(rows.contains_key(word), "verticals: a family of {word}, which is none");
        assert!(families.families.contains_key(family), "verticals: unknown family {family}");
    }
    for (word, row) in rows {
        let family = verticals.families.get(word);
        writeln!(out, "Vertical {{ word: {word:?}, {row}, family: {family:?} }},").unwrap();
    }
    out.push_str("];\n");

    let providers: Providers = read("policy/providers.yaml");
    check_date("providers", &providers.as_of);
    writeln!(
        out,
        "/// Names of what drives the consumer app, letters and digits alone.\npub static UNOFFICIAL_CLIENTS: &[&str] = {};\n/// Words in such names.\npub static UNOFFICIAL_WORDS: &[&str] = {};",
        strings(&providers.clients),
        strings(&providers.words)
    )
    .unwrap();
    let packages = &providers.packages;
    for (name, what, list) in [
        (
            "NPM_CLIENTS",
            "Packages of npm that drive the consumer app; a `*` stands for anything.",
            &packages.npm,
        ),
        ("PYPI_CLIENTS", "The same of PyPI.", &packages.pypi),
        ("GO_CLIENTS", "The same of Go.", &packages.go),
        ("COMPOSER_CLIENTS", "The same of Packagist.", &packages.composer),
        ("GEM_CLIENTS", "The same of RubyGems.", &packages.gem),
        ("CRATE_CLIENTS", "The same of crates.io.", &packages.crates),
        ("CLIENT_REPOSITORIES", "Where such packages are developed.", &providers.repositories),
        ("EVASION_SETTINGS", "Names of settings that go around limits and bans.", &providers.evasion),
    ] {
        for entry in list {
            assert!(*entry == entry.to_lowercase(), "providers: {entry} is compared in lower case");
        }
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(list)).unwrap();
    }

    let contacts: Contacts = read("policy/contacts.yaml");
    check_date("contacts", &contacts.as_of);
    assert!(contacts.least_rows > 0 && (1..=100).contains(&contacts.least_share));
    writeln!(
        out,
        "/// How many rows with a number that may be somebody's a list of contacts has at least.\npub const LEAST_CONTACT_ROWS: usize = {};\n/// How many of a hundred cells hold one at least.\npub const LEAST_CONTACT_SHARE: usize = {};\n/// How many digits they have at least under the name of a device.\npub const LEAST_CONTACT_DIGITS: usize = {};",
        contacts.least_rows, contacts.least_share, contacts.least_digits
    )
    .unwrap();
    for (name, what, rows) in [
        ("PHONE_COLUMNS", "Headers of columns with telephone numbers.", &contacts.columns.phone),
        ("CONSENT_COLUMNS", "Headers of columns with consent.", &contacts.columns.consent),
        (
            "SOURCE_COLUMNS",
            "Headers of columns that say where a contact came from.",
            &contacts.columns.source,
        ),
        ("DATE_COLUMNS", "Headers of columns with dates.", &contacts.columns.date),
        ("PLACE_COLUMNS", "Headers of tables of shops and offices.", &contacts.columns.places),
        ("BUSINESS_COLUMNS", "Headers of tables of businesses.", &contacts.columns.businesses),
        ("PEOPLE_COLUMNS", "Headers of tables of people.", &contacts.columns.people),
        ("DEVICE_COLUMNS", "Headers with telephones or with figures of devices.", &contacts.columns.devices),
        ("FIGURE_COLUMNS", "Headers of figures.", &contacts.columns.figures),
        ("NOT_NUMBERS", "Words in headers with something else than numbers.", &contacts.columns.not_numbers),
        ("EMPLOYER_COLUMNS", "Headers with companies.", &contacts.columns.employers),
        ("NAME_COLUMNS", "Headers with names, of whatever.", &contacts.columns.names),
        ("TEST_DATA_WORDS", "Words in names of folders and files with test data.", &contacts.test_data),
    ] {
        let words: Vec<String> = rows.iter().flat_map(|row| row.split('|')).map(str::to_owned).collect();
        assert!(words.iter().all(|word| !word.trim().is_empty()), "contacts: an empty word in {name}");
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(&words)).unwrap();
    }

    let personal: Personal = read("policy/personal.yaml");
    check_date("personal", &personal.as_of);
    let sources = personal.fiction.iter().map(|own| &own.source);
    for source in sources.chain(personal.national.iter().map(|own| &own.source)) {
        assert!(source.starts_with("https://"), "personal: {source}");
    }
    let fiction: Vec<String> = personal.fiction.iter().flat_map(|own| own.numbers.clone()).collect();
    assert!(
        fiction.iter().all(|number| number.bytes().all(|b| b.is_ascii_digit() || b == b'x')),
        "personal: a number kept for fiction is digits and `x`"
    );
    for (name, what, list) in [
        ("FICTION", "Beginnings of numbers that are kept for fiction; `x` is any digit.", strings(&fiction)),
        ("HOTLINES", "Beginnings of numbers that are never a person's.", strings(&personal.hotlines)),
        ("EXAMPLE_HOSTS", "Host names that stand for any business.", strings(&personal.example_hosts)),
        ("EXAMPLE_PARTS", "Parts of such names.", strings(&personal.example_parts)),
        ("PLACEHOLDER_PEOPLE", "Names that stand for anybody.", strings(&personal.people)),
        (
            "ROLE_ADDRESSES",
            "Names before the @ of addresses that belong to no person.",
            strings(&personal.role_addresses),
        ),
        (
            "BUSINESS_NAMES",
            "Words in the name of a variable whose value is the business's own.",
            strings(&normalised(&personal.business_names)),
        ),
        (
            "REACH_US",
            "Words that say where people can reach the business.",
            patterns("personal", &personal.reach_us),
        ),
        ("PHONE_WORDS", "Words before a telephone number.", patterns("personal", &personal.phone_words)),
        ("EXAMPLE_ACCOUNTS", "Account numbers that textbooks give.", strings(&personal.example_accounts)),
        ("TEST_CARDS", "Beginnings of card numbers that are kept for tests.", strings(&personal.test_cards)),
        ("CARD_ISSUERS", "How the numbers of payment cards begin.", strings(&personal.card_issuers)),
    ] {
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {list};").unwrap();
    }
    out.push_str("/// Numbers by which a state knows a person.\npub static NATIONAL: &[National] = &[\n");
    for National { what, shapes, words, check, examples, .. } in &personal.national {
        let check: String = check.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        writeln!(
            out,
            "National {{ what: {what:?}, shapes: {}, words: {}, check: NationalCheck::{check}, examples: {} }},",
            strings(shapes),
            strings(&normalised(words)),
            strings(examples)
        )
        .unwrap();
    }
    out.push_str("];\n");

    let secrets: Secrets = read("policy/secrets.yaml");
    check_date("secrets", &secrets.as_of);
    assert!(secrets.source.starts_with("https://"));
    out.push_str("/// How secrets look that give the right to send.\npub static TOKENS: &[Token] = &[\n");
    for Token { begins, least, distinct } in &secrets.tokens {
        assert!(!begins.is_empty(), "secrets: a token begins with something");
        writeln!(out, "Token {{ begins: {begins:?}, least: {least}, distinct: {distinct} }},").unwrap();
    }
    out.push_str("];\n");

    let documents: Documents = read("policy/markdown.yaml");
    check_date("markdown", &documents.as_of);
    for (name, what, table) in [
        ("DOCUMENT_LABELS", "Labels of the parts of a template in documents", &documents.labels),
        ("DOCUMENT_CATEGORIES", "Words for categories in documents", &documents.categories),
        ("DOCUMENT_LANGUAGES", "Names of languages in documents", &documents.languages),
        ("DOCUMENT_BUTTONS", "Words for kinds of buttons in documents", &documents.button_kinds),
        ("DOCUMENT_HEADERS", "Words for kinds of headers in documents", &documents.header_kinds),
    ] {
        let mut rows: BTreeMap<String, &String> = BTreeMap::new();
        for (meaning, words) in table {
            for word in words.iter().flat_map(|words| words.split('|')) {
                let before = rows.insert(fold::normalise(word), meaning);
                assert!(before.is_none_or(|before| before == meaning), "markdown: {word} has two meanings");
            }
        }
        let rows: Vec<String> =
            rows.iter().map(|(word, meaning)| format!("({word:?}, {meaning:?})")).collect();
        writeln!(
            out,
            "/// {what}, normalised and sorted.\npub static {name}: &[(&str, &str)] = &[{}];",
            rows.join(", ")
        )
        .unwrap();
    }
    writeln!(
        out,
        "/// Values in documents that say that a part is not there, normalised and sorted.\npub static DOCUMENT_NOTHING: &[&str] = {};\n/// Words that say that what follows is how not to do it, normalised and sorted.\npub static COUNTEREXAMPLES: &[&str] = {};",
        strings(&sorted(normalised(&documents.nothing))),
        strings(&sorted(normalised(&documents.counterexamples)))
    )
    .unwrap();
    writeln!(
        out,
        "/// Languages of programs, in lower case and sorted.\npub static PROGRAM_LANGUAGES: &[&str] = {};\n/// Words of documents about templates of the platform, in lower case.\npub static PLATFORM_WORDS: &[&str] = {};",
        strings(&sorted(documents.program_languages.clone())),
        strings(&documents.platform_words)
    )
    .unwrap();

    let shapes: Shapes = read("policy/shapes.yaml");
    check_date("shapes", &shapes.as_of);
    for (name, what, list) in [
        ("MAIL_KEYS", "Keys of what has a subject.", &shapes.foreign_keys.mail),
        ("PAGE_KEYS", "Keys of pages, articles and products.", &shapes.foreign_keys.page),
        ("MESSAGE_KEYS", "Keys of messages that are sent or were.", &shapes.foreign_keys.message),
        ("FOREIGN_KEYS", "Keys of bots, prompts, interfaces and packages.", &shapes.foreign_keys.other),
        ("FOREIGN_CHANNELS", "Words for other channels.", &shapes.foreign_channels),
        ("FOREIGN_NAMES", "Words of other channels and other things in names.", &shapes.foreign_names),
        ("TELLING_KEYS", "Keys that only templates of the platform have.", &shapes.telling_keys),
    ] {
        assert!(list.iter().all(|word| !word.trim().is_empty()), "shapes: an empty word in {name}");
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(list)).unwrap();
    }

    let mut beside: Vec<String> = Vec::new();
    out.push_str("/// Providers by the keys that nobody else writes; the first that fits counts.\npub static PROVIDERS: &[(&str, &[&str])] = &[\n");
    for ProviderShape { name, seen, own, beside: more } in &shapes.providers {
        assert!(!seen.trim().is_empty(), "shapes: {name} was seen somewhere");
        if !own.is_empty() {
            writeln!(out, "({name:?}, {}),", strings(own)).unwrap();
        }
        beside.extend(own.iter().chain(more).cloned());
    }
    writeln!(
        out,
        "];\n/// Keys that providers put around the platform's own shape.\npub static ENVELOPE_KEYS: &[&str] = {};",
        strings(&sorted(beside))
    )
    .unwrap();

    let words: Words = read("policy/words.yaml");
    check_date("words", &words.as_of);
    writeln!(
        out,
        "/// Words that say that people left.\npub static STOPPED_WORDS: &[&str] = {};",
        patterns("words", &words.stopped)
    )
    .unwrap();
    let answered: Vec<(&str, String)> =
        words.answered.iter().map(|(language, list)| (language.as_str(), patterns("words", list))).collect();
    out.push_str("/// Words that say what people once wrote, by language.\npub static ANSWERED_WORDS: &[(&str, &[&str])] = &[\n");
    for (language, list) in answered {
        assert!(
            Path::new(&format!("policy/phrases/{language}.yaml")).exists(),
            "words: no language {language}"
        );
        writeln!(out, "({language:?}, {list}),").unwrap();
    }
    out.push_str("];\n");
    writeln!(
        out,
        "/// Words that say that people were taken out, or came back.\npub static APART_WORDS: &[&str] = {};",
        strings(&normalised(&words.apart))
    )
    .unwrap();
    writeln!(
        out,
        "/// Currency words beside an amount.\npub static CURRENCIES: &[&str] = {};",
        strings(&normalised(&words.currencies))
    )
    .unwrap();
    writeln!(
        out,
        "/// Words that make a percentage.\npub static PERCENT_WORDS: &[&str] = {};",
        strings(&normalised(&words.percent))
    )
    .unwrap();

    writeln!(
        out,
        "/// Words that turn a statement round.\npub static NEGATIONS: &[&str] = {};",
        strings(&normalised(&words.negations))
    )
    .unwrap();

    let opt_out: OptOut = read("policy/opt_out.yaml");
    check_date("opt_out", &opt_out.as_of);
    writeln!(
        out,
        "/// What no language has of its own among the signs of a way out.\npub static OPT_OUT: OptOut = OptOut {{ links: {}, keyword_within: {}, next_within: {}, least_words: {} }};",
        strings(&opt_out.links),
        opt_out.keyword_within,
        opt_out.next_within,
        opt_out.least_words
    )
    .unwrap();

    writeln!(
        out,
        "/// Endings of files that no header takes.\npub static OTHER_FILE_ENDINGS: &[&str] = {};",
        strings(&words.other_file_endings)
    )
    .unwrap();

    writeln!(
        out,
        "/// Words that are written with signs in the place of letters to get past filters.\npub static DISGUISED: &[&str] = {};",
        strings(&normalised(&words.disguised))
    )
    .unwrap();

    writeln!(
        out,
        "/// Columns of a contact list that hold no values for placeholders.\npub static LIST_ROLES: &[&str] = {};",
        strings(&words.list_roles)
    )
    .unwrap();

    let target = Path::new(&env::var("OUT_DIR").expect("OUT_DIR")).join("policy.rs");
    fs::write(target, out).expect("write policy.rs");
}

//! Checks the policy data and compiles it in, so that starting up parses nothing.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a build script reads files, and stops the build where the data are wrong"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

use serde::Deserialize;

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
    zones: BTreeMap<String, Vec<String>>,
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Triggers {
    as_of: String,
    source: String,
    triggers: BTreeMap<String, String>,
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
struct Phrases {
    language: String,
    as_of: String,
    #[serde(default)]
    promotion: Vec<Promotion>,
    #[serde(default)]
    exceptions: Vec<String>,
    #[serde(default)]
    opt_out: Vec<String>,
    #[serde(default)]
    opt_out_keywords: Vec<String>,
    #[serde(default)]
    opt_out_verbs: Vec<String>,
    /// Whether the verb may stand behind the keyword.
    #[serde(default)]
    verb_last: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    as_of: String,
    currencies: Vec<String>,
    percent: Vec<String>,
    negations: Vec<String>,
    opt_out_links: Vec<String>,
    opt_out_denials: Vec<String>,
    other_file_endings: Vec<String>,
    list_roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
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

fn strings(list: &[String]) -> String {
    let inner: Vec<String> = list.iter().map(|item| format!("{item:?}")).collect();
    format!("&[{}]", inner.join(", "))
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=policy/phrases");
    let mut out = String::new();
    let mut newest = String::new();

    let mut facts: Vec<Fact> = read("policy/facts.yaml");
    // What only others report says nothing about how new our knowledge of the platform's own pages is.
    let documented = facts.iter().filter(|fact| fact.confidence == "documented");
    newest.clone_from(&documented.map(|fact| fact.as_of.clone()).max().expect("facts are listed"));
    facts.extend(read::<Vec<Fact>>("policy/clauses.yaml"));
    facts.sort_by(|a, b| a.id.cmp(&b.id));
    out.push_str("/// Every fact and clause, sorted by id.\npub static FACTS: &[Fact] = &[\n");
    for pair in facts.windows(2) {
        assert!(pair[0].id != pair[1].id, "the fact {} is listed twice", pair[0].id);
    }
    for fact in &facts {
        check_date(&fact.id, &fact.as_of);
        let is_hearsay = matches!(fact.confidence.as_str(), "observed" | "single");
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
        writeln!(out, "/// {what}\npub static {name}: &[&str] = {};", strings(list)).unwrap();
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

    let pace: Pace = read("policy/pace.yaml");
    check_date("pace", &pace.as_of);
    writeln!(
        out,
        "/// The default pace and horizon.\npub static PACE: Pace = Pace {{ per_24h: {}, per_7d: {}, per_30d: {}, horizon_days: {}, instants_per_campaign: {} }};",
        pace.per_24h, pace.per_7d, pace.per_30d, pace.horizon_days, pace.instants_per_campaign
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

    let mut paths: Vec<_> = fs::read_dir("policy/phrases")
        .expect("policy/phrases")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect();
    paths.sort();
    out.push_str("/// Phrase sets by language, sorted by code.\npub static PHRASES: &[Phrases] = &[\n");
    for path in paths {
        let path = path.to_string_lossy().into_owned();
        let phrases: Phrases = read(&path);
        check_date(&path, &phrases.as_of);
        assert!(
            path.ends_with(&format!("/{}.yaml", phrases.language)),
            "{path}: named after another language"
        );
        writeln!(out, "Phrases {{ language: {:?}, promotion: &[", phrases.language).unwrap();
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
                strings(&promotion.strong),
                strings(&promotion.weak)
            )
            .unwrap();
        }
        writeln!(
            out,
            "], exceptions: {}, opt_out: {}, opt_out_keywords: {}, opt_out_verbs: {}, verb_last: {} }},",
            strings(&phrases.exceptions),
            strings(&phrases.opt_out),
            strings(&phrases.opt_out_keywords),
            strings(&phrases.opt_out_verbs),
            phrases.verb_last
        )
        .unwrap();
    }
    out.push_str("];\n");

    let sources: Source = read("policy/sources.yaml");
    check_date("sources", &sources.as_of);
    out.push_str("/// Words that give away where contacts came from, by source kind.\npub static SOURCE_WORDS: &[(&str, &[&str])] = &[\n");
    for (kind, words) in &sources.kinds {
        writeln!(out, "({kind:?}, {}),", strings(words)).unwrap();
    }
    out.push_str("];\n");
    writeln!(
        out,
        "/// What holds such words and is none of it.\npub static SOURCE_EXCEPTIONS: &[&str] = {};",
        strings(&sources.exceptions)
    )
    .unwrap();

    let words: Words = read("policy/words.yaml");
    check_date("words", &words.as_of);
    writeln!(
        out,
        "/// Currency words beside an amount.\npub static CURRENCIES: &[&str] = {};",
        strings(&words.currencies)
    )
    .unwrap();
    writeln!(
        out,
        "/// Words that make a percentage.\npub static PERCENT_WORDS: &[&str] = {};",
        strings(&words.percent)
    )
    .unwrap();

    writeln!(
        out,
        "/// Words that turn a statement round.\npub static NEGATIONS: &[&str] = {};",
        strings(&words.negations)
    )
    .unwrap();

    writeln!(
        out,
        "/// Parts of an address that leads out.\npub static OPT_OUT_LINKS: &[&str] = {};",
        strings(&words.opt_out_links)
    )
    .unwrap();

    writeln!(
        out,
        "/// Words right before a way out that take it back.\npub static OPT_OUT_DENIALS: &[&str] = {};",
        strings(&words.opt_out_denials)
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
        "/// Columns of a contact list that hold no values for placeholders.\npub static LIST_ROLES: &[&str] = {};",
        strings(&words.list_roles)
    )
    .unwrap();

    let target = Path::new(&env::var("OUT_DIR").expect("OUT_DIR")).join("policy.rs");
    fs::write(target, out).expect("write policy.rs");
}

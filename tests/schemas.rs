//! What the schemas for editors accept is what the program reads.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(text: &str) -> Validator {
    jsonschema::draft7::new(&serde_json::from_str(text).unwrap()).unwrap()
}

/// What is wrong with a text in YAML or JSON.
fn faults(schema: &Validator, text: &str) -> Vec<String> {
    let value: Value = serde_yaml::from_str(text).unwrap();
    schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn configurations() {
    let schema = schema(&wabalint::config::schema::text());
    let good = [
        "rules: { missing-opt-out: error, format: off, chat-link: default }".replace("off", "\"off\""),
        "own_rules: { house-style: { when: \"true\", message: m } }\nrules: { house-style: error }\nallow: [{ rule: house-style, item: a }]".to_owned(),
        "extends: ../company/base.yaml\npreset: [strict, finance]\nfail_on: error".to_owned(),
        "allow: [{ rule: [missing-opt-out], item: \"spring_*\", because: the app, until: 2027-01-31 }]"
            .to_owned(),
        "countries: { BR: { pace: { per_30d: 6 }, hours: { saturday: none, weekdays: \"09:00..20:00\" } } }"
            .to_owned(),
        "paths: { include: [a], exclude: [\"b/\"] }\nbaseline: wabalint-baseline.json\n_note: ours"
            .to_owned(),
        "account: { name: shop, archive: { retention: 7y, coverage: 100% } }\nlanguages: [en_US]".to_owned(),
        "thresholds: { pace: { per_24h: 1 }, horizon_days: 90, assume: overlapping }".to_owned(),
    ];
    for text in good {
        assert_eq!(faults(&schema, &text), Vec::<String>::new(), "{text}");
    }
    for text in [
        "rule: {}",
        "rules: { missing-opt-out: fatal }",
        "preset: banks",
        "fail_on: never",
        "thresholds: { horizon_days: 0 }",
        "countries: { UK: {} }",
        "allow: [{ rules: a }]",
        "account: { bussiness_name: x }",
    ] {
        assert_ne!(faults(&schema, text), Vec::<String>::new(), "{text}");
    }
    let example = fs::read_to_string(root().join("src/cli/init/wabalint.yaml")).unwrap();
    assert_eq!(faults(&schema, &example), Vec::<String>::new());
    // What is commented out is meant to be taken in.
    let is_key = |line: &str| {
        let begun = line.trim_start().strip_prefix("# ").unwrap_or(line);
        let word = begun.trim_start().split(' ').next().unwrap_or_default();
        word.ends_with(':') && !word.starts_with('#')
    };
    let all: String =
        example.lines().filter(|line| is_key(line)).map(|line| line.replacen("# ", "", 1) + "\n").collect();
    assert!(all.contains("  format: warning\n") && all.contains("\nlanguages:"), "{all}");
    assert_eq!(faults(&schema, &all), Vec::<String>::new(), "{all}");
}

const ODD: [&str; 16] = [
    "button-not-in-category",
    "component-not-in-category",
    "translation-drift",
    "unknown-button-type",
    "unofficial-client",
    "unsynced-template",
    "invalid-category",
    "legacy-category",
    "unknown-key",
    "syntax-error",
    "unreadable-input",
    "invalid-value",
    "unexpected-component",
    "template-not-approved",
    "category-drift",
    "template-field-missing",
];

/// Cases of rules in YAML and JSON in which the rule finds nothing. Some hold what another rule is about, or what is read and
/// not meant to be written, and no editor should propose.
fn cases() -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(root().join("tests/rules")).sort_by_file_name();
    let files = walk.into_iter().flatten().map(walkdir::DirEntry::into_path);
    let is_fine = |path: &PathBuf| {
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.iter().any(|part| part.starts_with("pass-"))
            && !parts.iter().any(|part| ODD.contains(&part.as_ref()))
    };
    let is_data =
        |path: &PathBuf| path.is_file() && path.extension().is_some_and(|end| end == "yaml" || end == "json");
    files.filter(|path| is_data(path) && is_fine(path)).collect()
}

#[test]
fn definitions() {
    let schema = schema(&wabalint::format::schema());
    let mut wrong = Vec::new();
    let mut read = 0;
    for path in cases() {
        let text = fs::read_to_string(&path).unwrap();
        let Ok(value) = serde_yaml::from_str::<Value>(text.trim_start_matches('\u{feff}')) else { continue };
        read += 1;
        if let Some(error) = schema.iter_errors(&value).next() {
            wrong.push(format!("{}: {}: {error:.300}", path.display(), error.instance_path()));
        }
    }
    assert!(read > 250, "{read}");
    assert!(wrong.is_empty(), "{} of {read}\n{}", wrong.len(), wrong.join("\n"));
}

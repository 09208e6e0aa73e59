//! The company's own rules through the real binary: what they find, where mistakes in them are shown, and that they are
//! told like every other rule.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wabalint")).args(args).current_dir(folder).output().unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What is found in a workspace, without our own rules, as `file:line:column: level[rule]: message`.
fn found(config: &str, files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    fs::write(folder.path().join("wabalint.yaml"), config).unwrap();
    let output = run(folder.path(), &["check", "--today", "2026-09-01", "--output", "short", "--quiet"]);
    let own = ["house", "own", "words-"];
    let lines = printed(&output);
    let lines = lines.lines().filter(|line| own.iter().any(|name| line.contains(&format!("[{name}"))));
    lines.map(|line| format!("{line}\n")).collect()
}

/// What is wrong with a configuration: where the finding points, and what it says.
fn broken(config: &str) -> Vec<(String, String)> {
    let folder = folder(&[("wabalint.yaml", config), ("a.waba", "")]);
    let output = run(folder.path(), &["check", "--output", "json"]);
    assert_eq!(output.status.code(), Some(2), "{config}");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = document["diagnostics"].as_array().unwrap();
    let place = |finding: &serde_json::Value| {
        let offset = |end: &str| usize::try_from(finding[end]["offset"].as_u64().unwrap()).unwrap();
        (config[offset("start")..offset("end")].to_owned(), finding["message"].as_str().unwrap().to_owned())
    };
    findings.iter().map(place).collect()
}

const TEMPLATE: &str = "template spring_sale { category: marketing; language: en_US; body: \"Cheap linen, {{1}}, and more.\"; footer: \"Oak\"; sample { 1: \"Ana\" } }\n";

#[test]
fn the_place_of_a_mistake_is_exact_in_every_spelling_of_yaml() {
    let spellings = [
        "own_rules:\n  own-rule:\n    when: template.boddy == \"é\"\n    message: m\n",
        "own_rules:\n  own-rule:\n    when: 'template.boddy == \"é\"'\n    message: m\n",
        "own_rules:\n  own-rule:\n    when: \"\\\"\\u00e9\\\" == template.boddy\"\n    message: m\n",
        "own_rules:\n  own-rule:\n    when: '''é'' == template.boddy'\n    message: m\n",
        "own_rules:\n  own-rule:\n    when: |\n      \"é\" ==\n        template.boddy\n    message: m\n",
        "own_rules:\n  own-rule:\n    when: >-\n      \"é\" == \"é\"\n      && template.boddy\n      == \"x\"\n    message: m\n",
        "own_rules:\r\n  own-rule:\r\n    when: >\r\n      \"é\" == \"é\"\r\n      && template.boddy\r\n      == \"x\"\r\n    message: m\r\n",
        "\u{feff}own_rules: { own-rule: { when: \"template.boddy == 'x'\", message: m } }\n",
    ];
    for config in spellings {
        let told = broken(config);
        assert_eq!(told.len(), 1, "{config}: {told:?}");
        assert_eq!(told[0], ("boddy".to_owned(), "a template has no field `boddy`".to_owned()), "{config}");
    }
}

#[test]
fn a_broken_rule_stops_the_run_at_its_place() {
    let rule = |keys: &str| format!("own_rules:\n  own-rule:\n{keys}");
    let cases = [
        (rule("    message: m\n"), "own-rule", "`own-rule` has no `when`"),
        (rule("    when: \"true\"\n"), "own-rule", "`own-rule` has no `message`"),
        (rule("    when: [1]\n    message: m\n"), "[1]", "`when` is a text, and this is a list"),
        (rule("    when: \"true\"\n    message: \"{titel}\"\n"), "titel", "a template has no field `titel`"),
        (rule("    when: \"true\"\n    message: \"{name\"\n"), "{", "this brace is not closed"),
        (rule("    when: \"true\"\n    message: m\n    at: buttons.url\n"), "url", "this has no fields"),
        (
            rule("    when: \"true\"\n    message: m\n    at: buttons[x]\n"),
            "[x]",
            "a number is expected here",
        ),
        (rule("    when: \"true\"\n    message: m\n    level: fatal\n"), "fatal", "`fatal` is no level"),
        (
            rule("    when: \"true\"\n    message: m\n    for: tempalte\n"),
            "tempalte",
            "`tempalte` is not known here",
        ),
        (
            rule("    when: \"true\"\n    message: m\n    link: http://a b\n"),
            "http://a b",
            "`http://a b` is no address",
        ),
        (rule("    when: \"true\"\n    message: \"\"\n"), "", "this message is empty"),
        ("own_rules: [a]\n".to_owned(), "[a]", "`own_rules` holds rules by their names, and this is a list"),
        (
            "own_rules: { own-rule: 5 }\n".to_owned(),
            "5",
            "`own-rule` holds the keys of a rule, and this is a word",
        ),
        (
            "own_rules: { missing-opt-out: {} }\n".to_owned(),
            "missing-opt-out",
            "is the name of a rule that there is already",
        ),
        ("own_rules: { promo: {} }\n".to_owned(), "promo", "`promo` is the name of a group"),
        ("own_rules: { company: {} }\n".to_owned(), "company", "`company` is the name of a group"),
        ("own_rules: { Own_Rule: {} }\n".to_owned(), "Own_Rule", "`Own_Rule` is no name for a rule"),
        (
            "own_rules: { own-rule: { when: \"true\", message: m } }\nwords: { own-rule: { avoid: [a] } }\n"
                .to_owned(),
            "own-rule",
            "there are two rules `own-rule`",
        ),
        ("words: { words-a: {} }\n".to_owned(), "words-a", "`words-a` lists no words"),
        (
            "words: { words-a: { avoid: [a], require: [b] } }\n".to_owned(),
            "require",
            "`avoid` and `require` are two lists",
        ),
        ("words: { words-a: { avoid: {} } }\n".to_owned(), "avoid", "`avoid` holds no words"),
        (
            "words: { words-a: { avoid: { xx: [a] } } }\n".to_owned(),
            "xx",
            "`xx` is no language of the platform",
        ),
        ("words: { words-a: { avoid: [\" \"] } }\n".to_owned(), " ", "this word is empty"),
        (
            "words: { words-a: { avoid: [[a]] } }\n".to_owned(),
            "[a]",
            "a word is expected here, and this is a list",
        ),
        ("words: { words-a: { avoid: [a], in: foot } }\n".to_owned(), "foot", "`foot` is not known here"),
        (
            "words: { words-a: { avoid: [a], category: promo } }\n".to_owned(),
            "promo",
            "`promo` is not known here",
        ),
        (
            "words: { words-a: { avoid: [a], message: \"{wrd}\" } }\n".to_owned(),
            "wrd",
            "a template has no field `wrd`",
        ),
    ];
    let mut wrong = String::new();
    for (config, words, message) in &cases {
        let told = broken(config);
        let is_told = told.iter().any(|(at, said)| at == words && said.contains(message));
        if !is_told {
            wrong.push_str(&format!("{config}{told:?}\n\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_key_that_nobody_reads_is_told_and_stops_nothing() {
    let config = "own_rules: { own-rule: { when: \"true\", message: found, lvel: error } }\n";
    let folder = folder(&[("wabalint.yaml", config), ("a.waba", TEMPLATE)]);
    let output = run(folder.path(), &["check", "--output", "short", "--today", "2026-09-01"]);
    let printed = printed(&output);
    assert!(
        printed.contains("unknown key `lvel` in `own-rule`") && printed.contains("[own-rule]: found"),
        "{printed}"
    );
}

#[test]
fn words_are_found_by_language_category_and_place() {
    let config = "words:\n  words-house:\n    avoid: { en: { cheap: affordable }, de: [billig], \"*\": [gratis] }\n  words-line:\n    require: { en: [\"reply stop\"], \"*\": [STOP] }\n    in: footer\n    category: marketing\n  words-all:\n    level: advice\n    require_all: { pt_BR: [Oak, Linen] }\n    message: \"{name} lacks {word}\"\n";
    let told = found(
        config,
        &[
            ("a.waba", TEMPLATE),
            (
                "b.waba",
                "template order { category: utility; language: en_US; body: \"Your order {{1}} is CHEAP, gratis, billig today.\"; sample { 1: \"4711\" } }\n",
            ),
            (
                "c.waba",
                "template natal { category: marketing; language: pt_BR; body: \"O linho da Oak chegou, {{1}}, venha ver.\"; footer: \"Responda STOP\"; sample { 1: \"Ana\" } }\n",
            ),
            ("d.waba", "template code { category: authentication; language: pt_BR; otp: copy_code }\n"),
        ],
    );
    let wanted = "a.waba:1:69: warning[words-house]: `Cheap` is a word to avoid\n\
                  a.waba:1:110: warning[words-line]: the footer lacks `reply stop`\n\
                  b.waba:1:81: warning[words-house]: `CHEAP` is a word to avoid\n\
                  b.waba:1:88: warning[words-house]: `gratis` is a word to avoid\n\
                  c.waba:1:10: advice[words-all]: natal lacks Linen\n";
    let told: String = told.lines().map(|line| line.split(" (").next().unwrap().to_owned() + "\n").collect();
    assert_eq!(told, wanted);
}

#[test]
fn levels_and_comments_hold_for_them_as_for_every_other() {
    let rules =
        "own_rules:\n  own-rule: { when: \"true\", message: found }\nwords:\n  words-a: { avoid: [cheap] }\n";
    let told = |config: &str, text: &str, args: &[&str]| {
        let folder = folder(&[("wabalint.yaml", config), ("a.waba", text)]);
        let all = ["check", "--output", "short", "--quiet", "--today", "2026-09-01"];
        let output = run(folder.path(), &[&all, args].concat());
        printed(&output) + &said(&output)
    };
    let plain = told(rules, TEMPLATE, &[]);
    assert!(plain.contains("warning[own-rule]") && plain.contains("warning[words-a]"), "{plain}");
    let raised = told(&format!("rules: {{ own-rule: error, words-a: off }}\n{rules}"), TEMPLATE, &[]);
    assert!(raised.contains("error[own-rule]") && !raised.contains("words-a"), "{raised}");
    let none = told(&format!("rules: {{ company: off }}\n{rules}"), TEMPLATE, &[]);
    assert!(!none.contains("own-rule") && !none.contains("words-a"), "{none}");
    let one = told(&format!("rules: {{ company: off, words-a: advice }}\n{rules}"), TEMPLATE, &[]);
    assert!(!one.contains("own-rule") && one.contains("advice[words-a]"), "{one}");
    let denied = told(rules, TEMPLATE, &["--deny", "own-rule", "--allow", "words-a"]);
    assert!(denied.contains("error[own-rule]") && !denied.contains("words-a"), "{denied}");
    let mistaken = told(rules, TEMPLATE, &["--deny", "own-rul"]);
    assert!(mistaken.contains("did you mean `own-rule`?"), "{mistaken}");
    let mistaken = told(&format!("rules: {{ own-rul: off }}\n{rules}"), TEMPLATE, &[]);
    assert!(mistaken.contains("unknown-rule"), "{mistaken}");

    let allowed = format!("# wabalint: allow(own-rule, words-a) because it is agreed\n{TEMPLATE}");
    let told_of = told(rules, &allowed, &[]);
    assert!(!told_of.contains("own-rule") && !told_of.contains("words-a"), "{told_of}");
    let unused =
        format!("# wabalint: allow(words-a) because it is agreed\n{}", TEMPLATE.replace("Cheap", "Fine"));
    assert!(told(rules, &unused, &[]).contains("`words-a` is allowed here but not found"));
    let unknown = format!("# wabalint: allow(words-b) because it is agreed\n{TEMPLATE}");
    assert!(told(rules, &unknown, &[]).contains("there is no rule `words-b`"));
}

#[test]
fn they_are_listed_explained_and_told_in_every_output() {
    let config = "own_rules:\n  ownerless:\n    level: error\n    when: \"!has(template.owner)\"\n    message: \"<b>{name}</b> [x](y) has no owner\"\n    help: name one\n    link: https://wiki.example/owner\n";
    let folder = folder(&[("wabalint.yaml", config), ("a.waba", TEMPLATE)]);
    let rules = printed(&run(folder.path(), &["rules"]));
    assert!(rules.contains("\ncompany\n  ownerless") && rules.contains("1 of them of your own"), "{rules}");
    let rules: serde_json::Value =
        serde_json::from_slice(&run(folder.path(), &["rules", "--output", "json"]).stdout).unwrap();
    let own = rules.as_array().unwrap().last().unwrap();
    assert_eq!((&own["name"], &own["own"]), (&"ownerless".into(), &true.into()));
    assert!(!printed(&run(folder.path(), &["rules", "--no-config"])).contains("ownerless"));
    let page = printed(&run(folder.path(), &["explain", "ownerless"]));
    for words in [
        "# ownerless",
        "Group `company`, level error.",
        "!has(template.owner)",
        "name one",
        "<https://wiki.example/owner>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let mistaken = run(folder.path(), &["explain", "ownerles"]);
    assert!(said(&mistaken).contains("did you mean `ownerless`?"));
    for (format, words) in [
        ("human", "error[ownerless]"),
        ("short", "error[ownerless]: <b>spring_sale</b>"),
        ("json", "\"https://wiki.example/owner\""),
        ("sarif", "\"helpUri\": \"https://wiki.example/owner\""),
        ("github", "title=ownerless::"),
        ("gitlab", "\"check_name\": \"ownerless\""),
        ("junit", "name=\"ownerless: template spring_sale (en_US)\""),
        ("markdown", "<sub>template spring_sale (en_US) · ownerless</sub>"),
        ("html", "href=\"https://wiki.example/owner\""),
    ] {
        let output = run(folder.path(), &["check", "--today", "2026-09-01", "--output", format]);
        let printed = printed(&output);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(printed.contains(words), "{format}: {printed}");
        assert!(
            !["markdown", "html", "junit"].contains(&format) || !printed.contains("<b>spring_sale"),
            "{format}"
        );
    }
    let broken = folder.path().join("broken.yaml");
    fs::write(&broken, "own_rules: { ownerless: { when: \"1\", message: m } }\n").unwrap();
    for args in [
        ["rules", "--config", "broken.yaml"].as_slice(),
        &["explain", "ownerless", "--config", "broken.yaml"],
    ] {
        let output = run(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said(&output).contains("a condition is true or false, and this is a number"), "{args:?}");
    }
    assert_eq!(
        run(folder.path(), &["explain", "missing-opt-out", "--config", "broken.yaml"]).status.code(),
        Some(0)
    );
}

#[test]
fn what_a_program_computes_silences_a_rule() {
    let config = "own_rules:\n  own-footer: { when: \"!template.footer.contains('Oak')\", message: no shop }\n  own-body: { when: size(template.body) > 3, message: long }\n  own-either: { when: \"size(template.body) > 3 || template.footer == 'x'\", message: either }\nwords:\n  words-line: { require: [Oak] }\n";
    let program = |footer: &str| {
        format!(
            "export const a = {{ name: \"order\", category: \"UTILITY\", language: \"en_US\", components: [{{ type: \"BODY\", text: \"Your order is on its way.\" }}, {footer}] }};\n"
        )
    };
    let told = |footer: &str| {
        let told = found(config, &[("a.ts", &program(footer))]);
        ["own-footer", "own-body", "own-either", "words-line"].map(|name| told.contains(name))
    };
    assert_eq!(told("{ type: \"FOOTER\", text: \"Linen\" }"), [true, true, true, true]);
    assert_eq!(told("{ type: \"FOOTER\", text: footer() }"), [false, true, true, false]);
    assert_eq!(told("{ type: \"FOOTER\", text: `${shop} Linen` }"), [false, true, true, false]);
    assert_eq!(told("...footers"), [false, false, false, false]);
}

#[test]
fn the_account_of_the_configuration_is_asked_too() {
    let config = "account: { name: oak, business_name: Oak }\nown_rules:\n  own-archive: { for: account, when: \"!has(account.archive)\", message: \"{business_name} keeps nothing\" }\n";
    assert!(found(config, &[("a.waba", TEMPLATE)]).contains("[own-archive]: Oak keeps nothing"));
}

/// Each example of the page finds what stands below it, and nothing once its rule is off.
#[test]
fn the_examples_of_the_page_hold() {
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/company-rules.md")).unwrap();
    let (_, examples) = page.split_once("## Ten examples").unwrap();
    let (examples, _) = examples.split_once("\n## ").unwrap();
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    for line in examples.lines() {
        let indent = line.len() - line.trim_start().len();
        match &mut open {
            Some((_, _, _)) if line.trim() == "```" => {
                let (kind, _, text) = open.take().unwrap();
                blocks.push((kind, text));
            }
            Some((_, indent, text)) => {
                text.push_str(&format!("{}\n", line.get(*indent..).unwrap_or_default()))
            }
            None => {
                if let Some(kind) = line.trim().strip_prefix("```") {
                    open = Some((kind.to_owned(), indent, String::new()));
                }
            }
        }
    }
    assert_eq!(blocks.len(), 30);
    for example in blocks.chunks(3) {
        let [(yaml, config), (waba, text), (_, wanted)] = example else { panic!("three blocks") };
        assert_eq!((yaml.as_str(), waba.as_str()), ("yaml", "waba"));
        let folder = folder(&[("wabalint.yaml", config), ("a.waba", text)]);
        let args = ["check", "--today", "2026-09-01", "--output", "json"];
        let told = |more: &[&str]| {
            let output = run(folder.path(), &[&args, more].concat());
            let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let findings = document["diagnostics"].as_array().unwrap().clone();
            let own = findings.into_iter().filter(|finding| finding["group"] == "company");
            own.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told(&[]), [wanted.trim()], "{config}");
        assert_eq!(told(&["--allow", "company"]), Vec::<String>::new(), "{config}");
    }
}

/// A word or a day that can never be there is a mistake, and a send at one time has that time.
#[test]
fn what_can_never_be_true_stops_the_run() {
    let config = |kind: &str, when: &str| {
        format!("own_rules:\n  own-one:\n    for: {kind}\n    when: '{when}'\n    message: x\n")
    };
    for (kind, when, place) in [
        ("template", "template.category == \"markting\"", "markting"),
        ("template", "template.category in [\"utility\", \"MARKETING\"]", "MARKETING"),
        ("template", "template.buttons.exists(b, b.kind == \"link\")", "link"),
        ("campaign", "campaign.purpose != \"promo\"", "promo"),
        ("audience", "audience.consent.basis == \"explicit\"", "explicit"),
        ("audience", "\"telegram\" in audience.consent.channel", "telegram"),
        ("campaign", "today > \"soon\"", "soon"),
        ("campaign", "campaign.schedule.from >= \"2026-13-01\"", "2026-13-01"),
    ] {
        let found = broken(&config(kind, when));
        assert_eq!(found.len(), 1, "{when}: {found:?}");
        assert!(found[0].0.contains(place) && found[0].1.contains(place), "{when}: {found:?}");
    }
    let evening = config(
        "campaign",
        "campaign.schedule.times.exists(t, t >= \"19:00\") && campaign.schedule.from == \"2026-12-10\"",
    );
    let told = found(
        &evening,
        &[("a.waba", "campaign a { send: b; schedule: once at 2026-12-10T19:45 in Europe/Madrid }\n")],
    );
    assert!(told.contains("[own-one]"), "{told}");
}

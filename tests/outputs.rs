//! The outputs for other programs and for readers who open no terminal, as the real binary writes them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may read files, and fails where something is not as it should be"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{Folder, err, out};
use serde_json::Value;

/// What the program prints on the day of these tests.
fn run(folder: &Folder, args: &[&str]) -> Output {
    folder.run(&[args, &["--today", "2026-09-01"]].concat())
}

/// What `check` writes into a file, which unlike a screen says nothing of time.
fn report(folder: &Folder, format: &str, args: &[&str]) -> String {
    let report = tempfile::tempdir().unwrap();
    let file = report.path().join("report");
    let output = format!("{format}={}", file.display());
    run(folder, &[&["check", "--output", &output], args].concat());
    fs::read_to_string(file).unwrap()
}

const FORMATS: [&str; 9] =
    ["human", "short", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"];

/// A small team's workspace: one template that is refused, one that promotes, one that is sound, a plan.
fn workspace() -> Folder {
    let folder = Folder::new();
    folder
        .write(
            "templates/orders.waba",
            "template Order_shipped {\n  category: utility\n  language: en_GB\n  body: \"Hello {{1}}, your parcel is on its way. Use *SPRING20* for 20% off your next order!\"\n  sample: { 1: \"Ana\", url_1: \"A-1042\" }\n  button: url \"Track it\" -> \"https://parcels.example/t/{{1}}\"\n}\n\ntemplate order_ready {\n  category: utility\n  language: en_GB\n  body: \"Your order is ready at our shop in Leeds until Friday.\"\n}\n",
        )
        .write(
            "templates/عروض.yaml",
            "templates:\n  - name: offers_ar\n    category: marketing\n    language: ar\n    body: \"مرحبا {{1}}، خصم *20%* حتى يوم الجمعة. للإلغاء أرسل إيقاف.\"\n    sample: { 1: سارة }\n",
        )
        .write(
            "plan.waba",
            "account shop { messaging_limit: 1_000 }\naudience customers { source: checkout; zones: Europe/London; size: 1_200; exclude: opted_out }\ncampaign spring {\n  send: offers_ar\n  to: customers\n  purpose: marketing\n  values { 1: column name }\n  schedule: once at 2026-09-09 10:00 in Europe/London\n  cap: 1 per 7d\n  opt_out { keywords: \"إيقاف\"; honoured_within: 24h }\n}\n",
        );
    folder
}

#[test]
fn what_each_output_says() {
    let folder = workspace();
    insta::assert_snapshot!("github", report(&folder, "github", &["."]));
    insta::assert_snapshot!("gitlab", report(&folder, "gitlab", &["."]));
    insta::assert_snapshot!("junit", report(&folder, "junit", &[".", "--fail-on", "error"]));
    insta::assert_snapshot!("markdown", report(&folder, "markdown", &["."]));
    let html = report(&folder, "html", &["."]);
    let (before, rest) = html.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    insta::assert_snapshot!("html", format!("{before}<style>…</style>{after}"));
    let mut sarif: Value = serde_json::from_str(&report(&folder, "sarif", &["."])).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["id"] == "adjacent-variables");
    // It changes with every rule that is added; the test of the schema holds that it is right.
    for result in sarif["runs"][0]["results"].as_array_mut().unwrap() {
        result.as_object_mut().unwrap().remove("ruleIndex");
    }
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&sarif).unwrap());
}

/// What the page on outputs shows is what is printed.
#[test]
fn the_page_on_outputs_shows_them_as_they_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/output.md")).unwrap();
    let example = "templates-examples/bad/order_update_with_offer.waba";
    assert!(page.contains(&format!("wabalint check {example}")));
    let mut shown = BTreeSet::new();
    for block in page.split("\n```").skip(1).step_by(2) {
        let (heading, text) = block.split_once('\n').unwrap();
        let Some((_, format)) = heading.split_once(' ') else { continue };
        shown.insert(format.to_owned());
        let output = Command::new(env!("CARGO_BIN_EXE_wabalint"))
            .args(["check", "--no-config", "--today", "2026-11-22", "--quiet", example, "--output", format])
            .current_dir(root)
            .output()
            .unwrap();
        let printed = out(&output);
        if format == "sarif" {
            let sarif: Value = serde_json::from_str(&printed).unwrap();
            let part: Value = serde_json::from_str(text).unwrap();
            for (key, value) in part.as_object().unwrap() {
                assert_eq!(&sarif["runs"][0]["results"][0][key], value, "{key}");
            }
        } else {
            assert_eq!(printed.trim_end(), text.trim_end(), "{format}");
        }
    }
    let text_formats = ["human", "short", "sarif", "github", "gitlab", "junit", "markdown"];
    assert_eq!(shown, text_formats.map(str::to_owned).into());
    for format in FORMATS {
        assert!(page.contains(&format!("| `{format}` |")), "{format} is in no table");
    }
}

#[test]
fn sarif_follows_its_schema_and_lists_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    // A word that no level has, and a field that nothing has, are seen.
    let mut broken: Value = serde_json::from_str(&report(&workspace(), "sarif", &["."])).unwrap();
    broken["runs"][0]["results"][0]["level"] = "advice".into();
    broken["runs"][0]["results"][1]["rule"] = "x".into();
    let mut faults = Vec::new();
    follows(&broken, &schema, &schema, "", &mut faults);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    for (folder, args) in [
        (workspace(), vec!["."]),
        (workspace(), vec![".", "gone.waba"]),
        (workspace(), vec!["templates/orders.waba", "--allow", "project"]),
        (hostile(), vec!["."]),
        (Folder::new(), vec!["."]),
    ] {
        let text = report(&folder, "sarif", &args);
        let sarif: Value = serde_json::from_str(&text).unwrap();
        let mut faults = Vec::new();
        follows(&sarif, &schema, &schema, "", &mut faults);
        assert!(faults.is_empty(), "{args:?}: {faults:#?}");
        let run = &sarif["runs"][0];
        let successful = !args.contains(&"gone.waba");
        assert_eq!(run["invocations"][0]["executionSuccessful"], successful);
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let listed: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        let known: Vec<&str> = wabalint::rules::RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(listed, known);
        for rule in rules {
            for text in ["shortDescription", "fullDescription", "help"] {
                assert!(!rule[text]["text"].as_str().unwrap().is_empty(), "{rule}");
            }
        }
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(result["ruleId"], rules[index]["id"]);
        }
    }
}

/// Draft 4 of JSON Schema, as far as the schema of SARIF uses it; a word that is not known here is a fault.
fn follows(value: &Value, schema: &Value, root: &Value, at: &str, faults: &mut Vec<String>) {
    let rules = schema.as_object().unwrap();
    if let Some(reference) = rules.get("$ref").and_then(Value::as_str) {
        return follows(value, root.pointer(reference.strip_prefix('#').unwrap()).unwrap(), root, at, faults);
    }
    let mut fault = |what: String| faults.push(format!("{at}: {what}"));
    let mut inner: Vec<(String, &Value, &Value)> = Vec::new();
    for (word, rule) in rules {
        let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
        let holds = match word.as_str() {
            "description" | "default" | "title" | "id" | "$schema" | "definitions" => true,
            // A text's format is looked at where it matters, below.
            "format" => match (rule.as_str().unwrap(), value.as_str()) {
                ("uri" | "uri-reference", Some(uri)) => {
                    uri.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&b))
                }
                _ => true,
            },
            "type" => {
                let kinds = rule.as_array().map_or(std::slice::from_ref(rule), Vec::as_slice);
                kinds.iter().any(|kind| match kind.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "null" => value.is_null(),
                    other => panic!("a type of another kind: {other}"),
                })
            }
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => !value.is_number() || number(value) >= number(rule),
            "maximum" => !value.is_number() || number(value) <= number(rule),
            "minItems" => value.as_array().is_none_or(|all| all.len() as f64 >= number(rule)),
            "maxItems" => value.as_array().is_none_or(|all| all.len() as f64 <= number(rule)),
            "uniqueItems" => value.as_array().is_none_or(|all| {
                let texts: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
                *rule != Value::Bool(true) || texts.len() == all.len()
            }),
            "required" => value.as_object().is_none_or(|own| {
                rule.as_array().unwrap().iter().all(|name| own.contains_key(name.as_str().unwrap()))
            }),
            "pattern" => match (rule.as_str().unwrap(), value.as_str()) {
                (_, None) => true,
                // Only texts of shapes that no output holds have patterns.
                (pattern, Some(text)) => panic!("{at}: {text} should be looked at by {pattern}"),
            },
            "items" => {
                for (index, element) in value.as_array().into_iter().flatten().enumerate() {
                    inner.push((format!("{at}/{index}"), element, rule));
                }
                true
            }
            "properties" => {
                for (name, element) in value.as_object().into_iter().flatten() {
                    inner.extend(rule.get(name).map(|rule| (format!("{at}/{name}"), element, rule)));
                }
                true
            }
            "additionalProperties" => {
                let known = |name: &str| rules.get("properties").is_some_and(|all| all.get(name).is_some());
                let others: Vec<(&String, &Value)> =
                    value.as_object().into_iter().flatten().filter(|(name, _)| !known(name)).collect();
                if rule.is_object() {
                    inner.extend(
                        others.iter().map(|(name, element)| (format!("{at}/{name}"), *element, rule)),
                    );
                }
                *rule != Value::Bool(false) || others.is_empty()
            }
            "anyOf" | "oneOf" => {
                let fits = rule.as_array().unwrap().iter().filter(|choice| {
                    let mut own = Vec::new();
                    follows(value, choice, root, at, &mut own);
                    own.is_empty()
                });
                let count = fits.count();
                if word == "oneOf" { count == 1 } else { count > 0 }
            }
            "not" => {
                let mut own = Vec::new();
                follows(value, rule, root, at, &mut own);
                !own.is_empty()
            }
            other => panic!("the schema uses another word: {other}"),
        };
        if !holds {
            fault(format!("{word} {rule} does not hold"));
        }
    }
    for (at, value, schema) in inner {
        follows(value, schema, root, &at, faults);
    }
}

#[test]
fn the_changes_of_sarif_are_those_of_fix() {
    let folder = Folder::new();
    let text = "\u{feff}# 👩‍👧 é\r\ntemplate Order { category: utility; language: en_GB; body: \"Your order has left.\" }\r\n";
    folder.write("a.waba", text);
    let sarif: Value = serde_json::from_str(&report(&folder, "sarif", &["a.waba"])).unwrap();
    let change = sarif.pointer("/runs/0/results/0/fixes/0/artifactChanges/0").unwrap();
    assert_eq!(change["artifactLocation"]["uri"], "a.waba");
    let replacement = &change["replacements"][0];
    let region = &replacement["deletedRegion"];
    let offset = |line: &str, column: &str| {
        let mut start = 3;
        for line in text[3..].split_inclusive('\n').take(region[line].as_u64().unwrap() as usize - 1) {
            start += line.len();
        }
        let before = text[start..].chars().take(region[column].as_u64().unwrap() as usize - 1);
        start + before.map(char::len_utf8).sum::<usize>()
    };
    let mut changed = text.to_owned();
    changed.replace_range(
        offset("startLine", "startColumn")..offset("endLine", "endColumn"),
        replacement["insertedContent"]["text"].as_str().unwrap(),
    );
    run(&folder, &["fix", "a.waba"]);
    assert_eq!(changed, fs::read_to_string(folder.path("a.waba")).unwrap());
}

/// The names of findings, from SARIF and from GitLab's report.
fn fingerprints(folder: &Folder) -> Vec<String> {
    let sarif: Value = serde_json::from_str(&report(folder, "sarif", &["."])).unwrap();
    let gitlab: Value = serde_json::from_str(&report(folder, "gitlab", &["."])).unwrap();
    let of_sarif = sarif["runs"][0]["results"].as_array().unwrap().iter();
    let of_sarif: Vec<String> = of_sarif
        .map(|result| result["partialFingerprints"]["ruleItemText/v1"].as_str().unwrap().to_owned())
        .collect();
    let of_gitlab = gitlab.as_array().unwrap().iter();
    let of_gitlab: Vec<String> =
        of_gitlab.map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect();
    assert_eq!(of_sarif, of_gitlab);
    of_sarif
}

#[test]
fn a_finding_keeps_its_name_when_lines_move() {
    let folder = workspace();
    let before = fingerprints(&folder);
    let distinct: BTreeSet<&String> = before.iter().collect();
    assert_eq!(distinct.len(), before.len(), "each name is given once");
    assert!(before.len() > 3);
    let orders = fs::read_to_string(folder.path("templates/orders.waba")).unwrap();
    folder.write("templates/orders.waba", format!("# Moved.\r\n\r\n{}", orders.replace('\n', "\r\n")));
    fs::rename(folder.path("plan.waba"), folder.path("a_plan.waba")).unwrap();
    let moved: BTreeSet<String> = fingerprints(&folder).into_iter().collect();
    assert_eq!(moved, before.iter().cloned().collect());
    // Other words are another finding.
    folder.write("templates/orders.waba", orders.replace("Order_shipped", "Order_sent"));
    assert_ne!(fingerprints(&folder).into_iter().collect::<BTreeSet<String>>(), moved);
}

#[test]
fn several_outputs_in_one_run() {
    let folder = workspace();
    let mut args = vec!["check".to_owned(), "--output".to_owned(), "human".to_owned()];
    for format in FORMATS {
        args.extend(["--output".to_owned(), format!("{format}=reports/{format}")]);
    }
    fs::create_dir(folder.path("reports")).unwrap();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = run(&folder, &args);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("error[invalid-template-name]"));
    for format in FORMATS {
        let text = fs::read_to_string(folder.path(&format!("reports/{format}"))).unwrap();
        assert_eq!(text, report(&folder, format, &["plan.waba", "templates"]), "{format}");
        assert_eq!(text, report(&folder, format, &["plan.waba", "templates", "--jobs", "7"]), "{format}");
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let folder = workspace();
    folder.write("reports/taken/file", "");
    for format in FORMATS {
        for place in ["no/such/folder/report", "reports/taken"] {
            let beside = format!("{format}=reports/{format}");
            let output =
                run(&folder, &["check", "--output", &beside, "--output", &format!("{format}={place}")]);
            assert_eq!(output.status.code(), Some(2), "{format}");
            let told = err(&output);
            assert!(told.contains(&format!("{place}: cannot be written")), "{told}");
            fs::remove_file(folder.path(&format!("reports/{format}"))).unwrap();
        }
    }
    let left: Vec<String> = fs::read_dir(folder.path("reports"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["taken"]);
}

#[test]
fn what_could_not_be_checked_is_told() {
    let folder = Folder::new();
    folder.write(
        "a.waba",
        "template order { category: utility; language: en_GB; body: \"Your order has left.\" }\n",
    );
    for format in ["sarif", "github", "junit", "markdown", "html"] {
        let whole = report(&folder, format, &["a.waba"]);
        assert!(!whole.contains("gone.waba"));
        let partly = report(&folder, format, &["a.waba", "gone.waba"]);
        assert!(partly.contains("gone.waba"), "{format}: {partly}");
    }
    assert!(report(&folder, "html", &["a.waba"]).contains("✔ Passed"));
    assert!(report(&folder, "html", &["a.waba", "gone.waba"]).contains("✖ Not everything was checked"));
    assert!(report(&folder, "markdown", &["a.waba"]).starts_with("## ✅ wabalint: passed"));
    let junit = report(&folder, "junit", &["a.waba", "gone.waba"]);
    assert!(junit.contains("failures=\"0\" errors=\"1\""), "{junit}");
    folder.write("wabalint.yaml", "fail_on: never\n");
    for format in FORMATS {
        let stopped = report(&folder, format, &["a.waba"]);
        assert!(stopped.contains("wabalint.yaml"), "{format}: {stopped}");
    }
    assert!(report(&folder, "markdown", &["a.waba"]).contains("the configuration cannot be used"));
}

/// What a report may meet in names and texts: the ends of every language that it is written in, and signs that turn or
/// move what is shown.
const HOSTILE: &str = "</script></style></title>--><img src=http://evil.example/i onerror=alert(1)>]]>|`*_~[a](http://evil.example/l)![i](//evil.example/j)\\|\n::error file=x::forged%0A::warning::too\r| @team | #1 | www.evil.example |\n\u{1b}[31m\u{7}\u{202e}turned\u{2066}\u{85}\u{2028}&amp;&#60;\"'\u{fffe}end";

fn hostile() -> Folder {
    let folder = Folder::new();
    let text = serde_json::to_string(HOSTILE).unwrap();
    let template = format!(
        "{{ \"name\": {text}, \"language\": {text}, \"category\": {text}, \"components\": [
            {{ \"type\": \"HEADER\", \"format\": \"TEXT\", \"text\": {text} }},
            {{ \"type\": \"BODY\", \"text\": {text} }},
            {{ \"type\": \"FOOTER\", \"text\": {text} }},
            {{ \"type\": \"BUTTONS\", \"buttons\": [
              {{ \"type\": \"URL\", \"text\": {text}, \"url\": {text} }},
              {{ \"type\": {text}, \"text\": {text} }},
              {{ \"type\": \"PHONE_NUMBER\", \"text\": {text}, \"phone_number\": {text} }} ] }} ] }}"
    );
    let plan = format!(
        "accounts: [{{ name: {text}, messaging_limit: 10 }}]\naudiences: [{{ name: {text}, size: 900, zones: Europe/Lisbon, source: {text} }}]\ncampaigns:\n  - name: {text}\n    account: {text}\n    send: {text}\n    to: {text}\n    trigger: {text}\n    schedule: once at 2026-09-09 10:00 in Europe/Lisbon\n    {text}: {text}\n"
    );
    folder
        .write("t.json", &template)
        .write("plan.yaml", plan)
        .write("evil|a<b>&\"'`%0A,:x]]>\n::error::[l](m).json", template);
    folder
}

#[test]
fn hostile_names_and_texts_stay_words() {
    let folder = hostile();
    let missing = "gone|<b>\n::error::x";
    for format in FORMATS {
        let text = report(&folder, format, &[".", missing]);
        assert!(text.contains("invalid-template-name"), "{format}: {text}");
        let raw: Vec<char> = text
            .chars()
            .filter(|c| {
                c.is_control() && *c != '\n'
                    || matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}')
            })
            .collect();
        assert!(raw.is_empty(), "{format}: {raw:?}");
        match format {
            "json" | "sarif" | "gitlab" => {
                serde_json::from_str::<Value>(&text).unwrap();
            }
            "short" => {
                // Whoever reads a log line by line sees no finding that is none, and GitHub no command.
                for line in text.lines() {
                    assert!(!line.starts_with("::") && !line.starts_with('|'), "{line}");
                }
            }
            "human" => assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{text}"),
            "github" => only_commands(&text),
            "junit" => {
                let document = roxmltree::Document::parse(&text).unwrap();
                let names: BTreeSet<&str> =
                    document.descendants().map(|node| node.tag_name().name()).collect();
                let known =
                    ["", "testsuites", "testsuite", "testcase", "failure", "system-out", "error"].into();
                assert!(names.is_subset(&known), "{names:?}");
            }
            "markdown" => only_tables(&text),
            _ => only_known_tags(&text),
        }
    }
}

fn only_commands(text: &str) {
    let (last, commands) = text.trim_end().rsplit_once('\n').map(|(all, last)| (last, all)).unwrap();
    assert!(last.starts_with("checked "), "{last}");
    for line in commands.lines() {
        let rest = line.strip_prefix("::").unwrap();
        let (head, _) = rest.split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        let keys: Vec<&str> =
            properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        let one_line = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(
            keys == one_line || keys == ["file", "line", "endLine", "title"] || keys == ["title"],
            "{line}"
        );
    }
}

/// What a reader of Markdown makes of it: headings, tables and code, and nothing that the input spells.
fn only_tables(text: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut columns = 0;
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => columns = 0,
            Event::Start(Tag::TableCell) => {
                columns += 1;
                assert!(columns <= 5);
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Table(_)
                | Tag::List(None)
                | Tag::Item
                | Tag::Strong
                | Tag::HtmlBlock,
            )
            | Event::End(_)
            | Event::Text(_)
            | Event::SoftBreak => {}
            Event::Code(code) => assert!(code.starts_with("wabalint fix"), "{code}"),
            Event::InlineHtml(html) | Event::Html(html) => {
                let tags = [
                    "<code>",
                    "</code>",
                    "<br>",
                    "<sub>",
                    "</sub>",
                    "<details><summary>Why it matters</summary>",
                    "</details>",
                ];
                assert!(tags.contains(&html.trim_end()), "{html}");
            }
            other => panic!("{other:?}"),
        }
    }
    // What GitHub makes of plain words: addresses, people, threads.
    for sign in ["://", "www.", "@team", " #1 "] {
        assert!(!text.contains(sign), "{sign}");
    }
    assert!(text.len() < 65_536);
}

/// Every element and attribute of a page, none of which loads or runs anything.
fn only_known_tags(html: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(html, options).unwrap();
    let elements = [
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section",
        "article", "div", "span", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "a", "b", "strong", "bdi",
        "q", "br", "code", "mark", "details", "summary", "label", "input", "table", "caption", "thead",
        "tbody", "tr", "th", "td", "dl", "dt", "dd",
    ];
    let attributes = [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "href",
        "rel",
        "title",
        "dir",
        "type",
        "checked",
        "open",
        "scope",
        "colspan",
        "role",
        "aria-label",
        "tabindex",
    ];
    let mut ids = BTreeSet::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(elements.contains(&node.tag_name().name()), "<{}>", node.tag_name().name());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(attributes.contains(&name), "{name}={value}");
            match name {
                "href" => {
                    assert!(value.starts_with('#') || value.starts_with("https://"), "{value}");
                    assert!(!value.contains("evil"), "{value}");
                    assert_eq!(node.tag_name().name(), "a");
                }
                "id" => assert!(ids.insert(value), "{value} twice"),
                "type" => assert_eq!(value, "checkbox"),
                _ => {}
            }
        }
    }
    let links = document.descendants().filter_map(|node| node.attribute("href")?.strip_prefix('#'));
    for link in links {
        assert!(ids.contains(link), "#{link} leads nowhere");
    }
    let policy = document.descendants().find(|node| node.has_attribute("http-equiv")).unwrap();
    assert_eq!(policy.attribute("http-equiv"), Some("Content-Security-Policy"));
    assert!(
        policy.attribute("content").unwrap().starts_with("default-src 'none'; style-src 'unsafe-inline';")
    );
    let style =
        document.descendants().find(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "style")));
    let style = style.unwrap().text().unwrap();
    for loads in ["url(", "@import", "@font-face", "http"] {
        assert!(!style.contains(loads), "{loads}");
    }
    let levels: Vec<u32> = document
        .descendants()
        .filter_map(|node| node.tag_name().name().strip_prefix('h')?.parse().ok())
        .collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level is left out: {levels:?}");
}

#[test]
fn the_page_shows_templates_findings_and_the_calendar() {
    let html = report(&workspace(), "html", &["."]);
    only_known_tags(&html);
    for part in [
        "<h1>✖ Failed</h1>",
        // A flagged word in the message, with the way to its finding.
        "<mark class=\"warning\">20% off</mark><a class=\"n\"",
        "<span class=\"var\">{{1}}</span>",
        "dir=\"auto\">مرحبا",
        "↗ <bdi>Track it</bdi>",
        "<table class=\"heat\">",
        "title=\"Wed 2026-09-09: 1,200 people, 1,200 messages\"",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    // A program in the page would be one that a hostile text could steer.
    assert!(!html.contains("<script"));
}

/// The browser, where there is one.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from("/usr/bin/chromium"))).filter(|path| path.is_file())
}

/// What a browser makes of a page: the elements, what it says, and what it asks the network for.
fn opened(browser: &Path, page: &Path, width: u32) -> (String, String, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let asked_here = Arc::clone(&asked);
    // Every request of the browser comes here, and gets no answer.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut request = [0; 512];
            let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
            let read = stream.read(&mut request).unwrap_or(0);
            let line =
                String::from_utf8_lossy(&request[..read]).lines().next().unwrap_or_default().to_owned();
            asked_here.lock().unwrap().push(line);
            let _ =
                stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    let profile = tempfile::tempdir().unwrap();
    let (dom, said) = (profile.path().join("dom"), profile.path().join("said"));
    let mut child = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        .args(["--disable-component-update", "--no-first-run", "--virtual-time-budget=2000", "--dump-dom"])
        .args(["--enable-logging=stderr", "--proxy-bypass-list=<-loopback>"])
        .arg(format!("--proxy-server=http://127.0.0.1:{port}"))
        .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
        .arg(format!("--window-size={width},1000"))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .stdout(fs::File::create(&dom).unwrap())
        .stderr(fs::File::create(&said).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(90) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the browser does not come to an end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let requests = asked.lock().unwrap().clone();
    // The browser itself may ask its maker for news.
    let of_page = requests.into_iter().filter(|line| line.contains("example")).collect();
    (fs::read_to_string(dom).unwrap(), fs::read_to_string(said).unwrap(), of_page)
}

#[test]
fn a_browser_fetches_nothing_and_reports_no_error() {
    let Some(browser) = chromium() else { return };
    let folder = hostile();
    // What the test would see: a page that fetches a picture and has a broken program.
    folder.write(
        "bad.html",
        "<!doctype html><p>here</p><img src='http://evil.example/control'><script>nowhere()</script>",
    );
    let (_, said, asked) = opened(&browser, &folder.path("bad.html"), 390);
    assert!(asked.iter().any(|line| line.contains("evil.example/control")), "{asked:?}");
    assert!(said.contains("CONSOLE"), "{said}");
    for (folder, width) in [(hostile(), 390), (workspace(), 1280)] {
        folder.write("report.html", report(&folder, "html", &["."]));
        let (dom, said, asked) = opened(&browser, &folder.path("report.html"), width);
        assert!(asked.is_empty(), "{asked:?}");
        assert!(!said.contains("CONSOLE"), "{said}");
        assert!(dom.contains("class=\"verdict bad\"") && dom.contains("class=\"bubble\""), "{dom}");
        assert!(!dom.contains("<img") && !dom.contains("<script"), "{dom}");
    }
}

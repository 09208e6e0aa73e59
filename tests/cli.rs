//! The real binary, as people and scripts call it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may read files, and fails where something is not as it should be"
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use common::{Folder, err, out};

const GOOD: &str = "template order_shipped { category: utility; language: en_US; body: \"Your order has left our warehouse.\" }\n";
const BAD: &str =
    "template Order { category: utility; language: en_US; body: \"Your order has left our warehouse.\" }\n";
const NO_WAY_OUT: &str = "template news { category: marketing; language: en_US; body: \"Our spring collection is in the shops.\" }\n";

#[test]
fn exit_codes_tell_clean_found_and_failed() {
    let folder = Folder::new();
    folder.write("good/a.waba", GOOD).write("bad/a.waba", BAD).write("warned/a.waba", NO_WAY_OUT);
    assert_eq!(folder.run(&["check", "good"]).status.code(), Some(0));
    assert_eq!(folder.run(&["check", "bad"]).status.code(), Some(1));
    assert_eq!(folder.run(&["check", "warned"]).status.code(), Some(1));
    assert_eq!(folder.run(&["check", "warned", "--fail-on", "error"]).status.code(), Some(0));
    let missing = folder.run(&["check", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("nowhere: no such file or folder"), "{}", err(&missing));
    assert_eq!(folder.run(&["check", "--no-such-flag"]).status.code(), Some(2));
    assert_eq!(folder.run(&["--version"]).status.code(), Some(0));
}

#[test]
fn a_path_without_a_command_gets_a_hint() {
    let folder = Folder::new();
    folder.write("templates/a.waba", GOOD);
    let output = folder.run(&["templates"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("wabalint check templates"), "{}", err(&output));
}

/// Programs are looked at in folders, and what is left alone is told when somebody asks.
#[test]
fn templates_are_found_in_programs() {
    let folder = Folder::new();
    let script = |name: &str| {
        format!(
            "export const a = {{\n  name: '{name}',\n  language: 'en_US',\n  category: 'UTILITY',\n  components: [{{ type: 'BODY', text: 'Your order has left our warehouse.' }}],\n}};\n"
        )
    };
    folder
        .write("src/templates.ts", script("Order"))
        .write("src/page.tsx", script("Page"))
        .write("src/types.d.ts", "declare const components: { BODY: string };")
        .write("src/send.test.ts", script("Test"))
        .write("src/other.js", "fetch('/x', { body: '{}' });\n")
        .write("src/broken.js", "components: [{ type: 'BODY' \n")
        .write("dist/app.js", script("Built"))
        .write("lib/app.min.js", script("Small"))
        .write("lib/long.js", format!("{};{}", script("Long").replace('\n', " "), "a();".repeat(2_000)))
        .write("lib/large.js", format!("{}{}", script("Large"), "a();\n".repeat(120_000)))
        .write("node_modules/x/index.js", script("Vendored"))
        .write("jobs/templates.py", "A = {'name': 'Late', 'language': 'en_US', 'category': 'UTILITY', 'components': [{'type': 'BODY', 'text': 'Your order is late.'}]}\n");
    let output = folder.run(&["check", "--no-config", "--output", "short", "-v"]);
    let (told, skipped) = (out(&output), err(&output));
    assert_eq!(output.status.code(), Some(1), "{told}");
    for place in [
        "jobs/templates.py:1:15: error[invalid-template-name]",
        "src/templates.ts:2:10: error[invalid-template-name]",
    ] {
        assert!(told.contains(place), "{told}");
    }
    assert!(told.contains("checked 2 templates in 2 files"), "{told}");
    assert_eq!(told.matches("invalid-template-name").count(), 2, "{told}");
    for line in [
        "dist: skipped, written by a build",
        "lib/app.min.js: skipped, written by a build",
        "lib/large.js: skipped, too large",
        "lib/long.js: skipped, minified",
        "src/send.test.ts: skipped, a test",
        "src/broken.js:2: could not be parsed from here on",
    ] {
        assert!(skipped.contains(line), "{line}: {skipped}");
    }
    assert!(skipped.contains("1 other file has no word of a definition in it"), "{skipped}");
    assert!(!skipped.contains("other.js") && !skipped.contains("node_modules/x"), "{skipped}");
    assert!(skipped.contains("node_modules: skipped, a folder of other people's code"), "{skipped}");
    // Named programs are read wherever they are; one without templates has nothing to say.
    let named = folder.run(&[
        "check",
        "--no-config",
        "--output",
        "short",
        "dist/app.js",
        "src/other.js",
        "src/page.tsx",
    ]);
    assert!(out(&named).contains("dist/app.js:2:10"), "{}", out(&named));
    assert!(out(&named).contains("1 template in 1 file"), "{}", out(&named));
    let none = folder.run(&["check", "--no-config", "src/other.js"]);
    assert_eq!(none.status.code(), Some(0), "{}", err(&none));
    // Fixes keep the program as it is but for the words.
    let fixed = folder.run(&["fix", "--no-config", "src/templates.ts"]);
    assert_eq!(fixed.status.code(), Some(0), "{}", err(&fixed));
    let text = fs::read_to_string(folder.path("src/templates.ts")).unwrap();
    assert_eq!(text, script("order"));
}

/// A hook names the files of a commit; what they refer to is elsewhere, and some of them are no definitions at all.
#[test]
fn given_files_are_reported_on_in_the_context_of_all() {
    let folder = Folder::new();
    let plan = "campaign spring {\n  send: order_shipped\n  to: buyers\n  purpose: utility\n}\n";
    folder
        .write("wabalint.yaml", "paths: { include: [templates, plans], exclude: [drafts/] }\n")
        .write("templates/a.waba", GOOD)
        .write("templates/b.waba", BAD)
        .write("templates/drafts/c.waba", BAD)
        .write("templates/package.json", "{ \"name\": \"shop\" }")
        .write("plans/spring.waba", plan)
        .write("plans/buyers.waba", "audience buyers { source: checkout }\n")
        .write("elsewhere/d.waba", BAD);
    let told = |args: &[&str]| {
        let output = folder.run(&[&["check", "--output", "short", "--in-context"], args].concat());
        (output.status.code(), out(&output) + &err(&output))
    };
    let (_, alone) = (0, out(&folder.run(&["check", "plans/spring.waba", "--output", "short"])));
    assert!(alone.contains("unresolved-reference"), "{alone}");
    let (_, spring) = told(&["plans/spring.waba"]);
    assert!(!spring.contains("unresolved-reference") && !spring.contains("b.waba"), "{spring}");
    assert!(spring.contains("1 campaign in 1 file"), "{spring}");
    // What is no definition, what is left out and what lies elsewhere is passed over.
    for name in ["templates/package.json", "templates/drafts/c.waba", "elsewhere/d.waba"] {
        let (code, text) = told(&[name]);
        assert_eq!(code, Some(0), "{name}: {text}");
        assert!(text.contains("0 templates in 0 files: nothing found"), "{text}");
    }
    for place in ["templates/b.waba", "./templates", "templates/../templates/b.waba"] {
        let (code, text) = told(&[place]);
        assert_eq!(code, Some(1), "{place}: {text}");
        assert_eq!(text.matches("invalid-template-name").count(), 1, "{place}: {text}");
    }
    // A place in another file that points back is told: the twin of a name that was changed.
    folder.write("plans/twin.waba", GOOD);
    for place in ["plans/twin.waba", "templates/a.waba"] {
        let (_, text) = told(&[place]);
        assert!(text.contains("duplicate-template"), "{place}: {text}");
    }
    // Without a path everything is reported on, under the names that the repository knows.
    let (_, all) = told(&[]);
    assert!(all.lines().any(|line| line.starts_with("templates/b.waba:1:10")), "{all}");
    let (code, text) = told(&["gone.waba"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("gone.waba: no such file or folder"), "{text}");
    let (code, text) = told(&["-"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("not standard input"), "{text}");
    // A report that draws definitions draws those only.
    let report = out(&folder.run(&["check", "--in-context", "plans/spring.waba", "--output", "junit"]));
    assert!(!report.contains("order_shipped") && report.contains("plans/spring.waba"), "{report}");
}

#[test]
fn one_missing_path_does_not_hide_the_findings_of_others() {
    let folder = Folder::new();
    folder.write("a.waba", BAD);
    let output = folder.run(&["check", "a.waba", "gone.waba", "--output", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["summary"]["errors"], 1);
}

#[test]
fn json_has_the_documented_shape() {
    let folder = Folder::new();
    folder.write(
        "templates/order.json",
        "\u{feff}{ \"name\": \"order\", \"language\": \"en_US\", \"category\": \"UTILITY\",\n  \"components\": [ { \"type\": \"BODY\", \"text\": \"\\ud83d\\ude80 Sch\u{f6}n, dass es klappt, {{1}}\" } ] }",
    );
    let output = folder.run(&["check", "--output", "json", "--today", "2026-09-01"]);
    insta::assert_snapshot!("json", out(&output));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["version"], 1);
    let text = fs::read(folder.path("templates/order.json")).unwrap();
    for diagnostic in json["diagnostics"].as_array().unwrap() {
        let range = diagnostic["start"]["offset"].as_u64().unwrap() as usize
            ..diagnostic["end"]["offset"].as_u64().unwrap() as usize;
        assert_eq!(&text[range], b"{{1}}", "offsets cut the very words out of the file");
        assert!(diagnostic["start"]["line"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn human_and_short_output() {
    let folder = Folder::new();
    folder.write("a.waba", BAD).write("b.waba", NO_WAY_OUT);
    let human = folder.run(&["check", "--today", "2026-09-01", "--quiet"]);
    insta::assert_snapshot!("human", out(&human));
    let short = folder.run(&["check", "--today", "2026-09-01", "--quiet", "--output", "short"]);
    insta::assert_snapshot!("short", out(&short));
    let closing = folder.run(&["check", "--output", "short"]);
    assert!(
        out(&closing).contains(
            "checked 2 templates in 2 files: 1 error, 1 warning; `wabalint fix` can mend 1, and 1 more with --unsafe-fixes ("
        ),
        "{}",
        out(&closing)
    );
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = Folder::new();
    folder.write("a.waba", BAD);
    assert!(!out(&folder.run(&["check"])).contains('\u{1b}'));
    assert!(out(&folder.run(&["check", "--color", "always"])).contains('\u{1b}'));
    let no_color = folder.command(&["check"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!out(&no_color).contains('\u{1b}'));
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let folder = Folder::new();
    let name = "a\u{202e}b\u{1b}[31m";
    folder.write("a.yaml", format!("templates:\n  - name: \"{name}\"\n    category: utility\n    language: en_US\n    body: Your order has left.\n"));
    for format in ["human", "short", "json"] {
        let output = folder.run(&["check", "a.yaml", "--output", format]);
        let text = out(&output);
        assert_eq!(output.status.code(), Some(1));
        assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{7}']), "{format}: {text:?}");
    }
}

#[test]
fn no_output_shows_a_secret() {
    // Another one than in the rule's page, which SARIF brings along.
    let token = "EAAQdx7P4mWv0HCnT5rYzL2kJbGe9UsAfXoVi8MqN1jZp3tK6hDw";
    let masked = format!("EAAQ{}", "*".repeat(token.len() - 4));
    let folder = Folder::new();
    // A name that other rules quote, a line that other findings show, and one too long to be shown whole.
    let long = format!("{} {token} {}", "first ".repeat(30), "last ".repeat(30));
    let text = format!(
        "campaign news {{ account: {token}; purpose: marketing }}\n# {long}\ntemplate Order {{ category: utility; language: en_US; body: \"Your order left. {token}\" }}\n",
    );
    folder.write("a.waba", &text);
    folder.write("b.waba", format!("# wabalint: allow(secret-in-definition) because it is revoked\n{text}"));
    let formats = ["human", "short", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"];
    for format in formats {
        for color in ["always", "never"] {
            let output = folder.run(&["check", ".", "--output", format, "--color", color]);
            let told = out(&output) + &err(&output);
            assert!(told.contains("secret-in-definition"), "{format}: {told}");
            // Markdown would read the stars.
            let stars = if format == "markdown" { "&#42;" } else { "*" };
            assert!(told.contains(&masked.replace('*', stars)), "{format}: {told}");
            // Not even a part of it is left where a line was cut.
            let parts = token.as_bytes().windows(8).map(|part| std::str::from_utf8(part).unwrap());
            for part in parts {
                assert!(!told.contains(part), "{format} shows {part}: {told}");
            }
            if format == "html" {
                // A reader sees no tags, so a secret could be told in pieces.
                let seen: String =
                    told.split('<').map(|piece| piece.split_once('>').map_or(piece, |p| p.1)).collect();
                assert!(!seen.contains(&token[4..12]) && seen.contains(&masked), "{seen}");
            }
            if ["json", "sarif", "gitlab"].contains(&format) {
                serde_json::from_str::<serde_json::Value>(&out(&output)).unwrap();
            }
        }
    }
}

#[test]
fn the_order_is_the_same_on_one_thread_and_many() {
    let folder = Folder::new();
    for number in 0..200 {
        folder.write(&format!("t/{number:03}.waba"), BAD.replace("Order", &format!("Order{number}")));
    }
    let one = folder.run(&["check", "--jobs", "1", "--quiet"]);
    let many = folder.run(&["check", "--jobs", "7", "--quiet"]);
    assert_eq!(out(&one), out(&many));
    assert_eq!(out(&one).matches("error[invalid-template-name]").count(), 200);
}

#[test]
fn standard_input_is_read_with_a_name_and_a_hint() {
    use std::io::Write as _;
    let folder = Folder::new();
    let with = |args: &[&str], text: &str| {
        let mut command = folder.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let guessed = with(&["check", "-"], BAD);
    assert!(out(&guessed).contains("<stdin>:1:10"), "{}", out(&guessed));
    let named = with(&["check", "-", "--stdin-name", "x/y.waba"], BAD);
    assert!(out(&named).contains("x/y.waba:1:10"), "{}", out(&named));
    let yaml = "templates: [{ name: X, category: utility, language: en_US, body: Your order has left. }]";
    let hinted = with(&["check", "-", "--format-hint", "yaml"], yaml);
    assert!(out(&hinted).contains("invalid-template-name"), "{}", out(&hinted));
}

#[test]
fn walking_skips_what_is_not_ours() {
    let folder = Folder::new();
    folder
        .write("ours/a.waba", BAD)
        .write(".hidden/a.waba", BAD)
        .write("node_modules/x/a.waba", BAD)
        .write("ignored/a.waba", BAD)
        .write("deep/down/skipped.waba", BAD.replace("Order", "Skipped"))
        .write("deep/down/kept.waba", BAD.replace("Order", "Kept"))
        .write("deep/.gitignore", "down/*\n!kept.waba\n")
        .write(".gitignore", "ignored/\n")
        .write(".env", "A=1\n")
        .write(".git/config", "[core]\n")
        .write(".hooks.yaml", "a: 1\n")
        .write(".editorconfig", "root = true\n")
        .write("drafts/a.waba", BAD)
        .write("wabalint.yaml", "paths: { exclude: [drafts/] }\n")
        .write("package.json", "{ \"name\": \"x\" }")
        .write("compose.yaml", "services: { template: { image: x } }\n");
    std::os::unix::fs::symlink(folder.path("ours"), folder.path("ours/loop")).unwrap();
    let output = folder.run(&["check", "--output", "short", "--quiet", "--allow", "duplicate-content"]);
    let text = out(&output);
    let files: Vec<&str> = text.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(files, ["deep/down/kept.waba", "ours/a.waba"]);
    // What is named is read wherever it lies.
    assert_eq!(folder.run(&["check", "ignored/a.waba"]).status.code(), Some(1));
    let verbose = folder.run(&["check", "-v"]);
    let mut told: Vec<String> = err(&verbose).lines().map(str::to_owned).collect();
    told.retain(|line| line != "wabalint: 1 other file has no word of a definition in it");
    let expected = [
        ".env: skipped, settings that git does not have",
        ".hidden: skipped, hidden",
        ".hooks.yaml: skipped, hidden",
        "compose.yaml: skipped, no definitions in it",
        "deep/down/skipped.waba: skipped, `.gitignore` names it",
        "drafts: skipped, `paths.exclude` names it",
        "ignored: skipped, `.gitignore` names it",
        "node_modules: skipped, a folder of other people's code",
        "ours/loop: skipped, a link",
    ];
    assert_eq!(told, expected.map(|line| format!("wabalint: {line}")), "once each");
    assert!(!err(&folder.run(&["check"])).contains("skipped,"));
    let unknown = folder.run(&["check", "compose.yaml"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(out(&unknown).contains("no template, audience, campaign or account in this file"));
}

#[test]
fn unreadable_files_are_findings_and_stop_nothing() {
    let folder = Folder::new();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(GOOD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    folder
        .write("a.waba", b"template order {\n  body: \"caf\xe9\"\n}\n")
        .write("b.waba", utf16)
        .write("c.waba", BAD)
        .write("d.waba", vec![b'#'; 9 * 1024 * 1024]);
    let output = folder.run(&["check", "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("unreadable", out(&output));
}

#[test]
fn configuration_is_found_upwards_and_obeyed() {
    let folder = Folder::new();
    folder
        .write(
            "wabalint.yaml",
            "rules: { missing-opt-out: off, format: warning }\npaths: { exclude: [drafts/] }\n",
        )
        .write("templates/a.waba", NO_WAY_OUT)
        .write("templates/b.waba", BAD)
        .write("drafts/c.waba", BAD.replace("Order", "Draft"));
    let inner = folder
        .command(&["check", "--output", "short", "--quiet"])
        .current_dir(folder.path("templates"))
        .output()
        .unwrap();
    assert_eq!(out(&inner).lines().count(), 1, "{}", out(&inner));
    assert!(out(&inner).starts_with("b.waba:1:10: warning[invalid-template-name]"));
    let outer = folder.run(&["check", "--output", "short", "--quiet"]);
    assert!(!out(&outer).contains("drafts"), "{}", out(&outer));
    let without =
        folder.run(&["check", "--no-config", "--output", "short", "--quiet", "--allow", "duplicate-content"]);
    assert_eq!(out(&without).lines().count(), 3, "{}", out(&without));
    let denied = folder.run(&[
        "check",
        "--deny",
        "missing-opt-out",
        "--allow",
        "format",
        "--output",
        "short",
        "--quiet",
    ]);
    assert_eq!(out(&denied).lines().count(), 1);
    assert!(out(&denied).contains("error[missing-opt-out]"));
    let unknown = folder.run(&["check", "--allow", "missing-optout"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("did you mean `missing-opt-out`?"));
}

#[test]
fn defects_of_the_configuration_show_their_place() {
    let folder = Folder::new();
    folder.write("a.waba", GOOD).write(
        "wabalint.yaml",
        "rules:\n  missing-optout: off\n  promotion: warning\nthreshold: {}\nthresholds: { pace: { per_week: 3 } }\naccount:\n  name: shop\n  industry: retial\n",
    );
    let output = folder.run(&["check", "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("configuration", out(&output));
    for (broken, place) in [
        ("rules: [\n", "wabalint.yaml:1:8"),
        ("rules:\n  missing-opt-out: perhaps\n", "wabalint.yaml:2:20"),
        ("thresholds:\n  horizon_days: soon\n", "wabalint.yaml:2:17"),
        ("fail_on: never\n", "wabalint.yaml:1:10"),
    ] {
        folder.write("wabalint.yaml", broken);
        let output = folder.run(&["check", "--output", "short"]);
        assert_eq!(output.status.code(), Some(2), "{broken}");
        assert!(out(&output).contains(place), "{broken}: {}", out(&output));
    }
}

#[test]
fn the_stricter_of_law_and_configuration_decides_on_the_age_of_consent() {
    let folder = Folder::new();
    let audience = |collected: &str| {
        format!(
            "audience buyers {{ source: checkout; exclude: opted_out; countries: CA; consent {{ basis: implied; purpose: marketing; collected: {collected}; method: form }} }}\ncampaign news {{ purpose: utility; to: buyers }}\n"
        )
    };
    let cases = [
        // The law is broken: an error that cites it, however low a figure of one's own is.
        ("24", "2024-08-01", "error[stale-consent]", "24 is the limit", "CASL"),
        ("12", "2024-08-01", "error[stale-consent]", "24 is the limit", "CASL"),
        ("60", "2024-08-01", "error[stale-consent]", "24 is the limit", "CASL"),
        // Only the own figure is broken: a warning that says where it stands.
        (
            "12",
            "2025-08-01",
            "warning[stale-consent]",
            "12 is the limit",
            "12 months are set in wabalint.yaml.",
        ),
    ];
    for (months, collected, level, limit, cited) in cases {
        folder
            .write("wabalint.yaml", format!("thresholds: {{ consent_age_months: {months} }}\n"))
            .write("a.waba", audience(collected));
        let output = folder.run(&["check", "--quiet", "--today", "2026-09-01"]);
        for expected in [level, limit, cited] {
            assert!(out(&output).contains(expected), "{months} {collected} {expected}: {}", out(&output));
        }
        if months == "12" {
            assert!(out(&output).contains("before 2025-09-01"), "{}", out(&output));
        }
    }
    folder.write("a.waba", audience("2025-10-01"));
    assert!(!out(&folder.run(&["check", "--quiet", "--today", "2026-09-01"])).contains("stale-consent"));
}

#[test]
fn the_account_of_the_configuration_is_one_of_the_workspace() {
    let folder = Folder::new();
    folder.write("wabalint.yaml", "account: { name: shop, business_name: Shop }\n").write(
        "a.waba",
        format!("{GOOD}audience a {{ source: checkout; exclude: opted_out; consent {{ basis: transactional; purpose: utility }} }}\ncampaign c {{ account: shop; purpose: utility; send: order_shipped; to: a }}\n"),
    );
    let output = folder.run(&["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert_eq!(folder.run(&["check", "--no-config"]).status.code(), Some(1));
}

#[test]
fn a_named_rule_wins_over_its_group_on_the_command_line() {
    let folder = Folder::new();
    folder.write("a.waba", NO_WAY_OUT);
    for args in [
        ["--deny", "opt_out", "--allow", "missing-opt-out"],
        ["--allow", "missing-opt-out", "--deny", "opt_out"],
    ] {
        let output = folder.run(&[&["check"], args.as_slice()].concat());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", out(&output));
    }
    let twice = folder.run(&["check", "--output", "json", "--output", "short"]);
    assert_eq!(twice.status.code(), Some(2));
}

#[test]
fn what_cannot_be_read_cannot_be_allowed() {
    let folder = Folder::new();
    folder.write(
        "a.waba",
        format!(
            "# wabalint: allow(syntax-error) because I say so\ntemplate t {{ category = utility }}\n{GOOD}"
        ),
    );
    let output = folder.run(&["check", "--output", "short"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("error[syntax-error]"), "{}", out(&output));
}

#[test]
fn a_line_end_in_a_file_name_makes_no_line_of_its_own() {
    let folder = Folder::new();
    folder.write("a\nb.waba", BAD);
    for format in ["short", "human"] {
        let output = folder.run(&["check", "--quiet", "--output", format]);
        assert!(out(&output).contains("a?b.waba:1:10"), "{}", out(&output));
    }
}

#[test]
fn reports_go_whole_into_files() {
    let folder = Folder::new();
    folder.write("a.waba", BAD);
    let output = folder.run(&["check", "--output", "human", "--output", "json=report.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("invalid-template-name"));
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path("report.json")).unwrap()).unwrap();
    assert_eq!(json["summary"]["errors"], 1);
    let lost = folder.run(&["check", "--output", "json=no/such/folder/report.json"]);
    assert_eq!(lost.status.code(), Some(2));
    let left: Vec<String> = fs::read_dir(folder.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn explain_and_rules_speak_of_every_rule() {
    let folder = Folder::new();
    let rules: serde_json::Value =
        serde_json::from_str(&out(&folder.run(&["rules", "--output", "json"]))).unwrap();
    let table = out(&folder.run(&["rules"]));
    for rule in rules.as_array().unwrap() {
        let name = rule["name"].as_str().unwrap();
        assert!(table.contains(name), "{name}");
        let page = folder.run(&["explain", name]);
        assert_eq!(page.status.code(), Some(0));
        for heading in ["## What it finds", "## Why", "## Rejected", "## Accepted"] {
            assert!(out(&page).contains(heading), "{name}: {heading}");
        }
    }
    let unknown = folder.run(&["explain", "missing-optout"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("did you mean `missing-opt-out`?"));
}

#[test]
fn init_writes_what_checks_clean_and_never_overwrites() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["init"]).status.code(), Some(0));
    let check = folder.run(&["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", out(&check));
    assert!(out(&check).contains("checked 1 template in 1 file: nothing found"), "{}", out(&check));
    fs::remove_file(folder.path("wabalint.yaml")).unwrap();
    let again = folder.run(&["init"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(!folder.path("wabalint.yaml").exists(), "nothing is half written");
}

#[test]
fn every_example_says_what_its_folder_promises() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates-examples");
    let folder = Folder::new();
    let check =
        |path: &Path| folder.run(&["check", "--no-config", "--today", "2026-11-22", path.to_str().unwrap()]);
    let mut count = 0;
    for (name, code) in [("good", 0), ("bad", 1)] {
        for entry in fs::read_dir(examples.join(name)).unwrap() {
            let path = entry.unwrap().path();
            let output = check(&path);
            assert_eq!(output.status.code(), Some(code), "{}: {}", path.display(), out(&output));
            count += 1;
        }
    }
    assert!(count >= 12, "{count} examples");
    let output = check(&examples.join("workspace-good"));
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert_eq!(check(&examples.join("workspace-bad")).status.code(), Some(1));
}

const SLIPS: &str = "\u{feff}{ \"name\": \"Order-Shipped\", \"language\": \"en-US\", \"category\": \"SHIPPING_UPDATE\",\r\n  \"components\": [\r\n    { \"type\": \"BODY\", \"text\": \"Hello \\u00c9va, order {{ 1 }} reaches you on {{3}} at noon.\",\r\n      \"example\": { \"body_text\": [\"A-1\", \"Friday\"] } } ] }\r\n";

#[test]
fn fixes_change_what_they_say_and_nothing_else() {
    let folder = Folder::new();
    folder.write("order.json", SLIPS);
    folder.write("plan.waba", "campaign shipping { send: Order-Shipped; language: en-US; trigger: order_shipped; values { 1: column order; 2: column day } }\n");
    std::os::unix::fs::symlink(folder.path("order.json"), folder.path("linked.json")).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o640);
    fs::set_permissions(folder.path("order.json"), mode).unwrap();
    let looked = folder.run(&["fix", "--diff", "order.json", "plan.waba"]);
    assert_eq!(looked.status.code(), Some(1));
    assert!(out(&looked).contains("+++ b/order.json"), "{}", out(&looked));
    assert_eq!(fs::read_to_string(folder.path("order.json")).unwrap(), SLIPS, "--diff changes nothing");
    let fixed = folder.run(&["fix", "linked.json", "plan.waba", "--unsafe-fixes"]);
    assert_eq!(fixed.status.code(), Some(0), "{}{}", out(&fixed), err(&fixed));
    let wanted = SLIPS
        .replace("Order-Shipped", "order_shipped")
        .replace("en-US", "en_US")
        .replace("SHIPPING_UPDATE", "UTILITY")
        .replace("{{ 1 }}", "{{1}}")
        .replace("{{3}}", "{{2}}")
        .replace("[\"A-1\", \"Friday\"]", "[[\"A-1\", \"Friday\"]]");
    assert_eq!(fs::read_to_string(folder.path("order.json")).unwrap(), wanted);
    assert!(fs::symlink_metadata(folder.path("linked.json")).unwrap().is_symlink());
    let kept = std::os::unix::fs::PermissionsExt::mode(
        &fs::metadata(folder.path("order.json")).unwrap().permissions(),
    );
    assert_eq!(kept & 0o777, 0o640);
    let plan = fs::read_to_string(folder.path("plan.waba")).unwrap();
    assert!(plan.contains("send: order_shipped; language: en_US;"), "{plan}");
    let again = folder.run(&["fix", "--diff", "order.json", "plan.waba"]);
    assert_eq!((again.status.code(), out(&again).as_str()), (Some(0), ""));
    let names: Vec<_> =
        fs::read_dir(folder.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "nothing is left behind: {names:?}");
}

#[test]
fn fix_leaves_files_alone_that_may_not_be_written() {
    let folder = Folder::new();
    folder.write("order.waba", BAD);
    let mut permissions = fs::metadata(folder.path("order.waba")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.path("order.waba"), permissions).unwrap();
    let output = folder.run(&["fix", "order.waba"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("order.waba: permission denied; no file was changed"), "{}", err(&output));
    assert_eq!(fs::read_to_string(folder.path("order.waba")).unwrap(), BAD);
    // A rename that reaches into another file is made in both or in none.
    let plan = "campaign shipping { send: Order; trigger: order_placed }\n";
    folder.write("plan.waba", plan);
    let both = folder.run(&["fix", "order.waba", "plan.waba"]);
    assert_eq!(both.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path("plan.waba")).unwrap(), plan);
    assert_eq!(fs::read_dir(folder.path(".")).unwrap().count(), 2, "nothing is left behind");
}

#[test]
fn fix_of_standard_input_prints_the_text_or_nothing() {
    let folder = Folder::new();
    folder.write("a.waba", BAD.replace("Order", "Other"));
    use std::io::Write as _;
    let with = |args: &[&str], bytes: &[u8]| -> Output {
        let mut command = folder.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        child.wait_with_output().unwrap()
    };
    let fixed = with(&["fix", "-", "--stdin-name", "a.waba"], BAD.as_bytes());
    assert_eq!(out(&fixed), BAD.replace("Order {", "order {"));
    let beside = with(&["fix", "-", "a.waba", "--stdin-name", "a.waba"], BAD.as_bytes());
    assert_eq!(out(&beside), BAD.replace("Order {", "order {"), "standard input is no file of the same name");
    assert!(fs::read_to_string(folder.path("a.waba")).unwrap().contains("template other"));
    let damaged =
        with(&["fix", "-", "--stdin-name", "x.json"], b"{ \"name\": \"caf\xe9\", \"components\": [] }");
    assert_eq!((damaged.status.code(), out(&damaged).as_str()), (Some(2), ""));
}

#[test]
fn fix_reaches_its_end_at_once() {
    let folder = Folder::new();
    let block = "name: t\ncategory: UTILITY\nlanguage: en_US\ncomponents:\n  - type: BODY\n    text: |\n      Hi {{1}}, your order is here for you.\n";
    folder.write("block.yaml", block);
    let mut many = String::from(
        "template many { category: utility; language: en_US; body: \"Hello there, dear customer.\"\n",
    );
    for number in 0..300 {
        many.push_str(&format!("  button: quick_reply \"a  b {number}\"\n"));
    }
    many.push_str("}\n");
    folder.write("many.waba", &many);
    let output = folder.run(&["fix", "block.yaml", "many.waba"]);
    assert!(!out(&output).contains("could not be applied"), "{}", out(&output));
    let fixed = fs::read_to_string(folder.path("block.yaml")).unwrap();
    assert_eq!(fixed, format!("{block}    example: {{ \"body_text\": [[\"sample 1\"]] }}\n"));
    assert!(!fs::read_to_string(folder.path("many.waba")).unwrap().contains("a  b"));
    let again = folder.run(&["fix", "--diff", "block.yaml", "many.waba"]);
    assert_eq!(out(&again), "");
}

#[test]
fn a_listing_is_compared_with_and_not_checked() {
    let folder = Folder::new();
    let body = "Your order has left our warehouse and will reach you on Friday.";
    let listing = format!(
        "{{ \"data\": [ {{ \"name\": \"order\", \"language\": \"en_US\", \"category\": \"MARKETING\", \"status\": \"APPROVED\",
             \"components\": [ {{ \"type\": \"BODY\", \"text\": \"{body}\" }} ] }},
           {{ \"name\": \"Bad Name\", \"language\": \"xx\", \"category\": \"NONE\", \"status\": \"DELETED\", \"components\": [] }} ] }}"
    );
    folder
        .write(
            "order.waba",
            format!("template order {{ category: utility; language: en_US; body: \"{body}\" }}\n"),
        )
        .write("account/listing.json", listing);
    let output = folder.run(&["check", "--output", "short", "--listing", "account/listing.json"]);
    let text = out(&output);
    assert!(text.contains("order.waba:1:28: warning[category-drift]"), "{text}");
    assert!(!text.contains("listing.json"), "{text}");
    assert!(text.contains("checked 1 template in 1 file"), "{text}");
    let missing = folder.run(&["check", "--listing", "nowhere.json"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("--listing: nowhere.json"), "{}", err(&missing));
    // Without the option it counts as definitions like any other file.
    let plain = folder.run(&["check", "--output", "short"]);
    assert!(out(&plain).contains("account/listing.json"), "{}", out(&plain));
}

#[test]
fn notices_bring_a_listing_up_to_date() {
    let folder = Folder::new();
    let body = "Your order has left our warehouse and will reach you on Friday.";
    folder
        .write("order.md", format!("## `order_left`\n\n**Category:** UTILITY\n**Language:** en_US\n\n> {body}\n"))
        .write(
            "listing.json",
            format!(
                "{{ \"data\": [ {{ \"name\": \"order_left\", \"language\": \"en_US\", \"category\": \"UTILITY\", \"status\": \"APPROVED\",
                     \"components\": [ {{ \"type\": \"BODY\", \"text\": \"{body}\" }} ] }} ] }}"
            ),
        )
        .write(
            "notices.json",
            "{ \"entry\": [{ \"time\": 1788000000, \"changes\": [{ \"field\": \"template_category_update\", \"value\": {
               \"message_template_name\": \"order_left\", \"message_template_language\": \"en_US\",
               \"previous_category\": \"UTILITY\", \"new_category\": \"MARKETING\" } }] }] }",
        );
    let listed = folder.run(&["check", "--output", "short", "--listing", "listing.json", "order.md"]);
    assert!(!out(&listed).contains("category-drift"), "{}", out(&listed));
    let output = folder.run(&[
        "check",
        "--output",
        "short",
        "--listing",
        "listing.json",
        "--listing",
        "notices.json",
        ".",
    ]);
    let text = out(&output);
    assert!(text.contains("order.md:3:15: warning[category-drift]"), "{text}");
    assert!(!text.contains("notices.json"), "{text}");
}

/// Who receives, in one file, and what is sent, in another: an overlap, a limit that is passed, zones, a journey.
fn with_a_plan() -> Folder {
    let folder = Folder::new();
    folder
        .write(
            "people.waba",
            "account casa_lume { business_name: \"Casa Lume\"; messaging_limit: 10_000 }
             audience newsletter { zones: America/Sao_Paulo, Europe/Lisbon; size: 8_400; overlaps: vip }
             audience vip { zones: America/Sao_Paulo; size: 900 }
             audience عملاء_دبي { zones: Asia/Dubai; size: 4_000 }
             audience newcomers { zones: America/Sao_Paulo }\n",
        )
        .write(
            "plan/autumn.waba",
            "campaign lamp_week { send: lamps; purpose: marketing; to: newsletter; schedule: weekly on tue at 10:00 in recipient until 2026-10-20 }
             campaign vip_fridays { send: early; purpose: marketing; to: vip; schedule: every 2 weeks on fri at 18:30 in America/Sao_Paulo from 2026-09-04; resend { to: not_read; after: 2d; times: 1 } }
             campaign خصومات { send: offers_a 60%, offers_b 40%; purpose: marketing; to: عملاء_دبي; schedule: once at 2026-10-06T23:30 in Asia/Dubai }
             campaign welcome { send: welcome_1; purpose: marketing; to: newcomers; trigger: sign_up; steps { after 2d send welcome_2; after 3bd send welcome_3 } }
             campaign stock_note { send: stock; purpose: utility; to: newcomers, vip; schedule: monthly on day 15 at 9:00 in America/Sao_Paulo }
             campaign order_ready { send: order_ready; purpose: utility; to: newcomers }\n",
        );
    folder
}

const PLANNED: [&str; 6] = ["plan", "--today", "2026-09-08", "--days", "60", "--output"];

#[test]
fn a_plan_is_shown_in_every_format() {
    let folder = with_a_plan();
    let printed = |format: &str| {
        let output = folder.run(&[PLANNED.as_slice(), &[format]].concat());
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{format}");
        out(&output)
    };
    let human = printed("human");
    insta::assert_snapshot!("plan_human", human);
    for line in human.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    insta::assert_snapshot!("plan_csv", printed("csv"));
    let json = printed("json");
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&value["version"], &value["from"], &value["to"]),
        (&1.into(), &"2026-09-08".into(), &"2026-11-07".into())
    );
    let ics = printed("ics");
    assert!(ics.replace("\r\n", "").bytes().all(|byte| byte != b'\n' && byte != b'\r'));
    assert!(ics.split("\r\n").all(|line| line.len() <= 75));
    let rows = printed("csv").lines().count() - 1;
    let sends: usize =
        value["campaigns"].as_array().unwrap().iter().map(|own| own["sends"].as_array().unwrap().len()).sum();
    assert_eq!((ics.matches("BEGIN:VEVENT").count(), sends), (rows, rows));
    let narrow = folder.run(&[
        "plan",
        "--today",
        "2026-10-01",
        "--days",
        "7",
        "--campaign",
        "vip_fridays",
        "--campaign",
        "خصومات",
        "--output",
        "json",
        "--output",
        "ics=narrow.ics",
    ]);
    insta::assert_snapshot!("plan_json", out(&narrow));
    insta::assert_snapshot!("plan_ics", fs::read_to_string(folder.path("narrow.ics")).unwrap());
}

#[test]
fn a_plan_without_anything_and_with_wrong_names() {
    let folder = Folder::new();
    folder.write("a.waba", GOOD);
    let empty = folder.run(&["plan"]);
    assert_eq!((empty.status.code(), out(&empty).as_str()), (Some(0), "nothing is planned\n"));
    let folder = with_a_plan();
    for (option, name, message) in [
        ("--campaign", "lamp_weak", "there is no campaign `lamp_weak`; did you mean `lamp_week`?"),
        ("--audience", "nobody_at_all", "there is no audience `nobody_at_all`"),
    ] {
        let output = folder.run(&["plan", option, name]);
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""));
        assert_eq!(err(&output).trim_end(), format!("wabalint: {message}"));
    }
    let format = folder.run(&["plan", "--output", "short"]);
    assert_eq!(format.status.code(), Some(2));
    assert!(err(&format).contains("there are human, json, csv and ics"), "{}", err(&format));
    let missing = folder.run(&["plan", "people.waba", "gone.waba"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(out(&missing).contains("nothing is planned"), "what could be read is shown all the same");
}

#[test]
fn a_plan_says_which_files_hold_more_than_could_be_read() {
    let folder = with_a_plan();
    folder
        .write("broken.waba", "campaign late { to: vip; schedule: every 2 moons }\n")
        .write("damaged.waba", b"campaign caf\xe9 {}");
    let output = folder.run(&["plan"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(err(&output), "wabalint: 2 files could not be read fully; `wabalint check` says why\n");
    folder.write("wabalint.yaml", "thresholds: { horizon_days: soon }\n");
    let output = folder.run(&["plan", "--output", "json"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""));
    assert!(err(&output).contains("wabalint.yaml:1:"), "{}", err(&output));
}

#[test]
fn a_plan_keeps_names_from_the_terminal() {
    let folder = Folder::new();
    folder.write(
        "a.yaml",
        "audiences: [{ name: \"\\u001b[2J\\u202ea\\nb\", size: 5 }]\ncampaigns: [{ name: \"=c\\u001b[31m\", to: [\"\\u001b[2J\\u202ea\\nb\"], schedule: daily at 10:00 until 2026-09-03 }]\n",
    );
    for format in ["human", "json", "csv", "ics"] {
        let output = folder.run(&["plan", "--today", "2026-09-01", "--output", format]);
        let text = out(&output);
        assert!(text.contains("c?[31m") || text.contains("c\\u001b[31m"), "{format}: {text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}: {text:?}");
    }
    let colored = folder.run(&["plan", "--today", "2026-09-01", "--color", "always"]);
    assert!(out(&colored).contains("\u{1b}[") && !out(&colored).contains("[2J\u{202e}"));
}

/// A folder with a template in every place where one may be kept.
fn with_templates_everywhere() -> Folder {
    let folder = Folder::new();
    folder
        .write("a.waba", "template pedido_listo { category: utility; language: es_MX; body: \"Tu pedido {{1}} está listo para recoger.\" }\naudience clientes { source: checkout; countries: MX }\n")
        .write("b.json", "{\n  \"name\": \"order_shipped\", \"language\": \"en_US\", \"category\": \"UTILITY\", \"status\": \"APPROVED\",\n  \"components\": [{ \"type\": \"BODY\", \"text\": \"Your order has left our warehouse.\" }]\n}\n")
        .write("c/docs.md", "# Templates\n\n## `visit_reminder`\n\n**Category:** UTILITY\n**Language:** en\n\n**Body:**\n\n```\nHi {{1}}, your visit is tomorrow at {{2}}.\n```\n")
        .write("c/send.ts", "const name = process.env.NAME;\nexport const t = { name, language: 'de', category: 'MARKETING', components: [{ type: 'BODY', text: 'Neu im Laden.' }] };\n")
        .write("c/twilio.json", "{ \"friendly_name\": \"order_ready\", \"language\": \"en\", \"types\": { \"twilio/text\": { \"body\": \"Your order {{1}} is ready to collect.\" } } }\n");
    folder
}

#[test]
fn list_shows_what_was_found_where() {
    let folder = with_templates_everywhere();
    let listed = folder.run(&["list"]);
    assert_eq!(listed.status.code(), Some(0), "{}", err(&listed));
    insta::assert_snapshot!("list", out(&listed));
    let json = folder.run(&["list", "--output", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(document["version"], 1);
    let items = document["items"].as_array().unwrap();
    let told =
        |key: &str| -> Vec<&str> { items.iter().map(|item| item[key].as_str().unwrap_or("")).collect() };
    assert_eq!(
        told("name"),
        ["pedido_listo", "clientes", "order_shipped", "visit_reminder", "", "order_ready"]
    );
    assert_eq!(told("format"), ["native", "native", "platform", "section", "platform", "twilio"]);
    assert_eq!(told("syntax"), ["waba", "waba", "json", "markdown", "script", "json"]);
    assert_eq!(items[2]["line"], 2);
    // A listing knows what became of templates, and is not one of them.
    folder.write("account.json", "{ \"data\": [{ \"name\": \"pedido_listo\", \"language\": \"es_MX\", \"category\": \"UTILITY\", \"status\": \"PAUSED\", \"id\": \"1\" }] }");
    let with_listing = folder.run(&["list", "--listing", "account.json"]);
    assert!(out(&with_listing).contains("PAUSED") && !out(&with_listing).contains("account.json"));
    assert_eq!(out(&Folder::new().run(&["list"])), "nothing found\n");
    assert_eq!(folder.run(&["list", "missing.waba"]).status.code(), Some(2));
}

#[test]
fn near_misses_are_told_with_the_reason() {
    let folder = Folder::new();
    folder
        .write("untyped.json", "{ \"name\": \"order_sent\", \"components\": [{ \"text\": \"Your order is on its way.\" }] }")
        .write("sending.json", "{ \"to\": \"1\", \"template\": { \"name\": \"order_sent\", \"language\": { \"code\": \"en\" },\n \"components\": [{ \"type\": \"body\", \"parameters\": [] }] } }")
        .write("plain.json", "[{ \"name\": \"order_sent\", \"body\": \"Your order is on its way.\" }, { \"category\": \"utility\" }]")
        .write("node_modules/x/a.waba", BAD);
    let checked = folder.run(&["check", "-v"]);
    let told = err(&checked);
    for line in [
        "untyped.json:1: not a template: has `components` without a `type`",
        "sending.json:1: not a template: sends a template, does not define one",
        "plain.json:1: not a template: no category and no placeholder",
        "node_modules: skipped, a folder of other people's code",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(err(&folder.run(&["list", "-v"])).contains("untyped.json:1"));
    assert!(!err(&folder.run(&["check"])).contains("untyped.json"));
}

/// Times are told behind the findings, and change nothing of them.
#[test]
fn stats_tell_where_the_time_went() {
    let folder = Folder::new();
    folder.write("a.waba", BAD).write("b.waba", NO_WAY_OUT);
    let args = ["check", "--output", "short", "--quiet", "--today", "2026-09-01"];
    let plain = folder.run(&args);
    let timed = folder.run(&[&args[..], &["--stats"]].concat());
    assert_eq!((out(&plain), plain.status.code()), (out(&timed), timed.status.code()));
    assert_eq!(err(&plain), "");
    let told = err(&timed);
    for words in ["2 files, ", "stage ", "parsing ", "writing the report ", "rule ", "other rules "] {
        assert!(told.contains(words), "{words}: {told}");
    }
    for command in [&["list", "--stats"][..], &["plan", "--stats"], &["fix", "--diff", "--stats"]] {
        let told = err(&folder.run(command));
        assert!(told.contains("resolving names "), "{command:?}: {told}");
    }
    // Nobody waits at a pipe.
    assert!(!told.contains('\r') && !told.contains('\u{1b}'));
}

/// A list of contacts with numbers that may be somebody's.
fn contacts(rows: usize) -> String {
    let row = |at: usize| {
        format!("Ana {at};+5511 9{:04}-{:04}\n", 8_213 - at % 2_000 * 3, 1_973 + at * at * 71 % 8_000)
    };
    let rows: String = (0..rows).map(row).collect();
    format!("nome;telefone\n{rows}")
}

#[test]
fn contacts_are_told_and_never_shown() {
    let folder = Folder::new();
    folder
        .write("lista.csv", contacts(9))
        .write("big.csv", contacts(20_000))
        .write("tests/lista.csv", contacts(9))
        .write("ignored.csv", contacts(9))
        .write("node_modules/x/lista.csv", contacts(9))
        .write(".gitignore", "ignored.csv\n")
        .write("prices.csv", "sku;price\nA1;10\n")
        .write("latin.csv", b"n\xe3o;telefone\nAna;1\n");
    for format in ["human", "short", "json"] {
        let output = folder.run(&["check", "--output", format]);
        let told = out(&output) + &err(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(
            told.contains("a list of 9 contacts") && told.contains("a list of about 20000 contacts"),
            "{told}"
        );
        assert!(!told.contains("Ana") && !told.contains("+5511") && !told.contains("telefone"), "{told}");
    }
    let short = out(&folder.run(&["check", "--output", "short"]));
    let lines: Vec<&str> = short.lines().filter(|line| line.contains("contacts-in-repository")).collect();
    assert_eq!(lines.len(), 3, "{short}");
    assert!(
        short.contains("advice") && !short.contains("ignored.csv") && !short.contains("node_modules"),
        "{short}"
    );
    assert_eq!(folder.run(&["check", "lista.csv"]).status.code(), Some(1));
    let named = folder.run(&["check", "prices.csv"]);
    assert!(out(&named).contains("unreadable-input"), "{}", out(&named));
}

#[test]
fn secrets_are_looked_for_where_they_are_shared() {
    let token = "WHATSAPP_TOKEN=EAAJZC8k2mZBv0BAO7xQ4nT1rYwL9dKcUe5GfHsPaXbVi3oMzNjRtWyDqSlEuCgBhFk6\n";
    let folder = Folder::new();
    folder.write(".env", token).write(".env.local", token).write("a.waba", GOOD);
    assert_eq!(folder.run(&["check"]).status.code(), Some(0), "what no repository has is nobody's business");
    folder.write(".env.example", token);
    let told = out(&folder.run(&["check"]));
    assert!(told.contains("secret-in-definition") && told.contains(".env.example"), "{told}");
    assert!(!told.contains(token.trim()) && !told.contains(".env.local"), "{told}");
    // An index of git names the files that it has, each behind its length and before a zero.
    fs::remove_file(folder.path(".env.example")).unwrap();
    folder.write(".git/index", b"DIRC\0\0\0\x02\0\0\0\x01\0\0\0\x04.env\0\0\0\0").write("x/.env", token);
    let told = out(&folder.run(&["check", "--output", "short"]));
    assert!(told.contains("secret-in-definition") && told.starts_with(".env:1"), "{told}");
    assert!(!told.contains("x/.env") && !told.contains(".env.local"), "{told}");
    folder.write(".gitignore", ".env\n");
    assert_eq!(folder.run(&["check"]).status.code(), Some(0));
}

#[test]
fn manifests_are_read_and_lock_files_are_not() {
    let folder = Folder::new();
    folder
        .write("package.json", "{ \"dependencies\": { \"whatsapp-web.js\": \"^1.26.0\" } }")
        .write(
            "package-lock.json",
            "{ \"packages\": { \"\": { \"dependencies\": { \"baileys\": \"6\" } } } }",
        )
        .write("node_modules/y/package.json", "{ \"dependencies\": { \"venom-bot\": \"5\" } }")
        .write("go.sum", "go.mau.fi/whatsmeow v0 h1:x=\n");
    let told = out(&folder.run(&["check", "--output", "short"]));
    assert!(told.starts_with("package.json:1:22"), "{told}");
    assert!(!told.contains("baileys") && !told.contains("venom") && !told.contains("whatsmeow"), "{told}");
}

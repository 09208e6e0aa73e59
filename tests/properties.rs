//! Whatever stands in a file: no panic, and every place lies inside it.
#![expect(
    clippy::unwrap_used,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;
use wabalint::engine::{self, Input, Only, Options, Report};
use wabalint::render::{
    CalendarCsv, CalendarHuman, CalendarIcs, CalendarJson, Human, Json, Look, Render, RenderCalendar, Short,
};
use wabalint::source::{SourceFile, SourceMap};
use wabalint::syntax::Syntax;
use wabalint::syntax::message::Message;
use wabalint::syntax::tree::Text;

fn check(name: &str, text: &str, syntax: Syntax) -> Report {
    let input = Input::new(name, text, syntax);
    engine::check(SourceMap::default(), vec![input], Vec::new(), &Options::on(jiff::civil::date(2026, 9, 1)))
}

fn assert_sound(report: &Report) {
    for finding in &report.findings {
        assert!(
            !finding.diagnostic.message.starts_with("internal error"),
            "a defect of the program itself: {:?}",
            report.sources.slice(finding.diagnostic.primary.span)
        );
        for label in std::iter::once(&finding.diagnostic.primary).chain(&finding.diagnostic.secondary) {
            let file = report.sources.get(label.span.file).unwrap();
            assert!(file.text().get(label.span.range()).is_some(), "{}: {label:?}", finding.rule.name());
        }
    }
    for render in [&Human as &dyn Render, &Short, &Json] {
        let text = render.render(report, Look::default());
        assert!(text.ends_with('\n'));
    }
}

/// Texts that look like definitions and are broken in many ways.
fn near_definitions() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "template ",
        "audience a {",
        "campaign c { ",
        "account ",
        "order {",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        ";",
        "\n",
        "\r\n",
        " ",
        "  ",
        "\t",
        "\"",
        "\"\"\"",
        "'",
        "#",
        "# wabalint: allow(",
        "missing-opt-out",
        ") because x",
        "->",
        "..",
        "body: ",
        "\"body\": ",
        "text",
        "components",
        "\"components\": [",
        "\"type\": \"BODY\"",
        "language: en_US\n",
        "category: marketing\n",
        "schedule: weekly on mon at 10:00",
        "every 2 days",
        "once at 2026-02-30",
        "rrule \"FREQ=",
        "24h",
        "2 per 7d",
        "{{1}}",
        "{{",
        "}}",
        "{name}",
        "{{ x }}",
        "*b*",
        "_",
        "https://a.example/",
        "+5511912345678",
        "a@b.example",
        "\\u00e9",
        "\\ud83d",
        "\\",
        "\\n",
        "|\n",
        ">-\n",
        "- ",
        "? ",
        "&a ",
        "*a",
        "<<: ",
        "---\n",
        "!!str ",
        "é",
        "مرحبا",
        "नमस्ते",
        "👩‍👧",
        "\u{202e}",
        "\u{feff}",
        "\u{0}",
        "template",
        "templates:",
        "consent { basis: express }",
        "send: x",
        "to: a",
        "cap: ",
        "part_of: a",
        "steps { after 2d send x }",
        "button: url \"L\" -> \"u\"",
        "sample: { 1: \"x\" }",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

/// Texts that look like documents and data files with templates, and are broken in many ways.
fn near_documents() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "# ",
        "## `order_ready`",
        "### Footer",
        "### Español (es)",
        "\n",
        "\n\n",
        "\r\n",
        "- ",
        "1. ",
        "> ",
        ">",
        "   ",
        "\t",
        "**Category:** UTILITY",
        "**Categoría**: Utilidad",
        "**Body:**",
        "**Buttons:**",
        "Language: pt_BR",
        "`",
        "``",
        "**",
        "\"",
        "```",
        "```json",
        "```yaml",
        "```waba",
        "~~~",
        "|",
        "| --- | --- |",
        "| Variable | Example |",
        "| `{{1}}` | Ana |",
        "{\"name\":\"a_b\",\"category\":\"UTILITY\",\"language\":\"en\",",
        "\"body\":\"Hi {{1}}, it is ready\"}",
        "...",
        "// note",
        "Hi {{1}}, é👩‍👧 your order is ready",
        "[URL] \"Track\" → https://shop.example/{{1}}",
        "{{1}} = Ana",
        "<!-- wabalint: allow(shouting) -->",
        "<br>",
        "HEADER: x\nBODY: Hi {{1}}, all is well",
        "\u{feff}",
        "<odoo>",
        "</odoo>",
        "<record id=\"a\" model=\"whatsapp.template\">",
        "</record>",
        "<field name=\"body\">Hi &amp; {{1}} &#x1F600;</field>",
        "<field name=\"template_type\">marketing</field>",
        "<![CDATA[",
        "]]>",
        "&",
        "\u{0}",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_harm(text in prop_oneof![any::<String>(), near_definitions()]) {
        for (name, syntax) in [("a.waba", Syntax::Waba), ("a.json", Syntax::Json), ("a.yaml", Syntax::Yaml)] {
            assert_sound(&check(name, &text, syntax));
        }
    }

    #[test]
    fn any_document_is_read_without_harm(text in prop_oneof![any::<String>(), near_documents()]) {
        for (name, syntax) in [("a.md", Syntax::Markdown), ("a.xml", Syntax::Xml)] {
            assert_sound(&check(name, &text, syntax));
        }
    }

    #[test]
    fn a_cut_off_file_keeps_what_stands_before(cut in 0usize..4_000) {
        let whole = include_str!("properties/template.json");
        let cut = (0..=cut.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        assert_sound(&check("a.json", &whole[..cut], Syntax::Json));
    }

    #[test]
    fn pieces_of_a_message_cover_it(text in prop_oneof![any::<String>(), near_definitions()]) {
        let id = SourceMap::default().add(SourceFile::new("m", text.clone()));
        let span = wabalint::source::Span::new(id, 0, text.len());
        let message = Message::parse(Text::direct(&text, span));
        let mut at = 0;
        for segment in &message.segments {
            prop_assert_eq!(segment.range().start, at);
            prop_assert_eq!(message.words_of(segment), &text[message.span_of(segment).range()]);
            at = segment.range().end;
        }
        prop_assert_eq!(at, text.len());
    }

    /// The same value in every spelling: a word in it is found at the bytes that spell it.
    #[test]
    fn spans_reach_the_words_through_every_spelling(
        before in "[ a-zé\u{1f680}ह\"\\\\\n']{0,30}",
        after in "[ a-zé\u{1f680}ह\"\\\\\n']{0,30}",
    ) {
        let value = format!("x{before} {{{{Q}}}} {after}x");
        let json = format!(
            "{{\"name\":\"n\",\"language\":\"en_US\",\"category\":\"UTILITY\",\"components\":[{{\"type\":\"BODY\",\"text\":{}}}]}}",
            serde_json::to_string(&value).unwrap()
        );
        let ascii: String = json
            .chars()
            .map(|c| if c.is_ascii() { c.to_string() } else {
                c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
            })
            .collect();
        let waba = format!(
            "template n {{ category: utility; language: en_US; body: {} }}",
            serde_json::to_string(&value).unwrap()
        );
        let quoted = format!(
            "templates:\n  - name: n\n    category: utility\n    language: en_US\n    body: {}\n",
            serde_json::to_string(&value).unwrap()
        );
        let single = format!(
            "templates:\n  - name: n\n    category: utility\n    language: en_US\n    body: '{}'\n",
            value.replace('\'', "''").replace('\n', "\n\n    ")
        );
        let indent = |text: &str| text.replace('\n', "\n      ");
        let literal = format!(
            "templates:\n  - name: n\n    category: utility\n    language: en_US\n    body: |-\n      {}\n",
            indent(&value)
        );
        let folded = literal.replace("|-", ">-");
        for (name, syntax, text) in [
            ("a.json", Syntax::Json, &json),
            ("b.json", Syntax::Json, &ascii),
            ("a.waba", Syntax::Waba, &waba),
            ("quoted.yaml", Syntax::Yaml, &quoted),
            ("single.yaml", Syntax::Yaml, &single),
            ("literal.yaml", Syntax::Yaml, &literal),
            ("folded.yaml", Syntax::Yaml, &folded),
        ] {
            let report = check(name, text, syntax);
            let found: Vec<&str> = report
                .findings
                .iter()
                .filter(|finding| finding.rule.name() == "missing-sample")
                .map(|finding| report.sources.slice(finding.diagnostic.primary.span))
                .collect();
            prop_assert_eq!(found, vec!["{{Q}}"], "{}: {}", name, text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever names and figures stand in a plan: every format is whole, and what people read fits the screen.
    #[test]
    fn any_plan_is_shown(
        name in any::<String>(),
        audience in prop_oneof![any::<String>(), "[a-z促銷مرحبا👩‍👧 ]{1,90}"],
        size in prop::option::of(prop_oneof![0u64..20_000, any::<u64>()]),
        schedule in prop::sample::select(vec![
            "daily at 10:00, 23:59 in recipient",
            "every 5 hours in Asia/Kathmandu until 2026-09-20",
            "once at 2026-09-01T00:00 in Pacific/Kiritimati",
            "rrule \"FREQ=MONTHLY;BYDAY=-1FR\" at 9:00",
        ]),
        ramp in prop::sample::select(vec!["", ", ramp: 10, 2000 per 1d"]),
    ) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        let (name, audience) = (quoted(&name), quoted(&audience));
        let size = size.map(|size| format!(", size: {size}")).unwrap_or_default();
        let text = format!(
            "accounts: [{{ name: {name}, messaging_limit: 250 }}]\naudiences: [{{ name: {audience}{size}, countries: [US, PT] }}]\ncampaigns: [{{ name: {name}, send: {audience}, to: [{audience}], schedule: '{schedule}'{ramp} }}]\n"
        );
        let inputs = vec![Input::new("a.yaml", text, Syntax::Yaml)];
        let mut options = Options::on(jiff::civil::date(2026, 9, 1));
        options.thresholds.horizon_days = 15;
        let plan = engine::plan(SourceMap::default(), inputs, &options, &Only::default()).unwrap().calendar;
        let human = CalendarHuman.render(&plan, false);
        for line in human.lines() {
            prop_assert!(line.width() <= 80, "{}", line);
            prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
        }
        let rows: usize = plan.campaigns.iter().map(|campaign| campaign.sends.len()).sum();
        let csv = CalendarCsv.render(&plan, false);
        prop_assert_eq!(csv.split("\r\n").count(), rows + 2);
        let ics = CalendarIcs.render(&plan, false);
        prop_assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.chars().any(char::is_control)));
        let json: serde_json::Value = serde_json::from_str(&CalendarJson.render(&plan, false)).unwrap();
        prop_assert_eq!(&json["version"], 1);
    }
}

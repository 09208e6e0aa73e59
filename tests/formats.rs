//! Shapes in which teams and providers keep templates: what is read from each, and what only looks like one.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use wabalint::engine::{self, Input, Options, Report};
use wabalint::format;
use wabalint::model::{Item, Template};
use wabalint::source::{SourceFile, SourceMap};
use wabalint::syntax::tree::Text;
use wabalint::syntax::{self, Syntax};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(folder);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn check(name: &str, text: &str, syntax: Syntax) -> Report {
    let mut input = Input::new(name, text, syntax);
    input.named = false;
    engine::check(SourceMap::default(), vec![input], Vec::new(), &Options::on(jiff::civil::date(2026, 9, 1)))
}

fn items(name: &str, text: &str, syntax: Syntax) -> (SourceMap, Vec<Item>) {
    let mut sources = SourceMap::default();
    let id = sources.add(SourceFile::new(name, text));
    let tree = syntax::parse(id, sources.get(id).unwrap(), syntax);
    let items = format::lower(sources.get(id).unwrap(), syntax, &tree).items;
    (sources, items)
}

fn texts(template: &Template) -> Vec<&Text> {
    // A document may name a language and have no code of it.
    let messages = template.texts().into_iter().map(|message| &message.text);
    messages.chain(template.name.iter()).chain(template.sample_values()).collect()
}

/// Every word of a text must be found where the text says that it stands.
fn assert_exact(file: &SourceFile, template: &Template) {
    for text in texts(template) {
        let value = text.as_str();
        let mut at = 0;
        for word in value.split(|c: char| !c.is_ascii_alphanumeric()) {
            let range = at..at + word.len();
            let source = file.text().get(text.slice(range.clone()).range()).unwrap();
            if word.len() > 1 {
                assert_eq!(source, &value[range], "{} in {value:?}", file.name());
            }
            at += word.len();
            at += value[at..].chars().next().map_or(0, char::len_utf8);
        }
        assert!(
            template.span.contains(text.span()) || text.as_str().len() < 60,
            "{value:?} outside of its template"
        );
    }
}

fn line_of(file: &SourceFile, at: usize) -> usize {
    file.text()[..at].matches('\n').count() + 1
}

fn listing(name: &str, text: &str, syntax: Syntax) -> String {
    let mut out = String::new();
    let (sources, items) = items(name, text, syntax);
    for item in &items {
        let Item::Template(template) = item else { continue };
        let file = sources.get(template.span.file).unwrap();
        assert_exact(file, template);
        let word = |text: Option<&Text>| text.map_or("-", Text::as_str).to_owned();
        let category = template.category.as_ref().map(|word| &word.text);
        let line = line_of(file, template.heading().range().start);
        let (name, language) = (word(template.name.as_ref()), word(template.language.as_ref()));
        writeln!(out, "{line}: {name} | {language} | {}", word(category)).unwrap();
        let mut part = |what: &str, text: &Text| {
            writeln!(out, "   {what} {}: {:?}", line_of(file, text.span().range().start), text.as_str())
                .unwrap();
        };
        if let Some(header) = &template.header {
            match &header.text {
                Some(text) => part("header", &text.text),
                None => part("header", &header.kind.text),
            }
        }
        let body = template.body.as_ref().and_then(|body| body.text.as_ref());
        body.into_iter().for_each(|text| part("body", &text.text));
        let footer = template.footer.as_ref().and_then(|footer| footer.text.as_ref());
        footer.into_iter().for_each(|text| part("footer", &text.text));
        for button in template.all_buttons() {
            let kind = button.kind_name();
            button.label.iter().for_each(|label| part(&format!("{kind} button"), &label.text));
            button.url.iter().for_each(|url| part("url", &url.text));
            button.phone_number.iter().for_each(|number| part("number", number));
        }
        template.sample_values().for_each(|sample| part("sample", sample));
    }
    out.push_str("---\n");
    let report = check(name, text, syntax);
    for finding in &report.findings {
        let place = finding.diagnostic.primary.span;
        let file = report.sources.get(place.file).unwrap();
        let line = line_of(file, place.range().start);
        let words = report.sources.slice(place);
        writeln!(out, "{line}: {} {} {:?}", finding.severity.as_str(), finding.rule.name(), words).unwrap();
    }
    out
}

#[test]
fn shapes() {
    for path in files("shapes") {
        let name = name_of(&path);
        let text = std::fs::read_to_string(&path).unwrap();
        let syntax = Syntax::of_name(&name).unwrap();
        assert!(format::may_define(&text, syntax), "{name} would not be looked at");
        let own = listing(&name, &text, syntax);
        insta::with_settings!({ snapshot_path => "formats/snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), own);
        });
        // Line ends are none of the words.
        let windows = text.replace("\r\n", "\n").replace('\n', "\r\n");
        let places = |listing: &str| {
            let lines = listing.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(places(&listing(&name, &windows, syntax)).len(), places(&own).len(), "{name} with CRLF");
    }
}

#[test]
fn look_alikes() {
    for path in files("look-alikes") {
        let name = name_of(&path);
        let text = std::fs::read_to_string(&path).unwrap();
        let Some(syntax) = Syntax::of_name(&name) else { continue };
        let (_, items) = items(&name, &text, syntax);
        assert!(
            items.is_empty(),
            "{name} defines nothing, but {:?} was read",
            items.first().and_then(Item::name)
        );
        let report = check(&name, &text, syntax);
        let said: Vec<&str> =
            report.findings.iter().map(|finding| finding.diagnostic.message.as_ref()).collect();
        assert!(said.is_empty(), "{name}: {said:?}");
    }
}

#[test]
fn near_misses_are_told_with_their_reason() {
    let mail = "# Letters\n\n## `order_ready`\n\n**Category:** UTILITY\n**Subject:** Your order\n\n> Hi {{1}}, your order is ready.\n";
    let service =
        "# What we do\n\n## `seo_audit`\n\n**Category:** Marketing\n\n> We look at your pages for a week.\n";
    let empty =
        "# Texts\n\n## `order_ready`\n\n**Category:** UTILITY\n**Language:** en\n\nThe text follows.\n";
    let record = "<odoo><record id=\"a\" model=\"whatsapp.template\"><field name=\"template_name\">order_ready</field></record></odoo>\n";
    let page = r#"{ "components": [{ "type": "body", "text": "Fresh bread." }], "name": "home", "keywords": ["bread"] }"#;
    for (name, text, wanted) in [
        ("mail.md", mail, format::Miss::Elsewhere),
        ("service.md", service, format::Miss::TooLittle),
        ("empty.md", empty, format::Miss::NoText),
        ("data.xml", record, format::Miss::NoText),
        ("page.json", page, format::Miss::Elsewhere),
    ] {
        let syntax = Syntax::of_name(name).unwrap();
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new(name, text));
        let tree = syntax::parse(id, sources.get(id).unwrap(), syntax);
        let found = format::lower(sources.get(id).unwrap(), syntax, &tree);
        let why: Vec<_> = found.missed.iter().map(|missed| missed.why).collect();
        assert!(found.items.is_empty() && why == [wanted], "{name}: {why:?}");
    }
}

fn mended(name: &str, text: &str) -> String {
    let syntax = Syntax::of_name(name).unwrap();
    let options = Options::on(jiff::civil::date(2026, 9, 1));
    let inputs = vec![Input::new(name, text, syntax)];
    let fixing = engine::fix(inputs, &options, &|_, fix| fix.safe);
    fixing.inputs.first().unwrap().file.text().to_owned()
}

#[test]
fn fixes_are_exact_wherever_a_template_stands() {
    for (name, text, wanted) in [
        (
            "sections.md",
            "## `order_ready`\r\n\r\n**Category:** TRANSACTIONAL\r\n**Language:** en\r\n\r\n> Hi {1}, your order {{2}} is “ready”\r\n> in our shop on Mill Street.\r\n",
            "## `order_ready`\r\n\r\n**Category:** UTILITY\r\n**Language:** en\r\n\r\n> Hi {{1}}, your order {{2}} is “ready”\r\n> in our shop on Mill Street.\r\n",
        ),
        (
            "list.md",
            "1. The first:\n\n   ```json\n   { \"name\": \"order_ready\", \"category\": \"TRANSACTIONAL\", \"language\": \"en\",\n     \"body\": \"Caf\\u00e9 {1}: order {{2}} is ready for you.\" }\n   ```\n",
            "1. The first:\n\n   ```json\n   { \"name\": \"order_ready\", \"category\": \"UTILITY\", \"language\": \"en\",\n     \"body\": \"Caf\\u00e9 {{1}}: order {{2}} is ready for you.\" }\n   ```\n",
        ),
        (
            "data.xml",
            "<odoo><record id=\"a\" model=\"whatsapp.template\"><field name=\"template_type\">TRANSACTIONAL</field><field name=\"lang_code\">en</field><field name=\"body\">Bits &amp; Pieces: {1}, your order {{2}} &lt;small&gt; is ready.</field></record></odoo>\n",
            "<odoo><record id=\"a\" model=\"whatsapp.template\"><field name=\"template_type\">UTILITY</field><field name=\"lang_code\">en</field><field name=\"body\">Bits &amp; Pieces: {{1}}, your order {{2}} &lt;small&gt; is ready.</field></record></odoo>\n",
        ),
        (
            "flat.json",
            "\u{feff}[{ \"key\": \"order_ready\", \"category\": \"transactional\", \"lang\": \"en\", \"text\": \"Hi {1}, order {{2}} is ready.\" }]\n",
            // The category is the app's own word.
            "\u{feff}[{ \"key\": \"order_ready\", \"category\": \"transactional\", \"lang\": \"en\", \"text\": \"Hi {{1}}, order {{2}} is ready.\" }]\n",
        ),
    ] {
        assert_eq!(mended(name, text), wanted, "{name}");
    }
}

#[test]
fn a_comment_allows_a_rule_in_the_section_behind_it() {
    let section = "## `spring_sale`\n\n**Category:** MARKETING\n**Language:** en\n\n> Everything is 20% off until Sunday, {{1}}, so come and see us.\n";
    let is_found = |text: &str| {
        let report = check("a.md", text, Syntax::Markdown);
        report.findings.iter().any(|finding| finding.rule.name() == "missing-opt-out")
    };
    assert!(is_found(section));
    let comment = "<!-- wabalint: allow(missing-opt-out) because people leave in the app -->\n\n";
    assert!(!is_found(&format!("# Texts\n\n{comment}{section}")));
}

/// A document full of fences is read as far as its bound goes, and says that there is more.
#[test]
fn a_document_with_too_many_fences_says_so() {
    let fence = "```json\n{\"name\": \"order_sent\", \"language\": \"en_GB\", \"category\": \"UTILITY\", \"components\": [{\"type\": \"BODY\", \"text\": \"Your order has left us.\"}]}\n```\n\n";
    let text = fence.repeat(1_500);
    let report = check("all.md", &text, Syntax::Markdown);
    let told = report.findings.iter().filter(|found| found.rule.name() == "unreadable-input");
    let told: Vec<&str> = told.map(|found| found.diagnostic.message.as_ref()).collect();
    assert_eq!(told, ["this document has too many fences"]);
}

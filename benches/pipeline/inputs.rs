//! What is measured: files of templates made of the project's own labelled texts, in every spelling and several sizes.

use std::fmt::{self, Write as _};

use serde_json::{Value, json};
use wabalint::syntax::Syntax;

/// How much, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// One template of one sentence or two.
    Small,
    /// A file as teams keep it: eight templates with all of their parts.
    Typical,
    /// A thousand templates in one file; in a document, as many as fit.
    Large,
    /// As many as in a typical one, in Arabic and Hindi, with emoji.
    NonAscii,
}

impl Size {
    pub(crate) const ALL: [Size; 4] = [Size::Small, Size::Typical, Size::Large, Size::NonAscii];

    fn templates(self) -> usize {
        match self {
            Size::Small => 1,
            Size::Typical | Size::NonAscii => 8,
            Size::Large => 1_000,
        }
    }

    fn languages(self) -> &'static [&'static str] {
        match self {
            Size::Small => &["en"],
            Size::Typical | Size::Large => &["en", "es", "pt", "id", "de", "fr"],
            Size::NonAscii => &["ar", "hi"],
        }
    }
}

/// A file to measure with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) syntax: Syntax,
    pub(crate) size: Size,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = match self.size {
            Size::Small => "small",
            Size::Typical => "typical",
            Size::Large => "large",
            Size::NonAscii => "not ASCII",
        };
        write!(f, "{:?}, {size}", self.syntax)
    }
}

const SYNTAXES: [Syntax; 6] =
    [Syntax::Waba, Syntax::Json, Syntax::Yaml, Syntax::Script, Syntax::Python, Syntax::Markdown];

/// Every spelling in every size.
pub(crate) fn all() -> Vec<Case> {
    let of = |syntax: Syntax| Size::ALL.map(|size| Case { syntax, size });
    SYNTAXES.into_iter().flat_map(of).collect()
}

/// The platform's own JSON in every size.
pub(crate) fn json() -> Vec<Case> {
    Size::ALL.map(|size| Case { syntax: Syntax::Json, size }).to_vec()
}

impl Case {
    /// How many templates the file defines.
    pub(crate) fn templates(self) -> usize {
        match (self.syntax, self.size) {
            // Each fence is parsed in a copy of the document, and the work on one document is bounded.
            (Syntax::Markdown, Size::Large) => 200,
            _ => self.size.templates(),
        }
    }

    /// The text of the file.
    pub(crate) fn text(self) -> String {
        let templates = (0..self.templates()).map(|at| template(self.size, at)).collect::<Vec<_>>();
        let mut out = String::new();
        match self.syntax {
            Syntax::Waba => templates.iter().for_each(|template| waba(&mut out, template)),
            Syntax::Yaml => {
                out.push_str("templates:\n");
                templates.iter().for_each(|template| yaml(&mut out, template));
            }
            Syntax::Script => {
                for (at, template) in templates.iter().enumerate() {
                    writeln!(out, "export const template{at} = {:#};\n", platform(template)).unwrap();
                }
            }
            Syntax::Python => {
                for (at, template) in templates.iter().enumerate() {
                    writeln!(out, "TEMPLATE_{at} = {:#}\n", platform(template)).unwrap();
                }
            }
            Syntax::Markdown => {
                out.push_str("# Our templates\n\nAs we send them.\n");
                for template in &templates {
                    let shown = platform(template);
                    writeln!(out, "\n## {}\n\n```json\n{shown:#}\n```", template.name).unwrap();
                }
            }
            _ => {
                let all: Vec<Value> = templates.iter().map(platform).collect();
                write!(out, "{:#}", Value::from(all)).unwrap();
            }
        }
        out
    }
}

struct Template {
    name: String,
    language: String,
    category: &'static str,
    body: String,
    samples: Vec<&'static str>,
    /// Small templates have a body alone.
    footer: Option<&'static str>,
    button: Option<&'static str>,
}

/// What stands for placeholders.
const SAMPLES: [&str; 5] = ["Ana", "A-48213", "18:30", "12 May", "24.90"];

/// The labelled texts of a language.
fn texts(language: &str) -> Vec<Value> {
    let path = format!("{}/training/{language}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(path).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn template(size: Size, at: usize) -> Template {
    thread_local! {
        static TEXTS: std::cell::RefCell<std::collections::BTreeMap<&'static str, Vec<Value>>> = const { std::cell::RefCell::new(std::collections::BTreeMap::new()) };
    }
    let languages = size.languages();
    let language = languages[at % languages.len()];
    TEXTS.with_borrow_mut(|known| {
        let texts = known.entry(language).or_insert_with(|| texts(language));
        let nth = at / languages.len();
        let first = &texts[nth % texts.len()];
        // Two texts to a template, each time another pair.
        let second = &texts[(nth * 7 + nth / texts.len() + 11) % texts.len()];
        let mut body = first["text"].as_str().unwrap().to_owned();
        if size != Size::Small {
            body = format!("{body}\n\n{}", second["text"].as_str().unwrap());
        }
        if size == Size::NonAscii {
            body.push_str(" \u{1f389} \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}");
        }
        let (body, samples) = numbered(&body);
        let whole = size != Size::Small;
        Template {
            name: format!("message_{at}"),
            language: first["language"].as_str().unwrap().to_owned(),
            category: if first["gold"]["promo"] == true { "MARKETING" } else { "UTILITY" },
            body,
            samples,
            footer: whole.then_some("Harbour Bakery"),
            button: whole.then_some("OK"),
        }
    })
}

/// A text with its placeholders numbered from 1, and a sample for each.
fn numbered(text: &str) -> (String, Vec<&'static str>) {
    let (mut out, mut rest, mut count) = (String::new(), text, 0);
    while let Some((before, behind)) = rest.split_once("{{")
        && let Some((_, after)) = behind.split_once("}}")
    {
        count += 1;
        write!(out, "{before}{{{{{count}}}}}").unwrap();
        rest = after;
    }
    out.push_str(rest);
    (out, (0..count).map(|at| SAMPLES[at % SAMPLES.len()]).collect())
}

fn platform(template: &Template) -> Value {
    let mut body = json!({ "type": "BODY", "text": template.body });
    if !template.samples.is_empty() {
        body["example"] = json!({ "body_text": [template.samples] });
    }
    let mut components = vec![body];
    components.extend(template.footer.map(|footer| json!({ "type": "FOOTER", "text": footer })));
    components.extend(
        template.button.map(
            |button| json!({ "type": "BUTTONS", "buttons": [{ "type": "QUICK_REPLY", "text": button }] }),
        ),
    );
    json!({
        "name": template.name,
        "language": template.language,
        "category": template.category,
        "components": components,
    })
}

/// A string with escapes, as our own language and YAML both read it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn sample(template: &Template) -> String {
    let pairs = template.samples.iter().enumerate();
    pairs.map(|(at, sample)| format!("{}: {}", at + 1, quoted(sample))).collect::<Vec<_>>().join(", ")
}

fn waba(out: &mut String, template: &Template) {
    let Template { name, language, category, body, .. } = template;
    let category = category.to_lowercase();
    writeln!(out, "template {name} {{\n  category: {category}\n  language: {language}").unwrap();
    writeln!(out, "  body: {}", quoted(body)).unwrap();
    if let Some(footer) = template.footer {
        writeln!(out, "  footer: {}", quoted(footer)).unwrap();
    }
    if let Some(button) = template.button {
        writeln!(out, "  button: quick_reply {}", quoted(button)).unwrap();
    }
    if !template.samples.is_empty() {
        writeln!(out, "  sample: {{ {} }}", sample(template)).unwrap();
    }
    out.push_str("}\n\n");
}

fn yaml(out: &mut String, template: &Template) {
    let Template { name, language, category, body, .. } = template;
    let category = category.to_lowercase();
    writeln!(out, "  - name: {name}\n    category: {category}\n    language: {language}\n    body: |")
        .unwrap();
    for line in body.lines() {
        writeln!(out, "      {line}").unwrap();
    }
    if let Some(footer) = template.footer {
        writeln!(out, "    footer: {}", quoted(footer)).unwrap();
    }
    if let Some(button) = template.button {
        writeln!(out, "    buttons: [{{ quick_reply: {} }}]", quoted(button)).unwrap();
    }
    if !template.samples.is_empty() {
        writeln!(out, "    sample: {{ {} }}", sample(template)).unwrap();
    }
}

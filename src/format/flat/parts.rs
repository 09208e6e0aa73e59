//! The parts of a flat object: header, footer, buttons, samples, in the spellings that are in use.

use super::{
    BODY_KEYS, CATEGORY_KEYS, LANGUAGE_KEYS, NAME_KEYS, Parts, category, evidence::Around, first_text,
    text_of, value,
};
use crate::format::fields::words_of;
use crate::model::{Button, ButtonKind, Category, Header, HeaderKind, Sample, Samples, Word};
use crate::policy::limit;
use crate::source::Span;
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::{Entry, Node, Style, Text, Value};

/// Words for what a button does, besides the platform's own.
const BUTTON_WORDS: &[(&str, ButtonKind)] = &[
    ("quickreply", ButtonKind::QuickReply),
    ("quick", ButtonKind::QuickReply),
    ("reply", ButtonKind::QuickReply),
    ("link", ButtonKind::Url),
    ("website", ButtonKind::Url),
    ("visitwebsite", ButtonKind::Url),
    ("web", ButtonKind::Url),
    ("phone", ButtonKind::PhoneNumber),
    ("phonenumber", ButtonKind::PhoneNumber),
    ("call", ButtonKind::PhoneNumber),
    ("callphone", ButtonKind::PhoneNumber),
    ("callphonenumber", ButtonKind::PhoneNumber),
    ("copycode", ButtonKind::CopyCode),
    ("coupon", ButtonKind::CopyCode),
    ("otp", ButtonKind::Otp),
    ("onetap", ButtonKind::Otp),
    ("flow", ButtonKind::Flow),
    ("flows", ButtonKind::Flow),
    ("catalog", ButtonKind::Catalog),
    ("voicecall", ButtonKind::VoiceCall),
    ("url", ButtonKind::Url),
];

/// Keys that hold samples.
pub(super) const SAMPLE_KEYS: &[&str] = &[
    "example",
    "examples",
    "sample",
    "samples",
    "sample_values",
    "sampleValues",
    "example_values",
    "exampleValues",
    "body_example",
    "bodyExample",
    "body_examples",
    "bodyExamples",
];

/// Keys that name the placeholders, and may hold samples.
const VARIABLE_KEYS: &[&str] = &["variables", "params", "placeholders", "parameters"];

/// A text that could be the message of a template.
pub(super) fn sentence(node: &Node) -> Option<Text> {
    let scalar = node.as_scalar().filter(|scalar| scalar.style != Style::Literal)?;
    let text = words_of(scalar);
    is_sentence(text.as_str()).then_some(text)
}

/// Whether words could be a message. A word alone, a path or an address is the name of something that stands elsewhere.
pub(super) fn is_sentence(words: &str) -> bool {
    let is_own_word =
        |c: &char| ('\u{2e80}'..='\u{9fff}').contains(c) || ('\u{ac00}'..='\u{d7a3}').contains(c);
    let is_long = words.trim().contains(char::is_whitespace) || words.chars().filter(is_own_word).count() > 5;
    is_long && words.len() <= limit::BODY_MAX.saturating_mul(16)
}

/// The message of an object.
pub(super) fn body(entries: &[Entry]) -> Option<Text> {
    BODY_KEYS.iter().filter_map(|key| value(entries, key)).find_map(|node| match &node.value {
        // `body: { text: "…" }`
        Value::Map(inner) => ["text", "content"].iter().find_map(|key| sentence(value(inner, key)?)),
        _ => sentence(node),
    })
}

/// Everything but the message.
pub(super) fn read(entries: &[Entry], around: &Around<'_>) -> Parts {
    let status = ["meta_status", "metaStatus", "status"].iter().find_map(|key| text_of(value(entries, key)?));
    let name = name(entries, around);
    // `transactional` is also how anybody sorts messages; of a template with a name of the platform it is a former category.
    let is_registered = name.as_ref().is_some_and(|name| is_template_name(name.as_str()));
    let is_meant = |word: &Word<Category>| {
        word.known.is_some() || is_registered || word.text.as_str().bytes().all(|b| !b.is_ascii_lowercase())
    };
    Parts {
        name,
        language: LANGUAGE_KEYS
            .iter()
            .filter_map(|key| value(entries, key))
            .filter_map(language_code)
            .find(|text| looks_like_language(text.as_str()))
            .or(around.language)
            .cloned(),
        category: CATEGORY_KEYS
            .iter()
            .filter_map(|key| text_of(value(entries, key)?))
            .find_map(category)
            .or_else(|| around.category.and_then(category))
            .filter(is_meant),
        header: header(entries),
        body: None,
        footer: part_text(entries, &["footer", "footer_text", "footerText"]),
        buttons: ["buttons", "button", "actions", "cta"]
            .iter()
            .find_map(|key| value(entries, key))
            .map(buttons)
            .unwrap_or_default(),
        samples: samples(entries),
        // Words of their own for the state of a draft say nothing of the platform.
        status: status.filter(|text| crate::format::meta::is_status(text.as_str())).cloned(),
        rejected_reason: first_text(entries, &["rejected_reason", "rejectedReason", "rejection_reason"])
            .cloned(),
    }
}

/// The name: of several keys the one that could be the platform's.
fn name(entries: &[Entry], around: &Around<'_>) -> Option<Text> {
    let own =
        || NAME_KEYS.iter().filter_map(|key| text_of(value(entries, key)?)).filter(|text| !text.is_blank());
    own()
        .chain(around.key)
        .find(|text| is_template_name(text.as_str()))
        .or_else(|| own().next())
        .or(around.key)
        .cloned()
}

/// The code in `language: "es"` and `language: { code: "es" }`.
pub(super) fn language_code(node: &Node) -> Option<&Text> {
    text_of(node.get("code").unwrap_or(node))
}

/// Whether a word is written like a language code: `es`, `pt_BR`, `pt-br`, `fil`, `zh_Hant_TW`.
pub(super) fn looks_like_language(code: &str) -> bool {
    let mut parts = code.split(['_', '-']);
    let base = parts.next().unwrap_or_default();
    (2..=3).contains(&base.len())
        && base.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.clone().count() <= 2
        && parts.all(|part| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether a word could be the name of a template, and not just any word.
pub(super) fn is_template_name(name: &str) -> bool {
    name.contains('_')
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The text of a part that is a text itself or has one: `footer: "…"`, `footer: { text: "…" }`.
pub(super) fn part_text(entries: &[Entry], keys: &[&str]) -> Option<Text> {
    keys.iter().filter_map(|key| value(entries, key)).find_map(|node| {
        let scalar = match &node.value {
            Value::Map(inner) => {
                ["text", "content", "value"].iter().find_map(|key| value(inner, key)?.as_scalar())?
            }
            _ => node.as_scalar()?,
        };
        let is_text = scalar.style != Style::Literal && !scalar.text.is_blank();
        is_text.then(|| words_of(scalar))
    })
}

fn header(entries: &[Entry]) -> Option<Header> {
    let nodes = ["header", "header_text", "headerText"].iter().filter_map(|key| value(entries, key));
    let node = nodes.clone().next();
    let inner = node.and_then(Node::as_map).unwrap_or_default();
    let kind = first_text(entries, &["header_type", "headerType", "header_format", "headerFormat"])
        .or_else(|| first_text(inner, &["format", "type", "kind"]));
    let text = nodes.clone().find_map(|node| match &node.value {
        Value::Map(inner) => {
            ["text", "content", "value"].iter().find_map(|key| value(inner, key)?.as_scalar()).map(words_of)
        }
        _ => node.as_scalar().filter(|scalar| scalar.style != Style::Literal).map(words_of),
    });
    let text = text.filter(|text| !text.is_blank());
    let span = node.map(|node| node.span).or(kind.map(Text::span))?;
    let place = Span { end: span.start, ..span };
    let unsaid = |known| Word { text: Text::direct("", place), known: Some(known) };
    // `header: "IMAGE"` says the kind.
    let word = kind.map(Text::as_str).or(text.as_ref().map(Text::as_str)).unwrap_or_default();
    let said = HeaderKind::parse(word);
    let is_none = word.eq_ignore_ascii_case("none") || word.is_empty();
    let (kind, text) = match (kind, said) {
        _ if is_none => return None,
        (Some(kind), Some(HeaderKind::Text)) => (Word { text: kind.clone(), known: said }, text),
        (Some(kind), Some(_)) => (Word { text: kind.clone(), known: said }, None),
        (Some(_), None) => return None,
        (None, Some(known)) => (unsaid(known), None),
        (None, None) => (unsaid(HeaderKind::Text), text),
    };
    Some(Header { kind, text: text.map(Message::parse), ..Header::new(span) })
}

/// Reads buttons: texts that are quick replies, objects, or one of them alone.
pub(super) fn buttons(node: &Node) -> Vec<Button> {
    let list = match &node.value {
        Value::Map(entries) => value(entries, "buttons").unwrap_or(node),
        _ => node,
    };
    // A row of buttons as one text is a home-made spelling of its own.
    if list.as_scalar().is_some() {
        return Vec::new();
    }
    list.elements().iter().filter_map(button).collect()
}

fn button(node: &Node) -> Option<Button> {
    let place = Span { end: node.span.start, ..node.span };
    let unsaid = |known| Word { text: Text::direct("", place), known: Some(known) };
    let entries = match &node.value {
        Value::Map(entries) => entries.as_slice(),
        _ => {
            let text = text_of(node).filter(|text| !text.is_blank())?;
            return Some(Button {
                label: Some(Message::parse(text.clone())),
                ..Button::new(node.span, unsaid(ButtonKind::QuickReply))
            });
        }
    };
    let label = first_text(
        entries,
        &[
            "text",
            "title",
            "label",
            "button_text",
            "buttonText",
            "button_label",
            "buttonLabel",
            "display_text",
            "displayText",
            "name",
        ],
    );
    let url = first_text(entries, &["url", "website_url", "websiteUrl", "link", "href"]);
    let phone = first_text(entries, &["phone_number", "phoneNumber", "phone", "tel", "call_number"]);
    let said = first_text(entries, &["type", "button_type", "buttonType", "kind", "sub_type", "subType"]);
    let kind = match said {
        Some(word) => {
            let plain: String =
                word.as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let known = ButtonKind::parse(word.as_str())
                .or_else(|| BUTTON_WORDS.iter().find(|(known, _)| *known == plain).map(|(_, kind)| *kind));
            // A kind of their own is made into one of the platform's elsewhere.
            Word { text: word.clone(), known: Some(known?) }
        }
        None if url.is_some() => unsaid(ButtonKind::Url),
        None if phone.is_some() => unsaid(ButtonKind::PhoneNumber),
        None => unsaid(ButtonKind::QuickReply),
    };
    let mut button = Button::new(node.span, kind);
    button.label = Some(Message::parse(label?.clone()));
    // Half an address or number is put together elsewhere.
    button.url = url.filter(|text| text.as_str().contains("://")).cloned().map(Message::parse);
    let is_number =
        |text: &&Text| text.as_str().trim_start_matches('+').starts_with(|c: char| c.is_ascii_digit());
    button.phone_number = phone.filter(is_number).cloned().map(Box::new);
    Some(button)
}

/// Reads samples: a list of values in the order of the placeholders, or values by name.
fn samples(entries: &[Entry]) -> Samples {
    let given = SAMPLE_KEYS
        .iter()
        .filter_map(|key| value(entries, key))
        .map(of_node)
        .find(|found| !found.values.is_empty());
    let variables = || VARIABLE_KEYS.iter().filter_map(|key| value(entries, key));
    // Names of placeholders are no samples; a map gives each its value.
    let named = || variables().map(named).find(|found| !found.values.is_empty());
    given.or_else(named).unwrap_or_default()
}

pub(super) fn of_node(node: &Node) -> Samples {
    match &node.value {
        Value::List(nodes) => {
            // `[["Ana", "A-1042"]]`, as the platform writes it.
            let row = match nodes.as_slice() {
                [Node { value: Value::List(row), .. }] => row,
                _ => nodes,
            };
            if row.iter().any(|node| node.as_scalar().is_none()) {
                return named(node);
            }
            let values = row.iter().map(|node| Sample {
                variable: None,
                key: None,
                span: node.as_text().map_or(node.span, Text::span),
                value: node.as_text().cloned(),
            });
            Samples { span: Some(node.span), values: values.collect(), defects: Vec::new() }
        }
        Value::Map(_) => named(node),
        _ => Samples::default(),
    }
}

/// `{ "1": "Ana" }`, `{ name: "Ana" }`, `[{ name: "name", example: "Ana" }]`
pub(super) fn named(node: &Node) -> Samples {
    let mut samples = Samples { span: Some(node.span), ..Samples::default() };
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let value = match &entry.value.value {
                    Value::Map(inner) => first_text(inner, &["example", "sample", "value", "default"]),
                    _ => entry.value.as_text(),
                };
                samples.values.extend(value.map(|value| Sample {
                    variable: Some(variable(entry.key.as_str())),
                    key: Some(Box::new(entry.key.clone())),
                    span: value.span(),
                    value: Some(value.clone()),
                }));
            }
        }
        Value::List(nodes) => {
            for entries in nodes.iter().filter_map(Node::as_map) {
                let key = ["param_name", "name", "key", "variable", "position", "index", "id"]
                    .iter()
                    .find_map(|key| value(entries, key)?.as_text());
                let value = first_text(
                    entries,
                    &["example", "sample", "sample_value", "sampleValue", "example_value"],
                );
                if let (Some(key), Some(value)) = (key, value) {
                    samples.values.push(Sample {
                        variable: Some(variable(key.as_str().trim_matches(['{', '}', ' ']))),
                        key: Some(Box::new(key.clone())),
                        span: value.span(),
                        value: Some(value.clone()),
                    });
                }
            }
        }
        _ => {}
    }
    samples
}

fn variable(key: &str) -> Variable {
    key.parse().map_or_else(|_| Variable::Name(key.into()), Variable::Position)
}

/// Keeps the samples that are certainly of this message. Names that the code gives to numbered placeholders, and a whole
/// message as its own example, say nothing.
pub(super) fn keep_of(message: &Message, samples: &mut Samples) {
    let variables = message.variables();
    samples.values.retain(|sample| match &sample.variable {
        Some(wanted) => variables.iter().any(|(variable, _)| variable == wanted),
        None => true,
    });
    let length = message.text.as_str().len();
    let is_whole =
        |sample: &Sample| sample.value.as_ref().is_some_and(|value| value.as_str().len() * 2 > length);
    if variables.is_empty() || samples.values.iter().any(is_whole) {
        samples.values.clear();
    }
    if samples.values.is_empty() {
        samples.span = None;
    }
}

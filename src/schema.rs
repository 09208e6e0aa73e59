//! Tables of keys, and the JSON Schema that editors complete from.
//!
//! A table says of each key what it means and what its value is. Misspelt keys, schemas and what is printed as in force
//! come from the same tables; tests hold them against the code that reads the keys.

use serde_json::{Map, Value, json};

/// A key.
#[derive(Debug)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub says: &'static str,
    /// What its value is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug)]
pub enum Kind {
    /// A text.
    Text,
    /// One of some words.
    Word(&'static [&'static str]),
    /// One of some words, in small or in capital letters.
    EitherCase(&'static [&'static str]),
    /// One of some words that come from elsewhere: the names of rules, the codes of languages.
    Name(fn() -> Vec<&'static str>),
    /// A text of a form, with an example.
    Form(&'static str, &'static str),
    /// A whole number within bounds.
    Whole(u32, u32),
    /// A number from 0.
    Amount,
    /// Yes or no.
    Switch,
    /// A list.
    List(&'static Kind),
    /// One value or a list of them.
    OneOrMore(&'static Kind),
    /// Keys of its own.
    Keys(&'static [Key]),
    /// Any of some names, each with a value of one kind; any name where there are none.
    Map(Option<fn() -> Vec<&'static str>>, &'static Kind),
    /// As [`Kind::Map`], where other names may be meant as well.
    OpenMap(fn() -> Vec<&'static str>, &'static Kind),
    /// A text for which some words are proposed.
    Proposed(fn() -> Vec<&'static str>),
    /// One of several kinds.
    Any(&'static [Kind]),
    /// A kind that stands in several places, by a name of its own.
    Shared(&'static str, &'static Kind),
    /// What nobody checks.
    Anything,
}

/// A key of a table.
pub(crate) const fn key(name: &'static str, says: &'static str, kind: Kind) -> Key {
    Key { name, says, kind }
}

/// A day, such as 2026-09-01.
pub(crate) const DAY: Kind = Kind::Form(r"^\d{4}-\d{2}-\d{2}$", "2026-09-01");

impl Kind {
    /// What it is, where it is shared.
    pub(crate) fn bare(&self) -> &Kind {
        match self {
            Kind::Shared(_, inner) => inner.bare(),
            kind => kind,
        }
    }
}

/// A map may have nothing in it but comments.
const MAP: [&str; 2] = ["object", "null"];

/// Writes kinds as JSON Schema; what is shared is written once.
#[derive(Default)]
pub(crate) struct Writer {
    definitions: Map<String, Value>,
}

impl Writer {
    /// A kind.
    pub(crate) fn kind(&mut self, kind: &Kind) -> Value {
        match kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Word(words) => json!({ "enum": words }),
            Kind::EitherCase(words) => {
                let lower = words.iter().map(|word| word.to_lowercase());
                let upper = words.iter().map(|word| word.to_uppercase());
                json!({ "enum": lower.chain(upper).collect::<Vec<String>>() })
            }
            Kind::Name(names) => json!({ "enum": names() }),
            Kind::Form(pattern, example) => {
                json!({ "type": "string", "pattern": pattern, "examples": [example] })
            }
            Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Kind::Amount => json!({ "type": ["number", "string"], "minimum": 0 }),
            // YAML 1.2 reads `yes` as a text.
            Kind::Switch => json!({ "enum": [true, false, "yes", "no", "on", "off", "true", "false"] }),
            Kind::List(inner) => json!({ "type": "array", "items": self.kind(inner) }),
            Kind::OneOrMore(inner) => {
                let inner = self.kind(inner);
                json!({ "anyOf": [inner, { "type": "array", "items": inner }] })
            }
            Kind::Keys(keys) => self.object(keys),
            Kind::Map(None, inner) => json!({ "type": MAP, "additionalProperties": self.kind(inner) }),
            Kind::Map(Some(names), inner) => {
                let schema = self.kind(inner);
                let named: Map<String, Value> =
                    names().into_iter().map(|name| (name.to_owned(), schema.clone())).collect();
                json!({ "type": MAP, "properties": named, "additionalProperties": false })
            }
            Kind::OpenMap(names, inner) => {
                let schema = self.kind(inner);
                let named: Map<String, Value> =
                    names().into_iter().map(|name| (name.to_owned(), schema.clone())).collect();
                json!({ "type": MAP, "properties": named, "additionalProperties": schema })
            }
            Kind::Proposed(names) => json!({ "anyOf": [{ "enum": names() }, { "type": "string" }] }),
            Kind::Any(kinds) => {
                let kinds: Vec<Value> = kinds.iter().map(|kind| self.kind(kind)).collect();
                json!({ "anyOf": kinds })
            }
            Kind::Shared(name, inner) => {
                if !self.definitions.contains_key(*name) {
                    let schema = self.kind(inner);
                    self.definitions.insert((*name).to_owned(), schema);
                }
                json!({ "$ref": format!("#/definitions/{name}") })
            }
            Kind::Anything => json!({}),
        }
    }

    /// A map with some keys. Keys that begin with `_` are remarks.
    pub(crate) fn object(&mut self, keys: &[Key]) -> Value {
        let properties: Map<String, Value> = keys
            .iter()
            .map(|key| {
                let schema = match self.kind(&key.kind) {
                    // Nothing counts that stands beside a reference.
                    shared if shared.get("$ref").is_some() => json!({ "allOf": [shared] }),
                    schema => schema,
                };
                let mut page = Map::new();
                page.insert("description".to_owned(), key.says.into());
                if let Value::Object(schema) = schema {
                    page.extend(schema);
                }
                (key.name.to_owned(), Value::Object(page))
            })
            .collect();
        json!({
            "type": MAP,
            "properties": properties,
            "patternProperties": { "^[_$]|^//": {} },
            "additionalProperties": false
        })
    }

    /// A schema as a document of its own.
    pub(crate) fn document(self, title: &str, description: &str, schema: Value) -> String {
        let mut page = Map::new();
        page.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        page.insert("title".to_owned(), title.into());
        page.insert("description".to_owned(), description.into());
        if let Value::Object(schema) = schema {
            page.extend(schema);
        }
        if !self.definitions.is_empty() {
            page.insert("definitions".to_owned(), Value::Object(self.definitions));
        }
        let mut text = serde_json::to_string_pretty(&Value::Object(page)).unwrap_or_default();
        text.push('\n');
        text
    }
}

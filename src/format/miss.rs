//! What comes near a template and is none, with the reason: whoever misses a template in a list asks why.

use super::Definitions;
use crate::source::Span;
use crate::syntax::tree::{Entry, Node, Value};

/// How many near misses are told of a file.
const MOST: usize = 20;

/// Why something that comes near a template was not taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Miss {
    /// Its components do not say which part they are.
    NoType,
    /// It is a call that sends a template.
    Sends,
    /// A program's object with components, of which nothing says that they are a template's.
    Unnamed,
    /// A name and a text, and nothing that only templates have.
    NoEvidence,
    /// A name, a text, and not enough besides.
    TooLittle,
    /// It belongs to another channel, or is something else altogether.
    Elsewhere,
    /// A name and what a template is filed under, and no text.
    NoText,
    /// The document shows how not to do it.
    Counterexample,
    /// The document shows what goes where.
    Illustration,
}

impl Miss {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Miss::NoType => "has `components` without a `type`",
            Miss::Sends => "sends a template, does not define one",
            Miss::Unnamed => {
                "has `components`, but too little says that they are a WhatsApp template's: types, a name, a language and a category would"
            }
            Miss::NoEvidence => "no category and no placeholder",
            Miss::TooLittle => {
                "too little says that it is WhatsApp's: parts beside the text, a placeholder such as `{{1}}`, or WhatsApp named by a key, the file or the variable would"
            }
            Miss::Elsewhere => "has a key that templates do not have, or is for another channel",
            Miss::NoText => {
                "has no text that could be a message; in a document it stands in a fence or a quotation"
            }
            Miss::Counterexample => "the document shows it as how not to do it",
            Miss::Illustration => "shows what goes where, with names to be filled in",
        }
    }
}

/// A place with something that was not taken for a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Where it stands.
    pub span: Span,
    /// Why.
    pub why: Miss,
}

/// Remembers a near miss.
pub(super) fn tell(out: &mut Definitions, span: Span, why: Miss) {
    if out.missed.len() < MOST {
        out.missed.push(Missed { span, why });
    }
}

/// Why a map with components is no template; `None` where they are no components of a template either.
pub(super) fn of(entries: &[Entry]) -> Option<Miss> {
    let get = |key: &str| entries.iter().find(|entry| entry.key.as_str() == key).map(|entry| &entry.value);
    let Value::List(components) = &get("components")?.value else { return None };
    let has = |keys: &[&str]| components.iter().any(|node| keys.iter().any(|key| node.get(key).is_some()));
    let kind =
        |node: &Node| node.get("type").and_then(Node::as_text).map(|text| text.as_str().to_lowercase());
    let is_part = |kind: &str| matches!(kind, "header" | "body" | "footer" | "buttons" | "button");
    let of_messages = components.iter().filter_map(kind).any(|kind| is_part(&kind));
    if has(&["parameters", "sub_type"]) && of_messages {
        return Some(Miss::Sends);
    }
    if of_messages {
        return Some(Miss::Unnamed);
    }
    (!has(&["type"]) && has(&["text", "buttons"]) && get("name").is_some()).then_some(Miss::NoType)
}

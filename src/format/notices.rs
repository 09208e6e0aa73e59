//! Saved notices of the platform (webhooks): what became of a template since the account was listed.

use super::flat;
use super::meta;
use crate::model::{Category, Dialect, Template, Word};
use crate::source::Span;
use crate::syntax::tree::{Entry, Node, Text, TextBuilder, Value};

/// The notices that speak of a template.
const FIELDS: &[&str] =
    &["message_template_status_update", "message_template_quality_update", "template_category_update"];

/// Events after which a template can be sent again.
const BACK: &[&str] = &["REINSTATED", "UNPAUSED", "UNARCHIVED"];

/// What one notice says.
#[derive(Clone, Debug)]
pub struct Notice {
    /// When, as the platform counts; 0 where it does not say.
    pub time: u64,
    /// Name, language, and what changed.
    pub template: Template,
}

/// Reads the notices below a node.
pub(super) fn read(node: &Node, depth: usize, time: u64, out: &mut Vec<Notice>) {
    if depth > super::MAX_SEARCH_DEPTH {
        return;
    }
    match &node.value {
        Value::Map(entries) => {
            if let Some(template) = notice(node.span, entries) {
                out.push(Notice { time, template });
                return;
            }
            let own = node.get("time").or_else(|| node.get("timestamp")).and_then(Node::as_text);
            let time = own.and_then(|text| text.as_str().parse().ok()).unwrap_or(time);
            for entry in entries {
                read(&entry.value, depth + 1, time, out);
            }
        }
        Value::List(nodes) => nodes.iter().for_each(|node| read(node, depth + 1, time, out)),
        Value::Null | Value::Scalar(_) | Value::Phrase(_) | Value::Unknown(_) | Value::Rest => {}
    }
}

fn notice(span: Span, entries: &[Entry]) -> Option<Template> {
    let get = |key: &str| entries.iter().find(|entry| entry.key.as_str() == key).map(|entry| &entry.value);
    let field = get("field").and_then(Node::as_text)?.as_str();
    if !FIELDS.contains(&field) {
        return None;
    }
    let value = get("value")?;
    let text = |key: &str| value.get(key).and_then(Node::as_text).filter(|text| !text.is_blank()).cloned();
    let event = text("event");
    let status = event.as_ref().filter(|event| meta::is_status(event.as_str())).cloned();
    let category = text("new_category").or_else(|| text("message_template_category"));
    Some(Template {
        name: Some(text("message_template_name")?),
        language: Some(text("message_template_language")?),
        category: category
            .filter(|word| flat::is_category(word.as_str()))
            .map(|text| Word { known: Category::parse(text.as_str()), text }),
        status: status.or_else(|| event.as_ref().and_then(approved_again)).map(Box::new),
        quality: text("new_quality_score").map(Box::new),
        rejected_reason: text("reason").map(Box::new),
        is_from_notice: true,
        ..Template::empty(span, Dialect::Platform)
    })
}

/// The word for a template that can be sent again, in the place of the event.
fn approved_again(event: &Text) -> Option<Text> {
    let place = event.span();
    BACK.iter().any(|word| event.as_str().eq_ignore_ascii_case(word)).then(|| {
        let mut builder = TextBuilder::new(place.file, place.range().start);
        builder.push("APPROVED", place.range());
        builder.finish(place.range().end)
    })
}

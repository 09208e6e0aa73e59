//! Our own shape, from `.waba` and YAML alike.

mod plan;
mod template;

pub(super) use template::PARTS_OF_A_BUTTON;

use super::fields::{Fields, Lower};
use super::meta;
use crate::diagnostic::{Diagnostic, Fault, FaultKind};
use crate::model::Item;
use crate::syntax::lexical;
use crate::syntax::tree::{Entry, Node, Text, Value};

/// The kinds of item: key, plural key, and keys of which an item of a YAML file has at least one.
const KINDS: [(&str, &str, &[&str]); 4] = [
    ("template", "templates", &["body", "category", "components", "language", "translations"]),
    ("audience", "audiences", &["source", "consent", "file", "size", "part_of"]),
    ("campaign", "campaigns", &["send", "to", "schedule", "steps", "purpose", "opt_out", "cap", "trigger"]),
    (
        "account",
        "accounts",
        &[
            "business_name",
            "messaging_limit",
            "provider",
            "stop_events",
            "quality",
            "domains",
            "archive",
            "oversight",
            "two_step_verification",
            "number_owner",
            "device",
            "policy_reviewed",
            "escalation",
        ],
    ),
];

fn kind_of(key: &str) -> Option<(usize, bool)> {
    KINDS.iter().enumerate().find_map(|(at, (one, many, _))| {
        if key == *one {
            Some((at, false))
        } else if key == *many {
            Some((at, true))
        } else {
            None
        }
    })
}

/// Reads an account by itself.
pub(super) fn account(lower: &mut Lower<'_>, span: crate::source::Span, fields: Fields<'_>) -> Item {
    plan::account(lower, span, fields, None)
}

/// Whether a YAML document is of this shape: a known collection that holds at least one item with a telling key.
pub(super) fn recognises(root: &Node) -> bool {
    root.as_map().unwrap_or_default().iter().any(|entry| {
        let Some((kind, _)) = kind_of(entry.key.as_str()) else { return false };
        let telling = KINDS[kind].2;
        let is_item = |node: &Node| {
            node.as_map().is_some_and(|keys| keys.iter().any(|entry| telling.contains(&entry.key.as_str())))
        };
        match &entry.value.value {
            Value::List(nodes) => nodes.iter().any(is_item),
            Value::Map(entries) => is_item(&entry.value) || entries.iter().any(|entry| is_item(&entry.value)),
            _ => false,
        }
    })
}

/// Reads every item of a document.
pub(super) fn collections(lower: &mut Lower<'_>, root: &Node, items: &mut Vec<Item>) {
    let Some(entries) = root.as_map() else {
        if !matches!(root.value, Value::Null) {
            lower.wrong_kind("file", "items such as `templates:` or `campaigns:`", root);
        }
        return;
    };
    for entry in entries {
        let key = entry.key.as_str();
        let Some((kind, _)) = kind_of(key) else {
            if super::fields::is_comment_key(key) {
                continue;
            }
            let mut diagnostic =
                Diagnostic::at(entry.key.span(), format!("unknown key `{key}` at the top of the file"))
                    .mark("nobody reads this key");
            let known = KINDS.iter().flat_map(|(one, many, _)| [*one, *many]);
            diagnostic = match lexical::nearest(key, known) {
                Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
                None => diagnostic.help("known here: `templates`, `audiences`, `campaigns` and `accounts`"),
            };
            lower.faults.push(Fault::new(FaultKind::UnknownKey, diagnostic));
            continue;
        };
        collection(lower, kind, entry, items);
    }
}

/// Reads one collection: an item with a name beside its key, a list of items, or a map by name.
fn collection(lower: &mut Lower<'_>, kind: usize, entry: &Entry, items: &mut Vec<Item>) {
    if let Some(name) = &entry.label {
        item(lower, kind, &entry.value, Some(name.clone()), entry, items);
        return;
    }
    match &entry.value.value {
        Value::List(nodes) => {
            for node in nodes {
                item(lower, kind, node, None, entry, items);
            }
        }
        Value::Map(entries) => {
            let single = entry.value.get("name").is_some_and(|name| name.as_scalar().is_some())
                || entries.iter().all(|entry| entry.value.as_map().is_none()) && !entries.is_empty()
                || lower.syntax == crate::syntax::Syntax::Waba;
            if single {
                item(lower, kind, &entry.value, None, entry, items);
            } else {
                for named in entries {
                    if !super::fields::is_comment_key(named.key.as_str()) {
                        item(lower, kind, &named.value, Some(named.key.clone()), named, items);
                    }
                }
            }
        }
        _ => lower.wrong_kind(entry.key.as_str(), "a block, a list of items or a map by name", &entry.value),
    }
}

fn item(
    lower: &mut Lower<'_>,
    kind: usize,
    node: &Node,
    name: Option<Text>,
    entry: &Entry,
    items: &mut Vec<Item>,
) {
    let Some(entries) = node.as_map() else {
        lower.wrong_kind(KINDS[kind].0, "a block of keys", node);
        return;
    };
    let span = if name.is_some() { entry.span() } else { node.span };
    match kind {
        0 if meta::recognises(entries) => meta::template(lower, node, entries, name, false, items),
        0 => template::read(lower, span, entries, name, items),
        1 => items.push(plan::audience(lower, span, Fields::new("audience", entries), name)),
        2 => items.push(plan::campaign(lower, span, Fields::new("campaign", entries), name)),
        _ => items.push(plan::account(lower, span, Fields::new("account", entries), name)),
    }
}

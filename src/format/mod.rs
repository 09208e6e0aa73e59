//! From the spanned tree to the model. A file is recognised by its shape, never by its name.

mod fields;
mod meta;
mod native;

use crate::diagnostic::Fault;
use crate::model::{Account, Item};
use crate::source::SourceFile;
use crate::syntax::tree::{Entry, Node, Value};
use crate::syntax::{Syntax, Tree};
use fields::{Fields, Lower};

/// How deep below the root templates of the platform's shape are looked for.
const MAX_SEARCH_DEPTH: usize = 8;

/// What a file defines.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// The items, in the order of the file.
    pub items: Vec<Item>,
    /// What is wrong with their keys and values.
    pub faults: Vec<Fault>,
    /// Whether any known shape was found, even an empty one.
    pub recognised: bool,
}

/// Words of which a file that holds definitions has at least one. A cheap test before anything is parsed.
pub fn may_define(text: &str, syntax: Syntax) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    match syntax {
        Syntax::Waba => true,
        Syntax::Json => {
            has("components") || has("library_template_name") || has("\"status\"") && has("\"category\"")
        }
        Syntax::Yaml => {
            ["components", "library_template_name", "template", "audience", "campaign", "account"]
                .iter()
                .any(|word| has(word))
        }
    }
}

/// Reads the items of a tree.
pub fn lower(source: &SourceFile, syntax: Syntax, tree: &Tree) -> Definitions {
    let mut lower = Lower { source, syntax, faults: Vec::new() };
    let mut out = Definitions { recognised: syntax == Syntax::Waba, ..Definitions::default() };
    for root in &tree.roots {
        match syntax {
            Syntax::Waba => native::collections(&mut lower, root, &mut out.items),
            Syntax::Json => find_platform(&mut lower, root, 0, false, &mut out),
            Syntax::Yaml => {
                if native::recognises(root) {
                    out.recognised = true;
                    native::collections(&mut lower, root, &mut out.items);
                } else {
                    find_platform(&mut lower, root, 0, false, &mut out);
                }
            }
        }
    }
    out.faults = lower.faults;
    out
}

/// Reads the keys of an account that stand in a configuration file.
pub fn account(source: &SourceFile, node: &Node) -> (Option<Account>, Vec<Fault>) {
    let mut lower = Lower { source, syntax: Syntax::Yaml, faults: Vec::new() };
    let account = Fields::of(&mut lower, "account", node)
        .map(|fields| native::account(&mut lower, node.span, fields))
        .and_then(|item| match item {
            Item::Account(account) => Some(*account),
            _ => None,
        });
    (account, lower.faults)
}

/// Looks for templates of the platform's shape anywhere below a node.
fn find_platform(lower: &mut Lower<'_>, node: &Node, depth: usize, is_keyed: bool, out: &mut Definitions) {
    if depth > MAX_SEARCH_DEPTH {
        return;
    }
    match &node.value {
        Value::Map(entries) if meta::recognises(entries) => {
            out.recognised = true;
            let name = None;
            meta::template(lower, node, entries, name, is_keyed, &mut out.items);
        }
        Value::Map(entries) => {
            for Entry { value, .. } in entries {
                find_platform(lower, value, depth + 1, true, out);
            }
        }
        Value::List(nodes) => {
            for node in nodes {
                find_platform(lower, node, depth + 1, false, out);
            }
        }
        Value::Null | Value::Scalar(_) | Value::Phrase(_) => {}
    }
}

//! Text to one spanned tree. No other room names a parser library.

mod json;
pub mod lexical;
pub mod markdown;
pub mod message;
mod program;
mod python;
pub mod recurrence;
mod script;
mod shell;
pub mod tree;
mod waba;
mod xml;
mod yaml;

use crate::diagnostic::{Diagnostic, Fault, FaultKind};
use crate::source::{FileId, SourceFile, Span};
use markdown::{Block, Piece};
use tree::{Entry, Node, Text, Value};

/// How deep values may be nested before a file is refused.
pub const MAX_DEPTH: usize = 64;

/// How many nodes the aliases of one YAML file may add before the file is refused.
pub const MAX_ALIAS_NODES: usize = 100_000;

/// How many breaks of the grammar are told of one file; more help nobody.
pub const MAX_SYNTAX_FAULTS: usize = 50;

/// The ways in which a definition can be spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// The project's own language.
    Waba,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// A document that describes templates, or holds definitions in its fences.
    Markdown,
    /// Literals in a JavaScript or TypeScript program.
    Script,
    /// Literals in a Python program.
    Python,
    /// The JSON that a shell script sends.
    Shell,
    /// The records of a data file, in XML.
    Xml,
}

impl Syntax {
    /// The syntax that a file name stands for.
    pub fn of_name(name: &str) -> Option<Syntax> {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension)?;
        match extension.to_ascii_lowercase().as_str() {
            "waba" => Some(Syntax::Waba),
            "json" => Some(Syntax::Json),
            "yaml" | "yml" => Some(Syntax::Yaml),
            "md" | "markdown" => Some(Syntax::Markdown),
            _ if Syntax::is_left_out(name) => None,
            "js" | "mjs" | "cjs" | "ts" | "mts" | "cts" => Some(Syntax::Script),
            "xml" => Some(Syntax::Xml),
            "py" => Some(Syntax::Python),
            "sh" | "bash" | "zsh" => Some(Syntax::Shell),
            _ => None,
        }
    }

    /// Whether a file name stands for a program that holds no templates: pages with markup in them, and declarations.
    pub fn is_left_out(name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        [".jsx", ".tsx", ".d.ts", ".d.mts", ".d.cts"].iter().any(|ending| name.ends_with(ending))
    }

    /// Whether the file is a program that holds definitions as literals among other things.
    pub fn is_program(self) -> bool {
        matches!(self, Syntax::Script | Syntax::Python | Syntax::Shell)
    }
}

/// A comment that speaks to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment without `#` and surrounding space.
    pub text: Text,
    /// The whole comment, `#` included.
    pub span: Span,
}

/// What a file came to: as much of its tree as could be read, and what was wrong with the rest.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The documents: one for `.waba` and JSON, any number for YAML.
    pub roots: Vec<Node>,
    /// Comments that begin with `wabalint:`.
    pub comments: Vec<Comment>,
    /// Breaks of the grammar, in the order of the file.
    pub faults: Vec<Fault>,
    /// Definitions inside of a document, each in a syntax of its own.
    pub blocks: Vec<Block>,
    /// What stands in a document, in its order.
    pub outline: Vec<Piece>,
}

/// Reads a file. Nothing that stands in it makes this fail or panic.
pub fn parse(id: FileId, file: &SourceFile, syntax: Syntax) -> Tree {
    let mut tree = read(id, file.name(), file.text(), syntax);
    if tree.faults.len() > MAX_SYNTAX_FAULTS {
        tree.faults.truncate(MAX_SYNTAX_FAULTS);
        let end = file.text().len();
        let span = Span::new(id, end, end);
        tree.faults.push(Fault::syntax(span, "too many mistakes in this file, the rest are not listed"));
    }
    tree
}

/// Reads JSON that holds no definitions.
pub(crate) fn parse_json(id: FileId, text: &str) -> Tree {
    json::parse(id, text)
}

fn read(id: FileId, name: &str, text: &str, syntax: Syntax) -> Tree {
    match syntax {
        Syntax::Waba => waba::parse(id, text),
        Syntax::Json => json::parse(id, text),
        Syntax::Yaml => yaml::parse(id, text),
        Syntax::Markdown => markdown::parse(id, text),
        Syntax::Script => script::parse(id, name, text),
        Syntax::Xml => xml::parse(id, text),
        Syntax::Python => python::parse(id, text),
        Syntax::Shell => shell::parse(id, text),
    }
}

/// Whether a comment's text speaks to this program.
fn is_directive(comment: &str) -> bool {
    comment.trim_start_matches('#').trim_start().starts_with("wabalint:")
}

/// How deep brackets may be nested in a program before it is refused; its own parser goes as deep as it is nested.
const MAX_PROGRAM_DEPTH: usize = 2_000;

/// Longer programs are not read; nobody writes them by hand.
const MAX_PROGRAM_BYTES: usize = 512 * 1024;

/// How many signs without a bracket may stand in one statement that lead its parser deeper.
const MAX_SIGNS: usize = 20_000;

/// Where a program is nested so deep that reading it could take all memory of a thread, or the beginning of one that is
/// too long. Brackets in texts count too.
fn nested_too_deep(text: &str) -> Option<usize> {
    if text.len() > MAX_PROGRAM_BYTES {
        return Some(0);
    }
    let (mut depth, mut signs) = (0usize, 0usize);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                signs = 0;
            }
            b';' | b',' => signs = 0,
            b'!' | b'~' | b'+' | b'-' | b'*' | b'?' | b':' | b'=' | b'>' | b'<' | b'&' | b'|' | b'^'
            | b'`' => signs += 1,
            _ => {}
        }
        if depth > MAX_PROGRAM_DEPTH || signs > MAX_SIGNS {
            return Some(at);
        }
    }
    None
}

fn too_deep(span: Span) -> Fault {
    Fault::new(
        FaultKind::Unreadable,
        Diagnostic::at(span, format!("nested more than {MAX_DEPTH} levels deep"))
            .mark("not read from here on")
            .help("definitions need only a few levels; split or flatten this value"),
    )
}

/// Reports every key of a map that was written before, with both places.
fn duplicate_keys<'e>(entries: impl IntoIterator<Item = &'e Entry>, faults: &mut Vec<Fault>) {
    let mut seen: std::collections::BTreeMap<&str, Span> = std::collections::BTreeMap::new();
    for entry in entries {
        let key = entry.key.as_str();
        if let Some(first) = seen.get(key) {
            faults.push(Fault::new(
                FaultKind::Syntax,
                Diagnostic::at(entry.key.span(), format!("the key `{key}` is given twice"))
                    .mark("this one would silently win")
                    .label(*first, "first given here")
                    .help("keep one of the two"),
            ));
        } else {
            seen.insert(key, entry.key.span());
        }
    }
}

/// An empty node at a place, for a value that is missing.
fn nothing(span: Span) -> Node {
    Node::new(span, Value::Null)
}

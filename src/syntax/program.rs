//! What programs of several languages have in common: literals, and how constants and joined texts become values.
//!
//! A parser of a language turns the literals of a file into [`Expr`]; here they become nodes of the tree. What only the
//! running program knows becomes [`Value::Unknown`].

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value, Written};
use super::{MAX_ALIAS_NODES, MAX_DEPTH, nothing};
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Severity};
use crate::source::{FileId, Span};

/// A value as it is written in a program.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// What a value of a program is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Null,
    /// A number or a switch.
    Literal(Text),
    Text(Text),
    /// Pieces that make one text together. Where the place of the whole is known beforehand, it is given.
    Joined(Vec<Expr>, Option<Span>),
    /// What stands between two joined texts without being spelled there.
    Between(Box<str>),
    /// A text without the white space around it.
    Trimmed(Box<Expr>),
    List(Vec<Expr>),
    Map(Vec<Field>),
    /// All elements of a list, or all entries of a map, in the place of one.
    Spread(Box<Expr>),
    Name(Box<str>),
    Member(Box<Expr>, Text),
    /// Known to the running program only.
    Computed,
}

/// A key with its value; of a spread the key is empty.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: Text,
    pub(super) value: Expr,
}

impl Expr {
    pub(super) fn new(span: Span, kind: Kind) -> Self {
        Expr { span, kind }
    }

    /// The name of what a member is taken from, or of the value itself.
    fn last_name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            Kind::Member(_, name) => Some(name.as_str()),
            _ => None,
        }
    }
}

/// Lists that a program adds to after they are written: `list.push(…)`, `template.components.append(…)`.
#[derive(Debug, Default)]
pub(super) struct Grown {
    /// By the name of the list.
    pub(super) names: BTreeSet<Box<str>>,
    /// By the key that the list stands under.
    pub(super) keys: BTreeSet<Box<str>>,
}

/// Entries that a program gives to objects after they are written: `payload.components = […]`.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// The objects that names stand for, wherever these are declared.
    pub(super) objects: Vec<(Box<str>, Span)>,
    /// The name, the key and the value.
    pub(super) entries: Vec<(Box<str>, Text, Expr)>,
}

impl Given {
    /// Puts the entries into the objects that they are given to: those that the name stood for last.
    pub(super) fn put_into<'e>(self, roots: impl Iterator<Item = &'e mut Expr>) {
        let mut by_object: BTreeMap<(u32, u32), Vec<(Text, Expr)>> = BTreeMap::new();
        for (name, key, value) in self.entries {
            let before = self.objects.iter().filter(|(of, span)| *of == name && span.end <= key.span().start);
            if let Some((_, span)) = before.max_by_key(|(_, span)| span.start) {
                by_object.entry((span.start, span.end)).or_default().push((key, value));
            }
        }
        if by_object.is_empty() {
            return;
        }
        for root in roots {
            let Some(given) = by_object.get(&(root.span.start, root.span.end)) else { continue };
            let Kind::Map(fields) = &mut root.kind else { continue };
            for (at, (key, value)) in given.iter().enumerate() {
                // What is given twice depends on the way that the program takes.
                let is_again = fields.iter().any(|field| field.key.as_str() == key.as_str())
                    || given.iter().skip(at + 1).any(|(other, _)| other.as_str() == key.as_str());
                let value = if is_again { Expr::new(value.span, Kind::Computed) } else { value.clone() };
                root.span = root.span.to(value.span);
                fields.push(Field { key: key.clone(), value });
            }
        }
    }
}

/// The literals of a program, and what it takes to understand them.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) file: FileId,
    /// Names that have one value in all of the file.
    pub(super) constants: BTreeMap<Box<str>, Expr>,
    /// Lists that the program adds to.
    pub(super) grown: Grown,
    /// The outermost literals.
    pub(super) roots: Vec<Expr>,
}

impl Program {
    /// The literals as nodes, in the order of the file.
    pub(super) fn nodes(&self) -> Vec<Node> {
        let mut roots: Vec<&Expr> = self.roots.iter().collect();
        roots.sort_by_key(|root| (root.span.start, std::cmp::Reverse(root.span.end)));
        let mut resolver = Resolver { program: self, made: 0, open: Vec::new() };
        roots.into_iter().map(|root| resolver.node(root, 0)).collect()
    }

    /// The literal that a name or a member of one stands for, where that is written in the file.
    fn find<'p>(&'p self, expr: &'p Expr) -> Option<&'p Expr> {
        self.find_within(expr, MAX_DEPTH)
    }

    fn find_within<'p>(&'p self, expr: &'p Expr, left: usize) -> Option<&'p Expr> {
        let left = left.checked_sub(1)?;
        match &expr.kind {
            Kind::Name(name) => {
                let found = self.constants.get(name)?;
                match found.kind {
                    Kind::Name(_) | Kind::Member(..) => self.find_within(found, left),
                    _ => Some(found),
                }
            }
            Kind::Member(of, name) => {
                let Kind::Map(fields) = &self.find_within(of, left)?.kind else { return None };
                let at = fields.iter().rposition(|field| field.key.as_str() == name.as_str())?;
                let is_last =
                    !fields.iter().skip(at).any(|field| matches!(field.value.kind, Kind::Spread(_)));
                let found = fields.get(at).filter(|_| is_last).map(|field| &field.value)?;
                match found.kind {
                    Kind::Name(_) | Kind::Member(..) => self.find_within(found, left),
                    _ => Some(found),
                }
            }
            _ => Some(expr),
        }
    }

    /// Whether the program adds to the list that a name or a member stands for.
    fn is_grown(&self, expr: &Expr) -> bool {
        match &expr.kind {
            Kind::Name(name) => self.grown.names.contains(name),
            Kind::Member(_, key) => self.grown.keys.contains(key.as_str()),
            _ => false,
        }
    }
}

/// What JSON in a text of a program comes to; `None` where it is broken, or in part computed.
pub(super) fn from_json(text: &Text) -> Option<Kind> {
    if text.has_holes() {
        return None;
    }
    let tree = super::json::parse(text.span().file, text.as_str());
    let root = tree.roots.into_iter().next().filter(|_| tree.faults.is_empty())?;
    Some(spelled_in(text, root).kind)
}

/// A node whose places are those in the value of a text.
fn spelled_in(outer: &Text, node: Node) -> Expr {
    let kind = match node.value {
        Value::Null => Kind::Null,
        Value::Scalar(Scalar { text, style: Style::Literal }) => Kind::Literal(text.read_through(outer)),
        Value::Scalar(Scalar { text, .. }) => Kind::Text(text.read_through(outer)),
        Value::List(nodes) => Kind::List(nodes.into_iter().map(|node| spelled_in(outer, node)).collect()),
        Value::Map(entries) => {
            let fields = entries.into_iter().map(|entry| Field {
                key: entry.key.read_through(outer),
                value: spelled_in(outer, entry.value),
            });
            Kind::Map(fields.collect())
        }
        Value::Phrase(_) | Value::Unknown(_) | Value::Rest => Kind::Computed,
    };
    Expr::new(outer.slice(node.span.range()), kind)
}

/// One advice for a program that could not be read as a whole.
pub(super) fn not_read(span: Span) -> Fault {
    let diagnostic = Diagnostic::at(span, "this program could not be read as a whole")
        .mark("not understood from here on")
        .note("the templates that could be read were checked; others may be missing")
        .severity(Severity::Advice);
    Fault::new(FaultKind::Syntax, diagnostic)
}

struct Resolver<'p> {
    program: &'p Program,
    /// How many nodes there are so far; constants that hold each other could make any number.
    made: usize,
    /// The constants whose values are being made.
    open: Vec<*const Expr>,
}

impl Resolver<'_> {
    fn node(&mut self, expr: &Expr, depth: usize) -> Node {
        self.made += 1;
        let span = expr.span;
        if depth > MAX_DEPTH || self.made > MAX_ALIAS_NODES {
            return computed(span);
        }
        match &expr.kind {
            Kind::Null => nothing(span),
            Kind::Literal(text) => scalar(span, text.clone(), Style::Literal),
            Kind::Text(text) => scalar(span, text.clone(), Style::Quoted),
            Kind::Joined(parts, within) => match self.joined(parts, *within, depth) {
                Some(text) => scalar(span, text, Style::Quoted),
                None => computed(span),
            },
            Kind::Trimmed(inner) => {
                let node = self.node(inner, depth + 1);
                match node.as_text() {
                    Some(text) => scalar(span, trimmed(text), Style::Quoted),
                    None => computed(span),
                }
            }
            Kind::List(elements) => Node::new(span, Value::List(self.elements(elements, depth))),
            Kind::Map(fields) => Node::new(span, Value::Map(self.entries(fields, depth))),
            Kind::Name(_) | Kind::Member(..) => self.named(expr, depth),
            Kind::Spread(_) | Kind::Between(_) | Kind::Computed => computed(span),
        }
    }

    fn elements(&mut self, elements: &[Expr], depth: usize) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(elements.len());
        for element in elements {
            let Kind::Spread(inner) = &element.kind else {
                nodes.push(self.node(element, depth + 1));
                continue;
            };
            match self.node(inner, depth + 1).value {
                Value::List(more) => nodes.extend(more),
                _ => nodes.push(Node::new(element.span, Value::Rest)),
            }
        }
        nodes
    }

    fn entries(&mut self, fields: &[Field], depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(fields.len());
        for field in fields {
            let mut more = match &field.value.kind {
                Kind::Spread(inner) => match self.node(inner, depth + 1).value {
                    Value::Map(more) => more,
                    // Nothing is spread into nothing.
                    Value::Null => continue,
                    _ => {
                        let rest = Node::new(field.value.span, Value::Rest);
                        vec![Entry { key: field.key.clone(), label: None, value: rest }]
                    }
                },
                _ => {
                    let mut value = self.node(&field.value, depth + 1);
                    if self.program.grown.keys.contains(field.key.as_str()) {
                        open_end(&mut value);
                    }
                    vec![Entry { key: field.key.clone(), label: None, value }]
                }
            };
            // What comes later takes the place of what was there under the same key.
            let is_again = |old: &Entry| more.iter().any(|new| is_same_key(old, new));
            if entries.iter().any(is_again) {
                entries.retain(|old| !is_again(old));
            }
            entries.append(&mut more);
        }
        entries
    }

    /// The value of a constant. A text keeps the place of its words, and a list or map its own; the node of a text
    /// stands where the constant is used.
    fn named(&mut self, expr: &Expr, depth: usize) -> Node {
        let program = self.program;
        let found = program.find(expr).filter(|found| !std::ptr::eq(*found, expr));
        let Some(found) = found.filter(|found| !self.open.contains(&std::ptr::from_ref(*found))) else {
            return unresolved(expr);
        };
        self.open.push(found);
        let mut node = self.node(found, depth + 1);
        self.open.pop();
        match &node.value {
            Value::List(_) | Value::Map(_) => {
                if program.is_grown(expr) {
                    open_end(&mut node);
                }
                node
            }
            Value::Unknown(_) => unresolved(expr),
            _ => Node::new(expr.span, node.value),
        }
    }

    /// Pieces as one text; `None` where none of them is known to be one.
    fn joined(&mut self, parts: &[Expr], within: Option<Span>, depth: usize) -> Option<Text> {
        let (first, last) = (parts.first()?, parts.last()?);
        let mut texts = Vec::with_capacity(parts.len());
        for part in parts {
            texts.push(self.node(part, depth + 1));
        }
        let written = texts.iter().zip(parts).filter(|(_, part)| is_spelled(part)).filter_map(|(node, _)| {
            node.as_text().filter(|text| !text.as_str().is_empty()).map(|text| text.written)
        });
        let written = written.reduce(|a, b| if a == b { a } else { Written::Mixed })?;
        let edge = |node: Option<&Node>, part: &Expr| match node.and_then(Node::as_text) {
            Some(text) if is_spelled(part) => text.span(),
            _ => part.span,
        };
        let span = within.unwrap_or_else(|| edge(texts.first(), first).to(edge(texts.last(), last)));
        let mut builder = TextBuilder::new(self.program.file, span.start as usize).written(written);
        for (node, part) in texts.iter().zip(parts) {
            let range = part.span.range();
            match (&part.kind, node.as_scalar()) {
                (Kind::Between(words), _) => builder.push_for(words, range, false),
                (_, Some(scalar)) if is_spelled(part) => builder.push_text(&scalar.text),
                (_, Some(scalar)) => {
                    builder.push_for(scalar.text.as_str(), range, scalar.text.has_holes());
                }
                _ => builder.push_hole(range),
            }
        }
        Some(builder.finish(span.end as usize))
    }
}

/// Whether a piece of a text is spelled where it stands.
fn is_spelled(part: &Expr) -> bool {
    matches!(part.kind, Kind::Text(_) | Kind::Joined(..) | Kind::Trimmed(_))
}

fn is_same_key(a: &Entry, b: &Entry) -> bool {
    !a.key.as_str().is_empty() && a.key.as_str() == b.key.as_str()
}

fn trimmed(text: &Text) -> Text {
    let words = text.as_str();
    let start = words.len() - words.trim_start().len();
    text.part(start..words.trim_end().len().max(start))
}

fn scalar(span: Span, text: Text, style: Style) -> Node {
    Node::new(span, Value::Scalar(Scalar { text, style }))
}

fn computed(span: Span) -> Node {
    Node::new(span, Value::Unknown(None))
}

/// What is defined elsewhere. Classes and enumerations are written with a capital: of those the member's name may tell.
fn unresolved(expr: &Expr) -> Node {
    let member = match &expr.kind {
        Kind::Member(of, name) if of.last_name().is_some_and(|of| of.starts_with(char::is_uppercase)) => {
            Some(Box::new(name.clone()))
        }
        _ => None,
    };
    Node::new(expr.span, Value::Unknown(member))
}

/// Says that a list goes on.
fn open_end(node: &mut Node) {
    let span = Span { start: node.span.end, ..node.span };
    if let Value::List(nodes) = &mut node.value {
        nodes.push(Node::new(span, Value::Rest));
    }
}

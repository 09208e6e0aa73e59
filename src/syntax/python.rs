//! The literals of Python programs, and calls whose arguments spell a template out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tree_sitter::{Node as Ast, Parser};

use super::program::{Expr, Field, Given, Grown, Kind, Program, from_json, not_read};
use super::tree::{Text, TextBuilder, Written};
use super::{Comment, MAX_DEPTH, Tree, is_directive, nested_too_deep};
use crate::source::{FileId, Span};

pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = text.get(base..).unwrap_or_default();
    if let Some(at) = nested_too_deep(text) {
        return Tree { faults: vec![not_read(Span::new(file, base + at, base + at))], ..Tree::default() };
    }
    let mut parser = Parser::new();
    let ready = parser.set_language(&tree_sitter_python::LANGUAGE.into()).is_ok();
    let Some(parsed) = ready.then(|| parser.parse(text, None)).flatten() else {
        return Tree { faults: vec![not_read(Span::new(file, 0, 0))], ..Tree::default() };
    };
    let mut reader = Reader { file, base, text, collected: Collected::default() };
    reader.walk(parsed.root_node());
    let Collected { mut roots, mut constants, declared, grown, given, comments, broken, .. } =
        reader.collected;
    given.put_into(roots.iter_mut().chain(constants.values_mut()));
    // A name that is given a value twice may mean either; scopes are not looked at.
    constants.retain(|name, _| declared.get(name) == Some(&1));
    let program = Program { file, constants, grown, roots };
    let faults = broken.map(|at| not_read(Span::new(file, at, at))).into_iter().collect();
    Tree { roots: program.nodes(), comments, faults, ..Tree::default() }
}

/// Components and buttons that libraries have classes for: the class, the word of the platform, and the format of a
/// header.
const CLASSES: [(&str, &str, Option<&str>); 17] = [
    ("HeaderText", "HEADER", Some("TEXT")),
    ("HeaderImage", "HEADER", Some("IMAGE")),
    ("HeaderVideo", "HEADER", Some("VIDEO")),
    ("HeaderGIF", "HEADER", Some("GIF")),
    ("HeaderDocument", "HEADER", Some("DOCUMENT")),
    ("HeaderLocation", "HEADER", Some("LOCATION")),
    ("BodyText", "BODY", None),
    ("FooterText", "FOOTER", None),
    ("Buttons", "BUTTONS", None),
    ("QuickReplyButton", "QUICK_REPLY", None),
    ("URLButton", "URL", None),
    ("PhoneNumberButton", "PHONE_NUMBER", None),
    ("CopyCodeButton", "COPY_CODE", None),
    ("VoiceCallButton", "VOICE_CALL", None),
    ("CatalogButton", "CATALOG", None),
    ("MPMButton", "MPM", None),
    ("SPMButton", "SPM", None),
];

#[derive(Default)]
struct Collected {
    roots: Vec<Expr>,
    /// Constants, and how often each name is given a value.
    constants: BTreeMap<Box<str>, Expr>,
    declared: BTreeMap<Box<str>, usize>,
    grown: Grown,
    given: Given,
    comments: Vec<Comment>,
    /// Literals that are part of another one.
    covered: BTreeSet<(usize, usize)>,
    /// Where the grammar is broken first.
    broken: Option<usize>,
}

struct Reader<'s> {
    file: FileId,
    base: usize,
    text: &'s str,
    collected: Collected,
}

impl<'s> Reader<'s> {
    fn span(&self, node: Ast<'_>) -> Span {
        self.place(node.byte_range())
    }

    fn place(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    fn words(&self, node: Ast<'_>) -> &'s str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    fn name(&self, node: Ast<'_>) -> Text {
        Text::direct(self.words(node), self.span(node))
    }

    /// Goes through all of the tree without a call for each level.
    fn walk(&mut self, root: Ast<'_>) {
        let mut cursor = root.walk();
        loop {
            self.visit(cursor.node());
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    fn visit(&mut self, node: Ast<'_>) {
        if node.is_error() || node.is_missing() {
            let at = self.base + node.start_byte();
            self.collected.broken.get_or_insert(at);
        }
        match node.kind() {
            "comment" => self.comment(node),
            "dictionary" | "list" | "call" => {
                if let "call" = node.kind() {
                    self.note_growth(node);
                }
                let range = node.byte_range();
                if !self.collected.covered.contains(&(range.start, range.end)) {
                    let root = self.expr(node, 0);
                    if matches!(root.kind, Kind::Map(_) | Kind::List(_)) {
                        self.collected.roots.push(root);
                    }
                }
            }
            "assignment" => self.assignment(node),
            "class_definition" => self.class(node),
            "augmented_assignment" | "for_statement" | "for_in_clause" => {
                self.declare(node.child_by_field_name("left"));
                self.declare(node.child_by_field_name("left"));
            }
            "named_expression" | "function_definition" => self.declare(node.child_by_field_name("name")),
            "parameters" | "lambda_parameters" | "as_pattern_target" | "global_statement" => {
                self.declare(Some(node));
            }
            "import_statement" | "import_from_statement" => {
                let mut cursor = node.walk();
                let names: Vec<_> = node.children_by_field_name("name", &mut cursor).collect();
                for name in names {
                    self.declare(name.child_by_field_name("alias").or(Some(name)));
                }
            }
            _ => {}
        }
    }

    fn comment(&mut self, node: Ast<'_>) {
        let words = self.words(node);
        if is_directive(words) {
            let range = node.byte_range();
            let inner = words.trim_start_matches('#').trim();
            let start = range.start + words.find(inner).unwrap_or(0);
            let text = Text::direct(inner, self.place(start..start + inner.len()));
            self.collected.comments.push(Comment { text, span: self.span(node) });
        }
    }

    /// Counts the names that are given a value at a place.
    fn declare(&mut self, node: Option<Ast<'_>>) {
        let Some(node) = node else { return };
        if node.kind() == "identifier" {
            *self.collected.declared.entry(self.words(node).into()).or_default() += 1;
            return;
        }
        let is_pattern = matches!(
            node.kind(),
            "pattern_list"
                | "tuple_pattern"
                | "list_pattern"
                | "list_splat_pattern"
                | "dictionary_splat_pattern"
                | "parameters"
                | "lambda_parameters"
                | "default_parameter"
                | "typed_parameter"
                | "typed_default_parameter"
                | "as_pattern_target"
                | "global_statement"
                | "dotted_name"
        );
        if !is_pattern {
            return;
        }
        let names = match node.child_by_field_name("name") {
            Some(name) => vec![name],
            None => children(node),
        };
        for name in names {
            self.declare(Some(name));
        }
    }

    fn assignment(&mut self, node: Ast<'_>) {
        let left = node.child_by_field_name("left");
        self.declare(left);
        let (Some(left), Some(right)) = (left, node.child_by_field_name("right")) else { return };
        self.note_given(left, right);
        if left.kind() == "identifier" {
            // The walk finds the literals of a constant again, where they stand.
            let covered = std::mem::take(&mut self.collected.covered);
            let value = self.expr(right, 0);
            self.collected.covered = covered;
            self.collected.constants.insert(self.words(left).into(), value);
        }
    }

    /// Notes which object a name stands for, and what objects are given later on.
    fn note_given(&mut self, left: Ast<'_>, right: Ast<'_>) {
        if left.kind() == "identifier" && matches!(right.kind(), "dictionary" | "call") {
            let object = (self.words(left).into(), self.span(right));
            self.collected.given.objects.push(object);
        }
        let (of, key) = match left.kind() {
            "attribute" => (left.child_by_field_name("object"), left.child_by_field_name("attribute")),
            "subscript" => (left.child_by_field_name("value"), left.child_by_field_name("subscript")),
            _ => return,
        };
        let (Some(of), Some(key)) = (of.filter(|of| of.kind() == "identifier"), key) else { return };
        let key = match (left.kind(), key.kind()) {
            ("attribute", _) => self.name(key),
            (_, "string") => match self.string(key, 0).kind {
                Kind::Text(key) => key,
                _ => return,
            },
            _ => return,
        };
        let covered = std::mem::take(&mut self.collected.covered);
        let value = self.expr(right, 0);
        self.collected.covered = covered;
        self.collected.given.entries.push((self.words(of).into(), key, value));
    }

    /// The members of a class that are given a value, as those of an enumeration are.
    fn class(&mut self, node: Ast<'_>) {
        let (Some(name), Some(body)) = (node.child_by_field_name("name"), node.child_by_field_name("body"))
        else {
            return;
        };
        self.declare(Some(name));
        let mut fields = Vec::new();
        for statement in children(body) {
            let assignments = children(statement).into_iter().filter(|inner| inner.kind() == "assignment");
            for assignment in assignments {
                if let (Some(left), Some(right)) =
                    (assignment.child_by_field_name("left"), assignment.child_by_field_name("right"))
                    && matches!(right.kind(), "string" | "concatenated_string")
                {
                    fields.push(Field { key: self.name(left), value: self.expr(right, 0) });
                }
            }
        }
        let value = Expr::new(self.span(node), Kind::Map(fields));
        self.collected.constants.insert(self.words(name).into(), value);
    }

    /// Notes the lists that are added to.
    fn note_growth(&mut self, call: Ast<'_>) {
        let Some(function) = call.child_by_field_name("function") else { return };
        let (Some(of), Some(name)) =
            (function.child_by_field_name("object"), function.child_by_field_name("attribute"))
        else {
            return;
        };
        if !matches!(self.words(name), "append" | "extend" | "insert") {
            return;
        }
        let key: Option<Box<str>> = match of.kind() {
            "identifier" => {
                self.collected.grown.names.insert(self.words(of).into());
                None
            }
            "attribute" => of.child_by_field_name("attribute").map(|name| self.words(name).into()),
            "subscript" => {
                of.child_by_field_name("subscript").filter(|key| key.kind() == "string").and_then(|key| {
                    match self.string(key, 0).kind {
                        Kind::Text(text) => Some(text.as_str().into()),
                        _ => None,
                    }
                })
            }
            _ => None,
        };
        self.collected.grown.keys.extend(key);
    }

    fn expr(&mut self, node: Ast<'_>, depth: usize) -> Expr {
        let span = self.span(node);
        if depth > MAX_DEPTH {
            return Expr::new(span, Kind::Computed);
        }
        let kind = match node.kind() {
            "none" => Kind::Null,
            "true" => Kind::Literal(Text::direct("true", span)),
            "false" => Kind::Literal(Text::direct("false", span)),
            "integer" | "float" => Kind::Literal(Text::direct(self.words(node), span)),
            "string" => return self.string(node, depth),
            "concatenated_string" => {
                let parts = children(node).into_iter().filter(|part| part.kind() == "string");
                Kind::Joined(parts.map(|part| self.string(part, depth + 1)).collect(), None)
            }
            "identifier" => Kind::Name(self.words(node).into()),
            "attribute" => return self.attribute(node, depth),
            "subscript" => self.subscript(node, depth),
            "list" | "tuple" => Kind::List(self.elements(node, depth)),
            "dictionary" => self.dictionary(node, depth),
            "parenthesized_expression" => match children(node).as_slice() {
                [inner] => return self.expr(*inner, depth + 1),
                _ => Kind::Computed,
            },
            "binary_operator" => self.sum(node, depth),
            "call" => self.call(node, depth),
            _ => Kind::Computed,
        };
        if matches!(kind, Kind::Map(_) | Kind::List(_)) {
            let range = node.byte_range();
            self.collected.covered.insert((range.start, range.end));
        }
        Expr::new(span, kind)
    }

    fn attribute(&mut self, node: Ast<'_>, depth: usize) -> Expr {
        let span = self.span(node);
        let (Some(of), Some(name)) =
            (node.child_by_field_name("object"), node.child_by_field_name("attribute"))
        else {
            return Expr::new(span, Kind::Computed);
        };
        let inner = self.expr(of, depth + 1);
        // `Category.MARKETING.value` is what the member of an enumeration stands for.
        if self.words(name) == "value" && matches!(inner.kind, Kind::Member(..)) {
            return inner;
        }
        Expr::new(span, Kind::Member(Box::new(inner), self.name(name)))
    }

    fn subscript(&mut self, node: Ast<'_>, depth: usize) -> Kind {
        let (Some(of), Some(key)) =
            (node.child_by_field_name("value"), node.child_by_field_name("subscript"))
        else {
            return Kind::Computed;
        };
        match self.expr(key, depth + 1).kind {
            Kind::Text(key) => Kind::Member(Box::new(self.expr(of, depth + 1)), key),
            _ => Kind::Computed,
        }
    }

    /// Pieces that are put together with `+`, from the last to the first.
    fn sum(&mut self, node: Ast<'_>, depth: usize) -> Kind {
        let is_sum = |node: Ast<'_>| {
            node.kind() == "binary_operator"
                && node.child_by_field_name("operator").is_some_and(|sign| sign.kind() == "+")
        };
        if !is_sum(node) {
            return Kind::Computed;
        }
        let mut parts = Vec::new();
        let mut rest = node;
        while is_sum(rest)
            && let (Some(left), Some(right)) =
                (rest.child_by_field_name("left"), rest.child_by_field_name("right"))
        {
            parts.push(self.expr(right, depth + 1));
            rest = left;
        }
        parts.push(self.expr(rest, depth + 1));
        parts.reverse();
        Kind::Joined(parts, None)
    }

    fn elements(&mut self, node: Ast<'_>, depth: usize) -> Vec<Expr> {
        let mut elements = Vec::new();
        for child in children(node) {
            let span = self.span(child);
            elements.push(match child.kind() {
                "comment" => continue,
                "list_splat" => {
                    let inner = children(child).first().map(|inner| self.expr(*inner, depth + 1));
                    Expr::new(span, inner.map_or(Kind::Computed, |inner| Kind::Spread(Box::new(inner))))
                }
                "ERROR" => Expr::new(span, Kind::Spread(Box::new(Expr::new(span, Kind::Computed)))),
                _ => self.expr(child, depth + 1),
            });
        }
        elements
    }

    fn dictionary(&mut self, node: Ast<'_>, depth: usize) -> Kind {
        let mut fields = Vec::new();
        for child in children(node) {
            let pair = (child.child_by_field_name("key"), child.child_by_field_name("value"));
            let spread = match (child.kind(), pair) {
                ("comment", _) => continue,
                ("pair", (Some(key), Some(value))) => {
                    if let Kind::Text(key) = self.expr(key, depth + 1).kind {
                        fields.push(Field { key, value: self.expr(value, depth + 1) });
                        continue;
                    }
                    None
                }
                ("dictionary_splat", _) => children(child).first().map(|inner| self.expr(*inner, depth + 1)),
                _ => None,
            };
            fields.push(self.rest(child, spread));
        }
        Kind::Map(fields)
    }

    /// Entries of which no key is known.
    fn rest(&self, node: Ast<'_>, inner: Option<Expr>) -> Field {
        let span = self.span(node);
        let inner = inner.unwrap_or_else(|| Expr::new(span, Kind::Computed));
        let key = Text::direct("", Span { end: span.start, ..span });
        Field { key, value: Expr::new(span, Kind::Spread(Box::new(inner))) }
    }

    /// Calls whose result can be told from their words, and those whose arguments spell out a template or a part of it.
    fn call(&mut self, node: Ast<'_>, depth: usize) -> Kind {
        let (Some(function), Some(arguments)) =
            (node.child_by_field_name("function"), node.child_by_field_name("arguments"))
        else {
            return Kind::Computed;
        };
        let arguments: Vec<Ast<'_>> =
            children(arguments).into_iter().filter(|child| child.kind() != "comment").collect();
        if function.kind() == "attribute"
            && let (Some(of), Some(name)) =
                (function.child_by_field_name("object"), function.child_by_field_name("attribute"))
        {
            match (self.words(name), arguments.as_slice()) {
                ("loads", [text, ..]) if self.words(of) == "json" => {
                    return match self.expr(*text, depth + 1).kind {
                        Kind::Text(text) => from_json(&text).unwrap_or(Kind::Computed),
                        _ => Kind::Computed,
                    };
                }
                ("strip", []) => return Kind::Trimmed(Box::new(self.expr(of, depth + 1))),
                ("join", [lines]) if of.kind() == "string" && lines.kind() == "list" => {
                    return self.lines(of, *lines, depth);
                }
                _ => {}
            }
        }
        let class = function.child_by_field_name("attribute").unwrap_or(function);
        let name = self.words(class);
        if let Some((_, kind, format)) = CLASSES.iter().find(|(known, ..)| *known == name) {
            return self.component(class, kind, *format, &arguments, depth);
        }
        let is_keyword =
            |argument: &Ast<'_>| matches!(argument.kind(), "keyword_argument" | "dictionary_splat");
        let has_components = arguments.iter().any(|argument| {
            argument.child_by_field_name("name").is_some_and(|name| self.words(name) == "components")
        });
        let is_dict = name == "dict" && function.kind() == "identifier";
        if !has_components && !is_dict || !arguments.iter().all(is_keyword) {
            return Kind::Computed;
        }
        let mut fields = Vec::new();
        for argument in arguments {
            fields.push(self.argument(argument, depth));
        }
        let says_format = fields.iter().any(|field| field.key.as_str() == "parameter_format");
        if !says_format && !is_dict {
            // What stands for the kind of placeholders otherwise is for the class to say.
            let place = self.span(class);
            let key = Text::direct("parameter_format", Span { end: place.start, ..place });
            fields.push(Field { key, value: Expr::new(place, Kind::Computed) });
        }
        Kind::Map(fields)
    }

    fn argument(&mut self, argument: Ast<'_>, depth: usize) -> Field {
        match (argument.child_by_field_name("name"), argument.child_by_field_name("value")) {
            (Some(name), Some(value)) => Field { key: self.name(name), value: self.expr(value, depth + 1) },
            _ => {
                let inner = children(argument).first().map(|inner| self.expr(*inner, depth + 1));
                self.rest(argument, inner)
            }
        }
    }

    /// A component or button that has a class, as the platform spells it. Samples stand behind the text.
    fn component(
        &mut self,
        class: Ast<'_>,
        kind: &str,
        format: Option<&str>,
        arguments: &[Ast<'_>],
        depth: usize,
    ) -> Kind {
        let place = self.span(class);
        let start = Span { end: place.start, ..place };
        let field = |key: &str, value: Expr| Field { key: Text::direct(key, start), value };
        let word = |word: &str| Expr::new(place, Kind::Text(named(word, place)));
        let mut fields = vec![field("type", word(kind))];
        fields.extend(format.map(|format| field("format", word(format))));
        let has_samples = matches!((kind, format), ("BODY", _) | ("HEADER", Some("TEXT")));
        let is_media = kind == "HEADER" && !has_samples;
        let (mut unnamed, mut pairs): (Vec<Expr>, Vec<Expr>) = (Vec::new(), Vec::new());
        for (at, argument) in arguments.iter().enumerate() {
            let key = argument.child_by_field_name("name").map(|name| self.words(name));
            let first = if kind == "BUTTONS" { "buttons" } else { "text" };
            match (argument.kind(), key) {
                _ if is_media => {}
                ("keyword_argument", Some("text" | "buttons" | "type")) => {
                    fields.push(self.argument(*argument, depth));
                }
                ("keyword_argument", Some("example")) if kind == "URL" => {
                    let Field { key, value } = self.argument(*argument, depth);
                    let list = Expr::new(value.span, Kind::List(vec![value]));
                    fields.push(Field { key, value: list });
                }
                ("keyword_argument", Some(_)) if has_samples => {
                    let Field { key, value } = self.argument(*argument, depth);
                    let name = Expr::new(key.span(), Kind::Text(key.clone()));
                    let pair = vec![field("param_name", name), field("example", as_text(value))];
                    pairs.push(Expr::new(self.span(*argument), Kind::Map(pair)));
                }
                ("keyword_argument", _) => fields.push(self.argument(*argument, depth)),
                ("dictionary_splat" | "list_splat", _) => fields.push(self.rest(*argument, None)),
                _ if at == 0 => fields.push(field(first, self.expr(*argument, depth + 1))),
                _ => unnamed.push(as_text(self.expr(*argument, depth + 1))),
            }
        }
        let part = if kind == "HEADER" { "header" } else { "body" };
        let list = |values: Vec<Expr>| {
            let span = values.iter().map(|value| value.span).reduce(Span::to).unwrap_or(start);
            Expr::new(span, Kind::List(values))
        };
        let example = match (unnamed.is_empty(), pairs.is_empty()) {
            // The library uploads the file and takes the handle.
            _ if is_media && format != Some("LOCATION") => {
                let handle = vec![Expr::new(place, Kind::Computed)];
                Some(field("header_handle", list(handle)))
            }
            (false, _) if part == "body" => Some(field("body_text", list(vec![list(unnamed)]))),
            (false, _) => Some(field("header_text", list(unnamed))),
            (true, false) => Some(field(&format!("{part}_text_named_params"), list(pairs))),
            (true, true) => None,
        };
        if let Some(example) = example {
            let span = example.value.span;
            fields.push(field("example", Expr::new(span, Kind::Map(vec![example]))));
        }
        Kind::Map(fields)
    }

    /// Lines that are joined into a text.
    fn lines(&mut self, between: Ast<'_>, lines: Ast<'_>, depth: usize) -> Kind {
        let Kind::Text(between) = self.string(between, depth).kind else { return Kind::Computed };
        let mut parts: Vec<Expr> = Vec::new();
        for element in self.elements(lines, depth) {
            if let Some(last) = parts.last() {
                let gap = Span { start: last.span.end, end: element.span.start, ..element.span };
                parts.push(Expr::new(gap, Kind::Between(between.as_str().into())));
            }
            parts.push(element);
        }
        let range = lines.byte_range();
        self.collected.covered.insert((range.start, range.end));
        Kind::Joined(parts, None)
    }

    /// A string literal, whatever its prefix and quotes.
    fn string(&mut self, node: Ast<'_>, depth: usize) -> Expr {
        let span = self.span(node);
        let words = self.words(node);
        let prefix: String =
            words.chars().take_while(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        let quoted = words.get(prefix.len()..).unwrap_or_default();
        let quote = if quoted.starts_with("\"\"\"") || quoted.starts_with("'''") { 3 } else { 1 };
        let start = node.start_byte() + prefix.len() + quote;
        let end = node.end_byte().saturating_sub(quote).max(start);
        if prefix.contains(['b', 't']) || quoted.len() < 2 * quote {
            return Expr::new(span, Kind::Computed);
        }
        let spelling = Spelling {
            is_raw: prefix.contains('r'),
            is_format: prefix.contains('f'),
            written: match (prefix.as_str(), quoted.as_bytes().first()) {
                ("" | "u", Some(sign)) => Written::Program(*sign),
                _ => Written::Mixed,
            },
        };
        let holes: Vec<Ast<'_>> =
            children(node).into_iter().filter(|child| child.kind() == "interpolation").collect();
        if holes.is_empty() {
            return Expr::new(span, Kind::Text(self.decoded(start..end, spelling)));
        }
        let mut parts = Vec::with_capacity(holes.len() * 2 + 1);
        let mut at = start;
        for hole in holes {
            let here = at..hole.start_byte();
            parts.push(Expr::new(self.place(here.clone()), Kind::Text(self.decoded(here, spelling))));
            // A plain name may be a constant; anything else, or a name with a format, is computed.
            let inner = match children(hole).as_slice() {
                [name] if name.kind() == "identifier" => self.expr(*name, depth + 1).kind,
                _ => Kind::Computed,
            };
            parts.push(Expr::new(self.span(hole), inner));
            at = hole.end_byte();
        }
        parts.push(Expr::new(self.place(at..end), Kind::Text(self.decoded(at..end, spelling))));
        Expr::new(span, Kind::Joined(parts, Some(self.place(start..end))))
    }

    fn decoded(&self, range: Range<usize>, spelling: Spelling) -> Text {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        decode(self.file, self.base + range.start, raw, spelling)
    }
}

/// How a string literal is spelled.
#[derive(Clone, Copy)]
struct Spelling {
    is_raw: bool,
    is_format: bool,
    written: Written,
}

fn children(node: Ast<'_>) -> Vec<Ast<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).collect()
}

/// A word of the platform that a class of a library stands for.
fn named(word: &str, place: Span) -> Text {
    let mut builder = TextBuilder::new(place.file, place.start as usize).written(Written::Mixed);
    builder.push_for(word, place.range(), false);
    builder.finish(place.end as usize)
}

/// A sample that a library makes a text of.
fn as_text(value: Expr) -> Expr {
    match value.kind {
        Kind::Literal(text) => Expr::new(value.span, Kind::Text(text.written_as(Written::Mixed))),
        _ => value,
    }
}

/// Decodes what stands between quotes.
fn decode(file: FileId, start: usize, raw: &str, spelling: Spelling) -> Text {
    let special = |b: u8| {
        b == b'\r' || b == b'\\' && !spelling.is_raw || matches!(b, b'{' | b'}') && spelling.is_format
    };
    if !raw.bytes().any(special) {
        let span = Span::new(file, start, start + raw.len());
        return Text::direct(raw, span).written_as(spelling.written);
    }
    let mut builder = TextBuilder::new(file, start).written(spelling.written);
    let (mut at, mut plain) = (0, 0);
    while let Some(step) = raw.get(at..).and_then(|rest| rest.bytes().position(special)) {
        at += step;
        builder.push(raw.get(plain..at).unwrap_or_default(), start + plain..start + at);
        let rest = raw.get(at..).unwrap_or_default();
        let (decoded, len) = match rest.as_bytes().first() {
            Some(b'\r') => (Some('\n'), if rest.starts_with("\r\n") { 2 } else { 1 }),
            Some(brace @ (b'{' | b'}')) => {
                let is_double = rest.as_bytes().get(1) == Some(brace);
                (Some(char::from(*brace)), if is_double { 2 } else { 1 })
            }
            _ => unescape(rest),
        };
        let source = start + at..start + at + len;
        match decoded {
            Some(decoded) if len > 0 => {
                let mut buffer = [0; 4];
                builder.push(decoded.encode_utf8(&mut buffer), source);
            }
            _ => {}
        }
        at += len.max(1);
        plain = at;
    }
    builder.push(raw.get(plain..).unwrap_or_default(), start + plain..start + raw.len());
    builder.finish(start + raw.len())
}

/// Decodes the escape that `rest` begins with: the character, if it stands for one, and its length in the source.
fn unescape(rest: &str) -> (Option<char>, usize) {
    let Some(kind) = rest.get(1..).and_then(|rest| rest.chars().next()) else { return (Some('\\'), 1) };
    let code = |digits: usize| {
        let digits =
            rest.get(2..2 + digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16)
            .ok()
            .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    };
    let fixed = |digits: usize| match code(digits) {
        Some(decoded) => (Some(decoded), 2 + digits),
        None => (Some('\\'), 1),
    };
    match kind {
        'n' => (Some('\n'), 2),
        'r' => (Some('\r'), 2),
        't' => (Some('\t'), 2),
        'b' => (Some('\u{8}'), 2),
        'f' => (Some('\u{c}'), 2),
        'v' => (Some('\u{b}'), 2),
        'a' => (Some('\u{7}'), 2),
        '\\' | '\'' | '"' => (Some(kind), 2),
        '\r' if rest.get(2..3) == Some("\n") => (None, 3),
        '\n' | '\r' => (None, 2),
        '0'..='7' => {
            let digits: String =
                rest.chars().skip(1).take_while(|c| ('0'..='7').contains(c)).take(3).collect();
            (u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32), 1 + digits.len())
        }
        'x' => fixed(2),
        'u' => fixed(4),
        'U' => fixed(8),
        // The name of a character; which one it is only tables of all names tell.
        'N' if rest.get(2..3) == Some("{") => {
            (Some(char::REPLACEMENT_CHARACTER), rest.find('}').map_or(rest.len(), |end| end + 1))
        }
        // A backslash before any other character stands for itself.
        _ => (Some('\\'), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    fn read(text: &str) -> Tree {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("a.py", text));
        parse(id, text)
    }

    /// The text of the key `text` of the first literal.
    fn text(source: &str) -> Text {
        let tree = read(source);
        let value = tree.roots.iter().find_map(|root| root.get("text"));
        value.and_then(|node| node.as_text()).cloned().unwrap_or_else(|| panic!("{source}: {tree:?}"))
    }

    #[test]
    fn every_escape_maps_back_to_its_bytes() {
        let source = r#"x = {"text": 'a\n\x41\u00e9\U0001F600\'\q' "b" f"{{{n}}}c" r'\n'}"#;
        let text = text(source);
        assert_eq!(text.as_str(), "a\nA\u{e9}😀'\\qb{\u{fffc}}c\\n");
        let spelled = |words: &str| {
            let at = text.as_str().find(words).unwrap();
            &source[text.slice(at..at + words.len()).range()]
        };
        assert_eq!(spelled("\n"), r"\n");
        assert_eq!(spelled("A"), r"\x41");
        assert_eq!(spelled("\u{e9}"), r"\u00e9");
        assert_eq!(spelled("😀"), r"\U0001F600");
        assert_eq!(spelled("'"), r"\'");
        assert_eq!(spelled("q"), "q");
        assert_eq!(spelled("b"), "b");
        assert_eq!(spelled("{"), "{{");
        assert_eq!(spelled("\u{fffc}"), "{n}");
        assert_eq!(spelled("c"), "c");
    }

    #[test]
    fn words_are_written_as_the_quotes_want_it() {
        for (source, new, wanted) in [
            (r"x = {'text': 'go now'}", "it's\n\\", r"x = {'text': 'go it\'s\n\\'}"),
            ("x = {'text': \"\"\"go now\nor later\"\"\"}", "up", "x = {'text': \"\"\"go up\nor later\"\"\"}"),
            (r#"x = {'text': r"go now"}"#, "up", r#"x = {'text': r"go up"}"#),
            (r#"x = {'text': f"go now {n}"}"#, "up", r#"x = {'text': f"go up {n}"}"#),
        ] {
            let text = text(source);
            let edit = text.rewrite(3..6, new, source).unwrap();
            let mut after = source.to_owned();
            after.replace_range(edit.span.range(), &edit.replacement);
            assert_eq!(after, wanted);
            assert_eq!(self::text(&after).as_str(), text.as_str().replace("now", new));
        }
        let source = r#"x = {'text': f"go now"}"#;
        assert!(text(source).rewrite(3..6, "{{1}}", source).is_none());
    }

    #[test]
    fn a_program_that_is_nested_deep_ends_no_run() {
        for piece in ["[", "{1:", "(", "not ", "-", "lambda:", "f'{", "a.b(", "if 1:\n ", "'", "\"\"\""] {
            let source = format!("x = {{'components': []}}\n{}", piece.repeat(20_000));
            assert!(read(&source).faults.len() <= 1, "{piece}");
        }
    }
}

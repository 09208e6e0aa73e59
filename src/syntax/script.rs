//! The literals of JavaScript and TypeScript programs.

mod mend;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrayExpression, ArrayExpressionElement, AssignmentExpression, AssignmentOperator,
    AssignmentTarget, BinaryOperator, BindingIdentifier, BindingPattern, CallExpression, Expression,
    ObjectExpression, ObjectPropertyKind, Program as Ast, PropertyKey, PropertyKind, TSEnumDeclaration,
    TSEnumMemberName, TSInterfaceDeclaration, TSTypeAliasDeclaration, TSTypeAnnotation, TemplateLiteral,
    VariableDeclaration, VariableDeclarationKind,
};
use oxc_ast_visit::{Visit, walk};
use oxc_parser::{ParseOptions, Parser};
use oxc_span::{GetSpan, SourceType};

use super::program::{Expr, Field, Given, Grown, Kind, Program, from_json, not_read};
use super::tree::{Text, TextBuilder, Written};
use super::{Comment, MAX_DEPTH, Tree, is_directive, nested_too_deep};
use crate::source::{FileId, Span};

/// How much stack reading a program may take, for each of its bytes: the parser goes a few calls deeper for each level
/// of nesting, and a level takes a byte or more. The memory is only touched as far as it is needed.
const STACK_PER_BYTE: usize = 1024;
const LEAST_STACK: usize = 4 * 1024 * 1024;

/// How many mistakes of a program are mended before it is taken apart, and how many bytes are parsed for that at most.
const MOST_MISTAKES: usize = 20;
const MOST_WORK: usize = 32 << 20;

/// How many lines an object may have that only its lines tell.
const MOST_LINES: usize = 2_000;

pub(super) fn parse(file: FileId, name: &str, text: &str) -> Tree {
    if let Some(at) = nested_too_deep(text) {
        return Tree { faults: vec![not_read(Span::new(file, at, at))], ..Tree::default() };
    }
    let stack = LEAST_STACK.max(text.len() * STACK_PER_BYTE);
    let read = || Reader::new(file, name, text).read();
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, read);
        worker.ok().and_then(|worker| worker.join().ok())
    })
    .unwrap_or_else(|| Tree { faults: vec![not_read(Span::new(file, 0, 0))], ..Tree::default() })
}

struct Reader<'s> {
    file: FileId,
    text: &'s str,
    source_type: SourceType,
    collected: Collected,
    /// How many bytes were parsed to mend the file.
    work: usize,
}

/// Where a piece is broken: the first mistake, and the one that ended the parser.
#[derive(Clone, Copy)]
struct Broken {
    first: usize,
    last: usize,
}

/// What was found in all pieces of a program.
#[derive(Default)]
struct Collected {
    roots: Vec<Expr>,
    /// Constants, and how often each name is declared.
    constants: BTreeMap<Box<str>, Expr>,
    declared: BTreeMap<Box<str>, usize>,
    grown: Grown,
    given: Given,
    comments: Vec<Comment>,
}

impl<'s> Reader<'s> {
    fn new(file: FileId, name: &str, text: &'s str) -> Self {
        let name = name.to_ascii_lowercase();
        let is_typed = [".ts", ".mts", ".cts"].iter().any(|ending| name.ends_with(ending));
        let source_type = if is_typed { SourceType::ts() } else { SourceType::unambiguous().with_jsx(true) };
        Reader { file, text, source_type, collected: Collected::default(), work: 0 }
    }

    fn read(mut self) -> Tree {
        let mut faults = Vec::new();
        if let Some(at) = self.piece(0..self.text.len(), true) {
            faults.push(not_read(Span::new(self.file, at, at)));
        }
        let Collected { mut roots, mut constants, declared, grown, given, comments } = self.collected;
        given.put_into(roots.iter_mut().chain(constants.values_mut()));
        // A name that is declared twice may mean either; scopes are not looked at.
        constants.retain(|name, _| declared.get(name) == Some(&1));
        let program = Program { file: self.file, constants, grown, roots };
        Tree { roots: program.nodes(), comments, faults, ..Tree::default() }
    }

    /// Reads a piece of the file as statements. Returns where that failed; what can be read nevertheless is then read.
    fn piece(&mut self, range: Range<usize>, is_whole: bool) -> Option<usize> {
        let text = self.text.get(range.clone())?;
        let (is_read, broken) = self.statements(text, &range);
        let at = broken?;
        if !is_read && !self.mended(text, at.last, &range) {
            if is_whole {
                for statement in statements(self.text) {
                    self.piece(statement, false);
                }
            } else {
                self.objects(range.clone());
            }
        }
        let at = (range.start + at.first).min(range.end);
        Some((0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0))
    }

    /// Reads statements that stand at a place, and collects what is in them, as long as the parser gets through. Returns
    /// whether it did, and where mistakes are.
    fn statements(&mut self, text: &str, place: &Range<usize>) -> (bool, Option<Broken>) {
        let allocator = Allocator::default();
        let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
        let parsed = Parser::new(&allocator, text, self.source_type).with_options(options).parse();
        let places = parsed
            .diagnostics
            .errors()
            .map(|error| error.labels.first().map_or(0, |label| (label.offset() as usize).min(text.len())));
        let broken = places
            .map(|at| Broken { first: at, last: at })
            .reduce(|a, b| Broken { first: a.first, last: a.last.max(b.last) });
        if !parsed.panicked {
            self.collect(&parsed.program, place);
        }
        (!parsed.panicked, broken.or(parsed.panicked.then_some(Broken { first: 0, last: 0 })))
    }

    /// Reads a broken piece of the file with its mistakes mended one after the other, each in the way that leads
    /// furthest. Returns whether the whole piece could be read.
    fn mended(&mut self, piece: &str, at: usize, place: &Range<usize>) -> bool {
        let (mut text, mut at) = (piece.to_owned(), at);
        for _ in 0..MOST_MISTAKES {
            let mut best: Option<(usize, String)> = None;
            for candidate in mend::mended(&text, at, piece.len()) {
                self.work += candidate.len();
                if self.work > MOST_WORK {
                    return false;
                }
                match self.statements(&candidate, place) {
                    (true, _) => return true,
                    (false, Some(Broken { last, .. }))
                        if last > best.as_ref().map_or(at, |(furthest, _)| *furthest) =>
                    {
                        best = Some((last, candidate));
                    }
                    _ => {}
                }
            }
            let Some(found) = best else { return false };
            (at, text) = found;
        }
        false
    }

    /// Reads the object literals of a piece that is broken elsewhere.
    fn objects(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut from = 0;
        for (start, end) in mend::braces(text) {
            if start < from {
                continue;
            }
            // Where brackets are missing the lines still tell what belongs together.
            for end in [end, end_by_lines(text, start)].into_iter().flatten() {
                self.work += end - start;
                if self.work > MOST_WORK {
                    return;
                }
                let object = text.get(start..end).unwrap_or_default();
                let allocator = Allocator::default();
                let read = Parser::new(&allocator, object, self.source_type).parse_expression();
                if let Ok(expression) = read {
                    let place = range.start + start..range.start + end;
                    Visitor::new(self, &place).visit_expression(&expression);
                    from = end;
                    break;
                }
            }
        }
    }

    fn collect(&mut self, program: &Ast<'_>, place: &Range<usize>) {
        let base = place.start;
        for comment in &program.comments {
            let content = comment.content_span();
            let range = base + content.start as usize..base + content.end as usize;
            let words = self.text.get(range.clone()).unwrap_or_default();
            if !is_directive(words) {
                continue;
            }
            let start = range.start + words.len() - words.trim_start().len();
            let words = words.trim();
            let text = Text::direct(words, Span::new(self.file, start, start + words.len()));
            let span =
                Span::new(self.file, base + comment.span.start as usize, base + comment.span.end as usize);
            self.collected.comments.push(Comment { text, span });
        }
        Visitor::new(self, place).visit_program(program);
    }
}

/// The statements of a program that cannot be read as a whole, as far as its lines tell: each begins with a word at the
/// beginning of a line.
fn statements(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && begins_statement(line) {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(text.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).filter(|range| !range.is_empty()).collect()
}

/// Words that begin a statement and have another word behind them.
const STATEMENTS: [&str; 16] = [
    "abstract",
    "async",
    "await",
    "class",
    "const",
    "declare",
    "enum",
    "export",
    "function",
    "import",
    "interface",
    "let",
    "return",
    "throw",
    "type",
    "var",
];

/// Whether a line looks like the beginning of a statement. The lines of a long text begin with words, too.
fn begins_statement(line: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let length = line.find(|c| !is_part(c)).unwrap_or(line.len());
    let (word, behind) = line.split_at(length);
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && (STATEMENTS.contains(&word) || behind.trim_start().starts_with(['=', '(', '.', '[', '{']))
}

/// The end of the object literal whose `{` ends a line and whose `}` begins one, with the same indentation.
fn end_by_lines(text: &str, start: usize) -> Option<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let own = indent(text.get(line_start..)?);
    let mut end = start;
    for line in text.get(start..)?.split_inclusive('\n').take(MOST_LINES) {
        if end == start && line.trim_end() != "{" {
            return None;
        }
        if end > start && indent(line) == own && line.trim_start().starts_with('}') {
            return Some(end + own + 1);
        }
        end += line.len();
    }
    None
}

/// Walks through the syntax tree of a piece and collects what matters.
struct Visitor<'r, 's> {
    reader: &'r mut Reader<'s>,
    /// Where the piece stands; what is put in behind its end to mend it has no place of its own.
    place: Range<usize>,
    /// Where literals begin that are part of another one.
    covered: BTreeSet<u32>,
}

impl<'r, 's> Visitor<'r, 's> {
    fn new(reader: &'r mut Reader<'s>, place: &Range<usize>) -> Self {
        Visitor { reader, place: place.clone(), covered: BTreeSet::new() }
    }

    fn span(&self, span: oxc_span::Span) -> Span {
        let at = |offset: u32| (self.place.start + offset as usize).min(self.place.end);
        Span::new(self.reader.file, at(span.start), at(span.end))
    }

    fn word(&self, name: &str, span: oxc_span::Span) -> Text {
        Text::direct(name, self.span(span))
    }

    fn root(&mut self, expr: Expr) {
        self.reader.collected.roots.push(expr);
    }

    fn expr(&mut self, expression: &Expression<'_>, depth: usize) -> Expr {
        let span = self.span(expression.span());
        if depth > MAX_DEPTH {
            return Expr::new(span, Kind::Computed);
        }
        let kind = match expression {
            Expression::NullLiteral(_) => Kind::Null,
            Expression::BooleanLiteral(literal) => {
                let word = if literal.value { "true" } else { "false" };
                Kind::Literal(self.word(word, literal.span))
            }
            Expression::NumericLiteral(literal) => {
                let raw = self.reader.text.get(span.range()).unwrap_or_default();
                Kind::Literal(self.word(raw, literal.span))
            }
            Expression::StringLiteral(literal) => Kind::Text(self.string(literal.span)),
            Expression::TemplateLiteral(literal) => return self.template(literal, depth),
            Expression::Identifier(name) if name.name == "undefined" => Kind::Null,
            Expression::Identifier(name) => Kind::Name(name.name.as_str().into()),
            Expression::StaticMemberExpression(member) => {
                let of = self.expr(&member.object, depth + 1);
                Kind::Member(Box::new(of), self.word(member.property.name.as_str(), member.property.span))
            }
            Expression::ComputedMemberExpression(member) => match &member.expression {
                Expression::StringLiteral(key) => {
                    let of = self.expr(&member.object, depth + 1);
                    Kind::Member(Box::new(of), self.string(key.span))
                }
                _ => Kind::Computed,
            },
            Expression::ArrayExpression(array) => return self.array(array, depth),
            Expression::ObjectExpression(object) => return self.object(object, depth),
            Expression::BinaryExpression(sum) if sum.operator == BinaryOperator::Addition => {
                // Long texts are put together from many lines; the pieces are taken from the last to the first.
                let mut parts = Vec::new();
                let mut rest = expression;
                while let Expression::BinaryExpression(sum) = rest
                    && sum.operator == BinaryOperator::Addition
                {
                    parts.push(self.expr(&sum.right, depth + 1));
                    rest = &sum.left;
                }
                parts.push(self.expr(rest, depth + 1));
                parts.reverse();
                Kind::Joined(parts, None)
            }
            Expression::CallExpression(call) => self.call(call, depth),
            Expression::ParenthesizedExpression(inner) => return self.expr(&inner.expression, depth + 1),
            Expression::TSAsExpression(inner) => return self.expr(&inner.expression, depth + 1),
            Expression::TSSatisfiesExpression(inner) => return self.expr(&inner.expression, depth + 1),
            Expression::TSTypeAssertion(inner) => return self.expr(&inner.expression, depth + 1),
            Expression::TSNonNullExpression(inner) => return self.expr(&inner.expression, depth + 1),
            _ => Kind::Computed,
        };
        Expr::new(span, kind)
    }

    fn array(&mut self, array: &ArrayExpression<'_>, depth: usize) -> Expr {
        let span = self.span(array.span);
        self.covered.insert(array.span.start);
        let mut elements = Vec::with_capacity(array.elements.len());
        for element in &array.elements {
            elements.push(match element {
                ArrayExpressionElement::SpreadElement(spread) => {
                    let inner = self.expr(&spread.argument, depth + 1);
                    Expr::new(self.span(spread.span), Kind::Spread(Box::new(inner)))
                }
                ArrayExpressionElement::Elision(hole) => Expr::new(self.span(hole.span), Kind::Null),
                _ => match element.as_expression() {
                    Some(expression) => self.expr(expression, depth + 1),
                    None => Expr::new(self.span(element.span()), Kind::Computed),
                },
            });
        }
        Expr::new(span, Kind::List(elements))
    }

    fn object(&mut self, object: &ObjectExpression<'_>, depth: usize) -> Expr {
        let span = self.span(object.span);
        self.covered.insert(object.span.start);
        let mut fields = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            fields.push(match property {
                ObjectPropertyKind::SpreadProperty(spread) => {
                    let inner = self.expr(&spread.argument, depth + 1);
                    self.rest(spread.span, Kind::Spread(Box::new(inner)))
                }
                ObjectPropertyKind::ObjectProperty(property) => {
                    let key = match &property.key {
                        PropertyKey::StaticIdentifier(name) => Some(self.word(name.name.as_str(), name.span)),
                        PropertyKey::StringLiteral(key) => Some(self.string(key.span)),
                        PropertyKey::NumericLiteral(key) => {
                            let span = self.span(key.span);
                            let raw = self.reader.text.get(span.range()).unwrap_or_default();
                            Some(self.word(raw, key.span))
                        }
                        _ => None,
                    };
                    match key {
                        Some(key) if property.method || property.kind != PropertyKind::Init => {
                            Field { key, value: Expr::new(self.span(property.span), Kind::Computed) }
                        }
                        Some(key) => Field { key, value: self.expr(&property.value, depth + 1) },
                        // A computed key may be any.
                        None => {
                            self.rest(property.span, Kind::Spread(Box::new(Expr::new(span, Kind::Computed))))
                        }
                    }
                }
            });
        }
        Expr::new(span, Kind::Map(fields))
    }

    /// Entries of which no key is known.
    fn rest(&self, span: oxc_span::Span, kind: Kind) -> Field {
        let span = self.span(span);
        Field { key: Text::direct("", Span { end: span.start, ..span }), value: Expr::new(span, kind) }
    }

    /// Calls whose result can be told from their words.
    fn call(&mut self, call: &CallExpression<'_>, depth: usize) -> Kind {
        let Expression::StaticMemberExpression(callee) = &call.callee else { return Kind::Computed };
        let argument = call.arguments.first().and_then(Argument::as_expression);
        match (callee.property.name.as_str(), &callee.object, argument) {
            ("trim", of, None) => Kind::Trimmed(Box::new(self.expr(of, depth + 1))),
            ("join", Expression::ArrayExpression(lines), Some(Expression::StringLiteral(between))) => {
                let between = self.string(between.span);
                self.lines(lines, between.as_str(), depth)
            }
            // What is left out is computed anyway.
            ("filter", Expression::ArrayExpression(list), Some(Expression::Identifier(test)))
                if test.name == "Boolean" =>
            {
                self.array(list, depth + 1).kind
            }
            ("parse", Expression::Identifier(of), Some(text)) if of.name == "JSON" => {
                self.covered.insert(call.span.start);
                match self.expr(text, depth + 1).kind {
                    Kind::Text(text) => from_json(&text).unwrap_or(Kind::Computed),
                    _ => Kind::Computed,
                }
            }
            ("freeze", Expression::Identifier(of), Some(inner)) if of.name == "Object" => {
                self.expr(inner, depth + 1).kind
            }
            _ => Kind::Computed,
        }
    }

    /// Lines that are joined into a text.
    fn lines(&mut self, lines: &ArrayExpression<'_>, between: &str, depth: usize) -> Kind {
        let Kind::List(elements) = self.array(lines, depth + 1).kind else { return Kind::Computed };
        let mut parts: Vec<Expr> = Vec::with_capacity(elements.len() * 2);
        for element in elements {
            if let Some(last) = parts.last() {
                let gap = Span { start: last.span.end, end: element.span.start, ..element.span };
                parts.push(Expr::new(gap, Kind::Between(between.into())));
            }
            parts.push(element);
        }
        Kind::Joined(parts, None)
    }

    /// The text of a string literal; `span` holds its quotes.
    fn string(&self, span: oxc_span::Span) -> Text {
        let span = self.span(span);
        let (start, end) = (span.start as usize + 1, (span.end as usize).saturating_sub(1));
        let quote = self.reader.text.as_bytes().get(span.start as usize).copied().unwrap_or(b'"');
        let raw = self.reader.text.get(start..end.max(start)).unwrap_or_default();
        decode(self.reader.file, start, raw, quote)
    }

    fn template(&mut self, literal: &TemplateLiteral<'_>, depth: usize) -> Expr {
        let span = self.span(literal.span);
        let quasi = |reader: &Reader<'_>, span: Span| {
            let raw = reader.text.get(span.range()).unwrap_or_default();
            Expr::new(span, Kind::Text(decode(reader.file, span.start as usize, raw, b'`')))
        };
        let mut parts = Vec::with_capacity(literal.quasis.len() * 2);
        for (at, element) in literal.quasis.iter().enumerate() {
            let here = self.span(element.span);
            parts.push(quasi(self.reader, here));
            if let Some(expression) = literal.expressions.get(at) {
                let mut part = self.expr(expression, depth + 1);
                // A text inside would be read byte by byte; here it stands for the whole `${…}`.
                let next = literal.quasis.get(at + 1).map_or(span.end, |next| self.span(next.span).start);
                part.span = Span { start: here.end, end: next, ..here };
                if matches!(part.kind, Kind::Joined(..) | Kind::Trimmed(_) | Kind::Text(_)) {
                    part.kind = Kind::Computed;
                }
                parts.push(part);
            }
        }
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return Expr::new(span, only.kind);
        }
        let within =
            Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1), ..span };
        Expr::new(span, Kind::Joined(parts, Some(within)))
    }
}

impl Visitor<'_, '_> {
    /// Notes which object a name stands for from here on.
    fn note_object(&mut self, name: &str, value: &Expression<'_>) {
        if let Expression::ObjectExpression(object) = value.get_inner_expression() {
            let span = self.span(object.span);
            self.reader.collected.given.objects.push((name.into(), span));
        }
    }
}

impl<'a> Visit<'a> for Visitor<'_, '_> {
    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        let place = match &it.left {
            AssignmentTarget::AssignmentTargetIdentifier(name) => {
                self.note_object(name.name.as_str(), &it.right);
                None
            }
            AssignmentTarget::StaticMemberExpression(member) => {
                let key = self.word(member.property.name.as_str(), member.property.span);
                Some((&member.object, key))
            }
            AssignmentTarget::ComputedMemberExpression(member) => match &member.expression {
                Expression::StringLiteral(key) => Some((&member.object, self.string(key.span))),
                _ => None,
            },
            _ => None,
        };
        if let (Some((Expression::Identifier(of), key)), AssignmentOperator::Assign) = (place, it.operator) {
            let covered = std::mem::take(&mut self.covered);
            let value = self.expr(&it.right, 0);
            self.covered = covered;
            self.reader.collected.given.entries.push((of.name.as_str().into(), key, value));
        }
        walk::walk_assignment_expression(self, it);
    }

    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        *self.reader.collected.declared.entry(it.name.as_str().into()).or_default() += 1;
    }

    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        let is_constant = it.kind == VariableDeclarationKind::Const;
        for declarator in &it.declarations {
            if let (true, BindingPattern::BindingIdentifier(name), Some(init)) =
                (is_constant, &declarator.id, &declarator.init)
            {
                // What is only looked up need not be a root; the walk below finds its literals.
                let covered = std::mem::take(&mut self.covered);
                let value = self.expr(init, 0);
                self.covered = covered;
                self.reader.collected.constants.insert(name.name.as_str().into(), value);
            }
            if let (BindingPattern::BindingIdentifier(name), Some(init)) = (&declarator.id, &declarator.init)
            {
                self.note_object(name.name.as_str(), init);
            }
        }
        walk::walk_variable_declaration(self, it);
    }

    fn visit_ts_enum_declaration(&mut self, it: &TSEnumDeclaration<'a>) {
        let span = self.span(it.span);
        let mut fields = Vec::new();
        for member in &it.body.members {
            let key = match &member.id {
                TSEnumMemberName::Identifier(name) => self.word(name.name.as_str(), name.span),
                TSEnumMemberName::String(name) => self.string(name.span),
                _ => continue,
            };
            let Some(init) = &member.initializer else { continue };
            let value = self.expr(init, 0);
            fields.push(Field { key, value });
        }
        let name: Box<str> = it.id.name.as_str().into();
        self.reader.collected.constants.insert(name, Expr::new(span, Kind::Map(fields)));
        walk::walk_ts_enum_declaration(self, it);
    }

    fn visit_object_expression(&mut self, it: &ObjectExpression<'a>) {
        if !self.covered.contains(&it.span.start) {
            let root = self.object(it, 0);
            self.root(root);
        }
        walk::walk_object_expression(self, it);
    }

    fn visit_array_expression(&mut self, it: &ArrayExpression<'a>) {
        if !self.covered.contains(&it.span.start) {
            let root = self.array(it, 0);
            self.root(root);
        }
        walk::walk_array_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        let is_json = it.callee.is_specific_member_access("JSON", "parse");
        if is_json && !self.covered.contains(&it.span.start) {
            let span = self.span(it.span);
            let kind = self.call(it, 0);
            if matches!(kind, Kind::Map(_) | Kind::List(_)) {
                self.root(Expr::new(span, kind));
            }
        }
        if let Expression::StaticMemberExpression(callee) = &it.callee
            && matches!(callee.property.name.as_str(), "push" | "unshift" | "splice")
        {
            let grown = &mut self.reader.collected.grown;
            match &callee.object {
                Expression::Identifier(name) => grown.names.insert(name.name.as_str().into()),
                Expression::StaticMemberExpression(member) => {
                    grown.keys.insert(member.property.name.as_str().into())
                }
                _ => false,
            };
        }
        walk::walk_call_expression(self, it);
    }

    // Types hold no values, and their names are no second declaration.
    fn visit_ts_type_annotation(&mut self, _: &TSTypeAnnotation<'a>) {}
    fn visit_ts_type_alias_declaration(&mut self, _: &TSTypeAliasDeclaration<'a>) {}
    fn visit_ts_interface_declaration(&mut self, _: &TSInterfaceDeclaration<'a>) {}
}

/// Decodes what stands between quotes.
fn decode(file: FileId, start: usize, raw: &str, quote: u8) -> Text {
    let written = Written::Program(quote);
    let in_template = quote == b'`';
    let special = |b: u8| b == b'\\' || in_template && b == b'\r';
    if !raw.bytes().any(special) {
        return Text::direct(raw, Span::new(file, start, start + raw.len())).written_as(written);
    }
    let mut builder = TextBuilder::new(file, start).written(written);
    let (mut at, mut plain) = (0, 0);
    while let Some(step) = raw.get(at..).and_then(|rest| rest.bytes().position(special)) {
        at += step;
        builder.push(raw.get(plain..at).unwrap_or_default(), start + plain..start + at);
        let rest = raw.get(at..).unwrap_or_default();
        let (decoded, len) = if rest.starts_with('\r') {
            // The language makes every line end of a template literal a line feed.
            (Some('\n'), if rest.starts_with("\r\n") { 2 } else { 1 })
        } else {
            unescape(rest)
        };
        let len = len.max(1);
        if let Some(decoded) = decoded {
            let mut buffer = [0; 4];
            builder.push(decoded.encode_utf8(&mut buffer), start + at..start + at + len);
        }
        at += len;
        plain = at;
    }
    builder.push(raw.get(plain..).unwrap_or_default(), start + plain..start + raw.len());
    builder.finish(start + raw.len())
}

/// Decodes the escape that `rest` begins with: the character, if it stands for one, and its length in the source.
fn unescape(rest: &str) -> (Option<char>, usize) {
    let Some(kind) = rest.get(1..).and_then(|rest| rest.chars().next()) else { return (None, 1) };
    let hex = |range: Range<usize>| {
        let digits = rest.get(range).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let lost = Some(char::REPLACEMENT_CHARACTER);
    match kind {
        'n' => (Some('\n'), 2),
        'r' => (Some('\r'), 2),
        't' => (Some('\t'), 2),
        'b' => (Some('\u{8}'), 2),
        'f' => (Some('\u{c}'), 2),
        'v' => (Some('\u{b}'), 2),
        // A line end behind a backslash is no part of the text.
        '\r' if rest.get(2..).is_some_and(|rest| rest.starts_with('\n')) => (None, 3),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => (None, 1 + kind.len_utf8()),
        '0'..='7' => {
            let octal = |c: &char| ('0'..='7').contains(c);
            let most = if kind <= '3' { 3 } else { 2 };
            let digits: String = rest.chars().skip(1).take_while(octal).take(most).collect();
            (u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32), 1 + digits.len())
        }
        'x' => match hex(2..4) {
            Some(code) => (char::from_u32(code), 4),
            None => (lost, 2),
        },
        'u' if rest.get(2..3) == Some("{") => {
            let end = rest.find('}').unwrap_or(rest.len());
            let code = hex(3..end).and_then(char::from_u32);
            (code.or(lost), (end + 1).min(rest.len()))
        }
        'u' => match hex(2..6) {
            Some(high @ 0xd800..0xdc00) => match hex(8..12).filter(|_| rest.get(6..8) == Some("\\u")) {
                Some(low @ 0xdc00..0xe000) => {
                    (char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 12)
                }
                _ => (lost, 6),
            },
            Some(code) => (char::from_u32(code).or(lost), 6),
            None => (lost, 2),
        },
        other => (Some(other), 1 + other.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    fn read(name: &str, text: &str) -> Tree {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new(name, text));
        parse(id, name, text)
    }

    /// The text of the key `text` of the first literal.
    fn text(source: &str) -> Text {
        let tree = read("a.ts", source);
        let value = tree.roots.iter().find_map(|root| root.get("text"));
        value.and_then(|node| node.as_text()).cloned().unwrap_or_else(|| panic!("{source}: {tree:?}"))
    }

    #[test]
    fn every_escape_maps_back_to_its_bytes() {
        let source = r#"x = { text: 'a\n\x41\u00e9\u{1F600}\uD83D\uDE00\'\0b' + `c\`${d}` }"#;
        let text = text(source);
        assert_eq!(text.as_str(), "a\nA\u{e9}😀😀'\0bc`\u{fffc}");
        let spelled = |words: &str| {
            let places = text.as_str().match_indices(words);
            places.map(|(at, _)| &source[text.slice(at..at + words.len()).range()]).collect::<Vec<_>>()
        };
        assert_eq!(spelled("\n"), [r"\n"]);
        assert_eq!(spelled("A"), [r"\x41"]);
        assert_eq!(spelled("\u{e9}"), [r"\u00e9"]);
        assert_eq!(spelled("😀"), [r"\u{1F600}", r"\uD83D\uDE00"]);
        assert_eq!(spelled("'"), [r"\'"]);
        assert_eq!(spelled("b"), ["b"]);
        assert_eq!(spelled("c"), ["c"]);
        assert_eq!(spelled("\u{fffc}"), ["${d}"]);
    }

    #[test]
    fn words_are_written_as_the_quotes_want_it() {
        for (source, new, wanted) in [
            (r"x = { text: 'go now' }", "it's\n\\", r"x = { text: 'go it\'s\n\\' }"),
            (r#"x = { text: "go now" }"#, "\"up\"", r#"x = { text: "go \"up\"" }"#),
            ("x = { text: `go now` }", "`${a}$", r"x = { text: `go \`\${a}$` }"),
            ("x = { text: `go now\nor later` }", "up", "x = { text: `go up\nor later` }"),
            (r#"x = { text: "go now" + ' or' }"#, "up", r#"x = { text: "go up" + ' or' }"#),
        ] {
            let text = text(source);
            let edit = text.rewrite(3..6, new, source).unwrap();
            let mut after = source.to_owned();
            after.replace_range(edit.span.range(), &edit.replacement);
            assert_eq!(after, wanted);
            assert_eq!(self::text(&after).as_str(), text.as_str().replace("now", new));
        }
        // Over the border of two literals, over a hole, and with a quote that one of them would end with.
        let source = r#"x = { text: "go " + `now ${a} it` + "" }"#;
        let text = text(source);
        assert!(text.rewrite(2..6, "x", source).is_none());
        assert!(text.rewrite(5..10, "x", source).is_none());
        assert!(text.rewrite(3..6, "\"", source).is_none());
        assert!(text.rewrite(3..6, "x", source).is_some());
    }

    #[test]
    fn a_program_that_is_nested_too_deep_ends_no_run() {
        for piece in [
            "[",
            "{a:",
            "(",
            "!",
            "a=>",
            "a?",
            "`${",
            "-",
            "a=",
            "new ",
            "typeof ",
            "if(a)",
            "else if(a){}",
            "a.b(",
        ] {
            for times in [1_000, 260_000 / piece.len()] {
                let source = format!("x = {{ components: [] }};\n{}", piece.repeat(times));
                assert!(read("a.js", &source).faults.len() <= 1, "{piece}");
            }
        }
        let sum = vec!["\"a\""; 5_000].join(" +\n");
        let text = text(&format!("x = {{ text: {sum} }}"));
        assert_eq!(text.as_str().len(), 5_000);
    }

    #[test]
    fn constants_that_hold_each_other_come_to_an_end() {
        let tree = read("a.ts", "const a = [b, b, ...c]; const b = { x: a, ...a }; const c = [c, a];");
        assert!(!tree.roots.is_empty());
        let mut bomb = String::from("const a0 = [1, 2, 3, 4];\n");
        for level in 1..30 {
            let last = level - 1;
            bomb.push_str(&format!("const a{level} = [a{last}, a{last}, a{last}, a{last}];\n"));
        }
        assert!(!read("a.ts", &bomb).roots.is_empty());
    }
}

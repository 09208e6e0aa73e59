//! YAML through the events of `granit-parser`, with a map from every scalar's value to its bytes.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use super::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value, Written};
use super::{Comment, MAX_ALIAS_NODES, MAX_DEPTH, Tree, duplicate_keys, is_directive, nothing, too_deep};
use crate::diagnostic::{Diagnostic, Fault, FaultKind};
use crate::source::{FileId, Span};

pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let tree = parse_as(file, text, text);
    if tree.faults.is_empty() {
        return tree;
    }
    // The most common slip: a text that begins with a placeholder and is not in quotes. Read once more as if it
    // were a text, and told as what it is.
    let slips = unquoted_placeholders(text);
    if slips.is_empty() {
        return tree;
    }
    let mut patched = text.to_owned();
    for slip in &slips {
        patched.replace_range(slip.start..slip.start + 2, "xx");
    }
    let mut second = parse_as(file, text, &patched);
    if second.faults.len() >= tree.faults.len() {
        return tree;
    }
    for slip in slips {
        let raw = text.get(slip.clone()).unwrap_or_default();
        second.faults.push(Fault::new(
            FaultKind::Syntax,
            Diagnostic::at(
                Span::new(file, slip.start, slip.end),
                "a text that begins with `{{` needs quotes in YAML",
            )
            .mark("YAML takes `{` for the start of a map")
            .help(format!("write \"{}\"", raw.replace('\\', "\\\\").replace('"', "\\\""))),
        ));
    }
    second.faults.sort_by_key(|fault| fault.diagnostic.primary.span.start);
    second
}

/// Places of values that begin with `{{` outside of quotes: the rest of their lines.
fn unquoted_placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        let value = body.find(": ").map(|colon| colon + 2).or_else(|| body.find("- ").map(|dash| dash + 2));
        if let Some(value) = value {
            let rest = body.get(value..).unwrap_or_default();
            let start = value + rest.len() - rest.trim_start().len();
            if rest.trim_start().starts_with("{{") {
                found.push(at + start..at + body.len());
            }
        }
        at += line.len();
    }
    found
}

/// Reads `source`, which is `text` but for patches of equal length; all values come from `text`.
fn parse_as(file: FileId, text: &str, source: &str) -> Tree {
    let mut builder = Builder {
        file,
        text,
        source,
        tree: Tree::default(),
        open: Vec::new(),
        anchors: HashMap::new(),
        alias_nodes: 0,
        refused: false,
    };
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: 10_000,
    };
    let mut parser = Parser::new_from_str_with_options(source, options);
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or(0..0);
                builder.event(event, range);
                if builder.refused {
                    break;
                }
            }
            Some(Err(error)) => {
                builder.error(&error);
                match parser.proceed_next_document() {
                    Ok(true) => {}
                    Ok(false) | Err(_) => break,
                }
            }
        }
    }
    builder.close_all();
    builder.tree
}

enum Open {
    List { start: usize, anchor: usize, nodes: Vec<Node> },
    Map { start: usize, anchor: usize, entries: Vec<Entry>, key: Option<Text>, key_lost: bool },
}

struct Builder<'t> {
    file: FileId,
    text: &'t str,
    source: &'t str,
    tree: Tree,
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    alias_nodes: usize,
    refused: bool,
}

impl Builder<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Comment(comment, _) if is_directive(&comment) => {
                let raw = self.text.get(range.clone()).unwrap_or_default();
                let body = raw.trim_start_matches('#').trim_start();
                let start = range.start + raw.len() - body.len();
                let body = body.trim_end();
                let text = Text::direct(body, self.span(start..start + body.len()));
                self.tree.comments.push(Comment { text, span: self.span(range) });
            }
            Event::DocumentEnd => {
                self.close_all();
                self.anchors.clear();
            }
            Event::Alias(id) => self.alias(id, range),
            Event::UnresolvedAlias(name) => {
                let span = self.span(range);
                self.tree.faults.push(Fault::new(
                    FaultKind::Syntax,
                    Diagnostic::at(span, format!("no anchor `&{name}` stands before this alias"))
                        .mark("refers to nothing")
                        .help("put text that begins with `*` in quotes, or define the anchor above"),
                ));
                self.add(nothing(span), 0);
            }
            Event::Scalar(value, style, anchor, _) => {
                let node = self.scalar(&value, style, range);
                self.add(node, anchor);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.push(Open::List { start: range.start, anchor, nodes: Vec::new() }, range);
            }
            Event::MappingStart(_, anchor, _) => {
                let map =
                    Open::Map { start: range.start, anchor, entries: Vec::new(), key: None, key_lost: false };
                self.push(map, range);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => {}
        }
    }

    fn push(&mut self, open: Open, range: Range<usize>) {
        if self.open.len() >= MAX_DEPTH {
            let fault = too_deep(self.span(range.start..range.start + 1));
            self.tree.faults.push(fault);
            self.refused = true;
            return;
        }
        self.open.push(open);
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let (node, anchor) = match open {
            Open::List { start, anchor, nodes } => {
                let end =
                    nodes.last().map_or(end, |last| trailing_bracket(self.text, last.span.range().end, end));
                (Node::new(self.span(start..end), Value::List(nodes)), anchor)
            }
            Open::Map { start, anchor, mut entries, key, .. } => {
                if let Some(key) = key {
                    let at = key.span().range().end;
                    let value = nothing(self.span(at..at));
                    entries.push(Entry { key, label: None, value });
                }
                duplicate_keys(&entries, &mut self.tree.faults);
                merge(&mut entries);
                let end = entries
                    .iter()
                    .map(|entry| entry.span().range().end)
                    .filter(|&last| last <= end.max(start))
                    .max()
                    .map_or(end, |last| trailing_bracket(self.text, last, end));
                (Node::new(self.span(start..end.max(start)), Value::Map(entries)), anchor)
            }
        };
        self.add(node, anchor);
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            let end = self.text.len();
            self.close(end);
        }
    }

    fn add(&mut self, node: Node, anchor: usize) {
        if anchor > 0 {
            let size = if self.alias_nodes < MAX_ALIAS_NODES { count(&node) } else { 1 };
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut() {
            None => self.tree.roots.push(node),
            Some(Open::List { nodes, .. }) => nodes.push(node),
            Some(Open::Map { entries, key, key_lost, .. }) => {
                if *key_lost {
                    *key_lost = false;
                } else if let Some(key) = key.take() {
                    entries.push(Entry { key, label: None, value: node });
                } else if let Value::Scalar(scalar) = node.value {
                    *key = Some(scalar.text);
                } else if matches!(node.value, Value::Null) {
                    *key = Some(Text::direct("", node.span));
                } else {
                    *key_lost = true;
                    self.tree.faults.push(Fault::syntax(node.span, "a key must be a single word or text"));
                }
            }
        }
    }

    fn alias(&mut self, id: usize, range: Range<usize>) {
        let Some((node, size)) = self.anchors.get(&id) else {
            let span = self.span(range);
            self.tree.faults.push(Fault::syntax(span, "this alias stands inside its own anchor"));
            self.add(nothing(span), 0);
            return;
        };
        self.alias_nodes += size;
        if self.alias_nodes > MAX_ALIAS_NODES {
            let span = self.span(range);
            self.tree.faults.push(Fault::new(
                FaultKind::Unreadable,
                Diagnostic::at(span, format!("aliases repeat more than {MAX_ALIAS_NODES} values"))
                    .mark("not read from here on")
                    .help("write the values out, or use fewer nested aliases"),
            ));
            self.refused = true;
            return;
        }
        let node = node.clone();
        self.add(node, 0);
    }

    fn scalar(&self, value: &str, style: ScalarStyle, range: Range<usize>) -> Node {
        let mut raw = self.text.get(range.clone()).unwrap_or_default();
        let mut range = range;
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            raw = raw.trim_end_matches(['\n', '\r', ' ', '\t']);
            range.end = range.start + raw.len();
        }
        let span = self.span(range.clone());
        if style == ScalarStyle::Plain && matches!(value, "" | "~" | "null" | "Null" | "NULL") {
            return nothing(span);
        }
        let (text, style) = match style {
            ScalarStyle::Plain => (fold(self.file, raw, range.start, Quote::None), Style::Bare),
            ScalarStyle::SingleQuoted => (quoted(self.file, raw, range.start, Quote::Single), Style::Quoted),
            ScalarStyle::DoubleQuoted => (quoted(self.file, raw, range.start, Quote::Double), Style::Quoted),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                (block(self.file, value, raw, range.start), Style::Block)
            }
        };
        let patched = self.source.get(range.clone()).unwrap_or_default() != raw;
        // Whenever our own decoding and the parser's disagree, the parser is right and the map is coarse.
        let text = if text.as_str() == value || patched {
            text
        } else {
            let mut whole = TextBuilder::new(self.file, range.start);
            whole.push(value, range.clone());
            whole.finish(range.end)
        };
        Node::new(span, Value::Scalar(Scalar { text, style }))
    }

    fn error(&mut self, error: &granit_parser::ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let at = (0..=at).rev().find(|&i| self.text.is_char_boundary(i)).unwrap_or(0);
        let end = self.text.get(at..).and_then(|rest| rest.chars().next());
        let end = at + end.filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        let info = error.kind().to_string();
        let mut diagnostic = Diagnostic::at(self.span(at..end), format!("not valid YAML: {info}"))
            .mark("reading stopped here; what stands before it was checked");
        let line_start = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let near = self.text.get(line_start..).unwrap_or_default().lines().take(2);
        let tab = near
            .scan(line_start, |start, line| {
                let here = *start;
                *start += line.len() + 1;
                let indentation = line.len() - line.trim_start().len();
                Some(line.get(..indentation).and_then(|space| space.find('\t')).map(|tab| here + tab))
            })
            .find_map(|tab| tab);
        if let Some(tab) = tab {
            diagnostic = Diagnostic::at(self.span(tab..tab + 1), "a tab in the indentation")
                .mark("reading stopped here; what stands before it was checked")
                .help("YAML is indented with spaces, never with tabs");
        } else if self.text.get(at..).is_some_and(|rest| rest.starts_with(':')) {
            diagnostic = diagnostic.help("put a text that holds `: ` in quotes");
        } else if self
            .text
            .get(at..)
            .is_some_and(|rest| rest.starts_with(['}', '{', '@', '`', '%', '*', '&']))
        {
            diagnostic = diagnostic.help("put a text that begins with a special character in quotes");
        }
        self.tree.faults.push(Fault::new(FaultKind::Syntax, diagnostic));
        self.close_all();
        self.anchors.clear();
    }
}

/// Where a collection really ends: behind its closing bracket in flow style, behind its last value in block style.
fn trailing_bracket(text: &str, last: usize, end: usize) -> usize {
    match text.as_bytes().get(end.wrapping_sub(1)) {
        Some(b']' | b'}') if end > last => end,
        _ => last,
    }
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::List(nodes) | Value::Phrase(nodes) => 1 + nodes.iter().map(count).sum::<usize>(),
        Value::Map(entries) => 1 + entries.iter().map(|entry| 1 + count(&entry.value)).sum::<usize>(),
        Value::Null | Value::Scalar(_) | Value::Unknown(_) | Value::Rest => 1,
    }
}

/// Resolves `<<: *base`: keys of the base that the map does not have itself.
fn merge(entries: &mut Vec<Entry>) {
    while let Some(at) = entries.iter().position(|entry| entry.key.as_str() == "<<") {
        let base = entries.remove(at).value;
        let maps: Vec<Entry> = base.elements().iter().filter_map(Node::as_map).flatten().cloned().collect();
        for entry in maps {
            if entry.key.as_str() != "<<"
                && entries.iter().all(|own| own.key != entry.key && own.key.as_str() != entry.key.as_str())
            {
                entries.push(entry);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Quote {
    None,
    Single,
    Double,
}

fn quoted(file: FileId, raw: &str, start: usize, quote: Quote) -> Text {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    fold(file, inner, start + 1, quote)
}

/// Decodes plain and quoted scalars: escapes, and line ends folded into a space or fewer line ends.
fn fold(file: FileId, raw: &str, start: usize, quote: Quote) -> Text {
    let bytes = raw.as_bytes();
    let mut out = TextBuilder::new(file, start).written(match quote {
        Quote::None => Written::Bare,
        Quote::Single => Written::Single,
        Quote::Double => Written::Escaped,
    });
    let mut at = 0;
    let mut plain = 0;
    let flush = |out: &mut TextBuilder, plain: usize, at: usize| {
        out.push(raw.get(plain..at).unwrap_or_default(), start + plain..start + at);
    };
    while at < bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' => {
                // White space around a line end belongs to the fold.
                let head = raw.get(plain..at).unwrap_or_default();
                let kept = plain + head.trim_end_matches([' ', '\t']).len();
                flush(&mut out, plain, kept);
                let mut ends = 0;
                let mut next = at;
                while let Some(byte) = bytes.get(next) {
                    match byte {
                        b'\r' if bytes.get(next + 1) == Some(&b'\n') => {}
                        b'\n' | b'\r' => ends += 1,
                        b' ' | b'\t' => {}
                        _ => break,
                    }
                    next += 1;
                }
                let folded = if ends == 1 { " ".to_owned() } else { "\n".repeat(ends - 1) };
                out.push(&folded, start + kept..start + next);
                at = next;
                plain = next;
            }
            b'\'' if quote == Quote::Single => {
                flush(&mut out, plain, at);
                out.push("'", start + at..start + at + 2);
                at += 2;
                plain = at;
            }
            b'\\' if quote == Quote::Double => {
                flush(&mut out, plain, at);
                let (decoded, len) = unescape(raw.get(at..).unwrap_or_default());
                out.push(&decoded, start + at..start + at + len);
                at += len;
                plain = at;
            }
            _ => at += 1,
        }
    }
    flush(&mut out, plain, bytes.len());
    out.finish(start + raw.len())
}

/// Decodes an escape of a double-quoted YAML scalar.
fn unescape(rest: &str) -> (String, usize) {
    let Some(kind) = rest.chars().nth(1) else { return (String::new(), 1) };
    let simple = match kind {
        '0' => "\0",
        'a' => "\u{7}",
        'b' => "\u{8}",
        't' | '\t' => "\t",
        'n' => "\n",
        'v' => "\u{b}",
        'f' => "\u{c}",
        'r' => "\r",
        'e' => "\u{1b}",
        ' ' => " ",
        '"' => "\"",
        '/' => "/",
        '\\' => "\\",
        'N' => "\u{85}",
        '_' => "\u{a0}",
        'L' => "\u{2028}",
        'P' => "\u{2029}",
        'u' => {
            let (decoded, len, _) = super::json::unescape(rest);
            return (decoded.to_string(), len);
        }
        'x' | 'U' => {
            let digits = if kind == 'x' { 2 } else { 8 };
            let decoded = rest
                .get(2..2 + digits)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                .and_then(char::from_u32)
                .unwrap_or(char::REPLACEMENT_CHARACTER);
            return (decoded.to_string(), (2 + digits).min(rest.len()));
        }
        '\n' | '\r' => {
            // An escaped line end joins two lines; the next line's indentation goes too.
            let tail = rest.get(1..).unwrap_or_default();
            let body = tail.trim_start_matches(['\r', '\n', ' ', '\t']);
            return (String::new(), 1 + tail.len() - body.len());
        }
        _ => return (kind.to_string(), 1 + kind.len_utf8()),
    };
    (simple.to_owned(), 1 + kind.len_utf8())
}

/// Maps a literal or folded scalar: walks its value and its source side by side, line by line.
fn block(file: FileId, value: &str, raw: &str, start: usize) -> Text {
    let mut out = TextBuilder::new(file, start).written(Written::Block);
    let mut at = 0;
    let mut rest = value;
    while let Some(next) = rest.chars().next() {
        let source = raw.get(at..).unwrap_or_default();
        if next == '\n' || (next == ' ' && source.starts_with(['\n', '\r'])) {
            // One value character stands for a line end, and for the next line's indentation where that was removed.
            let width =
                if source.starts_with("\r\n") { 2 } else { usize::from(source.starts_with(['\n', '\r'])) };
            rest = &rest[1..];
            let tail = source.get(width..).unwrap_or_default();
            let body = tail.trim_start_matches(' ');
            let wanted = rest.len() - rest.trim_start_matches(' ').len();
            let removed =
                if body.is_empty() { tail.len() } else { (tail.len() - body.len()).saturating_sub(wanted) };
            let blank_follows = next == ' ' && body.starts_with(['\n', '\r']);
            let removed = if blank_follows { 0 } else { removed };
            out.push(if next == '\n' { "\n" } else { " " }, start + at..start + at + width + removed);
            at += width + removed;
        } else if source.starts_with(['\n', '\r']) {
            // A folded line end that left nothing behind in the value.
            let body = source.trim_start_matches(['\n', '\r', ' ']);
            at += source.len() - body.len();
            if body.is_empty() {
                break;
            }
        } else {
            let line = source.find(['\n', '\r']).map_or(source, |end| &source[..end]);
            let same = line.bytes().zip(rest.bytes()).take_while(|(a, b)| a == b && *b != b'\n').count();
            let same = (0..=same).rev().find(|&n| rest.is_char_boundary(n)).unwrap_or(0);
            if same == 0 {
                break;
            }
            out.push(&rest[..same], start + at..start + at + same);
            at += same;
            rest = &rest[same..];
        }
    }
    if !rest.is_empty() && rest.chars().all(|c| c == '\n') {
        out.push(rest, start + at..start + raw.len());
    }
    out.finish(start + raw.len())
}

//! JSON with the bytes of every key and value.
//!
//! Written by hand because it has to keep what stands before a fault, go on behind the common ones
//! (a comma too many or too few, a line end inside a text), and map texts through their escapes.

use super::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value, Written};
use super::{MAX_DEPTH, MAX_SYNTAX_FAULTS, Tree, duplicate_keys, nothing, too_deep};
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Words};
use crate::source::{FileId, Span};

pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let mut parser = Parser { file, text, bytes: text.as_bytes(), at: 0, faults: Vec::new(), broken: false };
    if text.starts_with('\u{feff}') {
        parser.at = 3;
    }
    parser.skip_space();
    let mut roots = Vec::new();
    if parser.at < text.len() {
        roots.push(parser.value(0));
        parser.skip_space();
        if !parser.broken && parser.at < text.len() {
            let message = format!("expected the end of the file, found {}", parser.found());
            parser.fault_here(message, "the JSON value is complete before this");
        }
    }
    Tree { roots, faults: parser.faults, ..Tree::default() }
}

struct Parser<'t> {
    file: FileId,
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    faults: Vec<Fault>,
    /// Set once reading cannot go on; what was read so far is kept.
    broken: bool,
}

impl Parser<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        loop {
            while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                self.at += 1;
            }
            let start = self.at;
            if self.bytes[start..].starts_with(b"//") {
                self.at = memchr::memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |n| start + n);
            } else if self.bytes[start..].starts_with(b"/*") {
                self.at = memchr::memmem::find(&self.bytes[start..], b"*/")
                    .map_or(self.bytes.len(), |n| start + n + 2);
            } else {
                return;
            }
            let span = self.span(start, self.at);
            self.faults.push(Fault::new(
                FaultKind::Syntax,
                Diagnostic::at(span, "JSON has no comments")
                    .mark("the platform refuses this file")
                    .help("remove the comment, or keep it under a key that begins with `_`"),
            ));
        }
    }

    /// The next character as a reader would name it.
    fn found(&self) -> String {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None => "the end of the file".to_owned(),
            Some(found) => format!("`{found}`"),
        }
    }

    fn fault_here(&mut self, message: impl Into<Words>, mark: &'static str) {
        let mut end = self.at;
        if let Some(next) = self.text.get(self.at..).and_then(|rest| rest.chars().next())
            && next != '\n'
            && next != '\r'
        {
            end += next.len_utf8();
        }
        let span = self.span(self.at, end);
        self.faults.push(Fault::new(FaultKind::Syntax, Diagnostic::at(span, message).mark(mark)));
    }

    fn stop(&mut self, expected: &str, mark: &'static str) {
        let message = format!("expected {expected}, found {}", self.found());
        self.fault_here(message, mark);
        self.broken = true;
    }

    fn value(&mut self, depth: usize) -> Node {
        let start = self.at;
        if depth > MAX_DEPTH {
            let fault = too_deep(self.span(start, start + 1));
            self.faults.push(fault);
            self.broken = true;
            return nothing(self.span(start, start));
        }
        match self.peek() {
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => {
                let text = self.string();
                Node::new(self.span(start, self.at), Value::Scalar(Scalar { text, style: Style::Quoted }))
            }
            Some(b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_') => self.word(),
            _ => {
                self.stop(
                    "a value",
                    "a text in double quotes, a number, `true`, `false`, `null`, `[` or `{`",
                );
                nothing(self.span(start, start))
            }
        }
    }

    fn word(&mut self) -> Node {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'))
        {
            self.at += 1;
        }
        let span = self.span(start, self.at);
        let word = self.text.get(start..self.at).unwrap_or_default();
        if word == "null" {
            return nothing(span);
        }
        let scalar = |style| Value::Scalar(Scalar { text: Text::direct(word, span), style });
        if matches!(word, "true" | "false") || is_number(word) {
            return Node::new(span, scalar(Style::Literal));
        }
        self.faults.push(Fault::new(
            FaultKind::Syntax,
            Diagnostic::at(span, format!("expected a value, found the bare word `{word}`"))
                .mark("texts need double quotes")
                .help(format!("write \"{word}\"")),
        ));
        Node::new(span, scalar(Style::Quoted))
    }

    fn list(&mut self, depth: usize) -> Node {
        let start = self.at;
        self.at += 1;
        let mut nodes = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                None => {
                    self.unclosed(start, "]", "list");
                    break;
                }
                Some(_) => {}
            }
            let begin = self.at;
            nodes.push(self.value(depth + 1));
            if self.broken {
                self.go_on_behind(begin, b']');
            }
            if self.broken || !self.separator(b']', start, "list") && !self.go_on_behind(begin, b']') {
                break;
            }
        }
        if self.is_cut() {
            nodes.push(Node::new(self.span(self.at, self.at), Value::Rest));
        }
        Node::new(self.span(start, self.at), Value::List(nodes))
    }

    /// Whether the file ends in the middle of something: nobody knows what else it held.
    fn is_cut(&self) -> bool {
        self.broken && self.at >= self.text.len()
    }

    fn map(&mut self, depth: usize) -> Node {
        let start = self.at;
        self.at += 1;
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b'"') => {}
                None => {
                    self.unclosed(start, "}", "object");
                    break;
                }
                Some(_) => {
                    self.stop("a key in double quotes", "a key belongs here");
                    if self.go_on_behind(self.at, b'}') && self.separator(b'}', start, "object") {
                        continue;
                    }
                    break;
                }
            }
            let begin = self.at;
            if let Some(entry) = self.member(depth) {
                entries.push(entry);
            }
            if self.broken {
                self.go_on_behind(begin, b'}');
            }
            if self.broken || !self.separator(b'}', start, "object") && !self.go_on_behind(begin, b'}') {
                break;
            }
        }
        duplicate_keys(&entries, &mut self.faults);
        if self.is_cut() {
            let rest = Node::new(self.span(self.at, self.at), Value::Rest);
            entries.push(Entry { key: Text::direct("", rest.span), label: None, value: rest });
        }
        Node::new(self.span(start, self.at), Value::Map(entries))
    }

    /// Reads a key with its value; the parser stands on the key. `None` when there is no value to speak of.
    fn member(&mut self, depth: usize) -> Option<Entry> {
        let key = self.string();
        if self.broken {
            return None;
        }
        self.skip_space();
        if self.peek() == Some(b':') {
            self.at += 1;
        } else if self.peek() == Some(b'=') {
            self.fault_here("expected `:` after the key, found `=`", "write `:` here");
            self.at += 1;
        } else {
            self.stop(&format!("`:` after the key \"{}\"", key.as_str()), "a colon belongs here");
            return None;
        }
        self.skip_space();
        let value = self.value(depth + 1);
        // A key whose value could not be read at all says nothing about the item.
        let lost = self.broken && matches!(value.value, Value::Null);
        (!lost).then_some(Entry { key, label: None, value })
    }

    /// After a fault inside a member that began at `begin`, goes to the end of that member, where it can be told: a
    /// comma with another member behind it, or the end of what holds it. Returns whether that was found.
    fn go_on_behind(&mut self, begin: usize, close: u8) -> bool {
        let hopeless = self.at >= self.bytes.len()
            || self.faults.len() >= MAX_SYNTAX_FAULTS
            || self.faults.last().is_some_and(|fault| fault.kind == FaultKind::Unreadable);
        if hopeless {
            return false;
        }
        let mut depth = 0usize;
        let mut in_text = false;
        let mut at = begin;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\\' if in_text => at += 1,
                b'"' => in_text = !in_text,
                // A text that is not closed on its line would turn the rest inside out.
                b'\n' => in_text = false,
                _ if in_text => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth > 0 => depth -= 1,
                b',' if depth == 0 && at >= self.at && self.begins_member(at + 1, close) => break,
                b'}' | b']' if at >= self.at => {
                    if *byte != close {
                        return false;
                    }
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        if at >= self.bytes.len() {
            return false;
        }
        self.at = at;
        self.broken = false;
        true
    }

    /// Whether what stands behind a comma looks like the next member of an object or a list.
    fn begins_member(&self, at: usize, close: u8) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
        if close == b'}' { next == Some(&b'"') } else { matches!(next, Some(b'"' | b'{' | b'[')) }
    }

    /// Reads the comma between two members. Returns whether reading goes on.
    fn separator(&mut self, close: u8, start: usize, what: &str) -> bool {
        self.skip_space();
        match self.peek() {
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.skip_space();
                if self.peek() == Some(close) {
                    let span = self.span(comma, comma + 1);
                    self.faults.push(Fault::new(
                        FaultKind::Syntax,
                        Diagnostic::at(span, format!("a comma before `{}`", close as char))
                            .mark("nothing follows this comma")
                            .help("remove the comma"),
                    ));
                }
                true
            }
            Some(found) if found == close => true,
            Some(b'"' | b'{' | b'[') => {
                let span = self.span(self.at, self.at + 1);
                self.faults.push(Fault::new(
                    FaultKind::Syntax,
                    Diagnostic::at(span, "expected `,` between two members")
                        .mark("a comma is missing before this"),
                ));
                true
            }
            None => {
                self.unclosed(start, if close == b'}' { "}" } else { "]" }, what);
                false
            }
            Some(_) => {
                self.stop(&format!("`,` or `{}`", close as char), "this fits neither");
                false
            }
        }
    }

    fn unclosed(&mut self, start: usize, close: &str, what: &str) {
        let end = self.span(self.text.len(), self.text.len());
        let diagnostic =
            Diagnostic::at(end, format!("expected `{close}` to close the {what}, found the end of the file"))
                .mark("the file ends here")
                .label(self.span(start, start + 1), format!("this {what} is never closed"))
                .help("the file may be cut off; what stands before this point was checked");
        self.faults.push(Fault::new(FaultKind::Syntax, diagnostic));
        self.broken = true;
    }

    /// Reads a string; the parser stands on its opening quote.
    fn string(&mut self) -> Text {
        let open = self.at;
        self.at += 1;
        let mut builder = TextBuilder::new(self.file, self.at).written(Written::Escaped);
        let mut plain = self.at;
        let mut line_end_told = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let special = memchr::memchr2(b'"', b'\\', rest);
            let stretch = rest.get(..special.unwrap_or(rest.len())).unwrap_or_default();
            // Control characters are rare; one pass without branches tells whether there is any.
            let control = if stretch.iter().fold(false, |any, b| any | (*b < 0x20)) {
                stretch.iter().position(|b| *b < 0x20)
            } else {
                None
            };
            let Some(step) = control.or(special) else {
                builder.push(self.text.get(plain..).unwrap_or_default(), plain..self.text.len());
                self.at = self.text.len();
                let end = self.span(self.at, self.at);
                let diagnostic =
                    Diagnostic::at(end, "expected `\"` to close the text, found the end of the file")
                        .mark("the file ends here")
                        .label(self.span(open, open + 1), "the text begins here");
                self.faults.push(Fault::new(FaultKind::Syntax, diagnostic));
                self.broken = true;
                return builder.finish(self.at);
            };
            self.at += step;
            match self.bytes[self.at] {
                // Most texts are of one piece.
                b'"' if plain == open + 1 => {
                    self.at += 1;
                    let value = self.text.get(plain..self.at - 1).unwrap_or_default();
                    return Text::direct(value, self.span(plain, self.at - 1)).written_as(Written::Escaped);
                }
                b'"' => {
                    builder.push(self.text.get(plain..self.at).unwrap_or_default(), plain..self.at);
                    self.at += 1;
                    return builder.finish(self.at - 1);
                }
                b'\\' => {
                    builder.push(self.text.get(plain..self.at).unwrap_or_default(), plain..self.at);
                    let escape = self.at;
                    let (decoded, len, fault) = unescape(self.text.get(escape..).unwrap_or_default());
                    self.at = escape + len;
                    if let Some(message) = fault {
                        let span = self.span(escape, self.at);
                        self.faults.push(Fault::syntax(span, message));
                    }
                    let mut buffer = [0; 4];
                    builder.push(decoded.encode_utf8(&mut buffer), escape..self.at);
                    plain = self.at;
                }
                b'\n' | b'\r' if next_line_goes_on(self.text.get(self.at..).unwrap_or_default()) => {
                    // The closing quote was forgotten; the comma before the line end is not part of the text.
                    let end = self.text.get(plain..self.at).unwrap_or_default();
                    let end = plain + end.trim_end().trim_end_matches(',').len();
                    builder.push(self.text.get(plain..end).unwrap_or_default(), plain..end);
                    let span = self.span(end, end);
                    self.faults.push(Fault::new(
                        FaultKind::Syntax,
                        Diagnostic::at(span, "expected `\"` to close the text")
                            .mark("the text seems to end here")
                            .label(self.span(open, open + 1), "the text begins here"),
                    ));
                    self.at = end;
                    return builder.finish(end);
                }
                found => {
                    if !line_end_told {
                        line_end_told = true;
                        let message = match found {
                            b'\n' | b'\r' => "a line end inside a JSON text",
                            b'\t' => "a tab inside a JSON text",
                            _ => "a control character inside a JSON text",
                        };
                        let span = self.span(self.at, self.at + 1);
                        self.faults.push(Fault::new(
                            FaultKind::Syntax,
                            Diagnostic::at(span, message)
                                .mark("must be written as an escape")
                                .label(self.span(open, open + 1), "the text begins here")
                                .help("write `\\n` for a line end, `\\t` for a tab"),
                        ));
                    }
                    self.at += 1;
                }
            }
        }
    }
}

/// Whether the line after this one begins with a key, or with the end of an object or list.
fn next_line_goes_on(rest: &str) -> bool {
    let next = rest.trim_start();
    if next.starts_with(['}', ']']) {
        return true;
    }
    let Some(key) = next.strip_prefix('"') else { return false };
    let line = key.lines().next().unwrap_or_default();
    line.split_once('"').is_some_and(|(_, behind)| behind.trim_start().starts_with(':'))
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_ok()
}

/// Decodes the escape that `rest` begins with: the character, its length in the source, and what is wrong with it.
pub(super) fn unescape(rest: &str) -> (char, usize, Option<&'static str>) {
    let mut chars = rest.chars();
    chars.next();
    let Some(kind) = chars.next() else { return ('\\', 1, Some("a lone backslash at the end of a text")) };
    let simple = match kind {
        '"' | '\\' | '/' => Some(kind),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        _ => None,
    };
    if let Some(decoded) = simple {
        return (decoded, 2, None);
    }
    if kind != 'u' {
        return (kind, 1 + kind.len_utf8(), Some("unknown escape; write `\\\\` for a backslash itself"));
    }
    let hex = |at: usize| {
        rest.get(at..at + 4)
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
    };
    let Some(unit) = hex(2) else {
        return (char::REPLACEMENT_CHARACTER, 2, Some("expected four hexadecimal digits after `\\u`"));
    };
    if let Some(decoded) = char::from_u32(unit) {
        return (decoded, 6, None);
    }
    if unit < 0xdc00
        && rest.get(6..8) == Some("\\u")
        && let Some(low) = hex(8)
        && (0xdc00..0xe000).contains(&low)
        && let Some(decoded) = char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
    {
        return (decoded, 12, None);
    }
    (char::REPLACEMENT_CHARACTER, 6, Some("half of a surrogate pair; both halves are needed"))
}

//! The JSON that shell scripts send: in quotes behind `-d`, in a here-document, or as the body of a request.
//!
//! A body is read from a copy of the file in which everything else is blank and what the shell puts in or takes away has
//! marks of the same length, so that every offset is the file's own.

use std::ops::Range;

use memchr::memchr;

use super::program::not_read;
use super::tree::{Entry, Node, Scalar, Text, TextBuilder, Value, Written};
use super::{Comment, MAX_DEPTH, Tree, is_directive, json};
use crate::diagnostic::Fault;
use crate::source::{FileId, Span};

/// How many bytes may be gone through for the bodies of one file; a file full of open brackets would take ages.
const MOST_WORK: usize = 64 << 20;

/// Stands in the place of what is no part of a text, or not as it is written.
const MARK: u8 = 0x7f;

/// How a body is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    /// In single quotes, which may be left for a moment: `'"$NAME"'`.
    Single,
    /// In `$'…'`, with escapes.
    Escaped,
    /// In double quotes, with `\"` inside.
    Double,
    /// In a here-document, or in a request as it is sent.
    Bare,
}

/// A body, as JSON of the same length.
struct Body {
    range: Range<usize>,
    json: Vec<u8>,
    /// What the shell puts in, where no text stands around it.
    values: Vec<Range<usize>>,
}

pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let mut tree = Tree { comments: comments(file, text), ..Tree::default() };
    let mut bodies: Vec<Node> = Vec::new();
    let mut blank: Option<Vec<u8>> = None;
    let (mut from, mut work) = (0, 0);
    // Where the last body ends, and how it is quoted.
    let mut last: Option<(usize, Quoting)> = None;
    while let Some(found) = text.as_bytes().get(from..).and_then(|rest| memchr(b'{', rest)) {
        let start = from + found;
        from = start + 1;
        // What stands in the same quotes as the body before, as further lines or elements do.
        let is_next = |(end, _): &(usize, Quoting)| {
            let between = text.get(*end..start).unwrap_or("-");
            between.bytes().all(|byte| byte.is_ascii_whitespace() || byte == b',')
        };
        let same = last.filter(is_next).map(|(_, quoting)| quoting);
        let Some(quoting) = same.or_else(|| quoting(text.as_bytes(), start)) else { continue };
        let mut end = start;
        let Some(body) = body(text.as_bytes(), start, quoting, &mut work, &mut end) else {
            if work > MOST_WORK {
                break;
            }
            let cut = text.get(start..end).unwrap_or_default();
            if tree.faults.is_empty() && is_cut_template(cut) {
                tree.faults.push(not_read(Span::new(file, start, start + 1)));
            }
            continue;
        };
        work += body.range.end;
        if work > MOST_WORK {
            break;
        }
        from = body.range.end;
        last = Some((from, quoting));
        let copy = blank.get_or_insert_with(|| vec![b' '; text.len()]);
        let Some(place) = copy.get_mut(body.range.clone()) else { continue };
        place.copy_from_slice(&body.json);
        let read = copy.get(..body.range.end).and_then(|copy| std::str::from_utf8(copy).ok());
        let read = read.map(|copy| json::parse(file, copy));
        if let Some(read) = read.filter(|read| tells(read, &body.json, &mut tree.faults)) {
            let reader = Reader { text, values: &body.values };
            bodies.extend(read.roots.into_iter().map(|root| reader.node(root, 0)));
        }
        if let Some(place) = copy.get_mut(body.range) {
            place.fill(b' ');
        }
    }
    // One behind the other, so that a comment speaks of the body behind it.
    if let (Some(first), Some(last)) =
        (bodies.first().map(|body| body.span), bodies.last().map(|body| body.span))
    {
        let start = tree.comments.first().map_or(first.start, |comment| comment.span.start.min(first.start));
        tree.roots.push(Node::new(Span { start, ..first }.to(last), Value::List(bodies)));
    }
    tree
}

/// Whether what was read of a body is to be looked at. Where JSON of a template is broken, as much as could be read is,
/// and one advice says so; other things in quotes are of no interest.
fn tells(read: &Tree, body: &[u8], faults: &mut Vec<Fault>) -> bool {
    let Some(first) = read.faults.first() else { return true };
    let is_template = memchr::memmem::find(body, b"\"components\"").is_some();
    if is_template && faults.is_empty() {
        faults.push(not_read(first.diagnostic.primary.span));
    }
    is_template
}

/// Whether what has no end is JSON, and of a template: a bracket or a quote is missing.
fn is_cut_template(cut: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(cut.as_bytes(), word.as_bytes()).is_some();
    let inner = cut.trim_start_matches('{').trim_start();
    inner.starts_with(['"', '\\']) && (has("components\"") || has("components\\\"")) && has("type")
}

/// Comments that speak to this program.
fn comments(file: FileId, text: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if words.starts_with('#') && is_directive(words) {
            let inner = words.trim_start_matches('#').trim_start();
            let end = start + words.len();
            let text = Text::direct(inner, Span::new(file, end - inner.len(), end));
            comments.push(Comment { text, span: Span::new(file, start, end) });
        }
    }
    comments
}

/// How what begins with a bracket is quoted; nothing where it begins no body.
fn quoting(bytes: &[u8], start: usize) -> Option<Quoting> {
    let before = bytes.get(..start)?;
    let led = before
        .iter()
        .rposition(|b| !b.is_ascii_whitespace() && *b != b'[')
        .map(|at| (at, before.get(at).copied()));
    match led {
        // The body of a here-document begins behind its line, however that ends.
        Some((at, _)) if before.get(at..)?.contains(&b'\n') && opens_document(before.get(..=at)?) => {
            Some(Quoting::Bare)
        }
        Some((at, Some(b'\''))) if before.get(..at)?.ends_with(b"$") => Some(Quoting::Escaped),
        Some((_, Some(b'\''))) => Some(Quoting::Single),
        Some((_, Some(b'"'))) => Some(Quoting::Double),
        Some((at, _)) => before.get(at..)?.contains(&b'\n').then_some(Quoting::Bare),
        None => Some(Quoting::Bare),
    }
}

/// Whether the last line of some bytes opens a here-document: `<<EOF`, `<<-"EOF"`, `<< 'EOF' | curl …`. `<<<` gives words.
fn opens_document(before: &[u8]) -> bool {
    let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    memchr::memmem::find_iter(line, b"<<").any(|at| {
        let behind = line.get(at + 2..).unwrap_or_default();
        let behind = behind.strip_prefix(b"-").unwrap_or(behind).trim_ascii_start();
        let name = behind.strip_prefix(b"'").or_else(|| behind.strip_prefix(b"\"")).unwrap_or(behind);
        let is_word = name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        is_word && !line.get(..at).is_some_and(|before| before.ends_with(b"<"))
    })
}

/// Reads a body from its first bracket to its last one; `end` says how far it came.
fn body(bytes: &[u8], start: usize, quoting: Quoting, work: &mut usize, end: &mut usize) -> Option<Body> {
    let mut json: Vec<u8> = Vec::new();
    let mut values = Vec::new();
    let (mut at, mut depth, mut in_text) = (start, 0usize, false);
    loop {
        *end = at.min(bytes.len());
        let rest = bytes.get(at..)?;
        let byte = *rest.first()?;
        *work += 1;
        if *work > MOST_WORK {
            return None;
        }
        // What the shell puts in, or another way to write a quote.
        let put_in = match (quoting, byte) {
            (Quoting::Single, b'\'') if rest.starts_with(b"'\\''") && in_text => Some(4),
            (Quoting::Single, b'\'') => match left(rest) {
                Some(length) => Some(length),
                None => break,
            },
            (Quoting::Double | Quoting::Bare, b'$' | b'`') => expansion(rest),
            _ => None,
        };
        if let Some(length) = put_in {
            if !in_text {
                values.push(at..at + length);
            }
            json.resize(json.len() + length, if in_text { MARK } else { b'1' });
            at += length;
            continue;
        }
        match (quoting, byte) {
            (Quoting::Double, b'"') | (Quoting::Escaped, b'\'') => break,
            (Quoting::Double | Quoting::Escaped, b'\\') => {
                let (taken, read): (usize, &[u8]) = match rest.get(1..)? {
                    // The place without a mark is always outside of the text.
                    [b'"', ..] if in_text => (2, b"\" "),
                    [b'"', ..] => (2, b" \""),
                    [b'\'', ..] if in_text && quoting == Quoting::Escaped => (2, &[MARK, b'\'']),
                    [b'$', ..] if in_text => (2, &[MARK, b'$']),
                    [b'`', ..] if in_text => (2, &[MARK, b'`']),
                    // What the shell leaves is an escape of JSON.
                    [b'\\', b'\\', b'"', ..] if in_text => (4, &[MARK, MARK, b'\\', b'"']),
                    [b'\\', b'n' | b't' | b'u' | b'/', ..] if in_text => (2, &[MARK, b'\\']),
                    [b'n' | b't' | b'u' | b'/', ..] => (1, b"\\"),
                    _ => return None,
                };
                in_text ^= rest.get(1) == Some(&b'"');
                json.extend_from_slice(read);
                at += taken;
                continue;
            }
            // In a here-document without quotes; JSON has no such escape.
            (Quoting::Bare, b'\\') if in_text && matches!(rest.get(1), Some(b'$' | b'`')) => {
                json.push(MARK);
                json.push(*rest.get(1)?);
                at += 2;
                continue;
            }
            (_, b'\\') if in_text => {
                json.push(byte);
                json.push(*rest.get(1)?);
                at += 2;
                continue;
            }
            (_, b'"') => {
                in_text = !in_text;
                json.push(byte);
            }
            (_, b'{') if !in_text => {
                depth += 1;
                json.push(byte);
            }
            (_, b'}') if !in_text => {
                depth = depth.checked_sub(1)?;
                json.push(byte);
                if depth == 0 {
                    at += 1;
                    break;
                }
            }
            _ => json.push(byte),
        }
        at += 1;
    }
    (depth == 0 && !in_text).then_some(Body { range: start..at, json, values })
}

/// The length of a way out of single quotes and back in: `'"$NAME"'`, `'$NAME'`.
fn left(rest: &[u8]) -> Option<usize> {
    let inner = rest.get(1..)?;
    let length = match inner.first()? {
        b'"' => {
            let mut at = 1;
            loop {
                match inner.get(at)? {
                    b'"' => break at + 1,
                    b'\\' => at += 2,
                    b'$' | b'`' => at += expansion(inner.get(at..)?).unwrap_or(1),
                    b'\n' => return None,
                    _ => at += 1,
                }
            }
        }
        b'$' | b'`' => expansion(inner)?,
        _ => return None,
    };
    (inner.get(length) == Some(&b'\'')).then_some(length + 2)
}

/// The length of what the shell puts a value in for: `$NAME`, `${NAME}`, `$(date)`.
fn expansion(rest: &[u8]) -> Option<usize> {
    let closed = |open: u8, close: u8| {
        let mut depth = 0usize;
        for (at, byte) in rest.iter().enumerate() {
            match *byte {
                b if b == open => depth += 1,
                b if b == close => depth = depth.checked_sub(1)?,
                b'\n' => return None,
                _ => continue,
            }
            if depth == 0 {
                return Some(at + 1);
            }
        }
        None
    };
    match rest {
        [b'$', b'{', ..] => closed(b'{', b'}'),
        [b'$', b'(', ..] => closed(b'(', b')'),
        [b'$', first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
            let is_part = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'_';
            Some(1 + rest.iter().skip(1).take_while(is_part).count())
        }
        _ => None,
    }
}

/// Makes the marks of a body into what they stand for.
struct Reader<'t> {
    text: &'t str,
    values: &'t [Range<usize>],
}

impl Reader<'_> {
    fn node(&self, node: Node, depth: usize) -> Node {
        let span = node.span;
        let start = span.start as usize;
        if depth > MAX_DEPTH || self.values.iter().any(|value| value.contains(&start)) {
            return Node::new(span, Value::Unknown(None));
        }
        let value = match node.value {
            Value::Scalar(scalar) => return self.scalar(span, scalar),
            Value::List(nodes) => {
                Value::List(nodes.into_iter().map(|node| self.node(node, depth + 1)).collect())
            }
            Value::Map(entries) => {
                let entries = entries.into_iter().map(|entry| Entry {
                    value: self.node(entry.value, depth + 1),
                    key: entry.key,
                    label: entry.label,
                });
                Value::Map(entries.collect())
            }
            other => other,
        };
        Node::new(span, value)
    }

    fn scalar(&self, span: Span, scalar: Scalar) -> Node {
        let text = self.unmarked(&scalar.text);
        let mut words = text.as_str().chars();
        if text.has_holes() && words.all(|c| c == super::tree::HOLE) {
            return Node::new(span, Value::Unknown(None));
        }
        Node::new(span, Value::Scalar(Scalar { text, ..scalar }))
    }

    /// A text with holes in the places of what the shell puts in. An edit must suit two kinds of quotes at once.
    fn unmarked(&self, text: &Text) -> Text {
        let words = text.as_str();
        let mark = char::from(MARK);
        if !words.contains(mark) {
            return text.clone().written_as(Written::Mixed);
        }
        let span = text.span();
        let mut builder = TextBuilder::new(span.file, span.start as usize).written(Written::Mixed);
        let mut at = 0;
        while let Some(open) = words.get(at..).and_then(|rest| rest.find(mark)).map(|found| at + found) {
            builder.push_text(&text.part(at..open));
            let rest = words.get(open..).unwrap_or_default();
            let end = open + rest.len() - rest.trim_start_matches(mark).len();
            let place = text.slice(open..end).range();
            match self.text.get(place.clone()) {
                Some(place) if place.bytes().all(|byte| byte == b'\\') => {}
                Some("'\\''") => builder.push_for("'", place, false),
                _ => builder.push_hole(place),
            }
            at = end;
        }
        builder.push_text(&text.part(at..words.len()));
        builder.finish(span.end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    fn texts(source: &str) -> Vec<(String, String)> {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("send.sh", source));
        let tree = parse(id, source);
        let text = |root: &Node| {
            let text = root.get("text").and_then(Node::as_text)?;
            Some((text.as_str().to_owned(), source[text.span().range()].to_owned()))
        };
        tree.roots.iter().flat_map(Node::elements).map(|root| text(root).unwrap_or_default()).collect()
    }

    #[test]
    fn bodies_are_read_in_all_quotes() {
        for (source, value, place) in [
            ("curl -d '{\"text\": \"Hi {{1}}\"}' x", "Hi {{1}}", "Hi {{1}}"),
            ("curl -d '\n  {\"text\": \"it'\\''s $5\"}\n' x", "it's $5", "it'\\''s $5"),
            ("curl -d '{\"text\": \"Hi '\"${a[\"b\"]}\"'!\"}'", "Hi \u{fffc}!", "Hi '\"${a[\"b\"]}\"'!"),
            ("curl -d '{\"text\": \"Hi '$NAME'!\"}'", "Hi \u{fffc}!", "Hi '$NAME'!"),
            (
                "curl -d \"{\\\"text\\\": \\\"Hi $NAME,\\nfor \\$5\\\"}\"",
                "Hi \u{fffc},\nfor $5",
                "Hi $NAME,\\nfor \\$5",
            ),
            ("cat <<EOF\n{\n \"text\": \"Hi ${NAME}, $5\"\n}\nEOF\n", "Hi \u{fffc}, $5", "Hi ${NAME}, $5"),
            ("curl -d \"{\\\"text\\\": \\\"a \\\\\\\"b\\\\\\\"\\\"}\"", "a \"b\"", "a \\\\\\\"b\\\\\\\""),
            ("cat <<EOF\n{\n \"text\": \"\\$NAME, \\`5\"\n}\nEOF\n", "$NAME, `5", "\\$NAME, \\`5"),
            ("curl -d $'{\"text\": \"it\\'s\\\\n{{1}}\"}' x", "it's\n{{1}}", "it\\'s\\\\n{{1}}"),
            ("cat <<EOF | curl -d @- \"$URL\"\n{\"text\": \"Hi {{1}}\"}\nEOF\n", "Hi {{1}}", "Hi {{1}}"),
            ("cat <<\"EOF\"\n{\"text\": \"Hi {{1}}\"}\nEOF\n", "Hi {{1}}", "Hi {{1}}"),
            ("curl -d @- <<-'EOF'\n{\"text\": \"it's {{1}}\"}\nEOF\n", "it's {{1}}", "it's {{1}}"),
            ("jq . <<< '\n{\"text\": \"Hi {{1}}\"}'", "Hi {{1}}", "Hi {{1}}"),
            ("POST /a HTTP/1.1\n\n{ \"text\": \"Günaydın\" }", "Günaydın", "Günaydın"),
        ] {
            assert_eq!(texts(source), [(value.to_owned(), place.to_owned())], "{source}");
        }
    }

    #[test]
    fn what_is_no_json_is_no_body() {
        for source in [
            "f() {\n  echo \"{ $1\"\n}\n",
            "awk '{ print $1 }' a.txt",
            "curl -d '{\"text\": \"Hi\"",
            "for a in {1..3}; do echo; done",
            &"'{".repeat(20_000),
            &"\n{\"".repeat(20_000),
        ] {
            assert!(texts(source).is_empty(), "{}", &source[..20.min(source.len())]);
        }
    }

    #[test]
    fn a_template_without_its_end_is_told() {
        let faults = |source: &str| {
            let mut sources = SourceMap::default();
            let id = sources.add(SourceFile::new("send.sh", source));
            parse(id, source).faults.len()
        };
        let whole = "{\"name\": \"a\", \"components\": [{\"type\": \"BODY\", \"text\": \"Hi\"}]}";
        let cut = &whole[..whole.len() - 1];
        assert_eq!(faults(&format!("curl -d '{whole}' x")), 0);
        assert_eq!(faults(&format!("curl -d '{cut}' x")), 1);
        assert_eq!(faults(&format!("cat <<EOF | curl x\n{cut}\nEOF\n")), 1);
        assert_eq!(faults(&format!("curl -d \"{}\" x", cut.replace('"', "\\\""))), 1);
        assert_eq!(faults("awk '{ print \"components\" type ' a.txt"), 0);
    }

    #[test]
    fn several_bodies_in_the_same_quotes_are_all_read() {
        for source in [
            "curl -d '[{\"text\": \"a\"}, {\"text\": \"b\"}]'",
            "curl -d '{\"text\": \"a\"}\n{\"text\": \"b\"}'",
            "curl -d '{\"text\": \"a\"}' x\ncurl -d '{\"text\": \"b\"}' y",
            "curl -d \"[{\\\"text\\\": \\\"a\\\"}, {\\\"text\\\": \\\"b\\\"}]\"",
            "cat <<EOF\n{\"text\": \"a\"}\n{\"text\": \"b\"}\nEOF",
        ] {
            let both = ["a", "b"].map(|word| (word.to_owned(), word.to_owned()));
            assert_eq!(texts(source), both, "{source}");
        }
    }

    #[test]
    fn what_the_shell_puts_in_is_unknown() {
        let mut sources = SourceMap::default();
        let source = "curl -d '{\"text\": \"'\"$TEXT\"'\", \"limit\": '$N', \"list\": [\"a\"]}'";
        let id = sources.add(SourceFile::new("send.sh", source));
        let tree = parse(id, source);
        let root = tree.roots.first().and_then(|root| root.elements().first()).expect("a body");
        assert_eq!(root.get("text").map(|node| &node.value), Some(&Value::Unknown(None)));
        assert_eq!(root.get("limit").map(|node| &node.value), Some(&Value::Unknown(None)));
        assert_eq!(root.get("list").map(|node| node.elements().len()), Some(1));
    }
}

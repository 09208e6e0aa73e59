//! The text of a message: placeholders, formatting marks, links, addresses, numbers, line ends.

use std::collections::BTreeSet;
use std::ops::Range;

use pest::Parser as _;
use pest_derive::Parser;

use super::tree::Text;
use crate::source::Span;

#[derive(Parser)]
#[grammar = "grammar/message.pest"]
struct MessageParser;

/// What a placeholder asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// `{{1}}`
    Position(u32),
    /// `{{first_name}}`
    Name(Box<str>),
}

impl std::fmt::Display for Variable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Variable::Position(number) => write!(f, "{{{{{number}}}}}"),
            Variable::Name(name) => write!(f, "{{{{{name}}}}}"),
        }
    }
}

/// What a piece of a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentKind {
    /// Ordinary words.
    Plain,
    /// A placeholder as the platform wants it.
    Placeholder(Variable),
    /// Something that was meant as a placeholder; what was meant, where that can be told.
    Malformed(Option<Variable>),
    /// A line end.
    LineEnd,
    /// A web address.
    Link,
    /// An e-mail address.
    Email,
    /// A phone number in international form.
    Phone,
    /// A formatting mark that opens or closes: `*bold*`, `_italic_`, `~struck~`, `` `code` ``.
    Mark,
}

/// A piece of a message and its bytes in the message's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    start: u32,
    end: u32,
}

impl Segment {
    fn new(kind: SegmentKind, range: Range<usize>) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Segment { kind, start: narrow(range.start), end: narrow(range.end) }
    }

    /// Its bytes in [`Message::text`].
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A message text in pieces. The pieces follow each other without gaps and cover the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The text with its way back to the file.
    pub text: Text,
    /// The pieces.
    pub segments: Box<[Segment]>,
}

impl Message {
    /// Reads a text. Every text is a message.
    pub fn parse(text: Text) -> Self {
        let segments = segments(text.as_str()).into_boxed_slice();
        Message { text, segments }
    }

    /// The source bytes of a piece.
    pub fn span_of(&self, segment: &Segment) -> Span {
        self.text.slice(segment.range())
    }

    /// The words of a piece.
    pub fn words_of(&self, segment: &Segment) -> &str {
        self.text.as_str().get(segment.range()).unwrap_or_default()
    }

    /// Whether a malformed placeholder may be ordinary text: `{name}`.
    pub fn is_doubtful(&self, segment: &Segment) -> bool {
        let words = self.words_of(segment);
        let single = !words.starts_with("{{") && !words.ends_with("}}");
        single && matches!(segment.kind, SegmentKind::Malformed(Some(Variable::Name(_))))
    }

    /// All well-formed placeholders in order, repeats included.
    pub fn placeholders(&self) -> impl Iterator<Item = (&Variable, &Segment)> {
        self.segments.iter().filter_map(|segment| match &segment.kind {
            SegmentKind::Placeholder(variable) => Some((variable, segment)),
            _ => None,
        })
    }

    /// The distinct variables that values are needed for, each where it first stands, in order.
    ///
    /// Malformed placeholders count with what was meant, so that one slip is told once; a word between single
    /// braces may be ordinary text and does not count.
    pub fn variables(&self) -> Vec<(Variable, Span)> {
        let mut found: Vec<(Variable, Span)> = Vec::new();
        let mut known: BTreeSet<&Variable> = BTreeSet::new();
        for segment in &self.segments {
            let variable = match &segment.kind {
                SegmentKind::Placeholder(variable) => variable,
                SegmentKind::Malformed(Some(variable)) if !self.is_doubtful(segment) => variable,
                _ => continue,
            };
            if known.insert(variable) {
                found.push((variable.clone(), self.span_of(segment)));
            }
        }
        found
    }
}

fn variable(inner: &str) -> Variable {
    if inner.bytes().all(|b| b.is_ascii_digit()) {
        Variable::Position(inner.parse().unwrap_or(u32::MAX))
    } else {
        Variable::Name(inner.into())
    }
}

/// Texts longer than this are no messages and are taken as plain words; the platform's longest body is 32,768.
const LONGEST_MESSAGE: usize = 100_000;
/// How far a placeholder or an address can reach, in bytes.
const LONGEST_PIECE: usize = 200;
/// How far a phone number can reach, in bytes.
const LONGEST_NUMBER: usize = 40;
/// How far a link can reach, in bytes.
const LONGEST_LINK: usize = 2_100;
/// How many formatting marks can be open at once; there are five kinds.
const MOST_OPEN_MARKS: usize = 8;
/// How many braces in a row can still have been meant as a placeholder.
const MOST_BRACES: usize = 4;

fn segments(text: &str) -> Vec<Segment> {
    if text.len() > LONGEST_MESSAGE {
        return vec![Segment::new(SegmentKind::Plain, 0..text.len())];
    }
    let mut out: Vec<Segment> = Vec::with_capacity(if text.len() > 64 { 24 } else { 2 });
    let bytes = text.as_bytes();
    let mut plain = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let Some(start) = piece_start(bytes, plain, at, byte) else {
            at += 1;
            continue;
        };
        let Some((kind, len)) = piece(window(text, start, byte)) else {
            at += skipped(bytes, at, byte);
            continue;
        };
        if start > plain {
            out.push(Segment::new(SegmentKind::Plain, plain..start));
        }
        out.push(Segment::new(kind, start..start + len));
        plain = start + len;
        at = plain;
    }
    if plain < text.len() {
        out.push(Segment::new(SegmentKind::Plain, plain..text.len()));
    }
    pair_marks(text, &mut out);
    out
}

/// The stretch of a text in which a piece is looked for. What a failed look costs depends on it.
fn window(text: &str, start: usize, sign: u8) -> &str {
    let most = match sign {
        b'/' | b'w' | b'W' => LONGEST_LINK,
        b'+' => LONGEST_NUMBER,
        _ => LONGEST_PIECE,
    };
    let end = (start + most).min(text.len());
    let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    text.get(start..end).unwrap_or_default()
}

/// How far to go on behind a sign that began nothing: of a row of braces only the last few can begin something.
fn skipped(bytes: &[u8], at: usize, byte: u8) -> usize {
    let row = bytes.get(at..).unwrap_or_default().iter().take_while(|b| **b == byte).count();
    if matches!(byte, b'{' | b'}') && row > MOST_BRACES { row - MOST_BRACES } else { 1 }
}

/// Where a piece would begin of which `byte` gives a first sign, if it gives one.
fn piece_start(bytes: &[u8], plain: usize, at: usize, byte: u8) -> Option<usize> {
    let back_over = |of_word: fn(u8) -> bool| {
        let before = bytes.get(plain..at).unwrap_or_default();
        at - before.iter().rev().take_while(|b| of_word(**b)).count()
    };
    match byte {
        b'{' | b'}' | b'\n' | b'\r' | b'*' | b'_' | b'~' | b'`' => Some(at),
        b'+' => bytes.get(at + 1).is_some_and(u8::is_ascii_digit).then_some(at),
        // The name of an address and the domain of a link stand before their signs. A look costs more than a glance,
        // so what cannot be one is left out here.
        b'@' => {
            let start =
                back_over(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-'));
            let domain = bytes.get(at + 1..(at + LONGEST_PIECE).min(bytes.len())).unwrap_or_default();
            let end = domain.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')));
            let dotted =
                domain.get(..end.unwrap_or(domain.len())).is_some_and(|domain| domain.contains(&b'.'));
            (start < at && dotted).then_some(start)
        }
        b'/' => {
            let start = back_over(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'-'));
            let word = bytes.get(start..at).unwrap_or_default();
            let scheme = word.eq_ignore_ascii_case(b"https:") || word.eq_ignore_ascii_case(b"http:");
            (scheme || word.contains(&b'.')).then_some(start)
        }
        b'w' | b'W'
            if at == plain || bytes.get(at.wrapping_sub(1)).is_none_or(|b| !b.is_ascii_alphanumeric()) =>
        {
            bytes.get(at..at + 4).is_some_and(|word| word.eq_ignore_ascii_case(b"www.")).then_some(at)
        }
        _ => None,
    }
}

/// The piece that a text begins with, and its length in bytes.
fn piece(text: &str) -> Option<(SegmentKind, usize)> {
    plain_placeholder(text).or_else(|| plain_link(text)).or_else(|| by_grammar(text))
}

/// The link that nearly all links are: `https://` and plain signs up to a space, a brace or the end. As with
/// placeholders, it answers as the grammar does for the forms that it knows.
fn plain_link(text: &str) -> Option<(SegmentKind, usize)> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let is_plain = |b: u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'=' | b'&' | b'%' | b'#' | b'~')
    };
    let length = rest.bytes().position(|b| !is_plain(b)).unwrap_or(rest.len());
    let ends = matches!(rest.as_bytes().get(length), None | Some(b' ' | b'\n' | b'\r' | b'{' | b'"'));
    let (last, behind) = (rest.as_bytes().get(length.checked_sub(1)?)?, text.len() - rest.len());
    (ends && *last != b'.').then_some((SegmentKind::Link, behind + length))
}

/// The placeholder that nearly all placeholders are, `{{1}}` or `{{first_name}}`, without a look into the grammar. It
/// knows fewer forms than the grammar and answers the same for those it knows; a test holds it to that.
fn plain_placeholder(text: &str) -> Option<(SegmentKind, usize)> {
    let rest = text.strip_prefix("{{")?;
    let length = rest.bytes().position(|b| !(b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'))?;
    let (inner, behind) = (rest.get(..length)?, rest.get(length..)?);
    let is_closed = behind.starts_with("}}") && !behind.starts_with("}}}");
    let is_number = inner.bytes().all(|b| b.is_ascii_digit()) && !inner.starts_with('0') && length <= 9;
    let is_name = inner.starts_with(|c: char| !c.is_ascii_digit());
    let is_plain = is_closed && length > 0 && (is_number || is_name);
    is_plain.then(|| (SegmentKind::Placeholder(variable(inner)), length + 4))
}

fn by_grammar(text: &str) -> Option<(SegmentKind, usize)> {
    let pair = MessageParser::parse(Rule::piece, text).ok()?.next()?.into_inner().next()?;
    let len = pair.as_span().end();
    let rule = pair.as_rule();
    let inner = || pair.clone().into_inner().next();
    let kind = match rule {
        Rule::placeholder => SegmentKind::Placeholder(variable(inner().map_or("", |name| name.as_str()))),
        Rule::malformed => {
            let guess = inner().and_then(|form| form.into_inner().next());
            SegmentKind::Malformed(guess.map(|guess| variable(guess.as_str())))
        }
        Rule::line_end => SegmentKind::LineEnd,
        Rule::link => SegmentKind::Link,
        Rule::email => SegmentKind::Email,
        Rule::phone => SegmentKind::Phone,
        _ => SegmentKind::Mark,
    };
    (len > 0).then_some((kind, len))
}

/// Keeps the marks that come in pairs around words on one line; a lone `*` or `snake_case` is plain text.
fn pair_marks(text: &str, segments: &mut Vec<Segment>) {
    if !segments.iter().any(|segment| segment.kind == SegmentKind::Mark) {
        return;
    }
    let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut paired = vec![false; segments.len()];
    for (index, segment) in segments.iter().enumerate() {
        match segment.kind {
            SegmentKind::LineEnd => open.retain(|(_, mark)| *mark == "```"),
            SegmentKind::Mark => {
                let mark = text.get(segment.range()).unwrap_or_default();
                let before = text.get(..segment.range().start).and_then(|s| s.chars().next_back());
                let after = text.get(segment.range().end..).and_then(|s| s.chars().next());
                let closes = before.is_some_and(|c| !c.is_whitespace()) && outside(after);
                if closes && let Some(at) = open.iter().rposition(|(_, other)| *other == mark) {
                    let (start, _) = open[at];
                    paired[start] = true;
                    paired[index] = true;
                    open.truncate(at);
                } else if outside(before) && after.is_some_and(|c| !c.is_whitespace()) {
                    if open.len() >= MOST_OPEN_MARKS {
                        open.remove(0);
                    }
                    open.push((index, mark));
                }
            }
            _ => {}
        }
    }
    let mut merged: Vec<Segment> = Vec::with_capacity(segments.len());
    for (mut segment, paired) in segments.drain(..).zip(paired) {
        if segment.kind == SegmentKind::Mark && !paired {
            segment.kind = SegmentKind::Plain;
        }
        match merged.last_mut() {
            Some(last) if last.kind == SegmentKind::Plain && segment.kind == SegmentKind::Plain => {
                last.end = segment.end;
            }
            _ => merged.push(segment),
        }
    }
    *segments = merged;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let mut out = String::new();
        for segment in segments(text) {
            let words = &text[segment.range()];
            let tag = match segment.kind {
                SegmentKind::Plain => "",
                SegmentKind::Placeholder(_) => "var:",
                SegmentKind::Malformed(None) => "bad:",
                SegmentKind::Malformed(Some(guess)) => &format!("bad({guess}):"),
                SegmentKind::LineEnd => "nl:",
                SegmentKind::Link => "link:",
                SegmentKind::Email => "mail:",
                SegmentKind::Phone => "tel:",
                SegmentKind::Mark => "mark:",
            };
            out.push_str(&format!("<{tag}{}>", words.escape_debug()));
        }
        out
    }

    #[test]
    fn placeholders_and_their_slips() {
        assert_eq!(shape("Hi {{1}}, {{first_name}}!"), "<Hi ><var:{{1}}><, ><var:{{first_name}}><!>");
        assert_eq!(shape("{1}"), "<bad({{1}}):{1}>");
        assert_eq!(shape("{{ 1}}x"), "<bad({{1}}):{{ 1}}><x>");
        assert_eq!(shape("{{1}x"), "<bad({{1}}):{{1}><x>");
        assert_eq!(shape("{1}}x"), "<bad({{1}}):{1}}><x>");
        assert_eq!(shape("a {{}} b"), "<a ><bad:{{}}>< b>");
        assert_eq!(shape("{{{name}}}"), "<bad({{name}}):{{{name}}}>");
        assert_eq!(shape("a {{1}}} b"), "<a ><bad({{1}}):{{1}}}>< b>");
        assert_eq!(shape("{{1 please"), "<bad({{1}}):{{1>< please>");
        assert_eq!(shape("{{01}}"), "<bad:{{01}}>");
        assert_eq!(shape("{{a-b}}"), "<bad:{{a-b}}>");
        assert_eq!(shape("{{नाम}}"), "<var:{{नाम}}>");
        assert_eq!(shape("set {a, b} and {"), "<set {a, b} and {>");
    }

    #[test]
    fn the_short_way_answers_as_the_grammar_does() {
        let inside = [
            "1",
            "12",
            "0",
            "01",
            "1234567890",
            "a",
            "first_name",
            "_x",
            "a1",
            "1a",
            "",
            "A",
            "é",
            "a b",
            "a-b",
        ];
        for inner in inside {
            for behind in ["}}", "}}}", "}} x", "}", "", "}x"] {
                let text = format!("{{{{{inner}{behind}");
                if let Some(quick) = plain_placeholder(&text) {
                    assert_eq!(Some(quick), by_grammar(&text), "{text}");
                }
            }
        }
        let links = [
            "https://a.example/x?y=1",
            "https://a.example/x",
            "http://a.example.",
            "https://",
            "https://a.example/p=",
            "https://a..b",
        ];
        for link in links {
            for behind in ["", " x", ". x", "{{1}}", "\n", "\"", "*", ",", "_ x", "é"] {
                let text = format!("{link}{behind}");
                if let Some(quick) = plain_link(&text) {
                    assert_eq!(Some(quick), by_grammar(&text), "{text}");
                }
            }
        }
        assert!(
            plain_link("https://a.example/x?").is_none() && plain_link("https://a.example/x {").is_some()
        );
        assert!(plain_placeholder("{{1}}").is_some() && plain_placeholder("{{first_name}}.").is_some());
    }

    #[test]
    fn links_numbers_and_line_ends() {
        assert_eq!(
            shape("See https://loja.example/p?x={{1}}. Or wa.me/551199.\r\nMail a.b@c.example"),
            "<See ><link:https://loja.example/p?x=><var:{{1}}><. Or ><link:wa.me/551199><.><nl:\\r\\n><Mail ><mail:a.b@c.example>"
        );
        assert_eq!(shape("Call +55 11 91234-5678 now"), "<Call ><tel:+55 11 91234-5678>< now>");
        assert_eq!(shape("1.5/2 and 24/7"), "<1.5/2 and 24/7>");
        assert_eq!(shape("Mail a@b.com. Bye"), "<Mail ><mail:a@b.com><. Bye>");
        assert_eq!(shape("Mail a@b.com."), "<Mail ><mail:a@b.com><.>");
        assert_eq!(
            shape("Mail a@b.co.uk, or c@d.e.example!"),
            "<Mail ><mail:a@b.co.uk><, or ><mail:c@d.e.example><!>"
        );
        assert_eq!(shape("a@b.com..."), "<mail:a@b.com><...>");
        assert_eq!(shape("b.com/x. Bye"), "<link:b.com/x><. Bye>");
        assert_eq!(shape("b.com./x"), "<b.com./x>");
    }

    #[test]
    fn marks_count_in_pairs_only() {
        assert_eq!(shape("*bold* 2*3 snake_case_x"), "<mark:*><bold><mark:*>< 2*3 snake_case_x>");
        assert_eq!(shape("_a *b* c_"), "<mark:_><a ><mark:*><b><mark:*>< c><mark:_>");
        assert_eq!(shape("* item\n*x"), "<* item><nl:\\n><*x>");
    }

    #[test]
    fn pieces_cover_every_byte() {
        for text in ["👩‍👧 {{1}} مرحبا *{{name}}*\n\u{202e}x", "{{{{", "}}}}{", "+", "www.", "a@b", "*_~`"]
        {
            let mut at = 0;
            for segment in segments(text) {
                assert_eq!(segment.range().start, at, "{text:?}");
                at = segment.range().end;
            }
            assert_eq!(at, text.len(), "{text:?}");
        }
    }
}

#[cfg(test)]
mod growth {
    use super::*;
    use crate::source::{SourceFile, SourceMap, Span};

    /// Hostile texts of the longest length that is read; quadratic work would take minutes here.
    #[test]
    fn hostile_texts_are_read_in_one_pass() {
        for piece in
            ["{", "{{", "{{a", "{{a ", "a@", "a@b.", "/", "a/", "+1", "*", "_a", "www.", "}", "\n", "{{é}} "]
        {
            let text = piece.repeat(LONGEST_MESSAGE / piece.len());
            let id = SourceMap::default().add(SourceFile::new("m", text.clone()));
            let message = Message::parse(Text::direct(&text, Span::new(id, 0, text.len())));
            assert_eq!(message.segments.last().map(|last| last.range().end), Some(text.len()), "{piece:?}");
            assert!(message.variables().len() <= 1, "{piece:?}");
        }
    }
}

//! `.waba` files, by the grammar in `grammar/definition.pest`.
//!
//! Recovery happens inside the grammar: its `bad_…` rules match what people get wrong, and each is told here
//! in the language's own words. No name of a grammar rule leaves this module.

use pest::Parser as _;
use pest::iterators::Pair;
use pest_derive::Parser;

use super::json::unescape;
use super::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value, Written};
use super::{Comment, MAX_DEPTH, Tree, duplicate_keys, is_directive, nothing, too_deep};
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Words};
use crate::source::{FileId, Span};

#[derive(Parser)]
#[grammar = "grammar/definition.pest"]
pub(super) struct DefinitionParser;

/// The kinds of item, as a reader of the language sees them.
const ITEM_KINDS: [&str; 4] = ["template", "audience", "campaign", "account"];

/// Keys that may stand several times in one block.
const REPEATABLE: [&str; 5] = ["button", "translation", "after", "card", "app"];

pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let mut reader = Reader { file, text, tree: Tree::default() };
    if let Some(at) = too_deep_at(text) {
        reader.tree.faults.push(too_deep(Span::new(file, at, at + 1)));
        return reader.tree;
    }
    match DefinitionParser::parse(Rule::file, text) {
        Ok(pairs) => {
            let mut entries = Vec::new();
            for pair in pairs.flat_map(Pair::into_inner) {
                reader.top(pair, &mut entries);
            }
            let end = text.len();
            reader.tree.roots.push(Node::new(Span::new(file, 0, end), Value::Map(entries)));
        }
        Err(error) => {
            // The grammar accepts every text, so this is a defect of ours; it must still not stop the run.
            let at = match error.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
            };
            reader.fault(Span::new(file, at, at), "this could not be read", "reading stopped here");
        }
    }
    reader.tree
}

/// Where nesting goes beyond the limit. Counts brackets outside of quotes and comments.
fn too_deep_at(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let triple = bytes[at..].starts_with(b"\"\"\"");
                let rest = &bytes[at + if triple { 3 } else { 1 }..];
                at += if triple {
                    memchr::memmem::find(rest, b"\"\"\"").map_or(2, |n| n + 5)
                } else {
                    closing_quote(rest).map_or(0, |n| n + 1)
                };
            }
            b'#' => at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at),
            b'{' | b'[' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Offset of the quote that closes a text on the same line.
fn closing_quote(rest: &[u8]) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at),
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    tree: Tree,
}

impl Reader<'_> {
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.file, span.start(), span.end())
    }

    fn fault(&mut self, span: Span, message: impl Into<Words>, mark: impl Into<Words>) {
        self.push(Diagnostic::at(span, message).mark(mark));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.tree.faults.push(Fault::new(FaultKind::Syntax, diagnostic));
    }

    /// The characters at a place that are worth pointing at: one, or none at a line end.
    fn point(&self, at: usize) -> Span {
        let next = self.text.get(at..).and_then(|rest| rest.chars().next());
        let len = next.filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        Span::new(self.file, at, at + len)
    }

    fn top(&mut self, pair: Pair<'_, Rule>, entries: &mut Vec<Entry>) {
        match pair.as_rule() {
            Rule::item => entries.extend(self.item(pair)),
            Rule::bad_top => {
                let Some(inner) = pair.into_inner().next() else { return };
                self.bad_top(inner, entries);
            }
            Rule::comment => self.comment(&pair),
            _ => {}
        }
    }

    /// Reads `kind name { … }`; both `kind` and `name` may be missing.
    fn item(&mut self, pair: Pair<'_, Rule>) -> Option<Entry> {
        let mut key = None;
        let mut label = None;
        let mut value = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::item_kind | Rule::key => key = Some(Text::direct(part.as_str(), self.span(&part))),
                Rule::item_name | Rule::label => label = self.name(part),
                Rule::comment => self.comment(&part),
                Rule::block => {
                    let opener = match (&key, &label) {
                        (Some(kind), Some(name)) => format!("{} {}", kind.as_str(), name.as_str()),
                        (Some(kind), None) => kind.as_str().to_owned(),
                        _ => String::new(),
                    };
                    value = Some(self.block(part, &opener));
                }
                _ => {}
            }
        }
        Some(Entry { key: key?, label, value: value? })
    }

    fn name(&mut self, pair: Pair<'_, Rule>) -> Option<Text> {
        let inner = pair.into_inner().next()?;
        match inner.as_rule() {
            Rule::string => Some(self.string(inner)),
            _ => Some(Text::direct(inner.as_str(), self.span(&inner))),
        }
    }

    fn bad_top(&mut self, pair: Pair<'_, Rule>, entries: &mut Vec<Entry>) {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::bad_unnamed => {
                if let Some(entry) = self.item(pair) {
                    let kind = entry.key.as_str().to_owned();
                    let at = self.point(entry.key.span().range().end);
                    self.push(
                        Diagnostic::at(at, format!("expected a name after `{kind}`"))
                            .mark("the name belongs here")
                            .help(format!("write `{kind} some_name {{ … }}`")),
                    );
                    entries.push(entry);
                }
            }
            Rule::bad_bodiless => {
                let mut inner = pair.into_inner();
                let kind = inner.next();
                let name = inner.next();
                let body = inner.find(|part| part.as_rule() == Rule::bare_body);
                let (Some(kind), Some(name)) = (kind, name) else { return };
                if let Some(body) = body {
                    let key = Text::direct(kind.as_str(), self.span(&kind));
                    let label = self.name(name.clone());
                    let value = self.block(body, "");
                    entries.push(Entry { key, label, value });
                }
                let at = self.point(name.as_span().end());
                self.push(
                    Diagnostic::at(at, format!("expected `{{` after `{} {}`", kind.as_str(), name.as_str()))
                        .mark("the block belongs here")
                        .label(self.span(&kind).to(self.span(&name)), "this item has no block"),
                );
            }
            Rule::bad_kind => {
                let Some(word) = pair.clone().into_inner().next() else { return };
                let found = word.as_str().to_owned();
                let at = self.span(&word);
                let nearest = crate::syntax::lexical::nearest(&found, ITEM_KINDS);
                let mut diagnostic = Diagnostic::at(
                    at,
                    format!("expected `template`, `audience`, `campaign` or `account`, found `{found}`"),
                )
                .mark("not a kind of item");
                if let Some(nearest) = nearest {
                    diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
                }
                self.push(diagnostic);
                // What the writer meant is clear enough to go on with.
                let mut label = None;
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::item_name => label = self.name(part),
                        Rule::block => {
                            let value = self.block(part, &found);
                            if let Some(nearest) = nearest {
                                let key = Text::direct(nearest, at);
                                entries.push(Entry { key, label: label.take(), value });
                            }
                        }
                        _ => {}
                    }
                }
            }
            Rule::bad_stray_entry => {
                let Some(inner) = pair.into_inner().next() else { return };
                let mut discarded = Vec::new();
                self.entry_of(inner, &mut discarded);
                self.push(
                    Diagnostic::at(span, "this entry stands outside of any item")
                        .mark("belongs inside `template`, `audience`, `campaign` or `account`")
                        .help("write `template some_name { … }` around it, or remove a `}` too many above"),
                );
            }
            Rule::bad_close => {
                self.fault(span, "this `}` closes nothing", "one `}` too many, here or above");
            }
            _ => {
                self.fault(
                    span,
                    "expected an item such as `template order_shipped { … }`",
                    "not part of the language",
                );
            }
        }
    }

    fn comment(&mut self, pair: &Pair<'_, Rule>) {
        let raw = pair.as_str();
        if !is_directive(raw) {
            return;
        }
        let body = raw.trim_start_matches('#').trim_start();
        let start = pair.as_span().start() + raw.len() - body.len();
        let body = body.trim_end();
        let text = Text::direct(body, Span::new(self.file, start, start + body.len()));
        let span = self.span(pair);
        self.tree.comments.push(Comment { text, span });
    }

    fn block(&mut self, pair: Pair<'_, Rule>, opener: &str) -> Node {
        let span = self.span(&pair);
        let mut entries = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::entry => {
                    if let Some(inner) = part.into_inner().next() {
                        self.entry_of(inner, &mut entries);
                    }
                }
                Rule::pair | Rule::step | Rule::section => self.entry_of(part, &mut entries),
                Rule::comment => self.comment(&part),
                Rule::unclosed => {
                    let mut at = part.as_span().start();
                    let mut open = span.range().start;
                    let mut what = if opener.is_empty() { String::new() } else { format!(" `{opener}`") };
                    if let Some((inner, inner_open, inner_at)) = self.return_strays(&mut entries) {
                        what = format!(" `{inner}`");
                        (open, at) = (inner_open, inner_at);
                    }
                    self.push(
                        Diagnostic::at(self.point(at), format!("expected `}}` to close{what}"))
                            .mark("the `}` belongs before this")
                            .label(Span::new(self.file, open, open + 1), "opened here"),
                    );
                }
                _ => {}
            }
        }
        self.duplicates(&entries);
        Node::new(span, Value::Map(entries))
    }

    /// Tells of keys that are given twice in a block, apart from those that may be.
    fn duplicates(&mut self, entries: &[Entry]) {
        let once: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.label.is_none() && !REPEATABLE.contains(&entry.key.as_str()))
            .collect();
        duplicate_keys(once, &mut self.tree.faults);
    }

    /// Finds the inner block whose `}` is really missing when an outer one is left open: its entries go on at the
    /// indentation of the line that opened it. Those entries go back to the outer block.
    ///
    /// Gives the inner block's key, where it was opened, and the first entry that is not its own.
    fn return_strays(&self, entries: &mut Vec<Entry>) -> Option<(String, usize, usize)> {
        let (at, split) = entries.iter().enumerate().rev().find_map(|(at, entry)| {
            let inner = entry.value.as_map()?;
            let own = self.indentation(entry.key.span().range().start)?;
            let stray = inner.iter().position(|inner| {
                self.indentation(inner.key.span().range().start).is_some_and(|indentation| indentation <= own)
            })?;
            (stray > 0).then_some((at, stray))
        })?;
        let entry = entries.get_mut(at)?;
        let key = entry.key.as_str().to_owned();
        let open = entry.value.span.range().start;
        let Value::Map(inner) = &mut entry.value.value else { return None };
        let strays = inner.split_off(split);
        let first = strays.first()?.key.span().range().start;
        let last = inner.last().map_or(open + 1, |entry| entry.value.span.range().end);
        entry.value.span = Span::new(self.file, open, last);
        entries.extend(strays);
        Some((key, open, first))
    }

    /// The width of the space before an offset, when nothing else stands before it on its line.
    fn indentation(&self, offset: usize) -> Option<usize> {
        let before = self.text.get(..offset)?;
        let line = before.rsplit(['\n', '\r']).next()?;
        line.trim_matches([' ', '\t']).is_empty().then_some(line.len())
    }

    fn entry_of(&mut self, pair: Pair<'_, Rule>, entries: &mut Vec<Entry>) {
        match pair.as_rule() {
            Rule::pair | Rule::step => entries.extend(self.pair(pair)),
            Rule::section => entries.extend(self.item(pair)),
            Rule::bad_entry => {
                if let Some(inner) = pair.into_inner().next() {
                    self.bad_entry(inner, entries);
                }
            }
            _ => {}
        }
    }

    fn pair(&mut self, pair: Pair<'_, Rule>) -> Option<Entry> {
        let mut key = None;
        let mut value = None;
        for part in pair.into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::key | Rule::step_word => key = Some(Text::direct(part.as_str(), span)),
                Rule::value => value = Some(self.value(part, key.as_ref())),
                Rule::phrase => value = Some(self.phrase(part)),
                Rule::missing => {
                    let at = self.point(span.range().start);
                    let name = key.as_ref().map_or("", Text::as_str);
                    self.push(
                        Diagnostic::at(at, format!("expected a value after `{name}:`"))
                            .mark("the value belongs here"),
                    );
                    value = Some(nothing(span));
                }
                Rule::run_on => {
                    let at = self.point(part.as_span().start());
                    self.push(
                        Diagnostic::at(at, "expected `;` or a line end before the next entry")
                            .mark("the next entry begins here"),
                    );
                }
                Rule::trailing => {
                    let name = key.as_ref().map_or("this entry", Text::as_str);
                    self.push(
                        Diagnostic::at(span, format!("expected the end of `{name}`"))
                            .mark("does not belong to the value")
                            .help("put texts in quotes, and start the next entry on a new line"),
                    );
                }
                Rule::comment => self.comment(&part),
                _ => {}
            }
        }
        Some(Entry { key: key?, label: None, value: value? })
    }

    fn bad_entry(&mut self, pair: Pair<'_, Rule>, entries: &mut Vec<Entry>) {
        let span = self.span(&pair);
        match pair.as_rule() {
            rule @ (Rule::bad_equals | Rule::bad_colonless) => {
                let equals = pair.clone().into_inner().find(|part| part.as_rule() == Rule::equals);
                let Some(entry) = self.pair(pair) else { return };
                let key = entry.key.as_str().to_owned();
                let (at, found) = match equals {
                    Some(equals) if rule == Rule::bad_equals => {
                        (self.span(&equals), format!(", found `{}`", equals.as_str()))
                    }
                    _ => (self.point(entry.key.span().range().end), String::new()),
                };
                self.push(
                    Diagnostic::at(at, format!("expected `:` after `{key}`{found}"))
                        .mark("write `:` here")
                        .label(entry.key.span(), "the key of this entry"),
                );
                entries.push(entry);
            }
            Rule::bad_section => {
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::bad_head => {
                            let head = part.as_str().trim_end();
                            let start = part.as_span().start();
                            let at = Span::new(self.file, start, start + head.len());
                            self.fault(at, "expected `key {` or `key name {`", "not the head of a block");
                        }
                        Rule::block => drop(self.block(part, "")),
                        _ => {}
                    }
                }
            }
            _ => {
                self.push(
                    Diagnostic::at(span, "expected an entry such as `key: value`").mark("not an entry"),
                );
            }
        }
    }

    fn value(&mut self, pair: Pair<'_, Rule>, key: Option<&Text>) -> Node {
        let span = self.span(&pair);
        let mut nodes = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::element => nodes.extend(self.element(part, key)),
                Rule::comment => self.comment(&part),
                _ => {}
            }
        }
        if nodes.len() == 1 {
            nodes.pop().unwrap_or_else(|| nothing(span))
        } else {
            Node::new(span, Value::List(nodes))
        }
    }

    fn element(&mut self, pair: Pair<'_, Rule>, key: Option<&Text>) -> Option<Node> {
        let inner = pair.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::phrase => self.phrase(inner),
            Rule::block => self.block(inner, key.map_or("", Text::as_str)),
            _ => self.list(inner, key),
        })
    }

    fn list(&mut self, pair: Pair<'_, Rule>, key: Option<&Text>) -> Node {
        let span = self.span(&pair);
        let mut nodes = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::element => nodes.extend(self.element(part, key)),
                Rule::comment => self.comment(&part),
                Rule::unclosed => {
                    let at = self.point(part.as_span().start());
                    self.push(
                        Diagnostic::at(at, "expected `]` to close the list")
                            .mark("the `]` belongs before this")
                            .label(
                                Span::new(self.file, span.range().start, span.range().start + 1),
                                "opened here",
                            ),
                    );
                }
                _ => {}
            }
        }
        Node::new(span, Value::List(nodes))
    }

    fn phrase(&mut self, pair: Pair<'_, Rule>) -> Node {
        let span = self.span(&pair);
        let mut atoms = Vec::new();
        for atom in pair.into_inner() {
            if let Some(inner) = atom.into_inner().next() {
                atoms.push(self.atom(inner));
            }
        }
        match atoms.len() {
            0 => nothing(span),
            1 => atoms.pop().unwrap_or_else(|| nothing(span)),
            _ => Node::new(span, Value::Phrase(atoms)),
        }
    }

    fn atom(&mut self, pair: Pair<'_, Rule>) -> Node {
        let span = self.span(&pair);
        let (text, style) = match pair.as_rule() {
            Rule::string | Rule::bad_string => {
                let closed = pair.as_rule() == Rule::string;
                if !closed {
                    let at = self.point(span.range().end);
                    self.push(
                        Diagnostic::at(at, "expected `\"` to close the text")
                            .mark("the line ends here")
                            .label(
                                Span::new(self.file, span.range().start, span.range().start + 1),
                                "opened here",
                            )
                            .help("texts over several lines stand between `\"\"\"` and `\"\"\"`"),
                    );
                }
                (self.string(pair), Style::Quoted)
            }
            Rule::text_block | Rule::bad_text_block => {
                if pair.as_rule() == Rule::bad_text_block {
                    let at = self.point(span.range().end);
                    let open = Span::new(self.file, span.range().start, span.range().start + 3);
                    self.push(
                        Diagnostic::at(at, "expected `\"\"\"` to close the text block")
                            .mark("the text block was still open here")
                            .label(open, "opened here"),
                    );
                }
                (self.text_block(pair), Style::Block)
            }
            _ => (Text::direct(pair.as_str(), span), Style::Bare),
        };
        Node::new(span, Value::Scalar(Scalar { text, style }))
    }

    fn string(&mut self, pair: Pair<'_, Rule>) -> Text {
        let Some(inner) = pair.into_inner().find(|part| part.as_rule() == Rule::string_text) else {
            return Text::direct("", Span::new(self.file, 0, 0));
        };
        let (raw, start) = (inner.as_str(), inner.as_span().start());
        if !raw.contains('\\') {
            return Text::direct(raw, self.span(&inner)).written_as(Written::Escaped);
        }
        let mut out = TextBuilder::new(self.file, start).written(Written::Escaped);
        let mut at = 0;
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = rest.find('\\').unwrap_or(rest.len());
            out.push(&rest[..plain], start + at..start + at + plain);
            at += plain;
            let Some(escape) = raw.get(at..).filter(|rest| !rest.is_empty()) else { break };
            let (decoded, len, fault) = unescape(escape);
            if let Some(message) = fault {
                let span = Span::new(self.file, start + at, start + at + len);
                self.fault(span, message, "this escape");
            }
            let mut buffer = [0; 4];
            out.push(decoded.encode_utf8(&mut buffer), start + at..start + at + len);
            at += len;
        }
        out.finish(start + raw.len())
    }

    /// Drops the first and last line end and the common indentation; line ends inside stay as one `\n` each.
    fn text_block(&self, pair: Pair<'_, Rule>) -> Text {
        let Some(inner) =
            pair.into_inner().find(|part| matches!(part.as_rule(), Rule::block_text | Rule::open_text))
        else {
            return Text::direct("", Span::new(self.file, 0, 0));
        };
        let (raw, start) = (inner.as_str(), inner.as_span().start());
        let mut lines: Vec<(usize, &str)> = Vec::new();
        let mut at = 0;
        for line in raw.split_inclusive('\n') {
            lines.push((at, line.trim_end_matches(['\n', '\r'])));
            at += line.len();
        }
        if raw.ends_with('\n') {
            lines.push((at, ""));
        }
        // The line of the opening quotes and the line of the closing quotes count only when they hold text.
        if lines.first().is_some_and(|(_, line)| line.trim().is_empty()) && lines.len() > 1 {
            lines.remove(0);
        }
        if lines.last().is_some_and(|(_, line)| line.trim().is_empty()) {
            lines.pop();
        }
        let first_is_inline = lines.first().is_some_and(|(at, _)| *at == 0);
        let indent = lines
            .iter()
            .skip(usize::from(first_is_inline))
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(_, line)| line.len() - line.trim_start_matches([' ', '\t']).len())
            .min()
            .unwrap_or(0);
        let (mut content_start, mut content_end) = (start, start);
        let mut out: Option<TextBuilder> = None;
        for (index, (at, line)) in lines.iter().enumerate() {
            let cut = if index == 0 && first_is_inline { 0 } else { indent.min(line.len()) };
            let cut = if line.trim().is_empty() { line.len() } else { cut };
            let from = start + at + cut;
            let builder = out.get_or_insert_with(|| {
                content_start = from;
                TextBuilder::new(self.file, from).written(Written::Block)
            });
            if index > 0 {
                builder.push("\n", content_end..from);
            }
            builder.push(line.get(cut..).unwrap_or_default(), from..start + at + line.len());
            content_end = start + at + line.len();
        }
        match out {
            Some(builder) => builder.finish(content_end.max(content_start)),
            None => Text::direct("", Span::new(self.file, start, start)),
        }
    }
}

/// What a part of the language is called when it is missing. Only parts that a value can lack have a name.
pub(super) fn describe(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::once => "`once at 2026-09-01T10:00`",
        Rule::daily => "`daily`",
        Rule::weekly => "`weekly on mon, thu`",
        Rule::monthly => "`monthly on day 15`",
        Rule::every => "`every 2 days`",
        Rule::recurrence => "`rrule \"FREQ=WEEKLY\"`",
        Rule::weekday => "a weekday such as `mon`",
        Rule::month_day => "a day of the month such as `15`",
        Rule::interval | Rule::number => "a number",
        Rule::every_unit => "`hours`, `days`, `weeks` or `months`",
        Rule::at => "`at 10:00`",
        Rule::time => "a time such as `10:00`",
        Rule::zone_of => "`in Europe/Madrid`",
        Rule::zone => "a time zone such as `America/Sao_Paulo`, or `recipient`",
        Rule::from => "`from 2026-09-01`",
        Rule::until => "`until 2026-09-30`",
        Rule::date => "a date such as `2026-09-01`",
        Rule::date_time => "a date and time such as `2026-09-01T10:00`",
        Rule::duration => "a duration such as `7d`",
        Rule::duration_unit => "a unit: `m`, `h`, `d`, `bd`, `w`, `mo` or `y`",
        Rule::rate_unit => "`day`, `week` or `month`",
        Rule::rule_name => "the name of a rule",
        Rule::reason => "a reason",
        Rule::string | Rule::recurrence_text => "a recurrence rule in quotes",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches_whole(rule: Rule, text: &str) -> bool {
        DefinitionParser::parse(rule, text)
            .ok()
            .and_then(|mut pairs| pairs.next())
            .is_some_and(|pair| pair.as_span().end() == text.len())
    }

    /// For each rule of the grammar, texts that it takes whole and texts that it does not.
    #[test]
    fn each_rule_accepts_and_rejects() {
        let table: &[(Rule, &[&str], &[&str])] = &[
            (
                Rule::item,
                &["template a {}", "audience \"big list\" { size: 3 }", "campaign c\n{\n}"],
                &["template {}", "tempate a {}", "template a"],
            ),
            (
                Rule::pair,
                &["a: b", "a : \"x\"", "a: 1, 2", "1: \"x\"", "sample: { a: \"b\" }", "a: [\n1,\n2 ]"],
                &["a b", "a = b", ": b"],
            ),
            (
                Rule::section,
                &["consent { }", "translation es { body: \"x\" }", "consent{a:b}"],
                &["consent", "a b c { }"],
            ),
            (Rule::step, &["after 2d send x"], &["after", "later 2d send x"]),
            (
                Rule::string,
                &["\"\"", "\"a \\\" b\"", "\"\\u00e9\"", "\"é مرحبا\""],
                &["\"a", "\"a\nb\"", "'a'"],
            ),
            (Rule::text_block, &["\"\"\"\n  a \"b\"\n\"\"\"", "\"\"\"\"\"\""], &["\"\"\"a", "\"a\""]),
            (Rule::list, &["[]", "[1, 2]", "[\n  a\n  b, # c\n]"], &["1, 2"]),
            (
                Rule::phrase,
                &["url \"a\" -> \"b\"", "20:00..09:00", "weekly on mon", "spring 70%"],
                &["", ", a", "# c"],
            ),
            (
                Rule::bare,
                &["America/Sao_Paulo", "18_400", "2026-09-01..2026-09-30", "10:00"],
                &["a b", "a,", "\"a\"", "->"],
            ),
            (Rule::word, &["a", "pt_BR", "spring-sale.v2", "नाम"], &["a b", "", "a:"]),
            (Rule::amount, &["1", "18_400", "0.5", "20%", "-3"], &["a", "1a", "%"]),
            (Rule::span_of_time, &["30m", "24h", "7d", "5bd", "2w", "6mo", "7y"], &["7", "d", "7 d", "7x"]),
            (
                Rule::date_range,
                &["2026-02-01", "2026-02-01..2026-05-30", "2026-02-01 .. 2026-05-30"],
                &["2026-2-1", "2026-02-01..", "May"],
            ),
            (Rule::time_range, &["20:00..09:00", "8:00..20:00"], &["20:00", "8..9"]),
            (
                Rule::rate,
                &["2 per 7d", "1000, 5000, 20000 per 1d", "3 per week"],
                &["2", "per 7d", "2 per", "2 per 7"],
            ),
            (
                Rule::schedule,
                &[
                    "once at 2026-09-01T10:00",
                    "once at 2026-09-01 10:00 in America/Sao_Paulo",
                    "daily at 10:00, 18:00",
                    "weekly on mon, thu at 10:00 in recipient from 2026-09-01 until 2026-09-30",
                    "Weekly on Monday and Friday",
                    "monthly on day 31 at 9:00",
                    "monthly on days 1, 15",
                    "every 2 days at 10:00",
                    "every hour",
                    "every 3 weeks on tue",
                    "rrule \"FREQ=WEEKLY;BYDAY=MO\" from 2026-09-01",
                ],
                &[
                    "",
                    "sometimes",
                    "weekly on someday",
                    "every at 10:00",
                    "monthly on day",
                    "once",
                    "daily at",
                    "weekly on mon mon",
                ],
            ),
            (
                Rule::directive,
                &[
                    "wabalint: allow(a)",
                    "wabalint: allow( a , b ) because it is so",
                    "wabalint: allow(a) because",
                ],
                &["wabalint: allow()", "wabalint allow(a)", "wabalint: ignore(a)"],
            ),
        ];
        for (rule, accepted, rejected) in table {
            for text in *accepted {
                assert!(matches_whole(*rule, text), "{rule:?} should take {text:?}");
            }
            for text in *rejected {
                assert!(!matches_whole(*rule, text), "{rule:?} should not take {text:?}");
            }
        }
    }

    #[test]
    fn every_text_is_a_file() {
        for text in [
            "",
            "\u{feff}",
            "{",
            "}",
            "\"",
            "template",
            "template a {",
            "a: {[\"",
            "#",
            "\"\"\"",
            "template a { b: ",
            "\r\r\n\n",
        ] {
            assert!(matches_whole(Rule::file, text), "{text:?}");
        }
    }

    #[test]
    fn five_mistakes_are_five_findings_and_the_rest_counts() {
        let text = "template a {\n  category utility\n  language: \"en\n  body = \"x\"\n}\ntempate b { body: \"y\" }\n}\naudience c { size: 3 }\n";
        let mut map = crate::source::SourceMap::default();
        let id = map.add(crate::source::SourceFile::new("a.waba", text));
        let tree = parse(id, text);
        let messages: Vec<&str> = tree.faults.iter().map(|fault| fault.diagnostic.message.as_ref()).collect();
        assert_eq!(messages.len(), 5, "{messages:#?}");
        let entries = tree.roots[0].as_map().unwrap();
        assert_eq!(
            entries.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(),
            ["template", "template", "audience"]
        );
        assert_eq!(
            entries[0].value.get("category").and_then(Node::as_text).map(Text::as_str),
            Some("utility")
        );
    }

    #[test]
    fn no_name_of_a_grammar_rule_reaches_a_reader() {
        let broken = [
            "template {",
            "x",
            "template a { b c",
            "a: b",
            "template a { x: [1",
            "campaign c { schedule: weekly on x }",
            "}",
            "\"\"\"",
        ];
        for text in broken {
            let mut map = crate::source::SourceMap::default();
            let id = map.add(crate::source::SourceFile::new("a.waba", text));
            for fault in parse(id, text).faults {
                let shown = format!("{:?}", fault.diagnostic);
                for rule in
                    ["bad_", "block_end", "entry_end", "word_char", "item_kind", "item_name", "Rule::", "EOI"]
                {
                    assert!(!shown.contains(rule), "{text:?}: {shown}");
                }
            }
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("template a {{ x: {}", "{ a: ".repeat(5_000));
        let mut map = crate::source::SourceMap::default();
        let id = map.add(crate::source::SourceFile::new("a.waba", deep.clone()));
        let tree = parse(id, &deep);
        assert_eq!(tree.faults.len(), 1);
        assert_eq!(tree.faults[0].kind, FaultKind::Unreadable);
    }
}

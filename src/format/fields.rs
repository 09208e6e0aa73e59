//! Reading the keys of a map: each value is checked for its kind where it is taken, and keys that nobody
//! took are told at the end.

use jiff::civil::{Date, Time};

use crate::diagnostic::{Diagnostic, Fault, FaultKind};
use crate::model::{Part, Reference, Unknowns, Word};
use crate::source::{SourceFile, Span, Spanned};
use crate::syntax::Syntax;
use crate::syntax::lexical::{self, Duration, Mismatch, Rate, Schedule};
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, Value};

/// What lowering needs to know of the file, and where its faults go.
pub(super) struct Lower<'s> {
    pub(super) source: &'s SourceFile,
    pub(super) syntax: Syntax,
    pub(super) faults: Vec<Fault>,
    /// The parts of a template that are being read, and of which parts something was computed at run time.
    reading: &'static [Part],
    pub(super) unknown: Unknowns,
}

impl<'s> Lower<'s> {
    pub(super) fn new(source: &'s SourceFile, syntax: Syntax) -> Self {
        Lower { source, syntax, faults: Vec::new(), reading: &[Part::Other], unknown: Unknowns::default() }
    }

    /// Whether the platform's own spelling is expected.
    pub(super) fn is_platform_spelling(&self) -> bool {
        self.syntax == Syntax::Json || self.syntax.is_program()
    }

    /// Says which parts what is read next belongs to; returns what was read before.
    pub(super) fn turn_to(&mut self, parts: &'static [Part]) -> &'static [Part] {
        std::mem::replace(&mut self.reading, parts)
    }

    /// Reads something that belongs to some parts.
    pub(super) fn part<T>(&mut self, parts: &'static [Part], read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.turn_to(parts);
        let value = read(self);
        self.reading = before;
        value
    }

    /// Notes that something of what is being read is computed at run time.
    pub(super) fn is_computed(&mut self) {
        self.unknown.add_all(self.reading);
    }

    pub(super) fn invalid(&mut self, diagnostic: Diagnostic) {
        self.faults.push(Fault::new(FaultKind::InvalidValue, diagnostic));
    }

    /// Says that a value is of the wrong kind, naming what was expected and what was found. One that is computed at run
    /// time may be of any kind.
    pub(super) fn wrong_kind(&mut self, key: &str, expected: &str, found: &Node) {
        if found.is_unknown() {
            self.is_computed();
            return;
        }
        if self.syntax == Syntax::Waba && matches!(found.value, Value::Null) {
            // The missing value was told while the file was read.
            return;
        }
        let message = format!("expected {expected} for `{key}`, found {}", found.kind_name());
        let mark = if found.span.is_empty() { "the value belongs here" } else { "this value" };
        self.invalid(Diagnostic::at(found.span, message).mark(mark));
    }

    fn mismatch(&mut self, key: &str, mismatch: Mismatch) {
        let message = format!("expected {} for `{key}`", mismatch.expected);
        self.invalid(Diagnostic::at(mismatch.span, message).mark("does not fit"));
    }

    /// A text. In `.waba` files texts stand in quotes; a bare word is told and still used.
    pub(super) fn text(&mut self, key: &str, node: &Node) -> Option<Text> {
        self.prose(key, node).filter(|text| !text.has_holes())
    }

    /// A text that people read; what is known of it counts where a program computes the rest.
    pub(super) fn prose(&mut self, key: &str, node: &Node) -> Option<Text> {
        if node.is_computed() {
            self.is_computed();
        }
        match &node.value {
            Value::Scalar(Scalar { text, style }) => {
                if *style == Style::Literal {
                    self.wrong_kind(key, "a text", node);
                    return None;
                }
                if *style == Style::Bare && self.syntax == Syntax::Waba {
                    let help = format!("write \"{}\"", text.as_str());
                    self.invalid(
                        Diagnostic::at(node.span, format!("expected a text in quotes for `{key}`"))
                            .mark("a bare word")
                            .help(help),
                    );
                }
                node.as_scalar().map(words_of)
            }
            Value::Phrase(_) | Value::List(_) if self.syntax == Syntax::Waba => {
                let raw = self.source.text().get(node.span.range()).unwrap_or_default();
                let help = if raw.contains(['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}']) {
                    "write straight quotes: \"…\"".to_owned()
                } else if raw.contains('"') {
                    "write a quote inside a text as `\\\"`".to_owned()
                } else {
                    format!("write \"{raw}\"")
                };
                self.invalid(
                    Diagnostic::at(node.span, format!("expected a text in quotes for `{key}`"))
                        .mark("several words without quotes around them")
                        .help(help),
                );
                None
            }
            _ => {
                self.wrong_kind(key, "a text", node);
                None
            }
        }
    }

    /// A word or a text, whichever way it was written.
    pub(super) fn word(&mut self, key: &str, node: &Node) -> Option<Text> {
        match node.as_text() {
            Some(text) if text.has_holes() => {
                self.is_computed();
                None
            }
            Some(text) => Some(text.clone()),
            None => {
                self.wrong_kind(key, "a word", node);
                None
            }
        }
    }

    /// A word of a vocabulary; others are told with the nearest word that exists.
    pub(super) fn vocabulary<T: Copy>(
        &mut self,
        key: &str,
        node: &Node,
        words: &[&'static str],
        parse: fn(&str) -> Option<T>,
    ) -> Option<Word<T>> {
        if let Some(word) = member(node, parse) {
            return Some(word);
        }
        let text = self.word(key, node)?;
        let known = parse(text.as_str());
        if known.is_none() {
            self.outside(key, &text, words);
        }
        Some(Word { text, known })
    }

    /// A word of a vocabulary for which a rule of its own judges words outside.
    pub(super) fn open_word<T>(
        &mut self,
        key: &str,
        node: &Node,
        parse: fn(&str) -> Option<T>,
    ) -> Option<Word<T>> {
        if let Some(word) = member(node, parse) {
            return Some(word);
        }
        let text = self.word(key, node)?;
        let known = parse(text.as_str());
        Some(Word { text, known })
    }

    /// Says that a word is outside its vocabulary.
    pub(super) fn outside(&mut self, key: &str, text: &Text, words: &[&'static str]) {
        let mut diagnostic =
            Diagnostic::at(text.span(), format!("`{}` is no value of `{key}`", text.as_str()))
                .mark("not known");
        diagnostic = match lexical::nearest(text.as_str(), words.iter().copied()) {
            // In JSON the platform's own spelling is expected.
            Some(nearest) if self.is_platform_spelling() => {
                diagnostic.help(format!("did you mean `{}`?", nearest.to_uppercase()))
            }
            Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
            None if self.is_platform_spelling() => diagnostic.help(
                format!("one of {}", listed(words))
                    .to_uppercase()
                    .replacen("ONE OF", "one of", 1)
                    .replace(" OR ", " or "),
            ),
            None => diagnostic.help(format!("one of {}", listed(words))),
        };
        self.invalid(diagnostic);
    }

    /// Checks a word against a vocabulary that the model keeps as text.
    pub(super) fn choice(&mut self, key: &str, node: &Node, words: &[&'static str]) -> Option<Text> {
        if let Value::Unknown(Some(member)) = &node.value
            && words.iter().any(|word| word.eq_ignore_ascii_case(member.as_str()))
        {
            return Some((**member).clone());
        }
        let text = self.word(key, node)?;
        if !words.iter().any(|word| word.eq_ignore_ascii_case(text.as_str())) {
            self.outside(key, &text, words);
        }
        Some(text)
    }

    /// As [`Lower::choice`], for words that a fact lists.
    pub(super) fn listed_choice(&mut self, key: &str, node: &Node, fact: &'static str) -> Option<Text> {
        let words = crate::policy::values_of(fact);
        let before = self.faults.len();
        let text = self.choice(key, node, words);
        for fault in self.faults.iter_mut().skip(before) {
            fault.diagnostic.fact = Some(fact);
        }
        text
    }

    /// The words of a value that reads as a sentence: a scalar, or in `.waba` several words and commas.
    fn sentence(&mut self, key: &str, expected: &str, node: &Node) -> Option<Text> {
        match &node.value {
            Value::Scalar(scalar) if scalar.text.has_holes() => {
                self.is_computed();
                None
            }
            Value::Scalar(scalar) => Some(scalar.text.clone()),
            Value::Phrase(_) | Value::List(_) if self.syntax == Syntax::Waba => {
                Some(Text::direct(self.source.text().get(node.span.range()).unwrap_or_default(), node.span))
            }
            _ => {
                self.wrong_kind(key, expected, node);
                None
            }
        }
    }

    fn read<T>(
        &mut self,
        key: &str,
        expected: &str,
        node: &Node,
        read: fn(&Text) -> Result<T, Mismatch>,
    ) -> Option<Spanned<T>> {
        let text = self.sentence(key, expected, node)?;
        match read(&text) {
            Ok(value) => Some(Spanned::new(value, text.span())),
            Err(mismatch) => {
                self.mismatch(key, mismatch);
                None
            }
        }
    }

    pub(super) fn duration(&mut self, key: &str, node: &Node) -> Option<Spanned<Duration>> {
        self.read(key, "a duration such as `24h`", node, lexical::duration)
    }

    /// A number from 0.
    pub(super) fn number(&mut self, key: &str, node: &Node) -> Option<Spanned<f64>> {
        let number = self.signed_number(key, node)?;
        if number.value < 0.0 {
            let message = format!("expected a number that is not negative for `{key}`");
            self.invalid(Diagnostic::at(number.span, message).mark("does not fit"));
            return None;
        }
        Some(number)
    }

    pub(super) fn signed_number(&mut self, key: &str, node: &Node) -> Option<Spanned<f64>> {
        self.read(key, "a number", node, lexical::number)
    }

    pub(super) fn date(&mut self, key: &str, node: &Node) -> Option<Spanned<Date>> {
        self.read(key, "a date such as `2026-09-01`", node, lexical::date)
    }

    pub(super) fn date_range(&mut self, key: &str, node: &Node) -> Option<Spanned<(Date, Date)>> {
        self.read(key, "a date or a range of dates", node, lexical::date_range)
    }

    pub(super) fn time_range(&mut self, key: &str, node: &Node) -> Option<Spanned<(Time, Time)>> {
        self.read(key, "a range of hours such as `20:00..09:00`", node, lexical::time_range)
    }

    pub(super) fn rate(&mut self, key: &str, node: &Node) -> Option<Spanned<Rate>> {
        self.read(key, "a number above 0 per duration, such as `2 per 7d`", node, lexical::rate)
    }

    pub(super) fn schedule(&mut self, key: &str, node: &Node) -> Option<Schedule> {
        self.read(key, "a schedule", node, lexical::schedule).map(|schedule| schedule.value)
    }

    pub(super) fn switch(&mut self, key: &str, node: &Node) -> Option<Spanned<bool>> {
        if node.is_computed() {
            self.is_computed();
            return None;
        }
        let value = node.as_text().and_then(|text| match text.as_str().to_ascii_lowercase().as_str() {
            "yes" | "on" | "true" => Some(true),
            "no" | "off" | "false" => Some(false),
            _ => None,
        });
        match value {
            Some(value) => Some(Spanned::new(value, node.span)),
            None => {
                let found = node
                    .as_text()
                    .map_or_else(|| node.kind_name().to_owned(), |t| format!("`{}`", t.as_str()));
                let message = format!("expected `yes` or `no` for `{key}`, found {found}");
                self.invalid(Diagnostic::at(node.span, message).mark("a switch belongs here"));
                None
            }
        }
    }

    pub(super) fn texts(&mut self, key: &str, node: &Node) -> Vec<Text> {
        node.elements().iter().filter_map(|element| self.text(key, element)).collect()
    }

    pub(super) fn words(&mut self, key: &str, node: &Node) -> Vec<Text> {
        node.elements().iter().filter_map(|element| self.word(key, element)).collect()
    }

    pub(super) fn references(&mut self, key: &str, node: &Node) -> Vec<Reference> {
        self.words(key, node).into_iter().map(Reference::new).collect()
    }
}

/// A member of an enumeration that is defined elsewhere, where its name is a word of the vocabulary.
fn member<T>(node: &Node, parse: fn(&str) -> Option<T>) -> Option<Word<T>> {
    let Value::Unknown(Some(member)) = &node.value else { return None };
    parse(member.as_str()).map(|known| Word { text: (**member).clone(), known: Some(known) })
}

/// The words of a scalar. The line end that closes a block scalar is not part of what people read.
pub(super) fn words_of(scalar: &Scalar) -> Text {
    match scalar.style {
        Style::Block => scalar.text.part(0..scalar.text.as_str().trim_end_matches('\n').len()),
        _ => scalar.text.clone(),
    }
}

/// Words as a list in a sentence.
pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

/// The entries of one map, while they are being taken.
pub(super) struct Fields<'n> {
    what: &'static str,
    entries: &'n [Entry],
    taken: Vec<bool>,
    known: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// Starts with a map; `what` names it to the reader (`template`, `consent`).
    pub(super) fn new(what: &'static str, entries: &'n [Entry]) -> Self {
        Fields { what, entries, taken: vec![false; entries.len()], known: Vec::new() }
    }

    /// Starts with a node that should be a map.
    pub(super) fn of(lower: &mut Lower<'_>, what: &'static str, node: &'n Node) -> Option<Self> {
        match node.as_map() {
            Some(entries) => {
                if entries.iter().any(|entry| matches!(entry.value.value, Value::Rest)) {
                    lower.is_computed();
                    // Samples stand in parts of every kind.
                    lower.unknown.add(Part::Samples);
                }
                Some(Fields::new(what, entries))
            }
            None => {
                lower.wrong_kind(what, "a block of keys", node);
                None
            }
        }
    }

    /// Whether a program adds more keys, whatever they are.
    pub(super) fn is_open(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.value.value, Value::Rest))
    }

    /// The entry of a key. Of several, the last one counts, and the tree has already told of the others.
    pub(super) fn entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        self.known.push(key);
        let mut last = None;
        for (entry, taken) in self.entries.iter().zip(&mut self.taken) {
            if entry.key.as_str() == key {
                *taken = true;
                last = Some(entry);
            }
        }
        last
    }

    /// The value of a key.
    pub(super) fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// All entries of some keys that mean the same, in the order of the file.
    pub(super) fn all(&mut self, keys: &[&'static str]) -> Vec<&'n Entry> {
        self.known.extend_from_slice(keys);
        let mut found = Vec::new();
        for (entry, taken) in self.entries.iter().zip(&mut self.taken) {
            if keys.contains(&entry.key.as_str()) {
                *taken = true;
                found.push(entry);
            }
        }
        found
    }

    /// Keys that are allowed and say nothing to this program.
    pub(super) fn ignore(&mut self, keys: &[&'static str]) {
        self.all(keys);
    }

    pub(super) fn text(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Option<Text> {
        self.node(key).and_then(|node| lower.text(key, node))
    }

    pub(super) fn prose(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Option<Text> {
        self.node(key).and_then(|node| lower.prose(key, node))
    }

    pub(super) fn word(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Option<Text> {
        self.node(key).and_then(|node| lower.word(key, node))
    }

    pub(super) fn choice(
        &mut self,
        lower: &mut Lower<'_>,
        key: &'static str,
        words: &[&'static str],
    ) -> Option<Text> {
        self.node(key).and_then(|node| lower.choice(key, node, words))
    }

    pub(super) fn switch(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Option<Spanned<bool>> {
        self.node(key).and_then(|node| lower.switch(key, node))
    }

    pub(super) fn number(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Option<Spanned<f64>> {
        self.node(key).and_then(|node| lower.number(key, node))
    }

    pub(super) fn duration(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Option<Spanned<Duration>> {
        self.node(key).and_then(|node| lower.duration(key, node))
    }

    pub(super) fn texts(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Vec<Text> {
        self.node(key).map(|node| lower.texts(key, node)).unwrap_or_default()
    }

    pub(super) fn words(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Vec<Text> {
        self.node(key).map(|node| lower.words(key, node)).unwrap_or_default()
    }

    pub(super) fn references(&mut self, lower: &mut Lower<'_>, key: &'static str) -> Vec<Reference> {
        self.node(key).map(|node| lower.references(key, node)).unwrap_or_default()
    }

    /// Entries that were not taken so far, and are no comments; they count as taken from here on.
    pub(super) fn rest(&mut self) -> Vec<&'n Entry> {
        let mut found = Vec::new();
        for (entry, taken) in self.entries.iter().zip(&mut self.taken) {
            let is_rest = matches!(entry.value.value, Value::Rest);
            if !*taken && !is_rest && !is_comment_key(entry.key.as_str()) {
                *taken = true;
                found.push(entry);
            }
        }
        found
    }

    /// Tells of the keys that nobody took.
    pub(super) fn finish(mut self, lower: &mut Lower<'_>) {
        let what = self.what;
        #[cfg(test)]
        RECORD.with_borrow_mut(|record| record.push((what, self.known.clone())));
        for entry in self.rest() {
            let key = entry.key.as_str();
            let mut diagnostic = Diagnostic::at(key_span(entry), format!("unknown key `{key}` in `{what}`"))
                .mark("nobody reads this key");
            if let Some(nearest) = lexical::nearest(key, self.known.iter().copied()) {
                diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
            } else {
                diagnostic =
                    diagnostic.help("remove it, or begin its name with `_` if it is a remark for people");
            }
            lower.faults.push(Fault::new(FaultKind::UnknownKey, diagnostic));
        }
    }
}

#[cfg(test)]
thread_local! {
    /// The keys that were asked for in each map that was read, for the test that compares them with their tables.
    static RECORD: std::cell::RefCell<Vec<(&'static str, Vec<&'static str>)>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// What was asked for in this thread since it was asked last.
#[cfg(test)]
pub(super) fn recorded() -> Vec<(&'static str, Vec<&'static str>)> {
    RECORD.take()
}

fn key_span(entry: &Entry) -> Span {
    if entry.key.span().is_empty() { entry.span() } else { entry.key.span() }
}

/// JSON has no comments, so keys of this form are used for them.
pub(super) fn is_comment_key(key: &str) -> bool {
    key.starts_with(['_', '$']) || key.starts_with("//") || key == "#"
}

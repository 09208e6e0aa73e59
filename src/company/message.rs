//! What a company's rule says, with what stands in the definition, and the places that it names.

use std::ops::Range;

use super::condition::{Slip, no_field};
use super::model::{Datum, Kind, Record, Seen, Shape};
use crate::source::Span;

/// How many characters of a value a message shows.
const SHOWN: usize = 80;

/// What stands for the words that a list has found.
const WORD: &str = "word";

/// A message with its placeholders.
///
/// A placeholder is a field in single braces: `{name}`. Double braces are those of the platform, and stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Field(Path),
    Word,
}

/// What a message speaks of.
#[derive(Clone, Copy)]
pub(super) struct Said<'m> {
    pub(super) record: Record<'m>,
    /// The words that a list has found.
    pub(super) word: &'m str,
}

impl Message {
    /// Reads a message of a rule for a kind of item; that of a list may say which word it is.
    ///
    /// # Errors
    /// A placeholder that names no field, and where it stands.
    pub fn read(source: &str, kind: Kind, is_of_list: bool) -> Result<Self, Slip> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut at = 0;
        while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
            let len = if rest.starts_with("{{") {
                rest.find("}}").map_or(rest.len(), |end| end + 2)
            } else if rest.starts_with('{') {
                let Some(end) = rest.find('}') else {
                    let help = "write `}` behind the field; `{{` stays as it is";
                    return Err(Slip::new(at..at + 1, "this brace is not closed", help));
                };
                let name = rest.get(1..end).unwrap_or_default();
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                pieces.push(if is_of_list && name.trim() == WORD {
                    Piece::Word
                } else {
                    Piece::Field(Path::read(name, kind).map_err(|slip| moved(slip, at + 1))?)
                });
                at += end + 1;
                continue;
            } else {
                rest.get(1..).and_then(|rest| rest.find('{')).map_or(rest.len(), |end| end + 1)
            };
            let len = (len..=rest.len()).find(|len| rest.is_char_boundary(*len)).unwrap_or(rest.len());
            literal.push_str(rest.get(..len).unwrap_or_default());
            at += len;
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Message { pieces })
    }

    /// The message of a case.
    pub(super) fn say(&self, said: Said<'_>) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Word => out.push_str(said.word),
                Piece::Field(path) => out.push_str(&shown(path.find(said.record))),
            }
        }
        out
    }

    /// The message without a case: what stands in the definition is named.
    pub(super) fn outline(&self) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Word => "…".to_owned(),
            Piece::Field(path) => format!("{{{}}}", path.shown()),
        });
        pieces.collect()
    }
}

fn moved(slip: Slip, by: usize) -> Slip {
    Slip { range: slip.range.start + by..slip.range.end + by, ..slip }
}

fn shown(seen: Option<Seen<'_>>) -> String {
    match seen.map(|seen| seen.datum) {
        Some(Datum::Text(text)) => match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
            None => text.into_owned(),
        },
        Some(Datum::Number(number)) => number.to_string(),
        Some(Datum::Switch(switch)) => if switch { "yes" } else { "no" }.to_owned(),
        Some(Datum::List(elements)) => {
            let words: Vec<String> = elements.into_iter().take(5).map(|seen| shown(Some(seen))).collect();
            words.join(", ")
        }
        Some(Datum::Unknown | Datum::Record(_)) => "…".to_owned(),
        Some(Datum::Absent) | None => "(none)".to_owned(),
    }
}

/// A place in a definition: `body`, `buttons[0].url`, `consent.basis`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    Element(usize),
}

impl Path {
    /// Reads a place in items of a kind.
    ///
    /// # Errors
    /// What is no field, and where it stands.
    pub fn read(source: &str, kind: Kind) -> Result<Self, Slip> {
        let mut steps = Vec::new();
        let mut shape = Shape::Of(kind);
        let mut at = source.len() - source.trim_start().len();
        let own = format!("{}.", kind.as_str());
        if source.get(at..).is_some_and(|rest| rest.starts_with(&own)) {
            at += own.len();
        }
        let end = source.trim_end().len();
        loop {
            let rest = source.get(at..end).unwrap_or_default();
            let len = rest.find(['.', '[']).unwrap_or(rest.len());
            let (name, range) = (rest.get(..len).unwrap_or_default(), at..at + len);
            let Shape::Of(of) = shape else {
                return Err(Slip::new(
                    range,
                    "this has no fields",
                    "name an element of a list first, as in `buttons[0].url`",
                ));
            };
            shape = of.field(name).ok_or_else(|| no_field(of, name, range))?;
            steps.push(Step::Field(name.to_owned()));
            at += len;
            if source.get(at..end).is_some_and(|rest| rest.starts_with('[')) {
                let rest = source.get(at..end).unwrap_or_default();
                let close = rest.find(']').unwrap_or(rest.len());
                let number = rest.get(1..close).and_then(|number| number.parse().ok());
                let range = at..at + (close + 1).min(rest.len());
                shape = match (shape, number) {
                    (Shape::List(of), Some(_)) => Shape::Of(of),
                    (Shape::Words | Shape::SomeOf(_), Some(_)) => Shape::Word,
                    (Shape::List(_) | Shape::Words | Shape::SomeOf(_), None) => {
                        return Err(Slip::new(
                            range,
                            "a number is expected here",
                            "elements count from 0: `buttons[0]`",
                        ));
                    }
                    _ => return Err(Slip::new(range, "this is no list", "take the brackets away")),
                };
                steps.extend(number.map(Step::Element));
                at += close + 1;
            }
            match source.get(at..end).unwrap_or_default().chars().next() {
                None => return Ok(Path { steps }),
                Some('.') => at += 1,
                Some(_) => {
                    return Err(Slip::new(
                        at..end,
                        "this is no field",
                        "fields are joined by dots, as in `consent.basis`",
                    ));
                }
            }
        }
    }

    /// What stands there.
    fn find<'m>(&self, record: Record<'m>) -> Option<Seen<'m>> {
        let mut seen = Seen { datum: Datum::Record(record), span: None };
        for step in &self.steps {
            seen = match (step, seen.datum) {
                (Step::Field(name), Datum::Record(record)) => record.get(name)?,
                (Step::Element(at), Datum::List(elements)) => elements.into_iter().nth(*at)?,
                _ => return None,
            };
        }
        Some(seen)
    }

    /// Where that is; of what is missing, where what would hold it is.
    pub(super) fn span(&self, record: Record<'_>) -> Option<Span> {
        let lengths: Range<usize> = 1..self.steps.len() + 1;
        lengths.rev().find_map(|len| {
            let steps = self.steps.get(..len)?.to_vec();
            let span = Path { steps }.find(record)?.span?;
            Some(if len == self.steps.len() { span } else { span.beginning() })
        })
    }

    fn shown(&self) -> String {
        let mut out = String::new();
        for step in &self.steps {
            match step {
                Step::Field(name) if out.is_empty() => out.push_str(name),
                Step::Field(name) => out.push_str(&format!(".{name}")),
                Step::Element(at) => out.push_str(&format!("[{at}]")),
            }
        }
        out
    }
}

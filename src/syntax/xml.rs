//! XML: the records of data files, each as a map of its fields. Nothing else of a file is read.

use std::ops::Range;

use roxmltree::{Document, Node as Element};

use super::Tree;
use super::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value, Written};
use crate::diagnostic::{Diagnostic, Fault, FaultKind};
use crate::source::{FileId, Span};

/// What entities stand for.
const ENTITIES: [(&str, &str); 5] =
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'")];

/// Reads the records of a file. One that is no XML holds none, and says where it breaks.
pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let document = match Document::parse(text.get(mark..).unwrap_or_default()) {
        Ok(document) => document,
        // What a document type declares is not looked up; such a file may be sound.
        Err(roxmltree::Error::DtdDetected) => return Tree::default(),
        Err(error) => {
            return Tree { faults: vec![broken(file, text, mark, &error)], ..Tree::default() };
        }
    };
    let reader = Reader { file, text, mark };
    let records = document.descendants().filter(|element| element.has_tag_name("record"));
    Tree { roots: records.map(|record| reader.record(record)).collect(), ..Tree::default() }
}

fn broken(file: FileId, text: &str, mark: usize, error: &roxmltree::Error) -> Fault {
    let place = error.pos();
    let (row, column) = (place.row.saturating_sub(1) as usize, place.col.saturating_sub(1) as usize);
    let lines = text.get(mark..).unwrap_or_default().split_inclusive('\n');
    let before: usize = lines.clone().take(row).map(str::len).sum();
    let line = lines.clone().nth(row).unwrap_or_default().trim_end_matches(['\n', '\r']);
    let (start, length) =
        line.char_indices().nth(column).map_or((line.len(), 0), |(at, c)| (at, c.len_utf8()));
    let start = mark + before + start;
    let diagnostic = Diagnostic::at(Span::new(file, start, start + length), "this file is no XML")
        .mark("not understood from here on")
        .note("none of its templates was checked")
        .help("mend what stands here; an `&` in a text is written `&amp;`, and `<` is written `&lt;`");
    Fault::new(FaultKind::Syntax, diagnostic)
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    /// Length of the byte order mark, which is not part of the document.
    mark: usize,
}

impl Reader<'_> {
    fn range(&self, range: Range<usize>) -> Range<usize> {
        range.start + self.mark..range.end + self.mark
    }

    /// A record as a map: its attributes with `@` before them, and its fields by name.
    fn record(&self, record: Element<'_, '_>) -> Node {
        let whole = self.range(record.range());
        let span = |range: Range<usize>| Span::new(self.file, range.start, range.end);
        let mut entries = Vec::new();
        for attribute in record.attributes() {
            let place = span(self.range(attribute.range()));
            let value = self.decoded(self.range(attribute.range_value()));
            entries.push(entry(Text::direct(&format!("@{}", attribute.name()), place), value));
        }
        let is_plain =
            |field: &Element<'_, '_>| field.children().all(|child| child.is_text() || child.is_comment());
        for field in record.children().filter(|child| child.has_tag_name("field")).filter(is_plain) {
            let Some(name) = field.attribute_node("name") else { continue };
            let key = self.decoded(self.range(name.range_value()));
            let attribute = || field.attribute_node("ref").or_else(|| field.attribute_node("eval"));
            let texts: Vec<Range<usize>> = field
                .children()
                .filter(|child| child.is_text())
                .map(|child| self.range(child.range()))
                .collect();
            let value = match (texts.first(), texts.last()) {
                (Some(first), Some(last)) => self.decoded(first.start..last.end),
                _ => match attribute() {
                    Some(attribute) => self.decoded(self.range(attribute.range_value())),
                    None => continue,
                },
            };
            entries.push(entry(key, value));
        }
        Node::new(span(whole), Value::Map(entries))
    }

    /// The text of a stretch of the source, without white space around it.
    fn decoded(&self, range: Range<usize>) -> Text {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let mut out = TextBuilder::new(self.file, range.start).written(Written::Markup);
        let mut at = 0;
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            let source = |length: usize| range.start + at..range.start + at + length;
            let length = if rest.starts_with("<!--") {
                rest.find("-->").map_or(rest.len(), |end| end + 3)
            } else if let Some(inner) = rest.strip_prefix("<![CDATA[") {
                let length = inner.find("]]>").unwrap_or(inner.len());
                let start = range.start + at + 9;
                out.push(inner.get(..length).unwrap_or_default(), start..start + length);
                (9 + length + 3).min(rest.len())
            } else if rest.starts_with("\r\n") {
                out.push("\n", source(2));
                2
            } else if let Some((decoded, length)) = entity(rest) {
                out.push(&decoded, source(length));
                length
            } else {
                // One byte at least, so that a lone `&` is gone past.
                let next = rest.char_indices().skip(1).find(|(_, c)| matches!(c, '&' | '<' | '\r'));
                let length = next.map_or(rest.len(), |(at, _)| at);
                out.push(rest.get(..length).unwrap_or_default(), source(length));
                length
            };
            at += length;
        }
        let text = out.finish(range.end);
        let value = text.as_str();
        let start = value.len() - value.trim_start().len();
        text.part(start..start.max(value.trim_end().len()))
    }
}

fn entry(key: Text, value: Text) -> Entry {
    let span = value.span();
    Entry {
        key,
        label: None,
        value: Node::new(span, Value::Scalar(Scalar { text: value, style: Style::Quoted })),
    }
}

/// Decodes the entity that a text begins with: what it stands for, and its length.
fn entity(rest: &str) -> Option<(String, usize)> {
    if !rest.starts_with('&') {
        return None;
    }
    if let Some((name, value)) = ENTITIES.iter().find(|(name, _)| rest.starts_with(name)) {
        return Some(((*value).to_owned(), name.len()));
    }
    let end = rest.find(';').filter(|end| *end < 12)?;
    let digits = rest.get(2..end).filter(|_| rest.starts_with("&#"))?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some((char::from_u32(number)?.to_string(), end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    #[test]
    fn broken_xml_names_the_place() {
        let place = |text: &str| {
            let mut sources = SourceMap::default();
            let tree = parse(sources.add(SourceFile::new("data.xml", text)), text);
            tree.faults.first().map(|fault| fault.diagnostic.primary.span.range())
        };
        let whole = "<odoo>\n<record>\n<field name=\"é\">Café &amp; Té</field></record>\n</odoo>";
        assert_eq!(place(whole), None);
        let broken = whole.replace("&amp;", "&");
        for text in [broken.clone(), format!("\u{feff}{}", broken.replace('\n', "\r\n"))] {
            let range = place(&text).unwrap_or_default();
            let line = text.get(..range.start).unwrap_or_default().lines().count();
            assert!(line == 3 && text.is_char_boundary(range.end), "{range:?}");
        }
        assert_eq!(place("<!DOCTYPE html><odoo/>"), None);
        assert!(place("").is_some_and(|range| range == (0..0)));
    }
}

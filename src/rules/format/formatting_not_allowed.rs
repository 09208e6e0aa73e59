//! `formatting-not-allowed`

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{HeaderKind, Template};
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, Segment, SegmentKind};
use crate::syntax::tree::shows_nothing;
use crate::text::emoji::emoji;

rule! {
    /// A line end, emoji or formatting mark where only plain text may stand.
    ///
    /// ## What it finds
    /// In text headers and button labels: line ends, emoji, asterisks and pairs of formatting marks. In footers:
    /// line ends and emoji. A star or underscore that formats nothing is left alone outside of headers.
    ///
    /// ## Why
    /// The create call answers with 100/2388047 for headers, 100/2388073 for footers and 100/2388060 for labels.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "*Your order is on its way*"
    ///   body: "It has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   header: "Your order is on its way"
    ///   body: "It has *left our warehouse* and will reach you on Friday."
    /// }
    /// ```
    name: "formatting-not-allowed",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["header-text-plain", "footer-plain", "btn-label-plain"],
    check: Check::Template(check),
}

/// Where a text stands, and what is not allowed there.
#[derive(Clone, Copy)]
struct Place {
    what: &'static str,
    fact: &'static str,
    marks: bool,
    stars: bool,
}

const HEADER: Place = Place { what: "a header", fact: "header-text-plain", marks: true, stars: true };
const FOOTER: Place = Place { what: "a footer", fact: "footer-plain", marks: false, stars: false };
const LABEL: Place = Place { what: "a button label", fact: "btn-label-plain", marks: true, stars: false };

fn check(cx: &mut Cx<'_>, template: &Template) {
    let headers =
        template.header.iter().chain(template.cards().iter().filter_map(|card| card.header.as_ref()));
    let headers = headers.filter(|header| header.kind.known == Some(HeaderKind::Text));
    for text in headers.filter_map(|header| header.text.as_ref()) {
        judge(cx, text, HEADER);
    }
    if let Some(text) = template.footer.as_ref().and_then(|footer| footer.text.as_ref()) {
        judge(cx, text, FOOTER);
    }
    for button in template.all_buttons() {
        if let Some(label) = &button.label {
            judge(cx, label, LABEL);
        }
    }
}

/// One finding for each kind of defect in a text.
fn judge(cx: &mut Cx<'_>, message: &Message, place: Place) {
    let text = message.text.as_str();
    let is = |kind: &SegmentKind| {
        let found = message.segments.iter().filter(|segment| segment.kind == *kind);
        found.map(Segment::range).collect::<Vec<_>>()
    };
    let line_ends = is(&SegmentKind::LineEnd);
    report(cx, message, place, &line_ends, "a line end", " ");
    report(cx, message, place, &emoji(text), "an emoji", "");
    if place.marks {
        let mut marks = is(&SegmentKind::Mark);
        if place.stars {
            let known: Vec<usize> = marks.iter().map(|range| range.start).collect();
            let stars = text.match_indices('*').filter(|(at, _)| !known.contains(at));
            marks.extend(stars.map(|(at, star)| at..at + star.len()));
            marks.sort_by_key(|range| range.start);
        }
        report(cx, message, place, &marks, "a formatting mark", "");
    }
}

fn report(
    cx: &mut Cx<'_>,
    message: &Message,
    place: Place,
    ranges: &[Range<usize>],
    found: &str,
    instead: &str,
) {
    let Some((first, rest)) = ranges.split_first() else { return };
    let mut diagnostic =
        Diagnostic::at(message.text.slice(first.clone()), format!("{found} in {}", place.what))
            .mark("only plain text here")
            .cites(place.fact);
    for range in rest {
        diagnostic = diagnostic.label(message.text.slice(range.clone()), "here too");
    }
    let title = format!("take {} out", if rest.is_empty() { "it" } else { "them" });
    let edits = taken_out(cx, message, ranges, instead);
    cx.report(diagnostic.help("remove it; the body may hold it").unsafe_fix(title, edits));
}

/// Takes stretches of a text out, with the spaces that would then stand double or at an edge. `None` where nothing
/// would be left, where digits would go with them, or where a mark stood for a meaning: `~40~` is no longer struck.
fn taken_out(cx: &Cx<'_>, message: &Message, ranges: &[Range<usize>], instead: &str) -> Option<Vec<Edit>> {
    let text = message.text.as_str();
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let words = text.get(range.clone())?;
        if words.contains(|c: char| c.is_ascii_digit()) || words.contains('~') || words.contains('`') {
            return None;
        }
        let is_inside_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let around = (text.get(..range.start)?.chars().next_back(), text.get(range.end..)?.chars().next());
        if words == "*" && is_inside_word(around.0) && is_inside_word(around.1) {
            return None;
        }
        match joined.last_mut() {
            Some(last) if text.get(last.end..range.start)?.trim().is_empty() => last.end = range.end,
            _ => joined.push(range.clone()),
        }
    }
    let mut left = String::new();
    let mut edits = Vec::new();
    let mut at = 0;
    for range in joined {
        let before = text.get(at..range.start)?;
        let after = text.get(range.end..)?;
        let (lead, tail) = (before.len() - before.trim_end().len(), after.len() - after.trim_start().len());
        let at_edge = range.start - lead == 0 || after.trim_start().is_empty();
        let parted = lead + tail > 0 || !instead.is_empty();
        let gap = if at_edge || !parted { "" } else { " " };
        let whole = range.start - lead..range.end + tail;
        left.push_str(text.get(at..whole.start)?);
        left.push_str(gap);
        at = whole.end;
        edits.push(message.text.rewrite(whole, gap, cx.workspace.text(message.text.span().file))?);
    }
    left.push_str(text.get(at..)?);
    (!shows_nothing(&left)).then_some(edits)
}

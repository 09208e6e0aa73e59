//! `formatting-not-allowed`

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, Segment, SegmentKind};
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
    let file = cx.workspace.text(message.text.span().file);
    let edits = ranges.iter().map(|range| {
        // What surrounded it must not run into two spaces, or into a space at an edge.
        let text = message.text.as_str();
        let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
        let gap_before = before.is_empty() || before.ends_with(' ');
        let gap_after = after.is_empty() || after.starts_with(' ');
        let range = match (instead.is_empty(), gap_before, gap_after) {
            (true, true, true) if !before.is_empty() => range.start - 1..range.end,
            (true, true, true) if !after.is_empty() => range.start..range.end + 1,
            _ => range.clone(),
        };
        let instead = if gap_before || gap_after { "" } else { instead };
        message.text.rewrite(range, instead, file)
    });
    let edits: Option<Vec<Edit>> = edits.collect();
    let title = format!("take {} out", if rest.is_empty() { "it" } else { "them" });
    cx.report(diagnostic.help("remove it; the body may hold it").unsafe_fix(title, edits));
}

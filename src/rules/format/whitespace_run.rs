//! `whitespace-run`

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::model::Template;
use crate::policy::{least, limit};
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::Message;
use crate::syntax::tree::Text;

rule! {
    /// More blank lines, spaces or tabs in a row than review likes.
    ///
    /// ## What it finds
    /// In bodies: more than two line ends in a row, tabs, and four or more spaces in a row. Double spaces, and
    /// spaces at the beginning or end of a text, are advice. What stands between ``` marks is left alone.
    /// The figures come from providers; the platform
    /// publishes none.
    ///
    /// ## Why
    /// Providers report that such texts are refused in review.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: """
    ///     Your order has left our warehouse.
    ///
    ///
    ///
    ///     It will reach you on Friday.
    ///   """
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: """
    ///     Your order has left our warehouse.
    ///
    ///     It will reach you on Friday.
    ///   """
    /// }
    /// ```
    name: "whitespace-run",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["body-newline-runs", "content-double-space"],
    check: Check::Template(check),
}

/// From so many spaces in a row on, providers warn.
const MANY_SPACES: usize = least::BODY_NEWLINE_RUNS;

fn check(cx: &mut Cx<'_>, template: &Template) {
    let mut bodies: Vec<*const Message> =
        template.bodies().filter_map(|(body, _)| body.text.as_ref()).map(std::ptr::from_ref).collect();
    bodies.sort_unstable();
    let is_body = |message: &Message| bodies.binary_search(&std::ptr::from_ref(message)).is_ok();
    for message in template.texts() {
        let text = message.text.as_str();
        // Nearly all texts have single spaces and at most one blank line; a glance tells.
        let at_edge = text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']);
        let signs = ["  ", "\t", "\n\n\n", "\n ", " \n", "\n\r"];
        if at_edge || signs.iter().any(|sign| text.contains(sign)) {
            judge(cx, message, is_body(message));
        }
    }
}

fn judge(cx: &mut Cx<'_>, message: &Message, is_body: bool) {
    let text = &message.text;
    if text.is_blank() {
        return;
    }
    let value = text.as_str();
    let fenced = fences(message);
    let mut at = 0;
    while let Some(start) = value.get(at..).and_then(|rest| rest.find(is_space)).map(|found| at + found) {
        let end = value
            .get(start..)
            .and_then(|rest| rest.find(|c| !is_space(c)))
            .map_or(value.len(), |length| start + length);
        at = end;
        let in_fence = fenced.iter().any(|fence| fence.start < end && start < fence.end);
        if !in_fence && let Some(diagnostic) = run(cx, text, start..end, is_body) {
            cx.report(diagnostic);
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Stretches between ``` marks, where spaces make columns.
fn fences(message: &Message) -> Vec<Range<usize>> {
    let marks: Vec<usize> = message.text.as_str().match_indices("```").map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
}

/// What is to be said of one run of white space.
fn run(cx: &Cx<'_>, text: &Text, range: Range<usize>, is_body: bool) -> Option<Diagnostic> {
    let value = text.as_str();
    let inside = value.get(range.clone())?;
    let line_ends = inside.matches('\n').count();
    // Spaces at the start of a line are layout; those before a line end show nothing.
    let before_line = inside.rfind('\n').map_or(inside, |at| inside.get(..at).unwrap_or_default());
    let tabs = inside.matches('\t').count();
    let spaces = before_line.split('\n').map(|line| line.matches(' ').count()).max().unwrap_or(0);
    let at_edge = range.start == 0 || range.end == value.len();
    let most = limit::BODY_NEWLINE_RUNS;
    let all = text.slice(range.clone());
    let (diagnostic, title) = if at_edge {
        // Line ends at the edges of a body are nobody's paragraphs.
        if line_ends > 0 {
            return None;
        }
        let edge = if range.start == 0 { "beginning" } else { "end" };
        let what = if tabs > 0 { "white space".to_owned() } else { count(spaces) };
        (advice(all, format!("{what} at the {edge} of a text"), "shows nothing"), "remove it")
    } else if line_ends > 0 && !is_body {
        return None;
    } else if line_ends > most {
        let diagnostic = Diagnostic::at(all, format!("{line_ends} line ends in a row"))
            .mark(format!("{} blank lines", line_ends - 1))
            .help("leave one blank line between paragraphs");
        (diagnostic, "leave one blank line")
    } else if tabs > 0 && is_body {
        let diagnostic = Diagnostic::at(all, "a tab in the body")
            .mark("shown as a gap, or refused")
            .help(if line_ends > 0 { "remove it" } else { "write a space" });
        (diagnostic, if line_ends > 0 { "remove it" } else { "write a space" })
    } else if spaces >= MANY_SPACES && is_body {
        let diagnostic = Diagnostic::at(all, format!("{} in a row", count(spaces)))
            .mark("one is enough")
            .help("remove what is not needed");
        (diagnostic, "remove the surplus spaces")
    } else if spaces >= 2 {
        (advice(all, format!("{} in a row", count(spaces)), "one is enough"), "remove the surplus spaces")
    } else {
        return None;
    };
    Some(diagnostic.fix(title, tidied(cx, text, range, at_edge)))
}

fn advice(place: Span, message: String, mark: &'static str) -> Diagnostic {
    Diagnostic::at(place, message)
        .mark(mark)
        .help("remove what is not needed")
        .cites("content-double-space")
        .severity(Severity::Advice)
}

fn count(spaces: usize) -> String {
    if spaces == 1 { "a space".to_owned() } else { format!("{spaces} spaces") }
}

/// Leaves the last line ends of a run, as many as may follow each other, or one space; everything else of it goes.
fn tidied(cx: &Cx<'_>, text: &Text, range: Range<usize>, at_edge: bool) -> Option<Vec<Edit>> {
    let source = cx.workspace.text(text.span().file);
    let inside = text.as_str().get(range.clone())?;
    let ends: Vec<usize> = inside.match_indices('\n').map(|(at, _)| at).collect();
    let kept_ends = ends.get(ends.len().saturating_sub(limit::BODY_NEWLINE_RUNS)..).unwrap_or_default();
    let kept_space = (!at_edge && ends.is_empty()).then_some(0);
    let line_start = ends.last().map(|at| at + 1);
    let mut edits = Vec::new();
    let mut from = 0;
    for (at, c) in inside.char_indices().chain([(inside.len(), '\n')]) {
        // A carriage return stays with the line end behind it.
        let keeps = kept_ends.contains(&at) || c == '\r' && kept_ends.contains(&(at + 1));
        if keeps || kept_space == Some(at) || at == inside.len() {
            if from < at {
                edits.push(text.rewrite(range.start + from..range.start + at, "", source)?);
            }
            from = at + c.len_utf8();
        }
        if line_start.is_some_and(|start| at == start) {
            // The start of the last line is layout and stays, but for tabs.
            from = inside.len().min(at + inside.get(at..)?.bytes().take_while(|b| *b == b' ').count());
        }
        if kept_space == Some(at) && c == '\t' {
            edits.push(text.rewrite(range.start + at..range.start + at + 1, " ", source)?);
        }
    }
    Some(edits)
}

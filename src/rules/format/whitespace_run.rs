//! `whitespace-run`

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::syntax::message::Message;
use crate::syntax::tree::Text;

rule! {
    /// More blank lines, spaces or tabs in a row than review likes.
    ///
    /// ## What it finds
    /// In bodies: more than two line ends in a row, tabs, and four or more spaces in a row. Double spaces, and
    /// spaces at the beginning or end of a text, are advice. The figures come from providers; the platform
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

/// From so many spaces in a row on, the one before the last figure that nobody objects to.
const MANY_SPACES: usize = limit::VAR_VALUE_WHITESPACE;

fn check(cx: &mut Cx<'_>, template: &Template) {
    for (body, _) in template.bodies() {
        if let Some(text) = &body.text {
            judge(cx, &text.text);
        }
    }
    let is_body = |message: &Message| {
        template.bodies().any(|(body, _)| body.text.as_ref().is_some_and(|own| std::ptr::eq(own, message)))
    };
    for message in template.texts() {
        let text = message.text.as_str();
        let suspect =
            text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") || text.contains(" \n");
        if suspect && !is_body(message) {
            spaces(cx, &message.text, false);
        }
    }
}

fn judge(cx: &mut Cx<'_>, text: &Text) {
    let value = text.as_str();
    let most = limit::BODY_NEWLINE_RUNS;
    let mut at = 0;
    while let Some(next) = value.get(at..).and_then(|rest| rest.find('\n')).map(|found| at + found) {
        let run = run_of_line_ends(value, next);
        at = run.end;
        let ends: Vec<usize> = value
            .get(run.clone())
            .unwrap_or_default()
            .match_indices('\n')
            .map(|(i, _)| run.start + i)
            .collect();
        // Line ends at the edges of a body are nobody's paragraphs.
        if ends.len() <= most || run.end == value.len() {
            continue;
        }
        let (Some(first), Some(last)) = (ends.get(most - 1), ends.last()) else { continue };
        let surplus = first + 1..last + 1;
        let blank = ends.len() - 1;
        let edit = text.rewrite(surplus.clone(), "", cx.workspace.text(text.span().file));
        cx.report(
            Diagnostic::at(text.slice(surplus), format!("{} line ends in a row", ends.len()))
                .mark(format!("{blank} blank lines"))
                .help("leave one blank line between paragraphs")
                .fix("leave one blank line", edit.map(|edit| vec![edit])),
        );
    }
    for (at, tab) in value.match_indices('\t') {
        let range = at..at + tab.len();
        let edit = text.rewrite(range.clone(), " ", cx.workspace.text(text.span().file));
        cx.report(
            Diagnostic::at(text.slice(range), "a tab in the body")
                .mark("shown as a gap, or refused")
                .help("write a space")
                .fix("write a space", edit.map(|edit| vec![edit])),
        );
    }
    spaces(cx, text, true);
}

/// The line ends from `at` on, with the spaces between them.
fn run_of_line_ends(value: &str, at: usize) -> Range<usize> {
    let mut end = at;
    for (offset, c) in value.get(at..).unwrap_or_default().char_indices() {
        match c {
            '\n' => end = at + offset + 1,
            ' ' | '\t' | '\r' => {}
            _ => break,
        }
    }
    at..end
}

fn spaces(cx: &mut Cx<'_>, text: &Text, is_body: bool) {
    let value = text.as_str();
    let mut at = 0;
    while let Some(start) = value.get(at..).and_then(|rest| rest.find(' ')).map(|found| at + found) {
        let length = value.get(start..).unwrap_or_default().bytes().take_while(|b| *b == b' ').count();
        let end = start + length;
        at = end;
        let at_edge = start == 0 || end == value.len();
        let before_line_end = value.get(end..).is_some_and(|rest| rest.starts_with(['\n', '\r']));
        if length < 2 && !at_edge || text.is_blank() {
            continue;
        }
        let keep = usize::from(!at_edge && !before_line_end);
        let edit = text.rewrite(start + keep..end, "", cx.workspace.text(text.span().file));
        let (message, mark) = if at_edge {
            let edge = if start == 0 { "beginning" } else { "end" };
            (format!("{} at the {edge} of a text", count(length)), "shows nothing")
        } else {
            (format!("{} in a row", count(length)), "one is enough")
        };
        let is_many = is_body && !at_edge && length >= MANY_SPACES;
        let diagnostic = Diagnostic::at(text.slice(start..end), message)
            .mark(mark)
            .help("remove what is not needed")
            .fix("remove the surplus spaces", edit.map(|edit| vec![edit]));
        cx.report(if is_many {
            diagnostic
        } else {
            diagnostic.cites("content-double-space").severity(Severity::Advice)
        });
    }
}

fn count(spaces: usize) -> String {
    if spaces == 1 { "a space".to_owned() } else { format!("{spaces} spaces") }
}

//! `button-order`

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{Button, ButtonKind, Template};
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;

rule! {
    /// Quick replies with other buttons between them.
    ///
    /// ## What it finds
    /// Rows of buttons in which quick replies do not stand together: they come all before or all after the buttons
    /// of other kinds. Limited-time offers have an order of their own, see `offer-shape`.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: quick_reply "Yes"
    ///   button: url "Track" -> "https://shop.example/track"
    ///   button: quick_reply "No"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: quick_reply "Yes"
    ///   button: quick_reply "No"
    ///   button: url "Track" -> "https://shop.example/track"
    /// }
    /// ```
    name: "button-order",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-grouping"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    // The buttons of a limited-time offer have an order of their own.
    for row in template.button_rows().filter(|_| template.limited_time_offer.is_none()) {
        let is_reply = |button: &Button| button.is(ButtonKind::QuickReply);
        let Some(first) = row.iter().position(is_reply) else { continue };
        let Some(gap) = row.iter().skip(first).position(|button| !is_reply(button)) else { continue };
        let Some(again) = row.iter().skip(first + gap).position(is_reply) else { continue };
        let (between, late) = (&row[first + gap], &row[first + gap + again]);
        let replies_first = first == 0;
        let edits = regrouped(cx, row, replies_first);
        let diagnostic = Diagnostic::at(late.span, "quick replies do not stand together")
            .mark("this quick reply is cut off from the first")
            .label(between.span, format!("{} between them", between.named()))
            .label(row[first].span, "the first quick reply")
            .help("put all quick replies before, or all behind, the other buttons");
        // Comments would stay behind and speak of other buttons.
        cx.report(if has_comments(cx, row) {
            diagnostic.unsafe_fix("group the quick replies", edits)
        } else {
            diagnostic.fix("group the quick replies", edits)
        });
    }
}

fn has_comments(cx: &Cx<'_>, row: &[Button]) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return false };
    let file = cx.workspace.text(first.span.file);
    let lines = file.get(first.span.start as usize..).unwrap_or_default();
    let length = (last.span.end - first.span.start.min(last.span.end)) as usize;
    // To the end of the line on which the last button ends.
    let rest = lines.get(length..).unwrap_or_default().lines().next().unwrap_or_default().len();
    cx.workspace.syntax(first.span.file) != Syntax::Json
        && lines.get(..length + rest).is_some_and(|text| text.contains('#'))
}

/// Puts the source of each button where its place in the new order is; what stands between them stays.
fn regrouped(cx: &Cx<'_>, row: &[Button], replies_first: bool) -> Option<Vec<Edit>> {
    let (replies, others): (Vec<&Button>, Vec<&Button>) =
        row.iter().partition(|button| button.is(ButtonKind::QuickReply));
    let ordered: Vec<&Button> = match replies_first {
        true => replies.into_iter().chain(others).collect(),
        false => others.into_iter().chain(replies).collect(),
    };
    let mut edits = Vec::new();
    for (place, button) in row.iter().zip(ordered) {
        let source = cx.workspace.text(button.span.file).get(button.span.range())?;
        if place.span != button.span {
            edits.push(Edit { span: place.span, replacement: source.to_owned() });
        }
    }
    // Buttons that overlap come from an alias. One written as an entry and one as a value cannot change places.
    let apart = row.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    let is_entry = |button: &Button| {
        let text = cx.workspace.text(button.span.file).get(button.span.range()).unwrap_or_default();
        text.starts_with("button") || text.starts_with("otp")
    };
    let alike = row.iter().all(|button| is_entry(button) == row.first().is_some_and(is_entry));
    (apart && alike).then_some(edits)
}

//! `punctuation-flood`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::syntax::message::SegmentKind;

rule! {
    /// Rows of exclamation and question marks.
    ///
    /// ## What it finds
    /// Three or more exclamation or question marks in a row, of any script, and the like of `$$$`. An ellipsis is fine.
    ///
    /// ## Why
    /// It reads like spam. One mark says the same.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in the shop!!!! Come and see them until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in the shop! Come and see them until Saturday … or later?"
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    name: "punctuation-flood",
    group: Content,
    severity: Advice,
    since: "0.1.0",
    facts: ["wa-readable-text"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let most = limit::WA_READABLE_TEXT;
    for message in template.texts() {
        let text = message.text.as_str();
        let links: Vec<_> =
            message.segments.iter().filter(|s| s.kind == SegmentKind::Link).map(|s| s.range()).collect();
        let mut at = 0;
        while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_loud)).map(|found| at + found) {
            let row = text.get(start..).unwrap_or_default();
            let end = start + row.find(|c| !is_loud(c)).unwrap_or(row.len());
            at = end;
            let count = text.get(start..end).map_or(0, |row| row.chars().count());
            if count < most || links.iter().any(|link| link.contains(&start)) {
                continue;
            }
            let first = row.chars().next().unwrap_or('!');
            let range = start..end;
            let edit = message.text.rewrite(
                range.clone(),
                &first.to_string(),
                cx.workspace.text(message.text.span().file),
            );
            cx.report(
                Diagnostic::at(message.text.slice(range), format!("{count} such marks in a row"))
                    .mark("one says the same")
                    .help(format!("write one {first}"))
                    .unsafe_fix(format!("leave one {first}"), edit.map(|edit| vec![edit])),
            );
        }
    }
}

fn is_loud(c: char) -> bool {
    matches!(
        c,
        '!' | '?' | '\u{a1}' | '\u{bf}' | '\u{61f}' | '\u{ff01}' | '\u{ff1f}' | '$' | '\u{203c}' | '\u{2049}'
    )
}

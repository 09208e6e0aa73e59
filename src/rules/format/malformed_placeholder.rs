//! `malformed-placeholder`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Dialect, Template};
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, SegmentKind, Variable};
use crate::syntax::tree::HOLE;

rule! {
    /// Something that was meant as a placeholder and is not one.
    ///
    /// ## What it finds
    /// Placeholders with one brace too few or too many, with space inside the braces, without a name, or with
    /// characters that no name has: `{1}`, `{{ 1 }}`, `{{1}`, `{{}}`, `{{order-id}}`. A single pair of braces around a
    /// word, `{name}`, is a warning: the platform may take it for ordinary text and send it as it stands.
    ///
    /// ## Why
    /// Review refuses the template as INVALID_FORMAT, or customers read the braces.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{ 1 }} has left our warehouse and will reach you on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Order {{1}} has left our warehouse and will reach you on Friday."
    ///   sample: { 1: "A-1042" }
    /// }
    /// ```
    name: "malformed-placeholder",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["var-braces", "var-token-special-chars"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let labels: Vec<&Message> = template.all_buttons().filter_map(|button| button.label.as_ref()).collect();
    let footer = template.footer.as_ref().and_then(|footer| footer.text.as_ref());
    let addresses = template.all_buttons().filter_map(|button| button.url.as_ref());
    for message in template.texts().into_iter().chain(addresses) {
        let is = |other: &Message| std::ptr::eq(other, message);
        let takes_none = footer.is_some_and(is) || labels.iter().any(|label| is(label));
        check_message(cx, message, takes_none, template.dialect);
    }
}

/// `takes_none`: no placeholder may stand in this text, so that braces in it are rather text.
fn check_message(cx: &mut Cx<'_>, message: &Message, takes_none: bool, dialect: Dialect) {
    for segment in &message.segments {
        let SegmentKind::Malformed(guess) = &segment.kind else { continue };
        let words = message.words_of(segment);
        // A program computes the name.
        if words.contains(HOLE) {
            continue;
        }
        // Shapes of one's own have placeholders of their own, which become numbers when they are submitted.
        let is_pair = words.starts_with("{{") && words.ends_with("}}");
        let is_own = is_pair && !words.starts_with("{{{") || message.is_doubtful(segment);
        if dialect == Dialect::Other && is_own && !matches!(guess, Some(Variable::Position(_))) {
            continue;
        }
        let mut diagnostic =
            Diagnostic::at(message.span_of(segment), format!("`{words}` is not a placeholder"));
        diagnostic = match guess {
            Some(variable) => diagnostic.mark(what_is_wrong(words)).help(format!("write `{variable}`")),
            None => diagnostic.mark(what_is_wrong(words)).help(
                "write `{{1}}`, or a name of lower-case letters and underscores such as `{{first_name}}`",
            ),
        };
        let edits =
            guess.as_ref().filter(|_| !(takes_none && message.is_doubtful(segment))).and_then(|variable| {
                let file = cx.workspace.text(message.text.span().file);
                Some(vec![message.text.rewrite(segment.range(), &variable.to_string(), file)?])
            });
        let title = guess.as_ref().map(|variable| format!("write `{variable}`")).unwrap_or_default();
        if words.contains(['#', '$', '%']) {
            diagnostic = diagnostic.cites("var-token-special-chars");
        }
        cx.report(if message.is_doubtful(segment) {
            diagnostic
                .note("the platform may take it for ordinary text and send it as it stands")
                .severity(Severity::Warning)
                .unsafe_fix(title, edits)
        } else {
            diagnostic.fix(title, edits)
        });
    }
}

fn what_is_wrong(words: &str) -> &'static str {
    let (open, close) =
        (words.len() - words.trim_start_matches('{').len(), words.len() - words.trim_end_matches('}').len());
    let inner = words.trim_matches(['{', '}']);
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let sides = [words.split(is_name).next(), words.rsplit(is_name).next()];
    let is_apart = |side: &str| {
        ["{ {", "} }"]
            .iter()
            .any(|apart| side.split_whitespace().collect::<Vec<_>>().join(" ").contains(apart))
    };
    if sides.into_iter().flatten().any(is_apart) {
        "space between the braces"
    } else if open > 2 || close > 2 {
        "more braces than two"
    } else if open < 2 && close < 2 {
        "one brace on each side instead of two"
    } else if close == 0 {
        "the closing braces are missing"
    } else if open < 2 {
        "an opening brace is missing"
    } else if close < 2 {
        "a closing brace is missing"
    } else if inner.trim().is_empty() {
        "nothing between the braces"
    } else if inner != inner.trim() {
        "space inside the braces"
    } else if inner.chars().all(char::is_numeric) {
        "numbers are written with the digits 0 to 9, without a zero in front"
    } else {
        "a name holds letters, digits and underscores, and begins with a letter"
    }
}

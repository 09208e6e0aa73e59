//! What rules about wording share: the words of a family, told once a template.

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::Cx;
use crate::source::Span;
use crate::syntax::message::Variable;
use crate::text::tokens;

/// How many places of one template are marked.
const SHOWN: usize = 4;

/// The places at which a template says something of some families, in reading order, each once.
pub(crate) fn places(cx: &Cx<'_>, template: &Template, families: &[&str]) -> Vec<(Span, &'static str)> {
    let reading = cx.reader.reading(template);
    let mut found: Vec<(Span, &'static str)> = Vec::new();
    for (span, family) in reading.content.iter().filter(|(_, family)| families.contains(family)) {
        match found.last_mut() {
            // Of phrases that overlap, the longer one is marked.
            Some((last, _)) if last.file == span.file && last.end > span.start => {
                if span.end - span.start > last.end - last.start {
                    *last = *span;
                }
            }
            _ => found.push((*span, family)),
        }
    }
    found
}

/// Says what a template says of some families.
pub(crate) fn diagnostic(
    cx: &Cx<'_>,
    template: &Template,
    families: &[&str],
    message: &'static str,
) -> Option<Diagnostic> {
    let found = places(cx, template, families);
    let (first, rest) = found.split_first()?;
    let mut diagnostic = Diagnostic::at(first.0, message).mark(policy::family(first.1));
    for (span, family) in rest.iter().take(SHOWN - 1) {
        diagnostic = diagnostic.label(*span, policy::family(family));
    }
    Some(diagnostic)
}

/// As [`diagnostic`], reported with the way out.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    template: &Template,
    families: &[&str],
    message: &'static str,
    help: &'static str,
) {
    if let Some(diagnostic) = diagnostic(cx, template, families, message) {
        cx.report(diagnostic.help(help));
    }
}

/// Whether a name such as `card_number` is one for something: its letters begin or end with one of some words, and do not say
/// that it is only a part of it.
pub(crate) fn is_named(name: &str, words: &[&str]) -> bool {
    let parts: Vec<String> = tokens::name_parts(name)
        .into_iter()
        .filter(|part| !part.chars().all(|c| c.is_ascii_digit()))
        .collect();
    let is_part = name.chars().any(|c| c.is_ascii_digit())
        || parts.iter().any(|part| policy::PARTIAL_VARIABLES.contains(&part.as_str()));
    // The whole name, or what is left of it without its first or its last part.
    let tails = (0..parts.len()).map(|at| parts.get(at..).unwrap_or_default().concat());
    let heads = (1..=parts.len()).map(|at| parts.get(..at).unwrap_or_default().concat());
    !is_part && tails.chain(heads).any(|name| words.contains(&name.as_str()))
}

/// The first placeholder that is named for something, as [`is_named`] says.
pub(crate) fn variable_named(template: &Template, words: &[&str]) -> Option<Span> {
    template.texts().into_iter().find_map(|message| {
        let named = message
            .placeholders()
            .find(|(variable, _)| matches!(variable, Variable::Name(name) if is_named(name, words)));
        named.map(|(_, segment)| message.span_of(segment))
    })
}

//! What rules about wording share: the words of a family, told once a template.

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::Cx;
use crate::source::Span;
use crate::text::reader::Reader;
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

/// Whether a name such as `card_number` is one for something.
pub(crate) fn is_named(name: &str, words: &[&str]) -> bool {
    tokens::names_for(name).iter().any(|name| words.contains(&name.as_str()))
}

/// The first placeholder that is named for something.
pub(crate) fn variable_named(reader: &Reader, template: &Template, words: &[&str]) -> Option<Span> {
    let names = reader.names(template);
    names.iter().find(|(_, all)| all.iter().any(|name| words.contains(&name.as_str()))).map(|(span, _)| *span)
}

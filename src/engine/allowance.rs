//! Findings that the configuration accepts: by rule, and by item or file.

use std::sync::atomic::{AtomicBool, Ordering};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use jiff::civil::Date;

use super::settle::Place;
use super::{Finding, Options};
use crate::diagnostic::Diagnostic;
use crate::rules::{RuleRef, SuppressionDefect};
use crate::source::{Span, Spanned};

/// An entry of `allow`.
#[derive(Clone, Debug)]
pub struct Allowance {
    head: Span,
    rules: Vec<Spanned<String>>,
    item: Option<Spanned<String>>,
    files: Option<(Spanned<String>, Gitignore)>,
    explained: bool,
    until: Option<Spanned<Date>>,
}

impl Allowance {
    /// Makes an entry. `item` may hold `*`; `files` is a pattern as in `.gitignore`, from the folder of the configuration.
    ///
    /// # Errors
    /// A pattern that is none: its place, and what is wrong with it.
    pub fn new(
        head: Span,
        rules: Vec<Spanned<String>>,
        item: Option<Spanned<String>>,
        files: Option<Spanned<String>>,
        explained: bool,
        until: Option<Spanned<Date>>,
    ) -> Result<Self, (Span, String)> {
        let matcher = |pattern: Spanned<String>| {
            let mut builder = GitignoreBuilder::new("");
            let built = builder.add_line(None, &pattern.value).and_then(|builder| builder.build());
            match built {
                Ok(matcher) if matcher.num_ignores() > 0 => Ok((pattern, matcher)),
                Ok(_) => Err((pattern.span, "this pattern names no file".to_owned())),
                Err(error) => Err((pattern.span, format!("this pattern cannot be read: {error}"))),
            }
        };
        let files = files.map(matcher).transpose()?;
        Ok(Allowance { head, rules, item, files, explained, until })
    }

    /// Whether it speaks of an item by this name in a file, named from the folder of the configuration.
    fn covers(&self, file: &str, item: Option<&str>) -> bool {
        let in_file = self.files.as_ref().is_none_or(|(_, matcher)| is_match(matcher, file));
        let of_item = match (&self.item, item) {
            (None, _) => true,
            (Some(pattern), Some(name)) => fits(&pattern.value, name),
            (Some(_), None) => false,
        };
        in_file && of_item
    }
}

fn is_match(matcher: &Gitignore, file: &str) -> bool {
    // What lies outside of the folder cannot be named by a pattern.
    !file.starts_with("..") && matcher.matched_path_or_any_parents(file, false).is_ignore()
}

/// Whether a name is what a pattern says, in which `*` stands for any letters.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

/// The entries of a run, and which of their rules have met a finding.
pub(super) struct Allowed<'o> {
    entries: Vec<(&'o Allowance, Vec<AtomicBool>)>,
    options: &'o Options,
}

impl<'o> Allowed<'o> {
    pub(super) fn of(options: &'o Options) -> Self {
        let entries = options.allowed.iter();
        let entries = entries
            .map(|entry| (entry, entry.rules.iter().map(|_| AtomicBool::new(false)).collect()))
            .collect();
        Allowed { entries, options }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether an entry accepts a finding in a file, named from the folder of the configuration.
    pub(super) fn takes(&self, finding: &Finding, file: &str) -> bool {
        if finding.is_of_reading() {
            return false;
        }
        let item = finding.item.as_ref().and_then(|item| item.name.as_deref());
        let mut hit = false;
        for (entry, used) in &self.entries {
            if !entry.covers(file, item) {
                continue;
            }
            for (rule, used) in entry.rules.iter().zip(used) {
                if rule.value == finding.rule.name() {
                    used.store(true, Ordering::Relaxed);
                    hit |= !has_passed(entry.until, self.options.today);
                }
            }
        }
        hit
    }

    /// What is wrong with the entries, after all findings went past them. `places` are the files and items of the run.
    pub(super) fn defects(&self, places: &[Place<'_>]) -> Vec<(SuppressionDefect, Diagnostic)> {
        let mut out = Vec::new();
        for (entry, used) in &self.entries {
            // A run over a part of the repository says nothing of an entry for another part.
            let covered: Vec<&Place<'_>> =
                places.iter().filter(|place| entry.covers(&place.file, place.name())).collect();
            let can_tell = |rule: &RuleRef| {
                (self.options.is_whole || !covered.is_empty())
                    && covered.iter().all(|place| place.can_tell(rule))
            };
            for (rule, used) in entry.rules.iter().zip(used) {
                let used = used.load(Ordering::Relaxed);
                out.extend(super::suppress::defect_of(rule, used, entry.until, self.options, can_tell));
            }
            if !entry.explained {
                out.push((
                    SuppressionDefect::Unexplained,
                    Diagnostic::at(entry.head, "this entry of `allow` does not say why")
                        .mark("no reason")
                        .help("add `because:` with the reason"),
                ));
            }
        }
        out
    }
}

/// Whether the last day on which something holds is over.
pub(super) fn has_passed(until: Option<Spanned<Date>>, today: Date) -> bool {
    until.is_some_and(|until| until.value < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, name, expected) in [
            ("spring", "spring", true),
            ("spring", "spring_sale", false),
            ("spring*", "spring_sale", true),
            ("*_sale", "spring_sale", true),
            ("*_sale", "sale", false),
            ("s*g_*e", "spring_sale", true),
            ("s*x*e", "spring_sale", false),
            ("*", "", true),
            ("a*a", "a", false),
            ("*é*", "café_sale", true),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}

//! Suppression comments: what they cover, what they take away, and what is wrong with them.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use super::allowance::has_passed;
use super::{Finding, Options};
use crate::diagnostic::{Diagnostic, Fault, FaultKind};
use crate::rules::{Check, RuleRef, SuppressionDefect};
use crate::source::{SourceFile, Span, Spanned};
use crate::syntax::Comment;
use crate::syntax::lexical;
use crate::syntax::tree::{Node, Value};

/// A comment that allows some rules for one item or entry.
#[derive(Debug)]
pub(crate) struct Suppression {
    rules: Vec<(Spanned<String>, AtomicBool)>,
    explained: bool,
    until: Option<Spanned<Date>>,
    comment: Span,
    /// The item or entry that it covers; `None` when nothing follows it.
    target: Option<Span>,
}

/// Reads the comments of a file. Those that cannot be read become faults.
pub(super) fn read(
    file: &SourceFile,
    roots: &[Node],
    comments: &[Comment],
    faults: &mut Vec<Fault>,
) -> Vec<Suppression> {
    if comments.is_empty() {
        return Vec::new();
    }
    let mut anchors = Vec::new();
    for root in roots {
        collect(root, None, &mut anchors);
    }
    // Outer before inner where both start together.
    anchors.sort_by_key(|anchor| (anchor.span.start, std::cmp::Reverse(anchor.span.end)));
    let mut out = Vec::new();
    for comment in comments {
        match lexical::directive(&comment.text) {
            Ok(directive) => out.push(Suppression {
                rules: directive.rules.into_iter().map(|rule| (rule, AtomicBool::new(false))).collect(),
                explained: directive.explained,
                until: directive.until,
                comment: comment.span,
                target: target(file, &anchors, comment.span),
            }),
            Err(mismatch) => faults.push(Fault::new(
                FaultKind::Syntax,
                Diagnostic::at(mismatch.span, format!("expected {}", mismatch.expected))
                    .mark("this comment is not understood and allows nothing")
                    .help("name one or more rules between the parentheses, and the reason behind `because`"),
            )),
        }
    }
    out
}

/// An item or entry that a comment can cover, and the block that holds it.
struct Anchor {
    span: Span,
    block: Option<Span>,
}

fn collect(node: &Node, block: Option<Span>, anchors: &mut Vec<Anchor>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                anchors.push(Anchor { span: entry.span(), block });
                collect(&entry.value, Some(entry.value.span), anchors);
            }
        }
        Value::List(nodes) => {
            for node in nodes {
                anchors.push(Anchor { span: node.span, block });
                collect(node, Some(node.span), anchors);
            }
        }
        Value::Null | Value::Scalar(_) | Value::Phrase(_) | Value::Unknown(_) | Value::Rest => {}
    }
}

/// The item or entry that a comment covers: the one that follows it, or the one on whose line it stands.
fn target(file: &SourceFile, anchors: &[Anchor], comment: Span) -> Option<Span> {
    let line = file.line_index(comment.start as usize);
    let line_start = file.line_range(line).map_or(0, |range| range.start);
    let before = file.text().get(line_start..comment.start as usize).unwrap_or_default();
    if before.trim().is_empty() {
        let at = anchors.partition_point(|anchor| anchor.span.start < comment.end);
        let next = anchors.get(at)?;
        // A comment at the end of a block says nothing of what comes behind the block.
        let before = anchors.get(..at).unwrap_or_default().iter().rev();
        let innermost = before.filter_map(|anchor| anchor.block).find(|block| block.contains(comment));
        let shares_block = innermost.is_none_or(|block| block.contains(next.span));
        let column = |offset: u32| {
            let line = file.line_index(offset as usize);
            let text = file.line_range(line).and_then(|range| file.text().get(range)).unwrap_or_default();
            text.len() - text.trim_start().len()
        };
        let deeper = column(comment.start) > column(next.span.start);
        return (shares_block && !deeper).then_some(next.span);
    }
    let on_line = |offset: u32| file.line_index(offset as usize) == line;
    let from = anchors.partition_point(|anchor| (anchor.span.start as usize) < line_start);
    let to = anchors.partition_point(|anchor| anchor.span.start < comment.start);
    let starts = anchors.get(from..to).unwrap_or_default().first();
    let before = anchors.get(..from).unwrap_or_default();
    let ends = || {
        before
            .iter()
            .rev()
            .take(NEAR)
            .find(|anchor| anchor.span.end <= comment.start && on_line(anchor.span.end))
    };
    starts.or_else(ends).map(|anchor| anchor.span)
}

/// How many entries back the one is looked for that ends on a comment's line.
const NEAR: usize = 64;

/// Whether any suppression covers a finding; it then counts as used. That a file cannot be read is never allowed.
pub(super) fn takes(suppressions: &[Suppression], finding: &Finding, today: Date) -> bool {
    if finding.is_of_reading() {
        return false;
    }
    let span = finding.diagnostic.primary.span;
    let mut hit = false;
    for suppression in suppressions {
        if !suppression.target.is_some_and(|target| target.contains(span)) {
            continue;
        }
        for (rule, used) in &suppression.rules {
            if rule.value == finding.rule.name() {
                used.store(true, Ordering::Relaxed);
                hit |= !has_passed(suppression.until, today);
            }
        }
    }
    hit
}

/// What is wrong with the suppressions of a file, after all findings went past them. `can_tell` says whether a rule could
/// find what there is to find at a place: where a program computes what it reads, a suppression may have its use.
pub(super) fn defects(
    suppressions: &[Suppression],
    options: &Options,
    can_tell: &dyn Fn(&RuleRef, Option<Span>) -> bool,
) -> Vec<(SuppressionDefect, Diagnostic)> {
    let mut out = Vec::new();
    for suppression in suppressions {
        for (rule, used) in &suppression.rules {
            let found = defect_of(rule, used.load(Ordering::Relaxed), suppression.until, options, |rule| {
                can_tell(rule, suppression.target)
            });
            out.extend(found.map(|(defect, diagnostic)| match (defect, suppression.target) {
                (SuppressionDefect::Unused, Some(target)) => {
                    (defect, diagnostic.label(target.beginning(), "it covers what begins here"))
                }
                _ => (defect, diagnostic),
            }));
        }
        if !suppression.explained {
            out.push((
                SuppressionDefect::Unexplained,
                Diagnostic::at(suppression.comment, "this suppression does not say why")
                    .mark("no reason")
                    .help("add `because …` behind the closing parenthesis"),
            ));
        }
    }
    out
}

/// What is wrong with a rule that a comment or the configuration allows. `can_tell` says whether a rule
/// could find what there is to find in what is covered.
pub(super) fn defect_of(
    rule: &Spanned<String>,
    is_used: bool,
    until: Option<Spanned<Date>>,
    options: &Options,
    can_tell: impl Fn(&RuleRef) -> bool,
) -> Option<(SuppressionDefect, Diagnostic)> {
    let name = rule.value.as_str();
    let Some(known) = options.company.find(name) else {
        let diagnostic = Diagnostic::at(rule.span, format!("there is no rule `{name}`")).mark("not known");
        let diagnostic = match options.company.nearest(name) {
            _ if options.company.group(name).is_some() => {
                diagnostic.help("this is a group; name the rules that are allowed one by one")
            }
            Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
            None => diagnostic.help("`wabalint rules` lists all names"),
        };
        return Some((SuppressionDefect::UnknownRule, diagnostic));
    };
    if matches!(known.check(), Some(Check::Fault(FaultKind::Syntax | FaultKind::Unreadable))) {
        let diagnostic =
            Diagnostic::at(rule.span, format!("`{name}` cannot be allowed")).mark("has no effect").help(
                "what cannot be read cannot be checked; mend the file, or leave it out with `paths.exclude`",
            );
        return Some((SuppressionDefect::Unused, diagnostic));
    }
    if is_used {
        let until = until.filter(|until| has_passed(Some(*until), options.today))?;
        let diagnostic = Diagnostic::at(until.span, format!("`{name}` was allowed until {}", until.value))
            .mark("this day is over")
            .help("mend what it covers, or set a later day if the reason still holds");
        return Some((SuppressionDefect::Expired, diagnostic));
    }
    // A rule that is off finds nothing anywhere; that is no reason to remove what allows it.
    if options.levels.get(name) == Some(&None) || !can_tell(&known) {
        return None;
    }
    let diagnostic = Diagnostic::at(rule.span, format!("`{name}` is allowed here but not found"))
        .mark("suppresses nothing")
        .help("remove it");
    Some((SuppressionDefect::Unused, diagnostic))
}

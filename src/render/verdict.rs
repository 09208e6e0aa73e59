//! What a run came to, in a word and in figures.

use super::Look;
use crate::diagnostic::Severity;
use crate::engine::{Report, Summary};

/// How many characters of flagged words are quoted.
pub(super) const QUOTED: usize = 120;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not everything could be checked.
    Incomplete,
    /// Something was found at or above the level that fails a run.
    Failed,
    /// Only findings below that level.
    Passed,
    /// Nothing was found.
    Clean,
}

impl Verdict {
    pub(super) fn of(report: &Report, look: Look) -> Self {
        if !report.failures.is_empty() {
            Verdict::Incomplete
        } else if report.findings.iter().any(|finding| finding.severity >= look.fail_on) {
            Verdict::Failed
        } else if report.findings.is_empty() {
            Verdict::Clean
        } else {
            Verdict::Passed
        }
    }

    /// The word that stands first.
    pub(super) fn word(self) -> &'static str {
        match self {
            Verdict::Incomplete => "Not everything was checked",
            Verdict::Failed => "Failed",
            Verdict::Passed | Verdict::Clean => "Passed",
        }
    }
}

fn many(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `3 templates, 1 campaign in 2 files`
pub(super) fn read(summary: &Summary) -> String {
    let mut read = vec![many(summary.templates, "template", "templates")];
    if summary.audiences > 0 {
        read.push(many(summary.audiences, "audience", "audiences"));
    }
    if summary.campaigns > 0 {
        read.push(many(summary.campaigns, "campaign", "campaigns"));
    }
    format!("{} in {}", read.join(", "), many(summary.files, "file", "files"))
}

/// `1 error, 2 warnings`, or `nothing found`.
pub(super) fn found(summary: &Summary) -> String {
    let counts = [
        (summary.errors, Severity::Error),
        (summary.warnings, Severity::Warning),
        (summary.advice, Severity::Advice),
    ];
    let found: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| match severity {
            Severity::Error => many(count, "error", "errors"),
            Severity::Warning => many(count, "warning", "warnings"),
            Severity::Advice => many(count, "piece of advice", "pieces of advice"),
        })
        .collect();
    if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") }
}

/// How many findings the program can mend by itself, and how many after a look; empty for none.
pub(super) fn mendable(report: &Report) -> String {
    let fixes = |safe: bool| {
        let fixes = report.findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
        fixes.filter(|fix| fix.safe == safe).count()
    };
    match (fixes(true), fixes(false)) {
        (0, 0) => String::new(),
        (0, risky) => format!("`wabalint fix --unsafe-fixes` can mend {risky}"),
        (safe, 0) => format!("`wabalint fix` can mend {safe}"),
        (safe, risky) => format!("`wabalint fix` can mend {safe}, and {risky} more with --unsafe-fixes"),
    }
}

/// What was found and is not told: suppressed findings, and those that a baseline knows.
pub(super) fn left_out(report: &Report) -> Vec<String> {
    let mut out = Vec::new();
    if report.summary.suppressed > 0 {
        out.push(format!("{} suppressed", report.summary.suppressed));
    }
    if let Some(known) = report.summary.known {
        let gone: usize = report.gone.iter().fold(0, |sum: usize, (_, less)| sum.saturating_add(*less));
        match (known, gone) {
            (0, 0) => {}
            (_, 0) => out.push(format!("{known} in the baseline")),
            _ => out.push(format!(
                "{known} in the baseline and {gone} of it no longer found (`wabalint baseline --prune`)"
            )),
        }
    }
    out
}

//! GitLab's Code Quality report: what a merge request shows beside its changes.

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::told::Told;
use super::{Look, Render, json};
use crate::diagnostic::Severity;
use crate::engine::Report;

/// The format of GitLab's Code Quality.
#[derive(Clone, Copy, Debug)]
pub struct GitLab;

#[derive(Serialize)]
struct Entry<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Render for GitLab {
    fn render(&self, report: &Report, _: Look) -> String {
        let entries: Vec<Entry<'_>> = report
            .findings
            .iter()
            .zip(fingerprints(report))
            .map(|(finding, fingerprint)| {
                let told = Told::new(report, finding);
                let help = told.help.as_ref().map(|help| format!(": {help}")).unwrap_or_default();
                Entry {
                    description: format!("{}{help}", told.sentence()),
                    check_name: finding.rule.name(),
                    fingerprint,
                    severity: match told.severity() {
                        Severity::Error => "critical",
                        Severity::Warning => "major",
                        Severity::Advice => "info",
                    },
                    location: Location {
                        // GitLab compares paths with those of the repository, letter by letter.
                        path: told.file.strip_prefix("./").unwrap_or(&told.file).to_owned(),
                        lines: Lines { begin: told.start.line, end: told.end.line },
                    },
                }
            })
            .collect();
        // Serialising these plain shapes cannot fail; should it ever, an empty list is still a report.
        json::escaped(&serde_json::to_string_pretty(&entries).unwrap_or_else(|_| "[]".to_owned()))
    }
}

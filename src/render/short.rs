//! One line a finding: `file:line:column: severity[rule]: message`.

use std::fmt::Write as _;

use super::{Look, Render, human, visible_line, visible_name};
use crate::engine::Report;
use crate::source::ColumnUnit;

/// About so many bytes a line, so that the text need not move while it grows.
const LINE: usize = 136;

/// The short format.
#[derive(Clone, Copy, Debug)]
pub struct Short;

impl Render for Short {
    fn render(&self, report: &Report, look: Look) -> String {
        let mut out = String::with_capacity(report.findings.len() * LINE);
        for finding in &report.findings {
            let span = finding.diagnostic.primary.span;
            let Some(file) = report.sources.get(span.file) else { continue };
            let at = file.position(span.start as usize, ColumnUnit::CodePoints);
            let name = visible_name(file.name());
            let message = visible_line(&finding.diagnostic.message);
            let severity = finding.severity.as_str();
            let _ = writeln!(
                out,
                "{name}:{}:{}: {severity}[{}]: {message}",
                at.line,
                at.column,
                finding.rule.name()
            );
        }
        if !look.quiet {
            let _ = writeln!(out, "{}", human::closing_line(report, look));
        }
        report.concealed.out_of(out)
    }
}

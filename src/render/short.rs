//! One line a finding: `file:line:column: severity[rule]: message`.

use std::fmt::Write as _;

use super::{Look, Render, human, visible, visible_name};
use crate::engine::Report;
use crate::source::ColumnUnit;

/// The short format.
#[derive(Clone, Copy, Debug)]
pub struct Short;

impl Render for Short {
    fn render(&self, report: &Report, look: Look) -> String {
        let mut out = String::new();
        for finding in &report.findings {
            let span = finding.diagnostic.primary.span;
            let Some(file) = report.sources.get(span.file) else { continue };
            let at = file.position(span.start as usize, ColumnUnit::CodePoints);
            let name = visible_name(file.name());
            let message = visible(&finding.diagnostic.message);
            let severity = finding.severity.as_str();
            let _ = writeln!(
                out,
                "{name}:{}:{}: {severity}[{}]: {message}",
                at.line, at.column, finding.rule.name
            );
        }
        if !look.quiet {
            let _ = writeln!(out, "{}", human::closing_line(report, look));
        }
        out
    }
}

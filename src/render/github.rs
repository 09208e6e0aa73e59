//! Annotations of a GitHub workflow: one command a finding, read from the log of the run.

use std::fmt::Write as _;

use super::told::Told;
use super::{Look, Render, human};
use crate::diagnostic::Severity;
use crate::engine::Report;

/// The format of GitHub's workflow commands.
#[derive(Clone, Copy, Debug)]
pub struct GitHub;

impl Render for GitHub {
    fn render(&self, report: &Report, look: Look) -> String {
        let mut out = String::new();
        for failure in &report.failures {
            let _ = writeln!(out, "::error title=wabalint::{}", data(&super::told::line(report, failure)));
        }
        for finding in &report.findings {
            let told = Told::new(report, finding);
            let level = match told.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "notice",
            };
            let (start, end) = (told.start, told.end);
            let _ = write!(
                out,
                "::{level} file={},line={},endLine={}",
                property(&told.file),
                start.line,
                end.line
            );
            // A column means nothing to GitHub where the lines differ.
            if start.line == end.line {
                let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
            }
            let mut message = vec![told.sentence()];
            message.extend(told.rest());
            let _ = writeln!(out, ",title={}::{}", property(finding.rule.name()), data(&message.join("\n")));
        }
        if !look.quiet {
            let _ = writeln!(out, "{}", human::closing_line(report, look));
        }
        out
    }
}

/// What stands behind the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_before_its_end() {
        assert_eq!(data("50% off\r\n::error::x %0A"), "50%25 off%0D%0A::error::x %250A");
        assert_eq!(property("a,b:c\n%"), "a%2Cb%3Ac%0A%25");
    }
}

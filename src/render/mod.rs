//! Output formats: one file each, one trait.

mod calendar;
mod fingerprint;
mod github;
mod gitlab;
mod html;
mod human;
mod inventory;
mod json;
mod junit;
mod markdown;
mod sarif;
pub mod settings;
mod short;
mod times;
mod told;
mod verdict;
mod visible;
mod xml;

pub use calendar::{CalendarCsv, CalendarHuman, CalendarIcs, CalendarJson, RenderCalendar};
pub use github::GitHub;
pub use gitlab::GitLab;
pub use html::Html;
pub use human::Human;
pub use inventory::{InventoryHuman, InventoryJson, RenderInventory};
pub use json::Json;
pub use junit::JUnit;
pub use markdown::Markdown;
pub use sarif::Sarif;
pub use short::Short;
pub use times::times;
pub use visible::{visible, visible_line, visible_lines, visible_name};

use std::time::Duration;

use crate::diagnostic::Severity;
use crate::engine::{Keep, Report};

/// What a format may know besides the report.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether colours are wanted.
    pub color: bool,
    /// Whether only findings are wanted, without a closing line.
    pub quiet: bool,
    /// How long the run took; left out where output must not change from run to run.
    pub elapsed: Option<Duration>,
    /// The level from which on findings fail the run.
    pub fail_on: Severity,
}

impl Default for Look {
    fn default() -> Self {
        Look { color: false, quiet: false, elapsed: None, fail_on: Severity::Warning }
    }
}

/// An output format.
pub trait Render {
    /// Writes a report as text, ending in a line end.
    fn render(&self, report: &Report, look: Look) -> String;

    /// What a report has to keep for it besides the findings.
    fn keeps(&self) -> Keep {
        Keep::Findings
    }
}

//! Output formats: one file each, one trait.

mod calendar;
mod human;
mod inventory;
mod json;
mod short;
mod visible;

pub use calendar::{CalendarCsv, CalendarHuman, CalendarIcs, CalendarJson, RenderCalendar};
pub use human::Human;
pub use inventory::{InventoryHuman, InventoryJson, RenderInventory};
pub use json::Json;
pub use short::Short;
pub use visible::{visible, visible_name};

use std::time::Duration;

use crate::engine::Report;

/// What a format may know besides the report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether colours are wanted.
    pub color: bool,
    /// Whether only findings are wanted, without a closing line.
    pub quiet: bool,
    /// How long the run took; left out where output must not change from run to run.
    pub elapsed: Option<Duration>,
}

/// An output format.
pub trait Render {
    /// Writes a report as text, ending in a line end.
    fn render(&self, report: &Report, look: Look) -> String;
}

//! Formats of a send calendar: one file each, one trait.

mod csv;
pub(super) mod human;
mod ics;
mod json;

pub use csv::CalendarCsv;
pub use human::CalendarHuman;
pub use ics::CalendarIcs;
pub use json::CalendarJson;

use crate::engine::Calendar;
use crate::engine::calendar::{Part, PlannedCampaign, PlannedSend};

/// A format of a calendar.
pub trait RenderCalendar {
    /// Writes a calendar as text.
    fn render(&self, calendar: &Calendar, color: bool) -> String;
}

/// `message`, `step 2` or `resend`.
fn part_word(part: Part) -> String {
    match part {
        Part::Message => "message".to_owned(),
        Part::Step(step) => format!("step {}", step + 1),
        Part::Resend => "resend".to_owned(),
    }
}

/// The same with the batch of a warm-up: `message batch 3`.
fn step_word(send: &PlannedSend) -> String {
    let part = part_word(send.part);
    if send.batch == 0 { part } else { format!("{part} batch {}", send.batch) }
}

/// The name of the audience of a send.
fn audience_of<'c>(campaign: &'c PlannedCampaign, send: &PlannedSend) -> Option<&'c str> {
    Some(campaign.audiences.get(send.audience?)?.name.as_str())
}

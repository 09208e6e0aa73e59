//! A calendar as a table: RFC 4180, a row for each send.

use std::borrow::Cow;

use super::{RenderCalendar, audience_of, step_word};
use crate::engine::Calendar;
use crate::render::visible_name;

/// The CSV format.
#[derive(Clone, Copy, Debug)]
pub struct CalendarCsv;

impl RenderCalendar for CalendarCsv {
    fn render(&self, calendar: &Calendar, _: bool) -> String {
        let mut out = String::from("campaign,audience,template,step,utc,local,zone,people\r\n");
        for campaign in &calendar.campaigns {
            let name = campaign.name.as_deref().unwrap_or_default();
            for send in &campaign.sends {
                let cells = [
                    cell(name),
                    cell(audience_of(campaign, send).unwrap_or_default()),
                    cell(&campaign.templates_of(send.part).join(" or ")),
                    cell(&step_word(send)),
                    send.at.to_string(),
                    send.local().to_string(),
                    cell(send.zone_name()),
                    send.people.map(|people| people.to_string()).unwrap_or_default(),
                ];
                out.push_str(&cells.join(","));
                out.push_str("\r\n");
            }
        }
        out
    }
}

/// A cell that no spreadsheet takes for a formula and no terminal for a command.
fn cell(text: &str) -> String {
    // A stand-in may be a `?`, and what stood there at the beginning hid what follows.
    let shown = visible_name(text);
    let begins = |text: &str| text.trim_start().starts_with(['=', '+', '-', '@']);
    let safe: Cow<'_, str> = if begins(text) || begins(&shown) { format!("'{shown}").into() } else { shown };
    if safe.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        assert_eq!(cell("weekly_bake"), "weekly_bake");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1,A2)"), "\"'@SUM(A1,A2)\"");
        assert_eq!(cell("-1"), "'-1");
        assert_eq!(cell("+49"), "'+49");
        assert_eq!(cell(" =1"), "' =1");
        assert_eq!(cell("\t=1"), "'?=1");
        assert_eq!(cell("a\u{1b}[31m\nb"), "a?[31m?b");
        assert_eq!(cell("النشرة"), "النشرة");
    }
}

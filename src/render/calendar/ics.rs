//! A calendar for calendar programs: RFC 5545, an event for each send.

use std::collections::BTreeMap;

use super::{RenderCalendar, audience_of, step_word};
use crate::diagnostic::thousands;
use crate::engine::Calendar;
use crate::engine::calendar::{PlannedCampaign, PlannedSend};
use crate::render::visible;
use crate::text::hash::hash;

/// The iCalendar format.
#[derive(Clone, Copy, Debug)]
pub struct CalendarIcs;

/// How many bytes a line may have, its end aside.
const LINE: usize = 75;

impl RenderCalendar for CalendarIcs {
    fn render(&self, calendar: &Calendar, _: bool) -> String {
        let mut out = String::new();
        line(&mut out, "BEGIN:VCALENDAR");
        line(&mut out, "VERSION:2.0");
        line(&mut out, concat!("PRODID:-//wabalint//wabalint ", env!("CARGO_PKG_VERSION"), "//EN"));
        line(&mut out, "CALSCALE:GREGORIAN");
        line(&mut out, "METHOD:PUBLISH");
        // The day of the run and not the clock, so that the same plan gives the same text.
        let stamp = calendar.from.strftime("%Y%m%dT000000Z").to_string();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for campaign in &calendar.campaigns {
            for send in &campaign.sends {
                let mut uid = uid(campaign, send);
                // Two campaigns of one name may send the same.
                let times = known.entry(uid.clone()).or_default();
                *times += 1;
                if *times > 1 {
                    uid = format!("{times}-{uid}");
                }
                event(&mut out, campaign, send, &uid, &stamp);
            }
        }
        line(&mut out, "END:VCALENDAR");
        out
    }
}

fn event(out: &mut String, campaign: &PlannedCampaign, send: &PlannedSend, uid: &str, stamp: &str) {
    let mut summary = campaign.name.as_deref().unwrap_or("a campaign").to_owned();
    if let Some(audience) = audience_of(campaign, send) {
        summary.push_str(&format!(" to {audience}"));
    }
    let mut about = Vec::new();
    let templates = campaign.templates_of(send.part);
    if !templates.is_empty() {
        about.push(format!("template {}", templates.join(" or ")));
    }
    about.push(step_word(send));
    about.push(format!("{} {}", send.local().strftime("%a %Y-%m-%d %H:%M"), send.zone_name()));
    about.extend(send.people.map(|people| format!("{} people", thousands(people))));
    if send.over_limit {
        about.push("above the limit of the account in 24 hours".to_owned());
    }
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{uid}"));
    line(out, &format!("DTSTAMP:{stamp}"));
    line(out, &format!("DTSTART:{}", send.at.strftime("%Y%m%dT%H%M%SZ")));
    line(out, &format!("SUMMARY:{}", escaped(&summary)));
    line(out, &format!("DESCRIPTION:{}", escaped(&about.join("\n"))));
    // A send keeps nobody busy.
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

/// The same for the same send in every run, so that an import mends what an earlier one brought.
fn uid(campaign: &PlannedCampaign, send: &PlannedSend) -> String {
    let part = step_word(send);
    let names = [
        campaign.name.as_deref().unwrap_or_default(),
        audience_of(campaign, send).unwrap_or_default(),
        part.as_str(),
        send.zone_name(),
    ];
    let names: Vec<u8> = names.iter().flat_map(|name| name.bytes().chain([0])).collect();
    format!("{}-{:016x}@wabalint", send.at.strftime("%Y%m%dT%H%M%SZ"), hash(&names))
}

/// A text value.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded between characters where it is too long.
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        for text in [
            "SUMMARY:short".to_owned(),
            format!("SUMMARY:{}", "ب👩‍👧é".repeat(60)),
            "X".repeat(75),
            "X".repeat(76),
        ] {
            let mut out = String::new();
            line(&mut out, &text);
            let folded = out.strip_suffix("\r\n").unwrap();
            for piece in folded.split("\r\n") {
                assert!(piece.len() <= 75, "{piece}");
            }
            assert_eq!(folded.replace("\r\n ", ""), text);
            assert_eq!(folded.contains("\r\n"), text.len() > 75);
        }
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a, b; c\\d\ne: \"f\""), "a\\, b\\; c\\\\d\\ne: \"f\"");
        assert_eq!(escaped("a\u{1b}[31m\r\u{202e}"), "a?[31m?\u{fffd}");
    }
}

//! The send calendar of a page: how many people are written to each day, and by whom.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::diagnostic::thousands;
use crate::engine::Report;
use crate::engine::calendar::{Calendar, PlannedCampaign, PlannedDay, Reached, Sender, Stretch};
use crate::render::calendar::human::{
    EMPTY_WEEKS, NEXT, between_word, day_word, journey_word, load_word, monday_of, occurrence_word, short,
    weeks_between,
};
use crate::render::told;
use crate::render::xml::escaped;
use crate::timeline::{WINDOWS, Window};

pub(super) fn write(out: &mut String, report: &Report, calendar: &Calendar) {
    let _ = writeln!(
        out,
        "<section class=\"plan\">\n<h2 id=\"plan\">Send calendar</h2>\n<p class=\"soft\">From {} to {}.</p>",
        day_word(calendar.from),
        day_word(calendar.to)
    );
    if !calendar.days.is_empty() {
        weeks(out, calendar);
    }
    for campaign in &calendar.campaigns {
        self::campaign(out, report, campaign);
    }
    if !calendar.audiences.is_empty() {
        audiences(out, report, &calendar.audiences);
    }
    if !calendar.accounts.is_empty() {
        accounts(out, report, &calendar.accounts);
    }
    if calendar.left_out > 0 {
        let _ = writeln!(out, "<p>{} more sends are not laid out.</p>", thousands(calendar.left_out));
    }
    out.push_str("</section>\n");
}

fn weeks(out: &mut String, calendar: &Calendar) {
    let days: BTreeMap<Date, &PlannedDay> = calendar.days.iter().map(|day| (day.date, day)).collect();
    let fullest = calendar.days.iter().map(|day| day.people).max().unwrap_or(0);
    out.push_str("<table class=\"heat\">\n<caption class=\"hidden\">People who are written to each day, at most</caption>\n<thead><tr><th scope=\"col\"><span class=\"hidden\">Week</span></th>");
    for name in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] {
        let _ = write!(out, "<th scope=\"col\">{name}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let mut monday = monday_of(calendar.from);
    let mut month = None;
    while let Some(behind) = days.range(monday..).next().map(|(date, _)| *date) {
        if weeks_between(monday, behind) >= EMPTY_WEEKS {
            let last = monday_of(behind).saturating_sub(1.day());
            let _ = writeln!(
                out,
                "<tr><td class=\"gap\" colspan=\"8\">nothing from {} to {}</td></tr>",
                day_word(monday.max(calendar.from)),
                day_word(last)
            );
            monday = monday_of(behind);
            continue;
        }
        let sunday = monday.saturating_add(6.days());
        let label = if month == Some((sunday.year(), sunday.month())) {
            format!("W{:02}", monday.iso_week_date().week())
        } else {
            month = Some((sunday.year(), sunday.month()));
            sunday.strftime("%b").to_string()
        };
        let _ = write!(out, "<tr><th scope=\"row\">{label}</th>");
        for date in (0..7).map(|after: i64| monday.saturating_add(after.days())) {
            if date < calendar.from || date > calendar.to {
                out.push_str("<td></td>");
            } else {
                cell(out, date, calendar.from, days.get(&date).copied(), fullest);
            }
        }
        out.push_str("</tr>\n");
        match sunday.checked_add(1.day()) {
            Ok(next) => monday = next,
            // The calendar itself ends here.
            Err(_) => break,
        }
    }
    out.push_str("</tbody>\n</table>\n");
    let mut signs =
        "People who are written to each day, at most; the stronger the colour, the more.".to_owned();
    if calendar.days.iter().any(|day| day.over_limit) {
        signs.push_str(" “!”: above an account's limit.");
    }
    if calendar.days.iter().any(|day| day.uncounted) {
        signs.push_str(" “+”: and audiences whose size is not known.");
    }
    let _ = writeln!(out, "<p class=\"soft\">{signs}</p>");
}

fn cell(out: &mut String, date: Date, today: Date, day: Option<&PlannedDay>, fullest: u64) {
    let is_today = if date == today { " today" } else { "" };
    let number = date.day();
    let Some(day) = day else {
        let _ = write!(out, "<td class=\"none{is_today}\"><span class=\"d\">{number}</span></td>");
        return;
    };
    let heat = (u128::from(day.people) * 4 / u128::from(fullest.max(1))).min(3);
    let over = if day.over_limit { " over" } else { "" };
    let marks = format!("{}{}", if day.uncounted { "+" } else { "" }, if day.over_limit { "!" } else { "" });
    let _ = write!(
        out,
        "<td class=\"h{heat}{over}{is_today}\" title=\"{}: {} people, {} messages\"><span class=\"d\">{number}</span><b>{}{marks}</b></td>",
        day_word(date),
        thousands(day.people),
        thousands(day.messages),
        short(day.people)
    );
}

fn field(out: &mut String, label: &str, value: &str) {
    let _ = writeln!(out, "<dt>{label}</dt><dd><bdi>{}</bdi></dd>", escaped(value));
}

fn name(report: &Report, name: Option<&str>, nameless: &str) -> String {
    let name = name.map_or_else(|| nameless.to_owned(), |name| told::line(report, name));
    format!("<bdi>{}</bdi>", escaped(&name))
}

fn campaign(out: &mut String, report: &Report, campaign: &PlannedCampaign) {
    let line = |words: &str| told::line(report, words);
    let about = if campaign.marketing { " <span class=\"soft\">marketing</span>" } else { "" };
    let title = name(report, campaign.name.as_deref(), "a campaign without a name");
    let _ = writeln!(out, "<h3>{title}{about}</h3>\n<dl>");
    let mut sends = campaign.first.join(" or ");
    for step in &campaign.steps {
        sends.push_str(if sends.is_empty() { "" } else { ", then " });
        sends.push_str(step);
    }
    if !sends.is_empty() {
        field(out, "sends", &line(&sends));
    }
    let audiences: Vec<String> = campaign
        .audiences
        .iter()
        .map(|audience| {
            let size = audience.size.map_or("size not known".to_owned(), thousands);
            format!("{} ({size})", audience.name)
        })
        .collect();
    field(
        out,
        "to",
        &if audiences.is_empty() { "no audience".to_owned() } else { line(&audiences.join(", ")) },
    );
    let mut schedule = campaign.schedule.as_deref().unwrap_or("no schedule").to_owned();
    if let Some(trigger) = &campaign.trigger {
        let _ = write!(schedule, "; begins with {trigger}");
    }
    field(out, "when", &line(&schedule));
    let occurrences = campaign.occurrences();
    for (at, occurrence) in occurrences.iter().take(NEXT).enumerate() {
        field(out, if at == 0 { "next" } else { "" }, &line(&occurrence_word(campaign, occurrence)));
    }
    if let Some(more) = occurrences.len().checked_sub(NEXT).filter(|more| *more > 0) {
        field(out, "", &format!("and {} more", thousands(more as u64)));
    }
    for (at, send) in campaign.journey.iter().enumerate() {
        field(out, if at == 0 { "journey" } else { "" }, &line(&journey_word(campaign, send)));
    }
    out.push_str("</dl>\n");
}

fn audiences(out: &mut String, report: &Report, audiences: &[Reached]) {
    out.push_str("<h3>What one recipient can get at worst</h3>\n<div class=\"scroll\" role=\"group\" aria-label=\"what one recipient can get\" tabindex=\"0\"><table class=\"counts\">\n<thead><tr><th scope=\"col\">audience</th>");
    for Window { short: label, .. } in WINDOWS {
        let _ = write!(out, "<th scope=\"col\">in {label}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for audience in audiences {
        let size =
            audience.size.map_or("size not known".to_owned(), |size| format!("{} people", thousands(size)));
        let title = name(report, audience.name.as_deref(), "an audience without a name");
        let _ = write!(out, "<tr><th scope=\"row\">{title}<br/><span class=\"soft\">{size}</span></th>");
        for worst in &audience.worst {
            let Stretch { count, between } = &worst.all;
            let when =
                between.as_ref().map(|between| between_word(between, "%Y-%m-%d %H:%M")).unwrap_or_default();
            let much = if worst.marketing.count > worst.pace {
                format!("<br/><span class=\"much\">! more marketing than {}</span>", worst.pace)
            } else {
                String::new()
            };
            let _ = write!(
                out,
                "<td>{count}, {} of them marketing{much}<br/><span class=\"soft\">{}</span></td>",
                worst.marketing.count,
                escaped(&when)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

fn accounts(out: &mut String, report: &Report, accounts: &[Sender]) {
    out.push_str("<h3>Accounts in their fullest 24 hours</h3>\n<dl>\n");
    for account in accounts {
        let (load, is_over) = load_word(account);
        let title = name(report, account.name.as_deref(), "an account without a name");
        let over = if is_over { " <span class=\"much\">! above its limit</span>" } else { "" };
        let more = if account.uncounted { ", and audiences whose size is not known" } else { "" };
        let _ = writeln!(out, "<dt>{title}</dt><dd>{} people{more}{over}</dd>", escaped(&load));
    }
    out.push_str("</dl>\n");
}

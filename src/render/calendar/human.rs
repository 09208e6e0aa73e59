//! A calendar as people read it: weeks with the load of each day, then campaigns, audiences and accounts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{RenderCalendar, part_word};
use crate::diagnostic::thousands;
use crate::engine::Calendar;
use crate::engine::calendar::{
    Between, JourneySend, Limit, Part, PlannedCampaign, PlannedDay, PlannedSend, Reached, Sender, Stretch,
};
use crate::render::visible_name;
use crate::timeline::{WINDOWS, Window};

/// The human format.
#[derive(Clone, Copy, Debug)]
pub struct CalendarHuman;

/// How many columns a line may have.
const WIDE: usize = 80;
/// Where the values of a campaign begin.
const INDENT: usize = 12;
/// How many sends of a campaign are listed.
pub(in crate::render) const NEXT: usize = 5;
/// So many weeks without a send are told in one line.
pub(in crate::render) const EMPTY_WEEKS: usize = 3;

/// Eighths of the fullest day.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Days by load: background and text, from light to heavy.
const HEAT: [&str; 4] = ["48;5;22;38;5;255", "48;5;28;38;5;255", "48;5;34;38;5;16", "48;5;40;38;5;16"];
/// Days and figures above a limit.
const OVER: &str = "1;48;5;160;38;5;231";
const ALARM: &str = "1;31";
const BOLD: &str = "1";
const DIM: &str = "2";
const TODAY: &str = "7";

impl RenderCalendar for CalendarHuman {
    fn render(&self, calendar: &Calendar, color: bool) -> String {
        let mut page = Page { text: String::new(), color };
        if calendar.campaigns.is_empty() {
            page.text.push_str("nothing is planned\n");
            return page.text;
        }
        page.totals(calendar);
        if !calendar.days.is_empty() {
            page.weeks(calendar);
        }
        page.heading("Campaigns");
        for (at, campaign) in calendar.campaigns.iter().enumerate() {
            if at > 0 {
                page.text.push('\n');
            }
            page.campaign(calendar, campaign);
        }
        if !calendar.audiences.is_empty() {
            page.audiences(&calendar.audiences);
        }
        if !calendar.accounts.is_empty() {
            page.accounts(&calendar.accounts);
        }
        if calendar.left_out > 0 {
            let _ = writeln!(page.text, "\n{} more sends are not laid out", thousands(calendar.left_out));
        }
        page.text
    }
}

struct Page {
    text: String,
    color: bool,
}

impl Page {
    fn painted(&self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn heading(&mut self, text: &str) {
        let shown = self.painted(BOLD, text);
        let _ = writeln!(self.text, "\n{shown}");
    }

    /// A labelled value, on as many lines as it needs.
    fn field(&mut self, label: &str, value: &str) {
        let label = format!("    {label:<8}");
        let mut begins = self.painted(DIM, &label);
        for line in wrapped(value, WIDE - INDENT) {
            // What stands behind the last blank is painted when it is the mark.
            let line = match line.strip_suffix(" !") {
                Some(rest) => format!("{rest} {}", self.painted(ALARM, "!")),
                None => line,
            };
            let _ = writeln!(self.text, "{begins}{line}");
            begins = " ".repeat(INDENT);
        }
    }

    fn totals(&mut self, calendar: &Calendar) {
        let occurrences =
            |campaign: &PlannedCampaign| campaign.sends.iter().map(|send| send.occurrence + 1).max();
        let sends: usize = calendar.campaigns.iter().filter_map(occurrences).sum();
        let mut line = many(calendar.campaigns.len(), "campaign", "campaigns");
        match (calendar.days.first(), calendar.days.last()) {
            (Some(first), Some(last)) => {
                let _ = write!(line, ", {}", many(sends, "send", "sends"));
                if first.date == last.date {
                    let _ = write!(line, " on {}", day_word(first.date));
                } else {
                    let _ = write!(line, " from {} to {}", day_word(first.date), day_word(last.date));
                }
            }
            _ => {
                let (from, to) = (day_word(calendar.from), day_word(calendar.to));
                let _ = write!(line, ", nothing at a set time from {from} to {to}");
            }
        }
        if !calendar.accounts.is_empty() {
            let _ = write!(line, ", {}", many(calendar.accounts.len(), "account", "accounts"));
        }
        for line in wrapped(&line, WIDE) {
            let line = self.painted(BOLD, &line);
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn weeks(&mut self, calendar: &Calendar) {
        let days: BTreeMap<Date, &PlannedDay> = calendar.days.iter().map(|day| (day.date, day)).collect();
        let fullest = calendar.days.iter().map(|day| day.people).max().unwrap_or(0);
        let mut year = calendar.from.year();
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(|name| format!(" {name:<9}"));
        let header = format!("{year:<9}{}", names.concat());
        let header = self.painted(DIM, header.trim_end());
        let _ = writeln!(self.text, "\n{header}");
        let mut monday = monday_of(calendar.from);
        let mut is_first = true;
        while monday <= calendar.to {
            let Some(behind) = days.range(monday..).next().map(|(date, _)| *date) else { break };
            let empty = weeks_between(monday, behind);
            if empty >= EMPTY_WEEKS {
                let last = monday_of(behind).saturating_sub(1.day());
                let from = monday.max(calendar.from);
                let line = format!("{:10}nothing from {} to {}", "", day_word(from), day_word(last));
                let line = self.painted(DIM, &line);
                let _ = writeln!(self.text, "{line}");
                monday = monday_of(behind);
                is_first = true;
                continue;
            }
            let sunday = monday.saturating_add(6.days());
            // A week is named after the month that begins in it, the first one after the one that goes on.
            let begins = sunday.day() <= 7 && sunday.first_of_month() >= calendar.from;
            let month = if begins { sunday } else { monday.max(calendar.from) };
            if month.year() != year {
                year = month.year();
                let line = self.painted(DIM, &year.to_string());
                let _ = writeln!(self.text, "{line}");
            }
            let label = if is_first || begins { month.strftime("%b").to_string() } else { String::new() };
            let label = self.painted(BOLD, &format!("{label:<4}"));
            let week = self.painted(DIM, &format!("W{:02}", monday.iso_week_date().week()));
            let mut row = format!("{label}{week}  ");
            for date in (0..7).map(|after: i64| monday.saturating_add(after.days())) {
                if date < calendar.from || date > calendar.to {
                    row.push_str(&" ".repeat(10));
                } else {
                    row.push_str(&self.cell(date, calendar.from, days.get(&date).copied(), fullest));
                }
            }
            let _ = writeln!(self.text, "{}", row.trim_end());
            is_first = false;
            match sunday.checked_add(1.day()) {
                Ok(next) => monday = next,
                // The calendar itself ends here.
                Err(_) => break,
            }
        }
        let mut legend = Vec::new();
        if monday <= calendar.to {
            legend.push(format!("nothing more until {}", day_word(calendar.to)));
        }
        let mut signs = "people a day, at most; > today".to_owned();
        if calendar.days.iter().any(|day| day.over_limit) {
            signs.push_str("; ! above a limit");
        }
        if calendar.days.iter().any(|day| day.uncounted) {
            signs.push_str("; ? + size not known");
        }
        legend.push(signs);
        for line in legend {
            let line = self.painted(DIM, &format!("{:10}{line}", ""));
            let _ = writeln!(self.text, "{line}");
        }
    }

    /// Ten columns: today's mark, the day, a bar, a number, the mark of a limit.
    fn cell(&self, date: Date, today: Date, day: Option<&PlannedDay>, fullest: u64) -> String {
        let lead = if date == today { self.painted(BOLD, ">") } else { " ".to_owned() };
        let number = format!("{:>2}", date.day());
        let Some(day) = day else {
            let code = match (date == today, date.day() == 1) {
                (true, _) => TODAY,
                (_, true) => BOLD,
                _ => DIM,
            };
            return format!("{lead}{}{:7}", self.painted(code, &number), "");
        };
        let load = match (day.people, day.uncounted) {
            (0, true) => " ?".to_owned(),
            (0, false) => " 0".to_owned(),
            (people, uncounted) => {
                let eighths = u128::from(people) * 8 / u128::from(fullest.max(1));
                let bar = usize::try_from(eighths).unwrap_or(8).clamp(1, 8) - 1;
                let more = if uncounted && !day.over_limit { "+" } else { "" };
                format!("{}{}{more}", BARS.get(bar).copied().unwrap_or('█'), short(people))
            }
        };
        let mark = if day.over_limit { "!" } else { "" };
        let text = format!("{number} {load}{mark}");
        let heat = u128::from(day.people) * 4 / u128::from(fullest.max(1));
        let heat = usize::try_from(heat).unwrap_or(3).min(HEAT.len() - 1);
        let code = if day.over_limit { OVER } else { HEAT.get(heat).copied().unwrap_or(BOLD) };
        format!("{lead}{}", self.painted(code, &format!("{text:<9}")))
    }

    fn campaign(&mut self, calendar: &Calendar, campaign: &PlannedCampaign) {
        let mut about = Vec::new();
        if campaign.marketing {
            about.push("marketing".to_owned());
        }
        about.extend(campaign.account.as_deref().map(|account| format!("from {}", visible_name(account))));
        self.title(campaign.name.as_deref(), "a campaign without a name", &about.join(", "));
        let mut sends = campaign.first.join(" or ");
        if !campaign.steps.is_empty() {
            let then = if sends.is_empty() { "" } else { ", then " };
            let _ = write!(sends, "{then}{}", campaign.steps.join(", "));
        }
        if !sends.is_empty() {
            self.field("sends", &visible_name(&sends));
        }
        let audiences: Vec<String> = campaign
            .audiences
            .iter()
            .map(|audience| {
                let size = audience.size.map_or("size not known".to_owned(), thousands);
                format!("{} ({size})", visible_name(&audience.name))
            })
            .collect();
        self.field("to", &if audiences.is_empty() { "no audience".to_owned() } else { audiences.join(", ") });
        let mut schedule = campaign.schedule.as_deref().unwrap_or("no schedule").to_owned();
        if let Some(trigger) = &campaign.trigger {
            let _ = write!(schedule, "; begins with {trigger}");
        }
        self.field("when", &visible_name(&schedule));
        if campaign.schedule.is_some() {
            let occurrences = campaign.occurrences();
            for (at, occurrence) in occurrences.iter().take(NEXT).enumerate() {
                self.field(if at == 0 { "next" } else { "" }, &occurrence_word(campaign, occurrence));
            }
            if let Some(last) = occurrences.get(NEXT..).and_then(<[_]>::last).and_then(|last| last.first()) {
                let last = day_word(last.local().date());
                let more = thousands((occurrences.len() - NEXT) as u64);
                self.field("", &format!("and {more} more, the last on {last}"));
            }
            if occurrences.is_empty() {
                self.field("next", &format!("nothing until {}", day_word(calendar.to)));
            }
        }
        for (at, send) in campaign.journey.iter().enumerate() {
            self.field(if at == 0 { "journey" } else { "" }, &journey_word(campaign, send));
        }
    }

    /// The name of an item, and what is said of it.
    fn title(&mut self, name: Option<&str>, nameless: &str, about: &str) {
        let name = name.map_or(nameless.into(), visible_name);
        let lines = wrapped(&name, WIDE - 2);
        let is_one = lines.len() == 1 && 2 + name.width() + 2 + about.width() <= WIDE;
        for line in &lines {
            let line = self.painted(BOLD, line);
            let _ = write!(self.text, "  {line}{}", if is_one { "" } else { "\n" });
        }
        if is_one {
            let _ = writeln!(self.text, "{}{about}", if about.is_empty() { "" } else { "  " });
        } else {
            for line in wrapped(about, WIDE - 4).iter().filter(|line| !line.is_empty()) {
                let _ = writeln!(self.text, "    {line}");
            }
        }
    }

    fn audiences(&mut self, audiences: &[Reached]) {
        self.heading("What one recipient can get at worst, in messages");
        for audience in audiences {
            let size = audience
                .size
                .map_or("size not known".to_owned(), |size| format!("{} people", thousands(size)));
            self.title(audience.name.as_deref(), "an audience without a name", &size);
            for (Window { short: label, .. }, worst) in WINDOWS.iter().zip(&audience.worst) {
                let all = thousands(worst.all.count as u64);
                let is_much = worst.marketing.count > worst.pace;
                if worst.all.count == 0 {
                    self.field(label, "nothing");
                    break;
                } else if worst.marketing == worst.all {
                    let every = if worst.all.count == 1 { "" } else { "all " };
                    self.window(label, &format!("{all}, {every}marketing"), is_much, &worst.all);
                } else if worst.marketing.count == 0 {
                    self.window(label, &format!("{all}, no marketing"), false, &worst.all);
                } else {
                    let marketing = format!("{} marketing", thousands(worst.marketing.count as u64));
                    self.window(label, &all, false, &worst.all);
                    self.window("", &marketing, is_much, &worst.marketing);
                }
            }
        }
        let is_much =
            |audience: &Reached| audience.worst.iter().any(|worst| worst.marketing.count > worst.pace);
        if let Some(audience) = audiences.iter().find(|audience| is_much(audience)) {
            let paces: Vec<String> = WINDOWS
                .iter()
                .zip(&audience.worst)
                .map(|(window, worst)| format!("{} in {}", worst.pace, window.short))
                .collect();
            let line = self.painted(DIM, &format!("    ! more marketing than {}", paces.join(", ")));
            let _ = writeln!(self.text, "{line}");
        }
    }

    /// How many messages a window holds, and when it is.
    fn window(&mut self, label: &str, count: &str, is_much: bool, stretch: &Stretch) {
        let label = self.painted(DIM, &format!("    {label:<8}"));
        let mark = if is_much { self.painted(ALARM, " !") } else { "  ".to_owned() };
        let blank = " ".repeat(20usize.saturating_sub(count.width()));
        let when = stretch.between.as_ref().map(|between| between_word(between, "%Y-%m-%d %H:%M"));
        let _ = writeln!(self.text, "{label}{count}{mark}{blank}{}", when.unwrap_or_default());
    }

    fn accounts(&mut self, accounts: &[Sender]) {
        self.heading("Accounts in their fullest 24 hours");
        for account in accounts {
            let (load, is_over) = load_word(account);
            self.title(account.name.as_deref(), "an account without a name", "");
            self.field("people", &format!("{load}{}", if is_over { " !" } else { "" }));
            if let Some(between) = &account.between {
                self.field("when", &between_word(between, "%a %Y-%m-%d %H:%M"));
            }
            if account.uncounted {
                self.field("", "and audiences whose size is not known");
            }
        }
    }
}

pub(in crate::render) fn load_word(account: &Sender) -> (String, bool) {
    let people = if account.least == account.most {
        thousands(account.most)
    } else {
        format!("{} to {}", thousands(account.least), thousands(account.most))
    };
    let word = match account.limit {
        Limit::People(limit) => format!("{people} of {}", thousands(limit)),
        Limit::Unlimited => format!("{people}, without a limit"),
        Limit::Unknown => format!("{people}, its limit is not declared"),
    };
    (word, matches!(account.limit, Limit::People(limit) if account.most > limit))
}

/// `Wed 2026-09-02 10:00 -03, 13:00 UTC`, or `Wed 2026-09-02 10:00 in 4 zones, from … to … UTC`.
pub(in crate::render) fn occurrence_word(campaign: &PlannedCampaign, sends: &[&PlannedSend]) -> String {
    let Some(first) = sends.first() else { return String::new() };
    let zones: BTreeSet<&str> = sends.iter().map(|send| send.zone_name()).collect();
    let local = first.local();
    let utc = |send: &PlannedSend| TimeZone::UTC.to_datetime(send.at);
    let mut word = if zones.len() > 1 {
        let earliest = sends.iter().map(|send| send.local()).min().unwrap_or(local);
        let latest = sends.iter().map(|send| send.local()).max().unwrap_or(local);
        let last = sends.last().unwrap_or(first);
        let to = if latest == earliest { String::new() } else { format!(" to {}", latest.strftime("%H:%M")) };
        format!(
            "{}{to} in {} zones, from {} to {} UTC",
            earliest.strftime("%a %Y-%m-%d %H:%M"),
            zones.len(),
            time_beside(utc(first), earliest.date()),
            time_beside(utc(last), earliest.date())
        )
    } else {
        let zone = first.at.to_zoned(first.zone.clone());
        let local_word = zone.strftime("%a %Y-%m-%d %H:%M %Z").to_string();
        if zone.offset().is_zero() && first.zone_name() == "UTC" {
            local_word
        } else {
            format!("{local_word}, {} UTC", time_beside(utc(first), local.date()))
        }
    };
    if first.part != Part::Message {
        let templates = campaign.templates_of(first.part).join(" or ");
        let _ = write!(word, ", {} {}", part_word(first.part), visible_name(&templates));
    }
    if first.batch > 0 {
        let audiences: BTreeMap<Option<usize>, u64> =
            sends.iter().map(|send| (send.audience, send.people.unwrap_or(0))).collect();
        let people = audiences.values().copied().fold(0u64, u64::saturating_add);
        let _ = write!(word, ", batch {}: {} people", first.batch, thousands(people));
    }
    if sends.iter().any(|send| send.over_limit) {
        word.push_str(" !");
    }
    word
}

/// The time, with its day where that is another one.
fn time_beside(at: DateTime, day: Date) -> String {
    if at.date() == day { at.strftime("%H:%M").to_string() } else { at.strftime("%a %H:%M").to_string() }
}

/// `step 1 welcome, 3 d 2 h after the start`
pub(in crate::render) fn journey_word(campaign: &PlannedCampaign, send: &JourneySend) -> String {
    let when = match (send.after, send.after_at_most) {
        (0, 0) => "at the start".to_owned(),
        (least, most) if least == most => format!("{} after the start", length_word(least)),
        (least, most) => format!("{} to {} after the start", length_word(least), length_word(most)),
    };
    let templates = campaign.templates_of(send.part).join(" or ");
    format!("{when}: {}", visible_name(templates.trim()))
}

/// `3 d 2 h`
fn length_word(seconds: i64) -> String {
    let minutes = seconds / 60;
    let pieces = [(minutes / 1_440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min")];
    let pieces: Vec<String> = pieces
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    if pieces.is_empty() { format!("{seconds} s") } else { pieces.join(" ") }
}

/// `Wed 2026-09-02 10:00 to Thu 2026-09-03 09:00 CEST`, each zone once.
pub(in crate::render) fn between_word(between: &Between, day: &str) -> String {
    let Between { from, to } = between;
    let zone = |at: &Zoned| at.strftime("%Z").to_string();
    let mut word = from.strftime(day).to_string();
    if from.timestamp() != to.timestamp() {
        if zone(from) != zone(to) {
            let _ = write!(word, " {}", zone(from));
        }
        let is_same_day = from.date() == to.date();
        let _ = write!(word, " to {}", to.strftime(if is_same_day { "%H:%M" } else { day }));
    }
    let _ = write!(word, " {}", zone(to));
    word
}

pub(in crate::render) fn day_word(date: Date) -> String {
    date.strftime("%a %Y-%m-%d").to_string()
}

fn many(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count as u64), if count == 1 { one } else { many })
}

/// A number in four columns: `999`, `2.3k`, `18k`, `1.8M`.
pub(in crate::render) fn short(number: u64) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    let number = u128::from(number);
    for (unit, sign) in [(1_000, "k"), (1_000_000, "M"), (1_000_000_000, "G")] {
        let tenths = (number * 10 + unit / 2) / unit;
        if tenths < 100 && tenths % 10 != 0 {
            return format!("{}.{}{sign}", tenths / 10, tenths % 10);
        }
        let whole = (number + unit / 2) / unit;
        if whole < 1_000 {
            return format!("{whole}{sign}");
        }
    }
    ">1T".to_owned()
}

pub(in crate::render) fn monday_of(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

/// How many whole weeks from a Monday on lie before the week of a day.
pub(in crate::render) fn weeks_between(monday: Date, day: Date) -> usize {
    usize::try_from((monday_of(day) - monday).get_days() / 7).unwrap_or(0)
}

/// Breaks a text between words into lines of a width, and words that are wider between characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let wide = word.width();
        if used > 0 && used + 1 + wide > width {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { break };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if used + wide <= width {
            line.push_str(word);
            used += wide;
            continue;
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > width {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_four_columns() {
        for (number, shown) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1k"),
            (2_300, "2.3k"),
            (9_949, "9.9k"),
            (9_950, "10k"),
            (18_400, "18k"),
            (999_499, "999k"),
            (999_500, "1M"),
            (1_840_000, "1.8M"),
            (184_000_000, "184M"),
            (7_000_000_000, "7G"),
            (u64::MAX, ">1T"),
        ] {
            assert_eq!(short(number), shown);
            assert!(short(number).len() <= 4);
        }
    }

    #[test]
    fn lines_break_between_words_and_count_columns() {
        assert_eq!(wrapped("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(wrapped("促销促销 x", 4), ["促销", "促销", "x"]);
        assert_eq!(wrapped("", 4), [""]);
        for line in wrapped(&"النشرة 新聞 newsletter_with_a_long_name ".repeat(9), 20) {
            assert!(line.width() <= 20, "{line}");
        }
    }

    #[test]
    fn lengths_of_time() {
        use crate::syntax::lexical::{DAY, HOUR};
        assert_eq!(length_word(3 * DAY + 2 * HOUR), "3 d 2 h");
        assert_eq!(length_word(1_800), "30 min");
        assert_eq!(length_word(20), "20 s");
    }
}

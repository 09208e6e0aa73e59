//! A summary to post on a pull request: the verdict first, then a table for each file.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::told::{self, Told};
use super::verdict::{self, QUOTED, Verdict};
use super::xml::with_code;
use super::{Look, Render};
use crate::diagnostic::Severity;
use crate::engine::Report;

/// The Markdown format, as GitHub and GitLab read it.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

/// How many bytes the rows of all tables may take; a comment on GitHub holds 65,536 characters.
const MOST_OF_ROWS: usize = 44_000;
/// The same for the reasons below them.
const MOST_OF_REASONS: usize = 12_000;

impl Render for Markdown {
    fn render(&self, report: &Report, look: Look) -> String {
        let verdict = Verdict::of(report, look);
        let sign = match verdict {
            Verdict::Incomplete | Verdict::Failed => "❌",
            Verdict::Passed | Verdict::Clean => "✅",
        };
        let mut out = format!(
            "## {sign} wabalint: {}\n\n**{}**: {}.",
            lower(verdict.word()),
            upper(&verdict::found(&report.summary)),
            verdict::read(&report.summary)
        );
        for left_out in verdict::left_out(report) {
            let _ = write!(out, " {}.", upper(&left_out));
        }
        let mendable = verdict::mendable(report);
        if !mendable.is_empty() {
            let _ = write!(out, " {mendable}.");
        }
        out.push('\n');
        if !report.failures.is_empty() {
            out.push('\n');
        }
        for why in &report.failures {
            let _ = writeln!(out, "- {}", escaped(&told::line(report, why)));
        }
        tables(&mut out, report);
        out
    }
}

fn tables(out: &mut String, report: &Report) {
    let told: Vec<Told<'_>> = report.findings.iter().map(|finding| Told::new(report, finding)).collect();
    let rows: Vec<String> = told.iter().map(row).collect();
    // Where not all of them fit, the worst are listed.
    let mut by_severity: Vec<usize> = (0..rows.len()).collect();
    by_severity.sort_by_key(|at| (told.get(*at).map(|told| Reverse(told.severity())), *at));
    let mut room = MOST_OF_ROWS;
    let mut listed: BTreeSet<usize> = BTreeSet::new();
    for at in by_severity {
        let length = rows.get(at).map_or(0, String::len);
        let Some(left) = room.checked_sub(length) else { break };
        room = left;
        listed.insert(at);
    }
    let mut file = None;
    for at in &listed {
        let (Some(told), Some(row)) = (told.get(*at), rows.get(*at)) else { continue };
        if file != Some(told.name) {
            file = Some(told.name);
            let name = escaped(&told.file);
            let _ = writeln!(
                out,
                "\n### {name}\n\n| Level | Line | Finding | Words | What to do |\n| --- | ---: | --- | --- | --- |"
            );
        }
        out.push_str(row);
    }
    let more = rows.len() - listed.len();
    if more > 0 {
        let findings = if more == 1 { "1 more finding is" } else { &format!("{more} more findings are") };
        let _ = writeln!(out, "\n{findings} not listed here.");
    }
    reasons(out, listed.iter().filter_map(|at| told.get(*at)));
}

fn row(told: &Told<'_>) -> String {
    let level = match told.severity() {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Advice => "💡 advice",
    };
    let mut finding = with_code(&told.sentence(), escaped);
    for note in &told.notes {
        let _ = write!(finding, "<br>{}", with_code(note, escaped));
    }
    let item = told.item.as_ref().map(|item| format!("{} · ", escaped(item))).unwrap_or_default();
    let words = told::cropped(&told.words, QUOTED);
    let words = if words.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(&words)) };
    let todo: Vec<String> =
        told.help.iter().chain(&told.fix).map(|what| with_code(&upper(what), escaped)).collect();
    format!(
        "| {level} | {} | {finding}<br><sub>{item}{}</sub> | {words} | {} |\n",
        told.start.line,
        told.finding.rule.name(),
        todo.join("<br>")
    )
}

/// Why it matters, rule by rule, each reason once.
fn reasons<'t>(out: &mut String, told: impl Iterator<Item = &'t Told<'t>>) {
    let mut by_rule: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for told in told {
        let Some(why) = told.why.as_deref() else { continue };
        let known = by_rule.entry(told.finding.rule.name()).or_default();
        if !known.contains(&why) {
            known.push(why);
        }
    }
    let mut list = String::new();
    for (rule, reasons) in by_rule {
        for reason in reasons {
            let line = format!("- **{}**: {}\n", rule, with_code(reason, escaped));
            if list.len() + line.len() > MOST_OF_REASONS {
                break;
            }
            list.push_str(&line);
        }
    }
    if !list.is_empty() {
        let _ = write!(out, "\n<details><summary>Why it matters</summary>\n\n{list}\n</details>\n");
    }
}

fn upper(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn lower(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Words that mean nothing to Markdown, wherever they stand: no mark, no cell, no tag, no link, nobody's name, no emoji.
fn escaped(words: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(words.len() + 16);
    let mut before = [' '; 3];
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let is_mark = match c {
            '&' | '<' | '>' | '|' | '\\' | '`' | '*' | '~' | '[' | ']' | '#' | '@' | '$' => true,
            // An underscore inside a word is none of Markdown's; nearly all names have some.
            '_' => !before[2].is_ascii_alphanumeric(),
            // `https://` and `:tada:`.
            ':' => chars.peek().is_some_and(|next| *next == '/' || next.is_alphabetic()),
            // `www.` makes a link without any mark.
            '.' => before.iter().all(|c| matches!(c, 'w' | 'W')),
            _ => false,
        };
        match c {
            // A line end would end a row; this one is seen all the same.
            '\n' => out.push_str("<br>"),
            '\r' | '\t' => out.push(' '),
            c if is_mark => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
        before = [before[1], before[2], c];
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_is_left_that_markdown_reads() {
        assert_eq!(escaped("order_shipped (en_US), 20% off"), "order_shipped (en_US), 20% off");
        assert_eq!(escaped("a|b\n<c>"), "a&#124;b<br>&#60;c&#62;");
        assert_eq!(
            escaped("@team #12 https://x www.y _i_"),
            "&#64;team &#35;12 https&#58;//x www&#46;y &#95;i_"
        );
        assert_eq!(
            escaped("![x](y) `{{1}}` $a$ \\| :tada:"),
            "!&#91;x&#93;(y) &#96;{{1}}&#96; &#36;a&#36; &#92;&#124; &#58;tada:"
        );
    }
}

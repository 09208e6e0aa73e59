//! One page for everybody: the verdict, each template as its reader sees it with the findings beside it, the calendar.
//!
//! The page is well-formed XML too, loads nothing and runs nothing.

mod bubble;
mod plan;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::told::{self, Told};
use super::verdict::{self, Verdict};
use super::xml::{escaped, with_code};
use super::{Look, Render};
use crate::diagnostic::Severity;
use crate::engine::{Finding, ItemRef, Keep, Report};
use crate::model::Item;
use crate::policy;
use crate::source::FileId;
use bubble::{Mark, Marks};

/// The HTML format.
#[derive(Clone, Copy, Debug)]
pub struct Html;

const STYLE: &str = include_str!("style.css");
/// How many characters of flagged words are quoted.
const QUOTED: usize = 400;
/// How many other places of a finding are listed.
const MOST_PLACES: usize = 12;

impl Render for Html {
    fn render(&self, report: &Report, look: Look) -> String {
        let mut page = Page { out: String::new(), report };
        page.head();
        page.verdict(look);
        let files = files(report);
        page.contents(&files);
        page.out.push_str("</header>\n<main>\n");
        for file in files.iter().filter(|file| !file.findings.is_empty()) {
            page.file(file);
        }
        page.sound(&files);
        if let Some(calendar) = report.calendar.as_ref().filter(|calendar| !calendar.campaigns.is_empty()) {
            plan::write(&mut page.out, report, calendar);
        }
        let _ = write!(
            page.out,
            "</main>\n<footer><p>wabalint {}, policy of {}. This page loads nothing and sends nothing.</p></footer>\n</body>\n</html>\n",
            env!("CARGO_PKG_VERSION"),
            policy::POLICY_DATE
        );
        page.out
    }

    fn keeps(&self) -> Keep {
        Keep::Plan
    }
}

/// A file of the run: its findings with their numbers on the page.
struct File<'r> {
    id: FileId,
    name: String,
    findings: Vec<(usize, &'r Finding)>,
}

/// The files that hold definitions or in which something was found, by name.
fn files(report: &Report) -> Vec<File<'_>> {
    let mut by_file: BTreeMap<FileId, Vec<(usize, &Finding)>> = BTreeMap::new();
    for (at, finding) in report.findings.iter().enumerate() {
        by_file.entry(finding.diagnostic.primary.span.file).or_default().push((at + 1, finding));
    }
    let mut files: Vec<(&str, FileId)> = report.sources.iter().map(|(id, file)| (file.name(), id)).collect();
    files.sort_unstable();
    let mut found = Vec::new();
    for (name, id) in files {
        let findings = by_file.remove(&id).unwrap_or_default();
        if !findings.is_empty() || !report.items(id).is_empty() {
            found.push(File { id, name: told::file(report, name).into_owned(), findings });
        }
    }
    found
}

struct Page<'r> {
    out: String,
    report: &'r Report,
}

/// The word for a level, with a sign that tells it without colour.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✖ error",
        Severity::Warning => "▲ warning",
        Severity::Advice => "● advice",
    }
}

impl Page<'_> {
    fn head(&mut self) {
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>wabalint report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header class=\"top\">\n"
        );
    }

    fn verdict(&mut self, look: Look) {
        let report = self.report;
        let summary = &report.summary;
        let verdict = Verdict::of(report, look);
        let (class, sign) = match verdict {
            Verdict::Incomplete | Verdict::Failed => ("bad", "✖"),
            Verdict::Passed | Verdict::Clean => ("good", "✔"),
        };
        let _ = write!(
            self.out,
            "<div class=\"verdict {class}\">\n<h1>{sign} {}</h1>\n<p><strong>{}</strong> in {}.",
            verdict.word(),
            verdict::found(summary),
            verdict::read(summary)
        );
        for left_out in verdict::left_out(self.report) {
            let _ = write!(self.out, " {}.", with_code(&left_out, escaped));
        }
        let mendable = verdict::mendable(report);
        if !mendable.is_empty() {
            let _ = write!(self.out, " {}.", with_code(&mendable, escaped));
        }
        self.out.push_str("</p>\n");
        if !report.failures.is_empty() {
            self.out.push_str("<ul>\n");
            for why in &report.failures {
                let _ = writeln!(self.out, "<li>{}</li>", escaped(&told::line(report, why)));
            }
            self.out.push_str("</ul>\n");
        }
        self.out.push_str("</div>\n");
    }

    /// What is shown, and where it is.
    fn contents(&mut self, files: &[File<'_>]) {
        let summary = &self.report.summary;
        let counts = [
            (Severity::Error, summary.errors),
            (Severity::Warning, summary.warnings),
            (Severity::Advice, summary.advice),
        ];
        if !self.report.findings.is_empty() {
            self.out.push_str("<div class=\"tools\"><span>Show</span>\n");
            for (severity, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
                let word = severity.as_str();
                let _ = writeln!(
                    self.out,
                    "<label class=\"{word}\"><input type=\"checkbox\" id=\"show-{word}\" checked=\"checked\"/> <span class=\"level\">{}</span> {count}</label>",
                    level(severity)
                );
            }
            self.out.push_str("</div>\n");
        }
        let has_plan = self.report.calendar.as_ref().is_some_and(|calendar| !calendar.campaigns.is_empty());
        let found = files.iter().filter(|file| !file.findings.is_empty()).count();
        if found + usize::from(has_plan) < 2 {
            return;
        }
        let open = if found <= 12 { " open=\"open\"" } else { "" };
        let _ = writeln!(
            self.out,
            "<nav class=\"contents\"><details{open}><summary>On this page</summary>\n<ul>"
        );
        for file in files.iter().filter(|file| !file.findings.is_empty()) {
            let _ = writeln!(
                self.out,
                "<li><a href=\"#file{}\">{}</a> <span class=\"soft\">{}</span></li>",
                file.id.index(),
                escaped(&file.name),
                file.findings.len()
            );
        }
        if has_plan {
            self.out.push_str("<li><a href=\"#plan\">Send calendar</a></li>\n");
        }
        self.out.push_str("</ul></details></nav>\n");
    }

    /// A file with findings: those of no definition first, then each definition that has some.
    fn file(&mut self, file: &File<'_>) {
        let _ = writeln!(
            self.out,
            "<section class=\"file\">\n<h2 id=\"file{}\">{}</h2>",
            file.id.index(),
            escaped(&file.name)
        );
        let mut by_item: BTreeMap<Option<usize>, Vec<(usize, &Finding)>> = BTreeMap::new();
        for (number, finding) in &file.findings {
            let item = self.report.item_at(finding.diagnostic.primary.span);
            by_item.entry(item).or_default().push((*number, finding));
        }
        for (at, findings) in by_item {
            let item = at.and_then(|at| self.report.items(file.id).get(at));
            self.out.push_str("<article>\n");
            let marks = Marks::of(&findings);
            match item {
                Some(item) => self.heading(item, &marks),
                None => self.out.push_str("<h3>The file itself</h3>\n"),
            }
            let template = match item {
                Some(Item::Template(template)) => Some(template),
                _ => None,
            };
            let drawn = if template.is_some() { " drawn" } else { "" };
            let _ = writeln!(self.out, "<div class=\"beside{drawn}\">");
            if let Some(template) = template {
                bubble::write(&mut self.out, self.report, template, &marks);
            }
            self.out.push_str("<ol class=\"findings\">\n");
            for (at, (number, finding)) in findings.iter().enumerate() {
                self.finding(at + 1, *number, finding);
            }
            self.out.push_str("</ol>\n</div>\n</article>\n");
        }
        self.out.push_str("</section>\n");
    }

    /// Kind and name of a definition, and what else heads a template.
    fn heading(&mut self, item: &Item, marks: &Marks) {
        let report = self.report;
        let name =
            item.name().map_or_else(|| "without a name".to_owned(), |name| bubble::text(report, name, marks));
        let _ =
            writeln!(self.out, "<h3 dir=\"auto\"><span class=\"kind\">{}</span> {name}</h3>", item.kind());
        if let Item::Template(template) = item {
            let mut about = Vec::new();
            about.extend(template.language.as_ref().map(|language| bubble::text(report, language, marks)));
            about.extend(
                template.category.as_ref().map(|category| bubble::text(report, &category.text, marks)),
            );
            if !about.is_empty() {
                let _ = writeln!(self.out, "<p class=\"about\">{}</p>", about.join(" · "));
            }
        }
    }

    fn finding(&mut self, own: usize, number: usize, finding: &Finding) {
        let report = self.report;
        let told = Told::new(report, finding);
        let severity = finding.severity.as_str();
        let _ = writeln!(
            self.out,
            "<li class=\"finding {severity}\" id=\"f{number}\">\n<h4><span class=\"number\">{own}</span> <span class=\"level\">{}</span> {}</h4>",
            level(finding.severity),
            with_code(&told.message, escaped)
        );
        let words = quoted(&told.words);
        let label = with_code(&told.label, escaped);
        if !words.is_empty() {
            let label =
                if label.is_empty() { label } else { format!(" <span class=\"label\">{label}</span>") };
            let _ =
                writeln!(self.out, "<p class=\"quote\"><q dir=\"auto\">{}</q>{label}</p>", escaped(&words));
        } else if !label.is_empty() {
            let _ = writeln!(self.out, "<p>{label}</p>");
        }
        for what in told.help.iter().chain(&told.fix) {
            let _ = writeln!(self.out, "<p class=\"help\">{}</p>", with_code(what, escaped));
        }
        for why in told.notes.iter().chain(&told.why) {
            let _ = writeln!(self.out, "<p class=\"why\">{}</p>", with_code(why, escaped));
        }
        for label in told.others().iter().take(MOST_PLACES) {
            let (at, _) = told::ends(report, label.span);
            let is_here = label.span.file == finding.diagnostic.primary.span.file;
            let file = told::file(report, report.sources.name(label.span.file));
            let file = if is_here { "line ".to_owned() } else { format!("{}:", escaped(&file)) };
            let words = told::cropped(&told::words(report, label.span), verdict::QUOTED);
            let words =
                if words.is_empty() { words } else { format!(" “<bdi>{}</bdi>”", escaped(&words)) };
            let message = with_code(&told::line(report, &label.message), escaped);
            let colon = if message.is_empty() { "" } else { ": " };
            let _ =
                writeln!(self.out, "<p class=\"where\">also {file}{}{words}{colon}{message}</p>", at.line);
        }
        let _ = write!(
            self.out,
            "<p class=\"where\"><code>{}</code> line {}, column {}",
            finding.rule.name(),
            told.start.line,
            told.start.column
        );
        let sources = finding.links();
        for (at, source) in sources.iter().filter(|source| source.starts_with("https://")).enumerate() {
            let which = if at == 0 { "source".to_owned() } else { format!("source {}", at + 1) };
            let _ = write!(
                self.out,
                " · <a href=\"{0}\" title=\"{0}\" rel=\"noreferrer noopener\">{which}</a>",
                escaped(source)
            );
        }
        self.out.push_str("</p>\n</li>\n");
    }

    /// The definitions in which nothing was found, each to be opened.
    fn sound(&mut self, files: &[File<'_>]) {
        let mut list = String::new();
        for file in files {
            let touched: Vec<Option<usize>> = file
                .findings
                .iter()
                .map(|(_, finding)| self.report.item_at(finding.diagnostic.primary.span))
                .collect();
            for (at, item) in self.report.items(file.id).iter().enumerate() {
                if touched.contains(&Some(at)) {
                    continue;
                }
                let name = told::item_words(self.report, &ItemRef::of(item));
                let (name, file) = (escaped(&name), escaped(&file.name));
                if let Item::Template(template) = item {
                    let _ = writeln!(
                        list,
                        "<details class=\"one\"><summary><bdi>{name}</bdi> <span class=\"soft\">{file}</span></summary>"
                    );
                    bubble::write(&mut list, self.report, template, &Marks::default());
                    list.push_str("</details>\n");
                } else {
                    let _ = writeln!(list, "<p><bdi>{name}</bdi> <span class=\"soft\">{file}</span></p>");
                }
            }
        }
        if !list.is_empty() {
            let _ = write!(self.out, "<section class=\"sound\">\n<h2>Nothing found</h2>\n{list}</section>\n");
        }
    }
}

/// Flagged words with their line ends, and not too many of them.
fn quoted(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default().trim_end()),
        None => words.to_owned(),
    }
}

impl Marks {
    /// The places of findings, in the order in which they are numbered.
    fn of(findings: &[(usize, &Finding)]) -> Self {
        let mut marks = Vec::new();
        for (at, (number, finding)) in findings.iter().enumerate() {
            let own = &finding.diagnostic;
            marks.push(Mark {
                span: own.primary.span,
                severity: Some(finding.severity),
                shown: at + 1,
                number: *number,
            });
            let others = own.secondary.iter();
            marks.extend(others.map(|label| Mark {
                span: label.span,
                severity: None,
                shown: at + 1,
                number: *number,
            }));
        }
        Marks(marks)
    }
}

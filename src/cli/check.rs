//! `wabalint check`

use std::path::PathBuf;
use std::time::Instant;

use super::bar::Bar;
use super::baseline;
use super::changed;
use super::selection::{Scope, Selection, Stop, UNUSABLE, Work};
use super::stats;
use super::write::{self, Color, Output};
use super::{CLEAN, FAILED, FOUND};
use crate::diagnostic::Severity;
use crate::engine::{self, Report, Skipped, Stage, Watch};
use crate::render::{GitHub, GitLab, Html, Human, JUnit, Json, Look, Markdown, Render, Sarif, Short};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint check templates/ campaigns/spring.waba --fail-on error")]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Read what is read when no path is given, and report on the given files and folders only: names still resolve
    /// across files, and files without definitions are passed over
    #[arg(long)]
    in_context: bool,
    /// Report on the files only that git says have changed since a revision; the others are read all the same
    #[arg(long, value_name = "REVISION")]
    changed_since: Option<String>,
    /// Leave out the findings that this file holds, in the place of the one that the configuration names
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// How to print: human, short, json, sarif, github, gitlab, junit, markdown or html; with =FILE into a file.
    /// May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]")]
    output: Vec<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Print findings only
    #[arg(long, short)]
    quiet: bool,
    /// Also say which files were skipped and why, and what comes near a template and is none
    #[arg(long, short)]
    verbose: bool,
}

type Format = &'static dyn Render;

/// The first is the one that nobody has to ask for.
const FORMATS: [(&str, Format); 9] = [
    ("human", &Human),
    ("short", &Short),
    ("json", &Json),
    ("sarif", &Sarif),
    ("github", &GitHub),
    ("gitlab", &GitLab),
    ("junit", &JUnit),
    ("markdown", &Markdown),
    ("html", &Html),
];

pub(super) fn run(args: &Args) -> u8 {
    let begun = Instant::now();
    let outputs = match write::outputs(&args.output, &FORMATS) {
        Ok(outputs) => outputs,
        Err(message) => return fail(&message),
    };
    let bar = if args.quiet { Bar::none() } else { Bar::on_terminal() };
    let read = || -> Result<Work, Stop> {
        let scope = if args.in_context { Scope::Workspace } else { Scope::Paths };
        let mut work = args.selection.read(scope, &bar)?;
        work.options.baseline = baseline::of_check(
            args.baseline.as_deref(),
            work.baseline.as_ref(),
            &work.options.places.root,
            &mut work.sources,
        )?;
        if let Some(revision) = &args.changed_since {
            work.tell_only(changed::since(revision)?);
        }
        work.spare(&outputs)?;
        Ok(work)
    };
    let work = match read().inspect_err(|_| bar.end()) {
        Ok(work) => work,
        Err(Stop::Message(message)) => return fail(&message),
        Err(Stop::Broken(sources, broken)) => {
            // The run stops here, and shows the place as it shows every other.
            let report = Report::stopped(sources, broken, UNUSABLE);
            print(&report, &outputs, args, Severity::Warning, begun, &Watch::default());
            return FAILED;
        }
    };
    let Work {
        sources, earlier, inputs, mut options, fail_on, failures, skipped, wordless, is_empty, ..
    } = work;
    options.keep = outputs.iter().map(|output| output.format.keeps()).max().unwrap_or_default();
    let mut report = engine::check(sources, inputs, earlier, &options);
    report.failures = failures;
    bar.end();
    for message in &report.failures {
        write::error(message);
    }
    if args.verbose {
        let mut skipped = skipped;
        skipped.extend(report.skipped.iter().cloned());
        skipped.sort();
        skipped.dedup();
        tell_skipped(&skipped, wordless);
        for (key, less) in &report.gone {
            let item = if key.item.is_empty() { String::new() } else { format!(" of {}", key.item) };
            write::error(&format!(
                "{}: {}{item} is no longer found ({less} less than in the baseline)",
                key.file, key.rule
            ));
        }
    }
    if is_empty && !args.quiet {
        write::error("no definition files found (.waba, .json, .yaml, or programs that hold templates)");
    }
    let printed = print(&report, &outputs, args, fail_on, begun, &options.watch);
    stats::tell(&options.watch, options.jobs);
    let found = report.findings.iter().any(|finding| finding.severity >= fail_on);
    let code = if !report.failures.is_empty() || !printed {
        FAILED
    } else if found {
        FOUND
    } else {
        CLEAN
    };
    // Freeing a large report piece by piece would only cost time now; the process ends.
    std::mem::forget(report);
    code
}

/// Says which files were skipped, and why. Those without a word of a definition are too many to name.
pub(super) fn tell_skipped(skipped: &[Skipped], wordless: usize) {
    for skipped in skipped {
        write::error(&skipped.to_string());
    }
    match wordless {
        0 => {}
        1 => write::error("1 other file has no word of a definition in it"),
        _ => write::error(&format!("{wordless} other files have no word of a definition in them")),
    }
}

pub(super) fn fail(message: &str) -> u8 {
    write::error(message);
    FAILED
}

fn print(
    report: &Report,
    outputs: &[Output<Format>],
    args: &Args,
    fail_on: Severity,
    begun: Instant,
    watch: &Watch,
) -> bool {
    let mut printed = true;
    for output in outputs {
        let color = output.file.is_none() && args.color.on_stdout();
        let elapsed = Some(begun.elapsed()).filter(|_| output.file.is_none());
        let look = Look { color, quiet: args.quiet, elapsed, fail_on };
        let text = watch.timed(Stage::Render, || output.format.render(report, look));
        printed &= output.write(&text);
    }
    printed
}

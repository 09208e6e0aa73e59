//! `wabalint fix`

use std::fmt::Write as _;
use std::path::Path;

use similar::TextDiff;

use super::bar::Bar;
use super::baseline;
use super::check::fail;
use super::selection::{Scope, Selection, Stop, UNUSABLE, Work};
use super::stats;
use super::write::{self, Color};
use super::{CLEAN, FAILED, FOUND};
use crate::engine::{self, Fixing, Report};
use crate::render::{Human, Look, Render, visible_name};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  wabalint fix templates/ --diff\n  wabalint fix templates/\n\nA fix is safe when it leaves the meaning as it was. Nothing else in a file changes: encoding, line ends, comments and permissions stay."
)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Show what would change, and change nothing
    #[arg(long)]
    diff: bool,
    /// Also apply fixes that somebody has to look at
    #[arg(long)]
    unsafe_fixes: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Print no closing line and no findings that are left
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> u8 {
    let bar = if args.quiet { Bar::none() } else { Bar::on_terminal() };
    let work = match args.selection.read(Scope::Paths, &bar) {
        Ok(work) => work,
        Err(Stop::Message(message)) => return fail(&message),
        Err(Stop::Broken(sources, broken)) => {
            let look = Look { color: args.color.on_stdout(), quiet: args.quiet, ..Look::default() };
            write::out(&Human.render(&Report::stopped(sources, broken, UNUSABLE), look));
            return FAILED;
        }
    };
    let Work {
        sources, earlier, inputs, options, fail_on, failures, stdin, is_empty, baseline: known, ..
    } = work;
    let Fixing { inputs, files, applied, unsettled } =
        engine::fix(inputs, &options, &|_, fix| fix.safe || args.unsafe_fixes);
    bar.end();
    for message in &failures {
        write::error(message);
    }
    if is_empty && !args.quiet {
        write::error("no definition files found (.waba, .json, .yaml, or programs that hold templates)");
    }
    if let Some(input) = stdin.and_then(|at| inputs.get(at))
        && let Some(unreadable) = &input.unreadable
    {
        // Whoever takes standard output for the mended file must not get a damaged one.
        return fail(&format!("{}: {}, nothing is written", input.file.name(), unreadable.reason));
    }
    if args.diff {
        let mut out = String::new();
        for file in &files {
            let name = visible_name(&file.name);
            let diff = TextDiff::from_lines(&file.before, &file.after);
            let _ = write!(out, "{}", diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")));
        }
        let printed = write::out(&out);
        stats::tell(&options.watch, options.jobs);
        return if !printed || !failures.is_empty() {
            FAILED
        } else if files.is_empty() {
            CLEAN
        } else {
            FOUND
        };
    }
    if let Some(input) = stdin.and_then(|at| inputs.get(at))
        && !write::out(input.file.text())
    {
        return FAILED;
    }
    // A rename touches several files; they are written together or not at all.
    let on_disk = files.iter().filter(|file| Some(file.input) != stdin);
    let changes: Vec<write::Change<'_>> = on_disk
        .map(|file| write::Change { path: Path::new(&file.name), before: &file.before, after: &file.after })
        .collect();
    if let Err((path, error)) = write::over(&changes) {
        let name = path.to_string_lossy().into_owned();
        write::error(&format!("{}: {error}; no file was changed", visible_name(&name)));
        return FAILED;
    }
    let mut failed = !failures.is_empty();
    let written = files.len();
    // What is known may be mended as well; it is no reason to fail.
    let (mut sources, mut options) = (sources, options);
    options.baseline = match baseline::of_check(None, known.as_ref(), &options.places.root, &mut sources) {
        Ok(baseline) => baseline,
        Err(stop) => return stop.tell(),
    };
    let report = engine::check(sources, inputs, earlier, &options);
    if !args.quiet {
        let look = Look { color: args.color.on_stdout(), quiet: true, ..Look::default() };
        let mut text = Human.render(&report, look);
        let many =
            |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let _ =
            write!(text, "applied {} in {}", many(applied, "fix", "fixes"), many(written, "file", "files"));
        let left = report.findings.len();
        let _ = match left {
            0 => write!(text, "; nothing left to mend"),
            _ => write!(text, "; {} left", many(left, "finding", "findings")),
        };
        let unsafe_fix =
            |finding: &&engine::Finding| finding.diagnostic.fix.as_ref().is_some_and(|fix| !fix.safe);
        let risky = report.findings.iter().filter(unsafe_fix).count();
        if risky > 0 && !args.unsafe_fixes {
            let _ = write!(text, ", {risky} of them with a fix to look at (`--unsafe-fixes --diff`)");
        }
        if unsettled {
            text.push_str("; some fixes could not be applied");
        }
        text.push('\n');
        if stdin.is_some() {
            write::report(&text);
        } else if !write::out(&text) {
            failed = true;
        }
    }
    stats::tell(&options.watch, options.jobs);
    if failed {
        FAILED
    } else if report.findings.iter().any(|finding| finding.severity >= fail_on) {
        FOUND
    } else {
        CLEAN
    }
}

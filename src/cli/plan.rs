//! `wabalint plan`

use super::bar::Bar;
use super::check::fail;
use super::selection::{Files, Scope};
use super::stats;
use super::write::{self, Color};
use super::{CLEAN, FAILED};
use crate::engine::{self, Only, Planned, Stage};
use crate::render::{CalendarCsv, CalendarHuman, CalendarIcs, CalendarJson, RenderCalendar};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  wabalint plan campaigns/ audiences.waba --days 30\n  wabalint plan --audience newsletter --output human --output ics=sends.ics\n\nIt prints no findings; `wabalint check` does."
)]
pub(super) struct Args {
    #[command(flatten)]
    files: Files,
    /// How many days ahead to look [default: horizon_days of the configuration]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3_660))]
    days: Option<u32>,
    /// Show this campaign only. May be given several times
    #[arg(long, value_name = "NAME")]
    campaign: Vec<String>,
    /// Show only what is sent to this audience. May be given several times
    #[arg(long, value_name = "NAME")]
    audience: Vec<String>,
    /// How to print: human, json, csv or ics; with =FILE into a file. May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]")]
    output: Vec<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
}

/// The first is the one that nobody has to ask for.
const FORMATS: [(&str, &dyn RenderCalendar); 4] =
    [("human", &CalendarHuman), ("json", &CalendarJson), ("csv", &CalendarCsv), ("ics", &CalendarIcs)];

pub(super) fn run(args: &Args) -> u8 {
    let outputs = match write::outputs(&args.output, &FORMATS) {
        Ok(outputs) => outputs,
        Err(message) => return fail(&message),
    };
    let bar = Bar::on_terminal();
    let read = args.files.read(&[], Scope::Paths, &bar, |config| {
        config.thresholds.horizon_days = args.days.unwrap_or(config.thresholds.horizon_days);
        Ok(())
    });
    let work = match read {
        Ok(work) => match work.spare(&outputs) {
            Ok(()) => work,
            Err(stop) => return stop.tell(),
        },
        // Whoever reads standard output wants a plan.
        Err(stop) => return stop.tell(),
    };
    let only = Only { campaigns: args.campaign.clone(), audiences: args.audience.clone() };
    let planned = engine::plan(work.sources, work.inputs, &work.options, &only);
    bar.end();
    for message in &work.failures {
        write::error(message);
    }
    let Planned { calendar, unread } = match planned {
        Ok(planned) => planned,
        Err(unknown) => return fail(&unknown.to_string()),
    };
    let watch = &work.options.watch;
    let mut printed = true;
    for output in &outputs {
        let color = output.file.is_none() && args.color.on_stdout();
        let text = watch.timed(Stage::Render, || output.format.render(&calendar, color));
        printed &= output.write(&text);
    }
    stats::tell(watch, work.options.jobs);
    if work.is_empty {
        write::error("no definition files found (.waba, .json, .yaml, or programs that hold templates)");
    }
    if unread > 0 {
        let files = if unread == 1 { "1 file".to_owned() } else { format!("{unread} files") };
        write::error(&format!("{files} could not be read fully; `wabalint check` says why"));
    }
    if printed && work.failures.is_empty() { CLEAN } else { FAILED }
}

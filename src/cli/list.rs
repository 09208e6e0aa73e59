//! `wabalint list`

use std::path::PathBuf;

use super::bar::Bar;
use super::check::{fail, tell_skipped};
use super::selection::{Files, Scope};
use super::stats;
use super::write::{self, Color};
use super::{CLEAN, FAILED};
use crate::engine::{self, Stage};
use crate::render::{InventoryHuman, InventoryJson, RenderInventory};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  wabalint list .\n  wabalint list . --listing account.json --output json\n\nIt prints no findings; `wabalint check` does."
)]
pub(super) struct Args {
    #[command(flatten)]
    files: Files,
    /// A saved template listing of the account, which says the status of templates; it is not listed itself
    #[arg(long, value_name = "FILE")]
    listing: Vec<PathBuf>,
    /// How to print: human or json; with =FILE into a file. May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]")]
    output: Vec<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Also say which files were skipped and why, and what comes near a template and is none
    #[arg(long, short)]
    verbose: bool,
}

/// The first is the one that nobody has to ask for.
const FORMATS: [(&str, &dyn RenderInventory); 2] = [("human", &InventoryHuman), ("json", &InventoryJson)];

pub(super) fn run(args: &Args) -> u8 {
    let outputs = match write::outputs(&args.output, &FORMATS) {
        Ok(outputs) => outputs,
        Err(message) => return fail(&message),
    };
    let bar = Bar::on_terminal();
    let work = match args.files.read(&args.listing, Scope::Paths, &bar, |_| Ok(())) {
        Ok(work) => match work.spare(&outputs) {
            Ok(()) => work,
            Err(stop) => return stop.tell(),
        },
        // Whoever reads standard output wants a list.
        Err(stop) => return stop.tell(),
    };
    let mut inventory = engine::list(work.sources, work.inputs, &work.options);
    inventory.skip(work.skipped);
    bar.end();
    for message in &work.failures {
        write::error(message);
    }
    if args.verbose {
        tell_skipped(&inventory.skipped, work.wordless);
    }
    let watch = &work.options.watch;
    let mut printed = true;
    for output in &outputs {
        let color = output.file.is_none() && args.color.on_stdout();
        let text = watch.timed(Stage::Render, || output.format.render(&inventory, color));
        printed &= output.write(&text);
    }
    stats::tell(watch, work.options.jobs);
    if inventory.unread > 0 {
        let files =
            if inventory.unread == 1 { "1 file".to_owned() } else { format!("{} files", inventory.unread) };
        write::error(&format!("{files} could not be read fully; `wabalint check` says why"));
    }
    if printed && work.failures.is_empty() { CLEAN } else { FAILED }
}

//! `wabalint config`

use clap::ValueEnum;

use super::check::fail;
use super::configuration::Configuration;
use super::selection::{Levels, Stop};
use super::{CLEAN, FAILED, write};
use crate::config::{Loaded, in_force};
use crate::engine::Report;
use crate::render::{Human, Look, Render as _, settings};
use crate::source::SourceMap;

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  wabalint config\n  wabalint config --all --output json")]
pub(super) struct Args {
    #[command(flatten)]
    configuration: Configuration,
    #[command(flatten)]
    levels: Levels,
    /// Also show the levels of rules that nobody has set
    #[arg(long)]
    all: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Human,
    Json,
}

pub(super) fn run(args: &Args) -> u8 {
    let mut sources = SourceMap::default();
    let loaded = match args.configuration.read(&mut sources) {
        Ok(located) => located.loaded,
        Err(message) => return fail(&message),
    };
    if !loaded.broken.is_empty() {
        return Stop::Broken(sources, loaded.broken).tell();
    }
    let Loaded { mut config, findings, .. } = loaded;
    if let Err(message) = args.levels.change(&mut config) {
        return fail(&message);
    }
    let values = in_force::settings(&config, args.all);
    let text = match args.output {
        Format::Human => settings::human(&values, &sources),
        Format::Json => settings::json(&values, &sources),
    };
    let printed = write::out(&text);
    if !findings.is_empty() {
        // Beside the settings, so that what was meant and is not read is seen here as well.
        let report = Report::stopped(sources, findings, "the rest of the configuration holds");
        write::report(&Human.render(&report, Look { quiet: true, ..Look::default() }));
    }
    if printed { CLEAN } else { FAILED }
}

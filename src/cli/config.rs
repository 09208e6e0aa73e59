//! `wabalint config`

use clap::ValueEnum;

use super::check::{UNUSABLE, fail};
use super::configuration::Configuration;
use super::selection::Levels;
use super::{CLEAN, FAILED, write};
use crate::config::{Loaded, in_force};
use crate::engine::Report;
use crate::render::{Human, Look, Render, settings};
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
    let here = match std::env::current_dir() {
        Ok(here) => here,
        Err(error) => return fail(&format!("the working directory cannot be read: {error}")),
    };
    let mut sources = SourceMap::default();
    let loaded = match args.configuration.read(&here, &mut sources) {
        Ok((loaded, _)) => loaded,
        Err(message) => return fail(&message),
    };
    if !loaded.broken.is_empty() {
        write::report(&Human.render(&Report::stopped(sources, loaded.broken, UNUSABLE), Look::default()));
        return FAILED;
    }
    let Loaded { mut config, .. } = loaded;
    if let Err(message) = args.levels.change(&mut config) {
        return fail(&message);
    }
    let values = in_force::settings(&config, args.all);
    let text = match args.output {
        Format::Human => settings::human(&values, &sources),
        Format::Json => settings::json(&values, &sources),
    };
    if write::out(&text) { CLEAN } else { FAILED }
}

//! `wabalint schema`

use clap::ValueEnum;

use super::{CLEAN, FAILED, write};
use crate::{config, format};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint schema config > wabalint.schema.json")]
pub(super) struct Args {
    /// Of what
    #[arg(value_enum, value_name = "OF")]
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// Of wabalint.yaml
    Config,
    /// Of definitions in YAML and JSON
    Definitions,
}

pub(super) fn run(args: &Args) -> u8 {
    let text = match args.of {
        Of::Config => config::schema::text(),
        Of::Definitions => format::schema(),
    };
    if write::out(&text) { CLEAN } else { FAILED }
}

//! `wabalint completions`

use clap_complete::Shell;

use super::{CLEAN, FAILED, NAME, write};

#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  wabalint completions bash > ~/.local/share/bash-completion/completions/wabalint"
)]
pub(super) struct Args {
    /// The shell that completes
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::definition(), NAME, &mut script);
    if write::out(&String::from_utf8_lossy(&script)) { CLEAN } else { FAILED }
}

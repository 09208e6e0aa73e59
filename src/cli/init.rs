//! `wabalint init`

use std::path::{Path, PathBuf};

use super::{CLEAN, FAILED, write};
use crate::config::FILE_NAME;

const CONFIGURATION: &str = include_str!("init/wabalint.yaml");
const EXAMPLE: &str = include_str!("init/first.waba");

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint init && wabalint check")]
pub(super) struct Args {
    /// The folder to write into
    #[arg(default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,
}

pub(super) fn run(args: &Args) -> u8 {
    if !args.folder.is_dir() {
        write::error(&format!("{}: no such folder", args.folder.display()));
        return FAILED;
    }
    let templates = args.folder.join("templates");
    let files = [(args.folder.join(FILE_NAME), CONFIGURATION), (templates.join("first.waba"), EXAMPLE)];
    // Nothing is written unless everything can be.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        write::error(&format!("{} exists already, nothing was written", path.display()));
        return FAILED;
    }
    let written = std::fs::create_dir_all(&templates)
        .and_then(|()| files.iter().try_for_each(|(path, text)| write::file(path, text)));
    if let Err(error) = written {
        write::error(&format!("cannot write into {}: {error}", args.folder.display()));
        return FAILED;
    }
    let shown = |path: &Path| path.to_string_lossy().trim_start_matches("./").to_owned();
    let mut text = String::new();
    for (path, _) in &files {
        text.push_str(&format!("wrote {}\n", shown(path)));
    }
    text.push_str("now run `wabalint check`\n");
    if write::out(&text) { CLEAN } else { FAILED }
}

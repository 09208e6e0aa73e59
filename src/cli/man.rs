//! `wabalint man`

use std::io;
use std::path::PathBuf;

use clap_mangen::Man;

use super::{CLEAN, FAILED, NAME, write};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  wabalint man check | man -l -\n  wabalint man --dir ~/.local/share/man/man1"
)]
pub(super) struct Args {
    /// The command whose page is printed [default: the program itself]
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    command: Option<String>,
    /// Write the pages of the program and of all commands into this folder
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> u8 {
    let pages = match pages() {
        Ok(pages) => pages,
        Err(error) => {
            write::error(&format!("the pages cannot be made: {error}"));
            return FAILED;
        }
    };
    if let Some(folder) = &args.dir {
        let written = std::fs::create_dir_all(folder)
            .and_then(|()| pages.iter().try_for_each(|(name, page)| write::file(&folder.join(name), page)));
        return match written {
            Ok(()) => CLEAN,
            Err(error) => {
                write::error(&format!("cannot write into {}: {error}", folder.display()));
                FAILED
            }
        };
    }
    let wanted = args.command.as_ref().map_or(format!("{NAME}.1"), |command| format!("{NAME}-{command}.1"));
    match pages.iter().find(|(name, _)| *name == wanted) {
        Some((_, page)) => {
            if write::out(page) {
                CLEAN
            } else {
                FAILED
            }
        }
        None => {
            write::error(&format!(
                "there is no command `{}`; `wabalint --help` lists all of them",
                args.command.as_deref().unwrap_or_default()
            ));
            FAILED
        }
    }
}

/// A page for the program and for each command that its help lists, by file name.
fn pages() -> io::Result<Vec<(String, String)>> {
    // `wabalint help` says what the pages say.
    let mut program = super::definition().disable_help_subcommand(true);
    // Fills in the full name of each command.
    program.build();
    let commands: Vec<_> =
        program.get_subcommands().filter(|command| !command.is_hide_set()).cloned().collect();
    std::iter::once(program)
        .chain(commands)
        .map(|command| {
            let name = command.get_display_name().unwrap_or(NAME).to_owned();
            let mut page = Vec::new();
            // A page without a date stays the same for the same program.
            Man::new(command).source(format!("{NAME} {}", super::VERSION)).manual(NAME).render(&mut page)?;
            Ok((format!("{name}.1"), String::from_utf8_lossy(&page).into_owned()))
        })
        .collect()
}

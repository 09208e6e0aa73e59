//! The command line: input, output, threads, exit codes. The only room that touches the disk and the clock.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the edge where files, clock and environment are allowed"
)]

mod bar;
mod baseline;
mod changed;
mod check;
mod completions;
mod config;
mod configuration;
mod discover;
mod eval;
mod explain;
mod fix;
mod init;
mod list;
mod man;
mod plan;
mod programs;
mod rules;
mod schema;
mod selection;
mod stats;
mod tracked;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::engine::parallel;
use crate::policy;

/// Nothing at or above the level that fails a run.
const CLEAN: u8 = 0;
/// Findings at or above that level.
const FOUND: u8 = 1;
/// The run itself failed: usage, configuration, a path that cannot be read.
const FAILED: u8 = 2;

#[derive(Parser)]
#[command(
    name = NAME,
    version = VERSION,
    about = "Finds what WhatsApp would refuse, re-file or ban in message templates and campaigns, before anything is sent",
    after_help = "Example:\n  wabalint check templates/\n\nEvery command has --help with an example.",
    arg_required_else_help = true,
    subcommand_required = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lint files and folders
    Check(check::Args),
    /// Apply safe fixes to files
    Fix(fix::Args),
    /// Record today's findings, so that a check tells what is new
    Baseline(baseline::Args),
    /// Show the send calendar: what goes out when, what one recipient gets, what accounts bear
    Plan(plan::Args),
    /// List what was found where: every template, campaign, audience and account
    List(list::Args),
    /// Show what is in force, and where each value comes from
    Config(config::Args),
    /// Show a rule's page: what, why, example, sources
    Explain(explain::Args),
    /// List all rules
    Rules(rules::Args),
    /// Print a JSON Schema, for editors
    Schema(schema::Args),
    /// Write a commented wabalint.yaml and a first example
    Init(init::Args),
    /// Print a script with which a shell completes commands and options
    Completions(completions::Args),
    /// Print or write the manual pages
    Man(man::Args),
    /// Measure how well labelled texts are read
    #[command(hide = true)]
    Eval(eval::Args),
}

/// `0.1.0 (policy of 2026-09-11)`
const VERSION: &str = policy::VERSION_LINE;

/// What the program is called.
const NAME: &str = "wabalint";

/// The commands and options, as what documents and completes them needs them.
fn definition() -> clap::Command {
    Cli::command()
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    // The first thread of a process has as much stack as the system likes, on some no more than a megabyte.
    let work = std::thread::Builder::new().stack_size(parallel::STACK).spawn(work);
    match work.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // It has said why.
        Ok(Err(_)) => ExitCode::from(FAILED),
        Err(error) => {
            write::error(&format!("no thread can be started: {error}"));
            ExitCode::from(FAILED)
        }
    }
}

fn work() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => {
            let wrong_command = error.kind() == clap::error::ErrorKind::InvalidSubcommand;
            let _ = error.print();
            if wrong_command && let Some(first) = args.get(1).filter(|arg| std::path::Path::new(arg).exists())
            {
                write::error(&format!("to check it, write `wabalint check {}`", first.to_string_lossy()));
            }
            return ExitCode::from(if error.use_stderr() { FAILED } else { CLEAN });
        }
    };
    let code = match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Baseline(args) => baseline::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::List(args) => list::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
        Command::Eval(args) => eval::run(&args),
    };
    ExitCode::from(code)
}

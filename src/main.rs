//! The `wabalint` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    wabalint::cli::run()
}

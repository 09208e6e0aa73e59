//! The `wabalint` command.

use std::process::ExitCode;

/// Thousands of small texts are made and dropped on several threads; the allocator of the system is slow at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    wabalint::cli::run()
}

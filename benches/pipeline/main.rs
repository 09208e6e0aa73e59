//! The stages of a run, in bytes per second: `cargo bench`, or `cargo bench -- parse` for one of them.
//!
//! Compare the rows of one run with each other, not times of two runs; `benches/whole.py` measures whole processes.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark may read files, and stops where it cannot"
)]

mod inputs;
mod lower;
mod parse;
mod render;
mod rules;

fn main() {
    divan::main();
}

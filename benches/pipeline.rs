//! Parsing, the whole check, and rendering, in bytes of input per second.
//!
//! `cargo bench` prints each with its throughput; compare ratios of one run, not times of two.

use divan::Bencher;
use divan::counter::BytesCount;
use wabalint::engine::{self, Input, Options, Report};
use wabalint::render::{Human, Json, Look, Render};
use wabalint::source::{SourceFile, SourceMap};
use wabalint::syntax::{self, Syntax};

fn main() {
    divan::main();
}

const JSON: &str = include_str!("../templates-examples/good/appointment_numbered.json");
const YAML: &str = include_str!("../templates-examples/good/appointment_named.yaml");
const WABA: &str = include_str!("../templates-examples/good/translations.waba");
const BAD: &str = include_str!("../templates-examples/bad/slips_of_the_pen.waba");

const INPUTS: [(&str, &str, Syntax); 4] = [
    ("numbered.json", JSON, Syntax::Json),
    ("named.yaml", YAML, Syntax::Yaml),
    ("seven_languages.waba", WABA, Syntax::Waba),
    ("broken.waba", BAD, Syntax::Waba),
];

fn check(copies: usize, (name, text, syntax): (&str, &str, Syntax)) -> Report {
    let inputs = (0..copies).map(|copy| Input::new(format!("{copy}/{name}"), text, syntax)).collect();
    engine::check(SourceMap::default(), inputs, Vec::new(), &Options::on(jiff::civil::date(2026, 9, 1)))
}

#[divan::bench(args = 0..INPUTS.len())]
fn parse(bencher: Bencher<'_, '_>, at: usize) {
    let (name, text, syntax) = INPUTS[at];
    let mut sources = SourceMap::default();
    let id = sources.add(SourceFile::new(name, text));
    let file = SourceFile::new(name, text);
    bencher.counter(BytesCount::of_str(text)).bench(|| syntax::parse(id, &file, syntax));
}

#[divan::bench(args = 0..INPUTS.len())]
fn check_one(bencher: Bencher<'_, '_>, at: usize) {
    bencher.counter(BytesCount::of_str(INPUTS[at].1)).bench(|| check(1, INPUTS[at]));
}

#[divan::bench(args = [10, 100, 1000])]
fn check_many(bencher: Bencher<'_, '_>, copies: usize) {
    bencher.counter(BytesCount::new(copies * JSON.len())).bench(|| check(copies, INPUTS[0]));
}

#[divan::bench(args = ["human", "json"])]
fn render(bencher: Bencher<'_, '_>, format: &str) {
    let report = check(50, INPUTS[3]);
    let render: &(dyn Render + Sync) = if format == "json" { &Json } else { &Human };
    bencher.counter(BytesCount::new(50 * BAD.len())).bench(|| render.render(&report, Look::default()));
}

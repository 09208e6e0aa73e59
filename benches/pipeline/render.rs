//! Findings to text, in bytes of the text that is written.

use divan::Bencher;
use divan::counter::BytesCount;
use wabalint::engine::{self, Input, Options};
use wabalint::render::{Html, Human, Json, Look, Render, Sarif};
use wabalint::source::SourceMap;

use crate::inputs::{self, Case};
use crate::rules::options;

fn render(bencher: Bencher<'_, '_>, case: &Case, format: &(dyn Render + Sync)) {
    let options = Options { keep: format.keeps(), ..options() };
    let input = Input::new("file.json", case.text(), case.syntax);
    let report = engine::check(SourceMap::default(), vec![input], Vec::new(), &options);
    let written = format.render(&report, Look::default()).len();
    bencher.counter(BytesCount::new(written)).bench(|| format.render(&report, Look::default()));
}

#[divan::bench(args = inputs::json(), max_time = 0.5)]
fn human(bencher: Bencher<'_, '_>, case: &Case) {
    render(bencher, case, &Human);
}

#[divan::bench(args = inputs::json(), max_time = 0.5)]
fn json(bencher: Bencher<'_, '_>, case: &Case) {
    render(bencher, case, &Json);
}

#[divan::bench(args = inputs::json(), max_time = 0.5)]
fn sarif(bencher: Bencher<'_, '_>, case: &Case) {
    render(bencher, case, &Sarif);
}

#[divan::bench(args = inputs::json(), max_time = 0.5)]
fn html(bencher: Bencher<'_, '_>, case: &Case) {
    render(bencher, case, &Html);
}

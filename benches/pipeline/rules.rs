//! Definitions to findings, names resolved and findings sorted; and whole checks of many files.

use divan::Bencher;
use divan::counter::BytesCount;
use wabalint::engine::{self, Input, Options};
use wabalint::source::SourceMap;
use wabalint::syntax::Syntax;

use crate::inputs::{self, Case, Size};

pub(crate) fn options() -> Options {
    Options::on(jiff::civil::date(2026, 9, 1))
}

#[divan::bench(args = inputs::json(), max_time = 1)]
fn rules(bencher: Bencher<'_, '_>, case: &Case) {
    let text = case.text();
    let options = options();
    let read = || {
        let input = Input::new("file.json", text.clone(), case.syntax);
        engine::read_files(SourceMap::default(), vec![input], &options)
    };
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(read)
        .bench_values(|read| engine::judge(read, Vec::new(), &options));
}

/// So many files of typical size, on one thread: the time of each must not grow with their number.
#[divan::bench(args = [1, 10, 100], max_time = 1)]
fn check_files(bencher: Bencher<'_, '_>, files: usize) {
    let text = Case { syntax: Syntax::Json, size: Size::Typical }.text();
    let options = options();
    let inputs = || {
        let of = |at: usize| {
            // Each file has names of its own.
            Input::new(
                format!("{at}.json"),
                text.replace("message_", &format!("message_{at}_")),
                Syntax::Json,
            )
        };
        (0..files).map(of).collect::<Vec<_>>()
    };
    bencher
        .counter(BytesCount::new(files * text.len()))
        .with_inputs(inputs)
        .bench_values(|inputs| engine::check(SourceMap::default(), inputs, Vec::new(), &options));
}

//! Text to spanned tree.

use divan::Bencher;
use divan::counter::BytesCount;
use wabalint::source::{SourceFile, SourceMap};
use wabalint::syntax;

use crate::inputs::{self, Case};

#[divan::bench(args = inputs::all(), max_time = 0.5)]
fn parse(bencher: Bencher<'_, '_>, case: &Case) {
    let file = SourceFile::new("file", case.text());
    let mut sources = SourceMap::default();
    let id = sources.add(file.clone());
    bencher.counter(BytesCount::of_str(file.text())).bench(|| syntax::parse(id, &file, case.syntax));
}

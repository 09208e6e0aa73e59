//! Spanned tree to definitions.

use divan::Bencher;
use divan::counter::BytesCount;
use wabalint::source::{SourceFile, SourceMap};
use wabalint::{format, syntax};

use crate::inputs::{self, Case};

#[divan::bench(args = inputs::all(), max_time = 0.5)]
fn lower(bencher: Bencher<'_, '_>, case: &Case) {
    let file = SourceFile::new("file", case.text());
    let mut sources = SourceMap::default();
    let id = sources.add(file.clone());
    let tree = syntax::parse(id, &file, case.syntax);
    // What is not read as a template is quickly done with.
    assert_eq!(format::lower(&file, case.syntax, &tree).items.len(), case.templates(), "{case}");
    bencher.counter(BytesCount::of_str(file.text())).bench(|| format::lower(&file, case.syntax, &tree));
}

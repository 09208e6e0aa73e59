//! Which programs of a folder are worth reading: those that people write, and that may spell out templates.

use std::path::{Component, Path};

/// Larger programs are generated, or hold data of another kind.
const MOST_BYTES: u64 = 512 * 1024;

/// Folders of what a build or a generator has written.
const BUILT: [&str; 9] =
    ["dist", "build", "out", "coverage", "generated", "__generated__", "static", "public", "site"];

/// Folders of programs that test others; what they spell out is made up.
const TESTS: [&str; 5] = ["__tests__", "__mocks__", "__fixtures__", "__snapshots__", "cypress"];

/// What the names of such programs hold behind a dot: `send.test.ts`, `app.min.js`.
const BUILT_MARKS: [&str; 4] = ["min", "bundle", "chunk", "generated"];
const TEST_MARKS: [&str; 5] = ["test", "spec", "stories", "e2e", "mock"];

const IS_BUILT: &str = "written by a build";
const IS_TEST: &str = "a test";

/// Why programs of a place are left alone, and the place that is all left alone for it.
pub(super) fn passed_over<'p>(root: &Path, path: &'p Path) -> Option<(&'p Path, &'static str)> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let depth = below.components().count();
    for (at, component) in below.components().enumerate() {
        let Component::Normal(name) = component else { continue };
        let name = name.to_string_lossy().to_ascii_lowercase();
        let is_file = at + 1 == depth;
        let has = |marks: &[&str]| name.split('.').skip(1).any(|part| marks.contains(&part));
        let is_python_test = name == "conftest.py"
            || name.ends_with(".py") && (name.starts_with("test_") || name.ends_with("_test.py"));
        let reason = match is_file {
            true if has(&BUILT_MARKS) || name.ends_with("-min.js") => IS_BUILT,
            true if has(&TEST_MARKS) || is_python_test => IS_TEST,
            false if BUILT.contains(&name.as_str()) => IS_BUILT,
            false if TESTS.contains(&name.as_str()) => IS_TEST,
            _ => continue,
        };
        // The place itself: as many of its folders up as stand behind it.
        return path.ancestors().nth(depth - at - 1).map(|place| (place, reason));
    }
    None
}

/// Why a program of this size is left alone.
pub(super) fn too_large(bytes: u64) -> Option<&'static str> {
    (bytes > MOST_BYTES).then_some("too large to be written by hand")
}

/// Why a program with this text is left alone: the lines of a minified one are longer than anybody writes them.
pub(super) fn minified(text: &str) -> Option<&'static str> {
    const LEAST: usize = 5_000;
    const LONG: usize = 1_000;
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    (text.len() > LEAST && text.len() / lines > LONG).then_some("minified")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_or_a_test_is_passed_over() {
        let told = |path: &str| {
            passed_over(Path::new("app"), Path::new(path))
                .map(|(place, why)| (place.to_string_lossy().into_owned(), why))
        };
        assert_eq!(told("app/src/templates.ts"), None);
        assert_eq!(told("app/scripts/build-templates.js"), None);
        assert_eq!(told("app/src/latest.ts"), None);
        assert_eq!(told("app/dist/deep/a.js"), Some(("app/dist".to_owned(), IS_BUILT)));
        assert_eq!(told("app/src/a.min.js"), Some(("app/src/a.min.js".to_owned(), IS_BUILT)));
        assert_eq!(told("app/src/send.test.ts"), Some(("app/src/send.test.ts".to_owned(), IS_TEST)));
        assert_eq!(told("app/src/__tests__/send.ts"), Some(("app/src/__tests__".to_owned(), IS_TEST)));
        assert_eq!(
            told("app/tests/test_templates.py"),
            Some(("app/tests/test_templates.py".to_owned(), IS_TEST))
        );
    }

    #[test]
    fn minified_programs_have_long_lines() {
        assert!(minified(&"a".repeat(6_000)).is_some());
        assert!(minified(&"const a = 1;\n".repeat(6_000)).is_none());
    }
}

//! Where a file lies, seen from the folder of the configuration.

use std::path::{Component, Path, PathBuf};

/// The two folders from which files are named: reports count from the one, the configuration from the other.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The working directory, whole.
    pub here: PathBuf,
    /// The folder of the configuration, whole.
    pub root: PathBuf,
}

impl Places {
    /// The name of a file as the configuration would write it, with `/`; a file outside of its folder begins with `../`.
    pub fn from_root(&self, name: &str) -> String {
        let full = plain(&self.here.join(name));
        let root = plain(&self.root);
        let shared = full.iter().zip(root.iter()).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..".to_owned(), root.len() - shared);
        up.chain(full.into_iter().skip(shared)).collect::<Vec<String>>().join("/")
    }
}

/// The parts of a path without `.` and `..`, as far as its letters tell.
fn plain(path: &Path) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir | Component::RootDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                parts.push(part.as_os_str().to_string_lossy().into_owned());
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_from_the_configuration() {
        let places = |here: &str, root: &str| Places { here: here.into(), root: root.into() };
        assert_eq!(places("/shop", "/shop").from_root("a/b.json"), "a/b.json");
        assert_eq!(places("/shop/a", "/shop").from_root("./b.json"), "a/b.json");
        assert_eq!(places("/shop/a", "/shop").from_root("../c/b.json"), "c/b.json");
        assert_eq!(places("/shop", "/shop").from_root("/shop/x/b.json"), "x/b.json");
        assert_eq!(places("/shop", "/shop/conf").from_root("b.json"), "../b.json");
        assert_eq!(Places::default().from_root("b.json"), "b.json");
    }
}

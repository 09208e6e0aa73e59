//! Whether git has a file, so that a file of secrets that lies where it belongs is left alone.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use memchr::memmem;

/// How many bytes of an index are read. In a larger one nothing is found.
const MOST: u64 = 256 * 1024 * 1024;

/// The indexes of repositories, each read when it is first asked for.
#[derive(Default)]
pub(super) struct Tracked {
    indexes: BTreeMap<PathBuf, Vec<u8>>,
}

impl Tracked {
    /// Whether the repository around a file has it. An index that leaves out what paths share (version 4) does not tell.
    pub(super) fn has(&mut self, path: &Path) -> bool {
        let Ok(full) = std::fs::canonicalize(path) else { return false };
        let Some(root) = full.ancestors().skip(1).find(|folder| folder.join(".git").exists()) else {
            return false;
        };
        let Ok(inside) = full.strip_prefix(root) else { return false };
        // A path ends with a zero and begins behind its length, which is binary: what stands before is looked at no further.
        let wanted = format!("{}\0", inside.to_string_lossy().replace('\\', "/"));
        let index = self.indexes.entry(root.to_path_buf()).or_insert_with(|| index(root));
        let length = u8::try_from(wanted.len() - 1).unwrap_or(u8::MAX);
        memmem::find_iter(index, wanted.as_bytes()).any(|at| {
            at.checked_sub(1).and_then(|before| index.get(before)).is_some_and(|byte| *byte == length)
        })
    }
}

/// The index of a repository; empty where it cannot be read.
fn index(root: &Path) -> Vec<u8> {
    let git = root.join(".git");
    // A linked work tree has a file that says where its data are.
    let folder = match std::fs::read_to_string(&git) {
        Ok(text) => root.join(text.trim().strip_prefix("gitdir:").unwrap_or_default().trim()),
        Err(_) => git,
    };
    let mut bytes = Vec::new();
    if let Ok(file) = std::fs::File::open(folder.join("index")) {
        // What was read before an error serves as well.
        let _ = file.take(MOST).read_to_end(&mut bytes);
    }
    bytes
}

//! Which files git says have changed.

use std::collections::BTreeSet;
#[cfg(unix)]
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files that differ from where the work on a revision began: changed and new ones, committed or not. Links are
/// resolved, and files that are gone are not among them.
pub(super) fn since(revision: &str) -> Result<BTreeSet<PathBuf>, String> {
    let top = git(None, &["rev-parse", "--show-toplevel"])
        .map_err(|why| format!("--changed-since: this is no work tree of git ({why})"))?;
    let top = PathBuf::from(text(&top));
    let commit = format!("{revision}^{{commit}}");
    let known = git(Some(&top), &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
    let Ok(known) = known else {
        return Err(format!(
            "--changed-since: git knows no revision `{revision}`; where only the newest commits were fetched, fetch it first"
        ));
    };
    let known = text(&known);
    // What others did meanwhile is not ours. Without a common ancestor, in a shallow clone, the revision itself has to do.
    let base = git(Some(&top), &["merge-base", &known, "HEAD"]).map_or(known, |base| text(&base));
    let failed = |why: String| format!("--changed-since: {why}");
    let changed = git(
        Some(&top),
        &["diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--no-ext-diff", &base, "--"],
    )
    .map_err(failed)?;
    let new = git(Some(&top), &["ls-files", "-z", "--others", "--exclude-standard"]).map_err(failed)?;
    let names = changed.split(|byte| *byte == 0).chain(new.split(|byte| *byte == 0));
    let paths = names.filter(|name| !name.is_empty()).map(|name| top.join(path(name)));
    Ok(paths.filter_map(|path| std::fs::canonicalize(path).ok()).collect())
}

/// Runs git, and gives what it printed.
fn git(folder: Option<&Path>, args: &[&str]) -> Result<Vec<u8>, String> {
    let mut command = Command::new("git");
    if let Some(folder) = folder {
        command.arg("-C").arg(folder);
    }
    let output = command.args(args).env("GIT_OPTIONAL_LOCKS", "0").output();
    match output {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(text(&output.stderr)),
        Err(error) => Err(format!("git cannot be run: {error}")),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

#[cfg(unix)]
fn path(name: &[u8]) -> &OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(name)
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> std::ffi::OsString {
    String::from_utf8_lossy(name).into_owned().into()
}

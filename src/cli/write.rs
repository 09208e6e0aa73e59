//! Writing to streams and files.

use std::io::{self, Write as _};
use std::path::Path;

use anstream::ColorChoice;
use clap::ValueEnum;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether standard output gets colours.
    pub(super) fn on_stdout(self) -> bool {
        let choice = match self {
            Color::Auto => anstream::AutoStream::choice(&io::stdout()),
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        choice != ColorChoice::Never
    }
}

/// Writes to standard output. A reader that went away is no failure.
pub(super) fn out(text: &str) -> bool {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => true,
        Err(error) => error.kind() == io::ErrorKind::BrokenPipe,
    }
}

/// Says on standard error why something failed.
pub(super) fn error(message: &str) {
    let _ = writeln!(io::stderr().lock(), "wabalint: {}", crate::render::visible(message));
}

/// Writes a report to standard error, for runs whose standard output is a file's text.
pub(super) fn report(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Puts a new text in the place of a file's old one: whole or not at all, with the file's permissions, through links.
///
/// A file that no longer holds the old text is left alone.
pub(super) fn over(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let real = std::fs::canonicalize(path)?;
    if std::fs::read(&real)? != before.as_bytes() {
        return Err(io::Error::other("it has changed since it was read"));
    }
    let permissions = std::fs::metadata(&real)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    put(&real, after, Some(permissions))
}

/// Writes a file whole or not at all.
pub(super) fn file(path: &Path, text: &str) -> io::Result<()> {
    put(path, text, None)
}

fn put(path: &Path, text: &str, permissions: Option<std::fs::Permissions>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut part = std::ffi::OsString::from(".");
    part.push(name);
    part.push(format!(".{}.part", std::process::id()));
    let part = folder.join(part);
    let written = std::fs::write(&part, text)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| std::fs::set_permissions(&part, permissions)))
        .and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}

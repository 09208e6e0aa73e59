//! Writing to streams and files.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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

/// A format with the file that it goes to, if not to standard output.
pub(super) struct Output<F> {
    pub(super) format: F,
    pub(super) file: Option<PathBuf>,
}

impl<F> Output<F> {
    /// Writes a text to where it belongs, and says why it cannot.
    pub(super) fn write(&self, text: &str) -> bool {
        let Some(path) = &self.file else { return out(text) };
        match file(path, text) {
            Ok(()) => true,
            Err(why) => {
                error(&format!("{}: cannot be written: {why}", path.display()));
                false
            }
        }
    }
}

/// Reads what `--output` was given; the first of the known formats is taken where nothing was.
pub(super) fn outputs<F: Copy>(given: &[String], known: &[(&str, F)]) -> Result<Vec<Output<F>>, String> {
    let mut outputs = Vec::new();
    for output in given {
        let (name, file) = match output.split_once('=') {
            Some((name, "")) => return Err(format!("--output {name}= needs the name of a file")),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (output.as_str(), None),
        };
        let Some((_, format)) = known.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let (last, others) = names.split_last().map_or(("", &[][..]), |(last, others)| (*last, others));
            let names = format!("{} and {last}", others.join(", "));
            return Err(format!("`{name}` is no output format; there are {names}"));
        };
        outputs.push(Output { format: *format, file });
    }
    if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
        return Err("only one --output can go to standard output; write the others as FORMAT=FILE".to_owned());
    }
    let files: Vec<&PathBuf> = outputs.iter().filter_map(|output| output.file.as_ref()).collect();
    let is_second = |(at, file): &(usize, &&PathBuf)| files.iter().take(*at).any(|known| known == *file);
    if let Some((_, twice)) = files.iter().enumerate().find(is_second) {
        return Err(format!("two outputs would be written into {}", twice.display()));
    }
    if outputs.is_empty() {
        outputs.extend(known.first().map(|(_, format)| Output { format: *format, file: None }));
    }
    Ok(outputs)
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

/// A new text for a file that holds an old one.
pub(super) struct Change<'t> {
    pub(super) path: &'t Path,
    pub(super) before: &'t str,
    pub(super) after: &'t str,
}

/// Puts new texts in the place of old ones, with the files' permissions, through links: all of them or none, as far as
/// the system allows. Every text is written beside its file first; only then are they put in place.
///
/// A file that no longer holds its old text, or may not be written, stops all of them.
pub(super) fn over<'t>(changes: &[Change<'t>]) -> Result<(), (&'t Path, io::Error)> {
    let mut ready: Vec<(&Path, PathBuf, PathBuf)> = Vec::new();
    let mut failed = None;
    for change in changes {
        match prepare(change) {
            Ok((part, real)) => ready.push((change.path, part, real)),
            Err(error) => {
                failed = Some((change.path, error));
                break;
            }
        }
    }
    for (path, part, real) in ready {
        if failed.is_none()
            && let Err(error) = std::fs::rename(&part, real)
        {
            failed = Some((path, error));
        }
        // After a rename there is nothing to remove.
        let _ = std::fs::remove_file(part);
    }
    failed.map_or(Ok(()), Err)
}

fn prepare(change: &Change<'_>) -> io::Result<(PathBuf, PathBuf)> {
    let real = std::fs::canonicalize(change.path)?;
    if std::fs::read(&real)? != change.before.as_bytes() {
        return Err(io::Error::other("it has changed since it was read"));
    }
    let permissions = std::fs::metadata(&real)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let part = beside(&real, change.after, Some(permissions))?;
    Ok((part, real))
}

/// Writes a file whole or not at all. A device or a pipe is written to, and stays what it is.
pub(super) fn file(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(text.as_bytes());
    }
    // What a link leads to is written, and the link stays.
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let path = real.as_path();
    let part = beside(path, text, None)?;
    let written = std::fs::rename(&part, path);
    if written.is_err() {
        let _ = std::fs::remove_file(part);
    }
    written
}

/// Writes a text into a new file beside the one that it is for.
fn beside(path: &Path, text: &str, permissions: Option<std::fs::Permissions>) -> io::Result<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut part = std::ffi::OsString::from(".");
    part.push(name);
    part.push(format!(".{}.part", std::process::id()));
    let part = folder.join(part);
    // Never through a link or into a file that somebody put there.
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&part)?;
    let written = permissions
        .map_or(Ok(()), |permissions| file.set_permissions(permissions))
        .and_then(|()| file.write_all(text.as_bytes()))
        .and_then(|()| file.sync_all());
    match written {
        Ok(()) => Ok(part),
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            Err(error)
        }
    }
}

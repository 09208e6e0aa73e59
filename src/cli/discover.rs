//! Which files a run reads, and reading them.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::WalkDir;

use super::programs;
use super::tracked::Tracked;
use crate::beside::contacts::{self, ContactList};
use crate::beside::{Beside, Kind, settings};
use crate::config::FILE_NAME;
use crate::engine::{Input, Reason, Skipped, Unreadable};
use crate::format;
use crate::source::{MAX_FILE_BYTES, SourceFile};
use crate::syntax::Syntax;

/// Folders of other people's code; what lies in them is not ours to judge.
const VENDORED: [&str; 7] =
    ["node_modules", "vendor", "third_party", "bower_components", "site-packages", "__pycache__", "target"];

/// What to do about files that are too large, and about those in another encoding.
const TOO_LARGE: &str = "split the file, or leave it out of the check with `paths.exclude`";
const NOT_UTF8: &str = "save the file as UTF-8 text, or leave it out of the check";

/// A file to read.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) named: bool,
}

impl Found {
    pub(super) fn is_program(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        Syntax::of_name(&name).is_some_and(Syntax::is_program)
    }
}

/// What looking for files came to.
#[derive(Debug, Default)]
pub(super) struct Discovery {
    pub(super) files: Vec<Found>,
    /// Why named paths could not be read.
    pub(super) failures: Vec<String>,
    /// Files and folders that are not opened.
    pub(super) skipped: Vec<Skipped>,
}

/// What reading a file came to.
pub(super) enum Read {
    Input(Box<Input>),
    /// It was found by walking and cannot be read as definitions.
    Skipped(Skipped),
    /// It was found by walking and has no word of a definition, as most files have not.
    Nothing,
}

impl Read {
    /// What is to be checked, if anything is.
    pub(super) fn input(self) -> Option<Input> {
        match self {
            Read::Input(input) => Some(*input),
            Read::Skipped(_) | Read::Nothing => None,
        }
    }

    fn of(input: Input) -> Self {
        Read::Input(Box::new(input))
    }
}

/// Patterns that leave paths out, relative to a folder.
pub(super) fn patterns(folder: &Path, lines: &[String]) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(folder);
    for line in lines {
        builder.add_line(None, line).map_err(|error| error.to_string())?;
    }
    builder.build().map_err(|error| error.to_string())
}

/// Whether a file is what this program has written: its examples are no definitions of the repository.
fn is_own_report(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1_024)).unwrap_or_default();
    let plain: Vec<u8> = head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    [&b"\"tool\":{\"name\":\"wabalint\""[..], b"\"driver\":{\"name\":\"wabalint\""]
        .iter()
        .any(|mark| memchr::memmem::find(&plain, mark).is_some())
}

/// Finds the files below the given paths. Named files count whatever they are called.
pub(super) fn discover(paths: &[PathBuf], excluded: &Gitignore) -> Discovery {
    let mut out = Discovery::default();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    for path in paths {
        match std::fs::metadata(path) {
            Err(error) => out.failures.push(format!("{}: {}", path.display(), reason(&error))),
            Ok(metadata) if metadata.is_dir() => walk(path, excluded, &mut out),
            Ok(_) if Syntax::is_left_out(&shown_name(path)) => {
                out.skipped.push(Skipped::whole(shown_name(path), Reason::Program("no file with templates")));
            }
            Ok(_) => out.files.push(Found { path: path.clone(), named: true }),
        }
    }
    if paths.len() > 1 {
        // The same file by two ways counts once; a named one stays named.
        out.files.sort_by_key(|found| !found.named);
        out.files.retain(|found| {
            let key = std::fs::canonicalize(&found.path).unwrap_or_else(|_| found.path.clone());
            seen.insert(key)
        });
    }
    out.files.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

fn walk(root: &Path, excluded: &Gitignore, out: &mut Discovery) {
    let mut ignores: Vec<(usize, Gitignore)> = Vec::new();
    for folder in above(root) {
        ignores.extend(gitignore(&folder).map(|matcher| (0, matcher)));
    }
    let mut tracked = Tracked::default();
    let mut entries = WalkDir::new(root).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).display().to_string();
                let why = error.io_error().map_or_else(|| "cannot be read".to_owned(), reason);
                out.failures.push(format!("{path}: {why}"));
                continue;
            }
        };
        let depth = entry.depth();
        // Matchers of folders that the walk has left behind.
        ignores.retain(|(of, _)| *of <= depth.max(1));
        let is_dir = entry.file_type().is_dir();
        if depth > 0 {
            let name = entry.file_name().to_string_lossy();
            let is_hidden = name.starts_with('.') && (is_dir || !settings::is_environment(&name));
            let why = match is_hidden {
                true => Some(Reason::Hidden),
                false if is_dir && VENDORED.contains(&name.as_ref()) => Some(Reason::Vendored),
                false => ignored(&ignores, excluded, entry.path(), is_dir),
            };
            if let Some(why) = why {
                // Nobody misses what would not have been opened anyway.
                if if is_dir { name != ".git" } else { is_of_interest(&name) } {
                    out.skipped.push(Skipped::whole(shown_name(entry.path()), why));
                }
                if is_dir {
                    entries.skip_current_dir();
                }
                continue;
            }
        }
        if is_dir {
            ignores.extend(gitignore(entry.path()).map(|matcher| (depth + 1, matcher)));
        } else if entry.file_type().is_file() {
            let name = entry.file_name().to_string_lossy();
            match Kind::of_name(&name) {
                // What is made to be shared is looked at, and what git has.
                Some(Kind::Settings) if settings::is_environment(&name) => {
                    if settings::is_shared(&name) || tracked.has(entry.path()) {
                        out.files.push(Found { path: entry.into_path(), named: false });
                    } else {
                        out.skipped.push(Skipped::whole(shown_name(entry.path()), Reason::Untracked));
                    }
                    continue;
                }
                Some(_) => {
                    out.files.push(Found { path: entry.into_path(), named: false });
                    continue;
                }
                None => {}
            }
            let Some(syntax) = Syntax::of_name(&name) else { continue };
            let passed_over =
                if syntax.is_program() { programs::passed_over(root, entry.path()) } else { None };
            if let Some((place, why)) = passed_over {
                let skipped = Skipped::whole(shown_name(place), Reason::Program(why));
                // A folder is told once for all of its files.
                if out.skipped.last() != Some(&skipped) {
                    out.skipped.push(skipped);
                }
            } else if name != FILE_NAME {
                out.files.push(Found { path: entry.into_path(), named: false });
            }
        } else if depth > 0 && entry.path_is_symlink() {
            let name = entry.file_name().to_string_lossy();
            if is_of_interest(&name) || entry.path().is_dir() {
                out.skipped.push(Skipped::whole(shown_name(entry.path()), Reason::Link));
            }
        }
    }
}

/// Whether a file of this name would be opened.
fn is_of_interest(name: &str) -> bool {
    Syntax::of_name(name).is_some() || Kind::of_name(name).is_some()
}

/// The folders above a root, up to the top of its repository.
fn above(root: &Path) -> Vec<PathBuf> {
    let Ok(full) = std::fs::canonicalize(root) else { return Vec::new() };
    if full.join(".git").exists() {
        return Vec::new();
    }
    let mut folders = Vec::new();
    for folder in full.ancestors().skip(1) {
        folders.push(folder.to_path_buf());
        if folder.join(".git").exists() {
            folders.reverse();
            return folders;
        }
    }
    Vec::new()
}

fn gitignore(folder: &Path) -> Option<Gitignore> {
    let file = folder.join(".gitignore");
    if !file.is_file() {
        return None;
    }
    let mut builder =
        GitignoreBuilder::new(std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf()));
    // A line that cannot be read ignores nothing, as in git.
    let _ = builder.add(file);
    builder.build().ok()
}

fn ignored(
    ignores: &[(usize, Gitignore)],
    excluded: &Gitignore,
    path: &Path,
    is_dir: bool,
) -> Option<Reason> {
    if ignores.is_empty() && excluded.num_ignores() == 0 {
        return None;
    }
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    if excluded.num_ignores() > 0
        && full.starts_with(excluded.path())
        && excluded.matched(&full, is_dir).is_ignore()
    {
        return Some(Reason::Excluded);
    }
    for (_, matcher) in ignores.iter().rev().filter(|(_, matcher)| full.starts_with(matcher.path())) {
        match matcher.matched(&full, is_dir) {
            Match::Ignore(_) => return Some(Reason::Ignored),
            Match::Whitelist(_) => return None,
            Match::None => {}
        }
    }
    None
}

/// Reads a file.
pub(super) fn read(found: &Found, hint: Option<Syntax>) -> Result<Read, String> {
    let name = shown_name(&found.path);
    // A hint is for files whose names do not tell.
    let hint = Syntax::of_name(&name).or(hint);
    let failed = |error: &io::Error| format!("{name}: {}", reason(error));
    let mut file = std::fs::File::open(&found.path).map_err(|error| failed(&error))?;
    let length = file.metadata().map_err(|error| failed(&error))?.len();
    let kind = Kind::of_name(&name);
    if kind == Some(Kind::Table) {
        let list = contacts_of(&name, &mut file).map_err(|error| failed(&error))?;
        if let Some(list) = list {
            let input = Input::new(name, String::new(), Syntax::Yaml);
            return Ok(Read::of(Input { beside: Some(Beside::Contacts(list)), ..input }));
        }
        if !found.named {
            return Ok(Read::Nothing);
        }
        // A named table that is no list is a file without definitions like any other.
        io::Seek::rewind(&mut file).map_err(|error| failed(&error))?;
    }
    let is_found_program = !found.named && hint.is_some_and(Syntax::is_program);
    if let Some(why) = programs::too_large(length).filter(|_| is_found_program) {
        return Ok(Read::Skipped(Skipped::whole(name, Reason::Program(why))));
    }
    if length > MAX_FILE_BYTES {
        if !found.named && Syntax::of_name(&name) != Some(Syntax::Waba) {
            return Ok(Read::Skipped(Skipped::whole(name, Reason::TooLarge)));
        }
        let reason = format!("this file has {length} bytes, more than the {MAX_FILE_BYTES} that are read");
        return Ok(Read::of(unreadable(name, String::new(), 0, reason, TOO_LARGE, hint)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if let Some(kind) = kind.filter(|kind| *kind != Kind::Table) {
        let Ok(text) = String::from_utf8(bytes) else {
            return Ok(Read::Skipped(Skipped::whole(name, Reason::NotText)));
        };
        return Ok(Input::beside(kind, &name, text).map_or(Read::Nothing, Read::of));
    }
    if !found.named && hint == Some(Syntax::Json) && is_own_report(&bytes) {
        return Ok(Read::Skipped(Skipped::whole(name, Reason::Report)));
    }
    if is_found_program && !format::program_may_define(&bytes) {
        return Ok(Read::Nothing);
    }
    Ok(match input(name, bytes, found.named, hint) {
        Read::Input(input) if is_found_program => match programs::minified(input.file.text()) {
            Some(why) => Read::Skipped(Skipped::whole(input.file.name(), Reason::Program(why))),
            None => Read::Input(input),
        },
        read => read,
    })
}

/// How many bytes of a list are gone through to count its rows.
const MOST_COUNTED: u64 = 256 * 1024 * 1024;

/// Reads the beginning of a table, and counts the lines of the rest where it is a list of contacts.
fn contacts_of(name: &str, file: &mut std::fs::File) -> io::Result<Option<ContactList>> {
    let mut head = Vec::with_capacity(contacts::HEAD);
    file.by_ref().take(contacts::HEAD as u64).read_to_end(&mut head)?;
    let is_whole = head.len() < contacts::HEAD;
    if !is_whole {
        // The last line is cut off.
        head.truncate(memchr::memrchr(b'\n', &head).map_or(head.len(), |at| at + 1));
    }
    let Some(mut list) = ContactList::of(name, &head, is_whole) else { return Ok(None) };
    let mut rest = file.take(MOST_COUNTED);
    let mut piece = vec![0; contacts::HEAD];
    loop {
        match rest.read(&mut piece)? {
            0 => return Ok(Some(list)),
            read => list.rows += memchr::memchr_iter(b'\n', piece.get(..read).unwrap_or_default()).count(),
        }
    }
}

/// Reads standard input.
pub(super) fn read_stdin(name: &str, hint: Option<Syntax>) -> Result<Read, String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("{name}: {}", reason(&error)))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let reason = format!("the input has more than the {MAX_FILE_BYTES} bytes that are read");
        return Ok(Read::of(unreadable(name.to_owned(), String::new(), 0, reason, TOO_LARGE, hint)));
    }
    Ok(input(name.to_owned(), bytes, true, hint))
}

fn input(name: String, bytes: Vec<u8>, named: bool, hint: Option<Syntax>) -> Read {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let (text, at, reason) = match utf16(&bytes) {
                Some(text) => (text, 0, "this file is UTF-16, not UTF-8".to_owned()),
                None => (
                    String::from_utf8_lossy(&bytes).into_owned(),
                    at,
                    "this file is not UTF-8 text".to_owned(),
                ),
            };
            let syntax = hint.or_else(|| Syntax::of_name(&name)).unwrap_or(Syntax::Yaml);
            if !named && !format::may_define(&text, syntax) {
                return Read::Skipped(Skipped::whole(name, Reason::NotText));
            }
            let text = if at == 0 { String::new() } else { text };
            return Read::of(unreadable(name, text, at, reason, NOT_UTF8, hint));
        }
    };
    let syntax = hint.or_else(|| Syntax::of_name(&name)).unwrap_or_else(|| guess(&text));
    if !named && !format::may_define(&text, syntax) {
        return Read::Nothing;
    }
    Read::of(Input {
        file: SourceFile::new(name, text),
        syntax,
        named,
        listing: false,
        unreadable: None,
        beside: None,
    })
}

fn unreadable(
    name: String,
    text: String,
    at: usize,
    reason: String,
    help: &'static str,
    hint: Option<Syntax>,
) -> Input {
    let syntax = hint.unwrap_or(Syntax::Yaml);
    let unreadable = Some(Unreadable { offset: at, reason, help });
    Input { file: SourceFile::new(name, text), syntax, named: true, listing: false, unreadable, beside: None }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let big = match bytes {
        [0xff, 0xfe, ..] => false,
        [0xfe, 0xff, ..] => true,
        _ => return None,
    };
    let units: Vec<u16> = bytes
        .get(2..)?
        .chunks_exact(2)
        .map(|pair| match pair {
            [a, b] if big => u16::from_be_bytes([*a, *b]),
            [a, b] => u16::from_le_bytes([*a, *b]),
            _ => 0,
        })
        .collect();
    Some(String::from_utf16_lossy(&units))
}

/// The syntax of a text without a telling name.
fn guess(text: &str) -> Syntax {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with(['{', '[']) {
        return Syntax::Json;
    }
    let opens_item = |line: &str| {
        let mut words = line.split_whitespace();
        matches!(words.next(), Some("template" | "audience" | "campaign" | "account"))
            && words.next().is_some_and(|name| !name.starts_with(':'))
            && line.contains('{')
    };
    if text.lines().any(opens_item) { Syntax::Waba } else { Syntax::Yaml }
}

/// A path as it is printed: with `/`, and without a leading `./`.
fn shown_name(path: &Path) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    name.strip_prefix("./").map_or(name.clone(), str::to_owned)
}

/// An error of the system in plain words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
        _ => error.to_string(),
    }
}

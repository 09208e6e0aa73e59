//! `wabalint baseline`, and the baseline of a check.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::bar::Bar;
use super::check::fail;
use super::configuration::repository;
use super::selection::{Scope, Selection, Stop, Work};
use super::{CLEAN, FAILED, write};
use crate::config::FILE_NAME;
use crate::diagnostic::{Diagnostic, FaultKind};
use crate::engine::{self, Baseline, Options, Places};
use crate::rules::{self, counted::counted};
use crate::source::{SourceFile, SourceMap, Spanned};

/// The file that is written where nobody names another one.
const BASELINE: &str = "wabalint-baseline.json";

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  wabalint baseline\n  wabalint baseline --prune\n\nWith `baseline: wabalint-baseline.json` in wabalint.yaml, or `--baseline FILE`, a check then tells what is new."
)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// The file to write [default: the one that the configuration names, or wabalint-baseline.json beside it]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Only take out what is no longer found; nothing is added
    #[arg(long)]
    prune: bool,
}

pub(super) fn run(args: &Args) -> u8 {
    let bar = Bar::on_terminal();
    let mut work = match args.selection.read(Scope::Workspace, &bar) {
        Ok(work) => work,
        Err(stop) => return stop.tell(),
    };
    if work.stdin.is_some() {
        bar.end();
        return fail("a baseline is of files, not of standard input");
    }
    if !work.failures.is_empty() {
        bar.end();
        for message in &work.failures {
            write::error(message);
        }
        // What could not be read would be missing in it.
        return fail("no baseline is written");
    }
    if !work.options.is_whole {
        bar.end();
        // A finding may stand on two files, and would seem to be gone where only one of them is read.
        return fail(&format!(
            "run this in {}, so that everything is read; files and folders can be named behind it",
            work.options.places.root.display()
        ));
    }
    let named = work.baseline.take().map(|name| name.value);
    let is_named = named.is_some() || args.baseline.is_some();
    let places = work.options.places.clone();
    let path = args.baseline.clone().or(named).unwrap_or_else(|| places.root.join(BASELINE));
    let older = match older(&path, args.prune) {
        Ok(older) => older,
        Err(stop) => {
            bar.end();
            return stop.tell();
        }
    };
    let Work { sources, earlier, inputs, mut options, .. } = work;
    options.bounded = false;
    let is_recorded = |name: &str| options.told.as_ref().is_none_or(|told| told.contains(name));
    let inputs_named = inputs.iter().map(|input| input.file.name());
    let recorded: BTreeSet<String> =
        inputs_named.filter(|name| is_recorded(name)).map(|name| places.from_root(name)).collect();
    let is_everything = options.is_whole && options.told.is_none();
    let report = engine::check(sources, inputs, earlier, &options);
    bar.end();
    let now = Baseline::of(&report, &options);
    // A run over a part of the repository says nothing of the rest.
    let is_elsewhere =
        |file: &str| !is_everything && !recorded.contains(file) && places.root.join(file).is_file();
    let mut new = now;
    new.keep(&older, is_elsewhere);
    if args.prune {
        let mut pruned = older.clone();
        pruned.shrink(&new);
        new = pruned;
    }
    let shown = shown(&path, &places);
    if let Err(error) = write::file(&path, &new.text()) {
        return fail(&format!("{shown}: cannot be written: {error}"));
    }
    let findings = counted(new.len(), "finding");
    let mut text = if args.prune {
        format!("{shown}: {findings} left, {} taken out\n", older.len() - new.len())
    } else {
        format!("{shown}: {findings} in {}\n", counted(new.files().len(), "file"))
    };
    if !is_named {
        text.push_str(&format!(
            "write `baseline: {BASELINE}` into {FILE_NAME}, and a check tells what is new\n"
        ));
    }
    if write::out(&text) { CLEAN } else { FAILED }
}

/// The baseline that there is already; without one, nothing can be pruned.
fn older(path: &Path, is_needed: bool) -> Result<Baseline, Stop> {
    if !is_needed && !path.exists() {
        return Ok(Baseline::default());
    }
    let mut sources = SourceMap::default();
    read(path, &mut sources)
}

/// Reads a baseline.
fn read(path: &Path, sources: &mut SourceMap) -> Result<Baseline, Stop> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Stop::Message(format!("{}: {error}; `wabalint baseline` writes one", path.display()))
    })?;
    let here = std::env::current_dir().unwrap_or_default();
    let name = shown(path, &Places { root: here.clone(), here });
    let id = sources.add(SourceFile::new(name, text));
    let Some(file) = sources.get(id) else { return Ok(Baseline::default()) };
    Baseline::read(id, file).map_err(|wrong| Stop::Broken(std::mem::take(sources), wrong))
}

/// The baseline of a check: the one that the command line names, or else the configuration.
pub(super) fn of_check(
    given: Option<&Path>,
    configured: Option<&Spanned<PathBuf>>,
    root: &Path,
    sources: &mut SourceMap,
) -> Result<Option<Baseline>, Stop> {
    if let Some(path) = given {
        return read(path, &mut SourceMap::default()).map(Some);
    }
    let Some(configured) = configured else { return Ok(None) };
    // What a change to the repository names must not make a build show other files of its machine.
    let is_inside = std::fs::canonicalize(&configured.value).map(|real| real.starts_with(repository(root)));
    let why = match is_inside {
        Ok(true) => std::fs::read_to_string(&configured.value).err().map(|error| error.to_string()),
        Ok(false) => Some("it lies outside of the repository".to_owned()),
        Err(error) => Some(error.to_string()),
    };
    if let Some(why) = why {
        let diagnostic = Diagnostic::at(configured.span, format!("this baseline cannot be read: {why}"))
            .mark("named here")
            .help("write it with `wabalint baseline`, or take the key out");
        let options = Options::on(jiff::civil::Date::ZERO);
        let found = engine::finding(rules::of_fault(FaultKind::InvalidValue), diagnostic, &options);
        return Err(Stop::Broken(std::mem::take(sources), found.into_iter().collect()));
    }
    read(&configured.value, &mut SourceMap::default()).map(Some)
}

/// A path as it is shown: from the working directory.
fn shown(path: &Path, places: &Places) -> String {
    let from = Places { here: places.here.clone(), root: places.here.clone() };
    from.from_root(&path.to_string_lossy())
}

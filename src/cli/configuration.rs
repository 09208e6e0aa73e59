//! Finding the configuration and the files that it extends.

use std::path::{Path, PathBuf};

use super::selection::Stop;
use crate::company::Company;
use crate::config::{self, FILE_NAME, Layer, Loaded};
use crate::engine::Places;
use crate::source::{SourceFile, SourceMap};

/// More files than this extend each other by mistake.
const MOST_FILES: usize = 32;

/// Which configuration.
#[derive(clap::Args)]
pub(super) struct Configuration {
    /// Read this configuration instead of the nearest wabalint.yaml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    no_config: bool,
    /// Let the configuration extend files that lie outside of the repository
    #[arg(long)]
    extends_outside: bool,
}

impl Configuration {
    /// Reads the configuration.
    pub(super) fn read(&self, sources: &mut SourceMap) -> Result<Located, String> {
        let here = std::env::current_dir()
            .map_err(|error| format!("the working directory cannot be read: {error}"))?;
        let nearest = || here.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file());
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None if self.no_config => None,
            None => nearest(),
        };
        let Some(path) = path else {
            return Ok(Located { loaded: Loaded::default(), folder: here.clone(), here });
        };
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let full = here.join(&path);
        let folder = full.parent().unwrap_or(&here).to_owned();
        let home = (!self.extends_outside).then(|| repository(&folder));
        let mut gathered = Gathered { here: &here, sources, home, layers: Vec::new(), read: Vec::new() };
        gathered.add(&full, text);
        Ok(Located { loaded: config::settle(gathered.layers), here, folder })
    }

    /// The company's own rules. A configuration that does not hold is told.
    pub(super) fn company(&self) -> Result<Company, Stop> {
        let mut sources = SourceMap::default();
        let loaded = self.read(&mut sources)?.loaded;
        if loaded.broken.is_empty() {
            Ok(loaded.config.company)
        } else {
            Err(Stop::Broken(sources, loaded.broken))
        }
    }
}

/// A configuration, and the folders that paths count from.
pub(super) struct Located {
    pub(super) loaded: Loaded,
    /// The working directory.
    pub(super) here: PathBuf,
    /// The folder of the configuration.
    pub(super) folder: PathBuf,
}

/// The folder that holds everything of the repository around a folder; the folder itself where there is none.
pub(super) fn repository(folder: &Path) -> PathBuf {
    let around = folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(folder);
    std::fs::canonicalize(around).unwrap_or_else(|_| around.to_owned())
}

/// The files of a configuration, those that are extended before those that extend them.
struct Gathered<'g> {
    here: &'g Path,
    sources: &'g mut SourceMap,
    /// The folder out of which no file is taken, if there is one.
    home: Option<PathBuf>,
    layers: Vec<Layer>,
    /// The files that were read, with whether they are still being followed.
    read: Vec<(PathBuf, bool)>,
}

impl Gathered<'_> {
    fn add(&mut self, path: &Path, text: String) {
        let places = Places { here: self.here.to_owned(), root: self.here.to_owned() };
        let name = match places.from_root(&path.to_string_lossy()) {
            outside if outside.starts_with("../../..") => path.to_string_lossy().into_owned(),
            name => name,
        };
        let id = self.sources.add(SourceFile::new(name, text));
        let Some(file) = self.sources.get(id) else { return };
        let mut layer = Layer::read(id, file);
        let at = self.read.len();
        self.read.push((std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), true));
        for extended in layer.extends() {
            match self.target(path, &extended.value) {
                Ok(Some((path, text))) => self.add(&path, text),
                Ok(None) => {}
                Err((message, help)) => layer.cannot_extend(extended.span, message, help),
            }
        }
        if let Some((_, is_open)) = self.read.get_mut(at) {
            *is_open = false;
        }
        self.layers.push(layer);
    }

    /// The file that `name` means in the file `from`, with its text; `None` where it was taken before.
    fn target(&self, from: &Path, name: &str) -> Result<Option<(PathBuf, String)>, (String, &'static str)> {
        if name.contains("://") {
            let help = "keep a copy in the repository, or install it with your packages";
            return Err((format!("`{name}` is an address; only files can be extended"), help));
        }
        let path = from.parent().unwrap_or(Path::new(".")).join(name);
        let cannot = |error: &dyn std::fmt::Display| {
            (format!("`{name}` cannot be read: {error}"), "its path counts from the folder of this file")
        };
        let real = std::fs::canonicalize(&path).map_err(|error| cannot(&error))?;
        if real.is_dir() {
            return Err((format!("`{name}` is a folder"), "name the file in it"));
        }
        if self.home.as_ref().is_some_and(|home| !real.starts_with(home)) {
            let help = "keep a copy in the repository, or run with `--extends-outside`";
            return Err((format!("`{name}` lies outside of the repository"), help));
        }
        match self.read.iter().find(|(known, _)| *known == real) {
            Some((_, true)) => {
                return Err((format!("`{name}` extends this file in turn"), "take one of the two out"));
            }
            Some((_, false)) => return Ok(None),
            None => {}
        }
        if self.read.len() >= MOST_FILES {
            return Err((format!("more than {MOST_FILES} files are extended"), "join some of them"));
        }
        let text = std::fs::read_to_string(&real).map_err(|error| cannot(&error))?;
        Ok(Some((path, text)))
    }
}

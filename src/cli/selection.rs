//! What the commands that read definitions have in common: which files, which configuration, which levels.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use super::FAILED;
use super::bar::Bar;
use super::configuration::{Configuration, Located};
use super::discover::{self, Discovery, Found, Read};
use super::stats;
use super::write::{self, Output};
use crate::config::{Config, FILE_NAME, Loaded, Origin};
use crate::diagnostic::Severity;
use crate::engine::{self, Finding, Input, Keep, Options, Places, Report, Skipped, Stage, Watch, parallel};
use crate::render::{Human, Look, Render as _};
use crate::source::{SourceMap, Spanned};
use crate::syntax::Syntax;

/// Which files, which configuration, which day.
#[derive(clap::Args)]
pub(super) struct Files {
    /// Files and folders; `-` reads standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    configuration: Configuration,
    /// The day on which plans are judged [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// The name under which standard input is reported
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    /// The syntax of input whose name does not tell it
    #[arg(long, value_enum, value_name = "SYNTAX")]
    format_hint: Option<Hint>,
    /// Say where the time of the run went, by stage and by rule
    #[arg(long)]
    stats: bool,
}

/// The same, and how findings are judged.
#[derive(clap::Args)]
pub(super) struct Selection {
    #[command(flatten)]
    files: Files,
    /// A saved template listing of the account, or saved notices about its templates (webhooks), to compare with; it is
    /// not checked itself. May be given several times
    #[arg(long, value_name = "FILE")]
    listing: Vec<PathBuf>,
    #[command(flatten)]
    levels: Levels,
}

/// How findings are judged, in the place of the configuration.
#[derive(clap::Args)]
pub(super) struct Levels {
    /// The level from which on findings fail the run [default: warning]
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Level>,
    /// Turn a rule or group off
    #[arg(long, value_name = "RULE|GROUP")]
    allow: Vec<String>,
    /// Make a rule or group warn
    #[arg(long, value_name = "RULE|GROUP")]
    warn: Vec<String>,
    /// Make a rule or group an error
    #[arg(long, value_name = "RULE|GROUP")]
    deny: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Level {
    Error,
    Warning,
    Advice,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Hint {
    Waba,
    Json,
    Yaml,
    Script,
    Python,
}

impl From<Hint> for Syntax {
    fn from(hint: Hint) -> Self {
        match hint {
            Hint::Waba => Syntax::Waba,
            Hint::Json => Syntax::Json,
            Hint::Yaml => Syntax::Yaml,
            Hint::Script => Syntax::Script,
            Hint::Python => Syntax::Python,
        }
    }
}

/// What is read where paths are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The paths.
    Paths,
    /// What is read where none are given; the paths are what is reported on.
    Workspace,
}

/// The files and folders that a run reports on.
struct About(BTreeSet<PathBuf>);

impl About {
    fn new(paths: &[PathBuf]) -> Result<Self, String> {
        let real = |path: &PathBuf| {
            std::fs::canonicalize(path)
                .map_err(|error| format!("{}: {}", path.display(), discover::reason(&error)))
        };
        paths.iter().map(real).collect::<Result<_, _>>().map(About)
    }

    /// The names of those inputs that are among the paths, or lie below one.
    fn among(&self, inputs: &[Input]) -> BTreeSet<String> {
        let mut folders: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
        let is_told = |name: &&str| {
            let path = Path::new(name);
            let Some(file) = path.file_name() else { return false };
            let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
            // A folder is asked for once, not for each of its files.
            let real = folders.entry(folder).or_insert_with_key(|folder| {
                std::fs::canonicalize(Path::new(".").join(folder)).unwrap_or_else(|_| folder.clone())
            });
            real.join(file).ancestors().any(|place| self.0.contains(place))
        };
        inputs.iter().map(|input| input.file.name()).filter(is_told).map(str::to_owned).collect()
    }
}

/// Everything that a run works on.
pub(super) struct Work {
    /// Holds the configuration, when there is one.
    pub(super) sources: SourceMap,
    /// What was found in the configuration.
    pub(super) earlier: Vec<Finding>,
    pub(super) inputs: Vec<Input>,
    pub(super) options: Options,
    /// The level from which on findings fail the run.
    pub(super) fail_on: Severity,
    /// Files and folders that were not opened, or not read.
    pub(super) skipped: Vec<Skipped>,
    /// How many files have no word of a definition in them.
    pub(super) wordless: usize,
    /// Why some paths could not be read.
    pub(super) failures: Vec<String>,
    /// The file of findings that were there before, as the configuration names it.
    pub(super) baseline: Option<Spanned<PathBuf>>,
    /// Which of the inputs came from standard input.
    pub(super) stdin: Option<usize>,
    /// Whether there was nothing to read.
    pub(super) is_empty: bool,
}

impl Work {
    /// Sees to it that no output takes the place of what is read.
    pub(super) fn spare<F>(&self, outputs: &[Output<F>]) -> Result<(), Stop> {
        match outputs.iter().filter_map(|output| output.file.as_deref()).find(|path| self.reads(path)) {
            Some(path) => {
                Err(format!("{}: an output would take the place of what is read", path.display()).into())
            }
            None => Ok(()),
        }
    }

    /// Whether a file is read in this run: as an input, or as a configuration.
    fn reads(&self, path: &Path) -> bool {
        let Ok(real) = std::fs::canonicalize(path) else { return false };
        let inputs = self.inputs.iter().map(|input| input.file.name());
        let names = inputs.chain(self.sources.iter().map(|(_, file)| file.name()));
        let is_it = |name: &str| std::fs::canonicalize(name).is_ok_and(|other| other == real);
        // Only names that end alike are asked for; an output may be a link to what is read.
        let ends = [path.file_name(), real.file_name()];
        let is_baseline =
            |named: &Spanned<PathBuf>| std::fs::canonicalize(&named.value).is_ok_and(|other| other == real);
        names.filter(|name| ends.contains(&Path::new(name).file_name())).any(is_it)
            || self.baseline.as_ref().is_some_and(is_baseline)
    }

    /// Reports on these files only, of those that are reported on.
    pub(super) fn tell_only(&mut self, files: BTreeSet<PathBuf>) {
        let about = About(files).among(&self.inputs);
        self.options.told = Some(match self.options.told.take() {
            Some(told) => told.intersection(&about).cloned().collect(),
            None => about,
        });
    }
}

/// Why a run cannot start.
pub(super) enum Stop {
    /// A usage mistake, or a file that cannot be read.
    Message(String),
    /// A configuration that does not hold, with the places where that shows.
    Broken(SourceMap, Vec<Finding>),
}

impl Stop {
    /// Says why, beside what the command prints.
    pub(super) fn tell(self) -> u8 {
        match self {
            Stop::Message(message) => write::error(&message),
            Stop::Broken(sources, broken) => {
                let report = Report::stopped(sources, broken, UNUSABLE);
                write::report(&Human.render(&report, Look::default()));
            }
        }
        FAILED
    }
}

/// Why a run stops that could not begin.
pub(super) const UNUSABLE: &str = "the configuration cannot be used";

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Stop::Message(message)
    }
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Advice => Severity::Advice,
        }
    }
}

impl Files {
    /// The name under which standard input is reported.
    fn stdin_name(&self) -> &str {
        self.stdin_name.as_deref().unwrap_or("<stdin>")
    }

    /// Reads the configuration and all files, and shows in a bar how far that is; where it fails, the bar is gone. `change`
    /// is what the command line changes of the configuration.
    pub(super) fn read(
        &self,
        listings: &[PathBuf],
        scope: Scope,
        bar: &Bar,
        change: impl FnOnce(&mut Config) -> Result<(), String>,
    ) -> Result<Work, Stop> {
        self.gather(listings, scope, stats::watch(bar, self.stats), change).inspect_err(|_| bar.end())
    }

    fn gather(
        &self,
        listings: &[PathBuf],
        scope: Scope,
        watch: Watch,
        change: impl FnOnce(&mut Config) -> Result<(), String>,
    ) -> Result<Work, Stop> {
        let mut sources = SourceMap::default();
        let Located { loaded, here, folder } = self.configuration.read(&mut sources)?;
        if !loaded.broken.is_empty() {
            return Err(Stop::Broken(sources, loaded.broken));
        }
        let Loaded { mut config, findings: earlier, .. } = loaded;
        change(&mut config)?;
        let excluded = discover::patterns(&folder, &config.exclude)
            .map_err(|message| format!("{FILE_NAME}: paths.exclude: {message}"))?;
        let hint = self.format_hint.map(Syntax::from);
        let (stdin, mut paths): (Vec<PathBuf>, Vec<PathBuf>) =
            self.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        let mut about = None;
        if scope == Scope::Workspace && !self.paths.is_empty() {
            if !stdin.is_empty() {
                return Err("--in-context takes files and folders, not standard input".to_owned().into());
            }
            about = Some(About::new(&paths)?);
            paths.clear();
        }
        let is_all = paths.is_empty() && stdin.is_empty();
        if is_all {
            let folder = seen_from_here(&folder);
            paths = config.include.iter().map(|path| folder.join(path)).collect();
            if paths.is_empty() {
                paths.push(PathBuf::from("."));
            }
        }
        let jobs = self.jobs.map_or_else(
            || std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            usize::from,
        );
        watch.begin(Stage::Find, 0);
        let Discovery { mut files, mut failures, mut skipped } =
            watch.timed(Stage::Find, || discover::discover(&paths, &excluded));
        let mut inputs = Vec::new();
        let mut wordless = 0;
        for path in listings {
            let found = Found { path: path.to_owned(), named: true };
            match discover::read(&found, hint) {
                Ok(read) => inputs.extend(read.input().map(|input| Input { listing: true, ..input })),
                Err(message) => return Err(Stop::Message(format!("--listing: {message}"))),
            }
            let real = std::fs::canonicalize(path).ok();
            files.retain(|found| real.is_none() || std::fs::canonicalize(&found.path).ok() != real);
        }
        watch.begin(Stage::Read, files.len());
        let read = parallel::map(&files, jobs, |found| {
            let read = watch.timed(Stage::Read, || discover::read(found, hint));
            watch.step();
            read
        });
        for read in read {
            match read {
                Ok(Read::Input(input)) => inputs.push(*input),
                Ok(Read::Skipped(why)) => skipped.push(why),
                Ok(Read::Nothing) => wordless += 1,
                Err(message) => failures.push(message),
            }
        }
        let told = about.map(|about| about.among(&inputs));
        let mut from_stdin = None;
        if !stdin.is_empty() {
            from_stdin = Some(inputs.len());
            // Somebody may be typing.
            watch.pause();
            match discover::read_stdin(self.stdin_name(), hint) {
                Ok(read) => inputs.extend(read.input()),
                Err(message) => failures.push(message),
            }
        }
        // Programs that have nothing to do with templates are in every folder.
        let is_none = |found: &Found| !found.named && found.is_program();
        let has_inputs = inputs.iter().any(|input| !input.listing);
        let is_empty = files.iter().all(is_none) && !has_inputs && stdin.is_empty() && failures.is_empty();
        // From a folder below the configuration, without `paths.include`, only that folder is read.
        let is_whole = is_all && (!config.include.is_empty() || folder.starts_with(&here));
        let options = Options {
            today: self.today.unwrap_or_else(|| jiff::Zoned::now().date()),
            thresholds: config.thresholds,
            levels: config.levels,
            company: config.company,
            languages: config.languages,
            least: config.least,
            laws: config.laws,
            allowed: config.allowed,
            baseline: None,
            places: Places { here, root: folder },
            is_whole,
            bounded: true,
            jobs,
            account: config.account,
            keep: Keep::default(),
            told,
            watch,
        };
        let baseline =
            config.baseline.map(|name| Spanned::new(options.places.root.join(&name.value), name.span));
        let fail_on = config.fail_on.unwrap_or(Severity::Warning);
        let earlier = engine::with_levels(earlier, &options);
        Ok(Work {
            sources,
            earlier,
            inputs,
            options,
            fail_on,
            failures,
            skipped,
            baseline,
            wordless,
            stdin: from_stdin,
            is_empty,
        })
    }
}

/// The folder of the configuration as its paths are joined to it. Beside the working directory they stay as they are:
/// platforms know files by their names in the repository, and not by where a machine has it.
fn seen_from_here(folder: &Path) -> &Path {
    let is_here = std::env::current_dir().is_ok_and(|here| here == folder);
    if is_here { Path::new("") } else { folder }
}

impl Selection {
    /// Reads the configuration and all files.
    pub(super) fn read(&self, scope: Scope, bar: &Bar) -> Result<Work, Stop> {
        self.files.read(&self.listing, scope, bar, |config| self.levels.change(config))
    }
}

impl Levels {
    /// Levels from the command line win over those of the configuration.
    pub(super) fn change(&self, config: &mut Config) -> Result<(), String> {
        if let Some(level) = self.fail_on {
            config.fail_on = Some(level.into());
            config.origins.insert("fail_on".to_owned(), vec![Origin::CommandLine]);
        }
        let given =
            [(&self.allow, None), (&self.warn, Some(Severity::Warning)), (&self.deny, Some(Severity::Error))];
        // A rule that is named wins over its group, whatever the order of the options.
        for groups in [true, false] {
            for (name, level) in
                given.iter().flat_map(|(names, level)| names.iter().map(|name| (name, *level)))
            {
                let group = config.company.group(name);
                if group.is_some() != groups {
                    continue;
                }
                let named: Vec<String> = match (group, config.company.find(name)) {
                    (Some(names), _) => names.into_iter().map(str::to_owned).collect(),
                    (None, Some(_)) => vec![name.clone()],
                    (None, None) => {
                        let nearest = config.company.nearest(name);
                        let hint =
                            nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default();
                        return Err(format!("there is no rule or group `{name}`{hint}"));
                    }
                };
                for rule in named {
                    config.origins.insert(format!("rules.{rule}"), vec![Origin::CommandLine]);
                    config.levels.insert(rule, level);
                }
            }
        }
        Ok(())
    }
}

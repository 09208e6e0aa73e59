//! What the commands that read definitions have in common: which files, which configuration, which levels.

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;

use super::bar::Bar;
use super::configuration::Configuration;
use super::discover::{self, Discovery, Found, Read};
use super::stats;
use crate::config::{Config, FILE_NAME, Loaded, Origin};
use crate::diagnostic::Severity;
use crate::engine::{self, Finding, Input, Keep, Options, Places, Skipped, Stage, Watch, parallel};
use crate::rules::{self, Group, RULES};
use crate::source::SourceMap;
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
    /// Which of the inputs came from standard input.
    pub(super) stdin: Option<usize>,
    /// Whether there was nothing to read.
    pub(super) is_empty: bool,
}

/// Why a run cannot start.
pub(super) enum Stop {
    /// A usage mistake, or a file that cannot be read.
    Message(String),
    /// A configuration that does not hold, with the places where that shows.
    Broken(SourceMap, Vec<Finding>),
}

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
        bar: &Bar,
        change: impl FnOnce(&mut Config) -> Result<(), String>,
    ) -> Result<Work, Stop> {
        self.gather(listings, stats::watch(bar, self.stats), change).inspect_err(|_| bar.end())
    }

    fn gather(
        &self,
        listings: &[PathBuf],
        watch: Watch,
        change: impl FnOnce(&mut Config) -> Result<(), String>,
    ) -> Result<Work, Stop> {
        let mut sources = SourceMap::default();
        let here = std::env::current_dir()
            .map_err(|error| format!("the working directory cannot be read: {error}"))?;
        let (loaded, folder) = self.configuration.read(&here, &mut sources)?;
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
        if paths.is_empty() && stdin.is_empty() {
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
        let options = Options {
            today: self.today.unwrap_or_else(|| jiff::Zoned::now().date()),
            thresholds: config.thresholds,
            levels: config.levels,
            languages: config.languages,
            least: config.least,
            laws: config.laws,
            allowed: config.allowed,
            places: Places { here, root: folder },
            is_whole: self.paths.is_empty(),
            bounded: true,
            jobs,
            account: config.account,
            keep: Keep::default(),
            watch,
        };
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
            wordless,
            stdin: from_stdin,
            is_empty,
        })
    }
}

impl Selection {
    /// Reads the configuration and all files.
    pub(super) fn read(&self, bar: &Bar) -> Result<Work, Stop> {
        self.files.read(&self.listing, bar, |config| self.levels.change(config))
    }
}

impl Levels {
    /// Levels from the command line win over those of the configuration.
    pub(super) fn change(&self, config: &mut Config) -> Result<(), String> {
        if let Some(level) = self.fail_on {
            config.fail_on = Some(level.into());
            config.origins.insert("fail_on".to_owned(), Origin::CommandLine);
        }
        let given =
            [(&self.allow, None), (&self.warn, Some(Severity::Warning)), (&self.deny, Some(Severity::Error))];
        // A rule that is named wins over its group, whatever the order of the options.
        for groups in [true, false] {
            for (name, level) in
                given.iter().flat_map(|(names, level)| names.iter().map(|name| (name, *level)))
            {
                let group = Group::parse(name);
                if group.is_some() != groups {
                    continue;
                }
                let named: Vec<&'static str> = match (group, rules::find(name)) {
                    (Some(group), _) => {
                        RULES.iter().filter(|rule| rule.group == group).map(|rule| rule.name).collect()
                    }
                    (None, Some(rule)) => vec![rule.name],
                    (None, None) => {
                        let hint = rules::nearest(name)
                            .map(|nearest| format!("; did you mean `{nearest}`?"))
                            .unwrap_or_default();
                        return Err(format!("there is no rule or group `{name}`{hint}"));
                    }
                };
                for rule in named {
                    config.levels.insert(rule, level);
                    config.origins.insert(format!("rules.{rule}"), Origin::CommandLine);
                }
            }
        }
        Ok(())
    }
}

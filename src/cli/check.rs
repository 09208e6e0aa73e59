//! `wabalint check`

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;
use jiff::civil::Date;

use super::discover::{self, Discovery};
use super::write::{self, Color};
use super::{CLEAN, FAILED, FOUND};
use crate::config::{self, Config, FILE_NAME, Loaded};
use crate::diagnostic::Severity;
use crate::engine::{self, Finding, Options, Report, Summary, parallel};
use crate::render::{Human, Json, Look, Render, Short};
use crate::rules::{self, Group, RULES};
use crate::source::{SourceFile, SourceMap};
use crate::syntax::Syntax;

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint check templates/ campaigns/spring.waba --fail-on error")]
pub(super) struct Args {
    /// Files and folders; `-` reads standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print: human, short or json; with =FILE into a file. May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]")]
    output: Vec<String>,
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
    /// Read this configuration instead of the nearest wabalint.yaml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    no_config: bool,
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
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Print findings only
    #[arg(long, short)]
    quiet: bool,
    /// Also say which files were skipped
    #[arg(long, short)]
    verbose: bool,
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
}

impl From<Hint> for Syntax {
    fn from(hint: Hint) -> Self {
        match hint {
            Hint::Waba => Syntax::Waba,
            Hint::Json => Syntax::Json,
            Hint::Yaml => Syntax::Yaml,
        }
    }
}

/// A format with the file that it goes to, if not to standard output.
type Output = (&'static dyn Render, Option<PathBuf>);

pub(super) fn run(args: &Args) -> u8 {
    let begun = Instant::now();
    let outputs = match args
        .output
        .iter()
        .map(|output| parse_output(output))
        .collect::<Result<Vec<Output>, String>>()
    {
        Ok(outputs) if outputs.is_empty() => vec![(&Human as &dyn Render, None)],
        Ok(outputs) if outputs.iter().filter(|(_, file)| file.is_none()).count() > 1 => {
            return fail("only one --output can go to standard output; write the others as FORMAT=FILE");
        }
        Ok(outputs) => outputs,
        Err(message) => return fail(&message),
    };
    let mut sources = SourceMap::default();
    let (loaded, folder) = match configuration(args, &mut sources) {
        Ok(found) => found,
        Err(message) => return fail(&message),
    };
    if !loaded.broken.is_empty() {
        // The run stops here, and shows the place as it shows every other.
        let report = stopped(sources, loaded.broken);
        print(&report, &outputs, args, begun);
        return FAILED;
    }
    let Loaded { mut config, findings: earlier, .. } = loaded;
    if let Err(message) = levels(args, &mut config) {
        return fail(&message);
    }
    let excluded = match discover::patterns(&folder, &config.exclude) {
        Ok(excluded) => excluded,
        Err(message) => return fail(&format!("{FILE_NAME}: paths.exclude: {message}")),
    };
    let hint = args.format_hint.map(Syntax::from);
    let (stdin, mut paths): (Vec<PathBuf>, Vec<PathBuf>) =
        args.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    if paths.is_empty() && stdin.is_empty() {
        paths = config.include.iter().map(|path| folder.join(path)).collect();
        if paths.is_empty() {
            paths.push(PathBuf::from("."));
        }
    }
    let jobs = args
        .jobs
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    let Discovery { files, mut failures } = discover::discover(&paths, &excluded);
    let mut inputs = Vec::new();
    for read in parallel::map(&files, jobs, |found| discover::read(found, hint)) {
        match read {
            Ok(input) => inputs.extend(input),
            Err(message) => failures.push(message),
        }
    }
    if !stdin.is_empty() {
        match discover::read_stdin(args.stdin_name.as_deref().unwrap_or("<stdin>"), hint) {
            Ok(input) => inputs.extend(input),
            Err(message) => failures.push(message),
        }
    }
    let nothing_read = files.is_empty() && stdin.is_empty() && failures.is_empty();
    let options = Options {
        today: args.today.unwrap_or_else(|| jiff::Zoned::now().date()),
        thresholds: config.thresholds,
        levels: config.levels,
        jobs,
        account: config.account,
    };
    let earlier = engine::with_levels(earlier, &options);
    let report = engine::check(sources, inputs, earlier, &options);
    for message in &failures {
        write::error(message);
    }
    if args.verbose {
        for name in &report.skipped {
            write::error(&format!("{name}: skipped, no definitions in it"));
        }
    }
    if nothing_read && !args.quiet {
        write::error("no definition files found (.waba, .json, .yaml)");
    }
    let printed = print(&report, &outputs, args, begun);
    let fail_on = match (args.fail_on, config.fail_on) {
        (Some(Level::Error), _) => Severity::Error,
        (Some(Level::Warning), _) => Severity::Warning,
        (Some(Level::Advice), _) => Severity::Advice,
        (None, configured) => configured.unwrap_or(Severity::Warning),
    };
    let found = report.findings.iter().any(|finding| finding.severity >= fail_on);
    let code = if !failures.is_empty() || !printed {
        FAILED
    } else if found {
        FOUND
    } else {
        CLEAN
    };
    // Freeing a large report piece by piece would only cost time now; the process ends.
    std::mem::forget(report);
    code
}

fn fail(message: &str) -> u8 {
    write::error(message);
    FAILED
}

fn stopped(sources: SourceMap, mut findings: Vec<Finding>) -> Report {
    engine::sort(&mut findings, &sources);
    let summary = Summary { errors: findings.len(), ..Summary::default() };
    Report { sources, findings, summary, skipped: Vec::new() }
}

fn print(report: &Report, outputs: &[Output], args: &Args, begun: Instant) -> bool {
    let mut printed = true;
    for (render, file) in outputs {
        let color = file.is_none() && args.color.on_stdout();
        let elapsed = Some(begun.elapsed()).filter(|_| file.is_none());
        let text = render.render(report, Look { color, quiet: args.quiet, elapsed });
        printed &= match file {
            None => write::out(&text),
            Some(path) => match write::file(path, &text) {
                Ok(()) => true,
                Err(error) => {
                    write::error(&format!("{}: cannot be written: {error}", path.display()));
                    false
                }
            },
        };
    }
    printed
}

fn parse_output(output: &str) -> Result<Output, String> {
    let (format, file) = match output.split_once('=') {
        Some((format, "")) => return Err(format!("--output {format}= needs the name of a file")),
        Some((format, file)) => (format, Some(PathBuf::from(file))),
        None => (output, None),
    };
    let render: &'static dyn Render = match format {
        "human" => &Human,
        "short" => &Short,
        "json" => &Json,
        other => return Err(format!("`{other}` is no output format; there are human, short and json")),
    };
    Ok((render, file))
}

/// Reads the configuration, and names the folder that its paths count from.
fn configuration(args: &Args, sources: &mut SourceMap) -> Result<(Loaded, PathBuf), String> {
    let here =
        std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let path = match &args.config {
        Some(path) => path.clone(),
        None if args.no_config => return Ok((Loaded::default(), here)),
        None => match here.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file()) {
            Some(path) => path,
            None => return Ok((Loaded::default(), here)),
        },
    };
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.strip_prefix(&here).unwrap_or(&path).to_string_lossy().replace('\\', "/");
    let file = SourceFile::new(name, text);
    let id = sources.add(file);
    let loaded = sources.get(id).map(|file| config::load(id, file)).unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((loaded, std::path::absolute(folder).unwrap_or(here)))
}

/// Levels from the command line win over those of the configuration.
fn levels(args: &Args, config: &mut Config) -> Result<(), String> {
    let given =
        [(&args.allow, None), (&args.warn, Some(Severity::Warning)), (&args.deny, Some(Severity::Error))];
    // A rule that is named wins over its group, whatever the order of the options.
    for groups in [true, false] {
        for (name, level) in given.iter().flat_map(|(names, level)| names.iter().map(|name| (name, *level))) {
            let group = Group::parse(name);
            if group.is_some() != groups {
                continue;
            }
            if let Some(group) = group {
                for rule in RULES.iter().filter(|rule| rule.group == group) {
                    config.levels.insert(rule.name, level);
                }
            } else if let Some(rule) = rules::find(name) {
                config.levels.insert(rule.name, level);
            } else {
                let hint = rules::nearest(name)
                    .map(|nearest| format!("; did you mean `{nearest}`?"))
                    .unwrap_or_default();
                return Err(format!("there is no rule or group `{name}`{hint}"));
            }
        }
    }
    Ok(())
}

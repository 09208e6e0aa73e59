//! How far a run is, and where its time goes, for whoever asks. Pure: the clock comes in from outside.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What a run is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Looks for files.
    Find,
    /// Reads files.
    Read,
    /// Texts to trees.
    Parse,
    /// Trees to definitions.
    Lower,
    /// Names to definitions.
    Resolve,
    /// Schedules to sends.
    Plan,
    /// What several rules ask of the words of a text.
    Texts,
    /// Rules that look at one item.
    Rules,
    /// Rules that look at everything at once.
    Workspace,
    /// Suppressions, and the order of the findings.
    Order,
    /// The report.
    Render,
}

impl Stage {
    /// All of them, in the order of a run.
    pub const ALL: [Stage; 11] = [
        Stage::Find,
        Stage::Read,
        Stage::Parse,
        Stage::Lower,
        Stage::Resolve,
        Stage::Plan,
        Stage::Texts,
        Stage::Rules,
        Stage::Workspace,
        Stage::Order,
        Stage::Render,
    ];

    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Find => "finding files",
            Stage::Read => "reading files",
            Stage::Parse => "parsing",
            Stage::Lower => "understanding definitions",
            Stage::Resolve => "resolving names",
            Stage::Plan => "laying out schedules",
            Stage::Texts => "reading texts",
            Stage::Rules => "rules",
            Stage::Workspace => "rules on the whole workspace",
            Stage::Order => "suppressing and sorting",
            Stage::Render => "writing the report",
        }
    }
}

/// How far a run is. Figures may be read on another thread while they change; nothing hangs on them.
#[derive(Debug, Default)]
pub struct Progress {
    /// One more than the place of the stage; 0 is none.
    stage: AtomicUsize,
    done: AtomicUsize,
    of: AtomicUsize,
}

impl Progress {
    /// The stage, how many files are done in it, and how many there are; `None` between stages.
    pub fn now(&self) -> Option<(Stage, usize, usize)> {
        let stage = *Stage::ALL.get(self.stage.load(Ordering::Relaxed).checked_sub(1)?)?;
        Some((stage, self.done.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed)))
    }
}

/// What a rule has cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTime {
    /// Its name.
    pub rule: String,
    /// How long it ran, all threads together.
    pub time: Duration,
    /// How often it was asked.
    pub calls: u64,
    /// What it found, before anything is suppressed.
    pub findings: u64,
}

/// Where the time of a run goes, threads summed.
#[derive(Debug)]
pub struct Times {
    clock: Clock,
    stages: [AtomicU64; Stage::ALL.len()],
    files: AtomicU64,
    bytes: AtomicU64,
    rules: Mutex<BTreeMap<String, RuleTime>>,
}

/// The time since some fixed instant.
pub type Clock = fn() -> Duration;

impl Times {
    /// Nothing measured yet.
    pub fn new(clock: Clock) -> Self {
        Times {
            clock,
            stages: std::array::from_fn(|_| AtomicU64::new(0)),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            rules: Mutex::new(BTreeMap::new()),
        }
    }

    /// How many files were checked.
    pub fn files(&self) -> u64 {
        self.files.load(Ordering::Relaxed)
    }

    /// How many bytes they have.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// What every stage has cost, in the order of a run.
    pub fn stages(&self) -> impl Iterator<Item = (Stage, Duration)> {
        let spent =
            |(stage, cell): (Stage, &AtomicU64)| (stage, Duration::from_nanos(cell.load(Ordering::Relaxed)));
        Stage::ALL.into_iter().zip(&self.stages).map(spent)
    }

    /// What every rule has cost that was asked, by time and name.
    pub fn rules(&self) -> Vec<RuleTime> {
        let rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rules: Vec<RuleTime> = rules.values().cloned().collect();
        rules.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.rule.cmp(&b.rule)));
        rules
    }

    fn add(&self, stage: Stage, time: Duration) {
        if let Some(cell) = self.stages.get(stage as usize) {
            cell.fetch_add(nanos(time), Ordering::Relaxed);
        }
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Who watches a run: nobody, who waits for its end, who asks for its times, or both.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// How far it is.
    pub progress: Option<Arc<Progress>>,
    /// Where its time goes.
    pub times: Option<Arc<Times>>,
}

impl Watch {
    /// A stage begins that has so many files before it.
    pub fn begin(&self, stage: Stage, files: usize) {
        if let Some(progress) = &self.progress {
            progress.done.store(0, Ordering::Relaxed);
            progress.of.store(files, Ordering::Relaxed);
            progress.stage.store(stage as usize + 1, Ordering::Relaxed);
        }
    }

    /// A file of the stage is done.
    pub fn step(&self) {
        if let Some(progress) = &self.progress {
            progress.done.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Nothing goes on that anybody should wait for.
    pub fn pause(&self) {
        if let Some(progress) = &self.progress {
            progress.stage.store(0, Ordering::Relaxed);
        }
    }

    /// Does a piece of work, and counts its time where somebody asks for it.
    pub fn timed<R>(&self, stage: Stage, work: impl FnOnce() -> R) -> R {
        let Some(times) = &self.times else { return work() };
        let start = (times.clock)();
        let done = work();
        times.add(stage, (times.clock)().saturating_sub(start));
        done
    }

    /// Files were read.
    pub(super) fn count(&self, texts: impl Iterator<Item = usize>) {
        if let Some(times) = &self.times {
            for bytes in texts {
                times.files.fetch_add(1, Ordering::Relaxed);
                times.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
            }
        }
    }

    /// The clock, where times are asked for.
    pub(super) fn clock(&self) -> Option<Clock> {
        self.times.as_ref().map(|times| times.clock)
    }

    /// Begins to count what rules cost; `None` where nobody asks.
    pub(super) fn tally(&self, rules: usize) -> Option<Tally<'_>> {
        let times = self.times.as_deref()?;
        Some(Tally { times, rules: (0..rules).map(|_| Cost::default()).collect() })
    }
}

#[derive(Debug, Default)]
struct Cost {
    nanos: AtomicU64,
    calls: AtomicU64,
    findings: AtomicU64,
}

/// What rules cost, each by its place in a list.
#[derive(Debug)]
pub(super) struct Tally<'t> {
    times: &'t Times,
    rules: Vec<Cost>,
}

impl Tally<'_> {
    /// The time.
    pub(super) fn now(&self) -> Duration {
        (self.times.clock)()
    }

    /// A rule was asked at an instant, of an item or of the workspace. What went into the words of the item is not its own.
    pub(super) fn asked(&self, rule: usize, stage: Stage, since: Duration, texts: Duration, findings: usize) {
        let whole = self.now().saturating_sub(since);
        let own = whole.saturating_sub(texts);
        self.times.add(stage, own);
        self.times.add(Stage::Texts, texts);
        if let Some(cost) = self.rules.get(rule) {
            cost.nanos.fetch_add(nanos(own), Ordering::Relaxed);
            cost.calls.fetch_add(1, Ordering::Relaxed);
            cost.findings.fetch_add(findings as u64, Ordering::Relaxed);
        }
    }

    /// Adds what was counted to the times, under the names of the rules.
    pub(super) fn close<'n>(self, names: impl Iterator<Item = &'n str>) {
        let mut rules = self.times.rules.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, cost) in names.zip(self.rules) {
            let calls = cost.calls.into_inner();
            if calls == 0 {
                continue;
            }
            let known = rules.entry(name.to_owned()).or_insert_with(|| RuleTime {
                rule: name.to_owned(),
                time: Duration::ZERO,
                calls: 0,
                findings: 0,
            });
            known.time += Duration::from_nanos(cost.nanos.into_inner());
            known.calls += calls;
            known.findings += cost.findings.into_inner();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Input, Options, check};
    use crate::source::SourceMap;
    use crate::syntax::Syntax;

    /// Every look at this clock lasts a millisecond.
    fn ticking() -> Duration {
        static LOOKS: AtomicU64 = AtomicU64::new(0);
        Duration::from_millis(LOOKS.fetch_add(1, Ordering::Relaxed))
    }

    fn run(watch: &Watch) -> usize {
        let template = |name: &str| {
            format!(
                "template {name} {{ category: utility; language: en_US; body: \"Dear guest, your table is ready.\" }}\n"
            )
        };
        let file = |name: &str| Input::new(format!("{name}.waba"), template(name), Syntax::Waba);
        let options = Options { watch: watch.clone(), ..Options::on(jiff::civil::date(2026, 9, 1)) };
        let inputs = vec![file("ready"), file("Ready"), file("ready_now")];
        check(SourceMap::default(), inputs, Vec::new(), &options).findings.len()
    }

    #[test]
    fn files_are_counted_while_they_are_checked() {
        let watch = Watch { progress: Some(Arc::default()), ..Watch::default() };
        let progress = watch.progress.clone().unwrap();
        assert_eq!(progress.now(), None);
        run(&watch);
        assert_eq!(progress.now(), Some((Stage::Rules, 3, 3)));
        watch.pause();
        assert_eq!(progress.now(), None);
    }

    #[test]
    fn times_say_what_each_stage_and_rule_has_cost() {
        let watch = Watch { times: Some(Arc::new(Times::new(ticking))), ..Watch::default() };
        assert_eq!(run(&watch), run(&Watch::default()));
        let times = watch.times.unwrap();
        assert_eq!(times.files(), 3);
        assert!(times.bytes() > 200);
        let stages: Vec<Stage> =
            times.stages().filter(|(_, time)| !time.is_zero()).map(|(stage, _)| stage).collect();
        let expected = [
            Stage::Parse,
            Stage::Lower,
            Stage::Resolve,
            Stage::Plan,
            Stage::Texts,
            Stage::Rules,
            Stage::Workspace,
            Stage::Order,
        ];
        assert_eq!(stages, expected);
        let rules = times.rules();
        assert!(rules.is_sorted_by(|a, b| (b.time, &a.rule) <= (a.time, &b.rule)));
        let name = rules.iter().find(|rule| rule.rule == "invalid-template-name").unwrap();
        assert_eq!((name.calls, name.findings), (3, 1));
        let duplicates = rules.iter().find(|rule| rule.rule == "duplicate-name").unwrap();
        assert_eq!(duplicates.calls, 1);
    }
}

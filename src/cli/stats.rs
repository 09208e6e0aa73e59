//! `--stats`: where the time of a run went, on standard error, behind everything else.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use super::bar::Bar;
use super::write;
use crate::engine::{Times, Watch};
use crate::render;

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The time since it was first asked for.
fn since_begun() -> Duration {
    BEGUN.elapsed()
}

/// Who watches a run: a bar, and whoever asked for times.
pub(super) fn watch(bar: &Bar, stats: bool) -> Watch {
    since_begun();
    let times = stats.then(|| Arc::new(Times::new(since_begun)));
    Watch { progress: bar.progress.clone(), times }
}

/// Tells the times, where somebody asked for them.
pub(super) fn tell(watch: &Watch, jobs: usize) {
    if let Some(times) = &watch.times {
        write::report(&render::times(times, since_begun(), jobs));
    }
}

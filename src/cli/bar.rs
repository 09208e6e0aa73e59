//! A bar for whoever waits at a terminal, drawn once a run has lasted for a while.

use std::cell::Cell;
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::{Progress, Stage};

/// Shorter runs are over before anybody wonders.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often it is drawn anew.
const PACE: Duration = Duration::from_millis(100);

/// Draws until it ends, and leaves a clean line. The work only counts; a thread of its own looks at the counts.
pub(super) struct Bar {
    /// What the work counts in; `None` where nobody would see a bar.
    pub(super) progress: Option<Arc<Progress>>,
    ticker: Cell<Option<(Sender<()>, JoinHandle<()>)>>,
}

impl Bar {
    /// A bar on standard error, where that is a terminal.
    pub(super) fn on_terminal() -> Self {
        let is_dumb = std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
        if is_dumb || !std::io::stderr().is_terminal() {
            return Bar::none();
        }
        let progress = Arc::new(Progress::default());
        let (end, ended) = mpsc::channel();
        let counts = Arc::clone(&progress);
        let ticker = std::thread::spawn(move || {
            let mut bar: Option<ProgressBar> = None;
            let mut wait = PATIENCE;
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = PACE;
                draw(&mut bar, &counts);
            }
            clear(&mut bar);
        });
        Bar { progress: Some(progress), ticker: Cell::new(Some((end, ticker))) }
    }

    /// No bar.
    pub(super) fn none() -> Self {
        Bar { progress: None, ticker: Cell::default() }
    }

    /// Takes it away, before anything else is printed.
    pub(super) fn end(&self) {
        if let Some((end, ticker)) = self.ticker.take() {
            drop(end);
            // The line is clean once the thread is gone.
            let _ = ticker.join();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}

fn draw(bar: &mut Option<ProgressBar>, counts: &Progress) {
    let Some((stage, done, of)) = counts.now() else { return clear(bar) };
    let message = match stage {
        Stage::Rules => "checking",
        stage => stage.as_str(),
    };
    // It draws itself with each of these, so the figures go first.
    let bar = bar.get_or_insert_with(|| {
        let bar = ProgressBar::with_draw_target(Some(of as u64), ProgressDrawTarget::stderr());
        bar.with_position(done as u64).with_style(style(of)).with_message(message)
    });
    bar.set_length(of as u64);
    bar.set_position(done as u64);
    bar.set_style(style(of));
    bar.set_message(message);
    bar.tick();
}

fn clear(bar: &mut Option<ProgressBar>) {
    if let Some(bar) = bar.take() {
        bar.finish_and_clear();
    }
}

/// While files are still looked for nobody knows how many there are.
fn style(files: usize) -> ProgressStyle {
    let template = if files == 0 { "{msg}" } else { "{msg:<13} [{bar:24}] {human_pos} of {human_len} files" };
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}

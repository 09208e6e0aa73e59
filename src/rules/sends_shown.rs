//! What the frequency rules share: how a window of sends is shown.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::engine::Workspace;
use crate::source::Span;
use crate::syntax::lexical::{DAY, Repeat};
use crate::timeline::{Arrival, Send, worst_windows};

/// How many sends the table lists.
const ROWS: usize = 10;

/// How far a campaign is moved at most, in seconds.
const FURTHEST: i64 = 60 * DAY;

/// How many campaigns of a window are tried to be moved.
const MOST_MOVED: usize = 10;

/// How many new days are tried for a campaign.
const MOST_TRIED: usize = 200;

/// An arrival, and whether it is moved.
struct Moved(i64, bool);

impl Arrival for Moved {
    fn at(&self) -> i64 {
        self.0
    }
}

/// The smallest change that keeps `most` messages in any window of `seconds`: to move a campaign that is sent once, with all
/// that follows it, to a later day, where that is enough; or to leave some out. `life` is everything that the person gets,
/// in the order of time.
pub(crate) fn mend(
    workspace: &Workspace<'_>,
    life: &[&Send],
    window: &[&Send],
    most: usize,
    seconds: i64,
) -> String {
    let many = window.len().saturating_sub(most);
    let mut tried = Vec::new();
    for send in window.iter().rev().filter(|_| most > 0) {
        if tried.contains(&send.campaign) || tried.len() >= MOST_MOVED {
            continue;
        }
        let Some(campaign) = workspace.campaigns.get(send.campaign) else { continue };
        let Some(schedule) = &campaign.schedule else { continue };
        let is_once = matches!(schedule.repeat, Repeat::Once(_)) && schedule.times.len() <= 1;
        if !is_once || campaign.ramp.is_some() {
            continue;
        }
        tried.push(send.campaign);
        let own: Vec<&Send> = life.iter().copied().filter(|other| other.campaign == send.campaign).collect();
        // What began before today cannot be moved any more.
        let first = own.first().filter(|first| first.step.is_none() && first.cause == schedule.span);
        let Some(first) = first else { continue };
        let others: Vec<i64> =
            life.iter().filter(|other| other.campaign != send.campaign).map(|other| other.clock).collect();
        if let Some(later) = furthest_first(&own, &others, most, seconds) {
            let name = campaign.name.as_ref().map_or("the last one", |name| name.as_str());
            let is_last = others.last().is_none_or(|last| last + seconds <= first.clock + later);
            let or_later = if is_last { " or later" } else { "" };
            return format!("move `{name}` to {}{or_later}", first.shown_at(first.later(later)));
        }
    }
    if many == 1 { "leave one of them out".to_owned() } else { format!("leave {many} of them out") }
}

/// By how many seconds some sends have to be moved at least, so that no window that holds one of them is too full.
fn furthest_first(own: &[&Send], others: &[i64], most: usize, seconds: i64) -> Option<i64> {
    let behind = |send: &&Send| {
        let at = send.clock;
        others.iter().map(move |other| other + seconds - at)
    };
    let mut moves: Vec<i64> =
        own.iter().flat_map(behind).filter(|later| (1..=FURTHEST).contains(later)).collect();
    moves.sort_unstable();
    moves.dedup();
    moves.into_iter().take(MOST_TRIED).find(|later| {
        let moved = own.iter().map(|send| Moved(send.clock + later, true));
        let mut all: Vec<Moved> = others.iter().map(|at| Moved(*at, false)).chain(moved).collect();
        all.sort_by_key(Moved::at);
        let fullest = worst_windows(&all, seconds, |arrival| arrival.1.then_some(()));
        fullest.values().all(|window| window.len() <= most)
    })
}

/// Labels every schedule that contributes, once each, and adds the sends as a small table.
pub(crate) fn show(workspace: &Workspace<'_>, mut diagnostic: Diagnostic, sends: &[&Send]) -> Diagnostic {
    let name = |send: &Send| {
        let campaign = workspace.campaigns.get(send.campaign).and_then(|campaign| campaign.name.as_ref());
        campaign.map_or("a campaign", |name| name.as_str()).to_owned()
    };
    let mut causes: Vec<(&Send, usize)> = Vec::new();
    let mut known: BTreeMap<Span, usize> = BTreeMap::new();
    for send in sends {
        match known.get(&send.cause).and_then(|at| causes.get_mut(*at)) {
            Some((_, count)) => *count += 1,
            None => {
                known.insert(send.cause, causes.len());
                causes.push((*send, 1));
            }
        }
    }
    for (send, count) in causes {
        let times = if count == 1 { "1 message".to_owned() } else { format!("{count} messages") };
        let message = format!("`{}` sends {times} in it", name(send));
        if send.cause == diagnostic.primary.span {
            diagnostic = diagnostic.mark(message);
        } else {
            diagnostic = diagnostic.label(send.cause, message);
        }
    }
    let wide = sends.iter().take(ROWS).map(|send| name(send).chars().count()).max().unwrap_or(0);
    let mut rows: Vec<String> = sends
        .iter()
        .take(ROWS)
        .map(|send| {
            let name = name(send);
            let pad = " ".repeat(wide - name.chars().count().min(wide));
            let campaign = workspace.campaigns.get(send.campaign);
            let template = campaign.and_then(|campaign| send.template(campaign)).unwrap_or_default();
            format!("  {}  {name}{pad}  {template}", send.shown()).trim_end().to_owned()
        })
        .collect();
    if sends.len() > ROWS {
        rows.push(format!("  and {} more", sends.len() - ROWS));
    }
    diagnostic.note(format!("the busiest window:\n{}", rows.join("\n")))
}

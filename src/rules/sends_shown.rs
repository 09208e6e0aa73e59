//! What the frequency rules share: how a window of sends is shown.

use crate::diagnostic::Diagnostic;
use crate::engine::Workspace;
use crate::syntax::lexical::Repeat;
use crate::timeline::Send;

/// How many sends the table lists.
const ROWS: usize = 10;

/// Sends that fall together on one recipient.
pub(crate) struct Window<'w> {
    /// The audience that the recipient is in; `None` for a journey.
    pub(crate) audience: Option<&'w str>,
    /// The sends, in the order of time.
    pub(crate) sends: Vec<&'w Send>,
    /// Everything of the same purpose that the recipient gets.
    pub(crate) life: Vec<&'w Send>,
}

/// How far a send is moved at most, in seconds.
const FURTHEST: i64 = 60 * 86_400;

/// The smallest change that keeps `most` messages in any window of `seconds`: to move one that is sent once to a later instant,
/// where that is enough, or to leave some out. `life` is everything that the person gets, in the order of time.
pub(crate) fn mend(
    workspace: &Workspace<'_>,
    life: &[&Send],
    window: &[&Send],
    most: usize,
    seconds: i64,
) -> String {
    let many = window.len().saturating_sub(most);
    let once = window.iter().rev().find(|send| {
        let campaign = workspace.campaigns.get(send.campaign);
        let schedule = campaign.and_then(|campaign| campaign.schedule.as_ref());
        schedule.is_some_and(|schedule| {
            matches!(schedule.repeat, Repeat::Once(_))
                && schedule.times.len() <= 1
                && send.cause == schedule.span
        })
    });
    if let Some(send) = once.filter(|_| many == 1 && most > 0) {
        let others: Vec<i64> =
            life.iter().filter(|other| !std::ptr::eq(**other, *send)).map(|other| other.at).collect();
        // No window that holds the moved send may hold more than the others leave room for.
        let fits = |at: i64| {
            let first = others.partition_point(|other| *other <= at - seconds);
            let last = others.partition_point(|other| *other < at + seconds);
            let near = others.get(first..last).unwrap_or_default();
            near.iter().chain([&at]).all(|start| {
                let inside = |other: &&i64| (*start..*start + seconds).contains(*other);
                !(*start..*start + seconds).contains(&at) || near.iter().filter(inside).count() < most
            })
        };
        let later = others
            .iter()
            .map(|other| other + seconds)
            .filter(|at| (send.at..send.at + FURTHEST).contains(at));
        let mut later: Vec<i64> = later.filter(|at| fits(*at)).collect();
        later.sort_unstable();
        if let Some(at) = later.first() {
            let campaign = workspace.campaigns.get(send.campaign).and_then(|campaign| campaign.name.as_ref());
            let name = campaign.map_or("the last one", |name| name.as_str());
            return format!("move `{name}` to {} or later", send.shown_at(*at));
        }
    }
    if many == 1 { "leave one of them out".to_owned() } else { format!("leave {many} of them out") }
}

/// Labels every schedule that contributes, once each, and adds the sends as a small table.
pub(crate) fn show(workspace: &Workspace<'_>, mut diagnostic: Diagnostic, sends: &[&Send]) -> Diagnostic {
    let name = |send: &Send| {
        let campaign = workspace.campaigns.get(send.campaign).and_then(|campaign| campaign.name.as_ref());
        campaign.map_or("a campaign", |name| name.as_str()).to_owned()
    };
    let mut labelled = Vec::new();
    for send in sends {
        if labelled.contains(&send.cause) {
            continue;
        }
        labelled.push(send.cause);
        let of_cause = sends.iter().filter(|other| other.cause == send.cause).count();
        let times = if of_cause == 1 { "1 message".to_owned() } else { format!("{of_cause} messages") };
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

/// A number with its thousands apart.
pub(crate) fn counted(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

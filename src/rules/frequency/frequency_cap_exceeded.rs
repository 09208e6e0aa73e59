//! `frequency-cap-exceeded`

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::engine::Workspace;
use crate::model::Purpose;
use crate::rules::sends_shown;
use crate::rules::{Check, Cx};
use crate::timeline::{Send, worst_windows};

rule! {
    /// Planned sends put one recipient above a declared cap.
    ///
    /// ## What it finds
    /// Every schedule, step and resend is laid out from today on, in its zone. For each audience, the sends of all
    /// campaigns of the same purpose that reach its people are put on one line (the audience itself, those that hold it,
    /// and those declared to overlap) and the busiest window of the cap's length is found. Windows are rolling and
    /// half-open: two sends exactly `7d` apart are not in one.
    ///
    /// ## Why
    /// A cap that the plan itself breaks is worth nothing, and the recipient cannot tell the campaigns apart.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// campaign offers { purpose: marketing; to: customers; schedule: weekly on mon, thu at 10:00 in Europe/Madrid; cap: 2 per 7d }
    /// campaign events { purpose: marketing; to: customers; schedule: weekly on fri at 18:00 in Europe/Madrid; cap: 3 per 7d }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// campaign offers { purpose: marketing; to: customers; schedule: weekly on mon at 10:00 in Europe/Madrid; cap: 2 per 7d }
    /// campaign events { purpose: marketing; to: customers; schedule: weekly on fri at 18:00 in Europe/Madrid; cap: 2 per 7d }
    /// ```
    name: "frequency-cap-exceeded",
    group: Frequency,
    severity: Error,
    since: "0.1.0",
    facts: ["declared-cap", "broadcast-frequency"],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    for (campaign, window) in exceeded(cx.workspace) {
        let Some(cap) = cx.workspace.campaigns.get(campaign).and_then(|campaign| campaign.cap.as_ref())
        else {
            continue;
        };
        let most = cap.value.counts.first().copied().unwrap_or(0);
        let count = window.sends.len();
        let length = cap.value.window;
        let name = cx
            .workspace
            .campaigns
            .get(campaign)
            .and_then(|c| c.name.as_ref())
            .map_or("", |name| name.as_str());
        let whom = window
            .audience
            .map_or("a person on this journey".to_owned(), |audience| format!("one person in `{audience}`"));
        let diagnostic = Diagnostic::at(
            cap.span,
            format!("{whom} gets {count} messages in {length}, and `{name}` promises at most {most}"),
        )
        .mark(format!("at most {most} in {length}"));
        let diagnostic = sends_shown::show(cx.workspace, diagnostic, &window.sends);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let life = life_of(cx.workspace, campaign, &window);
        let mend = sends_shown::mend(cx.workspace, &life, &window.sends, most, length.seconds() as i64);
        cx.report(diagnostic.help(format!("{mend}, or raise the cap")));
    }
}

/// Sends that fall together on one recipient.
pub(crate) struct Window<'w> {
    /// The audience that the recipient is in; `None` for a journey.
    audience: Option<&'w str>,
    /// The sends, in the order of time.
    pub(crate) sends: Vec<&'w Send>,
    /// In which life of the plan.
    life: usize,
}

/// Each cap that is broken, once, with its worst window.
pub(crate) fn exceeded<'w>(workspace: &'w Workspace<'_>) -> Vec<(usize, Window<'w>)> {
    let plan = workspace.plan();
    let purposes: Vec<Option<Purpose>> =
        workspace.campaigns.iter().map(|campaign| workspace.purpose_of(campaign)).collect();
    let mut worst: BTreeMap<usize, Window<'w>> = BTreeMap::new();
    let mut seen = vec![false; plan.lives()];
    let seats = plan.seats.iter().map(|seat| {
        let audience = workspace.audiences.get(seat.audience).and_then(|audience| audience.name.as_ref());
        (audience.map(|name| name.as_str()), &seat.lives)
    });
    let journeys = plan.journeys.iter().map(|(_, lives)| (None, lives));
    for (audience, lives) in seats.chain(journeys) {
        for life in lives.iter().copied() {
            // Audiences that live the same are told once.
            let Some(is_seen) = seen.get_mut(life) else { continue };
            if !std::mem::replace(is_seen, true) {
                consider(workspace, &purposes, audience, life, &mut worst);
            }
        }
    }
    let mut broken: Vec<(usize, Window<'w>)> = worst.into_iter().collect();
    // Two caps that the same sends break are one finding, at the stricter cap.
    let strictness = |at: usize| {
        let cap = workspace.campaigns.get(at).and_then(|campaign| campaign.cap.as_ref());
        cap.map_or(0.0, |cap| {
            cap.value.counts.first().copied().unwrap_or(0) as f64 / cap.value.window.seconds()
        })
    };
    broken.sort_by(|(a, _), (b, _)| strictness(*a).total_cmp(&strictness(*b)).then(a.cmp(b)));
    let mut told: BTreeSet<Vec<(i64, usize)>> = BTreeSet::new();
    broken.retain(|(_, window)| {
        told.insert(window.sends.iter().map(|send| (send.at, send.campaign)).collect())
    });
    broken
}

/// Looks for the worst window of each cap in a life. Windows of one length are searched once for all campaigns that share
/// sends, purpose and length.
fn consider<'w>(
    workspace: &'w Workspace<'_>,
    purposes: &[Option<Purpose>],
    audience: Option<&'w str>,
    life: usize,
    worst: &mut BTreeMap<usize, Window<'w>>,
) {
    let all = workspace.plan().life(life);
    let of = |send: &Send| purposes.get(send.campaign).copied().flatten();
    let mut known: Vec<Option<Purpose>> = Vec::new();
    for send in &all {
        if !known.contains(&of(send)) {
            known.push(of(send));
        }
    }
    for purpose in known {
        let is_meant = |send: &&Send| of(send) == purpose;
        let sends: Vec<&Send> = all.iter().copied().filter(is_meant).collect();
        let campaigns: BTreeSet<usize> = sends.iter().map(|send| send.campaign).collect();
        let mut by_length: BTreeMap<i64, BTreeMap<usize, &[&'w Send]>> = BTreeMap::new();
        for at in campaigns {
            let Some(cap) = workspace.campaigns.get(at).and_then(|campaign| campaign.cap.as_ref()) else {
                continue;
            };
            let seconds = cap.value.window.seconds() as i64;
            let most = usize::try_from(cap.value.counts.first().copied().unwrap_or(0)).unwrap_or(usize::MAX);
            let windows = by_length
                .entry(seconds)
                .or_insert_with(|| worst_windows(&sends, seconds, |send| Some(send.campaign)));
            let Some(window) = windows.get(&at).filter(|window| window.len() > most) else { continue };
            if worst.get(&at).is_none_or(|known| window.len() > known.sends.len()) {
                worst.insert(at, Window { audience, sends: window.to_vec(), life });
            }
        }
    }
}

/// What a person of a window gets for the purpose of a campaign, in the order of time.
fn life_of<'w>(workspace: &'w Workspace<'_>, campaign: usize, window: &Window<'w>) -> Vec<&'w Send> {
    let purpose_of = |at: usize| workspace.purpose_of(workspace.campaigns.get(at)?);
    let purpose = purpose_of(campaign);
    let mut known: BTreeMap<usize, Option<Purpose>> = BTreeMap::new();
    let mut all = workspace.plan().life(window.life);
    all.retain(|send| *known.entry(send.campaign).or_insert_with(|| purpose_of(send.campaign)) == purpose);
    all
}

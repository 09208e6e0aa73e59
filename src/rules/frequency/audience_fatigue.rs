//! `audience-fatigue`

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Bearable, Workspace};
use crate::model::Audience;
use crate::rules::frequency::frequency_cap_exceeded::{self, exceeded};
use crate::rules::sends_shown;
use crate::rules::{Check, Cx};
use crate::timeline::{Send, WINDOWS, Window, worst_window, worst_windows};

rule! {
    /// One person gets more marketing than people bear.
    ///
    /// ## What it finds
    /// The sends of all marketing campaigns that reach one person, laid out from today on, above the pace of 1 in 24
    /// hours, 2 in 7 days or 8 in 30 days, or above the pace that the law of a country of the audience asks for. The pace can be set in `wabalint.yaml` (`thresholds: pace`). Where a declared
    /// cap is broken by the same audience, that error is told instead.
    ///
    /// ## Why
    /// People who get too much report, and the platform holds back marketing that many do not read. Nobody publishes a
    /// figure; this one is ours.
    ///
    /// ## Rejected
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// campaign offers { purpose: marketing; to: customers; schedule: daily at 10:00 in Europe/Madrid }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience customers { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing } }
    /// campaign offers { purpose: marketing; to: customers; schedule: weekly on tue at 10:00 in Europe/Madrid }
    /// ```
    name: "audience-fatigue",
    group: Frequency,
    severity: Warning,
    since: "0.1.0",
    facts: ["broadcast-frequency", "lim-per-user-marketing", "law-ae-pace", "law-co-pace"],
    check: Check::Workspace(check),
}

/// The window that goes furthest beyond what it may hold.
#[derive(Clone)]
struct Worst<'p> {
    /// How many times as many as it may hold.
    ratio: f64,
    bearable: Bearable,
    /// Its length in seconds.
    seconds: i64,
    what: &'static str,
    life: usize,
    sends: Vec<&'p Send>,
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    // What breaks a declared cap is told as an error, for all audiences that live the same campaigns.
    let key = |sends: &[&Send]| {
        sends.iter().map(|send| (send.at, send.campaign)).collect::<BTreeSet<(i64, usize)>>()
    };
    let campaigns_of = |sends: &[&Send]| sends.iter().map(|send| send.campaign).collect::<BTreeSet<usize>>();
    let told: BTreeSet<BTreeSet<usize>> = if workspace.is_on(&frequency_cap_exceeded::RULE) {
        exceeded(workspace).into_iter().map(|(_, window)| campaigns_of(&window.sends)).collect()
    } else {
        BTreeSet::new()
    };
    let marketing: Vec<bool> =
        workspace.campaigns.iter().map(|campaign| workspace.is_marketing(campaign)).collect();
    let mut reported: BTreeSet<BTreeSet<(i64, usize)>> = BTreeSet::new();
    let plan = workspace.plan();
    let usual = workspace.thresholds;
    let usual = [usual.per_24h, usual.per_7d, usual.per_30d].map(|most| Bearable { most, fact: None });
    let seats = plan.seats.iter().map(|seat| (workspace.audiences.get(seat.audience), &seat.lives));
    let journeys = plan.journeys.iter().map(|(_, lives)| (None, lives));
    // Many audiences live the same life at the same pace.
    let mut known: BTreeMap<(usize, [Bearable; 3]), Vec<Worst<'_>>> = BTreeMap::new();
    for (audience, lives) in seats.chain(journeys) {
        let whom = match audience {
            Some(audience) => {
                format!("one person in `{}`", audience.name.as_ref().map_or("", |name| name.as_str()))
            }
            None => "one person on this journey".to_owned(),
        };
        let pace = audience.map_or(usual, |audience| workspace.pace_of(audience));
        let mut worst: Option<&Worst<'_>> = None;
        for life in lives.iter().copied() {
            if let std::collections::btree_map::Entry::Vacant(slot) = known.entry((life, pace)) {
                slot.insert(worst_of(workspace, &marketing, life, pace));
            }
        }
        for life in lives.iter().copied() {
            let of_life = known.get(&(life, pace)).map(Vec::as_slice).unwrap_or_default();
            for found in of_life.iter().filter(|found| !told.contains(&campaigns_of(&found.sends))) {
                if worst.is_none_or(|worst| found.ratio > worst.ratio) {
                    worst = Some(found);
                }
            }
        }
        let Some(Worst { bearable, seconds, what, life, sends: window, .. }) = worst.cloned() else {
            continue;
        };
        // A part of an audience lives the same life as the whole; it is told once.
        if !reported.insert(key(&window)) {
            continue;
        }
        let Some(first) = window.first() else { continue };
        let message = format!(
            "{whom} gets {} marketing messages in {what}; more than {} is too much",
            window.len(),
            bearable.most
        );
        let diagnostic = Diagnostic::at(first.cause, message);
        let diagnostic = sends_shown::show(workspace, diagnostic, &window);
        let diagnostic = match audience {
            Some(audience) => diagnostic.label(audience.heading(), "these people"),
            None => diagnostic,
        };
        let diagnostic = match bearable.fact {
            Some(fact) => diagnostic.cites(fact),
            None => diagnostic,
        };
        let life = marketing_of(workspace, &marketing, life);
        let mend = sends_shown::mend(workspace, &life, &window, bearable.most, seconds);
        cx.report(
            diagnostic.help(format!("{mend}, split the audience, or set your own pace in wabalint.yaml")),
        );
    }
    let unseen: Vec<&Audience> =
        plan.unseen.iter().filter_map(|at| workspace.audiences.get(*at).copied()).collect();
    if let Some(first) = unseen.first() {
        let more = match unseen.len() - 1 {
            0 => String::new(),
            1 => " and one other audience".to_owned(),
            more => format!(" and {more} other audiences"),
        };
        let name = first.name.as_ref().map_or("this audience", |name| name.as_str());
        let message = format!("so much is sent that what people of `{name}`{more} get was not added up");
        cx.report(
            Diagnostic::at(first.heading(), message)
                .severity(Severity::Advice)
                .uncited()
                .mark("not looked at for frequency")
                .help("check fewer campaigns at a time, or shorten `horizon_days` in wabalint.yaml"),
        );
    }
}

fn marketing_of<'w>(workspace: &'w Workspace<'_>, marketing: &[bool], life: usize) -> Vec<&'w Send> {
    let mut all = workspace.plan().life(life);
    all.retain(|send| marketing.get(send.campaign) == Some(&true));
    all
}

/// How many windows of a life are looked at: the worst may be told by another rule.
const MOST_WINDOWS: usize = 8;

/// The windows of a life that go furthest beyond what people bear, the worst first, each of other campaigns.
fn worst_of<'w>(
    workspace: &'w Workspace<'_>,
    marketing: &[bool],
    life: usize,
    pace: [Bearable; 3],
) -> Vec<Worst<'w>> {
    let sends = marketing_of(workspace, marketing, life);
    let mut all: Vec<(f64, i64, &'static str, Bearable, &[&'w Send])> = Vec::new();
    for (Window { long: what, seconds, .. }, bearable) in WINDOWS.into_iter().zip(pace) {
        // Whoever bears the fullest window bears all of them.
        if worst_window(&sends, seconds).len() <= bearable.most {
            continue;
        }
        let of_campaigns = worst_windows(&sends, seconds, |send| Some(send.campaign)).into_values();
        all.extend(of_campaigns.filter(|window| window.len() > bearable.most).map(|window| {
            (window.len() as f64 / bearable.most.max(1) as f64, seconds, what, bearable, window)
        }));
    }
    let begins = |window: &[&Send]| window.first().map(|send| send.at);
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(begins(a.4).cmp(&begins(b.4))));
    let mut seen: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    all.retain(|(.., window)| seen.insert(window.iter().map(|send| send.campaign).collect()));
    all.truncate(MOST_WINDOWS);
    let worst =
        |(ratio, seconds, what, bearable, window): (f64, i64, &'static str, Bearable, &[&'w Send])| Worst {
            ratio,
            bearable,
            seconds,
            what,
            life,
            sends: window.to_vec(),
        };
    all.into_iter().map(worst).collect()
}

//! `audience-fatigue`

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::policy::CountryPace;
use crate::rules::frequency::frequency_cap_exceeded::{self, exceeded};
use crate::rules::sends_shown;
use crate::rules::{Check, Cx};
use crate::timeline::{Send, worst_window};

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

const DAY: i64 = 86_400;

/// The window that goes furthest beyond what it may hold.
struct Worst<'p> {
    /// How many times as many as it may hold.
    ratio: f64,
    most: usize,
    what: &'static str,
    /// The law that says so, where it is one.
    fact: Option<&'static str>,
    /// The smallest change.
    mend: String,
    window: Vec<&'p Send>,
}

fn check(cx: &mut Cx<'_>) {
    let workspace = cx.workspace;
    let pace = workspace.thresholds;
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
    let seats = plan.seats.iter().map(|seat| (workspace.audiences.get(seat.audience), seat.lives.as_slice()));
    let journeys = plan.journeys.iter().map(|(_, lives)| (None, lives.as_slice()));
    for (audience, lives) in seats.chain(journeys) {
        let whom = match audience {
            Some(audience) => {
                format!("one person in `{}`", audience.name.as_ref().map_or("", |name| name.as_str()))
            }
            None => "one person on this journey".to_owned(),
        };
        // A country's own pace holds where it is slower.
        let by_country = |pick: fn(&CountryPace) -> Option<u32>| {
            let codes = audience.into_iter().flat_map(|audience| workspace.countries_of(audience));
            codes
                .filter_map(|code| {
                    let pace = workspace.law(code.as_str())?.pace?;
                    Some((pick(&pace)? as usize, pace.fact))
                })
                .min_by_key(|(most, _)| *most)
        };
        let (day_law, week_law) = (by_country(|pace| pace.per_24h), by_country(|pace| pace.per_7d));
        let slower = |law: Option<(usize, &'static str)>, usual: usize| {
            law.filter(|(most, _)| *most <= usual).map_or((usual, None), |(most, fact)| (most, Some(fact)))
        };
        let mut worst: Option<Worst<'_>> = None;
        for life in lives {
            let sends: Vec<&Send> =
                life.iter().filter(|send| marketing.get(send.campaign) == Some(&true)).collect();
            let windows = [
                (DAY, slower(day_law, pace.per_24h), "24 hours"),
                (7 * DAY, slower(week_law, pace.per_7d), "7 days"),
                (30 * DAY, (pace.per_30d, None), "30 days"),
            ];
            for (seconds, (most, fact), what) in windows {
                let window = worst_window(&sends, seconds);
                let ratio = window.len() as f64 / most.max(1) as f64;
                if window.len() > most && worst.as_ref().is_none_or(|known| ratio > known.ratio) {
                    let mend = sends_shown::mend(workspace, &sends, window, most, seconds);
                    worst = Some(Worst { ratio, most, what, fact, mend, window: window.to_vec() });
                }
            }
        }
        let Some(Worst { most, what, fact, mend, window, .. }) = worst else { continue };
        // A part of an audience lives the same life as the whole; it is told once.
        if told.contains(&campaigns_of(&window)) || !reported.insert(key(&window)) {
            continue;
        }
        let Some(first) = window.first() else { continue };
        let diagnostic = Diagnostic::at(
            first.cause,
            format!(
                "{whom} gets {} marketing messages in {what}; more than {most} is too much",
                window.len()
            ),
        );
        let diagnostic = sends_shown::show(workspace, diagnostic, &window);
        let diagnostic = match audience {
            Some(audience) => diagnostic.label(audience.heading(), "these people"),
            None => diagnostic,
        };
        let diagnostic = match fact {
            Some(fact) => diagnostic.cites(fact),
            None => diagnostic,
        };
        cx.report(
            diagnostic.help(format!("{mend}, split the audience, or set your own pace in wabalint.yaml")),
        );
    }
}

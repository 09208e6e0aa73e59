//! The plan of a workspace as a reader sees it: who gets what when, what one recipient gets at worst, what an account
//! bears.
//!
//! Everything is counted over the whole workspace; a selection of campaigns or audiences only chooses what is shown.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Workspace;
use crate::model::{Account, Campaign};
use crate::syntax::lexical::nearest;
use crate::syntax::tree::Text;
use crate::timeline::{self, Batch, Load, Send, WINDOWS};

/// More rows than anybody reads; bounds the work and the memory.
const MOST_SENDS: usize = 250_000;

/// The plan from one day to another.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The day of the run, and the first that is looked at.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Campaigns, in the order of the files.
    pub campaigns: Vec<PlannedCampaign>,
    /// Audiences that any campaign reaches, in the order of the files.
    pub audiences: Vec<Reached>,
    /// Accounts, in the order of the files.
    pub accounts: Vec<Sender>,
    /// Days on which anything is sent.
    pub days: Vec<PlannedDay>,
    /// How many sends were too many to lay out.
    pub left_out: u64,
}

/// A campaign with its sends.
#[derive(Clone, Debug)]
pub struct PlannedCampaign {
    /// Its name.
    pub name: Option<String>,
    /// The account that sends it.
    pub account: Option<String>,
    /// Whether it is marketing.
    pub marketing: bool,
    /// The templates of its message; several are tried side by side.
    pub first: Vec<String>,
    /// The template of each step.
    pub steps: Vec<String>,
    /// Who receives.
    pub audiences: Vec<Recipients>,
    /// Its schedule, in the words of the language.
    pub schedule: Option<String>,
    /// The event that starts it.
    pub trigger: Option<String>,
    /// Its sends, in the order of time: one for each audience and zone.
    pub sends: Vec<PlannedSend>,
    /// What a journey sends, counted from the event that starts it.
    pub journey: Vec<JourneySend>,
}

/// An audience that a campaign goes to.
#[derive(Clone, Debug)]
pub struct Recipients {
    /// Its name.
    pub name: String,
    /// How many people it holds.
    pub size: Option<u64>,
}

/// What of a campaign is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The message itself.
    Message,
    /// A step, counted from 0.
    Step(usize),
    /// The message once more.
    Resend,
}

/// A message to an audience at an instant.
#[derive(Clone, Debug)]
pub struct PlannedSend {
    /// When.
    pub at: Timestamp,
    /// Whose local time is meant.
    pub zone: TimeZone,
    /// Index in the audiences of the campaign; `None` where it names none that exists.
    pub audience: Option<usize>,
    /// What is sent.
    pub part: Part,
    /// Which batch of a warm-up it is, counted from 1; 0 for all at once.
    pub batch: usize,
    /// How many people get it at most: how many of an audience live in each zone, nobody says.
    pub people: Option<u64>,
    /// Whether the account may have written to more people than its limit in the 24 hours that end with it.
    pub over_limit: bool,
    /// Sends of one number are one message at one local time, to several audiences or in several zones.
    pub occurrence: usize,
}

/// What a journey sends.
#[derive(Clone, Debug)]
pub struct JourneySend {
    /// What is sent.
    pub part: Part,
    /// How long after the start, in seconds.
    pub after: i64,
    /// How long at most: business days make it depend on the weekday of the start.
    pub after_at_most: i64,
}

/// What one recipient of an audience can get.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The name of the audience.
    pub name: Option<String>,
    /// How many people it holds.
    pub size: Option<u64>,
    /// For each of [`WINDOWS`] what it holds at worst.
    pub worst: Vec<Worst>,
}

/// The fullest windows of one length.
#[derive(Clone, Debug, Default)]
pub struct Worst {
    /// The one with the most messages.
    pub all: Stretch,
    /// The one with the most marketing messages.
    pub marketing: Stretch,
    /// How many marketing messages people are taken to bear in it.
    pub pace: usize,
}

/// Messages to one recipient, close together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// How many.
    pub count: usize,
    /// The first and the last of them.
    pub between: Option<Between>,
}

/// Two instants, each in the zone of its send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// The first.
    pub from: Zoned,
    /// The last.
    pub to: Zoned,
}

/// How many people an account may write to in 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The account does not say.
    Unknown,
    /// As many as it likes.
    Unlimited,
    /// So many.
    People(u64),
}

/// What an account bears.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Its name.
    pub name: Option<String>,
    /// Its limit.
    pub limit: Limit,
    /// How many people it writes to in the fullest 24 hours: if audiences share as many people as they can.
    pub least: u64,
    /// If they share nobody.
    pub most: u64,
    /// The first and the last send of those hours.
    pub between: Option<Between>,
    /// Whether it also writes to audiences whose size is not known.
    pub uncounted: bool,
}

/// What is sent on a day, by the local time of each send.
#[derive(Clone, Debug)]
pub struct PlannedDay {
    /// The day.
    pub date: Date,
    /// How many people get anything, at most.
    pub people: u64,
    /// How many messages they get together.
    pub messages: u64,
    /// Whether something goes to audiences whose size is not known.
    pub uncounted: bool,
    /// Whether a send of the day goes out above an account's limit.
    pub over_limit: bool,
}

/// What of a plan is shown; an empty list chooses everything.
#[derive(Clone, Debug, Default)]
pub struct Only {
    /// Names of campaigns.
    pub campaigns: Vec<String>,
    /// Names of audiences. What is sent to audiences that hold them is shown too.
    pub audiences: Vec<String>,
}

/// A name that no definition has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {kind} `{name}`{}", nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
pub struct UnknownName {
    kind: &'static str,
    name: String,
    nearest: Option<String>,
}

impl PlannedCampaign {
    /// The templates of a part.
    pub fn templates_of(&self, part: Part) -> &[String] {
        match part {
            Part::Message | Part::Resend => &self.first,
            Part::Step(step) => self.steps.get(step).map(std::slice::from_ref).unwrap_or_default(),
        }
    }

    /// Every template, once.
    pub fn templates(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for name in self.first.iter().chain(&self.steps) {
            if !all.contains(&name.as_str()) {
                all.push(name);
            }
        }
        all
    }

    /// Its sends with those of all audiences and zones put together, in the order of time.
    pub fn occurrences(&self) -> Vec<Vec<&PlannedSend>> {
        let mut all: Vec<Vec<&PlannedSend>> = Vec::new();
        for send in &self.sends {
            if all.len() <= send.occurrence {
                all.resize(send.occurrence + 1, Vec::new());
            }
            if let Some(together) = all.get_mut(send.occurrence) {
                together.push(send);
            }
        }
        all
    }
}

impl PlannedSend {
    /// The local time.
    pub fn local(&self) -> DateTime {
        self.zone.to_datetime(self.at)
    }

    /// The name of its zone.
    pub fn zone_name(&self) -> &str {
        zone_name(&self.zone)
    }
}

/// The name of a zone in the time zone database.
pub fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

impl Calendar {
    /// Lays out the plan of a workspace.
    ///
    /// # Errors
    /// A name to show that no campaign or audience has.
    pub fn new(workspace: &Workspace<'_>, only: &Only) -> Result<Self, UnknownName> {
        let shown = Shown::new(workspace, only)?;
        let horizon = workspace.horizon();
        let last = horizon.last();
        let is_marketing: Vec<bool> =
            workspace.campaigns.iter().map(|campaign| workspace.is_marketing(campaign)).collect();
        let mut lives = BTreeMap::new();
        let audiences = shown
            .audiences
            .iter()
            .filter_map(|at| reached(workspace, *at, &is_marketing, &mut lives))
            .collect();
        let mut over = BTreeSet::new();
        let mut accounts = Vec::new();
        for account in workspace.accounts.iter().copied() {
            let (sender, above) = sender(workspace, account);
            over.extend(above);
            let is_shown = |at: &usize| {
                let campaign = workspace.campaigns.get(*at);
                campaign.is_some_and(|campaign| is_sent_by(workspace, campaign, account))
            };
            if shown.all || shown.campaigns.iter().any(is_shown) {
                accounts.push(sender);
            }
        }
        let mut layout =
            Layout { workspace, shown, over, days: BTreeMap::new(), room: MOST_SENDS, left_out: 0 };
        let mut campaigns = Vec::new();
        for at in std::mem::take(&mut layout.shown.campaigns) {
            let campaign = workspace.campaigns.get(at);
            campaigns.extend(campaign.map(|campaign| layout.campaign(at, campaign)));
        }
        let Layout { days, left_out, .. } = layout;
        let days = days.into_iter().map(|(date, day)| day.counted(workspace, date)).collect();
        Ok(Calendar { from: horizon.today, to: last, campaigns, audiences, accounts, days, left_out })
    }
}

fn is_sent_by(workspace: &Workspace<'_>, campaign: &Campaign, account: &Account) -> bool {
    workspace.account_of(campaign).is_some_and(|own| std::ptr::eq(own, account))
}

/// What is shown, by index.
struct Shown {
    /// Whether that is everything.
    all: bool,
    campaigns: Vec<usize>,
    audiences: Vec<usize>,
    /// Only what is sent to these; `None` for all.
    to: Option<BTreeSet<usize>>,
}

impl Shown {
    fn new(workspace: &Workspace<'_>, only: &Only) -> Result<Self, UnknownName> {
        let known: BTreeSet<&str> = workspace
            .campaigns
            .iter()
            .filter_map(|campaign| campaign.name.as_ref().map(Text::as_str))
            .collect();
        is_known("campaign", &only.campaigns, &known)?;
        is_known("audience", &only.audiences, &workspace.audience_names().collect())?;
        let named: BTreeSet<usize> =
            only.audiences.iter().filter_map(|name| workspace.audience_place(name)).collect();
        let to = (!only.audiences.is_empty()).then(|| {
            let audiences = named.iter().filter_map(|at| workspace.audiences.get(*at).copied());
            let holders = audiences.flat_map(|audience| workspace.holders(audience));
            let names = holders.filter_map(|holder| holder.name.as_ref());
            names.filter_map(|name| workspace.audience_place(name.as_str())).collect::<BTreeSet<usize>>()
        });
        let is_shown = |campaign: &Campaign| {
            let name = campaign.name.as_ref().map(Text::as_str);
            let by_name = only.campaigns.is_empty()
                || name.is_some_and(|name| only.campaigns.iter().any(|wanted| wanted == name));
            let by_audience =
                to.as_ref().is_none_or(|to| places(workspace, campaign).iter().any(|at| to.contains(at)));
            by_name && by_audience
        };
        let campaigns: Vec<usize> = (0..)
            .zip(&workspace.campaigns)
            .filter(|(_, campaign)| is_shown(campaign))
            .map(|(at, _)| at)
            .collect();
        let audiences = if !named.is_empty() {
            named
        } else if only.campaigns.is_empty() {
            (0..workspace.audiences.len()).collect()
        } else {
            let shown = campaigns.iter().filter_map(|at| workspace.campaigns.get(*at));
            shown.flat_map(|campaign| places(workspace, campaign)).collect()
        };
        let all = only.campaigns.is_empty() && only.audiences.is_empty();
        Ok(Shown { all, campaigns, audiences: audiences.into_iter().collect(), to })
    }
}

fn is_known(kind: &'static str, wanted: &[String], known: &BTreeSet<&str>) -> Result<(), UnknownName> {
    match wanted.iter().find(|name| !known.contains(name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let nearest = nearest(name, known.iter().copied()).map(str::to_owned);
            Err(UnknownName { kind, name: name.clone(), nearest })
        }
    }
}

/// The audiences that a campaign is sent to, each once.
fn places(workspace: &Workspace<'_>, campaign: &Campaign) -> Vec<usize> {
    let mut all = Vec::new();
    for at in campaign.to.iter().filter_map(|to| workspace.audience_place(to.name.as_str())) {
        if !all.contains(&at) {
            all.push(at);
        }
    }
    all
}

fn owned(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

/// What marks a send that goes out above a limit: campaign, audience, instant, batch.
type Mark = (usize, usize, i64, usize);

fn sender<'w>(workspace: &'w Workspace<'_>, account: &Account) -> (Sender, Vec<Mark>) {
    let load: Load<'w> = workspace.load_of(account);
    let relations = workspace.relations();
    let limit = match account.messaging_limit.as_ref().map(|limit| limit.value) {
        None => Limit::Unknown,
        Some(None) => Limit::Unlimited,
        Some(Some(people)) => Limit::People(people.max(0.0) as u64),
    };
    let (surely, perhaps) = timeline::worst_days(&load.batches, relations);
    let is_surely_above = matches!(limit, Limit::People(most) if surely.least > most);
    let day = if is_surely_above { surely } else { perhaps };
    let above = match limit {
        Limit::People(most) => timeline::above(&load.batches, relations, most),
        Limit::Unknown | Limit::Unlimited => Vec::new(),
    };
    let marks =
        above.iter().map(|batch| (batch.send.campaign, batch.audience, batch.send.at, batch.send.batch));
    let ends = day.batches.first().zip(day.batches.last());
    let uncounted = workspace.campaigns.iter().any(|campaign| {
        is_sent_by(workspace, campaign, account)
            && campaign.schedule.is_some()
            && workspace.reached_by(campaign).iter().any(|audience| audience.size.is_none())
    });
    let sender = Sender {
        name: owned(account.name.as_ref()),
        limit,
        least: day.least,
        most: day.most,
        between: ends.and_then(|(first, last)| between(first.send, last.send)),
        uncounted,
    };
    (sender, marks.collect())
}

fn between(from: &Send, to: &Send) -> Option<Between> {
    let zoned = |send: &Send| {
        let zone = send.zone.clone().unwrap_or(TimeZone::UTC);
        Some(Timestamp::from_second(send.at).ok()?.to_zoned(zone))
    };
    Some(Between { from: zoned(from)?, to: zoned(to)? })
}

/// What one recipient of an audience gets at worst; `None` for an audience that no campaign reaches.
fn reached(
    workspace: &Workspace<'_>,
    at: usize,
    is_marketing: &[bool],
    lives: &mut BTreeMap<usize, [(Stretch, Stretch); 3]>,
) -> Option<Reached> {
    let audience = workspace.audiences.get(at)?;
    let seats = &workspace.plan().seats;
    let seat = seats.get(seats.binary_search_by_key(&at, |seat| seat.audience).ok()?)?;
    let mut worst: Vec<Worst> =
        workspace.pace_of(audience).map(|pace| Worst { pace: pace.most, ..Worst::default() }).into();
    for life in &seat.lives {
        let windows = lives.entry(*life).or_insert_with(|| {
            let all = workspace.plan().life(*life);
            let marketing: Vec<&Send> =
                all.iter().copied().filter(|send| is_marketing.get(send.campaign) == Some(&true)).collect();
            let fullest = |sends: &[&Send], seconds: i64| stretch(timeline::worst_window(sends, seconds));
            WINDOWS.map(|of| (fullest(&all, of.seconds), fullest(&marketing, of.seconds)))
        });
        for ((all, marketing), worst) in windows.iter().zip(&mut worst) {
            fuller(&mut worst.all, all);
            fuller(&mut worst.marketing, marketing);
        }
    }
    Some(Reached { name: owned(audience.name.as_ref()), size: audience.people(), worst })
}

/// Puts a window in the place of one with fewer messages.
fn fuller(known: &mut Stretch, window: &Stretch) {
    if window.count > known.count {
        *known = window.clone();
    }
}

fn stretch(window: &[&Send]) -> Stretch {
    let ends = window.first().zip(window.last());
    Stretch { count: window.len(), between: ends.and_then(|(first, last)| between(first, last)) }
}

/// What goes out on a day.
#[derive(Default)]
struct DayOfBatches<'p> {
    batches: Vec<Batch<'p>>,
    messages: u64,
    uncounted: bool,
    over_limit: bool,
}

impl DayOfBatches<'_> {
    fn counted(&self, workspace: &Workspace<'_>, date: Date) -> PlannedDay {
        let (_, people) = timeline::people_of(&self.batches, workspace.relations());
        let &DayOfBatches { messages, uncounted, over_limit, .. } = self;
        PlannedDay { date, people, messages, uncounted, over_limit }
    }
}

/// Lays out campaigns one by one.
struct Layout<'w, 'a> {
    workspace: &'w Workspace<'a>,
    shown: Shown,
    over: BTreeSet<Mark>,
    days: BTreeMap<Date, DayOfBatches<'w>>,
    /// How many sends may still be laid out.
    room: usize,
    left_out: u64,
}

/// What is counted while a campaign is laid out.
#[derive(Default)]
struct Counted {
    /// By day, part, batch and how often it was met on that day.
    occurrences: BTreeMap<(Date, Part, usize, usize), usize>,
    /// Occurrences with the audiences that they were counted for.
    told: BTreeSet<(usize, Option<usize>)>,
}

impl<'w> Layout<'w, '_> {
    fn campaign(&mut self, index: usize, campaign: &'w Campaign) -> PlannedCampaign {
        let workspace = self.workspace;
        let mut to = places(workspace, campaign);
        to.retain(|at| self.shown.to.as_ref().is_none_or(|wanted| wanted.contains(at)));
        let recipients = |at: &usize| {
            let audience = workspace.audiences.get(*at)?;
            Some(Recipients { name: owned(audience.name.as_ref())?, size: audience.people() })
        };
        let account = workspace.account_of(campaign).map(|account| owned(account.name.as_ref()));
        let named = || owned(campaign.account.as_ref().map(|account| &account.name));
        let mut planned = PlannedCampaign {
            name: owned(campaign.name.as_ref()),
            account: account.unwrap_or_else(named),
            marketing: workspace.is_marketing(campaign),
            first: campaign.send.iter().map(|choice| choice.template.name.as_str().to_owned()).collect(),
            steps: campaign.steps.iter().map(|step| step.send.name.as_str().to_owned()).collect(),
            audiences: to.iter().filter_map(recipients).collect(),
            schedule: campaign.schedule.as_ref().map(ToString::to_string),
            trigger: owned(campaign.trigger.as_ref()),
            sends: Vec::new(),
            journey: journey(workspace, index, campaign),
        };
        let audiences: Vec<Option<usize>> =
            if to.is_empty() { vec![None] } else { to.into_iter().map(Some).collect() };
        let mut counted = Counted::default();
        for (own, audience) in audiences.into_iter().enumerate() {
            for list in workspace.plan().lists_to(index, campaign, audience) {
                let of_list = self.list(campaign, list, audience, &mut counted);
                let audience = audience.map(|_| own);
                planned.sends.extend(of_list.into_iter().map(|send| PlannedSend { audience, ..send }));
            }
        }
        in_order(&mut planned.sends);
        planned
    }

    /// The sends of one list, for one audience and the people of one clock.
    fn list(
        &mut self,
        campaign: &'w Campaign,
        list: &'w [Send],
        audience: Option<usize>,
        counted: &mut Counted,
    ) -> Vec<PlannedSend> {
        let size = audience.and_then(|at| self.workspace.audiences.get(at)?.people());
        let mut times: BTreeMap<(Date, Part, usize), usize> = BTreeMap::new();
        let mut sends = Vec::new();
        if self.room == 0 {
            self.left_out += list.len() as u64;
            return sends;
        }
        for send in list {
            let people = size.map_or(0, |size| timeline::people_in(campaign, send.batch, size));
            // A smaller audience of the same campaign is through before the last batch.
            let is_through = size.is_some() && send.batch > 0 && people == 0;
            let Some(at) = Timestamp::from_second(send.at).ok().filter(|_| !is_through) else { continue };
            let Some(room) = self.room.checked_sub(1) else {
                self.left_out += 1;
                continue;
            };
            self.room = room;
            let zone = send.zone.clone().unwrap_or(TimeZone::UTC);
            let date = zone.to_datetime(at).date();
            let part = part_of(campaign, send);
            let time = times.entry((date, part, send.batch)).or_default();
            let next = counted.occurrences.len();
            let key = (date, part, send.batch, *time);
            let occurrence = *counted.occurrences.entry(key).or_insert(next);
            *time += 1;
            let mark = |to: usize| (send.campaign, to, send.at, send.batch);
            let over_limit = audience.is_some_and(|to| self.over.contains(&mark(to)));
            sends.push(PlannedSend {
                at,
                zone: zone.clone(),
                audience: None,
                part,
                batch: send.batch,
                people: size.map(|_| people),
                over_limit,
                occurrence,
            });
            let day = self.days.entry(date).or_default();
            day.over_limit |= over_limit;
            // The same message in another zone goes to other people of the same audience.
            if counted.told.insert((occurrence, audience)) {
                day.messages = day.messages.saturating_add(people);
                day.uncounted |= size.is_none();
                if let (Some(audience), Some(_)) = (audience, size) {
                    day.batches.push(Batch { send, audience, people });
                }
            }
        }
        sends
    }
}

fn part_of(campaign: &Campaign, send: &Send) -> Part {
    match send.step {
        Some(step) => Part::Step(step),
        None if campaign.resend.as_ref().is_some_and(|resend| resend.span == send.cause) => Part::Resend,
        None => Part::Message,
    }
}

/// Sorts sends by time, and numbers what belongs together in that order.
fn in_order(sends: &mut [PlannedSend]) {
    sends.sort_by(|a, b| {
        let key = |send: &PlannedSend| (send.at, send.part, send.batch, send.audience);
        key(a).cmp(&key(b)).then_with(|| a.zone_name().cmp(b.zone_name()))
    });
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for send in sends {
        let next = numbers.len();
        send.occurrence = *numbers.entry(send.occurrence).or_insert(next);
    }
}

/// What a journey sends, relative to its start; the spread over the weekdays on which it may start.
fn journey(workspace: &Workspace<'_>, index: usize, campaign: &Campaign) -> Vec<JourneySend> {
    let Some((_, lives)) = workspace.plan().journeys.iter().find(|(at, _)| *at == index) else {
        return Vec::new();
    };
    let mut spread: BTreeMap<(Part, usize), (i64, i64)> = BTreeMap::new();
    for life in lives {
        let mut times: BTreeMap<Part, usize> = BTreeMap::new();
        for send in workspace.plan().life(*life) {
            let part = part_of(campaign, send);
            let time = times.entry(part).or_default();
            let known = spread.entry((part, *time)).or_insert((send.at, send.at));
            *known = (known.0.min(send.at), known.1.max(send.at));
            *time += 1;
        }
    }
    let mut all: Vec<JourneySend> = spread
        .into_iter()
        .map(|((part, _), (after, after_at_most))| JourneySend { part, after, after_at_most })
        .collect();
    all.sort_by_key(|send| (send.after, send.after_at_most, send.part));
    all
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::engine::{self, Input, Options};
    use crate::source::SourceMap;
    use crate::syntax::Syntax;

    fn calendar(source: &str, only: &Only) -> Result<Calendar, UnknownName> {
        let inputs = vec![Input::new("plan.waba", source, Syntax::Waba)];
        let options = Options::on(date(2026, 9, 1));
        engine::plan(SourceMap::default(), inputs, &options, only).map(|planned| planned.calendar)
    }

    fn all(source: &str) -> Calendar {
        calendar(source, &Only::default()).unwrap()
    }

    const PEOPLE: &str = "
        account shop { messaging_limit: 1_000 }
        audience all { size: 900; zones: Europe/Lisbon, Europe/Madrid }
        audience part { part_of: all; size: 100; zones: Europe/Madrid }
        audience others { size: 300; zones: Europe/Madrid }
    ";

    #[test]
    fn a_local_time_in_several_zones_is_one_occurrence() {
        let plan = all(&format!(
            "{PEOPLE} campaign a {{ to: all, part; schedule: once at 2026-09-03 10:00 in recipient }}"
        ));
        let campaign = &plan.campaigns[0];
        let instants: Vec<String> = campaign.sends.iter().map(|send| send.at.to_string()).collect();
        assert_eq!(instants, ["2026-09-03T08:00:00Z", "2026-09-03T08:00:00Z", "2026-09-03T09:00:00Z"]);
        assert_eq!(campaign.occurrences().len(), 1);
        // Who is in the part is in the whole, and still gets two messages.
        assert_eq!((plan.days.len(), plan.days[0].people, plan.days[0].messages), (1, 900, 1_000));
    }

    #[test]
    fn limits_are_of_any_24_hours() {
        let plan = all(&format!(
            "{PEOPLE}
             campaign a {{ to: all; schedule: once at 2026-09-03 20:00 in Europe/Madrid }}
             campaign b {{ to: others; schedule: once at 2026-09-04 19:00 in Europe/Madrid }}
             campaign c {{ to: others; schedule: once at 2026-09-05 19:00 in Europe/Madrid }}"
        ));
        let over: Vec<bool> = plan.days.iter().map(|day| day.over_limit).collect();
        assert_eq!(over, [false, true, false]);
        let account = &plan.accounts[0];
        assert_eq!((account.least, account.most, account.limit), (1_200, 1_200, Limit::People(1_000)));
    }

    #[test]
    fn a_recipient_gets_what_goes_to_all_that_hold_them() {
        let plan = all(&format!(
            "{PEOPLE}
             campaign a {{ purpose: marketing; to: all; schedule: weekly on mon at 10:00 in Europe/Madrid }}
             campaign b {{ purpose: utility; to: part; schedule: weekly on mon at 12:00 in Europe/Madrid }}"
        ));
        let counts = |name: &str| {
            let reached = plan.audiences.iter().find(|own| own.name.as_deref() == Some(name)).unwrap();
            reached.worst.iter().map(|worst| (worst.all.count, worst.marketing.count)).collect::<Vec<_>>()
        };
        assert_eq!(counts("all"), [(1, 1), (1, 1), (5, 5)]);
        assert_eq!(counts("part"), [(2, 1), (2, 1), (10, 5)]);
        assert_eq!(plan.audiences.len(), 2, "nobody writes to the others");
    }

    #[test]
    fn a_selection_shows_less_and_counts_everything() {
        let source = format!(
            "{PEOPLE}
             campaign a {{ to: all; schedule: weekly on mon at 10:00 in Europe/Madrid }}
             campaign b {{ to: others; schedule: weekly on mon at 12:00 in Europe/Madrid }}"
        );
        let only = Only { campaigns: Vec::new(), audiences: vec!["part".to_owned()] };
        let plan = calendar(&source, &only).unwrap();
        let names: Vec<Option<&str>> = plan.campaigns.iter().map(|own| own.name.as_deref()).collect();
        assert_eq!(names, [Some("a")]);
        assert_eq!(plan.audiences[0].name.as_deref(), Some("part"));
        assert_eq!(plan.accounts[0].most, 1_200);
        assert_eq!(plan.days[0].people, 900);
        let only = Only { campaigns: vec!["bb".to_owned()], audiences: Vec::new() };
        let message = calendar(&source, &only).unwrap_err().to_string();
        assert!(message.starts_with("there is no campaign `bb`; did you mean `"), "{message}");
    }

    #[test]
    fn warm_ups_and_journeys() {
        let plan = all(&format!(
            "{PEOPLE}
             campaign a {{ to: all; schedule: once at 2026-11-29 10:00 in Europe/Madrid; ramp: 200, 500 per 1d }}
             campaign b {{ send: hello; to: others; trigger: sign_up; steps {{ after 1d send two; after 1bd send three }} }}"
        ));
        let batches: Vec<(usize, Option<u64>)> =
            plan.campaigns[0].sends.iter().map(|send| (send.batch, send.people)).collect();
        assert_eq!(batches, [(1, Some(200)), (2, Some(500))], "the third lies behind the last day");
        let journey: Vec<(Part, i64, i64)> = plan.campaigns[1]
            .journey
            .iter()
            .map(|send| (send.part, send.after, send.after_at_most))
            .collect();
        let day = crate::syntax::lexical::DAY;
        assert_eq!(
            journey,
            [(Part::Message, 0, 0), (Part::Step(0), day, day), (Part::Step(1), 2 * day, 4 * day)]
        );
    }

    #[test]
    fn the_work_is_bounded() {
        let mut source = String::new();
        for at in 0..60 {
            source.push_str(&format!("audience a{at} {{ countries: US }}\n"));
        }
        let to: Vec<String> = (0..60).map(|at| format!("a{at}")).collect();
        source.push_str(&format!(
            "campaign c {{ to: {}; schedule: every hour in recipient }}\n",
            to.join(", ")
        ));
        let plan = all(&source);
        assert!(plan.campaigns[0].sends.len() <= MOST_SENDS);
        assert!(plan.left_out > 0);
    }
}

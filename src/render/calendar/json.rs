//! A calendar as JSON, version 1. The shapes here are the public format.

use jiff::Zoned;
use serde::Serialize;

use super::super::json::{Tool, escaped};
use super::{RenderCalendar, audience_of, part_word};
use crate::engine::Calendar;
use crate::engine::calendar::{
    Between, JourneySend, Limit, PlannedCampaign, PlannedDay, PlannedSend, Reached, Sender, Stretch, Worst,
};

/// The JSON format.
#[derive(Clone, Copy, Debug)]
pub struct CalendarJson;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    from: String,
    to: String,
    campaigns: Vec<Campaign<'a>>,
    audiences: Vec<Audience<'a>>,
    accounts: Vec<Account<'a>>,
    days: Vec<Day>,
    #[serde(skip_serializing_if = "is_zero")]
    left_out: u64,
}

#[derive(Serialize)]
struct Campaign<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    marketing: bool,
    templates: Vec<&'a str>,
    audiences: Vec<Recipients<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger: Option<&'a str>,
    sends: Vec<Send<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    journey: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Recipients<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
}

#[derive(Serialize)]
struct Send<'a> {
    at: String,
    local: String,
    zone: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<&'a str>,
    step: String,
    #[serde(skip_serializing_if = "is_none_of")]
    batch: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    alternatives: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u64>,
    #[serde(skip_serializing_if = "is_false")]
    over_limit: bool,
}

#[derive(Serialize)]
struct Step<'a> {
    after_seconds: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_seconds_at_most: Option<i64>,
    step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    alternatives: &'a [String],
}

#[derive(Serialize)]
struct Audience<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    worst: Windows,
}

#[derive(Serialize)]
struct Windows {
    h24: Window,
    d7: Window,
    d30: Window,
}

#[derive(Default, Serialize)]
struct Window {
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    marketing: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    marketing_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marketing_to: Option<String>,
    marketing_pace: usize,
}

#[derive(Serialize)]
struct Account<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
    #[serde(skip_serializing_if = "is_false")]
    unlimited: bool,
    worst_24h: People,
}

#[derive(Serialize)]
struct People {
    least: u64,
    most: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    uncounted: bool,
}

#[derive(Serialize)]
struct Day {
    date: String,
    people: u64,
    messages: u64,
    #[serde(skip_serializing_if = "is_false")]
    uncounted: bool,
    #[serde(skip_serializing_if = "is_false")]
    over_limit: bool,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_none_of(number: &usize) -> bool {
    *number == 0
}

fn is_false(value: &bool) -> bool {
    !*value
}

impl RenderCalendar for CalendarJson {
    fn render(&self, calendar: &Calendar, _: bool) -> String {
        let document = Document {
            version: 1,
            tool: Tool::THIS,
            from: calendar.from.to_string(),
            to: calendar.to.to_string(),
            campaigns: calendar.campaigns.iter().map(campaign).collect(),
            audiences: calendar.audiences.iter().map(audience).collect(),
            accounts: calendar.accounts.iter().map(account).collect(),
            days: calendar.days.iter().map(day).collect(),
            left_out: calendar.left_out,
        };
        // Serialising these plain shapes cannot fail; should it ever, an empty object is still valid JSON.
        escaped(&serde_json::to_string_pretty(&document).unwrap_or_else(|_| "{}".to_owned()))
    }
}

fn campaign(own: &PlannedCampaign) -> Campaign<'_> {
    let recipients = own.audiences.iter();
    Campaign {
        name: own.name.as_deref(),
        account: own.account.as_deref(),
        marketing: own.marketing,
        templates: own.templates(),
        audiences: recipients.map(|to| Recipients { name: &to.name, size: to.size }).collect(),
        schedule: own.schedule.as_deref(),
        trigger: own.trigger.as_deref(),
        sends: own.sends.iter().map(|send| of_campaign(own, send)).collect(),
        journey: own.journey.iter().map(|send| of_journey(own, send)).collect(),
    }
}

fn of_campaign<'a>(campaign: &'a PlannedCampaign, send: &'a PlannedSend) -> Send<'a> {
    let (template, alternatives) = split(campaign.templates_of(send.part));
    Send {
        at: send.at.to_string(),
        local: send.local().to_string(),
        zone: send.zone_name(),
        audience: audience_of(campaign, send),
        step: part_word(send.part),
        batch: send.batch,
        template,
        alternatives,
        people: send.people,
        over_limit: send.over_limit,
    }
}

fn of_journey<'a>(campaign: &'a PlannedCampaign, send: &JourneySend) -> Step<'a> {
    let (template, alternatives) = split(campaign.templates_of(send.part));
    Step {
        after_seconds: send.after,
        after_seconds_at_most: Some(send.after_at_most).filter(|most| *most != send.after),
        step: part_word(send.part),
        template,
        alternatives,
    }
}

fn split(templates: &[String]) -> (Option<&str>, &[String]) {
    match templates {
        [] => (None, &[]),
        [first, others @ ..] => (Some(first), others),
    }
}

fn audience(own: &Reached) -> Audience<'_> {
    let window = |at: usize| own.worst.get(at).map(window).unwrap_or_default();
    Audience {
        name: own.name.as_deref(),
        size: own.size,
        worst: Windows { h24: window(0), d7: window(1), d30: window(2) },
    }
}

fn window(worst: &Worst) -> Window {
    let ends = |stretch: &Stretch| ends(stretch.between.as_ref());
    let (from, to) = ends(&worst.all);
    let (marketing_from, marketing_to) = ends(&worst.marketing);
    Window {
        count: worst.all.count,
        from,
        to,
        marketing: worst.marketing.count,
        marketing_from,
        marketing_to,
        marketing_pace: worst.pace,
    }
}

fn ends(between: Option<&Between>) -> (Option<String>, Option<String>) {
    let shown = |at: &Zoned| at.timestamp().to_string();
    (between.map(|between| shown(&between.from)), between.map(|between| shown(&between.to)))
}

fn account(own: &Sender) -> Account<'_> {
    let (from, to) = ends(own.between.as_ref());
    Account {
        name: own.name.as_deref(),
        limit: match own.limit {
            Limit::People(people) => Some(people),
            Limit::Unknown | Limit::Unlimited => None,
        },
        unlimited: own.limit == Limit::Unlimited,
        worst_24h: People { least: own.least, most: own.most, from, to, uncounted: own.uncounted },
    }
}

fn day(own: &PlannedDay) -> Day {
    let &PlannedDay { date, people, messages, uncounted, over_limit } = own;
    Day { date: date.to_string(), people, messages, uncounted, over_limit }
}

//! Who sends.

use jiff::civil::Date;

use super::heading;
use crate::source::{Span, Spanned};
use crate::syntax::lexical::Duration;
use crate::syntax::tree::Text;

/// How messages are kept.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The whole block.
    pub span: Span,
    /// Where.
    pub system: Option<Text>,
    /// How long.
    pub retention: Option<Spanned<Duration>>,
    /// Which share of the messages, from 0 to 1.
    pub coverage: Option<Spanned<f64>>,
    /// `all` or `text`.
    pub scope: Option<Text>,
    /// `automatic` or `manual`.
    pub capture: Option<Text>,
}

/// Where data go.
#[derive(Clone, Debug)]
pub struct DataHandling {
    /// The whole block.
    pub span: Span,
    /// Countries of storage.
    pub residency: Vec<Text>,
    /// How long the provider keeps messages; a duration or `none`.
    pub provider_retains: Option<Text>,
    /// Whether there is an agreement with the processor.
    pub processor_agreement: Option<Spanned<bool>>,
    /// `encrypted`, `plain` or `none`.
    pub backups: Option<Text>,
}

/// What staff know of it.
#[derive(Clone, Debug)]
pub struct Oversight {
    /// The whole block.
    pub span: Span,
    /// Whether staff were told.
    pub staff_notified: Option<Spanned<bool>>,
    /// Whether staff agreed.
    pub staff_consented: Option<Spanned<bool>>,
}

/// A sender.
#[derive(Clone, Debug)]
pub struct Account {
    /// The whole definition.
    pub span: Span,
    /// Its name.
    pub name: Option<Text>,
    /// The name that recipients know.
    pub business_name: Option<Text>,
    /// Its domains.
    pub domains: Vec<Text>,
    /// How it reaches the platform.
    pub provider: Option<Text>,
    /// Its industry.
    pub industry: Option<Text>,
    /// Goods that it sells.
    pub vertical: Vec<Text>,
    /// ISO country codes.
    pub countries: Vec<Text>,
    /// Unique recipients in rolling 24 hours; `None` inside means unlimited.
    pub messaging_limit: Option<Spanned<Option<f64>>>,
    /// `high`, `medium` or `low`.
    pub quality: Option<Text>,
    /// Whether the platform has verified it.
    pub verified: Option<Spanned<bool>>,
    /// Whether two-step verification is on.
    pub two_step_verification: Option<Spanned<bool>>,
    /// Day of the first send of a new sender.
    pub first_send: Option<Spanned<Date>>,
    /// `consumed` or `ignored`.
    pub stop_events: Option<Text>,
    /// Its numbers.
    pub numbers: Vec<Text>,
    /// `never`, `on_limit` or `on_ban`.
    pub rotate_numbers: Option<Text>,
    /// `business` or `employee`.
    pub number_owner: Option<Text>,
    /// `company` or `personal`.
    pub device: Option<Text>,
    /// When the platform's policies were last read.
    pub policy_reviewed: Option<Spanned<Date>>,
    /// How messages are kept.
    pub archive: Option<Archive>,
    /// Where data go.
    pub data: Option<DataHandling>,
    /// What staff know of it.
    pub oversight: Option<Oversight>,
    /// How a person reaches a human.
    pub escalation: Option<Text>,
}

impl Account {
    /// The place to point at when the account as a whole is meant.
    pub fn heading(&self) -> Span {
        heading(self.name.as_ref(), self.span)
    }
}

//! What goes to whom, when.

use jiff::civil::Time;

use super::{Purpose, Reference, Word, heading};
use crate::source::{Span, Spanned};
use crate::syntax::lexical::{Duration, Rate, Schedule};
use crate::syntax::message::Variable;
use crate::syntax::tree::Text;

/// A template to send, with its share.
#[derive(Clone, Debug)]
pub struct SendChoice {
    /// The template.
    pub template: Reference,
    /// Its weight, where several are tried.
    pub weight: Option<Spanned<f64>>,
}

/// A step of a journey.
#[derive(Clone, Debug)]
pub struct Step {
    /// The whole step.
    pub span: Span,
    /// Time since the step before it.
    pub after: Spanned<Duration>,
    /// What it sends.
    pub send: Reference,
}

/// A value for a placeholder.
#[derive(Clone, Debug)]
pub struct VariableValue {
    /// The key as written: `first_name`, `1`, `url_1`.
    pub key: Text,
    /// The placeholder, where the key names one of the body.
    pub variable: Option<Variable>,
    /// A fixed value.
    pub fixed: Option<Text>,
    /// A column of the contact list.
    pub column: Option<Text>,
}

/// How people leave.
#[derive(Clone, Debug)]
pub struct OptOutHandling {
    /// The whole block.
    pub span: Span,
    /// Where the list of keywords stands.
    pub keywords_span: Option<Span>,
    /// The words that take a person off the list.
    pub keywords: Vec<Text>,
    /// How soon.
    pub honoured_within: Option<Spanned<Duration>>,
    /// An address to leave by.
    pub link: Option<Text>,
    /// Whether leaving is confirmed.
    pub confirmation: Option<Spanned<bool>>,
}

/// Sending again.
#[derive(Clone, Debug)]
pub struct Resend {
    /// The whole block.
    pub span: Span,
    /// To whom: `not_delivered`, `not_read`, `no_reply`, or an error code.
    pub to: Vec<Text>,
    /// How much later.
    pub after: Option<Spanned<Duration>>,
    /// How many times.
    pub times: Option<Spanned<f64>>,
}

/// A send plan.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The whole definition.
    pub span: Span,
    /// Its name.
    pub name: Option<Text>,
    /// Who sends.
    pub account: Option<Reference>,
    /// What is sent.
    pub send: Vec<SendChoice>,
    /// In which language.
    pub language: Option<Text>,
    /// Values for placeholders.
    pub values: Vec<VariableValue>,
    /// Media for the header.
    pub media: Option<Text>,
    /// Who receives.
    pub to: Vec<Reference>,
    /// What for.
    pub purpose: Option<Word<Purpose>>,
    /// `api`, `broadcast_list` or `app`.
    pub channel: Option<Text>,
    /// When.
    pub schedule: Option<Schedule>,
    /// The event that starts a journey.
    pub trigger: Option<Text>,
    /// The steps of a journey.
    pub steps: Vec<Step>,
    /// How many messages a recipient may get at most.
    pub cap: Option<Spanned<Rate>>,
    /// Hours without sends.
    pub quiet_hours: Option<Spanned<(Time, Time)>>,
    /// How people leave.
    pub opt_out: Option<OptOutHandling>,
    /// Sending again.
    pub resend: Option<Resend>,
    /// `other_number`, `sms`, `email` or `none`.
    pub fallback: Option<Text>,
    /// A warm-up.
    pub ramp: Option<Spanned<Rate>>,
    /// Goods that it sells.
    pub vertical: Option<Text>,
    /// Minimum age of recipients in years.
    pub minimum_age: Option<Spanned<f64>>,
    /// Who approved it.
    pub approved_by: Option<Text>,
}

impl Campaign {
    /// The place to point at when the campaign as a whole is meant.
    pub fn heading(&self) -> Span {
        heading(self.name.as_ref(), self.span)
    }

    /// Every template that it names: those of `send`, then those of the steps.
    pub fn template_references(&self) -> impl Iterator<Item = &Reference> {
        self.send.iter().map(|choice| &choice.template).chain(self.steps.iter().map(|step| &step.send))
    }
}

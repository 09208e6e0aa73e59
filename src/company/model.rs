//! The definitions as conditions see them: one table of fields a kind, which reads, describes and places each of them.

use std::borrow::Cow;

use crate::model::{
    Account, Archive, Audience, Basis, Button, ButtonKind, Campaign, Card, Category, Channel, Consent,
    ConsentMethod, DataHandling, Dialect, Header, HeaderKind, Item, OptOutHandling, Oversight, Part, Purpose,
    Reference, Resend, Sample, Samples, SendChoice, SourceDeclaration, SourceKind, Step, Template,
    VariableValue, Word,
};
use crate::source::{Span, Spanned};
use crate::syntax::lexical::{Duration, Rate, Repeat, Schedule, Zone};
use crate::syntax::message::Message;
use crate::syntax::tree::Text;

/// How long a text may be, in bytes, that a condition looks at; the platform takes a body of 1,024 characters.
pub(super) const LONGEST_TEXT: usize = 16 << 10;
/// How long any other value may be, in bytes.
pub(super) const LONGEST_WORD: usize = 1 << 10;
/// How many texts a list may hold that a condition looks at; there are some 250 countries.
pub(super) const LONGEST_LIST: usize = 256;
/// How many of what has fields a list may hold; the platform takes ten buttons.
pub(super) const MOST_ROWS: usize = 64;

/// What has fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A message template in one language.
    Template,
    /// The part above the body.
    Header,
    /// A button.
    Button,
    /// A card of a carousel.
    Card,
    /// A sample value.
    Sample,
    /// A set of recipients.
    Audience,
    /// Where contacts came from.
    Source,
    /// What people agreed to.
    Consent,
    /// A send plan.
    Campaign,
    /// A template of a plan, with its share.
    Send,
    /// A step of a journey.
    Step,
    /// A value for a placeholder.
    Value,
    /// When a plan sends.
    Schedule,
    /// So many in so long.
    Rate,
    /// How people leave.
    OptOut,
    /// Sending again.
    Resend,
    /// A sender.
    Account,
    /// How messages are kept.
    Archive,
    /// Where data go.
    Data,
    /// What staff know of it.
    Oversight,
}

impl Kind {
    /// All kinds, those of items before what they hold.
    pub const ALL: [Kind; 20] = [
        Kind::Template,
        Kind::Header,
        Kind::Button,
        Kind::Card,
        Kind::Sample,
        Kind::Audience,
        Kind::Source,
        Kind::Consent,
        Kind::Campaign,
        Kind::Send,
        Kind::Step,
        Kind::Value,
        Kind::Schedule,
        Kind::Rate,
        Kind::OptOut,
        Kind::Resend,
        Kind::Account,
        Kind::Archive,
        Kind::Data,
        Kind::Oversight,
    ];

    /// The kinds that a rule can be for.
    pub const ITEMS: [Kind; 4] = [Kind::Template, Kind::Audience, Kind::Campaign, Kind::Account];

    /// The word for it: for items the one that conditions begin with.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Template => "template",
            Kind::Header => "header",
            Kind::Button => "button",
            Kind::Card => "card",
            Kind::Sample => "sample",
            Kind::Audience => "audience",
            Kind::Source => "source",
            Kind::Consent => "consent",
            Kind::Campaign => "campaign",
            Kind::Send => "send",
            Kind::Step => "step",
            Kind::Value => "value",
            Kind::Schedule => "schedule",
            Kind::Rate => "rate",
            Kind::OptOut => "opt_out",
            Kind::Resend => "resend",
            Kind::Account => "account",
            Kind::Archive => "archive",
            Kind::Data => "data",
            Kind::Oversight => "oversight",
        }
    }

    /// The kind of item that a word names.
    pub fn of_item(word: &str) -> Option<Kind> {
        Kind::ITEMS.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Its fields: name, what stands there, and what it is.
    pub fn fields(self) -> Vec<(&'static str, Shape, &'static str)> {
        fn of<T>(table: &'static [Field<T>]) -> Vec<(&'static str, Shape, &'static str)> {
            table.iter().map(|field| (field.name, field.shape, field.says)).collect()
        }
        match self {
            Kind::Template => of(TEMPLATE),
            Kind::Header => of(HEADER),
            Kind::Button => of(BUTTON),
            Kind::Card => of(CARD),
            Kind::Sample => of(SAMPLE),
            Kind::Audience => of(AUDIENCE),
            Kind::Source => of(SOURCE),
            Kind::Consent => of(CONSENT),
            Kind::Campaign => of(CAMPAIGN),
            Kind::Send => of(SEND),
            Kind::Step => of(STEP),
            Kind::Value => of(VALUE),
            Kind::Schedule => of(SCHEDULE),
            Kind::Rate => of(RATE),
            Kind::OptOut => of(OPT_OUT),
            Kind::Resend => of(RESEND),
            Kind::Account => of(ACCOUNT),
            Kind::Archive => of(ARCHIVE),
            Kind::Data => of(DATA),
            Kind::Oversight => of(OVERSIGHT),
        }
    }

    /// What stands in a field.
    pub fn field(self, name: &str) -> Option<Shape> {
        self.fields().into_iter().find(|(known, ..)| *known == name).map(|(_, shape, _)| shape)
    }
}

/// What stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text that people read; where there is none, it is empty.
    Text,
    /// Any other text, or a word; where there is none, nothing is known of it.
    Word,
    /// One of some words; where there is none, nothing is known of it.
    OneOf(&'static [&'static str]),
    /// A list of some words.
    SomeOf(&'static [&'static str]),
    /// A day, as `2026-09-01`.
    Day,
    /// A number.
    Number,
    /// `true` or `false`.
    Switch,
    /// A list of texts.
    Words,
    /// A list of what has fields.
    List(Kind),
    /// What has fields.
    Of(Kind),
}

/// What a definition says in a field.
#[derive(Clone, Debug)]
pub(super) enum Datum<'m> {
    /// Nothing that the file tells.
    Unknown,
    /// Nothing.
    Absent,
    Text(Cow<'m, str>),
    Number(f64),
    Switch(bool),
    List(Vec<Seen<'m>>),
    Record(Record<'m>),
}

/// The same with its place.
#[derive(Clone, Debug)]
pub(super) struct Seen<'m> {
    pub(super) datum: Datum<'m>,
    pub(super) span: Option<Span>,
}

/// What has fields, in a definition.
#[derive(Clone, Copy, Debug)]
pub(super) enum Record<'m> {
    /// One that is not there.
    Absent(Kind),
    Template(&'m Template),
    Header(&'m Header),
    Button(&'m Button),
    Card(&'m Card),
    Sample(&'m Sample),
    Audience(&'m Audience),
    Source(&'m SourceDeclaration),
    Consent(&'m Consent),
    Campaign(&'m Campaign),
    Send(&'m SendChoice),
    Step(&'m Step),
    Value(&'m VariableValue),
    Schedule(&'m Schedule),
    Rate(&'m Rate),
    OptOut(&'m OptOutHandling),
    Resend(&'m Resend),
    Account(&'m Account),
    Archive(&'m Archive),
    Data(&'m DataHandling),
    Oversight(&'m Oversight),
}

impl<'m> Record<'m> {
    /// An item as a record.
    pub(super) fn of(item: &'m Item) -> Self {
        match item {
            Item::Template(template) => Record::Template(template),
            Item::Audience(audience) => Record::Audience(audience),
            Item::Campaign(campaign) => Record::Campaign(campaign),
            Item::Account(account) => Record::Account(account),
        }
    }

    /// What kind it is.
    pub(super) fn kind(self) -> Kind {
        match self {
            Record::Absent(kind) => kind,
            Record::Template(_) => Kind::Template,
            Record::Header(_) => Kind::Header,
            Record::Button(_) => Kind::Button,
            Record::Card(_) => Kind::Card,
            Record::Sample(_) => Kind::Sample,
            Record::Audience(_) => Kind::Audience,
            Record::Source(_) => Kind::Source,
            Record::Consent(_) => Kind::Consent,
            Record::Campaign(_) => Kind::Campaign,
            Record::Send(_) => Kind::Send,
            Record::Step(_) => Kind::Step,
            Record::Value(_) => Kind::Value,
            Record::Schedule(_) => Kind::Schedule,
            Record::Rate(_) => Kind::Rate,
            Record::OptOut(_) => Kind::OptOut,
            Record::Resend(_) => Kind::Resend,
            Record::Account(_) => Kind::Account,
            Record::Archive(_) => Kind::Archive,
            Record::Data(_) => Kind::Data,
            Record::Oversight(_) => Kind::Oversight,
        }
    }

    /// What a field says; `None` where there is no such field.
    pub(super) fn get(self, name: &str) -> Option<Seen<'m>> {
        fn read<'m, T>(table: &'static [Field<T>], record: &'m T, name: &str) -> Option<Seen<'m>> {
            table.iter().find(|field| field.name == name).map(|field| (field.get)(record))
        }
        match self {
            Record::Absent(kind) => kind.field(name).map(|_| ABSENT),
            Record::Template(record) => {
                let seen = read(TEMPLATE, record, name)?;
                // What another shape lacks is added by the code that submits it.
                let may_be_added = record.dialect == Dialect::Other || record.is_from_library;
                Some(if may_be_added && matches!(seen.datum, Datum::Absent) { UNKNOWN } else { seen })
            }
            Record::Header(record) => read(HEADER, record, name),
            Record::Button(record) => read(BUTTON, record, name),
            Record::Card(record) => read(CARD, record, name),
            Record::Sample(record) => read(SAMPLE, record, name),
            Record::Audience(record) => read(AUDIENCE, record, name),
            Record::Source(record) => read(SOURCE, record, name),
            Record::Consent(record) => read(CONSENT, record, name),
            Record::Campaign(record) => read(CAMPAIGN, record, name),
            Record::Send(record) => read(SEND, record, name),
            Record::Step(record) => read(STEP, record, name),
            Record::Value(record) => read(VALUE, record, name),
            Record::Schedule(record) => read(SCHEDULE, record, name),
            Record::Rate(record) => read(RATE, record, name),
            Record::OptOut(record) => read(OPT_OUT, record, name),
            Record::Resend(record) => read(RESEND, record, name),
            Record::Account(record) => read(ACCOUNT, record, name),
            Record::Archive(record) => read(ARCHIVE, record, name),
            Record::Data(record) => read(DATA, record, name),
            Record::Oversight(record) => read(OVERSIGHT, record, name),
        }
    }
}

const ABSENT: Seen<'static> = Seen { datum: Datum::Absent, span: None };
const UNKNOWN: Seen<'static> = Seen { datum: Datum::Unknown, span: None };

struct Field<T> {
    name: &'static str,
    shape: Shape,
    says: &'static str,
    get: for<'m> fn(&'m T) -> Seen<'m>,
}

const fn field<T>(
    name: &'static str,
    shape: Shape,
    says: &'static str,
    get: for<'m> fn(&'m T) -> Seen<'m>,
) -> Field<T> {
    Field { name, shape, says, get }
}

fn words(text: &str, has_holes: bool, span: Span, longest: usize) -> Seen<'_> {
    let is_told = !has_holes && text.len() <= longest;
    let datum = if is_told { Datum::Text(Cow::Borrowed(text)) } else { Datum::Unknown };
    Seen { datum, span: Some(span) }
}

fn plain(text: &Text) -> Seen<'_> {
    words(text.as_str(), text.has_holes(), text.span(), LONGEST_WORD)
}

fn text<'m>(text: impl Into<Option<&'m Text>>) -> Seen<'m> {
    text.into().map_or(ABSENT, plain)
}

fn message(message: Option<&Message>) -> Seen<'_> {
    message.map_or(ABSENT, |message| {
        words(message.text.as_str(), message.text.has_holes(), message.text.span(), LONGEST_TEXT)
    })
}

/// A word of a vocabulary, as its readers write it; one that is none, in small letters.
fn word<'m, T: Copy>(word: Option<&'m Word<T>>, spelled: fn(T) -> &'static str) -> Seen<'m> {
    let Some(word) = word else { return ABSENT };
    match word.known {
        Some(known) => Seen { datum: Datum::Text(Cow::Borrowed(spelled(known))), span: Some(word.span()) },
        None => lower(Some(&word.text)),
    }
}

/// A word, in small letters.
fn lower(text: Option<&Text>) -> Seen<'_> {
    let Some(text) = text else { return ABSENT };
    let seen = plain(text);
    match seen.datum {
        Datum::Text(word) => Seen { datum: Datum::Text(Cow::Owned(word.to_lowercase())), ..seen },
        _ => seen,
    }
}

fn number(value: Option<f64>, span: Option<Span>) -> Seen<'static> {
    value.map_or(ABSENT, |value| Seen { datum: Datum::Number(value), span })
}

fn count(value: Option<&Spanned<f64>>) -> Seen<'static> {
    value.map_or(ABSENT, |value| number(Some(value.value), Some(value.span)))
}

fn hours(value: Option<&Spanned<Duration>>) -> Seen<'static> {
    value.map_or(ABSENT, |value| number(Some(value.value.seconds() / 3_600.0), Some(value.span)))
}

fn switch(value: Option<&Spanned<bool>>) -> Seen<'static> {
    value.map_or(ABSENT, |value| Seen { datum: Datum::Switch(value.value), span: Some(value.span) })
}

fn day(value: Option<jiff::civil::Date>, span: Span) -> Seen<'static> {
    value.map_or(ABSENT, |date| Seen { datum: Datum::Text(Cow::Owned(date.to_string())), span: Some(span) })
}

fn list<'m>(elements: impl IntoIterator<Item = Seen<'m>>) -> Seen<'m> {
    let elements: Vec<Seen<'m>> = elements.into_iter().take(LONGEST_LIST + 1).collect();
    let has_fields = elements.first().is_some_and(|first| matches!(first.datum, Datum::Record(_)));
    let most = if has_fields { MOST_ROWS } else { LONGEST_LIST };
    let (Some(first), Some(last)) = (elements.first(), elements.last()) else { return ABSENT };
    let span = match (first.span, last.span) {
        (Some(first), Some(last)) if first.file == last.file && first.start <= last.end => {
            Some(Span { end: last.end, ..first })
        }
        (first, _) => first,
    };
    let datum = if elements.len() > most { Datum::Unknown } else { Datum::List(elements) };
    Seen { datum, span }
}

fn texts(texts: &[Text]) -> Seen<'_> {
    list(texts.iter().map(plain))
}

fn names(names: &[Reference]) -> Seen<'_> {
    list(names.iter().map(|reference| plain(&reference.name)))
}

fn record(record: Option<(Record<'_>, Span)>) -> Seen<'_> {
    record.map_or(ABSENT, |(record, span)| Seen { datum: Datum::Record(record), span: Some(span) })
}

fn buttons(buttons: &[Button]) -> Seen<'_> {
    list(buttons.iter().map(|button| record(Some((Record::Button(button), button.span)))))
}

fn samples(samples: &Samples) -> impl Iterator<Item = Seen<'_>> {
    samples.values.iter().map(|sample| record(Some((Record::Sample(sample), sample.span))))
}

/// What a part of a template says, where the file tells it.
fn part<'m>(template: &Template, part: Part, seen: Seen<'m>) -> Seen<'m> {
    if template.unknown.has(part) { UNKNOWN } else { seen }
}

const TEMPLATE: &[Field<Template>] = &[
    field("name", Shape::Word, "its name", |t| part(t, Part::Name, text(t.name.as_ref()))),
    field("language", Shape::Word, "its language code, such as `pt_BR`", |t| {
        part(t, Part::Language, text(t.language.as_ref()))
    }),
    field("category", Shape::OneOf(Category::WORDS), "`marketing`, `utility` or `authentication`", |t| {
        part(t, Part::Category, word(t.category.as_ref(), |known| known.as_str()))
    }),
    field("header", Shape::Of(Kind::Header), "the part above the body", |t| {
        let header = t.header.as_ref().map(|header| (Record::Header(header), header.span));
        part(t, Part::Header, record(header))
    }),
    field("body", Shape::Text, "the message", |t| {
        part(t, Part::Body, message(t.body.as_ref().and_then(|body| body.text.as_ref())))
    }),
    field("footer", Shape::Text, "the line below", |t| {
        part(t, Part::Footer, message(t.footer.as_ref().and_then(|footer| footer.text.as_ref())))
    }),
    field("buttons", Shape::List(Kind::Button), "the buttons, in order", |t| {
        part(t, Part::Buttons, buttons(&t.buttons))
    }),
    field("cards", Shape::List(Kind::Card), "the cards of a carousel", |t| {
        let cards = t.carousel.iter().flat_map(|carousel| &carousel.cards);
        part(t, Part::Cards, list(cards.map(|card| record(Some((Record::Card(card), card.span))))))
    }),
    field(
        "variables",
        Shape::Words,
        "the placeholders of the body, without braces: `1`, `first_name`",
        |t| {
            let body = t.body.as_ref().and_then(|body| body.text.as_ref());
            let variables = body.into_iter().flat_map(Message::placeholders).map(|(variable, segment)| {
                let name = variable.to_string();
                let name = name.trim_matches(['{', '}']).to_owned();
                let span = body.map(|body| body.span_of(segment));
                Seen { datum: Datum::Text(Cow::Owned(name)), span }
            });
            part(t, Part::Body, list(variables))
        },
    ),
    field("samples", Shape::List(Kind::Sample), "the sample values of the body", |t| {
        let values = t.body.iter().flat_map(|body| samples(&body.samples));
        part(t, Part::Samples, list(values))
    }),
    field("offer", Shape::Text, "the text of the limited-time offer", |t| {
        let offer = t.limited_time_offer.as_ref().and_then(|offer| offer.text.as_ref());
        part(t, Part::Other, message(offer))
    }),
    field("ttl", Shape::Number, "how long delivery is tried, in hours", |t| {
        part(t, Part::Other, hours(t.ttl.as_ref()))
    }),
    field("parameter_format", Shape::Word, "`named` or `positional`", |t| {
        part(t, Part::Other, lower(t.parameter_format.as_deref()))
    }),
    field("status", Shape::Word, "what the platform said of it, such as `approved`", |t| {
        part(t, Part::Other, lower(t.status.as_deref()))
    }),
    field("trigger", Shape::Word, "the customer's act that it answers", |t| {
        part(t, Part::Other, text(t.trigger.as_deref()))
    }),
    field("owner", Shape::Word, "who looks after it", |t| part(t, Part::Other, text(t.owner.as_deref()))),
    field("is_translation", Shape::Switch, "whether it is a `translation` of the template around it", |t| {
        Seen { datum: Datum::Switch(t.is_translation), span: None }
    }),
];

const HEADER: &[Field<Header>] = &[
    field(
        "kind",
        Shape::OneOf(HeaderKind::WORDS),
        "`text`, `image`, `video`, `gif`, `document`, `location` or `product`",
        |header| word(Some(&header.kind), |known| known.as_str()),
    ),
    field("text", Shape::Text, "the text of a text header", |header| message(header.text.as_ref())),
];

const BUTTON: &[Field<Button>] = &[
    field(
        "kind",
        Shape::OneOf(ButtonKind::WORDS),
        "`quick_reply`, `url`, `phone_number`, `copy_code`, `flow` and so on",
        |button| word(Some(&button.kind), |known| known.as_str()),
    ),
    field("label", Shape::Text, "what stands on it", |button| message(button.label.as_ref())),
    field("url", Shape::Text, "the address that it opens", |button| message(button.url.as_ref())),
    field("phone_number", Shape::Word, "the number that it calls", |button| {
        text(button.phone_number.as_deref())
    }),
    field("opts_out", Shape::Switch, "whether it is marked as the way out", |button| Seen {
        datum: Datum::Switch(button.opts_out),
        span: Some(button.span),
    }),
];

const CARD: &[Field<Card>] = &[
    field("header", Shape::Of(Kind::Header), "its header", |card| {
        record(card.header.as_ref().map(|header| (Record::Header(header), header.span)))
    }),
    field("body", Shape::Text, "its text", |card| {
        message(card.body.as_ref().and_then(|body| body.text.as_ref()))
    }),
    field("buttons", Shape::List(Kind::Button), "its buttons, in order", |card| buttons(&card.buttons)),
];

const SAMPLE: &[Field<Sample>] = &[
    field("name", Shape::Word, "the placeholder without braces, where the sample names it", |sample| {
        let Some(variable) = &sample.variable else { return ABSENT };
        let name = variable.to_string().trim_matches(['{', '}']).to_owned();
        Seen { datum: Datum::Text(Cow::Owned(name)), span: Some(sample.span) }
    }),
    field("value", Shape::Word, "the value", |sample| text(sample.value.as_ref())),
];

const AUDIENCE: &[Field<Audience>] = &[
    field("name", Shape::Word, "its name", |a| text(a.name.as_ref())),
    field("source", Shape::Of(Kind::Source), "where the contacts came from", |a| {
        record(a.source.as_ref().map(|source| (Record::Source(source), source.span)))
    }),
    field("file", Shape::Word, "a contact file", |a| text(a.file.as_ref())),
    field("countries", Shape::Words, "codes of ISO 3166, as written", |a| texts(&a.countries)),
    field("size", Shape::Number, "how many people", |a| count(a.size.as_ref())),
    field("consent", Shape::Of(Kind::Consent), "what they agreed to", |a| {
        record(a.consent.as_ref().map(|consent| (Record::Consent(consent), consent.span)))
    }),
    field("exclude", Shape::Words, "who is left out", |a| texts(&a.exclude)),
    field("suppression", Shape::Word, "a suppression file", |a| text(a.suppression.as_ref())),
    field("part_of", Shape::Words, "audiences that hold all of these people", |a| names(&a.part_of)),
    field("overlaps", Shape::Words, "audiences that share people with it", |a| names(&a.overlaps)),
    field("disjoint_from", Shape::Words, "audiences that share nobody with it", |a| names(&a.disjoint_from)),
    field("saved_our_number", Shape::Switch, "whether they saved the sender's number", |a| {
        switch(a.saved_our_number.as_ref())
    }),
    field("last_contact_within", Shape::Number, "how recent the last contact is, in hours", |a| {
        hours(a.last_contact_within.as_ref())
    }),
    field("minimum_age", Shape::Number, "their least age in years", |a| count(a.minimum_age.as_ref())),
    field("zones", Shape::Words, "their time zones", |a| texts(&a.zones)),
];

const SOURCE: &[Field<SourceDeclaration>] = &[
    field("kind", Shape::OneOf(SourceKind::WORDS), "`web_form`, `checkout`, `crm` and so on", |source| {
        word(source.kind.as_ref(), |known| known.as_str())
    }),
    field("detail", Shape::Text, "what it is, or where, in words", |source| text(source.detail.as_ref())),
];

const CONSENT: &[Field<Consent>] = &[
    field(
        "basis",
        Shape::OneOf(Basis::WORDS),
        "`express`, `implied`, `soft_opt_in`, `transactional` or `none`",
        |consent| word(consent.basis.as_ref(), |known| known.as_str()),
    ),
    field(
        "channel",
        Shape::SomeOf(Channel::WORDS),
        "`whatsapp`, `sms`, `email`, `phone`, `any`",
        |consent| list(consent.channel.iter().map(|channel| word(Some(channel), |known| known.as_str()))),
    ),
    field(
        "purpose",
        Shape::SomeOf(Purpose::WORDS),
        "`marketing`, `utility`, `authentication`, `care`",
        |consent| list(consent.purpose.iter().map(|purpose| word(Some(purpose), |known| known.as_str()))),
    ),
    field("collected_from", Shape::Day, "the first day of collection", |consent| {
        consent.collected.as_ref().map_or(ABSENT, |collected| day(Some(collected.value.0), collected.span))
    }),
    field("collected_until", Shape::Day, "the last day of collection", |consent| {
        consent.collected.as_ref().map_or(ABSENT, |collected| day(Some(collected.value.1), collected.span))
    }),
    field("wording", Shape::Word, "what people agreed to, in its words", |consent| {
        text(consent.wording.as_ref())
    }),
    field("proof", Shape::Word, "where the proof is kept", |consent| text(consent.proof.as_ref())),
    field(
        "method",
        Shape::OneOf(ConsentMethod::WORDS),
        "`form`, `reply`, `click`, `verbal`, `paper` and so on",
        |consent| word(consent.method.as_ref(), |known| known.as_str()),
    ),
    field("double_opt_in", Shape::Switch, "whether it was confirmed", |consent| {
        switch(consent.double_opt_in.as_ref())
    }),
];

const CAMPAIGN: &[Field<Campaign>] = &[
    field("name", Shape::Word, "its name", |c| text(c.name.as_ref())),
    field("account", Shape::Word, "the name of the account that sends", |c| {
        text(c.account.as_ref().map(|account| &account.name))
    }),
    field("send", Shape::List(Kind::Send), "the templates that it sends", |c| {
        list(c.send.iter().map(|choice| record(Some((Record::Send(choice), choice.template.span())))))
    }),
    field("language", Shape::Word, "the language that it sends", |c| text(c.language.as_ref())),
    field("values", Shape::List(Kind::Value), "the values for placeholders", |c| {
        list(c.values.iter().map(|value| record(Some((Record::Value(value), value.key.span())))))
    }),
    field("media", Shape::Word, "media for the header", |c| text(c.media.as_ref())),
    field("to", Shape::Words, "the names of the audiences", |c| names(&c.to)),
    field(
        "purpose",
        Shape::OneOf(Purpose::WORDS),
        "`marketing`, `utility`, `authentication` or `care`",
        |c| word(c.purpose.as_ref(), |known| known.as_str()),
    ),
    field("channel", Shape::Word, "`api`, `broadcast_list` or `app`", |c| lower(c.channel.as_ref())),
    field("schedule", Shape::Of(Kind::Schedule), "when it sends", |c| {
        record(c.schedule.as_ref().map(|schedule| (Record::Schedule(schedule), schedule.span)))
    }),
    field("trigger", Shape::Word, "the event that starts a journey", |c| text(c.trigger.as_ref())),
    field("steps", Shape::List(Kind::Step), "the steps of a journey", |c| {
        list(c.steps.iter().map(|step| record(Some((Record::Step(step), step.span)))))
    }),
    field("cap", Shape::Of(Kind::Rate), "how many messages one recipient may get", |c| {
        record(c.cap.as_ref().map(|cap| (Record::Rate(&cap.value), cap.span)))
    }),
    field("quiet_from", Shape::Word, "when the hours without sends begin, as `20:00`", |c| {
        c.quiet_hours.as_ref().map_or(ABSENT, |hours| Seen {
            datum: Datum::Text(Cow::Owned(hours.value.0.strftime("%H:%M").to_string())),
            span: Some(hours.span),
        })
    }),
    field("quiet_until", Shape::Word, "when they end, as `09:00`", |c| {
        c.quiet_hours.as_ref().map_or(ABSENT, |hours| Seen {
            datum: Datum::Text(Cow::Owned(hours.value.1.strftime("%H:%M").to_string())),
            span: Some(hours.span),
        })
    }),
    field("opt_out", Shape::Of(Kind::OptOut), "how people leave", |c| {
        record(c.opt_out.as_ref().map(|way| (Record::OptOut(way), way.span)))
    }),
    field("resend", Shape::Of(Kind::Resend), "sending again", |c| {
        record(c.resend.as_ref().map(|resend| (Record::Resend(resend), resend.span)))
    }),
    field("fallback", Shape::Word, "`other_number`, `sms`, `email` or `none`", |c| {
        lower(c.fallback.as_ref())
    }),
    field("ramp", Shape::Of(Kind::Rate), "the warm-up", |c| {
        record(c.ramp.as_ref().map(|ramp| (Record::Rate(&ramp.value), ramp.span)))
    }),
    field("vertical", Shape::Word, "the goods that it sells", |c| lower(c.vertical.as_ref())),
    field("minimum_age", Shape::Number, "the least age of recipients in years", |c| {
        count(c.minimum_age.as_ref())
    }),
    field("approved_by", Shape::Word, "who approved it", |c| text(c.approved_by.as_ref())),
];

const SEND: &[Field<SendChoice>] = &[
    field("template", Shape::Word, "the name of the template", |send| plain(&send.template.name)),
    field("weight", Shape::Number, "its share, where several are tried", |send| count(send.weight.as_ref())),
];

const STEP: &[Field<Step>] = &[
    field("after", Shape::Number, "time since the step before, in hours", |step| hours(Some(&step.after))),
    field("template", Shape::Word, "the name of the template", |step| plain(&step.send.name)),
];

const VALUE: &[Field<VariableValue>] = &[
    field("name", Shape::Word, "the placeholder, as written", |value| plain(&value.key)),
    field("fixed", Shape::Word, "a fixed value", |value| text(value.fixed.as_ref())),
    field("column", Shape::Word, "a column of the contact list", |value| text(value.column.as_ref())),
];

const SCHEDULE: &[Field<Schedule>] = &[
    field("text", Shape::Word, "the whole of it, on one line", |schedule| {
        let words = schedule.to_string();
        let is_told = words.len() <= LONGEST_WORD;
        let datum = if is_told { Datum::Text(Cow::Owned(words)) } else { Datum::Unknown };
        Seen { datum, span: Some(schedule.span) }
    }),
    field("times", Shape::Words, "the local times of a day, as `10:00`", |schedule| {
        let once = match &schedule.repeat {
            Repeat::Once(at) => Some(at.time()),
            // Which hours a rule names by itself is not said here.
            Repeat::Rule(rule) if rule.as_str().to_ascii_uppercase().contains("BYHOUR") => {
                return Seen { datum: Datum::Unknown, span: Some(schedule.span) };
            }
            _ => None,
        };
        list(schedule.times.iter().copied().chain(once).map(|time| Seen {
            datum: Datum::Text(Cow::Owned(time.strftime("%H:%M").to_string())),
            span: Some(schedule.span),
        }))
    }),
    field("zone", Shape::Word, "the time zone, or `recipient`", |schedule| {
        let Some(zone) = &schedule.zone else { return ABSENT };
        let name = match &zone.value {
            Zone::Recipient => "recipient",
            Zone::Named(name) => name,
        };
        words(name, false, zone.span, LONGEST_WORD)
    }),
    field("from", Shape::Day, "the first day", |schedule| match &schedule.repeat {
        Repeat::Once(at) => day(Some(at.date()), schedule.span),
        _ => schedule.from.as_ref().map_or(ABSENT, |from| day(Some(from.value), from.span)),
    }),
    field("until", Shape::Day, "the last day", |schedule| match &schedule.repeat {
        Repeat::Once(at) => day(Some(at.date()), schedule.span),
        _ => schedule.until.as_ref().map_or(ABSENT, |until| day(Some(until.value), until.span)),
    }),
];

const RATE: &[Field<Rate>] = &[
    field("count", Shape::Number, "how many; of a warm-up, the first count", |rate| {
        number(rate.counts.first().map(|count| *count as f64), None)
    }),
    field("hours", Shape::Number, "in how long, in hours", |rate| {
        number(Some(rate.window.seconds() / 3_600.0), None)
    }),
];

const OPT_OUT: &[Field<OptOutHandling>] = &[
    field("keywords", Shape::Words, "the words that take a person off the list", |way| texts(&way.keywords)),
    field("honoured_within", Shape::Number, "how soon, in hours", |way| hours(way.honoured_within.as_ref())),
    field("link", Shape::Word, "an address to leave by", |way| text(way.link.as_ref())),
    field("confirmation", Shape::Switch, "whether leaving is confirmed", |way| {
        switch(way.confirmation.as_ref())
    }),
];

const RESEND: &[Field<Resend>] = &[
    field("to", Shape::Words, "`not_delivered`, `not_read`, `no_reply` or error codes", |resend| {
        texts(&resend.to)
    }),
    field("after", Shape::Number, "how much later, in hours", |resend| hours(resend.after.as_ref())),
    field("times", Shape::Number, "how many times", |resend| count(resend.times.as_ref())),
];

const ACCOUNT: &[Field<Account>] = &[
    field("name", Shape::Word, "its name", |a| text(a.name.as_ref())),
    field("business_name", Shape::Word, "the name that recipients know", |a| text(a.business_name.as_ref())),
    field("domains", Shape::Words, "its domains", |a| texts(&a.domains)),
    field("provider", Shape::Word, "how it reaches the platform", |a| text(a.provider.as_ref())),
    field("industry", Shape::Word, "its industry", |a| lower(a.industry.as_ref())),
    field("vertical", Shape::Words, "the goods that it sells", |a| texts(&a.vertical)),
    field("countries", Shape::Words, "codes of ISO 3166, as written", |a| texts(&a.countries)),
    field("messaging_limit", Shape::Number, "recipients in 24 hours; not known where it is unlimited", |a| {
        a.messaging_limit.as_ref().map_or(ABSENT, |limit| number(limit.value, Some(limit.span)))
    }),
    field("quality", Shape::Word, "`high`, `medium` or `low`", |a| lower(a.quality.as_ref())),
    field("verified", Shape::Switch, "whether the platform verified it", |a| switch(a.verified.as_ref())),
    field("two_step_verification", Shape::Switch, "whether it is on", |a| {
        switch(a.two_step_verification.as_ref())
    }),
    field("first_send", Shape::Day, "the day of the first send", |a| {
        a.first_send.as_ref().map_or(ABSENT, |first| day(Some(first.value), first.span))
    }),
    field("stop_events", Shape::Word, "`consumed` or `ignored`", |a| lower(a.stop_events.as_ref())),
    field("numbers", Shape::Words, "its numbers", |a| texts(&a.numbers)),
    field("rotate_numbers", Shape::Word, "`never`, `on_limit` or `on_ban`", |a| {
        lower(a.rotate_numbers.as_ref())
    }),
    field("number_owner", Shape::Word, "`business` or `employee`", |a| lower(a.number_owner.as_ref())),
    field("device", Shape::Word, "`company` or `personal`", |a| lower(a.device.as_ref())),
    field("policy_reviewed", Shape::Day, "when the platform's policies were last read", |a| {
        a.policy_reviewed.as_ref().map_or(ABSENT, |read| day(Some(read.value), read.span))
    }),
    field("archive", Shape::Of(Kind::Archive), "how messages are kept", |a| {
        record(a.archive.as_ref().map(|archive| (Record::Archive(archive), archive.span)))
    }),
    field("data", Shape::Of(Kind::Data), "where data go", |a| {
        record(a.data.as_ref().map(|data| (Record::Data(data), data.span)))
    }),
    field("oversight", Shape::Of(Kind::Oversight), "what staff know of it", |a| {
        record(a.oversight.as_ref().map(|oversight| (Record::Oversight(oversight), oversight.span)))
    }),
    field("escalation", Shape::Word, "how a person reaches a human", |a| text(a.escalation.as_ref())),
];

const ARCHIVE: &[Field<Archive>] = &[
    field("system", Shape::Word, "where", |archive| text(archive.system.as_ref())),
    field("retention", Shape::Number, "how long, in hours", |archive| hours(archive.retention.as_ref())),
    field("coverage", Shape::Number, "which share of the messages, from 0 to 1", |archive| {
        count(archive.coverage.as_ref())
    }),
    field("scope", Shape::Word, "`all` or `text`", |archive| lower(archive.scope.as_ref())),
    field("capture", Shape::Word, "`automatic` or `manual`", |archive| lower(archive.capture.as_ref())),
];

const DATA: &[Field<DataHandling>] = &[
    field("residency", Shape::Words, "countries of storage", |data| texts(&data.residency)),
    field("provider_retains", Shape::Word, "how long the provider keeps messages, as written", |data| {
        text(data.provider_retains.as_ref())
    }),
    field("processor_agreement", Shape::Switch, "whether there is one", |data| {
        switch(data.processor_agreement.as_ref())
    }),
    field("backups", Shape::Word, "`encrypted`, `plain` or `none`", |data| lower(data.backups.as_ref())),
];

const OVERSIGHT: &[Field<Oversight>] = &[
    field("staff_notified", Shape::Switch, "whether staff were told", |oversight| {
        switch(oversight.staff_notified.as_ref())
    }),
    field("staff_consented", Shape::Switch, "whether staff agreed", |oversight| {
        switch(oversight.staff_consented.as_ref())
    }),
];

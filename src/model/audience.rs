//! Who receives.

use jiff::civil::Date;

use super::{Reference, Word, heading, vocabulary};
use crate::source::{Span, Spanned};
use crate::syntax::lexical::Duration;
use crate::syntax::tree::Text;

vocabulary! {
    /// Where contacts came from, from sound to forbidden.
    SourceKind {
        /// A form on the business's own site.
        WebForm = "web_form",
        /// An order.
        Checkout = "checkout",
        /// At the counter.
        InStore = "in_store",
        /// A code that people scanned.
        QrCode = "qr_code",
        /// An advertisement that opens a chat.
        ClickToChatAd = "click_to_chat_ad",
        /// People wrote first.
        InboundMessage = "inbound_message",
        /// Imported with a confirmed opt-in.
        DoubleOptInImport = "double_opt_in_import",
        /// The business's own customer records.
        Crm = "crm",
        /// An event.
        Event = "event",
        /// Named by others.
        Referral = "referral",
        /// Handed on by a partner.
        Partner = "partner",
        /// Gathered for several senders.
        CoRegistration = "co_registration",
        /// Taken from listings.
        PublicDirectory = "public_directory",
        /// Bought.
        Purchased = "purchased",
        /// Rented.
        Rented = "rented",
        /// Lifted from groups.
        GroupMembers = "group_members",
        /// Collected by a program.
        Scraped = "scraped",
        /// From a breach.
        Leaked = "leaked",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// On what ground a person may be written to.
    Basis {
        /// The person said yes.
        Express = "express",
        /// Inferred from a relationship.
        Implied = "implied",
        /// Own customers, similar goods, and a way out each time.
        SoftOptIn = "soft_opt_in",
        /// Only about the person's own order or account.
        Transactional = "transactional",
        /// None.
        None = "none",
    }
}

vocabulary! {
    /// What the person agreed to be reached on.
    Channel {
        /// WhatsApp, by name.
        Whatsapp = "whatsapp",
        /// Text message.
        Sms = "sms",
        /// E-mail.
        Email = "email",
        /// A call.
        Phone = "phone",
        /// No channel was named.
        Any = "any",
    }
}

vocabulary! {
    /// What the messages are for.
    Purpose {
        /// Offers and news.
        Marketing = "marketing",
        /// Orders, accounts, requests.
        Utility = "utility",
        /// One-time codes.
        Authentication = "authentication",
        /// Conversations that the customer began.
        Care = "care",
    }
}

vocabulary! {
    /// How consent was given; the last four are passive.
    ConsentMethod {
        /// A form.
        Form = "form",
        /// An answer.
        Reply = "reply",
        /// A click.
        Click = "click",
        /// By word of mouth.
        Verbal = "verbal",
        /// On paper.
        Paper = "paper",
        /// A box that was ticked beforehand.
        PreTicked = "pre_ticked",
        /// Tied to something else.
        Bundled = "bundled",
        /// Terms that were accepted.
        Terms = "terms",
        /// Nobody objected.
        Silence = "silence",
    }
}

vocabulary! {
    /// Who `exclude` may name besides audiences.
    Excluded {
        /// People who left.
        OptedOut = "opted_out",
        /// People who blocked the sender.
        Blocked = "blocked",
        /// People who complained.
        Complained = "complained",
    }
}

impl SourceKind {
    /// Whether these people bought something, which makes them customers.
    pub fn is_purchase(self) -> bool {
        matches!(self, SourceKind::Checkout | SourceKind::InStore | SourceKind::Crm)
    }

    /// Whether these people asked something and bought nothing yet.
    pub fn is_inquiry(self) -> bool {
        matches!(self, SourceKind::InboundMessage | SourceKind::ClickToChatAd)
    }
}

/// Where the contacts came from: a known kind, or free text, or both.
#[derive(Clone, Debug)]
pub struct SourceDeclaration {
    /// The whole declaration.
    pub span: Span,
    /// The declared kind, where a word of the vocabulary stands.
    pub kind: Option<Word<SourceKind>>,
    /// Free text: what the source is, or where.
    pub detail: Option<Text>,
}

/// What a person agreed to.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The whole block.
    pub span: Span,
    /// The ground.
    pub basis: Option<Word<Basis>>,
    /// The channels.
    pub channel: Vec<Word<Channel>>,
    /// The purposes.
    pub purpose: Vec<Word<Purpose>>,
    /// First and last day of collection.
    pub collected: Option<Spanned<(Date, Date)>>,
    /// The words that people agreed to.
    pub wording: Option<Text>,
    /// Where the proof is kept.
    pub proof: Option<Text>,
    /// How.
    pub method: Option<Word<ConsentMethod>>,
    /// Whether it was confirmed a second time.
    pub double_opt_in: Option<Spanned<bool>>,
}

impl Consent {
    /// The place to point at when something is missing from it.
    pub fn heading(&self) -> Span {
        self.span.beginning()
    }
}

/// A set of recipients.
#[derive(Clone, Debug)]
pub struct Audience {
    /// The whole definition.
    pub span: Span,
    /// Its name.
    pub name: Option<Text>,
    /// Where the contacts came from.
    pub source: Option<SourceDeclaration>,
    /// A contact file outside the repository.
    pub file: Option<Text>,
    /// Columns of that file: role and name.
    pub columns: Vec<(Text, Text)>,
    /// ISO country codes.
    pub countries: Vec<Text>,
    /// Number of people.
    pub size: Option<Spanned<f64>>,
    /// What they agreed to.
    pub consent: Option<Consent>,
    /// Who is left out: `opted_out`, `blocked`, `complained`, or audiences.
    pub exclude: Vec<Text>,
    /// A suppression file.
    pub suppression: Option<Text>,
    /// Audiences that hold all of these people.
    pub part_of: Vec<Reference>,
    /// Audiences that share people with this one.
    pub overlaps: Vec<Reference>,
    /// Audiences that share nobody with this one.
    pub disjoint_from: Vec<Reference>,
    /// Whether these people have saved the sender's number.
    pub saved_our_number: Option<Spanned<bool>>,
    /// How recently these people were in contact.
    pub last_contact_within: Option<Spanned<Duration>>,
    /// Their minimum age in years.
    pub minimum_age: Option<Spanned<f64>>,
    /// Their time zones, where they are fewer than those of their countries.
    pub zones: Vec<Text>,
}

impl Audience {
    /// The place to point at when the audience as a whole is meant.
    pub fn heading(&self) -> Span {
        heading(self.name.as_ref(), self.span)
    }

    /// How many people it holds, where it says so.
    pub fn people(&self) -> Option<u64> {
        self.size.as_ref().map(|size| size.value.max(0.0) as u64)
    }

    /// The declared kind of its source, where it is known.
    pub fn source_kind(&self) -> Option<SourceKind> {
        self.source.as_ref()?.kind.as_ref()?.known
    }

    /// Whether those who opted out are left out, by word or by a suppression file.
    pub fn excludes_opted_out(&self) -> bool {
        self.suppression.is_some()
            || self.exclude.iter().any(|who| Excluded::parse(who.as_str()) == Some(Excluded::OptedOut))
    }
}

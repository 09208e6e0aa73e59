//! Templates, audiences, campaigns and accounts as plain data; every field knows where it was written.

mod account;
mod audience;
mod campaign;
mod template;

pub use account::{Account, Archive, DataHandling, Oversight};
pub use audience::{
    Audience, Basis, Channel, Consent, ConsentMethod, Excluded, Purpose, SourceDeclaration, SourceKind,
};
pub use campaign::{Campaign, OptOutHandling, Resend, SendChoice, Step, VariableValue};
pub use template::{
    Body, BodyPlace, Button, ButtonKind, Card, Carousel, Category, Dialect, Flow, Footer, Header, HeaderKind,
    LimitedTimeOffer, Otp, OtpApp, Part, Sample, Samples, Shape, ShapeDefect, Template, Unknowns,
};

use crate::source::Span;
use crate::syntax::tree::Text;

/// A name that refers to another item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The name as written.
    pub name: Text,
}

impl Reference {
    /// Refers to an item by the name that stands here.
    pub fn new(name: Text) -> Self {
        Reference { name }
    }

    /// Where it is written.
    pub fn span(&self) -> Span {
        self.name.span()
    }
}

/// A word of a vocabulary: what was written, and what it means when it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<T> {
    /// As written.
    pub text: Text,
    /// What it means; `None` for a word outside the vocabulary.
    pub known: Option<T>,
}

impl<T: Copy> Word<T> {
    /// Where it is written.
    pub fn span(&self) -> Span {
        self.text.span()
    }
}

/// Declares an enumeration whose variants are words that users write.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every word of the vocabulary, in its order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The variant of a word, letter case aside.
            pub fn parse(word: &str) -> Option<Self> {
                $(if word.eq_ignore_ascii_case($word) { return Some(Self::$variant); })+
                None
            }

            /// The word that users write.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}
pub(crate) use vocabulary;

/// The place to point at when an item as a whole is meant: its name, or its start.
fn heading(name: Option<&Text>, span: Span) -> Span {
    name.map_or(span.beginning(), Text::span)
}

/// One definition of a file.
#[derive(Clone, Debug)]
pub enum Item {
    /// What is sent.
    Template(Box<Template>),
    /// Who receives.
    Audience(Box<Audience>),
    /// What goes to whom, when.
    Campaign(Box<Campaign>),
    /// Who sends.
    Account(Box<Account>),
}

impl Item {
    /// `template`, `audience`, `campaign` or `account`.
    pub fn kind(&self) -> &'static str {
        match self {
            Item::Template(_) => "template",
            Item::Audience(_) => "audience",
            Item::Campaign(_) => "campaign",
            Item::Account(_) => "account",
        }
    }

    /// The name, when it has one.
    pub fn name(&self) -> Option<&Text> {
        match self {
            Item::Template(item) => item.name.as_ref(),
            Item::Audience(item) => item.name.as_ref(),
            Item::Campaign(item) => item.name.as_ref(),
            Item::Account(item) => item.name.as_ref(),
        }
    }

    /// The place to point at when the item as a whole is meant.
    pub fn heading(&self) -> Span {
        match self {
            Item::Template(item) => item.heading(),
            Item::Audience(item) => item.heading(),
            Item::Campaign(item) => item.heading(),
            Item::Account(item) => item.heading(),
        }
    }

    /// The whole definition.
    pub fn span(&self) -> Span {
        match self {
            Item::Template(item) => item.span,
            Item::Audience(item) => item.span,
            Item::Campaign(item) => item.span,
            Item::Account(item) => item.span,
        }
    }
}

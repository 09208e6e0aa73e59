//! What is sent.

use crate::source::{Span, Spanned};
use crate::syntax::lexical::Duration;
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::Text;

use super::{Word, heading, vocabulary};

vocabulary! {
    /// What a template is for, and how it is billed.
    Category {
        /// Offers, news, invitations, everything that is not one of the others.
        Marketing = "marketing",
        /// Tied to an order, account or request, without promotion.
        Utility = "utility",
        /// One-time codes.
        Authentication = "authentication",
    }
}

vocabulary! {
    /// What stands above the body.
    HeaderKind {
        /// A line of text.
        Text = "text",
        /// A picture.
        Image = "image",
        /// A video.
        Video = "video",
        /// A short silent video.
        Gif = "gif",
        /// A file.
        Document = "document",
        /// A place on the map.
        Location = "location",
        /// A product of the catalogue, in product templates.
        Product = "product",
    }
}

vocabulary! {
    /// What a button does.
    ButtonKind {
        /// Sends its label back.
        QuickReply = "quick_reply",
        /// Opens an address.
        Url = "url",
        /// Calls a number.
        PhoneNumber = "phone_number",
        /// Copies a coupon code.
        CopyCode = "copy_code",
        /// Copies or fills in a one-time code.
        Otp = "otp",
        /// Opens a flow.
        Flow = "flow",
        /// Opens the catalogue.
        Catalog = "catalog",
        /// Opens several products.
        Mpm = "mpm",
        /// Opens one product.
        Spm = "spm",
        /// Starts a call inside the messenger.
        VoiceCall = "voice_call",
        /// Opens an app.
        App = "app",
        /// Shows an order and takes payment.
        OrderDetails = "order_details",
        /// Shows the state of an order.
        OrderStatus = "order_status",
        /// Opens a checkout.
        Checkout = "checkout",
    }
}

/// A part of a template that may be computed when a program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `name`
    Name,
    /// `language`
    Language,
    /// `category`
    Category,
    /// The header.
    Header,
    /// The body.
    Body,
    /// The footer.
    Footer,
    /// The buttons.
    Buttons,
    /// The cards of a carousel.
    Cards,
    /// Sample values, wherever they stand.
    Samples,
    /// Everything else.
    Other,
}

/// The parts of a template of which something is computed when a program runs, so that the file does not tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unknowns(u16);

impl Part {
    /// All parts.
    pub const ALL: &'static [Part] = &[
        Part::Name,
        Part::Language,
        Part::Category,
        Part::Header,
        Part::Body,
        Part::Footer,
        Part::Buttons,
        Part::Cards,
        Part::Samples,
        Part::Other,
    ];

    /// The parts that a recipient reads.
    pub const READ: &'static [Part] = &[Part::Header, Part::Body, Part::Footer, Part::Buttons, Part::Cards];
}

impl Unknowns {
    /// Adds a part.
    pub fn add(&mut self, part: Part) {
        self.0 |= 1 << part as u16;
    }

    /// Adds parts.
    pub fn add_all(&mut self, parts: &[Part]) {
        for part in parts {
            self.add(*part);
        }
    }

    /// Whether something of a part is unknown.
    pub fn has(self, part: Part) -> bool {
        self.0 & (1 << part as u16) != 0
    }

    /// Whether nothing is computed.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether something of any of these parts is unknown.
    pub fn any_of(self, parts: &[Part]) -> bool {
        parts.iter().any(|part| self.has(*part))
    }
}

/// Whose spelling a template was written in; samples are judged by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The project's own.
    Native,
    /// The platform's components.
    Platform,
    /// A provider's or the team's own shape. What it lacks is added by the code that submits it.
    Other,
}

/// Which shape it is that is neither our spelling nor, to the letter, the platform's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// An object with keys of somebody's own, or the shape that the dialect says.
    #[default]
    Own,
    /// The section of a document.
    Section,
    /// That of a provider, by its name.
    Provider(&'static str),
}

/// A sample value of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Which placeholder; `None` when only the order says so.
    pub variable: Option<Variable>,
    /// The key that names the placeholder, where there is one.
    pub key: Option<Box<Text>>,
    /// Name and value together, or the value alone.
    pub span: Span,
    /// The value; `None` when it is not a text.
    pub value: Option<Text>,
}

/// How samples in the platform's spelling are written otherwise than it documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeDefect {
    /// One list of values where a list inside a list is documented.
    FlatList,
    /// A text where a list is documented.
    BareText,
    /// A text where a list inside a list is documented.
    BareTextForRows,
    /// A list inside a list where one list is documented.
    NestedList,
    /// A row for each value where one row holds them all.
    RowForEach,
    /// A number or switch where a text is documented.
    NotText,
}

/// The samples of one part of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples {
    /// Where samples are declared, if they are.
    pub span: Option<Span>,
    /// The values.
    pub values: Vec<Sample>,
    /// What is wrong with the shape, each at its value, under its key.
    pub defects: Vec<(ShapeDefect, &'static str, Span)>,
}

/// The part above the body.
#[derive(Clone, Debug)]
pub struct Header {
    /// The whole part.
    pub span: Span,
    /// Its kind.
    pub kind: Word<HeaderKind>,
    /// The text of a text header.
    pub text: Option<Message>,
    /// Key and value of the text together, in the platform's spelling.
    pub text_entry: Option<Span>,
    /// Samples: of the placeholder, or handles and addresses of media.
    pub samples: Samples,
}

impl Header {
    /// A text header of which nothing else is known yet.
    pub fn new(span: Span) -> Self {
        Header {
            span,
            kind: Word { text: Text::direct("", span.beginning()), known: Some(HeaderKind::Text) },
            text: None,
            text_entry: None,
            samples: Samples::default(),
        }
    }
}

/// The message itself.
#[derive(Clone, Debug)]
pub struct Body {
    /// The whole part.
    pub span: Span,
    /// The text; authentication templates have none of their own.
    pub text: Option<Message>,
    /// Key and value of the text together, in the platform's spelling.
    pub text_entry: Option<Span>,
    /// Samples of its placeholders.
    pub samples: Samples,
    /// `add_security_recommendation`
    pub security_recommendation: Option<Spanned<bool>>,
}

/// The small line below the body.
#[derive(Clone, Debug)]
pub struct Footer {
    /// The whole part.
    pub span: Span,
    /// Its text.
    pub text: Option<Message>,
    /// `code_expiration_minutes`, in minutes.
    pub code_expires: Option<Spanned<f64>>,
}

/// An app that may receive a one-time code.
#[derive(Clone, Debug)]
pub struct OtpApp {
    /// The whole entry.
    pub span: Span,
    /// Whether it stands on the button itself, as before version 21 of the platform's interface.
    pub is_on_button: bool,
    /// Android package name.
    pub package_name: Option<Text>,
    /// Hash of the app's signature, 11 characters.
    pub signature_hash: Option<Text>,
}

/// How a one-time code reaches the app.
#[derive(Clone, Debug, Default)]
pub struct Otp {
    /// `COPY_CODE`, `ONE_TAP` or `ZERO_TAP`.
    pub kind: Option<Text>,
    /// Label of the autofill button.
    pub autofill_text: Option<Text>,
    /// The apps.
    pub apps: Vec<OtpApp>,
    /// Whether the terms of zero-tap were accepted.
    pub zero_tap_terms_accepted: Option<Spanned<bool>>,
}

/// The flow that a button opens.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// `flow_id`, `flow_name` or `flow_json`.
    pub target: Option<Text>,
    /// `flow_action`
    pub action: Option<Text>,
    /// `navigate_screen`
    pub screen: Option<Text>,
}

/// A button.
#[derive(Clone, Debug)]
pub struct Button {
    /// The whole button.
    pub span: Span,
    /// What it does.
    pub kind: Word<ButtonKind>,
    /// Its label.
    pub label: Option<Message>,
    /// The address that it opens.
    pub url: Option<Message>,
    /// Key and value of the address together, in the platform's spelling.
    pub url_entry: Option<Span>,
    /// The number that it calls.
    pub phone_number: Option<Box<Text>>,
    /// Samples: of the address's placeholder, or the coupon code.
    pub samples: Samples,
    /// Of a flow button.
    pub flow: Option<Box<Flow>>,
    /// Of an OTP button.
    pub otp: Option<Box<Otp>>,
    /// Declared as the way out of these messages.
    pub opts_out: bool,
}

impl Button {
    /// A button of which only the kind is known yet.
    pub fn new(span: Span, kind: Word<ButtonKind>) -> Self {
        let otp = (kind.known == Some(ButtonKind::Otp)).then(Box::default);
        let flow = (kind.known == Some(ButtonKind::Flow)).then(Box::default);
        Button {
            span,
            kind,
            label: None,
            url: None,
            url_entry: None,
            phone_number: None,
            samples: Samples::default(),
            flow,
            otp,
            opts_out: false,
        }
    }
}

/// One card of a carousel.
#[derive(Clone, Debug)]
pub struct Card {
    /// The whole card.
    pub span: Span,
    /// Where it begins, for pointing at it.
    pub heading: Span,
    /// Its header.
    pub header: Option<Header>,
    /// Its text.
    pub body: Option<Body>,
    /// Its buttons.
    pub buttons: Vec<Button>,
    /// The types of its components as written, in the platform's spelling.
    pub components: Vec<Text>,
}

/// Cards side by side.
#[derive(Clone, Debug)]
pub struct Carousel {
    /// Its name in the file: the key, or the component's type.
    pub heading: Span,
    /// The cards.
    pub cards: Vec<Card>,
}

/// An offer that runs out.
#[derive(Clone, Debug)]
pub struct LimitedTimeOffer {
    /// Its name in the file: the key, or the component's type.
    pub heading: Span,
    /// Its line of text.
    pub text: Option<Message>,
    /// Whether the countdown is shown.
    pub has_expiration: Option<Spanned<bool>>,
}

/// A message template in one language.
#[derive(Clone, Debug)]
pub struct Template {
    /// The whole definition.
    pub span: Span,
    /// Whose spelling it is written in.
    pub dialect: Dialect,
    /// What shape that is, where the spelling alone does not tell.
    pub shape: Shape,
    /// What of it the file does not tell, because a program computes it.
    pub unknown: Unknowns,
    /// Whether it is a `translation` block, with name and category from the template around it.
    pub is_translation: bool,
    /// Its name.
    pub name: Option<Text>,
    /// Its language code.
    pub language: Option<Text>,
    /// Its category.
    pub category: Option<Word<Category>>,
    /// The types of its components as written, in the platform's spelling; `None` where there is no list of them.
    pub components: Option<Vec<Text>>,
    /// Whether it stands under a key that may be its name.
    pub is_keyed: bool,
    /// Whether it is copied from the platform's library, which brings its components along.
    pub is_from_library: bool,
    /// Whether it is created in several languages at once, with a list of them.
    pub is_upsert: bool,
    /// Whether it sets the highest price in the way that holds today.
    pub has_optimization_spec: bool,
    /// A key that the platform no longer heeds.
    pub retired_key: Option<Box<Text>>,
    /// `parameter_format`: `NAMED` or `POSITIONAL`.
    pub parameter_format: Option<Box<Text>>,
    /// How long delivery is tried.
    pub ttl: Option<Spanned<Duration>>,
    /// `allow_category_change`
    pub allow_category_change: Option<Spanned<bool>>,
    /// Whether it has the id that the platform gave it.
    pub has_id: bool,
    /// The review status, in list responses.
    pub status: Option<Box<Text>>,
    /// How people take it, in list responses: `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    pub quality: Option<Box<Text>>,
    /// Why it was refused, in list responses.
    pub rejected_reason: Option<Box<Text>>,
    /// The part above the body.
    pub header: Option<Header>,
    /// The message.
    pub body: Option<Body>,
    /// The line below.
    pub footer: Option<Footer>,
    /// The buttons, in order.
    pub buttons: Vec<Button>,
    /// Cards side by side.
    pub carousel: Option<Carousel>,
    /// An offer that runs out.
    pub limited_time_offer: Option<Box<LimitedTimeOffer>>,
    /// Asks for leave to call: the key, or the component's type.
    pub call_permission_request: Option<Span>,
    /// Samples that name no placeholder of the template.
    pub stray_samples: Vec<Sample>,
    /// Whether it is known from a notice alone, which says what changed and holds none of its parts.
    pub is_from_notice: bool,
    /// The customer's act that the message answers.
    pub trigger: Option<Box<Text>>,
    /// Who looks after it.
    pub owner: Option<Box<Text>>,
}

/// Where a body stands; its display is what a reader calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyPlace {
    /// The template's own.
    Template,
    /// A card's, counted from 1.
    Card(usize),
}

impl std::fmt::Display for BodyPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BodyPlace::Template => f.write_str("the body"),
            BodyPlace::Card(number) => write!(f, "the text of card {number}"),
        }
    }
}

impl Button {
    /// Whether it is of a kind.
    pub fn is(&self, kind: ButtonKind) -> bool {
        self.kind.known == Some(kind)
    }

    /// The place to point at when the button as a whole is meant: the word for its kind, or all of it.
    pub fn heading(&self) -> Span {
        if self.kind.span().is_empty() { self.span } else { self.kind.span() }
    }

    /// Its kind as a reader would say it: "link", "one-time-code".
    pub fn kind_name(&self) -> String {
        match self.kind.known {
            Some(ButtonKind::Url) => "link".to_owned(),
            Some(ButtonKind::Otp) => "one-time-code".to_owned(),
            Some(ButtonKind::PhoneNumber) => "phone".to_owned(),
            Some(ButtonKind::Mpm) => "multi-product".to_owned(),
            Some(ButtonKind::Spm) => "single-product".to_owned(),
            Some(ButtonKind::QuickReply) => "quick-reply".to_owned(),
            Some(kind) => kind.as_str().replace('_', "-"),
            None => self.kind.text.as_str().to_lowercase(),
        }
    }

    /// The same with its article and noun: "a link button", "an order-details button".
    pub fn named(&self) -> String {
        let name = self.kind_name();
        // "one" is spoken with a consonant.
        let article =
            if name.starts_with(['a', 'e', 'i', 'o', 'u']) && !name.starts_with("one") { "an" } else { "a" };
        format!("{article} {name} button")
    }
}

impl Card {
    /// The type of a component as written, where the card lists its components.
    pub fn component(&self, kind: &str) -> Option<Span> {
        self.components.iter().find(|word| word.as_str().eq_ignore_ascii_case(kind)).map(Text::span)
    }
}

impl Header {
    /// Whether it shows a file.
    pub fn is_media(&self) -> bool {
        matches!(
            self.kind.known,
            Some(HeaderKind::Image | HeaderKind::Video | HeaderKind::Gif | HeaderKind::Document)
        )
    }
}

impl Template {
    /// A template of which nothing is known yet.
    pub fn empty(span: Span, dialect: Dialect) -> Self {
        Template {
            span,
            dialect,
            shape: Shape::default(),
            unknown: Unknowns::default(),
            is_translation: false,
            name: None,
            language: None,
            category: None,
            components: None,
            is_keyed: false,
            is_from_library: false,
            is_upsert: false,
            has_optimization_spec: false,
            retired_key: None,
            parameter_format: None,
            ttl: None,
            allow_category_change: None,
            has_id: false,
            status: None,
            quality: None,
            rejected_reason: None,
            header: None,
            body: None,
            footer: None,
            buttons: Vec::new(),
            carousel: None,
            limited_time_offer: None,
            call_permission_request: None,
            stray_samples: Vec::new(),
            is_from_notice: false,
            trigger: None,
            owner: None,
        }
    }

    /// The place to point at when the template as a whole is meant: its name, or its start. Of a translation, which
    /// shares the name, its language.
    pub fn heading(&self) -> Span {
        if let Some(language) = self.language.as_ref().filter(|_| self.is_translation) {
            return language.span();
        }
        heading(self.name.as_ref(), self.span)
    }

    /// Whether the file says that the platform has approved it.
    pub fn is_approved(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.as_str().eq_ignore_ascii_case("approved"))
    }

    /// Whether the account has deleted it, or is about to.
    pub fn is_deleted(&self) -> bool {
        let status = self.status.as_ref().map_or("", |status| status.as_str());
        ["DELETED", "PENDING_DELETION", "IN_DELETION"].iter().any(|word| status.eq_ignore_ascii_case(word))
    }

    /// Whether both are in one language.
    pub fn is_language_of(&self, other: &Template) -> bool {
        let code = |template: &Template| template.language.as_ref().map(|text| text.as_str().to_owned());
        code(self).is_some() && code(self) == code(other)
    }

    /// Whether this is declared to be of a category.
    pub fn is(&self, category: Category) -> bool {
        self.category.as_ref().and_then(|word| word.known) == Some(category)
    }

    /// Whether the file says what the platform made of it: such a template was created, whatever its files look like.
    pub fn is_listed(&self) -> bool {
        self.status.is_some() || self.has_id
    }

    /// The type of a component as written, where the template lists its components.
    pub fn component(&self, kind: &str) -> Option<Span> {
        let mut components = self.components.iter().flatten();
        components.find(|word| word.as_str().eq_ignore_ascii_case(kind)).map(Text::span)
    }

    /// The carousel's cards.
    pub fn cards(&self) -> &[Card] {
        self.carousel.as_ref().map(|carousel| carousel.cards.as_slice()).unwrap_or_default()
    }

    /// The body and those of the cards, each with its place.
    pub fn bodies(&self) -> impl Iterator<Item = (&Body, BodyPlace)> {
        let own = self.body.iter().map(|body| (body, BodyPlace::Template));
        let cards = self.cards().iter().enumerate();
        own.chain(cards.filter_map(|(at, card)| Some((card.body.as_ref()?, BodyPlace::Card(at + 1)))))
    }

    /// The rows of buttons: the template's own, and each card's.
    pub fn button_rows(&self) -> impl Iterator<Item = &[Button]> {
        std::iter::once(self.buttons.as_slice())
            .chain(self.cards().iter().map(|card| card.buttons.as_slice()))
    }

    /// All buttons, those of cards included.
    pub fn all_buttons(&self) -> impl Iterator<Item = &Button> {
        self.button_rows().flatten()
    }

    /// All sample values, whichever part they stand at.
    pub fn sample_values(&self) -> impl Iterator<Item = &Text> {
        let cards = self.cards().iter();
        let headers = self.header.iter().chain(cards.clone().filter_map(|card| card.header.as_ref()));
        let bodies = self.body.iter().chain(cards.filter_map(|card| card.body.as_ref()));
        let parts = headers
            .map(|header| &header.samples)
            .chain(bodies.map(|body| &body.samples))
            .chain(self.all_buttons().map(|button| &button.samples));
        parts
            .flat_map(|samples| &samples.values)
            .chain(&self.stray_samples)
            .filter_map(|sample| sample.value.as_ref())
    }

    /// All texts that a recipient reads, in reading order; addresses are not among them.
    pub fn texts(&self) -> Vec<&Message> {
        let mut texts = Vec::with_capacity(4 + self.buttons.len());
        texts.extend(self.header.as_ref().and_then(|header| header.text.as_ref()));
        texts.extend(self.limited_time_offer.as_ref().and_then(|offer| offer.text.as_ref()));
        texts.extend(self.body.as_ref().and_then(|body| body.text.as_ref()));
        texts.extend(self.footer.as_ref().and_then(|footer| footer.text.as_ref()));
        texts.extend(self.buttons.iter().filter_map(|button| button.label.as_ref()));
        for card in self.cards() {
            texts.extend(card.header.as_ref().and_then(|header| header.text.as_ref()));
            texts.extend(card.body.as_ref().and_then(|body| body.text.as_ref()));
            texts.extend(card.buttons.iter().filter_map(|button| button.label.as_ref()));
        }
        texts
    }
}

//! The keys of our own shape, as the JSON Schema tells editors of them. A test holds them against the code that reads them.

use serde_json::{Value, json};

use super::meta::COMPONENTS;
use super::native::PARTS_OF_A_BUTTON;

use crate::model::{Basis, ButtonKind, Category, Channel, ConsentMethod, HeaderKind, Purpose, SourceKind};
use crate::policy;
use crate::schema::{DAY, Key, Kind, Writer, key};

const TEXTS: Kind = Kind::OneOrMore(&Kind::Text);
const DURATION: Kind = Kind::Form(r"^[\d_.]+ ?(s|m|h|d|bd|w|mo|y)$", "24h");
const RATE: Kind = Kind::Form(r" per ", "2 per 7d");
const COUNTRIES: Kind = Kind::OneOrMore(&Kind::Form(r"^([A-Z]{2}|\+[\d ]+)$", "BR"));
const PURPOSE: Kind = Kind::Word(Purpose::WORDS);
const LANGUAGE: Kind = Kind::Shared("language", &Kind::Name(languages));
const SAMPLES: Kind = Kind::Map(None, &Kind::Any(&[Kind::Text, Kind::Amount, Kind::Switch]));
const NAME: Key = key("name", "Its name, unless it stands before the block.", Kind::Text);

fn languages() -> Vec<&'static str> {
    policy::LANGUAGES.to_vec()
}

static HEADER: [Key; 7] = [
    key("text", "A line of text.", Kind::Text),
    key("image", "An image; the text is its sample.", Kind::Text),
    key("video", "A video; the text is its sample.", Kind::Text),
    key("gif", "A moving image; the text is its sample.", Kind::Text),
    key("document", "A document; the text is its sample.", Kind::Text),
    key("product", "A product of the catalogue, which is given when the message is sent.", Kind::Anything),
    key("location", "A place, which is given when the message is sent.", Kind::Anything),
];

/// The keys of a button: those that name its kind, and its parts.
fn keys_of_a_button() -> Vec<&'static str> {
    let kinds = ButtonKind::WORDS.iter().chain(&["phone", "call"]);
    kinds.chain(PARTS_OF_A_BUTTON).copied().collect()
}

const BUTTON: Kind =
    Kind::Shared("button", &Kind::Any(&[Kind::Text, Kind::Map(Some(keys_of_a_button), &Kind::Anything)]));
const BUTTONS: Kind = Kind::OneOrMore(&BUTTON);

static CARD: [Key; 6] = [
    key(
        "header",
        "The card's image or video.",
        Kind::Any(&[Kind::Text, Kind::Shared("header", &Kind::Keys(&HEADER))]),
    ),
    key("body", "The card's text.", Kind::Text),
    key("button", "A button of the card.", BUTTONS),
    key("buttons", "The buttons of the card.", BUTTONS),
    key("sample", "A sample for each placeholder.", SAMPLES),
    key("samples", "A sample for each placeholder.", SAMPLES),
];

static CAROUSEL: [Key; 2] = [
    key("card", "A card.", Kind::OneOrMore(&Kind::Shared("card", &Kind::Keys(&CARD)))),
    key("cards", "The cards.", Kind::OneOrMore(&Kind::Shared("card", &Kind::Keys(&CARD)))),
];

static LIMITED_TIME_OFFER: [Key; 2] = [
    key("text", "What is offered.", Kind::Text),
    key("has_expiration", "Whether the time that is left is shown.", Kind::Switch),
];

static OTP: [Key; 8] = [
    key("otp_type", "How the code reaches the app.", Kind::Text),
    key("kind", "How the code reaches the app.", Kind::Text),
    key("text", "The label of the button.", Kind::Text),
    key("autofill_text", "The label where the code fills itself in.", Kind::Text),
    key("zero_tap_terms_accepted", "Whether the terms of zero-tap codes are accepted.", Kind::Switch),
    key("apps", "The apps that take the code.", Kind::Anything),
    key("app", "The app that takes the code.", Kind::Anything),
    key("supported_apps", "The apps that take the code.", Kind::Anything),
];

/// Keys, and those that a template and each of its translations have.
macro_rules! with_parts {
    ($($own:expr,)*) => { [
        $($own,)*
        key("header", "What stands on top: a text, an image, a video or a document.", Kind::Any(&[Kind::Text, Kind::Shared("header", &Kind::Keys(&HEADER))])),
    key("body", "The text.", Kind::Text),
    key("footer", "The small line below.", Kind::Text),
    key("button", "A button.", BUTTONS),
    key("buttons", "The buttons, each as `{ url: label, to: address }` or by `type`.", BUTTONS),
    key("carousel", "Cards to swipe through.", Kind::Any(&[Kind::Keys(&CAROUSEL), Kind::List(&Kind::Shared("card", &Kind::Keys(&CARD)))])),
    key("limited_time_offer", "An offer that ends.", Kind::Any(&[Kind::Text, Kind::Keys(&LIMITED_TIME_OFFER)])),
    key("sample", "A sample for each placeholder, by name or number.", SAMPLES),
    key("samples", "A sample for each placeholder, by name or number.", SAMPLES),
    ] };
}

static TRANSLATION: [Key; 9] = with_parts![];

static TEMPLATE: [Key; 25] = with_parts![
    NAME,
    key("language", "The language code of the platform.", LANGUAGE),
    key("category", "What the message is for.", Kind::EitherCase(Category::WORDS)),
    key("parameter_format", "How placeholders are written.", Kind::Word(PARAMETER_FORMATS)),
    key("ttl", "How long delivery is tried.", DURATION),
    key("allow_category_change", "Whether the platform may change the category.", Kind::Switch),
    key("status", "What the platform says of it.", Kind::Text),
    key("rejected_reason", "Why the platform refused it.", Kind::Text),
    key("trigger", "The act of the customer that the message answers.", Kind::Text),
    key("owner", "Who answers for it.", Kind::Text),
    key("call_permission_request", "Whether it asks for leave to call.", Kind::Switch),
    key(
        "security_recommendation",
        "Whether an authentication template adds its security advice.",
        Kind::Switch
    ),
    key("code_expires", "How long a code is valid.", DURATION),
    key("otp", "How a code reaches the app.", Kind::Any(&[Kind::Text, Kind::Keys(&OTP)])),
    key(
        "translation",
        "The same in other languages, by language code.",
        Kind::Map(None, &Kind::Shared("translation", &Kind::Keys(&TRANSLATION)))
    ),
    key(
        "translations",
        "The same in other languages, by language code.",
        Kind::Map(None, &Kind::Shared("translation", &Kind::Keys(&TRANSLATION)))
    ),
];

static SOURCE: [Key; 3] = [
    key("kind", "How the contacts were won.", Kind::Word(SourceKind::WORDS)),
    key("where", "Where exactly.", Kind::Text),
    key("detail", "Where exactly.", Kind::Text),
];

static CONSENT: [Key; 8] = [
    key("basis", "On what ground they are written to.", Kind::Word(Basis::WORDS)),
    key("channel", "The channels that they agreed to.", Kind::OneOrMore(&Kind::Word(Channel::WORDS))),
    key("purpose", "What they agreed to.", Kind::OneOrMore(&PURPOSE)),
    key(
        "collected",
        "The day or days of the consent.",
        Kind::Form(r"^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?$", "2026-02-01..2026-05-30"),
    ),
    key("wording", "The words that they agreed to.", Kind::Text),
    key("proof", "Where the proof is kept.", Kind::Text),
    key("method", "How they agreed.", Kind::Word(ConsentMethod::WORDS)),
    key("double_opt_in", "Whether they confirmed it.", Kind::Switch),
];

static AUDIENCE: [Key; 16] = [
    NAME,
    key("source", "How the contacts were won.", Kind::Any(&[Kind::Text, Kind::Keys(&SOURCE)])),
    key("file", "The list of contacts.", Kind::Text),
    key("columns", "Which column of the list holds what.", Kind::Map(None, &Kind::Text)),
    key("countries", "Where they live: ISO codes, or calling codes.", COUNTRIES),
    key("size", "How many they are.", Kind::Amount),
    key("consent", "What they agreed to.", Kind::Any(&[Kind::Word(&["none"]), Kind::Keys(&CONSENT)])),
    key("exclude", "Who is left out: opted_out, blocked, complained, or other audiences.", TEXTS),
    key("suppression", "The list of those who are left out.", Kind::Text),
    key("part_of", "Audiences that hold this one.", TEXTS),
    key("overlaps", "Audiences that share people with this one.", TEXTS),
    key("disjoint_from", "Audiences that share nobody with this one.", TEXTS),
    key("saved_our_number", "Whether they have our number in their contacts.", Kind::Switch),
    key("last_contact_within", "How long ago they were last in touch at most.", DURATION),
    key("minimum_age", "How old they are at least.", Kind::Amount),
    key("zones", "The time zones in which they live.", TEXTS),
];

static SCHEDULE: [Key; 5] = [
    key("rrule", "A recurrence rule of RFC 5545.", Kind::Text),
    key("at", "The times of day.", TEXTS),
    key("in", "The time zone, or `recipient`.", Kind::Text),
    key("from", "The first day.", DAY),
    key("until", "The last day.", DAY),
];

static STEP: [Key; 2] =
    [key("after", "How long after the step before.", DURATION), key("send", "The template.", Kind::Text)];

static OPT_OUT: [Key; 4] = [
    key("keywords", "The words that are listened to.", TEXTS),
    key("honoured_within", "How soon a request takes effect.", DURATION),
    key("link", "The page on which people leave.", Kind::Text),
    key("confirmation", "Whether leaving is confirmed with a message.", Kind::Switch),
];

static RESEND: [Key; 3] = [
    key("to", "Who gets it again: not_delivered, not_read, no_reply, or an error code.", TEXTS),
    key("after", "After how long.", DURATION),
    key("times", "How often.", Kind::Amount),
];

static CAMPAIGN: [Key; 21] = [
    NAME,
    key("account", "Who sends.", Kind::Text),
    key(
        "send",
        "The template, or several with weights.",
        Kind::Any(&[TEXTS, Kind::Map(None, &Kind::Any(&[Kind::Text, Kind::Amount]))]),
    ),
    key("language", "In which language.", LANGUAGE),
    key("values", "What fills each placeholder: a text, or `column NAME`.", SAMPLES),
    key("media", "The image, video or document of the header.", Kind::Text),
    key("to", "The audiences.", TEXTS),
    key("purpose", "What it is for.", PURPOSE),
    key("channel", "How it is sent.", Kind::Word(CAMPAIGN_CHANNELS)),
    key("schedule", "When it is sent.", Kind::Any(&[Kind::Text, Kind::Keys(&SCHEDULE)])),
    key("trigger", "The event that starts it.", Kind::Text),
    key(
        "steps",
        "What follows, each as `after 2d send NAME`.",
        Kind::OneOrMore(&Kind::Any(&[Kind::Text, Kind::Keys(&STEP)])),
    ),
    key("cap", "How much one person gets at most.", RATE),
    key(
        "quiet_hours",
        "When nothing is sent.",
        Kind::Form(r"^\d{1,2}:\d{2}\.\.\d{1,2}:\d{2}$", "20:00..09:00"),
    ),
    key("opt_out", "How people leave.", Kind::Keys(&OPT_OUT)),
    key("resend", "Who gets it again.", Kind::Keys(&RESEND)),
    key("fallback", "What happens where it does not arrive.", Kind::Word(FALLBACKS)),
    key("ramp", "How a send is spread over days.", RATE),
    key("vertical", "The goods that it sells.", Kind::Text),
    key("minimum_age", "How old recipients are at least.", Kind::Amount),
    key("approved_by", "Who has read it.", Kind::Text),
];

static ARCHIVE: [Key; 5] = [
    key("system", "What keeps the messages.", Kind::Text),
    key("retention", "For how long.", DURATION),
    key("coverage", "Which share of them.", Kind::Amount),
    key("scope", "Everything, or texts alone.", Kind::Word(SCOPES)),
    key("capture", "By itself, or by hand.", Kind::Word(CAPTURES)),
];

static DATA: [Key; 4] = [
    key("residency", "The countries in which messages are stored.", COUNTRIES),
    key("provider_retains", "How long the provider keeps messages, or `none`.", Kind::Text),
    key("processor_agreement", "Whether there is an agreement on processing.", Kind::Switch),
    key("backups", "How backups are kept.", Kind::Word(BACKUPS)),
];

static OVERSIGHT: [Key; 2] = [
    key("staff_notified", "Whether staff know that messages are kept.", Kind::Switch),
    key("staff_consented", "Whether staff agreed.", Kind::Switch),
];

/// The keys of an account, also in `wabalint.yaml`.
pub(crate) static ACCOUNT: [Key; 22] = [
    NAME,
    key("business_name", "The name that recipients know.", Kind::Text),
    key("domains", "Its domains.", TEXTS),
    key("provider", "How it reaches the platform.", Kind::Text),
    key("industry", "Its industry.", Kind::Word(INDUSTRIES)),
    key("vertical", "Goods that it sells.", TEXTS),
    key("countries", "Where it does business.", COUNTRIES),
    key("messaging_limit", "People in rolling 24 hours, or `unlimited`.", Kind::Amount),
    key("quality", "The quality rating.", Kind::Word(QUALITIES)),
    key("verified", "Whether the platform has verified it.", Kind::Switch),
    key("two_step_verification", "Whether two-step verification is on.", Kind::Switch),
    key("first_send", "The first send of a new sender.", DAY),
    key(
        "stop_events",
        "Whether somebody listens when the platform reports who wants no marketing.",
        Kind::Word(STOP_EVENTS),
    ),
    key("numbers", "Its numbers.", TEXTS),
    key("rotate_numbers", "Whether numbers are changed.", Kind::Word(ROTATIONS)),
    key("number_owner", "Whose the number is.", Kind::Word(NUMBER_OWNERS)),
    key("device", "Whose the device is.", Kind::Word(DEVICES)),
    key("policy_reviewed", "When the platform's terms were last read.", DAY),
    key("archive", "How messages are kept.", Kind::Keys(&ARCHIVE)),
    key("data", "Where data go.", Kind::Keys(&DATA)),
    key("oversight", "What staff know of it.", Kind::Keys(&OVERSIGHT)),
    key("escalation", "How a person reaches a human.", Kind::Text),
];

/// The words of keys that take one of a few.
pub(super) const CAMPAIGN_CHANNELS: &[&str] = &["api", "broadcast_list", "app"];
pub(super) const FALLBACKS: &[&str] = &["other_number", "sms", "email", "none"];
pub(super) const QUALITIES: &[&str] = &["high", "medium", "low"];
pub(super) const STOP_EVENTS: &[&str] = &["consumed", "ignored"];
pub(super) const ROTATIONS: &[&str] = &["never", "on_limit", "on_ban"];
pub(super) const NUMBER_OWNERS: &[&str] = &["business", "employee"];
pub(super) const DEVICES: &[&str] = &["company", "personal"];
pub(super) const SCOPES: &[&str] = &["all", "text"];
pub(super) const CAPTURES: &[&str] = &["automatic", "manual"];
pub(super) const BACKUPS: &[&str] = &["encrypted", "plain", "none"];
pub(super) const PARAMETER_FORMATS: &[&str] = &["named", "positional"];

/// The industries that an account can name.
pub(super) const INDUSTRIES: &[&str] = &[
    "retail",
    "finance",
    "insurance",
    "health",
    "pharma",
    "public",
    "education",
    "travel",
    "telecom",
    "other",
];

/// Items of a kind: a list, a map by name, or a single one.
macro_rules! items {
    ($name:literal, $keys:expr) => {
        Kind::Any(&[
            Kind::List(&Kind::Shared($name, &Kind::Keys($keys))),
            Kind::Shared($name, &Kind::Keys($keys)),
            Kind::Map(None, &Kind::Shared($name, &Kind::Keys($keys))),
        ])
    };
}

/// The keys at the top of a file.
static FILE: [Key; 8] = [
    key("template", "What is sent.", items!("template", &TEMPLATE)),
    key("templates", "What is sent.", items!("template", &TEMPLATE)),
    key("audience", "Who receives.", items!("audience", &AUDIENCE)),
    key("audiences", "Who receives.", items!("audience", &AUDIENCE)),
    key("campaign", "What goes to whom, when.", items!("campaign", &CAMPAIGN)),
    key("campaigns", "What goes to whom, when.", items!("campaign", &CAMPAIGN)),
    key("account", "Who sends.", items!("account", &ACCOUNT)),
    key("accounts", "Who sends.", items!("account", &ACCOUNT)),
];

/// The JSON Schema of definitions in YAML and JSON, as a document: our own keys, and the platform's template.
pub fn schema() -> String {
    let mut writer = Writer::default();
    let template = platform(&mut writer);
    let mut own = writer.object(&FILE);
    // Under our own keys a template may also have the platform's shape.
    for key in ["template", "templates"] {
        if let Some(kinds) =
            own.pointer_mut(&format!("/properties/{key}/anyOf")).and_then(Value::as_array_mut)
        {
            kinds.push(template.clone());
            kinds.push(json!({ "type": "array", "items": { "anyOf": [{ "$ref": "#/definitions/template" }, template] } }));
        }
    }
    writer.document(
        "wabalint definitions",
        "Message templates, audiences, campaigns and accounts, as YAML or JSON.",
        json!({
            "anyOf": [
                own,
                template,
                { "type": "array", "items": template },
                { "type": "object", "required": ["data"], "properties": { "data": { "type": "array", "items": template } } }
            ]
        }),
    )
}

/// A template as the platform's create call takes it. What the platform adds to it later is let through.
fn platform(writer: &mut Writer) -> Value {
    let mut either = |words: &'static [&'static str]| writer.kind(&Kind::EitherCase(words));
    let button = json!({
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": either(ButtonKind::WORDS),
            "text": { "type": "string", "description": "Its label." },
            "url": { "type": "string", "description": "The address that it opens." },
            "phone_number": { "type": ["string", "integer"], "description": "The number that it calls." },
            "example": { "description": "A sample for its placeholder." }
        }
    });
    let component = json!({
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": either(COMPONENTS),
            "format": either(HeaderKind::WORDS),
            "text": { "type": "string", "description": "The text, with its placeholders." },
            "example": { "type": "object", "description": "Samples for the placeholders." },
            "buttons": { "type": "array", "items": button },
            "cards": { "type": "array", "items": { "type": "object" } }
        }
    });
    let (categories, formats) = (either(Category::WORDS), either(PARAMETER_FORMATS));
    json!({
        "type": "object",
        "required": ["name", "components"],
        "properties": {
            "name": { "type": "string", "description": "Its name: small letters, digits and underscores." },
            "language": { "description": "The language code of the platform.", "anyOf": [writer.kind(&LANGUAGE), { "type": "object" }] },
            "category": categories,
            "parameter_format": formats,
            "components": { "type": "array", "items": component }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::diagnostic::FaultKind;
    use crate::format::fields::recorded;
    use crate::source::{SourceFile, SourceMap};
    use crate::syntax::{self, Syntax};

    /// A value of a kind in which every key stands.
    fn example(kind: &Kind) -> Value {
        match kind {
            Kind::Text | Kind::Anything => json!("x"),
            Kind::Word(words) | Kind::EitherCase(words) => json!(words[0]),
            Kind::Name(names) => json!(names()[0]),
            Kind::Form(_, example) => json!(example),
            Kind::Whole(least, _) => json!(least),
            Kind::Amount => json!(1),
            Kind::Switch => json!(true),
            Kind::List(inner) => json!([example(inner)]),
            Kind::OneOrMore(inner) => match example(inner) {
                value @ Value::Object(_) => json!([value]),
                value => value,
            },
            Kind::Shared(_, inner) => example(inner),
            Kind::Keys(keys) => Value::Object(every(keys)),
            Kind::Map(None, inner) => json!({ "es": example(inner) }),
            Kind::Proposed(names) => json!(names()[0]),
            Kind::Map(Some(_), _) | Kind::OpenMap(..) => json!({ "type": "otp", "text": "x" }),
            // The deepest of them has the most keys.
            Kind::Any(kinds) => {
                let examples = kinds.iter().map(example);
                examples.max_by_key(|value| (value.is_object(), value.to_string().len())).unwrap()
            }
        }
    }

    fn every(keys: &[Key]) -> serde_json::Map<String, Value> {
        keys.iter().map(|key| (key.name.to_owned(), example(&key.kind))).collect()
    }

    #[test]
    fn what_the_tables_say_is_what_is_read() {
        let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (kind, keys) in [
            ("templates", &TEMPLATE[..]),
            ("audiences", &AUDIENCE),
            ("campaigns", &CAMPAIGN),
            ("accounts", &ACCOUNT),
        ] {
            let mut whole = every(keys);
            if kind == "templates" {
                whole.insert("carousel".to_owned(), example(&Kind::Keys(&CAROUSEL)));
            }
            let text = json!({ kind: [whole] }).to_string();
            let mut sources = SourceMap::default();
            let id = sources.add(SourceFile::new("all.yaml", text));
            let file = sources.get(id).unwrap();
            let tree = syntax::parse(id, file, Syntax::Yaml);
            let read = crate::format::lower(file, Syntax::Yaml, &tree);
            let unread: Vec<&str> = (read.faults.iter())
                .filter(|fault| fault.kind == FaultKind::UnknownKey)
                .map(|fault| fault.diagnostic.message.as_ref())
                .collect();
            assert!(unread.is_empty(), "{unread:?}");
            for (what, keys) in recorded() {
                known.entry(what).or_default().extend(keys);
            }
        }
        let tables: [(&str, &[Key]); 18] = [
            ("template", &TEMPLATE),
            ("translation", &TRANSLATION),
            ("header", &HEADER),
            ("card", &CARD),
            ("carousel", &CAROUSEL),
            ("limited_time_offer", &LIMITED_TIME_OFFER),
            ("otp", &OTP),
            ("audience", &AUDIENCE),
            ("source", &SOURCE),
            ("consent", &CONSENT),
            ("campaign", &CAMPAIGN),
            ("schedule", &SCHEDULE),
            ("step", &STEP),
            ("opt_out", &OPT_OUT),
            ("resend", &RESEND),
            ("account", &ACCOUNT),
            ("archive", &ARCHIVE),
            ("data", &DATA),
        ];
        for (what, keys) in tables {
            let told: BTreeSet<&str> = keys.iter().map(|key| key.name).collect();
            assert_eq!(known.get(what), Some(&told), "{what}");
        }
        assert_eq!(known["oversight"], OVERSIGHT.iter().map(|key| key.name).collect());
        let button = known["button"].iter().copied().filter(|key| !keys_of_a_button().contains(key));
        assert_eq!(button.collect::<Vec<&str>>(), Vec::<&str>::new());
    }
}

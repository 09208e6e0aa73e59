//! Shapes that teams make for themselves: a template as one flat object, with the keys that they like.
//!
//! What the platform wants beyond the texts is added by the code that submits them, so only what stands here is judged.

mod evidence;
mod parts;
mod providers;

use super::miss::Miss;
use crate::model::{
    Body, Button, Category, Dialect, Footer, Header, Item, Part, Samples, Shape, Template, Unknowns, Word,
};
use crate::policy::{FORMER_CATEGORIES, LANGUAGES};
use crate::source::Span;
use crate::syntax::lexical;
use crate::syntax::message::Message;
use crate::syntax::tree::{Entry, Node, Style, Text, Value};

pub(super) use evidence::{
    Around, holds_name, holds_number, is_built_of_other_parts, names_elsewhere, names_whatsapp,
};
pub(super) use providers::{Envelope, around_components, is_envelope, localizations, provider, records};

/// Keys that hold the platform's category, the surest first.
const CATEGORY_KEYS: &[&str] = &[
    "meta_category",
    "metaCategory",
    "whatsapp_category",
    "whatsappCategory",
    "wa_category",
    "waCategory",
    "template_category",
    "templateCategory",
    // Odoo
    "template_type",
    "category",
];

/// Keys that hold the name, the surest first.
const NAME_KEYS: &[&str] = &[
    "template_name",
    "templateName",
    "elementName",
    "meta_name",
    "metaName",
    "meta_template_name",
    "metaTemplateName",
    "whatsapp_name",
    "whatsappName",
    "friendly_name",
    "friendlyName",
    "name",
    "key",
    "slug",
    "id",
];

/// Keys that hold the language.
const LANGUAGE_KEYS: &[&str] = &[
    "language_code",
    "languageCode",
    "language",
    "lang",
    "template_language",
    "templateLanguage",
    "locale",
    "lang_code",
    "idioma",
];

/// Keys that hold the message, the surest first.
const BODY_KEYS: &[&str] =
    &["body", "bodyText", "body_text", "content", "text", "message", "template", "mensaje", "mensagem"];

/// Keys under which the texts stand by language.
const BY_LANGUAGE_KEYS: &[&str] =
    &["translations", "languages", "locales", "localized", "bodies", "texts", "messages"];

/// The parts of a template, whichever shape they were found in.
#[derive(Clone, Debug, Default)]
struct Parts {
    name: Option<Text>,
    language: Option<Text>,
    category: Option<Word<Category>>,
    header: Option<Header>,
    body: Option<Text>,
    footer: Option<Text>,
    buttons: Vec<Button>,
    samples: Samples,
    status: Option<Text>,
    rejected_reason: Option<Text>,
}

impl Parts {
    fn into_template(self, span: Span) -> Template {
        let mut samples = self.samples;
        let body = self.body.map(|text| {
            let message = Message::parse(text);
            parts::keep_of(&message, &mut samples);
            Body {
                span: message.text.span(),
                text: Some(message),
                text_entry: None,
                samples,
                security_recommendation: None,
            }
        });
        let footer = self.footer.map(|text| Footer {
            span: text.span(),
            text: Some(Message::parse(text)),
            code_expires: None,
        });
        Template {
            name: self.name,
            language: self.language,
            category: self.category,
            header: self.header,
            body,
            footer,
            buttons: self.buttons,
            status: self.status.map(Box::new),
            rejected_reason: self.rejected_reason.map(Box::new),
            ..Template::empty(span, Dialect::Other)
        }
    }
}

/// Reads the templates that a map holds, in whichever of these shapes; `false` when it is none of them.
pub(super) fn templates(node: &Node, entries: &[Entry], around: &Around<'_>, items: &mut Vec<Item>) -> bool {
    let before = items.len();
    if providers::templates(node, entries, around, items) {
        return true;
    }
    if evidence::is_something_else(entries) {
        return false;
    }
    if let Some(text) = parts::body(entries) {
        if !evidence::is_template(entries, std::iter::once(&text), around) {
            return false;
        }
        let mut parts = parts::read(entries, around);
        parts.category = parts.category.filter(|word| !is_own_category(word, entries, around));
        parts.body = Some(text);
        items.push(Item::Template(Box::new(parts.into_template(node.span))));
    } else {
        let texts = by_language(entries);
        if texts.is_empty()
            || !evidence::is_template(entries, texts.iter().map(|(_, _, text, _)| text), around)
        {
            return false;
        }
        let mut shared = parts::read(entries, around);
        shared.category = shared.category.filter(|word| !is_own_category(word, entries, around));
        for (at, (language, span, text, own)) in texts.into_iter().enumerate() {
            let mut parts = shared.clone();
            if let Some(own) = own {
                let theirs = parts::read(own, around);
                parts.header = theirs.header.or(parts.header);
                parts.footer = theirs.footer.or(parts.footer);
                if !theirs.buttons.is_empty() {
                    parts.buttons = theirs.buttons;
                }
                parts.samples = if theirs.samples.values.is_empty() { parts.samples } else { theirs.samples };
            }
            parts.body = Some(text);
            parts.language = Some(language);
            let span = if at == 0 { node.span } else { span };
            let template = Template { is_translation: at > 0, is_upsert: true, ..parts.into_template(span) };
            items.push(Item::Template(Box::new(template)));
        }
    }
    items.len() > before
}

/// Why an object with a name and a text was not taken for a template; `None` where it is nothing like one.
pub(super) fn miss(entries: &[Entry], around: &Around<'_>) -> Option<Miss> {
    let text = parts::body(entries)?;
    let mut names = NAME_KEYS.iter().filter_map(|key| text_of(value(entries, key)?));
    if !names.any(|name| parts::is_template_name(name.as_str())) {
        return None;
    }
    let has_category = CATEGORY_KEYS
        .iter()
        .filter_map(|key| text_of(value(entries, key)?))
        .any(|word| is_category(word.as_str()));
    let has_placeholder = text.as_str().contains("{{");
    Some(match (has_category, has_placeholder) {
        _ if around.is_elsewhere || evidence::is_something_else(entries) => Miss::Elsewhere,
        (false, false) => Miss::NoEvidence,
        (true, _) | (_, true) => Miss::TooLittle,
    })
}

/// Reads a section of a document, which was judged where it was read. `leaves_category` says that the category of the template above
/// it may be its own.
pub(super) fn section(node: &Node, leaves_category: bool) -> Option<Item> {
    let entries = node.as_map()?;
    let mut parts = parts::read(entries, &Around::default());
    parts.body = value(entries, "body").and_then(Node::as_text).cloned();
    let mut template = Template { shape: Shape::Section, ..parts.into_template(node.span) };
    if leaves_category && template.category.is_none() {
        template.unknown.add(Part::Category);
    }
    Some(Item::Template(Box::new(template)))
}

/// The parts of a template in a program of which something is computed, as far as the keys tell. What the object does
/// not say of its name, language and category the program may add.
pub(super) fn computed(entries: &[Entry]) -> Unknowns {
    let mut unknown = Unknowns::default();
    for (keys, part) in
        [(NAME_KEYS, Part::Name), (LANGUAGE_KEYS, Part::Language), (CATEGORY_KEYS, Part::Category)]
    {
        if !entries.iter().any(|entry| keys.contains(&entry.key.as_str())) {
            unknown.add(part);
        }
    }
    add_computed(entries, &mut unknown);
    unknown
}

fn add_computed(entries: &[Entry], unknown: &mut Unknowns) {
    for entry in entries.iter().filter(|entry| holds_computed(&entry.value)) {
        let key = entry.key.as_str();
        let lower = key.to_ascii_lowercase();
        let names = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let parts: &[Part] = match key {
            // More keys, whatever they are.
            "" => Part::ALL,
            _ if NAME_KEYS.contains(&key) => &[Part::Name],
            _ if LANGUAGE_KEYS.contains(&key) => &[Part::Language],
            _ if CATEGORY_KEYS.contains(&key) => &[Part::Category],
            _ if names(&["header"]) => &[Part::Header, Part::Samples],
            _ if names(&["footer"]) => &[Part::Footer],
            _ if names(&["button"]) => &[Part::Buttons, Part::Samples],
            _ if names(&["sample", "example", "variable", "param", "placeholder"]) => &[Part::Samples],
            _ => &[
                Part::Header,
                Part::Body,
                Part::Footer,
                Part::Buttons,
                Part::Cards,
                Part::Samples,
                Part::Other,
            ],
        };
        unknown.add_all(parts);
        // Deeper keys may name what theirs hold.
        for inner in entry.value.elements().iter().filter_map(Node::as_map) {
            add_computed(inner, unknown);
        }
    }
}

fn holds_computed(node: &Node) -> bool {
    match &node.value {
        Value::List(nodes) | Value::Phrase(nodes) => nodes.iter().any(holds_computed),
        Value::Map(entries) => entries.iter().any(|entry| holds_computed(&entry.value)),
        _ => node.is_computed(),
    }
}

/// Notes what is computed of a template; words that a program puts together are none.
pub(super) fn leave_open(template: &mut Template, unknown: Unknowns) {
    template.unknown = unknown;
    template.name = template.name.take().filter(|name| !name.has_holes());
    // Of several languages the computed one may be any.
    let is_known = |language: &Text| !language.has_holes() && !unknown.has(Part::Language);
    template.language = template.language.take().filter(is_known);
    template.category = template.category.take().filter(|category| !category.text.has_holes());
}

/// Whether words could be the message of a template.
pub(super) fn is_sentence(words: &str) -> bool {
    parts::is_sentence(words)
}

/// Whether an object without components has a text that could be a message.
pub(super) fn has_body(entries: &[Entry]) -> bool {
    value(entries, "components").is_none() && parts::body(entries).is_some()
}

/// A text of one language: its code, key and value together, the text, and what else stands beside the text.
type Localized<'n> = (Text, Span, Text, Option<&'n [Entry]>);

/// The texts of a map that has one for each language: `{ en: "…", es: "…" }`, beside other keys or below one.
fn by_language(entries: &[Entry]) -> Vec<Localized<'_>> {
    let own = localized(entries);
    if !own.is_empty() {
        return own;
    }
    let below = BODY_KEYS.iter().chain(BY_LANGUAGE_KEYS).filter_map(|key| value(entries, key));
    below.filter_map(Node::as_map).map(localized).find(|found| !found.is_empty()).unwrap_or_default()
}

fn localized(entries: &[Entry]) -> Vec<Localized<'_>> {
    let found: Vec<Localized<'_>> = entries
        .iter()
        .filter(|entry| parts::looks_like_language(entry.key.as_str()))
        .filter_map(|entry| {
            let (text, own) = match &entry.value.value {
                Value::Map(own) => (parts::body(own)?, Some(own.as_slice())),
                _ => (parts::sentence(&entry.value)?, None),
            };
            Some((entry.key.clone(), entry.span(), text, own))
        })
        .collect();
    // A short key such as `to` or `id` passes for a code; one language that the platform knows must be among them.
    let known = |(code, ..): &Localized<'_>| is_listed_language(code.as_str());
    if found.iter().any(known) { found } else { Vec::new() }
}

/// The value of a key.
fn value<'n>(entries: &'n [Entry], key: &str) -> Option<&'n Node> {
    entries.iter().find(|entry| entry.key.as_str() == key).map(|entry| &entry.value)
}

/// The first of some keys that holds a text, and is not empty.
fn first_text<'n>(entries: &'n [Entry], keys: &[&str]) -> Option<&'n Text> {
    keys.iter().find_map(|key| text_of(value(entries, key)?)).filter(|text| !text.is_blank())
}

/// A value as a text; numbers and switches are none.
fn text_of(node: &Node) -> Option<&Text> {
    node.as_scalar().filter(|scalar| scalar.style != Style::Literal).map(|scalar| &scalar.text)
}

/// Whether a word is a category of the platform, today's or a former one.
pub(super) fn is_category(word: &str) -> bool {
    Category::parse(word).is_some() || former(word)
}

fn former(word: &str) -> bool {
    FORMER_CATEGORIES.iter().any(|(former, _)| former.eq_ignore_ascii_case(word))
}

/// Whether a category is the word by which an app sorts its messages: a former one in small letters, such as `transactional`, and
/// nothing near that speaks of WhatsApp.
fn is_own_category(word: &Word<Category>, entries: &[Entry], around: &Around<'_>) -> bool {
    let spelled = word.text.as_str();
    let is_small = spelled.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_under_plain_key = || {
        !CATEGORY_KEYS.iter().any(|key| {
            *key != "category" && value(entries, key).is_some_and(|node| node.span == word.text.span())
        })
    };
    let is_near = || {
        around.is_whatsapp
            || around.below(entries).is_whatsapp
            || entries.iter().any(|entry| names_whatsapp(entry.key.as_str()))
    };
    word.known.is_none() && is_small && former(spelled) && is_under_plain_key() && !is_near()
}

/// The category, where it is the platform's, or meant as such.
fn category(text: &Text) -> Option<Word<Category>> {
    let word = text.as_str();
    let known = Category::parse(word.trim());
    let is_meant = || lexical::nearest(word, Category::WORDS.iter().copied()).is_some();
    (known.is_some() || former(word) || is_meant()).then(|| Word { text: text.clone(), known })
}

fn is_listed_language(code: &str) -> bool {
    let spelled = code.replace('-', "_");
    LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(&spelled))
}

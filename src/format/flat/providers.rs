//! The shapes of providers that resell the platform: their own names for its parts.

use std::collections::BTreeMap;

use super::evidence::{Around, is_of_own_channel};
use super::{Parts, category, first_text, parts, text_of, value};
use crate::format::{Miss, Missed};
use crate::model::{Body, Card, Carousel, Header, HeaderKind, Item, Samples, Template, Word};
use crate::policy::{ENVELOPE_KEYS, PROVIDERS};
use crate::source::Span;
use crate::syntax::message::Message;
use crate::syntax::tree::{Entry, Node, Text, TextBuilder, Value, Written};

/// The provider whose shape a template has.
pub(in crate::format) fn provider(entries: &[Entry]) -> Option<&'static str> {
    let types = value(entries, "types").and_then(Node::as_map).unwrap_or_default();
    if types.iter().any(|entry| is_twilio(entry.key.as_str())) {
        return Some("Twilio");
    }
    let has = |key: &&str| value(entries, key).is_some();
    PROVIDERS.iter().find(|(_, keys)| keys.iter().any(has)).map(|(name, _)| *name)
}

/// Whether a key is a type of a Twilio content.
fn is_twilio(key: &str) -> bool {
    key.starts_with("twilio/") || key.starts_with("whatsapp/")
}

/// The types of a Twilio content that WhatsApp takes as a template, the richest first: that is the one that is sent.
const TWILIO_TYPES: &[&str] = &[
    "whatsapp/card",
    "twilio/carousel",
    "twilio/card",
    "twilio/call-to-action",
    "twilio/quick-reply",
    "twilio/catalog",
    "twilio/flows",
    "twilio/media",
    "twilio/text",
];

/// How far a provider's shape is the platform's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Envelope {
    /// It is the platform's.
    None,
    /// The platform's, with keys of the provider beside it.
    Keys,
    /// Like the platform's, with parts that are spelled otherwise.
    Spelling,
}

/// What a map with `components` is wrapped in.
pub(in crate::format) fn is_envelope(entries: &[Entry]) -> Envelope {
    let components = value(entries, "components").map(Node::elements).unwrap_or_default();
    let own_samples = components.iter().any(|node| node.get("examples").is_some());
    let own_keys = ["language_code", "languageCode", "templateName", "template_name"]
        .iter()
        .any(|key| value(entries, key).is_some());
    let has = |key: &&str| value(entries, key).is_some();
    match () {
        () if own_samples || own_keys => Envelope::Spelling,
        () if ENVELOPE_KEYS.iter().any(has) || is_of_own_channel(entries) => Envelope::Keys,
        () => Envelope::None,
    }
}

/// The name, language and category of a template around components that are spelled like the platform's.
pub(in crate::format) fn around_components(entries: &[Entry], around: &Around<'_>, item: &mut Template) {
    let outer = parts::read(entries, around);
    item.dialect = crate::model::Dialect::Other;
    item.name = outer.name.or(item.name.take());
    item.language = item.language.take().or(outer.language);
    item.category = item.category.take().or(outer.category);
    let components = value(entries, "components").map(Node::elements).unwrap_or_default();
    let kind =
        |node: &Node| node.get("type").and_then(Node::as_text).map(|text| text.as_str().to_uppercase());
    let examples = components
        .iter()
        .find(|node| kind(node).as_deref() == Some("BODY"))
        .and_then(|node| node.get("examples"))
        .map(parts::of_node);
    if let (Some(body), Some(mut samples)) = (&mut item.body, examples)
        && let Some(message) = &body.text
    {
        parts::keep_of(message, &mut samples);
        body.samples = samples;
    }
}

/// The languages of a template that keeps its components by language: `localizations: [{ language, components }]`.
pub(in crate::format) fn localizations(entries: &[Entry]) -> Vec<&Node> {
    let list = value(entries, "localizations").filter(|node| matches!(node.value, Value::List(_)));
    let all = list.map(Node::elements).unwrap_or_default();
    all.iter().filter(|node| node.get("components").is_some() && node.get("language").is_some()).collect()
}

/// Reads the shapes that have nothing of the platform's; `false` when it is none of them.
pub(super) fn templates(node: &Node, entries: &[Entry], around: &Around<'_>, items: &mut Vec<Item>) -> bool {
    if let Some(types) = value(entries, "types").and_then(Node::as_map)
        && types.iter().any(|entry| is_twilio(entry.key.as_str()))
    {
        if let Some(parts) = twilio(entries, types, around) {
            let samples = parts.samples.clone();
            let mut template = parts.into_template(node.span);
            template.carousel = carousel(types, &samples);
            items.push(Item::Template(Box::new(template)));
        }
        return true;
    }
    let mut push = |parts: Parts, span| items.push(Item::Template(Box::new(parts.into_template(span))));
    if let Some(structure) = value(entries, "structure").and_then(Node::as_map)
        && let Some(body) = value(structure, "body")
        && ["name", "category", "language"].iter().filter(|key| value(entries, key).is_some()).count() > 1
    {
        let texts = parts::read(structure, around);
        let mut outer = parts::read(entries, around);
        (outer.header, outer.footer, outer.buttons) = (texts.header, texts.footer, texts.buttons);
        outer.body = parts::body(structure);
        outer.samples = body.get("examples").map(parts::of_node).unwrap_or_default();
        if outer.body.is_some() {
            push(outer, node.span);
        }
        return true;
    }
    if let Some(Value::List(contents)) = value(entries, "platformContent").map(|node| &node.value) {
        for (parts, span) in
            contents.iter().filter_map(|content| Some((bird(entries, content, around)?, content.span)))
        {
            push(parts, span);
        }
        return true;
    }
    false
}

fn twilio(entries: &[Entry], types: &[Entry], around: &Around<'_>) -> Option<Parts> {
    let inner = TWILIO_TYPES.iter().find_map(|kind| value(types, kind)?.as_map())?;
    let mut parts = parts::read(entries, around);
    let approval = entries.iter().find(|entry| is_approval(entry.key.as_str())).and_then(|entry| {
        // Some keep it by channel: `{ "whatsapp": { … } }`.
        entry.value.get("whatsapp").unwrap_or(&entry.value).as_map()
    });
    if let Some(approval) = approval {
        let asked = parts::read(approval, &Around::default());
        parts.name = asked.name.or(parts.name);
        parts.category = asked.category.or(parts.category);
        parts.status = asked.status;
        parts.rejected_reason = asked.rejected_reason;
    } else {
        parts.name = first_text(entries, &["friendly_name", "friendlyName"]).cloned().or(parts.name);
    }
    let own = parts::read(inner, &Around::default());
    parts.header = own.header;
    parts.footer = own.footer.or_else(|| parts::part_text(inner, &["subtitle"]));
    parts.buttons = own.buttons;
    let text = |key| value(inner, key).and_then(Node::as_scalar).map(crate::format::fields::words_of);
    parts.body = text("body").or_else(|| text("title")).filter(|text| !text.is_blank());
    parts.samples = value(entries, "variables").map(parts::named).unwrap_or_default();
    parts.body.is_some().then_some(parts)
}

/// The cards of a Twilio content, where it is a carousel: each has a title, a text or both, a picture and its buttons.
fn carousel(types: &[Entry], samples: &Samples) -> Option<Carousel> {
    let richest =
        TWILIO_TYPES.iter().find_map(|kind| types.iter().find(|entry| entry.key.as_str() == *kind))?;
    if richest.key.as_str() != "twilio/carousel" {
        return None;
    }
    let cards = richest.value.get("cards").map(Node::elements).unwrap_or_default();
    let cards = cards.iter().filter_map(|node| Some(card(node, node.as_map()?, samples))).collect();
    Some(Carousel { heading: richest.key.span(), cards })
}

fn card(node: &Node, entries: &[Entry], samples: &Samples) -> Card {
    let words = ["title", "body"].iter().filter_map(|key| first_text(entries, &[key])).collect::<Vec<_>>();
    let text = match words.as_slice() {
        // The title stands above the text.
        [title, text] if title.span().end <= text.span().start => {
            let between = title.span().range().end..text.span().range().start;
            let mut builder =
                TextBuilder::new(node.span.file, title.span().range().start).written(Written::Mixed);
            builder.push_text(title);
            builder.push_for("\n", between, false);
            builder.push_text(text);
            Some(builder.finish(text.span().range().end))
        }
        words => words.last().map(|text| (*text).clone()),
    };
    let body = text.map(|text| {
        let message = Message::parse(text);
        let mut own = samples.clone();
        parts::keep_of(&message, &mut own);
        Body {
            span: message.text.span(),
            text: Some(message),
            text_entry: None,
            samples: own,
            security_recommendation: None,
        }
    });
    Card {
        span: node.span,
        heading: Span { end: (node.span.start + 1).min(node.span.end), ..node.span },
        header: value(entries, "media").map(|media| Header {
            // Whether it is a picture or a video, the address tells to the platform alone.
            kind: Word { text: Text::direct("", media.span.beginning()), known: Some(HeaderKind::Image) },
            ..Header::new(media.span)
        }),
        body,
        buttons: value(entries, "actions").map(parts::buttons).unwrap_or_default(),
        components: Vec::new(),
    }
}

/// Reads the templates among the records of Odoo's data files. Their buttons are records of their own that name them.
/// Those that have no text are handed back with the reason.
pub(in crate::format) fn records(all: &[Node], missed: &mut Vec<Missed>) -> Vec<Item> {
    let model = |entries: &[Entry]| first_text(entries, &["@model"]).map_or("", Text::as_str).to_owned();
    // An id may stand with the module's name before it.
    let id = |text: &Text| text.as_str().rsplit('.').next().unwrap_or_default().to_owned();
    let mut buttons: BTreeMap<String, Vec<&Node>> = BTreeMap::new();
    for node in all {
        let entries = node.as_map().unwrap_or_default();
        let owner = first_text(entries, &["wa_template_id", "template_id"]);
        if let Some(owner) = owner.filter(|_| model(entries).ends_with(".button")) {
            buttons.entry(id(owner)).or_default().push(node);
        }
    }
    let mut items = Vec::new();
    for (node, entries) in all.iter().filter_map(|node| Some((node, node.as_map()?))) {
        let model = model(entries);
        if !model.ends_with(".template") || !super::evidence::names_whatsapp(&model) {
            continue;
        }
        let mut parts = parts::read(entries, &Around::default());
        parts.body = parts::body(entries);
        if parts.body.is_none() {
            missed.push(Missed { span: node.span, why: Miss::NoText });
            continue;
        }
        let own = first_text(entries, &["@id"]).and_then(|own| buttons.get(&id(own)));
        parts.buttons.extend(own.into_iter().flatten().flat_map(|node| parts::buttons(node)));
        items.push(Item::Template(Box::new(parts.into_template(node.span))));
    }
    items
}

/// Whether a key holds a request for approval, which is where the category stands.
pub(super) fn is_approval(key: &str) -> bool {
    key.to_lowercase().contains("approval")
}

/// A content of one language, in blocks that say what part they are.
fn bird(entries: &[Entry], content: &Node, around: &Around<'_>) -> Option<Parts> {
    let inner = content.as_map()?;
    let platform = first_text(inner, &["platform"]).map_or("whatsapp", Text::as_str);
    if platform != "whatsapp" {
        return None;
    }
    let deployed = |wanted: &str| {
        let all = value(entries, "deployments").map(Node::elements).unwrap_or_default();
        let found = all
            .iter()
            .find(|node| node.get("key").and_then(Node::as_text).is_some_and(|key| key.as_str() == wanted));
        found.and_then(|node| text_of(node.get("value")?)).cloned()
    };
    let block = |role: &str| {
        let blocks = value(inner, "blocks").map(Node::elements).unwrap_or_default();
        blocks
            .iter()
            .find(|node| node.get("role").and_then(Node::as_text).is_some_and(|own| own.as_str() == role))
    };
    let part = |role: &str| {
        let text = block(role)?.get("text")?;
        text_of(text.get("text").unwrap_or(text)).cloned()
    };
    Some(Parts {
        name: deployed("whatsappTemplateName").or_else(|| around.key.cloned()),
        category: deployed("whatsappCategory").as_ref().and_then(category),
        language: first_text(inner, &["locale"]).cloned(),
        header: block("header").and_then(|block| {
            let word = text_of(block.get("type")?)?;
            let known = HeaderKind::parse(word.as_str())?;
            Some(Header {
                kind: Word { text: word.clone(), known: Some(known) },
                text: part("header").map(Message::parse),
                ..Header::new(block.span)
            })
        }),
        body: Some(part("body").filter(|text| !text.is_blank())?),
        footer: part("footer"),
        buttons: Vec::new(),
        samples: Samples::default(),
        status: None,
        rejected_reason: None,
    })
}

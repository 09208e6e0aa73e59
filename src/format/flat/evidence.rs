//! Whether a flat object is a message template at all. Much else in a repository has a name and a text.

use std::collections::BTreeSet;

use super::{BODY_KEYS, CATEGORY_KEYS, LANGUAGE_KEYS, NAME_KEYS, parts, text_of, value};
use crate::model::{ButtonKind, Category};
use crate::policy::{
    FOREIGN_CHANNELS, FOREIGN_KEYS, FOREIGN_NAMES, MAIL_KEYS, MESSAGE_KEYS, PAGE_KEYS, TELLING_KEYS,
};
use crate::syntax::tree::{Entry, Node, Text, Value};

/// What it takes.
const ENOUGH: u32 = 4;

/// Keys that name the channel that a text is for.
const CHANNEL_KEYS: &[&str] = &["channel", "type", "medium", "kind"];

/// What stands around an object: the keys that lead to it, and the file.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::format) struct Around<'t> {
    /// The key that it stands under, if that may be its name.
    pub(in crate::format) key: Option<&'t Text>,
    /// Language and category that hold for everything below.
    pub(in crate::format) language: Option<&'t Text>,
    /// As above.
    pub(in crate::format) category: Option<&'t Text>,
    /// Whether the file or a key says that these are templates of WhatsApp.
    pub(in crate::format) is_whatsapp: bool,
    /// Whether a key or the file says that these belong to another channel.
    pub(in crate::format) is_elsewhere: bool,
}

impl<'t> Around<'t> {
    /// Around the root of a file.
    pub(in crate::format) fn file(name: &str) -> Self {
        // The folders tell as much as the name: `whatsapp/templates.json`.
        let mut parts = name.rsplit('/');
        let file = parts.next().unwrap_or_default();
        let folder = parts.next().unwrap_or_default();
        let near = format!("{folder}/{file}");
        Around {
            is_whatsapp: names_templates(&near),
            is_elsewhere: names_elsewhere(file),
            ..Around::default()
        }
    }

    /// Around a literal of a program. `words` stand before it: the name of its variable, `const whatsappTemplates =`, or of
    /// the function that takes it, which is told for WhatsApp alone: `templates.push(` sends nothing.
    pub(in crate::format) fn behind(self, words: &str) -> Self {
        let words = words.trim_end();
        let named = words.strip_suffix('=').unwrap_or_default();
        let called = words.strip_suffix(['(', '[', '{']).unwrap_or(named);
        let is_own = names_whatsapp(named) || names_whatsapp(called);
        Around {
            is_whatsapp: self.is_whatsapp || is_own,
            is_elsewhere: (self.is_elsewhere || names_elsewhere(named)) && !is_own,
            ..self
        }
    }

    /// Around the values of a map: its language and category hold for all of them.
    pub(in crate::format) fn below(self, entries: &'t [Entry]) -> Self {
        let code = LANGUAGE_KEYS.iter().find_map(|key| text_of(value(entries, key)?));
        let code = code.filter(|text| parts::looks_like_language(text.as_str()));
        let word = CATEGORY_KEYS.iter().find_map(|key| text_of(value(entries, key)?));
        let word = word.filter(|text| super::is_category(text.as_str()));
        // A content and the request for its approval, side by side.
        let asked = || {
            let requests = entries.iter().filter(|entry| super::providers::is_approval(entry.key.as_str()));
            requests.filter_map(|entry| text_of(entry.value.get("category")?)).next()
        };
        let word = word.or_else(asked);
        let is_channel = |word: &str| {
            value(entries, "channel")
                .and_then(text_of)
                .is_some_and(|text| text.as_str().to_lowercase() == word)
        };
        let account =
            ["waba_id", "wabaId", "phone_number_id"].iter().any(|key| value(entries, key).is_some());
        Around {
            key: None,
            language: code.or(self.language),
            category: word.or(self.category),
            is_whatsapp: self.is_whatsapp || is_channel("whatsapp") || account,
            ..self
        }
    }

    /// Around the value of an entry.
    pub(in crate::format) fn at(self, entry: &'t Entry) -> Self {
        let key = entry.key.as_str();
        Around {
            key: Some(&entry.key),
            is_whatsapp: self.is_whatsapp || names_whatsapp(key),
            is_elsewhere: (self.is_elsewhere || names_elsewhere(key)) && !names_whatsapp(key),
            ..self
        }
    }

    /// Around an element of a list.
    pub(in crate::format) fn element(self) -> Self {
        Around { key: None, ..self }
    }
}

/// The words of a name: `createWhatsAppTemplates` → create, whats, app, templates.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            was_lower = false;
            continue;
        }
        if c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        if words.is_empty() {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut() {
            last.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a name speaks of WhatsApp.
pub(in crate::format) fn names_whatsapp(name: &str) -> bool {
    let words = words(name);
    let joined = name.to_lowercase();
    joined.contains("whatsapp")
        || words.windows(2).any(|pair| pair == ["whats", "app"])
        || words.iter().any(|word| matches!(word.as_str(), "wa" | "waba" | "wapp"))
}

/// Whether a name speaks of templates of WhatsApp.
fn names_templates(name: &str) -> bool {
    let lower = name.to_lowercase();
    let of_templates = ["template", "plantilla", "modelo", "vorlage", "modele", "şablon", "sablon", "hsm"]
        .iter()
        .any(|word| lower.contains(word));
    let of_platform = names_whatsapp(name) || words(name).iter().any(|word| word == "meta");
    of_templates && of_platform
}

/// Whether a name speaks of another channel.
pub(in crate::format) fn names_elsewhere(name: &str) -> bool {
    let other = |word: &String| FOREIGN_NAMES.contains(&word.as_str());
    !names_whatsapp(name) && words(name).iter().any(other)
}

/// Whether an object has a key that no template has.
pub(super) fn is_something_else(entries: &[Entry]) -> bool {
    let has = |key: &&str| value(entries, key).is_some_and(|node| !is_void(node));
    // What is shown above a push notification or an article; a template has a header.
    let is_titled = value(entries, "title").is_some()
        && !CATEGORY_KEYS
            .iter()
            .any(|key| value(entries, key).and_then(text_of).is_some_and(|text| is_capital(text.as_str())));
    let of_mail = MAIL_KEYS.iter().any(has) || is_titled && !has(&"name");
    is_of_other_channel(entries)
        || [PAGE_KEYS, MESSAGE_KEYS, FOREIGN_KEYS].into_iter().flatten().any(has)
        // A table for all channels has their columns in every row.
        || of_mail && !is_of_own_channel(entries)
}

/// Whether a key says that an object is for another channel.
fn is_of_other_channel(entries: &[Entry]) -> bool {
    CHANNEL_KEYS.iter().any(|key| {
        let word = value(entries, key).and_then(text_of).map_or("", Text::as_str).to_lowercase();
        FOREIGN_CHANNELS.contains(&word.as_str())
    })
}

/// Whether a key says that an object is for WhatsApp.
pub(super) fn is_of_own_channel(entries: &[Entry]) -> bool {
    CHANNEL_KEYS
        .iter()
        .any(|key| value(entries, key).and_then(text_of).is_some_and(|text| names_whatsapp(text.as_str())))
}

/// Whether a map with components, which other things have too, is a letter, a page or another channel's. `around` and some keys
/// say that it is the platform's after all.
pub(in crate::format) fn is_built_of_other_parts(entries: &[Entry], around: &Around<'_>) -> bool {
    let has = |key: &&str| value(entries, key).is_some_and(|node| !is_void(node));
    if is_of_own_channel(entries) || TELLING_KEYS.iter().any(has) {
        return false;
    }
    if is_of_other_channel(entries) {
        return true;
    }
    if around.is_whatsapp {
        return false;
    }
    if MAIL_KEYS.iter().chain(PAGE_KEYS).any(has) {
        return true;
    }
    let components = value(entries, "components").map(Node::elements).unwrap_or_default();
    let kinds = components.iter().filter_map(|node| match &node.get("type")?.value {
        Value::Scalar(scalar) => Some(scalar.text.as_str()),
        Value::Unknown(Some(member)) => Some(member.as_str()),
        _ => None,
    });
    let mut kinds = kinds.peekable();
    let is_small = kinds.peek().is_some() && kinds.all(|kind| !kind.contains(char::is_uppercase));
    is_small && (around.is_elsewhere || !speaks_of_platform(entries, components))
}

/// Whether components that call themselves `header` and `body`, as those of pages do, are the platform's.
fn speaks_of_platform(entries: &[Entry], components: &[Node]) -> bool {
    let texts = || components.iter().filter_map(|node| node.get("text")?.as_text()).map(Text::as_str);
    if texts().any(|text| text.contains("</")) {
        return false;
    }
    let says = |key: &str, test: fn(&str) -> bool| {
        value(entries, key)
            .is_some_and(|node| node.is_computed() || node.as_text().is_some_and(|text| test(text.as_str())))
    };
    let category = says("category", super::is_category);
    let language = value(entries, "language").is_some_and(|node| {
        node.is_computed()
            || parts::language_code(node).is_some_and(|text| parts::looks_like_language(text.as_str()))
    });
    let name = says("name", parts::is_template_name);
    let placeholder = || texts().any(|text| text.contains("{{"));
    // `example: { body_text: … }`
    let samples =
        || components.iter().any(|node| node.get("example").is_some_and(|node| node.as_map().is_some()));
    let cards = || components.iter().any(|node| node.get("cards").is_some());
    category && (language || placeholder() || samples() || cards())
        || name && language && (placeholder() || samples())
        || samples()
}

fn is_void(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::List(nodes) => nodes.is_empty(),
        _ => node.as_text().is_some_and(Text::is_blank),
    }
}

fn is_capital(word: &str) -> bool {
    super::is_category(word) && word.bytes().all(|b| !b.is_ascii_lowercase())
}

/// Whether what speaks for a template is enough.
pub(super) fn is_template<'t>(
    entries: &[Entry],
    texts: impl Iterator<Item = &'t Text> + Clone,
    around: &Around<'_>,
) -> bool {
    if around.is_elsewhere {
        return false;
    }
    let get = |keys: &[&str]| keys.iter().any(|key| value(entries, key).is_some_and(|node| !is_void(node)));
    let (own, general) = CATEGORY_KEYS.split_at(CATEGORY_KEYS.len() - 1);
    let word_of = |keys: &[&str]| {
        let words = keys.iter().filter_map(|key| text_of(value(entries, key)?));
        words.map(Text::as_str).find(|word| super::is_category(word)).map(str::to_owned)
    };
    let of_category = match (word_of(own), word_of(general)) {
        (Some(_), _) => 3,
        (_, Some(word)) if !is_capital(&word) || Category::parse(&word).is_none() => 1,
        (_, Some(_)) => 2,
        // What holds for all templates of a list.
        _ => u32::from(around.category.is_some()),
    };
    let is_own_channel = is_of_own_channel(entries);
    // Beside the channel, categories of one's own say that this is kept as a template too.
    let is_filed = CATEGORY_KEYS.iter().any(|key| value(entries, key).and_then(text_of).is_some());
    let of_category = of_category.max(u32::from(is_own_channel && is_filed));
    let has = |pattern: fn(&str) -> bool| texts.clone().any(|text| pattern(text.as_str()));
    let of_placeholder = match () {
        () if has(holds_number) => 2,
        () => u32::from(has(holds_name)),
    };
    if of_category == 0 && of_placeholder == 0 {
        return false;
    }
    let is_valid = |text: &Text| parts::is_template_name(text.as_str());
    let named = NAME_KEYS.iter().filter_map(|key| text_of(value(entries, key)?)).any(is_valid)
        || around.key.is_some_and(is_valid);
    let labelled =
        NAME_KEYS.iter().any(|key| value(entries, key).and_then(text_of).is_some()) || around.key.is_some();
    if !labelled {
        return false;
    }
    let of_language = LANGUAGE_KEYS
        .iter()
        .filter_map(|key| value(entries, key))
        .filter_map(parts::language_code)
        .any(|text| parts::looks_like_language(text.as_str()))
        || around.language.is_some()
        || super::by_language(entries).len() > 1;
    let of_parts =
        get(&["footer", "footer_text", "footerText"]) || get(&["header", "header_text", "headerText"]);
    let platform_buttons = value(entries, "buttons").is_some_and(|buttons| {
        buttons.elements().iter().any(|button| {
            let kind = button.get("type").and_then(Node::as_text).map_or("", Text::as_str);
            ButtonKind::parse(kind).is_some() && kind.bytes().all(|b| !b.is_ascii_lowercase())
        })
    });
    let points = of_category
        + of_placeholder
        + u32::from(named)
        + u32::from(of_language)
        + u32::from(of_parts)
        + u32::from(platform_buttons)
        + 2 * u32::from(around.is_whatsapp || is_own_channel)
        + 2 * u32::from(texts.clone().any(|text| has_sample_of_each(entries, text.as_str())))
        + 2 * u32::from(get(TELLING_KEYS));
    // A category of the platform, even in its capitals, is also how reports, courses and articles are filed; a footer is not.
    let is_filed_by_platform = of_category > 1
        && named
        && get(&["footer", "footer_text", "footerText"])
        && LANGUAGE_KEYS
            .iter()
            .filter_map(|key| value(entries, key).and_then(parts::language_code))
            .any(|text| super::is_listed_language(text.as_str()));
    // Weak signs alone, however many, also fit a survey or a page of a shop.
    let is_strong = of_category > 2
        || is_filed_by_platform
        || of_placeholder > 1
        || around.is_whatsapp
        || is_own_channel
        || platform_buttons
        || get(TELLING_KEYS);
    points >= ENOUGH && is_strong && is_message(entries)
}

/// Whether a list of samples has one for each numbered placeholder of a text.
fn has_sample_of_each(entries: &[Entry], text: &str) -> bool {
    let numbers: BTreeSet<u32> = inner(text).filter_map(|inner| inner.parse().ok()).collect();
    let samples = parts::SAMPLE_KEYS.iter().filter_map(|key| value(entries, key));
    let mut lists = samples.filter(|node| matches!(node.value, Value::List(_)));
    !numbers.is_empty() && lists.any(|node| parts::of_node(node).values.len() == numbers.len())
}

/// A body that is itself the name of a file or an address is none.
fn is_message(entries: &[Entry]) -> bool {
    let bodies = BODY_KEYS.iter().filter_map(|key| text_of(value(entries, key)?));
    bodies.take(1).all(|text| !text.as_str().contains("</"))
}

/// `{{1}}`
pub(in crate::format) fn holds_number(text: &str) -> bool {
    inner(text).any(|inner| !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit()))
}

/// `{{name}}`
pub(in crate::format) fn holds_name(text: &str) -> bool {
    inner(text)
        .any(|inner| !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

fn inner(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(inner, _)| inner.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        for name in [
            "data/whatsapp_templates.json",
            "whatsapp/templates.json",
            "scripts/meta_templates.json",
            "wa-templates.yaml",
        ] {
            assert!(Around::file(name).is_whatsapp, "{name}");
        }
        for name in
            ["templates.json", "email-templates.json", "metadata-templates.json", "wallet/templates.json"]
        {
            assert!(!Around::file(name).is_whatsapp, "{name}");
        }
        assert!(names_elsewhere("emailTemplates") && !names_elsewhere("whatsappEmailFallback"));
    }
}

//! The JSON Schema of `wabalint.yaml`.

use super::keys::KEYS;
use crate::schema::{Key, Kind, Writer};

/// The schema, as a document.
pub fn text() -> String {
    let mut writer = Writer::default();
    let schema = writer.object(&KEYS);
    writer.document("wabalint.yaml", "How wabalint checks a repository. Everything may be left out.", schema)
}

/// The keys as a table in Markdown, with what stands below each behind a dot.
pub fn table() -> String {
    let mut out = String::from("| key | value | what it says |\n| --- | --- | --- |\n");
    rows("", &KEYS, &mut out);
    out
}

fn rows(above: &str, keys: &[Key], out: &mut String) {
    for key in keys {
        let name = format!("{above}{}", key.name);
        // The account is described with the other definitions.
        let is_account = above.is_empty() && key.name == "account";
        let value =
            if is_account { "[as in definitions](language.md#account)".to_owned() } else { value(&key.kind) };
        out.push_str(&format!("| `{name}` | {value} | {} |\n", key.says));
        let (below, kind) = match key.kind.bare() {
            Kind::Map(_, inner) => (".NAME.", inner.bare()),
            Kind::List(inner) => ("[].", inner.bare()),
            kind => (".", kind),
        };
        if let Kind::Keys(inner) = kind
            && !is_account
        {
            rows(&format!("{name}{below}"), inner, out);
        }
    }
}

/// What a value is, in words.
fn value(kind: &Kind) -> String {
    match kind.bare() {
        Kind::Text => "a text".to_owned(),
        Kind::Word(words) | Kind::EitherCase(words) => {
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        Kind::Name(_) | Kind::Proposed(_) => "a name".to_owned(),
        Kind::Form(_, example) => format!("such as `{example}`"),
        Kind::Whole(least, u32::MAX) => format!("a whole number from {least}"),
        Kind::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Kind::Amount => "a number".to_owned(),
        Kind::Switch => "`true` or `false`".to_owned(),
        Kind::List(inner) if matches!(inner.bare(), Kind::Keys(_)) => "a list of entries".to_owned(),
        Kind::List(inner) => format!("a list: {}", value(inner)),
        Kind::OneOrMore(inner) => format!("one or a list: {}", value(inner)),
        Kind::Keys(_) => "keys".to_owned(),
        Kind::Map(_, inner) if matches!(inner.bare(), Kind::Keys(_)) => "keys, by name".to_owned(),
        Kind::Map(_, inner) | Kind::OpenMap(_, inner) => format!("by name: {}", value(inner)),
        Kind::Any(kinds) => kinds.iter().map(value).collect::<Vec<_>>().join(" or "),
        Kind::Shared(..) | Kind::Anything => "a list, or a list by language".to_owned(),
    }
}

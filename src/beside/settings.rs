//! Settings of programs, a line for each: `NAME=value`, `name = value`, `name: value`.

use std::ops::Range;

/// Words for what is set in a file of settings, before its ending.
const STEMS: [&str; 5] = ["config", "settings", "whatsapp", "waba", "sender"];

/// Endings of such files that hold no definitions.
const ENDINGS: [&str; 5] = ["ini", "toml", "properties", "cfg", "conf"];

/// Words in the name of an environment file that is made to be shared, so that others know what to fill in.
const SHARED: [&str; 7] = ["example", "sample", "template", "dist", "defaults", "default", "tpl"];

/// Whether a file holds settings, by its name in lower case.
pub(super) fn is_settings(name: &str) -> bool {
    is_environment(name)
        || name
            .rsplit_once('.')
            .is_some_and(|(stem, ending)| STEMS.contains(&stem) && ENDINGS.contains(&ending))
}

/// Whether a file holds the environment of a program: `.env`, `.env.production`, `prod.env`.
pub fn is_environment(name: &str) -> bool {
    name == ".env" || name.starts_with(".env.") || name.ends_with(".env")
}

/// Whether a file of the environment is made to be shared: `.env.example`.
pub fn is_shared(name: &str) -> bool {
    name.split(['.', '-', '_']).any(|part| SHARED.contains(&part))
}

/// A setting that is given a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its value, without quotes.
    pub value: &'t str,
    /// Where its name stands.
    pub range: Range<usize>,
}

impl Setting<'_> {
    /// Whether it is set to anything but no.
    pub fn is_on(&self) -> bool {
        let value = self.value.to_ascii_lowercase();
        !matches!(
            value.as_str(),
            "" | "0" | "false" | "no" | "off" | "none" | "null" | "never" | "disabled" | "[]" | "{}"
        )
    }
}

/// The settings of a text. Comments are none.
pub fn settings(text: &str) -> impl Iterator<Item = Setting<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches('\u{feff}');
        let inner = inner.trim();
        if inner.starts_with(['#', ';', '/', '[']) {
            return None;
        }
        let (name, value) = inner.split_once(['=', ':'])?;
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        let from = start + line.find(name)?;
        let value = value.split(" #").next().unwrap_or_default().trim();
        let value = value.trim_matches(['"', '\'']);
        let is_name = !name.is_empty() && name.len() < 100 && !name.contains(char::is_whitespace);
        is_name.then_some(Setting { name, value, range: from..from + name.len() })
    })
}

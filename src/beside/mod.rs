//! Files beside the definitions that say how a business sends: lists of contacts, what its programs are made of, their
//! settings. They define nothing, and are told by their names alone, so that no other file is opened for them.

pub mod contacts;
pub mod manifest;
pub mod settings;

use contacts::ContactList;
use manifest::Ecosystem;

/// What a file may be, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A table, which may be a list of contacts.
    Table,
    /// A list of the packages that a program needs.
    Manifest(Ecosystem),
    /// Settings of a program.
    Settings,
}

impl Kind {
    /// What a file may be by its name; the folders before it do not count.
    pub fn of_name(path: &str) -> Option<Kind> {
        let name = path.rsplit('/').next()?.to_ascii_lowercase();
        if name.ends_with(".csv") || name.ends_with(".tsv") {
            return Some(Kind::Table);
        }
        Ecosystem::of_name(&name)
            .map(Kind::Manifest)
            .or_else(|| settings::is_settings(&name).then_some(Kind::Settings))
    }
}

/// What a file beside the definitions is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// A list of contacts; its file is given without its text, so that no output can show it.
    Contacts(ContactList),
    /// A list of packages.
    Manifest(Ecosystem),
    /// Settings.
    Settings,
}

//! Formats of a list of what was found where: one file each, one trait.

mod human;
mod json;

pub use human::InventoryHuman;
pub use json::InventoryJson;

use crate::engine::Inventory;
use crate::engine::inventory::{Form, Listed};
use crate::syntax::Syntax;

/// A format of an inventory.
pub trait RenderInventory {
    /// Writes an inventory as text.
    fn render(&self, inventory: &Inventory, color: bool) -> String;
}

/// How an item is written: `platform JSON`, `YAML`, `Markdown section`.
fn format_words(item: &Listed) -> String {
    let syntax = match item.syntax {
        Syntax::Waba => ".waba",
        Syntax::Json => "JSON",
        Syntax::Yaml => "YAML",
        Syntax::Markdown => "Markdown",
        Syntax::Script => "script",
        Syntax::Python => "Python",
        Syntax::Shell => "Shell",
        Syntax::Xml => "XML",
    };
    match item.form {
        Form::Native => syntax.to_owned(),
        Form::Section => format!("{syntax} section"),
        Form::Platform => format!("platform {syntax}"),
        Form::Flat => format!("flat {syntax}"),
        Form::Provider(name) => format!("{name} {syntax}"),
    }
}

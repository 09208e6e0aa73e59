//! An inventory for other tools, version 1.

use serde::Serialize;

use super::RenderInventory;
use crate::engine::inventory::{Form, Listed};
use crate::engine::{Inventory, Skipped};
use crate::render::json::{Tool, escaped};
use crate::syntax::Syntax;

/// The JSON format of an inventory.
#[derive(Clone, Copy, Debug)]
pub struct InventoryJson;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    items: Vec<Item<'a>>,
    skipped: Vec<Passed<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    file: &'a str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    syntax: &'a str,
    format: String,
}

#[derive(Serialize)]
struct Passed<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    reason: &'a str,
}

impl RenderInventory for InventoryJson {
    fn render(&self, inventory: &Inventory, _: bool) -> String {
        let document = Document {
            version: 1,
            tool: Tool::THIS,
            items: inventory.items.iter().map(item).collect(),
            skipped: inventory.skipped.iter().map(passed).collect(),
        };
        // Serialising these plain shapes cannot fail; should it ever, an empty object is still valid JSON.
        escaped(&serde_json::to_string_pretty(&document).unwrap_or_else(|_| "{}".to_owned()))
    }
}

fn item(item: &Listed) -> Item<'_> {
    Item {
        kind: item.kind,
        name: item.name.known(),
        file: &item.file,
        line: item.line,
        language: item.language.known(),
        category: item.category.known(),
        status: item.status.as_deref(),
        syntax: match item.syntax {
            Syntax::Waba => "waba",
            Syntax::Json => "json",
            Syntax::Yaml => "yaml",
            Syntax::Markdown => "markdown",
            Syntax::Script => "script",
            Syntax::Python => "python",
            Syntax::Shell => "shell",
            Syntax::Xml => "xml",
        },
        format: match item.form {
            Form::Native => "native".to_owned(),
            Form::Platform => "platform".to_owned(),
            Form::Flat => "flat".to_owned(),
            Form::Section => "section".to_owned(),
            Form::Provider(name) => name.to_lowercase(),
        },
    }
}

fn passed(skipped: &Skipped) -> Passed<'_> {
    Passed { file: &skipped.file, line: skipped.line, reason: skipped.reason.as_str() }
}

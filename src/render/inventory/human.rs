//! An inventory for people: the files, and under each its items in columns.

use unicode_width::UnicodeWidthStr as _;

use super::{RenderInventory, format_words};
use crate::engine::Inventory;
use crate::engine::inventory::{Listed, Named};
use crate::render::{visible, visible_name};

/// A list for people.
#[derive(Clone, Copy, Debug)]
pub struct InventoryHuman;

/// A cell that is wider stands out of its column, so that one long name does not push all others away.
const WIDEST: usize = 36;

/// What stands in the place of what is not there.
const NOTHING: &str = "-";

impl RenderInventory for InventoryHuman {
    fn render(&self, inventory: &Inventory, color: bool) -> String {
        let mut out = String::new();
        for of_file in inventory.items.chunk_by(|a, b| a.file == b.file) {
            let Some(first) = of_file.first() else { continue };
            let name = visible_name(&first.file);
            out.push_str(&if color { format!("\x1b[1m{name}\x1b[0m\n") } else { format!("{name}\n") });
            let rows: Vec<[String; 7]> = of_file.iter().map(cells).collect();
            let widths: Vec<usize> = (0..7).map(|column| width(&rows, column)).collect();
            for row in &rows {
                out.push_str(&line(row, &widths));
            }
            out.push('\n');
        }
        out.push_str(&totals(inventory));
        out
    }
}

/// Line, kind, name, language, category, status and format.
fn cells(item: &Listed) -> [String; 7] {
    let shown = |named: &Named| match named {
        Named::As(word) => visible(word).into_owned(),
        Named::Computed => "(computed)".to_owned(),
        Named::Missing => NOTHING.to_owned(),
    };
    // Only templates have what the other columns tell.
    let is_template = item.kind == "template";
    let of_template = |text: String| if is_template { text } else { String::new() };
    [
        item.line.to_string(),
        item.kind.to_owned(),
        shown(&item.name),
        of_template(shown(&item.language)),
        of_template(shown(&item.category)),
        item.status.as_deref().map(|status| visible(status).into_owned()).unwrap_or_default(),
        format_words(item),
    ]
}

fn width(rows: &[[String; 7]], column: usize) -> usize {
    let widths = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
    widths.filter(|width| *width <= WIDEST).max().unwrap_or(0)
}

fn line(row: &[String; 7], widths: &[usize]) -> String {
    let mut line = String::from(" ");
    for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
        if *width == 0 && cell.is_empty() {
            continue;
        }
        let blank = " ".repeat(width.saturating_sub(cell.width()));
        line.push(' ');
        // Numbers of lines end at the same place, words begin there.
        let (before, behind) = if column == 0 { (blank.as_str(), "") } else { ("", blank.as_str()) };
        line.push_str(before);
        line.push_str(cell);
        line.push_str(behind);
        line.push(' ');
    }
    format!("{}\n", line.trim_end())
}

/// `12 templates, 1 campaign in 4 files`
fn totals(inventory: &Inventory) -> String {
    let items = &inventory.items;
    if items.is_empty() {
        return "nothing found\n".to_owned();
    }
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let of_kind = |kind: &str| counted(items.iter().filter(|item| item.kind == kind).count(), kind);
    let kinds: Vec<String> =
        ["template", "campaign", "audience", "account"].into_iter().filter_map(of_kind).collect();
    let files = items.chunk_by(|a, b| a.file == b.file).count();
    let files = counted(files, "file").unwrap_or_default();
    format!("{} in {files}\n", kinds.join(", "))
}

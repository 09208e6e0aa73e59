//! What was found where: every item of a run, and how it is written.

use super::{FileModel, Input, Options, Skipped, Stage, Workspace, read_all, skipped};
use crate::model::{Dialect, Item, Part, Shape, Template};
use crate::source::{ColumnUnit, SourceMap};
use crate::syntax::Syntax;
use crate::syntax::tree::Text;

/// The items of a run, in the order of the files.
#[derive(Debug)]
pub struct Inventory {
    /// The items.
    pub items: Vec<Listed>,
    /// What is no definition, and why.
    pub skipped: Vec<Skipped>,
    /// How many files could not be read fully.
    pub unread: usize,
}

/// An item, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// `template`, `audience`, `campaign` or `account`.
    pub kind: &'static str,
    /// Its name.
    pub name: Named,
    /// The file.
    pub file: String,
    /// The line, from 1, of its name, or where it begins.
    pub line: usize,
    /// The language of a template.
    pub language: Named,
    /// The category of a template, as written where it is none of the platform's.
    pub category: Named,
    /// What the platform made of a template, as the listing or the file says.
    pub status: Option<String>,
    /// How the file is spelled.
    pub syntax: Syntax,
    /// Whose shape it has.
    pub form: Form,
}

/// A word of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// It is not there.
    Missing,
    /// A program computes it.
    Computed,
    /// It is this.
    As(String),
}

impl Named {
    /// The word, where it is known.
    pub fn known(&self) -> Option<&str> {
        match self {
            Named::As(word) => Some(word),
            Named::Missing | Named::Computed => None,
        }
    }

    fn of(word: Option<&str>, is_computed: bool) -> Self {
        match word {
            Some(word) => Named::As(word.to_owned()),
            None if is_computed => Named::Computed,
            None => Named::Missing,
        }
    }
}

/// The shape of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The project's own keys.
    Native,
    /// The platform's components.
    Platform,
    /// One object with keys of the team's own.
    Flat,
    /// The section of a document.
    Section,
    /// That of a provider.
    Provider(&'static str),
}

impl Form {
    fn of(template: &Template) -> Self {
        match (template.shape, template.dialect) {
            (Shape::Provider(name), _) => Form::Provider(name),
            (Shape::Section, _) => Form::Section,
            (Shape::Own, Dialect::Native) => Form::Native,
            (Shape::Own, Dialect::Platform) => Form::Platform,
            (Shape::Own, Dialect::Other) => Form::Flat,
        }
    }
}

impl Inventory {
    /// Adds files that were found and not read.
    pub fn skip(&mut self, skipped: Vec<Skipped>) {
        self.skipped.extend(skipped);
        self.skipped.sort();
        self.skipped.dedup();
    }
}

/// Lists the items of a workspace: all files of a run together. A saved listing is asked for the status of templates and
/// is not listed itself.
pub fn list(mut sources: SourceMap, inputs: Vec<Input>, options: &Options) -> Inventory {
    let (how, models, syntaxes) = read_all(&mut sources, inputs, options, &|_, tree| tree);
    let workspace =
        options.watch.timed(Stage::Resolve, || Workspace::new(&models, &sources, syntaxes, options));
    let own = || models.iter().filter(|model| !model.listing);
    let items = own().flat_map(|model| &model.items).map(|item| listed(item, &workspace, &sources)).collect();
    let unread = own().filter(|model: &&FileModel| !model.faults.is_empty()).count();
    drop(workspace);
    Inventory { items, skipped: skipped::of(&how, &models, &sources), unread }
}

fn listed(item: &Item, workspace: &Workspace<'_>, sources: &SourceMap) -> Listed {
    let template = match item {
        Item::Template(template) => Some(&**template),
        Item::Audience(_) | Item::Campaign(_) | Item::Account(_) => None,
    };
    // What a document leaves unsaid nothing computes.
    let is_computed = |part: Part| {
        template.is_some_and(|template| template.unknown.has(part) && template.shape != Shape::Section)
    };
    let place = template.map_or_else(|| item.name().map_or(item.span(), Text::span), Template::heading);
    let file = sources.get(place.file);
    let category = template.and_then(|template| template.category.as_ref());
    let category = category.map(|word| word.known.map_or(word.text.as_str(), |known| known.as_str()));
    Listed {
        kind: item.kind(),
        name: Named::of(item.name().map(Text::as_str), is_computed(Part::Name)),
        file: sources.name(place.file).to_owned(),
        line: file.map_or(1, |file| file.position(place.start as usize, ColumnUnit::Bytes).line),
        language: Named::of(
            template.and_then(|template| template.language.as_ref()).map(Text::as_str),
            is_computed(Part::Language),
        ),
        category: Named::of(category, is_computed(Part::Category)),
        status: template.and_then(|template| status(template, workspace)),
        syntax: workspace.syntax(place.file),
        form: template.map_or(Form::Native, Form::of),
    }
}

/// What the platform made of a template: as the listing says, otherwise as its own file does.
fn status(template: &Template, workspace: &Workspace<'_>) -> Option<String> {
    let listing = workspace.listing.as_ref();
    let held = listing
        .and_then(|listing| listing.version_of(template).or_else(|| listing.deleted_version_of(template)));
    let status = held.and_then(|held| held.status.as_ref()).or(template.status.as_ref())?;
    Some(status.as_str().to_owned())
}

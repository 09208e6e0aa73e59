//! From the spanned tree to the model. A file is recognised by its shape, never by its name.

mod document;
mod fields;
mod flat;
pub(crate) mod keys;
mod meta;
mod miss;
mod native;
mod notices;
mod program;

pub use miss::{Miss, Missed};

use crate::diagnostic::{Diagnostic, Fault, FaultKind, Severity};
use crate::model::{Account, Category, Item, Part, Shape};
use crate::policy::FORMER_CATEGORIES;
use crate::source::{SourceFile, Span};
use crate::syntax::tree::{Entry, Node, Text, Value};
use crate::syntax::{Comment, Syntax, Tree};
use fields::{Fields, Lower};
use flat::{Around, Envelope};

pub use keys::schema;
pub use notices::Notice;

/// How deep below the root templates of the platform's shape are looked for.
const MAX_SEARCH_DEPTH: usize = 8;

/// What a file defines.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// The items, in the order of the file.
    pub items: Vec<Item>,
    /// What is wrong with their keys and values.
    pub faults: Vec<Fault>,
    /// Whether any known shape was found, even an empty one.
    pub recognised: bool,
    /// Comments for this program in the fences of a document that define something.
    pub comments: Vec<Comment>,
    /// What comes near a template and was not taken for one, in the order in which it was met; the first of them.
    pub missed: Vec<Missed>,
}

/// Words of which a file that holds definitions has at least one. A cheap test before anything is parsed.
pub fn may_define(text: &str, syntax: Syntax) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    match syntax {
        Syntax::Xml => has("<record") && has(".template") && has("whatsapp"),
        // Placeholders and categories alone are in too many programs.
        _ => has_shape(text, syntax) || !syntax.is_program() && has_words(text),
    }
}

/// Whether a text has words of a shape that nothing else has, so that breaks of its grammar are worth telling.
pub fn has_shape(text: &str, syntax: Syntax) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    match syntax {
        Syntax::Waba => true,
        // Documents are prose before all else, and XML is mostly about something else.
        Syntax::Markdown => false,
        Syntax::Xml => may_define(text, syntax),
        Syntax::Json => {
            has("components") || has("library_template_name") || has("\"status\"") && has("\"category\"")
        }
        Syntax::Script | Syntax::Python | Syntax::Shell => program::may_define(text.as_bytes()),
        Syntax::Yaml => {
            ["components", "library_template_name", "template", "audience", "campaign", "account"]
                .iter()
                .any(|word| has(word))
        }
    }
}

/// Whether a text has words of a template in a shape of somebody's own: a placeholder, or a category of the platform.
fn has_words(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let categories = Category::WORDS.iter().any(|word| has(word) || has(&word.to_uppercase()));
    categories || has("{{") || FORMER_CATEGORIES.iter().any(|(former, _)| has(former))
}

/// Whether the bytes of a program may define templates.
pub fn program_may_define(bytes: &[u8]) -> bool {
    program::may_define(bytes)
}

/// Whether a program spells out a template of the platform as far as its words tell: components, and a category.
pub fn spells_template(text: &str) -> bool {
    program::spells_template(text.as_bytes())
}

/// Reads the items of a tree.
pub fn lower(source: &SourceFile, syntax: Syntax, tree: &Tree) -> Definitions {
    let mut lower = Lower::new(source, syntax);
    let mut out = Definitions { recognised: syntax == Syntax::Waba, ..Definitions::default() };
    let around = Around::file(source.name());
    for root in &tree.roots {
        match syntax {
            Syntax::Waba => native::collections(&mut lower, root, &mut out.items),
            Syntax::Yaml if native::recognises(root) => {
                out.recognised = true;
                native::collections(&mut lower, root, &mut out.items);
            }
            Syntax::Markdown | Syntax::Xml => {}
            Syntax::Yaml | Syntax::Json | Syntax::Script | Syntax::Python | Syntax::Shell => {
                let around = if syntax.is_program() {
                    around.behind(words_before(source.text(), root.span))
                } else {
                    around
                };
                find(&mut lower, root, 0, around, &mut out)
            }
        }
    }
    if syntax.is_program() {
        out.items.retain(says_something);
        // A script with gaps to fill in is sent by nobody.
        out.items.retain(|item| syntax != Syntax::Shell || !is_illustration(item));
        in_order_of_the_file(&mut out.items);
    }
    out.faults = lower.faults;
    if syntax == Syntax::Xml {
        let mut missed = Vec::new();
        out.items = flat::records(&tree.roots, &mut missed);
        missed.into_iter().for_each(|missed| miss::tell(&mut out, missed.span, missed.why));
        out.recognised = !out.items.is_empty();
    }
    if syntax == Syntax::Markdown {
        document(source, tree, &mut out);
    }
    out
}

/// What stands before a literal of a program in its line, or in the line before where there is nothing: the name of the variable, or
/// of the function that takes it.
fn words_before(text: &str, place: Span) -> &str {
    let before = text.get(..place.range().start).unwrap_or_default().trim_end();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    before.get(start..).unwrap_or_default()
}

/// Reads a document: its fences, and its sections.
fn document(source: &SourceFile, tree: &Tree, out: &mut Definitions) {
    let mut defined: Vec<Span> = Vec::new();
    let counterexamples = document::Counterexamples::of(&tree.outline);
    for block in &tree.blocks {
        let mut found = lower(source, block.syntax, &block.tree);
        if counterexamples.hold(&tree.outline, block.span) {
            if !found.items.is_empty() {
                miss::tell(out, block.span, Miss::Counterexample);
            }
            continue;
        }
        // Campaigns and audiences in a document explain how they are written.
        found.items.retain(|item| matches!(item, Item::Template(_)));
        if found.items.iter().any(is_illustration) {
            miss::tell(out, block.span, Miss::Illustration);
            continue;
        }
        if found.items.is_empty() {
            found.missed.into_iter().for_each(|missed| miss::tell(out, missed.span, missed.why));
            continue;
        }
        defined.push(block.span);
        out.items.append(&mut found.items);
        out.comments.extend(block.tree.comments.iter().cloned());
        out.faults.extend(faults_of_fence(&block.tree));
        // Remarks among the keys are for the reader of the document.
        out.faults.extend(found.faults.into_iter().filter(|fault| fault.kind != FaultKind::UnknownKey));
    }
    let near = document::sections(source, &tree.outline, &counterexamples, &defined, &mut out.items);
    near.into_iter().for_each(|missed| miss::tell(out, missed.span, missed.why));
    out.items.sort_by_key(|item| item.span().start);
    out.faults.sort_by_key(|fault| fault.diagnostic.primary.span.start);
    out.recognised = !out.items.is_empty();
}

/// What is told of the grammar of a fence. What a document shows may be cut off or abridged, and nobody submits it as it
/// stands there: one advice names the place, and what could be read is checked.
fn faults_of_fence(tree: &Tree) -> Vec<Fault> {
    let is_broken = |fault: &Fault| fault.kind == FaultKind::Syntax && fault.diagnostic.severity.is_none();
    let first = tree.faults.iter().find(|fault| is_broken(fault)).map(|fault| {
        let diagnostic = Diagnostic::at(fault.diagnostic.primary.span, "this fence is broken")
            .mark("not understood here")
            .note(fault.diagnostic.message.clone())
            .note("what could be read of it was checked; more may be missing")
            .severity(Severity::Advice);
        Fault::new(FaultKind::Syntax, diagnostic)
    });
    let others = tree.faults.iter().filter(|fault| !is_broken(fault)).cloned();
    others.chain(first).collect()
}

/// Whether a definition shows what goes where, as documentation does: `"name": "<NAME>"`.
fn is_illustration(item: &Item) -> bool {
    let Item::Template(template) = item else { return false };
    let shows = |text: &str| {
        let text = text.trim();
        text.starts_with(['<', '['])
            || text.contains("...") && text.len() < 8
            || text == "…"
            || text.contains(" | ")
    };
    let category = template.category.as_ref().map(|word| &word.text);
    let words = template.name.iter().chain(&template.language).chain(category);
    let body = template.body.as_ref().and_then(|body| body.text.as_ref()).map(|text| &text.text);
    words.map(Text::as_str).any(|word| shows(word) || word.contains('|') || word.starts_with("YOUR_"))
        || body.is_some_and(|body| shows(body.as_str()))
}

/// Whether a program spells out anything of a template. A function that puts templates together defines none.
fn says_something(item: &Item) -> bool {
    let Item::Template(template) = item else { return true };
    let is_spelled = |text: &Text| !text.is_blank() && text.as_str().chars().any(|c| c.is_alphanumeric());
    let is_computed = template.unknown.has(Part::Name) && template.unknown.has(Part::Body);
    // An editor begins with a form in which nothing is filled in.
    let texts = template.texts();
    let is_named_blank = || template.name.as_ref().is_some_and(Text::is_blank);
    let is_all_there = || template.name.is_none() && !template.unknown.has(Part::Body) && !texts.is_empty();
    if texts.iter().all(|message| message.text.is_blank()) && (is_named_blank() || is_all_there()) {
        return false;
    }
    !is_computed
        || template.name.is_some()
        || template.texts().into_iter().any(|message| is_spelled(&message.text))
}

/// Puts the items of a program in order, each once: a constant is met where it stands and wherever it is used.
fn in_order_of_the_file(items: &mut Vec<Item>) {
    items.sort_by_key(|item| (item.span().start, item.span().end));
    // One of several languages shares its span with the others.
    let language = |item: &Item| match item {
        Item::Template(template) => template.language.as_ref().map(|text| text.as_str().to_owned()),
        _ => None,
    };
    items.dedup_by(|a, b| a.span() == b.span() && language(a) == language(b));
}

/// The notices of the platform that a tree holds; they say something of the account, and define nothing.
pub fn notices(tree: &Tree) -> Vec<Notice> {
    let mut out = Vec::new();
    for root in &tree.roots {
        notices::read(root, 0, 0, &mut out);
    }
    out
}

/// Reads the keys of an account that stand in a configuration file.
pub fn account(source: &SourceFile, node: &Node) -> (Option<Account>, Vec<Fault>) {
    let mut lower = Lower::new(source, Syntax::Yaml);
    let account = Fields::of(&mut lower, "account", node)
        .map(|fields| native::account(&mut lower, node.span, fields))
        .and_then(|item| match item {
            Item::Account(account) => Some(*account),
            _ => None,
        });
    (account, lower.faults)
}

fn recognises(syntax: Syntax, entries: &[Entry]) -> bool {
    if syntax.is_program() { meta::recognises_in_program(entries) } else { meta::recognises(entries) }
}

/// Looks for templates of the platform's shape, and of others, anywhere below a node.
fn find(lower: &mut Lower<'_>, node: &Node, depth: usize, around: Around<'_>, out: &mut Definitions) {
    if depth > MAX_SEARCH_DEPTH {
        return;
    }
    match &node.value {
        // An entry of a listing may lack its components; one that has its text is another shape.
        Value::Map(entries)
            if recognises(lower.syntax, entries)
                && !flat::has_body(entries)
                && !flat::is_built_of_other_parts(entries, &around) =>
        {
            out.recognised = true;
            let before = out.items.len();
            platform(lower, node, entries, &around, &mut out.items);
            of_provider(entries, out.items.get_mut(before..));
        }
        Value::Map(entries) if !flat::localizations(entries).is_empty() => {
            out.recognised = true;
            localized(lower, entries, &around, &mut out.items);
        }
        Value::Map(entries) if flat(node, entries, &around, &mut out.items) => {
            out.recognised = true;
            if lower.syntax.is_program() {
                let unknown = flat::computed(entries);
                // Each language of it is an item of its own.
                let own = out.items.iter_mut().filter(|item| node.span.contains(item.span()));
                for item in own {
                    if let Item::Template(template) = item {
                        flat::leave_open(template, unknown);
                    }
                }
            }
        }
        Value::Map(entries) => {
            let is_other = || recognises(lower.syntax, entries).then_some(Miss::Elsewhere);
            if let Some(why) =
                is_other().or_else(|| miss::of(entries)).or_else(|| flat::miss(entries, &around))
            {
                miss::tell(out, node.span, why);
            }
            let around = around.below(entries);
            for entry in entries {
                find(lower, &entry.value, depth + 1, around.at(entry), out);
            }
        }
        Value::List(nodes) => {
            for node in nodes {
                find(lower, node, depth + 1, around.element(), out);
            }
        }
        Value::Null | Value::Scalar(_) | Value::Phrase(_) | Value::Unknown(_) | Value::Rest => {}
    }
}

/// Reads the templates of a map in a shape of somebody's own; `false` when there are none.
fn flat(node: &Node, entries: &[Entry], around: &Around<'_>, items: &mut Vec<Item>) -> bool {
    let before = items.len();
    let is_one = flat::templates(node, entries, around, items);
    of_provider(entries, items.get_mut(before..));
    is_one
}

/// Says of templates whose shape it is.
fn of_provider(entries: &[Entry], items: Option<&mut [Item]>) {
    let Some(name) = flat::provider(entries) else { return };
    for item in items.unwrap_or_default() {
        if let Item::Template(template) = item {
            template.shape = Shape::Provider(name);
        }
    }
}

/// Reads a template of the platform's shape, which a provider may have wrapped.
fn platform(
    lower: &mut Lower<'_>,
    node: &Node,
    entries: &[Entry],
    around: &Around<'_>,
    items: &mut Vec<Item>,
) {
    let (first_fault, first_item) = (lower.faults.len(), items.len());
    meta::template(lower, node, entries, None, around.key.is_some(), items);
    match flat::is_envelope(entries) {
        Envelope::None => {}
        Envelope::Keys => {
            let mut read = lower.faults.split_off(first_fault);
            read.retain(|fault| fault.kind != FaultKind::UnknownKey);
            lower.faults.append(&mut read);
        }
        Envelope::Spelling => {
            lower.faults.truncate(first_fault);
            for item in items.iter_mut().skip(first_item) {
                if let Item::Template(template) = item {
                    flat::around_components(entries, around, template);
                }
            }
        }
    }
}

/// Reads a template that keeps its components by language.
fn localized(lower: &mut Lower<'_>, outer: &[Entry], around: &Around<'_>, items: &mut Vec<Item>) {
    for node in flat::localizations(outer) {
        let (first_fault, first_item) = (lower.faults.len(), items.len());
        if let Some(entries) = node.as_map() {
            meta::template(lower, node, entries, None, true, items);
        }
        lower.faults.truncate(first_fault);
        for item in items.iter_mut().skip(first_item) {
            if let Item::Template(template) = item {
                flat::around_components(outer, around, template);
            }
        }
    }
}

//! From names and texts to findings: reads, resolves, walks once, suppresses, sorts.
//!
//! Pure: opens no file, reads no clock. Today's date comes in with the options.

mod allowance;
pub mod calendar;
mod concealed;
pub mod eval;
mod fix;
pub mod inventory;
pub(crate) mod parallel;
mod places;
mod skipped;
mod suppress;
#[cfg(test)]
mod unknown;
mod used;
mod workspace;

pub use allowance::Allowance;
pub use calendar::{Calendar, Only, UnknownName};
pub use concealed::Concealed;
pub use fix::{Fixed, Fixing, fix};
pub use inventory::{Inventory, list};
pub use places::Places;
pub use skipped::{Reason, Skipped};
pub use workspace::{Bearable, Domain, Workspace};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::beside::contacts::{self, ContactList};
use crate::beside::{Beside, Kind};
use crate::company::{Company, CompanyRule};
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Severity};
use crate::format::{self, Missed, Notice};
use crate::model::{Account, Dialect, Item, Template};
use crate::policy::{self, Confidence, Law};
use crate::rules::{self, Check, Cx, Group, Rule, RuleRef, SuppressionDefect};
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::syntax::tree::{Node, Text, Value};
use crate::syntax::{self, Syntax, Tree};
use crate::text::reader::Reader;
use allowance::Allowed;
use suppress::Suppression;
use used::Programs;

/// A file to check.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name and text; where it could not be read, as much of the text as helps to show the place.
    pub file: SourceFile,
    /// How it is spelled.
    pub syntax: Syntax,
    /// Whether the user named it; a file of unknown shape is then an error.
    pub named: bool,
    /// Whether it is a saved listing of the account: compared with, and not judged itself.
    pub listing: bool,
    /// Why the file cannot be read, if it cannot.
    pub unreadable: Option<Unreadable>,
    /// What it is, where it is a file beside the definitions that defines nothing itself.
    pub beside: Option<Beside>,
}

impl Input {
    /// A file beside the definitions; `None` where nothing in it is to be judged.
    pub fn beside(kind: Kind, name: &str, text: String) -> Option<Self> {
        let (beside, text) = match kind {
            Kind::Table => {
                let head = text.as_bytes();
                let list = ContactList::of(name, head, head.len() <= contacts::HEAD)?;
                // Nobody may read the contacts in an output.
                (Beside::Contacts(list), String::new())
            }
            Kind::Manifest(ecosystem) => (Beside::Manifest(ecosystem), text),
            Kind::Settings => (Beside::Settings, text),
        };
        Some(Input { beside: Some(beside), ..Input::new(name, text, Syntax::Yaml) })
    }

    /// A definition file that was named.
    pub fn new(name: impl Into<String>, text: impl Into<String>, syntax: Syntax) -> Self {
        Input {
            file: SourceFile::new(name, text),
            syntax,
            named: true,
            listing: false,
            unreadable: None,
            beside: None,
        }
    }
}

/// Why a file cannot be read as text.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Where that shows, as a byte offset.
    pub offset: usize,
    /// What is wrong.
    pub reason: String,
    /// What to do.
    pub help: &'static str,
}

/// Figures that a configuration can change.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// Marketing messages to one recipient in 24 hours.
    pub per_24h: usize,
    /// In 7 days.
    pub per_7d: usize,
    /// In 30 days.
    pub per_30d: usize,
    /// How far ahead schedules are looked at, in days.
    pub horizon_days: u32,
    /// How old consent may be, in months.
    pub consent_age_months: u32,
    /// Whether audiences of which nothing else is said share people.
    pub assume_overlap: bool,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            per_24h: policy::PACE.per_24h as usize,
            per_7d: policy::PACE.per_7d as usize,
            per_30d: policy::PACE.per_30d as usize,
            horizon_days: policy::PACE.horizon_days,
            consent_age_months: u32::try_from(policy::limit::STALE_CONSENT_AGE).unwrap_or(24),
            assume_overlap: false,
        }
    }
}

/// How to check.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of the run.
    pub today: Date,
    /// Figures.
    pub thresholds: Thresholds,
    /// The level of rules that do not have their own; `None` turns a rule off.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// The company's own rules.
    pub company: Company,
    /// The languages that every template should be in, as the configuration lists them.
    pub languages: Vec<String>,
    /// The least level of a finding whose rule has no level of its own there.
    pub least: Option<Severity>,
    /// What laws ask, by country, where the configuration says it.
    pub laws: BTreeMap<&'static str, Law>,
    /// Findings that the configuration accepts.
    pub allowed: Vec<Allowance>,
    /// From where files are named.
    pub places: Places,
    /// Whether the run is over everything that the configuration speaks of.
    pub is_whole: bool,
    /// Whether of many findings of one kind in a file only the first are told.
    pub bounded: bool,
    /// How many threads may be used; 1 uses none besides the caller's.
    pub jobs: usize,
    /// The sender as the configuration describes it.
    pub account: Option<Account>,
    /// What the report keeps besides its findings.
    pub keep: Keep,
    /// The files that are reported on, by name; all of them where nothing is said. What the others hold is known all the same.
    pub told: Option<BTreeSet<String>>,
}

/// What a report keeps besides its findings, for formats that show it; from little to much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// Nothing.
    #[default]
    Findings,
    /// The definitions.
    Definitions,
    /// The definitions and the plan.
    Plan,
}

impl Options {
    /// The defaults, for a day.
    pub fn on(today: Date) -> Self {
        Options {
            today,
            thresholds: Thresholds::default(),
            levels: BTreeMap::new(),
            company: Company::default(),
            languages: Vec::new(),
            least: None,
            laws: BTreeMap::new(),
            allowed: Vec::new(),
            places: Places::default(),
            is_whole: false,
            bounded: true,
            jobs: 1,
            account: None,
            keep: Keep::default(),
            told: None,
        }
    }

    fn level(&self, name: &str, own: Severity) -> Option<Severity> {
        match self.levels.get(name) {
            Some(level) => *level,
            None => Some(own).max(self.least),
        }
    }
}

/// Which item a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRef {
    /// `template`, `audience`, `campaign` or `account`.
    pub kind: &'static str,
    /// Its name.
    pub name: Option<String>,
    /// The language of a template.
    pub language: Option<String>,
}

impl ItemRef {
    /// Names an item.
    pub fn of(item: &Item) -> Self {
        let language = match item {
            Item::Template(template) => template.language.as_ref().map(|text| text.as_str().to_owned()),
            _ => None,
        };
        ItemRef { kind: item.kind(), name: item.name().map(|name| name.as_str().to_owned()), language }
    }
}

/// A diagnostic with the rule that found it.
#[derive(Debug)]
pub struct Finding {
    /// The rule.
    pub rule: RuleRef,
    /// How bad this case is.
    pub severity: Severity,
    /// What it says.
    pub diagnostic: Box<Diagnostic>,
    /// What it is about.
    pub item: Option<Arc<ItemRef>>,
}

/// A file of a run, and an item in it if it speaks of one.
struct Place<'m> {
    /// Named from the folder of the configuration.
    file: String,
    item: Option<&'m Item>,
    /// Whether a part of the file could not be read.
    is_cut: bool,
}

impl Place<'_> {
    fn name(&self) -> Option<&str> {
        self.item.and_then(Item::name).map(Text::as_str)
    }

    /// Whether a rule finds what there is to find here.
    fn can_tell(&self, rule: &RuleRef) -> bool {
        !self.is_cut && self.item.is_none_or(|item| is_known(item, rule))
    }
}

impl Finding {
    /// Whether it says that a file could not be read, which nobody can accept.
    fn is_of_reading(&self) -> bool {
        matches!(self.rule.check(), Some(Check::Fault(FaultKind::Syntax | FaultKind::Unreadable)))
    }

    /// The fact or clause that the finding stands on.
    pub fn fact(&self) -> Option<&'static policy::Fact> {
        // What reading finds is of many kinds; only the case itself knows which fact it breaks.
        let by_rule = match self.rule.check() {
            Some(Check::Fault(_)) => None,
            _ => self.rule.facts().first().copied(),
        };
        policy::fact(self.diagnostic.fact.or(by_rule)?)
    }

    /// Where more can be read: the sources of the fact, or the company's own page.
    pub fn links(&self) -> Vec<&str> {
        let of_fact = self.fact().map(|fact| fact.sources).unwrap_or_default();
        of_fact.iter().copied().chain(self.rule.link()).collect()
    }

    /// Why it matters: the fact in its own words, with its date, its confidence, and the error that it prevents.
    pub fn why(&self) -> Option<String> {
        let fact = self.fact()?;
        let known = match fact.confidence {
            Confidence::Documented => format!("checked {}", fact.as_of),
            Confidence::Restated => {
                format!("as providers and commentators restate it, checked {}", fact.as_of)
            }
            Confidence::Observed => format!("seen in live answers of the platform, checked {}", fact.as_of),
            Confidence::Single => format!("from a single source, checked {}", fact.as_of),
            Confidence::Ours => format!("our figure, {}", fact.as_of),
        };
        let code = fact.code.map(|code| format!("; platform error {code}")).unwrap_or_default();
        Some(format!("{} ({known}{code})", fact.says))
    }
}

/// How much was read and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that hold definitions.
    pub files: usize,
    /// Pairs of template name and language.
    pub templates: usize,
    /// Audiences.
    pub audiences: usize,
    /// Campaigns.
    pub campaigns: usize,
    /// Findings by level.
    pub errors: usize,
    /// Findings by level.
    pub warnings: usize,
    /// Findings by level.
    pub advice: usize,
    /// Findings that a suppression took away.
    pub suppressed: usize,
}

/// What a run came to.
#[derive(Debug)]
pub struct Report {
    /// The files, for showing places.
    pub sources: SourceMap,
    /// The findings, in their final order.
    pub findings: Vec<Finding>,
    /// What no output may show.
    pub concealed: Concealed,
    /// The figures.
    pub summary: Summary,
    /// The company's own rules, whether they found something or not.
    pub company: Company,
    /// Files that hold no definitions, and places that come near one, each with the reason.
    pub skipped: Vec<Skipped>,
    /// Why not everything could be checked that should have been.
    pub failures: Vec<String>,
    /// The plan, where it is kept.
    pub calendar: Option<Calendar>,
    definitions: Vec<FileModel>,
    first: usize,
}

impl Report {
    /// What a run came to that could not begin.
    pub fn stopped(sources: SourceMap, mut findings: Vec<Finding>, why: &str) -> Self {
        sort(&mut findings, &sources);
        let summary = Summary { errors: findings.len(), ..Summary::default() };
        Report {
            sources,
            findings,
            concealed: Concealed::default(),
            summary,
            company: Company::default(),
            skipped: Vec::new(),
            failures: vec![why.to_owned()],
            calendar: None,
            definitions: Vec::new(),
            first: 0,
        }
    }

    /// The definitions of a file, where they are kept; a listing of the account has none of its own.
    pub fn items(&self, file: FileId) -> &[Item] {
        self.model(file).filter(|model| !model.listing).map_or(&[], |model| &model.items)
    }

    /// Which of the definitions of a file a place belongs to.
    pub fn item_at(&self, place: Span) -> Option<usize> {
        self.model(place.file).and_then(|model| item_of(model, place))
    }

    fn model(&self, file: FileId) -> Option<&FileModel> {
        self.definitions.get(file.index().checked_sub(self.first)?)
    }
}

/// One file, read.
#[derive(Debug, Default)]
pub(crate) struct FileModel {
    pub(crate) items: Vec<Item>,
    faults: Vec<Fault>,
    suppressions: Vec<Suppression>,
    skipped: bool,
    /// Whether it is a program that could not be read as a whole.
    is_cut: bool,
    /// Where a program in which nothing was found could not be parsed.
    unparsed: Option<u32>,
    missed: Vec<Missed>,
    beside: Option<(FileId, Beside)>,
    pub(crate) listing: bool,
    /// Whether it is a listing that says nothing of the account.
    pub(crate) unusable: bool,
    /// What a saved notice says has changed since the account was listed.
    notices: Vec<Notice>,
}

impl FileModel {
    /// Whether a rule finds what there is to find at a place: nothing that it needs is computed or could not be read.
    fn can_tell(&self, rule: &RuleRef, target: Option<Span>) -> bool {
        let Some(target) = target.filter(|_| !self.is_cut) else { return !self.is_cut };
        !self.items.iter().any(|item| {
            let meets = target.contains(item.span()) || item.span().contains(target);
            meets && !is_known(item, rule)
        })
    }
}

/// Whether an item says by itself what a rule needs.
fn is_known(item: &Item, rule: &RuleRef) -> bool {
    match (item, rule) {
        (Item::Template(template), RuleRef::Ours(rule)) => !template.unknown.any_of(rule.needs),
        // A condition of the company may ask for any part.
        (Item::Template(template), RuleRef::Company(_)) => template.unknown.is_empty(),
        _ => true,
    }
}

fn is_list(node: &Node) -> bool {
    matches!(node.value, Value::List(_))
}

/// Checks a workspace: all files of a run together.
///
/// `sources` may hold files that were read before, such as the configuration, and `earlier` what was found in them.
pub fn check(sources: SourceMap, inputs: Vec<Input>, earlier: Vec<Finding>, options: &Options) -> Report {
    check_changed(sources, inputs, earlier, options, &|_, tree| tree)
}

/// What becomes of the tree of a file before it is read.
type Change<'c> = &'c (dyn Fn(&str, Tree) -> Tree + Sync);

/// As [`check`], of trees that were changed after the files were parsed.
fn check_changed(
    mut sources: SourceMap,
    inputs: Vec<Input>,
    earlier: Vec<Finding>,
    options: &Options,
    change: Change<'_>,
) -> Report {
    let first = sources.len();
    let (how, models, syntaxes) = read_all(&mut sources, inputs, options, change);
    let workspace = Workspace::new(&models, &sources, syntaxes.clone(), options);
    let active: Vec<&'static Rule> = rules::RULES
        .iter()
        .copied()
        .filter(|rule| options.level(rule.name, rule.severity).is_some())
        .collect();
    // What looks at everything at once takes longest and goes first, beside the walk through the files.
    let of_workspace = active.iter().copied().filter(|rule| match rule.check {
        Check::Workspace(_) => true,
        Check::Account(_) => options.account.is_some(),
        _ => false,
    });
    let work: Vec<Work<'_>> = of_workspace.map(Work::Rule).chain(models.iter().map(Work::File)).collect();
    let company: Vec<&Arc<CompanyRule>> = { options.company.rules().iter() }
        .filter(|rule| options.level(&rule.name, rule.severity).is_some())
        .collect();
    let found = parallel::map(&work, options.jobs, |work| match work {
        Work::Rule(rule) => walk_workspace(rule, &models, &workspace, options),
        Work::File(model) => walk(model, &workspace, &active, &company, options),
    });
    drop(work);
    let of_account = walk_account(&workspace, &company, options);
    let found = found.into_iter().flatten().chain(of_account);
    let mut findings: Vec<Finding> = earlier.into_iter().chain(found).collect();
    for model in &models {
        for fault in &model.faults {
            let rule = rules::of_fault(fault.kind);
            findings.extend(finding(rule, fault.diagnostic.clone(), options));
        }
    }

    // In a file that does not follow its grammar places are guesses: nothing is offered there.
    let is_sound = |file: FileId| {
        let model = file.index().checked_sub(first).and_then(|at| models.get(at));
        model.is_some_and(|model| model.faults.iter().all(|fault| fault.kind != FaultKind::Syntax))
    };
    for finding in &mut findings {
        let own = &mut finding.diagnostic;
        if own.fix.as_ref().is_some_and(|fix| !fix.edits.iter().all(|edit| is_sound(edit.span.file))) {
            own.fix = None;
        }
    }

    let programs = Programs { sources: &sources, models: &models, syntaxes: &syntaxes, first };
    for finding in &mut findings {
        let Some(fix) = finding.diagnostic.fix.as_mut().filter(|fix| fix.safe) else { continue };
        if let Some(why) = fix.edits.iter().find_map(|edit| programs.objection(edit, &fix.edits)) {
            fix.safe = false;
            finding.diagnostic.notes.push(why.into());
        }
    }
    // The configuration speaks of all files.
    let is_told = |file: FileId| {
        let name = |file| sources.get(file).map_or("", SourceFile::name);
        file.index() < first || options.told.as_ref().is_none_or(|told| told.contains(name(file)))
    };

    // Who allows a secret to stand somewhere does not ask for it to be printed.
    let concealed = Concealed::of(&findings, &sources);
    name_items(&mut findings, &models, first);
    let allowed = Allowed::of(options);
    let mut names = BTreeMap::new();
    let mut suppressed = 0;
    findings.retain(|finding| {
        let file = finding.diagnostic.primary.span.file;
        let model = file.index().checked_sub(first).and_then(|at| models.get(at));
        let hit = model.is_some_and(|model| suppress::takes(&model.suppressions, finding, options.today));
        let hit = hit
            | (!allowed.is_empty() && {
                let name = names.entry(file).or_insert_with(|| options.places.from_root(sources.name(file)));
                allowed.takes(finding, name)
            });
        suppressed += usize::from(hit && is_told(file));
        !hit
    });
    let mut defects = Vec::new();
    for model in &models {
        let can_tell = |rule: &RuleRef, target: Option<Span>| model.can_tell(rule, target);
        defects.extend(suppress::defects(&model.suppressions, options, &can_tell));
    }
    if !allowed.is_empty() {
        defects.extend(allowed.defects(&all_places(&models, &sources, first, options)));
    }
    let mut defects: Vec<Finding> = defects
        .into_iter()
        .filter_map(|(defect, diagnostic)| finding(rules::of_suppression(defect), diagnostic, options))
        .collect();
    name_items(&mut defects, &models, first);
    findings.append(&mut defects);
    if options.told.is_some() {
        // What a change in one file makes of another one is told where it points back.
        findings.retain(|Finding { diagnostic: own, .. }| {
            is_told(own.primary.span.file) || own.secondary.iter().any(|label| is_told(label.span.file))
        });
    }
    sort(&mut findings, &sources);
    // A template and its translations share their name and category; what is wrong with those is told once.
    findings.dedup_by(|a, b| a.rule == b.rule && a.diagnostic == b.diagnostic);
    if options.bounded {
        bound(&mut findings);
    }
    let told: Vec<bool> = how.iter().map(|how| is_told(how.id)).collect();
    let models_told = models.iter().zip(&told).filter(|(_, told)| **told).map(|(model, _)| model);
    let summary = summarise(models_told, &findings, suppressed);
    // A selection that names nothing names nothing that is not there.
    let calendar =
        (options.keep >= Keep::Plan).then(|| Calendar::new(&workspace, &Only::default()).ok()).flatten();
    drop(workspace);
    let skipped = skipped::of(&how, &models, &sources);
    let mut definitions = if options.keep >= Keep::Definitions { models } else { Vec::new() };
    for (model, _) in definitions.iter_mut().zip(&told).filter(|(_, told)| !**told) {
        model.items.clear();
    }
    Report {
        sources,
        findings,
        concealed,
        summary,
        company: options.company.clone(),
        skipped,
        failures: Vec::new(),
        calendar,
        definitions,
        first,
    }
}

/// Says of each finding which item it is about.
fn name_items(findings: &mut [Finding], models: &[FileModel], first: usize) {
    let mut last: Option<(*const Item, Arc<ItemRef>)> = None;
    for finding in findings {
        let at = finding.diagnostic.primary.span.file.index().checked_sub(first);
        let item = at.and_then(|at| {
            let model = models.get(at)?;
            model.items.get(item_of(model, finding.diagnostic.primary.span)?)
        });
        // Neighbours are mostly about the same item.
        finding.item = item.map(|item| match &last {
            Some((known, shared)) if std::ptr::eq(*known, item) => Arc::clone(shared),
            _ => {
                let shared = Arc::new(ItemRef::of(item));
                last = Some((item, Arc::clone(&shared)));
                shared
            }
        });
    }
}

/// Every file of a run by itself, and with each item in it.
fn all_places<'m>(
    models: &'m [FileModel],
    sources: &SourceMap,
    first: usize,
    options: &Options,
) -> Vec<Place<'m>> {
    let files = sources.iter().skip(first).map(|(_, file)| options.places.from_root(file.name()));
    let of_file = |(model, file): (&'m FileModel, String)| {
        let items = std::iter::once(None).chain(model.items.iter().map(Some));
        items.map(move |item| Place { file: file.clone(), item, is_cut: model.is_cut })
    };
    models.iter().zip(files).flat_map(of_file).collect()
}

/// A plan, and how well the files were read that it stands in.
#[derive(Debug)]
pub struct Planned {
    /// The plan.
    pub calendar: Calendar,
    /// How many files could not be read, or hold something of a plan that could not.
    pub unread: usize,
}

/// Lays out the plan of a workspace: all files of a run together.
///
/// # Errors
/// A name to show that no campaign or audience has.
pub fn plan(
    mut sources: SourceMap,
    inputs: Vec<Input>,
    options: &Options,
    only: &Only,
) -> Result<Planned, UnknownName> {
    let (_, models, syntaxes) = read_all(&mut sources, inputs, options, &|_, tree| tree);
    let workspace = Workspace::new(&models, &sources, syntaxes, options);
    let unread = models.iter().filter(|model| model.faults.iter().any(|fault| hides_plans(model, fault)));
    Ok(Planned { unread: unread.count(), calendar: Calendar::new(&workspace, only)? })
}

/// Whether something of a plan may be missing because of a fault.
fn hides_plans(model: &FileModel, fault: &Fault) -> bool {
    match fault.kind {
        FaultKind::Unreadable | FaultKind::Syntax => true,
        FaultKind::UnknownKey | FaultKind::InvalidValue => {
            let item = item_of(model, fault.diagnostic.primary.span).and_then(|at| model.items.get(at));
            !matches!(item, Some(Item::Template(_)) | None)
        }
    }
}

/// Reads all files: how, what is in them, and how each file of the run is spelled.
fn read_all(
    sources: &mut SourceMap,
    inputs: Vec<Input>,
    options: &Options,
    change: Change<'_>,
) -> (Vec<How>, Vec<FileModel>, Vec<Syntax>) {
    let first = sources.len();
    let mut how = Vec::with_capacity(inputs.len());
    for input in inputs {
        let id = sources.add(input.file);
        how.push(How {
            id,
            syntax: input.syntax,
            named: input.named,
            listing: input.listing,
            unreadable: input.unreadable,
            beside: input.beside,
        });
    }
    let mut models = parallel::map(&how, options.jobs, |how| {
        sources.get(how.id).map(|file| read(file, how, change)).unwrap_or_default()
    });
    take_notice(&mut models);
    let syntaxes = std::iter::repeat_n(Syntax::Yaml, first).chain(how.iter().map(|how| how.syntax)).collect();
    (how, models, syntaxes)
}

/// Brings the listing up to date by the notices, in the order of their time. What no listing holds is known from its
/// notices alone.
fn take_notice(models: &mut [FileModel]) {
    let of_files = models.iter_mut().enumerate();
    let mut notices: Vec<(usize, Notice)> = of_files
        .flat_map(|(at, model)| {
            std::mem::take(&mut model.notices).into_iter().map(move |notice| (at, notice))
        })
        .collect();
    if notices.is_empty() {
        return;
    }
    notices.sort_by_key(|(_, notice)| notice.time);
    // Where the listing holds a template of a name and language.
    let mut places: BTreeMap<(String, String), Vec<(usize, usize)>> = BTreeMap::new();
    let key = |template: &Template| {
        let text =
            |text: &Option<Text>| text.as_ref().map_or_else(String::new, |text| text.as_str().to_owned());
        (text(&template.name), text(&template.language))
    };
    for (at, model) in models.iter().enumerate().filter(|(_, model)| model.listing) {
        for (nth, item) in model.items.iter().enumerate() {
            if let Item::Template(template) = item {
                places.entry(key(template)).or_default().push((at, nth));
            }
        }
    }
    for (from, Notice { template: news, .. }) in notices {
        let known = places.entry(key(&news)).or_default();
        if known.is_empty()
            && let Some(model) = models.get_mut(from)
        {
            known.push((from, model.items.len()));
            model.items.push(Item::Template(Box::new(news)));
            continue;
        }
        for (at, nth) in known.iter() {
            let item = models.get_mut(*at).and_then(|model| model.items.get_mut(*nth));
            let Some(Item::Template(template)) = item else { continue };
            if news.status.is_some() {
                template.status.clone_from(&news.status);
                template.rejected_reason.clone_from(&news.rejected_reason);
            }
            if news.category.is_some() {
                template.category.clone_from(&news.category);
            }
            if news.quality.is_some() {
                template.quality.clone_from(&news.quality);
            }
        }
    }
    for model in models.iter_mut().filter(|model| model.listing) {
        model.items.sort_by_key(|item| item.span().start);
    }
}

/// How many findings of one rule are told of one file; more help nobody, and a hostile file could make millions.
const MOST_OF_A_KIND: usize = 200;

/// Keeps the first findings of each rule in each file, and says on the last one how many more there are.
fn bound(findings: &mut Vec<Finding>) {
    // Findings stand file by file; only a file with very many needs counting.
    let same_file =
        |a: &Finding, b: &Finding| a.diagnostic.primary.span.file == b.diagnostic.primary.span.file;
    if findings.chunk_by(same_file).all(|of_file| of_file.len() <= MOST_OF_A_KIND) {
        return;
    }
    let mut counts: BTreeMap<(FileId, RuleRef), usize> = BTreeMap::new();
    let key = |finding: &Finding| (finding.diagnostic.primary.span.file, finding.rule.clone());
    for finding in findings.iter() {
        *counts.entry(key(finding)).or_default() += 1;
    }
    let mut seen: BTreeMap<(FileId, RuleRef), usize> = BTreeMap::new();
    findings.retain_mut(|finding| {
        let total = counts.get(&key(finding)).copied().unwrap_or(0);
        let seen = seen.entry(key(finding)).or_default();
        *seen += 1;
        if *seen == MOST_OF_A_KIND && total > MOST_OF_A_KIND {
            let more = total - MOST_OF_A_KIND;
            finding.diagnostic.notes.push(format!("{more} more of these in this file are not listed").into());
        }
        *seen <= MOST_OF_A_KIND
    });
}

/// Stamps a diagnostic with its rule; `None` when the rule is off.
pub fn finding(rule: impl Into<RuleRef>, diagnostic: Diagnostic, options: &Options) -> Option<Finding> {
    let rule = rule.into();
    let severity = options.level(rule.name(), diagnostic.severity.unwrap_or(rule.severity()))?;
    Some(Finding { rule, severity, diagnostic: Box::new(diagnostic), item: None })
}

/// Gives findings that were made before the levels were known the levels that hold.
pub fn with_levels(findings: Vec<Finding>, options: &Options) -> Vec<Finding> {
    findings.into_iter().filter_map(|found| finding(found.rule, *found.diagnostic, options)).collect()
}

/// A finding that the configuration names an unknown rule.
pub fn unknown_rule(diagnostic: Diagnostic, options: &Options) -> Option<Finding> {
    finding(rules::of_suppression(SuppressionDefect::UnknownRule), diagnostic, options)
}

/// Puts findings in their total order: file, start, rule, and what remains to tell two apart.
pub fn sort(findings: &mut [Finding], sources: &SourceMap) {
    let mut names: Vec<(&str, FileId)> = sources.iter().map(|(id, file)| (file.name(), id)).collect();
    names.sort_unstable();
    let mut ranks = vec![0; names.len()];
    for (rank, (_, id)) in names.iter().enumerate() {
        if let Some(slot) = ranks.get_mut(id.index()) {
            *slot = rank;
        }
    }
    findings.sort_by(|a, b| {
        let (at, other) = (a.diagnostic.primary.span, b.diagnostic.primary.span);
        let rank = |span: Span| (ranks.get(span.file.index()), span.start);
        let ordering = rank(at).cmp(&rank(other)).then_with(|| a.rule.cmp(&b.rule));
        ordering.then(at.end.cmp(&other.end)).then_with(|| a.diagnostic.message.cmp(&b.diagnostic.message))
    });
}

/// How many defects reading a file meets.
fn faults(input: &Input) -> usize {
    let mut sources = SourceMap::default();
    let id = sources.add(input.file.clone());
    let Input { syntax, named, listing, unreadable, beside, .. } = input.clone();
    read(&input.file, &How { id, syntax, named, listing, unreadable, beside }, &|_, tree| tree).faults.len()
}

/// How a file is to be read.
struct How {
    id: FileId,
    syntax: Syntax,
    named: bool,
    listing: bool,
    unreadable: Option<Unreadable>,
    beside: Option<Beside>,
}

fn read(file: &SourceFile, how: &How, change: Change<'_>) -> FileModel {
    let &How { id, syntax, named, listing, .. } = how;
    let mut model =
        FileModel { listing, beside: how.beside.clone().map(|beside| (id, beside)), ..FileModel::default() };
    if model.beside.is_some() {
        return model;
    }
    if let Some(Unreadable { offset, reason, help }) = &how.unreadable {
        let span = Span::new(id, *offset, *offset);
        let diagnostic = Diagnostic::at(span, reason.clone()).mark("not read from here on").help(*help);
        model.faults.push(Fault::new(FaultKind::Unreadable, diagnostic));
        model.unusable = listing;
        return model;
    }
    // What is found in a file never stops the run, not even a defect of this program.
    let parsed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let tree = change(file.name(), syntax::parse(id, file, syntax));
        let definitions = format::lower(file, syntax, &tree);
        let notices = if listing { format::notices(&tree) } else { Vec::new() };
        (tree, definitions, notices)
    }));
    let Ok((tree, definitions, notices)) = parsed else {
        let span = Span::new(id, 0, 0);
        let diagnostic = Diagnostic::at(span, "internal error while reading this file")
            .help("please report it with the file; the other files were checked");
        model.faults.push(Fault::new(FaultKind::Unreadable, diagnostic));
        return model;
    };
    let Tree { mut roots, mut comments, faults, blocks, .. } = tree;
    for block in blocks {
        roots.extend(block.tree.roots);
    }
    if syntax == Syntax::Markdown {
        comments.extend(definitions.comments);
        // A comment before the section of a template covers all of it.
        let sections = definitions.items.iter().map(|item| Node::new(item.span(), Value::Null)).collect();
        roots.push(Node::new(Span::new(id, 0, file.text().len()), Value::List(sections)));
        comments.sort_by_key(|comment| comment.span.start);
    }
    let is_empty_listing =
        listing && faults.is_empty() && roots.iter().any(|root| root.get("data").is_some_and(is_list));
    model.missed = definitions.missed;
    if !definitions.recognised && !is_empty_listing && notices.is_empty() {
        model.unusable = listing;
        if syntax.is_program() {
            // Programs are named by the dozen, and most of them have nothing to do with templates.
            model.skipped = true;
            if let Some(first) = faults.first() {
                model.unparsed = Some(first.diagnostic.primary.span.start);
                if format::spells_template(file.text()) {
                    model.faults = faults;
                }
            }
            return model;
        }
        let broken = !faults.is_empty() && format::has_shape(file.text(), syntax);
        if broken && (named || syntax != Syntax::Yaml || roots.is_empty()) {
            model.faults = faults;
        } else if named && !matches!(syntax, Syntax::Markdown | Syntax::Xml) {
            let span = Span::new(id, 0, 0);
            let diagnostic = Diagnostic::at(span, "no template, audience, campaign or account in this file")
                .mark("nothing to check")
                .help("a template of the platform has `components`; in YAML write `templates:`, `audiences:` or `campaigns:`");
            model.faults.push(Fault::new(FaultKind::Unreadable, diagnostic));
        } else {
            model.skipped = true;
        }
        return model;
    }
    model.items = definitions.items;
    model.notices = notices;
    model.is_cut = syntax.is_program() && !faults.is_empty();
    model.faults.extend(faults);
    if !listing {
        model.suppressions = suppress::read(file, &roots, &comments, &mut model.faults);
        // Which key belongs to what is a guess where brackets are missing.
        if !model.is_cut {
            model.faults.extend(definitions.faults);
        }
    }
    model
}

/// A piece of the work that can be done beside others.
enum Work<'m> {
    /// A rule that looks at the workspace as a whole.
    Rule(&'static Rule),
    /// The other rules, on the items of a file.
    File(&'m FileModel),
}

/// Runs a check. A defect of this program costs the findings of that check and nothing else.
fn fenced(cx: &mut Cx<'_>, place: Option<Span>, check: impl FnOnce(&mut Cx<'_>)) {
    let before = cx.found.len();
    if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(cx))).is_err() {
        cx.found.truncate(before);
        if let Some(place) = place {
            let place = place.beginning();
            cx.found.push(
                Diagnostic::at(place, "internal error while checking this item")
                    .help("please report it with the file; everything else was checked"),
            );
        }
    }
}

fn walk(
    model: &FileModel,
    workspace: &Workspace<'_>,
    active: &[&'static Rule],
    company: &[&Arc<CompanyRule>],
    options: &Options,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut cx = Cx { workspace, reader: Reader::default(), found: Vec::new() };
    for item in model.items.iter().filter(|_| !model.listing) {
        cx.reader.clear();
        for rule in active {
            let lacks = matches!(item, Item::Template(template) if template.unknown.any_of(rule.needs));
            if lacks {
                continue;
            }
            match (rule.check, item) {
                (Check::Platform(check), Item::Template(template))
                    if template.dialect == Dialect::Platform =>
                {
                    fenced(&mut cx, Some(item.span()), |cx| check(cx, template));
                }
                (Check::Whole(check), Item::Template(template)) if template.dialect != Dialect::Other => {
                    fenced(&mut cx, Some(item.span()), |cx| check(cx, template));
                }
                (Check::Template(check), Item::Template(template)) => {
                    fenced(&mut cx, Some(item.span()), |cx| check(cx, template));
                }
                (Check::Audience(check), Item::Audience(audience)) => {
                    fenced(&mut cx, Some(item.span()), |cx| check(cx, audience));
                }
                (Check::Campaign(check), Item::Campaign(campaign)) => {
                    fenced(&mut cx, Some(item.span()), |cx| check(cx, campaign));
                }
                (Check::Account(check), Item::Account(account)) => {
                    fenced(&mut cx, Some(item.span()), |cx| check(cx, account));
                }
                _ => continue,
            }
            if cx.found.is_empty() {
                continue;
            }
            let approved = rule.group == Group::Format && is_approved(item);
            findings.extend(cx.found.drain(..).filter_map(|diagnostic| {
                let diagnostic = if approved { as_approved(rule, diagnostic) } else { diagnostic };
                finding(*rule, diagnostic, options)
            }));
        }
        for rule in company {
            fenced(&mut cx, Some(item.span()), |cx| rule.check(cx, item));
            findings.extend(cx.found.drain(..).filter_map(|diagnostic| finding(*rule, diagnostic, options)));
        }
    }
    findings
}

/// Runs the company's own rules on the account of the configuration, which is no item of a file.
fn walk_account(workspace: &Workspace<'_>, company: &[&Arc<CompanyRule>], options: &Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(account) = &options.account else { return findings };
    let mut cx = Cx { workspace, reader: Reader::default(), found: Vec::new() };
    for rule in company {
        fenced(&mut cx, Some(account.span), |cx| rule.check_account(cx, account));
        findings.extend(cx.found.drain(..).filter_map(|diagnostic| finding(*rule, diagnostic, options)));
    }
    findings
}

fn is_approved(item: &Item) -> bool {
    let Item::Template(template) = item else { return false };
    template.is_approved()
}

/// A template that the platform has approved was not refused, whatever the facts say.
fn as_approved(rule: &Rule, diagnostic: Diagnostic) -> Diagnostic {
    if diagnostic.severity.unwrap_or(rule.severity) < Severity::Error {
        return diagnostic;
    }
    diagnostic.severity(Severity::Warning).note(
        "this file says that the platform has approved the template; an edit of it may still be refused",
    )
}

fn walk_workspace(
    rule: &'static Rule,
    models: &[FileModel],
    workspace: &Workspace<'_>,
    options: &Options,
) -> Vec<Finding> {
    let mut cx = Cx { workspace, reader: Reader::default(), found: Vec::new() };
    match (rule.check, &options.account) {
        (Check::Workspace(check), _) => {
            let place = models.iter().flat_map(|model| &model.items).next().map(Item::span);
            fenced(&mut cx, place, check);
        }
        // The account of the configuration is no item of a file.
        (Check::Account(check), Some(account)) => {
            fenced(&mut cx, Some(account.span), |cx| check(cx, account))
        }
        _ => return Vec::new(),
    }
    cx.found.drain(..).filter_map(|diagnostic| finding(rule, diagnostic, options)).collect()
}

/// How many items before a place can hold it: a template and its translations, of which there is one a language.
const NEAR: usize = 200;

fn item_of(model: &FileModel, span: Span) -> Option<usize> {
    // Items stand in the order of the file, and a translation behind the template that holds it: going back from the
    // last one that starts before the place, the first that holds it is the innermost.
    let behind = model.items.partition_point(|item| item.span().start <= span.start);
    let before = model.items.get(..behind)?.iter().enumerate().rev().take(NEAR);
    { before }.find(|(_, item)| item.span().contains(span)).map(|(at, _)| at)
}

fn summarise<'m>(
    models: impl Iterator<Item = &'m FileModel>,
    findings: &[Finding],
    suppressed: usize,
) -> Summary {
    let mut summary = Summary { suppressed, ..Summary::default() };
    let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
    for model in models.filter(|model| !model.listing) {
        summary.files += usize::from(!model.skipped && model.beside.is_none());
        for item in &model.items {
            match item {
                Item::Template(template) => {
                    let name = template.name.as_ref().map(Text::as_str);
                    let language = template.language.as_ref().map_or("", Text::as_str);
                    // A template without a name is nobody's duplicate.
                    summary.templates += usize::from(name.is_none_or(|name| pairs.insert((name, language))));
                }
                Item::Audience(_) => summary.audiences += 1,
                Item::Campaign(_) => summary.campaigns += 1,
                Item::Account(_) => {}
            }
        }
    }
    for finding in findings {
        match finding.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Advice => summary.advice += 1,
        }
    }
    summary
}

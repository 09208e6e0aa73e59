//! From what rules have found to what is told: faults join, suppressions and what is known take away, order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::allowance::Allowed;
use super::baseline::{Held, Key};
use super::used::Programs;
use super::{Concealed, FileModel, Finding, ItemRef, Options, Summary, finding, is_known, suppress};
use crate::diagnostic::{FaultKind, Severity};
use crate::model::Item;
use crate::rules::{self, RuleRef};
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::syntax::Syntax;
use crate::syntax::tree::Text;

/// The files of a run, as they were read.
pub(super) struct Files<'m> {
    pub(super) models: &'m [FileModel],
    pub(super) sources: &'m SourceMap,
    pub(super) syntaxes: &'m [Syntax],
    /// The number of the first file of the run; those before it were read earlier.
    pub(super) first: usize,
}

/// What is told.
pub(super) struct Settled {
    pub(super) findings: Vec<Finding>,
    pub(super) concealed: Concealed,
    pub(super) summary: Summary,
    /// Of each file of the run, whether it is reported on.
    pub(super) told: Vec<bool>,
    /// What a baseline knows and is no longer found.
    pub(super) gone: Vec<(Key, usize)>,
}

impl Files<'_> {
    /// Settles what was found.
    pub(super) fn settle(&self, mut findings: Vec<Finding>, options: &Options) -> Settled {
        for model in self.models {
            for fault in &model.faults {
                let rule = rules::of_fault(fault.kind);
                findings.extend(finding(rule, fault.diagnostic.clone(), options));
            }
        }
        self.judge_fixes(&mut findings);
        // Who allows a secret to stand somewhere does not ask for it to be printed.
        let concealed = Concealed::of(&findings, self.sources);
        name_items(&mut findings, self.models, self.first);
        let suppressed = self.suppress(&mut findings, options);
        let told: Vec<bool> = self.ids().map(|file| self.is_told(file, options)).collect();
        if options.told.is_some() {
            // What a change in one file makes of another one is told where it points back.
            let is_told = |span: Span| self.is_told(span.file, options);
            findings.retain(|Finding { diagnostic: own, .. }| {
                is_told(own.primary.span) || own.secondary.iter().any(|label| is_told(label.span))
            });
        }
        sort(&mut findings, self.sources);
        // A template and its translations share their name and category; what is wrong with those is told once.
        findings.dedup_by(|a, b| a.rule == b.rule && a.diagnostic == b.diagnostic);
        let held = self.hold(&mut findings, &told, options);
        if options.bounded {
            bound(&mut findings);
        }
        let models = self.models.iter().zip(&told).filter(|(_, told)| **told).map(|(model, _)| model);
        let mut summary = summarise(models, &findings, suppressed);
        summary.known = held.as_ref().map(|held| held.known);
        let gone = held.map(|held| held.gone).unwrap_or_default();
        Settled { findings, concealed, summary, told, gone }
    }

    /// The files of the run.
    fn ids(&self) -> impl Iterator<Item = FileId> {
        self.sources.iter().skip(self.first).map(|(file, _)| file)
    }

    fn model(&self, file: FileId) -> Option<&FileModel> {
        self.models.get(file.index().checked_sub(self.first)?)
    }

    /// Whether a file is reported on. The configuration speaks of all files.
    fn is_told(&self, file: FileId, options: &Options) -> bool {
        let name = self.sources.get(file).map_or("", SourceFile::name);
        file.index() < self.first || options.told.as_ref().is_none_or(|told| told.contains(name))
    }

    /// Takes fixes away where they would be guesses, and calls those unsafe that would leave a program behind.
    fn judge_fixes(&self, findings: &mut [Finding]) {
        // In a file that does not follow its grammar places are guesses: nothing is offered there.
        let is_sound = |file: FileId| {
            self.model(file)
                .is_some_and(|model| model.faults.iter().all(|fault| fault.kind != FaultKind::Syntax))
        };
        let Files { models, sources, syntaxes, first } = *self;
        let programs = Programs { sources, models, syntaxes, first };
        for finding in findings {
            let own = &mut finding.diagnostic;
            if own.fix.as_ref().is_some_and(|fix| !fix.edits.iter().all(|edit| is_sound(edit.span.file))) {
                own.fix = None;
            }
            let Some(fix) = own.fix.as_mut().filter(|fix| fix.safe) else { continue };
            if let Some(why) = fix.edits.iter().find_map(|edit| programs.objection(edit, &fix.edits)) {
                fix.safe = false;
                own.notes.push(why.into());
            }
        }
    }

    /// Takes away what comments and the configuration allow, and adds what is wrong with these. Returns how many are gone.
    fn suppress(&self, findings: &mut Vec<Finding>, options: &Options) -> usize {
        let allowed = Allowed::of(options);
        let mut names = BTreeMap::new();
        let mut suppressed = 0;
        findings.retain(|finding| {
            let file = finding.diagnostic.primary.span.file;
            let by_comment = self
                .model(file)
                .is_some_and(|model| suppress::takes(&model.suppressions, finding, options.today));
            let by_entry = !allowed.is_empty() && {
                let name = || options.places.from_root(self.sources.name(file));
                allowed.takes(finding, names.entry(file).or_insert_with(name))
            };
            let hit = by_comment || by_entry;
            suppressed += usize::from(hit && self.is_told(file, options));
            !hit
        });
        let mut defects = Vec::new();
        for model in self.models {
            let can_tell = |rule: &RuleRef, target: Option<Span>| model.can_tell(rule, target);
            defects.extend(suppress::defects(&model.suppressions, options, &can_tell));
        }
        if !allowed.is_empty() {
            defects.extend(allowed.defects(&self.places(options)));
        }
        let defects = defects.into_iter();
        let mut defects: Vec<Finding> = defects
            .filter_map(|(defect, diagnostic)| finding(rules::of_suppression(defect), diagnostic, options))
            .collect();
        name_items(&mut defects, self.models, self.first);
        findings.append(&mut defects);
        suppressed
    }

    /// Takes away what the baseline knows.
    fn hold(&self, findings: &mut Vec<Finding>, told: &[bool], options: &Options) -> Option<Held> {
        let baseline = options.baseline.as_ref()?;
        let files = self.ids().zip(told).filter(|(_, told)| **told);
        let checked: BTreeSet<String> =
            files.map(|(file, _)| options.places.from_root(self.sources.name(file))).collect();
        // A finding may stand on several files: only where all were read is it known to be gone.
        let is_checked = |file: &str| options.is_whole && (options.told.is_none() || checked.contains(file));
        Some(baseline.hold(findings, self.sources, options, is_checked))
    }

    /// Every file by itself, and with each item in it.
    fn places(&self, options: &Options) -> Vec<Place<'_>> {
        let files = self.ids().map(|file| options.places.from_root(self.sources.name(file)));
        let mut places = Vec::new();
        for (model, file) in self.models.iter().zip(files) {
            let items = std::iter::once(None).chain(model.items.iter().map(Some));
            places.extend(items.map(|item| Place { file: file.clone(), item, is_cut: model.is_cut }));
        }
        places
    }
}

/// A file of a run, and an item in it if it speaks of one.
pub(super) struct Place<'m> {
    /// Named from the folder of the configuration.
    pub(super) file: String,
    item: Option<&'m Item>,
    /// Whether a part of the file could not be read.
    is_cut: bool,
}

impl Place<'_> {
    pub(super) fn name(&self) -> Option<&str> {
        self.item.and_then(Item::name).map(Text::as_str)
    }

    /// Whether a rule finds what there is to find here.
    pub(super) fn can_tell(&self, rule: &RuleRef) -> bool {
        !self.is_cut && self.item.is_none_or(|item| is_known(item, rule))
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

/// How many items before a place can hold it: a template and its translations, of which there is one a language.
const NEAR: usize = 200;

pub(super) fn item_of(model: &FileModel, span: Span) -> Option<usize> {
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

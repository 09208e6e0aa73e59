//! The company's own rules, as its configuration writes them: conditions over the definitions, and lists of words.
//!
//! Pure, like every rule: [`crate::config`] reads the configuration, and the engine runs the rules in its one walk. Only
//! this room names the `cel` crate.

mod condition;
mod message;
mod model;
mod value;
mod words;

pub use condition::{Condition, FUNCTIONS, LONGEST, Slip};
pub use message::{Message, Path};
pub use model::{Kind, Shape};
pub use words::{EVERY, GivenWord, Place, Wanted, WordList};

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Account, Item};
use crate::rules::{self, Cx, Group, RuleRef};
use crate::source::Span;
use message::Said;
use model::Record;

/// The word of the group that these rules are in.
pub const GROUP: &str = "company";

/// A rule of a configuration.
#[derive(Debug)]
pub struct CompanyRule {
    /// The kebab-case name, which none of ours has.
    pub name: String,
    /// How bad it is unless the configuration says otherwise.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: String,
    /// Its page, in Markdown: the first line is the summary.
    pub docs: String,
    /// Where the company says more of it.
    pub link: Option<String>,
    help: Option<String>,
    check: Check,
}

/// What a company's rule looks for.
#[derive(Debug)]
pub enum Check {
    /// Items for which a condition holds.
    Condition {
        /// Items of this kind.
        kind: Kind,
        /// What holds for them.
        condition: Condition,
        /// What is said then.
        message: Message,
        /// The place that is pointed at.
        at: Option<Path>,
    },
    /// Words in templates.
    Words(WordList),
}

/// Where a rule says more, and how bad what it finds is.
#[derive(Debug)]
pub struct About {
    /// The name.
    pub name: String,
    /// How bad it is.
    pub severity: Severity,
    /// What to do.
    pub help: Option<String>,
    /// Where the company says more of it.
    pub link: Option<String>,
    /// How the configuration writes what it looks for.
    pub written: String,
}

impl CompanyRule {
    /// A rule; its page is made of what is given.
    pub fn new(about: About, check: Check) -> Self {
        let About { name, severity, help, link, written } = about;
        let (summary, finds) = match &check {
            Check::Condition { kind, message, .. } => {
                let outline = message.outline();
                let summary = one_line(&outline);
                (
                    summary,
                    format!(
                        "Every {} for which this holds:\n\n```cel\n{}\n```",
                        kind.as_str(),
                        written.trim()
                    ),
                )
            }
            Check::Words(list) => (list.summary(), list.table().trim_end().to_owned()),
        };
        let mut docs = format!("{summary}\n\n## What it finds\n\n{finds}\n");
        if let Some(help) = &help {
            docs.push_str(&format!("\n## What to do\n\n{}\n", help.trim()));
        }
        CompanyRule { name, severity, summary, docs, link, help, check }
    }

    /// Looks at an item.
    pub(crate) fn check(&self, cx: &mut Cx<'_>, item: &Item) {
        match &self.check {
            Check::Words(list) => {
                if let Item::Template(template) = item {
                    list.check(cx, template, self.help.as_deref());
                }
            }
            Check::Condition { .. } => self.ask(cx, Record::of(item), item.heading()),
        }
    }

    /// Looks at the account of the configuration.
    pub(crate) fn check_account(&self, cx: &mut Cx<'_>, account: &Account) {
        self.ask(cx, Record::Account(account), account.heading());
    }

    fn ask(&self, cx: &mut Cx<'_>, record: Record<'_>, heading: Span) {
        let Check::Condition { kind, condition, message, at } = &self.check else { return };
        let today = cx.workspace.today.to_string();
        if record.kind() != *kind || condition.holds(record, &today) != Some(true) {
            return;
        }
        let span = at.as_ref().and_then(|at| at.span(record)).unwrap_or(heading);
        let mut diagnostic = Diagnostic::at(span, message.say(Said { record, word: "" }));
        if let Some(help) = &self.help {
            diagnostic = diagnostic.help(help.clone());
        }
        cx.report(diagnostic);
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rules of a configuration, and with them all names that can be meant.
#[derive(Clone, Debug, Default)]
pub struct Company {
    rules: Vec<Arc<CompanyRule>>,
}

impl Company {
    /// The rules that a configuration writes.
    pub fn new(rules: Vec<CompanyRule>) -> Self {
        Company { rules: rules.into_iter().map(Arc::new).collect() }
    }

    /// Adds rules; one of a known name takes the place of the one that had it.
    pub fn add(&mut self, more: Company) {
        for rule in more.rules {
            match self.rules.iter_mut().find(|known| known.name == rule.name) {
                Some(known) => *known = rule,
                None => self.rules.push(rule),
            }
        }
    }

    /// The rules, in the order of the configuration.
    pub fn rules(&self) -> &[Arc<CompanyRule>] {
        &self.rules
    }

    /// The rule of a name: one of ours, or one of these.
    pub fn find(&self, name: &str) -> Option<RuleRef> {
        let own = || self.rules.iter().find(|rule| rule.name == name);
        rules::find(name).map(RuleRef::Ours).or_else(|| own().map(RuleRef::from))
    }

    /// The names of the rules of a group; `None` where no group has this word.
    pub fn group(&self, word: &str) -> Option<Vec<&str>> {
        if word == GROUP {
            return Some(self.rules.iter().map(|rule| rule.name.as_str()).collect());
        }
        let group = Group::parse(word)?;
        Some(rules::RULES.iter().filter(|rule| rule.group == group).map(|rule| rule.name).collect())
    }

    /// The nearest name of a rule or group, for "did you mean".
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let ours = rules::RULES.iter().map(|rule| rule.name).chain(Group::ALL.map(Group::as_str));
        let own = self.rules.iter().map(|rule| rule.name.as_str());
        crate::syntax::lexical::nearest(name, ours.chain(own))
    }
}

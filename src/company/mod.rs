//! The company's own rules, as its configuration writes them.

use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::rules::{self, Group, RuleRef};

/// The word of the group that these rules are in.
pub const GROUP: &str = "company";

/// A rule of a configuration.
#[derive(Clone, Debug, PartialEq)]
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

    /// The rules, in the order of the configuration.
    pub fn rules(&self) -> &[Arc<CompanyRule>] {
        &self.rules
    }

    /// The rule of a name: one of ours, or one of these.
    pub fn find(&self, name: &str) -> Option<RuleRef> {
        let own = || self.rules.iter().find(|rule| rule.name == name);
        rules::find(name).map(RuleRef::Ours).or_else(|| own().cloned().map(RuleRef::Company))
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

//! A rule as a finding names it, whoever wrote the rule.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Check, Rule};
use crate::company::{self, CompanyRule};
use crate::diagnostic::Severity;

/// The rule that found something: one of ours, or one of the company's own. It costs nothing to copy.
#[derive(Clone)]
pub enum RuleRef {
    /// One of ours.
    Ours(&'static Rule),
    /// One that the configuration writes.
    Company(Arc<CompanyRule>),
}

impl RuleRef {
    /// The kebab-case name.
    pub fn name(&self) -> &str {
        match self {
            RuleRef::Ours(rule) => rule.name,
            RuleRef::Company(rule) => &rule.name,
        }
    }

    /// The word of its group.
    pub fn group_word(&self) -> &'static str {
        match self {
            RuleRef::Ours(rule) => rule.group.as_str(),
            RuleRef::Company(_) => company::GROUP,
        }
    }

    /// How bad it is unless the evidence of a case or the configuration says otherwise.
    pub fn severity(&self) -> Severity {
        match self {
            RuleRef::Ours(rule) => rule.severity,
            RuleRef::Company(rule) => rule.severity,
        }
    }

    /// What it finds, in one line.
    pub fn summary(&self) -> &str {
        match self {
            RuleRef::Ours(rule) => rule.summary(),
            RuleRef::Company(rule) => &rule.summary,
        }
    }

    /// Its page, in Markdown, without the head.
    pub fn docs(&self) -> &str {
        match self {
            RuleRef::Ours(rule) => rule.docs,
            RuleRef::Company(rule) => &rule.docs,
        }
    }

    /// The facts and clauses that it stands on; a company's rule stands on none of them.
    pub fn facts(&self) -> &'static [&'static str] {
        self.ours().map_or(&[], |rule| rule.facts)
    }

    /// Where its company says more of it.
    pub fn link(&self) -> Option<&str> {
        match self {
            RuleRef::Ours(_) => None,
            RuleRef::Company(rule) => rule.link.as_deref(),
        }
    }

    /// The rule, if it is one of ours.
    pub fn ours(&self) -> Option<&'static Rule> {
        match self {
            RuleRef::Ours(rule) => Some(rule),
            RuleRef::Company(_) => None,
        }
    }

    /// What it looks at, if it is one of ours.
    pub fn check(&self) -> Option<Check> {
        self.ours().map(|rule| rule.check)
    }
}

impl From<&'static Rule> for RuleRef {
    fn from(rule: &'static Rule) -> Self {
        RuleRef::Ours(rule)
    }
}

impl From<&Arc<CompanyRule>> for RuleRef {
    fn from(rule: &Arc<CompanyRule>) -> Self {
        RuleRef::Company(Arc::clone(rule))
    }
}

// A name is given once over both kinds, so it stands for the rule.
impl PartialEq for RuleRef {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for RuleRef {}

impl PartialOrd for RuleRef {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleRef {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl std::fmt::Debug for RuleRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

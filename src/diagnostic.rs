//! What a finding says, apart from which rule said it.

use std::borrow::Cow;

use crate::source::Span;

/// What is said: most of it is known beforehand and costs nothing to keep.
pub type Words = Cow<'static, str>;

/// How sure and how bad, from mild to severe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Better practice.
    Advice,
    /// Likely to be refused, re-filed, reported, or unlawful in a named country.
    Warning,
    /// The platform refuses it, or it breaks the terms or a law as written.
    Error,
}

impl Severity {
    /// The word that users read and write.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place, and what is to be said of it (may be empty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The very words.
    pub span: Span,
    /// What they are, in a few words.
    pub message: Words,
}

/// A replacement of bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What stands there instead, in the spelling of the file.
    pub replacement: String,
}

/// A change that makes a finding go away; all of its edits or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "rename to `order_shipped`".
    pub title: Words,
    /// Whether the meaning stays the same, so that it may be done without a look.
    pub safe: bool,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// A small argument: what, why, what else is involved, and what to do.
///
/// There is exactly one primary label by construction. The engine adds the rule and its severity.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Diagnostic {
    /// What is wrong, in one line.
    pub message: Words,
    /// Where.
    pub primary: Label,
    /// Other places that belong to it, perhaps in other files.
    pub secondary: Vec<Label>,
    /// Why it matters.
    pub notes: Vec<Words>,
    /// What to do.
    pub help: Option<Words>,
    /// A change that does it.
    pub fix: Option<Box<Fix>>,
    /// A severity that this case has instead of the rule's own, decided by the evidence.
    pub severity: Option<Severity>,
    /// Secrets of the files that no output shows whole, wherever they stand in it.
    pub concealed: Vec<Span>,
    /// The fact or clause that this case stands on, where it is not the rule's first.
    pub fact: Option<&'static str>,
}

impl Diagnostic {
    /// Starts a diagnostic at a place.
    pub fn at(span: Span, message: impl Into<Words>) -> Self {
        Diagnostic {
            message: message.into(),
            primary: Label { span, message: Words::default() },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            severity: None,
            concealed: Vec::new(),
            fact: None,
        }
    }

    /// Keeps what stands at a place out of every output; the place itself is told.
    pub fn conceals(mut self, span: Span) -> Self {
        self.concealed.push(span);
        self
    }

    /// Says what the primary place is.
    pub fn mark(mut self, message: impl Into<Words>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds another place.
    pub fn label(mut self, span: Span, message: impl Into<Words>) -> Self {
        // Most findings have one other place, and there are thousands of findings.
        if self.secondary.is_empty() {
            self.secondary.reserve_exact(1);
        }
        self.secondary.push(Label { span, message: message.into() });
        self
    }

    /// Adds a reason.
    pub fn note(mut self, note: impl Into<Words>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<Words>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a change that keeps the meaning. Where an edit cannot be made exactly, nothing is offered.
    pub fn fix(self, title: impl Into<Words>, edits: Option<Vec<Edit>>) -> Self {
        self.offer(title.into(), true, edits)
    }

    /// Offers a change that somebody has to look at.
    pub fn unsafe_fix(self, title: impl Into<Words>, edits: Option<Vec<Edit>>) -> Self {
        self.offer(title.into(), false, edits)
    }

    fn offer(mut self, title: Words, safe: bool, edits: Option<Vec<Edit>>) -> Self {
        if let Some(edits) = edits.filter(|edits| !edits.is_empty()) {
            self.fix = Some(Box::new(Fix { title, safe, edits }));
        }
        self
    }

    /// Names the fact or clause that this case stands on.
    pub fn cites(mut self, fact: &'static str) -> Self {
        self.fact = Some(fact);
        self
    }

    /// Says that this case stands on no fact.
    pub fn uncited(self) -> Self {
        self.cites("")
    }

    /// Gives this case a severity other than the rule's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// What kind of defect reading a file has met; each kind is answered by one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The file cannot be read at all: not UTF-8, too large, nested too deep, or of no known shape.
    Unreadable,
    /// The text does not follow its grammar.
    Syntax,
    /// A key that nobody reads.
    UnknownKey,
    /// A value of the wrong kind, or outside its vocabulary.
    InvalidValue,
}

/// A defect met while reading, before any rule runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its kind.
    pub kind: FaultKind,
    /// What to say.
    pub diagnostic: Diagnostic,
}

impl Fault {
    /// A defect of the given kind.
    pub fn new(kind: FaultKind, diagnostic: Diagnostic) -> Self {
        Fault { kind, diagnostic }
    }

    /// A break of the grammar at a place.
    pub fn syntax(span: Span, message: impl Into<Words>) -> Self {
        Fault::new(FaultKind::Syntax, Diagnostic::at(span, message))
    }
}

/// A number with its thousands apart.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

//! `group-harvested-source`

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, SourceKind};
use crate::rules::source_words;
use crate::rules::{Check, Cx};

rule! {
    /// Contacts that were lifted from groups.
    ///
    /// ## What it finds
    /// Audiences whose source is declared `group_members`, or whose source text, file name or column names say so: group
    /// members, participants, an export of a group, a group extractor.
    ///
    /// ## Why
    /// The members of a group agreed to talk to each other. Messages to them are the textbook case of spam, and several
    /// of them will report it together.
    ///
    /// ## Rejected
    /// ```waba
    /// audience parents { source: "exported with a group extractor"; exclude: opted_out }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// audience parents { source: web_form "https://school.example/news"; exclude: opted_out }
    /// ```
    name: "group-harvested-source",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-no-group-harvest"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(clue) = source_words::clue(audience, &[SourceKind::GroupMembers]) else { return };
    let name = audience.name.as_ref().map_or("", |name| name.as_str());
    cx.report(
        Diagnostic::at(clue.span, format!("the contacts of `{name}` were lifted from groups"))
            .mark(clue.says)
            .help("do not send to these people; invite them to a form or a chat where they can say yes"),
    );
}

//! `partial-archive`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};

rule! {
    /// Only a part of the messages is kept.
    ///
    /// ## What it finds
    /// `archive` blocks whose `coverage` is under 100%, or whose `scope` is `text`, so that pictures, voice and
    /// documents are lost.
    ///
    /// ## Why
    /// A sample is no record: the message that somebody asks for is the one that is missing.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { archive { system: "vault"; coverage: 50% }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { archive { system: "vault"; coverage: 100%; scope: all }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    name: "partial-archive",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-full-capture"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(archive) = &account.archive else { return };
    if let Some(coverage) = archive.coverage.filter(|coverage| coverage.value < 1.0) {
        let share = (coverage.value * 100.0).round();
        cx.report(
            Diagnostic::at(coverage.span, format!("only {share}% of the messages are kept"))
                .mark("the others are lost")
                .help("keep all of them: `coverage: 100%`"),
        );
    }
    if let Some(scope) = archive.scope.as_ref().filter(|scope| scope.as_str() == "text") {
        cx.report(
            Diagnostic::at(scope.span(), "only texts are kept")
                .mark("pictures, voice and documents are lost")
                .help("keep what people send besides: `scope: all`"),
        );
    }
}

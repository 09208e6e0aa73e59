//! `contacts-in-repository`

use crate::beside::Beside;
use crate::beside::contacts::ContactList;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// A list of contacts that lies in the repository.
    ///
    /// ## What it finds
    /// Tables (`.csv`, `.tsv`) with a column of telephone numbers: the header says so in any of sixteen languages, and
    /// what stands below it may be numbers of people. Nothing of the content is shown; the finding says how many
    /// rows there are, and whether they have columns for consent, source and date. Where the name or a folder says
    /// that this is test data, it is advice.
    ///
    /// Made-up numbers, those that regulators keep for fiction, a handful of rows, lists of shops, hotels, suppliers and other businesses, figures of devices, and
    /// columns of orders, ids, prices and postal codes are left alone. Files that `.gitignore` names are not opened.
    ///
    /// ## Why
    /// Everybody who can read the repository gets all contacts, and its history keeps them after the file is gone, so
    /// that nobody can be forgotten. A list that has neither consent nor source cannot show either when it is asked for.
    ///
    /// ## Rejected
    /// ```csv
    /// name;telefone;origem
    /// Beatriz;+55 11 98213-1973;loja
    /// Caio;+55 21 99418-2047;site
    /// Davi;+55 31 98730-6215;loja
    /// Elisa;+55 41 99152-8364;feira
    /// Fabio;+55 51 98467-3920;site
    /// ```
    ///
    /// ## Accepted
    /// ```csv
    /// pedido;cep;preco
    /// 98213197;01310-100;49,90
    /// 99418204;20040-002;19,90
    /// 98730621;30130-010;89,00
    /// 99152836;80010-000;12,50
    /// 98467392;90010-150;35,00
    /// ```
    name: "contacts-in-repository",
    group: Privacy,
    severity: Error,
    since: "0.1.0",
    facts: ["gov-contacts"],
    check: Check::Workspace(check),
}

fn check(cx: &mut Cx<'_>) {
    for (file, beside) in cx.workspace.beside.clone() {
        if let Beside::Contacts(list) = beside {
            cx.report(told(Span::new(file, 0, 0), list));
        }
    }
}

fn told(place: Span, list: &ContactList) -> Diagnostic {
    let about = if list.is_estimate { "about " } else { "" };
    let rows = list.rows;
    if list.is_test_data {
        let message = format!("test data with {about}{rows} telephone numbers that may be somebody's");
        return Diagnostic::at(place, message)
            .severity(Severity::Advice)
            .note("If they are made up, nothing needs to be done.")
            .help("numbers that regulators keep for examples, such as +1 202 555 0100, are known to be nobody's and are not told");
    }
    let found = Diagnostic::at(place, format!("a list of {about}{rows} contacts stands in the repository"))
        .note(columns(list));
    found.help("keep it where only the sending program reads it, name it in .gitignore, and take it out of the history too")
}

/// Which columns there are, and which are not.
fn columns(list: &ContactList) -> String {
    let all = [("consent", list.consent), ("source", list.source), ("date", list.date)];
    let of = |wanted: bool| -> Vec<&str> {
        all.iter().filter(|(_, there)| *there == wanted).map(|(name, _)| *name).collect()
    };
    let (there, missing) = (of(true), of(false));
    match (there.is_empty(), missing.is_empty()) {
        (true, _) => "no column says consent, source or date".to_owned(),
        (_, true) => "it has columns for consent, source and date".to_owned(),
        _ => format!("it has a column for {}, and none for {}", there.join(" and "), missing.join(" and ")),
    }
}

//! `opt-out-language-mismatch`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::policy;
use crate::rules::{Check, Cx};
use crate::text::language;

rule! {
    /// A way out in another language than the template.
    ///
    /// ## What it finds
    /// Marketing templates whose way out is named in another language only: "Reply STOP to unsubscribe" below a text in
    /// Portuguese. The keyword itself may be of any language. Hindi in Latin letters may end in English, and languages
    /// that are near to each other are not told apart.
    ///
    /// ## Why
    /// Who cannot read the way out does not find it, and blocks.
    ///
    /// ## Rejected
    /// ```waba
    /// template liquidacao {
    ///   category: marketing
    ///   language: pt_BR
    ///   body: "A liquidação da loja começou: venha conhecer as novidades até sábado."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template liquidacao {
    ///   category: marketing
    ///   language: pt_BR
    ///   body: "A liquidação da loja começou: venha conhecer as novidades até sábado."
    ///   footer: "Responda STOP para não receber mais"
    /// }
    /// ```
    name: "opt-out-language-mismatch",
    group: OptOut,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-opt-out-instructions"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Marketing) {
        return;
    }
    let Some(declared) = &template.language else { return };
    let Some(own) = policy::phrases_of(declared.as_str()) else { return };
    let ways = cx.reader.ways_out(template);
    let is_own = |language: &&'static str| language::alike(language, own.language);
    let Some(first) = ways.first() else { return };
    // What has no language, such as a link, says nothing of one.
    if ways.iter().any(|way| way.languages.is_empty() || way.languages.iter().any(is_own)) {
        return;
    }
    let shares = cx.reader.shares(template);
    if shares.of(own.language).language.ends_with("-Latn") && first.languages.contains(&"en") {
        return;
    }
    let found = first.languages.first().map_or("another language", |language| language::name(language));
    let line = if own.opt_out_line.is_empty() {
        String::new()
    } else {
        format!(", such as \"{}\"", own.opt_out_line)
    };
    cx.report(
        Diagnostic::at(
            first.span,
            format!("the way out is in {found}, and the template in {}", language::name(own.language)),
        )
        .mark(format!("in {found}"))
        .label(declared.span(), "declared here")
        .help(format!("name it in the language of the template{line}")),
    );
}

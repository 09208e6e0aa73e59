//! `unsupported-language-code`

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{Dialect, Template};
use crate::policy::{LANGUAGE_INSTEAD, LANGUAGES};
use crate::rules::{Check, Cx};
use crate::syntax::lexical::nearest;
use crate::syntax::tree::Text;
use crate::text::tokens::normalise;

rule! {
    /// A language code that the platform does not list.
    ///
    /// ## What it finds
    /// Codes in another spelling (`en-US`, `PT_br`), codes that need a country (`pt`, `zh`), codes with a country that
    /// is not listed (`hi_IN`), and names of languages. The help gives the code to write.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100); a send in a language that does not exist fails
    /// with 132001.
    ///
    /// ## Rejected
    /// ```waba
    /// template pedido_enviado {
    ///   category: utility
    ///   language: pt
    ///   body: "O seu pedido saiu do nosso armazém e chega na sexta-feira."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template pedido_enviado {
    ///   category: utility
    ///   language: pt_BR
    ///   body: "O seu pedido saiu do nosso armazém e chega na sexta-feira."
    /// }
    /// ```
    name: "unsupported-language-code",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-language-enum", "tpl-language-bare-pt-zh"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(language) = &template.language else { return };
    let code = language.as_str();
    if LANGUAGES.binary_search(&code).is_ok() {
        return;
    }
    // In a shape of one's own a key by language is read by one's own code, and so is another spelling of a code.
    let is_spelling =
        || instead(code).iter().any(|known| known.eq_ignore_ascii_case(&code.replace('-', "_")));
    if template.dialect == Dialect::Other && (template.is_upsert || is_spelling()) {
        return;
    }
    if language.is_blank() {
        cx.report(
            Diagnostic::at(template.heading(), "the language of this template is empty")
                .mark("no language")
                .help("write a code of the platform's list, such as `en_US`, `es_MX`, `pt_BR` or `hi`"),
        );
        return;
    }
    let choices = instead(code);
    let help = match choices.as_slice() {
        [] => "use a code of the platform's list, such as `en_US`, `es_MX`, `pt_BR` or `hi`".to_owned(),
        [only] => format!("write `{only}`"),
        [head @ .., last] => {
            let head: Vec<String> = head.iter().map(|code| format!("`{code}`")).collect();
            format!("write {} or `{last}`", head.join(", "))
        }
    };
    let diagnostic = Diagnostic::at(language.span(), format!("`{code}` is no language code of the platform"))
        .mark("not listed")
        .help(help);
    cx.report(match choices.as_slice() {
        [only] => diagnostic.fix(format!("write `{only}`"), respelled(cx, template, language, only)),
        _ => diagnostic,
    });
}

/// Writes another code in a template, and in the campaigns that ask for it by the old one.
fn respelled(cx: &Cx<'_>, template: &Template, language: &Text, wanted: &str) -> Option<Vec<Edit>> {
    let workspace = cx.workspace;
    let name = template.name.as_ref().map_or("", Text::as_str);
    let is_taken = workspace.templates_named(name).any(|other| {
        let code = other.language.as_ref().map_or("", Text::as_str);
        code != language.as_str() && (code == wanted || instead(code).as_slice() == [wanted])
    });
    if is_taken {
        return None;
    }
    let asked =
        workspace.campaigns_sending(name).into_iter().filter_map(|campaign| campaign.language.as_ref());
    let asked = asked.filter(|code| code.as_str() == language.as_str());
    let edit = |text: &Text| text.rewrite(0..text.as_str().len(), wanted, workspace.text(text.span().file));
    std::iter::once(language).chain(asked).map(edit).collect()
}

/// The codes that were probably meant.
fn instead(code: &str) -> Vec<&'static str> {
    let spelled = code.trim().replace('-', "_");
    let listed = |code: &str| LANGUAGES.iter().find(|known| known.eq_ignore_ascii_case(code)).copied();
    if let Some(known) = listed(&spelled) {
        return vec![known];
    }
    let plain = normalise(&spelled);
    if let Some((_, choices)) = LANGUAGE_INSTEAD.iter().find(|(known, _)| known.eq_ignore_ascii_case(&plain))
    {
        return choices.to_vec();
    }
    let base = spelled.split('_').next().unwrap_or_default();
    if spelled.contains('_')
        && let Some(known) = listed(base)
    {
        return vec![known];
    }
    let of_base: Vec<&'static str> = LANGUAGES
        .iter()
        .filter(|known| {
            known.split_once('_').is_some_and(|(language, _)| language.eq_ignore_ascii_case(base))
        })
        .copied()
        .collect();
    if !of_base.is_empty() {
        return of_base;
    }
    // Two or three letters are near to many codes and prove nothing.
    nearest(&spelled, LANGUAGES.iter().copied()).filter(|_| spelled.len() > 3).into_iter().collect()
}

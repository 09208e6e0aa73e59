//! `language-mismatch`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::syntax::message::Message;
use crate::syntax::tree::Text;
use crate::text::language;

rule! {
    /// A text in another language than the declared one.
    ///
    /// ## What it finds
    /// Templates whose texts are plainly written in another language, or another script, than the code says. Words of
    /// other languages (brands, products, borrowed words) do not count, Hindi in Latin letters is Hindi, languages that
    /// are too near to each other (Malay and Indonesian) are not told apart, and short texts are left alone.
    ///
    /// ## Why
    /// Review refuses it, and a send in a language picks the text by its code.
    ///
    /// ## Rejected
    /// ```waba
    /// template cita_manana {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hola, le recordamos su cita de mañana a las 10:00 en nuestra clínica. Si no puede venir, responda aquí."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template cita_manana {
    ///   category: utility
    ///   language: es
    ///   body: "Hola, le recordamos su cita de mañana a las 10:00 en nuestra clínica. Si no puede venir, responda aquí."
    /// }
    /// ```
    name: "language-mismatch",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["tpl-language-content-match"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(declared) = &template.language else { return };
    let texts = template.texts();
    let shares = cx.reader.shares(template);
    let base = language::base(declared.as_str());
    let body = template.body.as_ref().and_then(|body| body.text.as_ref());
    let Some(place) = body.or(texts.first().copied()) else { return };
    if let Some(written) = language::mismatch(&base, &shares) {
        cx.report(
            diagnostic(place, declared, &format!("in {}", language::name(written))).help(help(written)),
        );
    } else if let Some(script) =
        language::other_script(&base, texts.iter().map(|message| message.text.as_str()))
    {
        cx.report(
            diagnostic(place, declared, &format!("in {script} letters"))
                .help("declare the language that the text is written in"),
        );
    }
}

fn diagnostic(place: &Message, declared: &Text, written: &str) -> Diagnostic {
    let code = declared.as_str();
    let (start, end) = first_line(place.text.as_str());
    Diagnostic::at(
        place.text.slice(start..end),
        format!("this text is written {written}, and declared `{code}`"),
    )
    .mark(format!("written {written}"))
    .label(declared.span(), "declared here")
}

/// The first line that says something.
fn first_line(text: &str) -> (usize, usize) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            let start = at + line.len() - line.trim_start().len();
            return (start, at + line.trim_end().len());
        }
        at += line.len();
    }
    (0, text.len())
}

fn help(written: &str) -> String {
    let base = language::base(written);
    let codes: Vec<&str> =
        policy::LANGUAGES.iter().copied().filter(|code| language::base(code) == base).collect();
    match codes.as_slice() {
        [] => "declare the language that the text is written in, or translate it".to_owned(),
        [code] => format!("declare `{code}`, or translate the text"),
        [first, ..] => format!("declare `{first}` or another code of that language, or translate the text"),
    }
}

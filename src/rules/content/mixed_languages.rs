//! `mixed-languages`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::text::language;
use crate::text::tokens::Token;

rule! {
    /// A text in two languages.
    ///
    /// ## What it finds
    /// Texts of which a good part is written in a second language: whole phrases of English in Spanish, or Hindi in
    /// Latin letters between English sentences. Brands, product names and borrowed words do not count, and short texts
    /// are left alone.
    ///
    /// ## Why
    /// Review refuses texts that mix languages. Make one template for each language.
    ///
    /// ## Rejected
    /// ```waba
    /// template cita_manana {
    ///   category: utility
    ///   language: es
    ///   body: "Hola, le recordamos su cita de mañana en la clínica. Please let us know if you are not able to come, and we will call you."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template cita_manana {
    ///   category: utility
    ///   language: es
    ///   body: "Hola, le recordamos su cita de mañana en Happy Smile Dental Studio. Si no puede venir, responda aquí, por favor."
    /// }
    /// ```
    name: "mixed-languages",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["tpl-language-content-match"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let declared = template.language.as_ref().map(|code| language::base(code.as_str()));
    let texts = template.texts();
    let shares = cx.reader.shares(template);
    let tokens: Vec<_> = texts.iter().map(|message| cx.reader.tokens(message)).collect();
    let Some((first, second, words)) =
        language::mixed(declared.as_deref(), &shares, tokens.iter().flat_map(|tokens| tokens.iter()))
    else {
        return;
    };
    // The text with most of the second language's words; the place is from the first of them to the last.
    let in_text = |tokens: &[Token]| tokens.iter().filter(|token| words.contains(token)).count();
    let Some((message, tokens)) = texts.iter().zip(&tokens).max_by_key(|(_, tokens)| in_text(tokens)) else {
        return;
    };
    let mut own = tokens.iter().filter(|token| words.contains(token)).map(|token| token.range.clone());
    let Some(range) = own.next().map(|from| from.start..own.next_back().map_or(from.end, |last| last.end))
    else {
        return;
    };
    let (first, second) = (language::name(first), language::name(second));
    cx.report(
        Diagnostic::at(
            message.text.slice(range),
            format!("this template is written in {first} and {second}"),
        )
        .mark(format!("in {second}"))
        .help("write one template for each language"),
    );
}

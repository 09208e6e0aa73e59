//! `invalid-variable-name`

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::rules::{Check, Cx};
use crate::source::Span;
use crate::syntax::message::Variable;
use crate::text::tokens::normalise;

rule! {
    /// A placeholder name with anything but lower-case letters and underscores.
    ///
    /// ## What it finds
    /// Names with capital letters or letters outside of a to z. Digits are a warning, because the platform's pages
    /// do not mention them.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hello {{firstName}}, your order has left our warehouse."
    ///   sample: { firstName: "Ana" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Hello {{first_name}}, your order has left our warehouse."
    ///   sample: { first_name: "Ana" }
    /// }
    /// ```
    name: "invalid-variable-name",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-parameter-named-pattern"],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let texts = template.texts();
    let bad = |c: char| !c.is_ascii_lowercase() && c != '_';
    let is_odd =
        |(variable, _): (&Variable, _)| matches!(variable, Variable::Name(name) if name.contains(bad));
    if !texts.iter().any(|message| message.placeholders().any(is_odd)) {
        return;
    }
    let mut places: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for message in &texts {
        for (variable, segment) in message.placeholders() {
            if let Variable::Name(name) = variable {
                places.entry(name).or_default().push(message.span_of(segment));
            }
        }
    }
    let wanted: Vec<Option<String>> = places.keys().map(|name| snake(name)).collect();
    for ((name, spans), suggestion) in places.iter().zip(&wanted) {
        let (true, Some((first, others))) = (name.contains(bad), spans.split_first()) else { continue };
        let only_digits = name.chars().filter(|c| bad(*c)).all(|c| c.is_ascii_digit());
        // Two names must not become one.
        let is_free = |name: &String| wanted.iter().flatten().filter(|other| *other == name).count() == 1;
        let message = format!("`{name}` is no name that the platform documents for a placeholder");
        let mut diagnostic = Diagnostic::at(*first, message);
        for other in others {
            diagnostic = diagnostic.label(*other, "here too");
        }
        let diagnostic = match suggestion.as_ref().filter(|name| is_free(name)) {
            Some(name) if !only_digits => {
                diagnostic.help(format!("write `{{{{{name}}}}}` wherever it stands, in the samples too"))
            }
            _ => diagnostic.help("use lower-case letters a to z and underscores"),
        };
        cx.report(if only_digits {
            diagnostic
                .mark("holds a digit")
                .note("the platform names lower-case letters and underscores, and says nothing of digits")
                .severity(Severity::Warning)
        } else {
            diagnostic.mark("not of lower-case letters and underscores")
        });
    }
}

/// `firstName` as `first_name` and `customerID` as `customer_id`; `None` where nothing useful is left.
fn snake(name: &str) -> Option<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let begins_word = c.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_uppercase() && chars.get(at + 1).is_some_and(|next| next.is_lowercase())
            });
        if begins_word && !out.ends_with('_') {
            out.push('_');
        }
        match c {
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' => out.push('d'),
            c => {
                let plain = normalise(c.encode_utf8(&mut [0; 4]));
                out.extend(plain.chars().filter(|c| c.is_ascii_lowercase() || *c == '_'));
            }
        }
    }
    let out = out.trim_matches('_').to_owned();
    (!out.is_empty()).then_some(out)
}

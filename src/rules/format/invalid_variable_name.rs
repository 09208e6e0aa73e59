//! `invalid-variable-name`

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Template;
use crate::rules::{Check, Cx};
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
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for message in template.texts() {
        for (variable, segment) in message.placeholders() {
            let Variable::Name(name) = variable else { continue };
            let bad = |c: char| !c.is_ascii_lowercase() && c != '_';
            if !name.contains(bad) || !told.insert(name) {
                continue;
            }
            let only_digits = name.chars().filter(|c| bad(*c)).all(|c| c.is_ascii_digit());
            let suggestion = snake(name);
            let diagnostic = Diagnostic::at(
                message.span_of(segment),
                format!("`{name}` is no name that the platform documents for a placeholder"),
            );
            let diagnostic = match suggestion {
                Some(name) if !only_digits => {
                    diagnostic.help(format!("write `{{{{{name}}}}}`, here and in the sample"))
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
}

/// `firstName` as `first_name`; `None` where nothing useful is left.
fn snake(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase()
            && !out.is_empty()
            && !out.ends_with('_')
            && !name.bytes().all(|b| !b.is_ascii_lowercase())
        {
            out.push('_');
        }
        out.extend(
            normalise(c.encode_utf8(&mut [0; 4])).chars().filter(|c| c.is_ascii_lowercase() || *c == '_'),
        );
    }
    let out = out.trim_matches('_').to_owned();
    (!out.is_empty()).then_some(out)
}

//! Which values a template needs, under the names that `values` and `sample` give them.

use crate::model::{Button, Sample, Samples, Template};
use crate::source::Span;
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::Text;

/// What columns of a contact list are for; other columns hold values.
pub(crate) const ROLES: &[&str] =
    &["phone", "opted_in_at", "opted_out_at", "language", "country", "source", "email", "zone", "birthday"];

/// A placeholder that needs a value.
pub(crate) struct Needed {
    /// Its name in `values`: `first_name`, `1`, `header_1`, `url_1`.
    pub(crate) key: String,
    /// The placeholder as the template writes it.
    pub(crate) variable: Variable,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Every placeholder of a template, each key once.
pub(crate) fn needed(template: &Template) -> Vec<Needed> {
    let mut found: Vec<Needed> = Vec::new();
    let mut add = |message: &Message, key: &dyn Fn(&Variable) -> String| {
        for (variable, span) in message.variables() {
            let key = key(&variable);
            if found.iter().all(|known| known.key != key) {
                found.push(Needed { key, variable, span });
            }
        }
    };
    if let Some(text) = template.header.as_ref().and_then(|header| header.text.as_ref()) {
        add(text, &|variable| match variable {
            Variable::Position(number) => format!("header_{number}"),
            Variable::Name(name) => name.to_string(),
        });
    }
    if let Some(text) = template.body.as_ref().and_then(|body| body.text.as_ref()) {
        add(text, &|variable| match variable {
            Variable::Position(number) => number.to_string(),
            Variable::Name(name) => name.to_string(),
        });
    }
    for (key, button) in links(template) {
        if let Some(url) = &button.url {
            add(url, &|_| key.clone());
        }
    }
    found
}

/// The template's links whose address ends in a placeholder, as `url_1`, `url_2` and so on.
pub(crate) fn links(template: &Template) -> Vec<(String, &Button)> {
    let has_variable = |button: &&Button| button.url.as_ref().is_some_and(|url| !url.variables().is_empty());
    let links = template.buttons.iter().filter(has_variable).enumerate();
    links.map(|(at, button)| (format!("url_{}", at + 1), button)).collect()
}

/// All sample values of a template's texts and links, each with the name of its placeholder where that is given.
pub(crate) fn samples(template: &Template) -> Vec<(String, &Text)> {
    let mut all: Vec<&Samples> = Vec::new();
    all.extend(template.header.iter().filter(|header| header.text.is_some()).map(|header| &header.samples));
    all.extend(template.bodies().map(|(body, _)| &body.samples));
    all.extend(template.all_buttons().map(|button| &button.samples));
    let name = |sample: &Sample| match &sample.variable {
        Some(Variable::Position(number)) => number.to_string(),
        Some(Variable::Name(name)) => name.to_string(),
        None => String::new(),
    };
    let values = all.into_iter().flat_map(|samples| &samples.values);
    values.filter_map(|sample| Some((name(sample), sample.value.as_ref()?))).collect()
}

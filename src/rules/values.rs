//! Which values a template needs, under the names that `values` and `sample` give them.

use crate::model::{Button, Samples, Template};
use crate::source::Span;
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::Text;

/// A placeholder that needs a value.
pub(crate) struct Needed {
    /// Its name in `values`: `first_name`, `1`, `header_1`, `url_1`.
    pub(crate) key: String,
    /// The placeholder as the template writes it.
    pub(crate) variable: Variable,
    /// The part that it stands in.
    pub(crate) part: &'static str,
    /// Where it stands.
    pub(crate) span: Span,
}

impl std::fmt::Display for Needed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of the {}", self.variable, self.part)
    }
}

/// Every placeholder of a template's header, body and links, each key once.
pub(crate) fn needed(template: &Template) -> Vec<Needed> {
    let mut found: Vec<Needed> = Vec::new();
    if let Some(text) = template.header.as_ref().and_then(|header| header.text.as_ref()) {
        add(&mut found, text, "header", &|variable| match variable {
            Variable::Position(number) => format!("header_{number}"),
            Variable::Name(name) => name.to_string(),
        });
    }
    if let Some(text) = template.body.as_ref().and_then(|body| body.text.as_ref()) {
        add(&mut found, text, "body", &plain_key);
    }
    for (key, button) in links(template) {
        if let Some(url) = &button.url {
            add(&mut found, url, "link", &|_| key.clone());
        }
    }
    found
}

/// The placeholders of a template's cards, whose values are given with each card.
pub(crate) fn of_cards(template: &Template) -> Vec<Needed> {
    let mut found: Vec<Needed> = Vec::new();
    for text in template.cards().iter().filter_map(|card| card.body.as_ref()?.text.as_ref()) {
        add(&mut found, text, "card", &plain_key);
    }
    found
}

fn plain_key(variable: &Variable) -> String {
    match variable {
        Variable::Position(number) => number.to_string(),
        Variable::Name(name) => name.to_string(),
    }
}

fn add(found: &mut Vec<Needed>, message: &Message, part: &'static str, key: &dyn Fn(&Variable) -> String) {
    for (variable, span) in message.variables() {
        let key = key(&variable);
        if found.iter().all(|known| known.key != key) {
            found.push(Needed { key, variable, part, span });
        }
    }
}

/// The template's links whose address ends in a placeholder, as `url_1`, `url_2` and so on.
pub(crate) fn links(template: &Template) -> Vec<(String, &Button)> {
    let has_variable = |button: &&Button| button.url.as_ref().is_some_and(|url| !url.variables().is_empty());
    let links = template.buttons.iter().filter(has_variable).enumerate();
    links.map(|(at, button)| (format!("url_{}", at + 1), button)).collect()
}

/// How a sample names its placeholder: by its key, or by its place among samples without names.
pub(crate) enum SampleName<'t> {
    /// A placeholder.
    Of(&'t Variable),
    /// The number of the sample, from 1.
    Number(usize),
}

impl std::fmt::Display for SampleName<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SampleName::Of(Variable::Position(number)) => write!(f, "{number}"),
            SampleName::Of(Variable::Name(name)) => f.write_str(name),
            SampleName::Number(number) => write!(f, "{number}"),
        }
    }
}

/// All sample values of a template's texts and links, each with its name.
pub(crate) fn samples(template: &Template) -> impl Iterator<Item = (SampleName<'_>, &Text)> {
    let headers = template.header.iter().filter(|header| header.text.is_some()).map(|header| &header.samples);
    let bodies = template.bodies().map(|(body, _)| &body.samples);
    let all = headers.chain(bodies).chain(template.all_buttons().map(|button| &button.samples));
    all.flat_map(|samples: &Samples| samples.values.iter().enumerate()).filter_map(|(at, sample)| {
        // Samples without names stand in the order of the numbers.
        let name = sample.variable.as_ref().map_or(SampleName::Number(at + 1), SampleName::Of);
        Some((name, sample.value.as_ref()?))
    })
}

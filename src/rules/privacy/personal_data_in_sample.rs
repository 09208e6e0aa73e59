//! `personal-data-in-sample`

use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use crate::model::{Sample, Template};
use crate::policy;
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::Text;
use crate::text::links::{HostKind, registrable};
use crate::text::pattern::PatternSet;
use crate::text::personal::{Kind, digits, domain_of, held};
use crate::text::tokens::{Token, TokenKind, name_parts};

rule! {
    /// A sample value that looks like a real person's.
    ///
    /// ## What it finds
    /// Sample values with an e-mail address of a person, a phone number in full, a card number or an IBAN that checks out,
    /// or a number by which a state knows a person (CPF, DNI, codice fiscale, Aadhaar and others), wherever it stands in
    /// the value.
    ///
    /// What is the business's own passes: numbers and domains that its account declares or the template leads to, hotlines,
    /// mailboxes such as `kundenservice@` and `noreply@`, and values that the text or the name of the variable gives as
    /// the place where people reach the business. So does what is made up: example domains, names that stand for
    /// anybody, numbers that regulators keep for fiction.
    ///
    /// ## Why
    /// Samples go to reviewers, into repositories and logs. A made-up value does the same work and harms nobody.
    ///
    /// ## Rejected
    /// ```waba
    /// template note { category: utility; language: en_GB; body: "Your ticket {{1}} is open, we will write to {{2}} soon."; sample: { 1: "77", 2: "j.silva.1984@gmail.com" } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template note { category: utility; language: en_GB; body: "Your ticket {{1}} is open, we will write to {{2}} soon."; sample: { 1: "77", 2: "ana@example.com" } }
    /// ```
    name: "personal-data-in-sample",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-minimisation"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let mut own: Option<Own> = None;
    for (message, samples) in parts(template) {
        for (at, sample) in samples.iter().enumerate() {
            let Some(value) = &sample.value else { continue };
            let variable = sample.variable.clone().unwrap_or(Variable::Position(at as u32 + 1));
            let named = match &variable {
                Variable::Name(name) => name_parts(name),
                Variable::Position(_) => Vec::new(),
            };
            let all = held(value.as_str(), &named);
            if all.is_empty() || named.iter().any(|part| policy::BUSINESS_NAMES.contains(&part.as_str())) {
                continue;
            }
            if message.is_some_and(|message| leads_to_us(cx, message, &variable)) {
                continue;
            }
            let own = own.get_or_insert_with(|| Own::of(cx, template));
            let Some(found) =
                all.into_iter().find(|held| !own.holds(held.kind, value.part(held.range.clone()).as_str()))
            else {
                continue;
            };
            cx.report(
                Diagnostic::at(
                    value.slice(found.range),
                    format!("a sample holds what looks like {} of somebody", found.kind.as_str()),
                )
                .mark("real?")
                .help("make one up: ana@example.com, +1 212 555 0143, a number that belongs to nobody"),
            );
        }
    }
}

/// The texts of a template with the samples of their placeholders; samples of addresses and stray ones have none.
fn parts(template: &Template) -> Vec<(Option<&Message>, &[Sample])> {
    let mut parts: Vec<(Option<&Message>, &[Sample])> = Vec::new();
    let cards = template.cards();
    for header in template.header.iter().chain(cards.iter().filter_map(|card| card.header.as_ref())) {
        parts.push((header.text.as_ref(), &header.samples.values));
    }
    for body in template.body.iter().chain(cards.iter().filter_map(|card| card.body.as_ref())) {
        parts.push((body.text.as_ref(), &body.samples.values));
    }
    parts.extend(template.all_buttons().map(|button| (None, button.samples.values.as_slice())));
    parts.push((None, &template.stray_samples));
    parts
}

/// How many words before a placeholder may say whose its value is.
const NEAR: usize = 6;

/// Whether the words before a placeholder say that people reach the business there.
fn leads_to_us(cx: &Cx<'_>, message: &Message, variable: &Variable) -> bool {
    static SET: OnceLock<PatternSet> = OnceLock::new();
    let set = SET.get_or_init(|| PatternSet::new(policy::REACH_US.iter().copied()));
    let Some((_, segment)) = message.placeholders().find(|(own, _)| *own == variable) else { return false };
    let tokens = cx.reader.tokens(message);
    let place =
        tokens.iter().position(|token| token.range.end > segment.range().start).unwrap_or(tokens.len());
    let before = tokens.get(place.saturating_sub(NEAR)..place).unwrap_or_default();
    let is_break = |token: &Token| token.kind == TokenKind::Break;
    let sentence = before.iter().rposition(is_break).map_or(0, |at| at + 1);
    // What stands behind another value speaks of that one.
    let value = before.iter().rposition(|token| token.kind == TokenKind::Number).map_or(0, |at| at + 1);
    let near = before.get(sentence.max(value)..).unwrap_or_default();
    !set.find(near).is_empty()
}

/// What is the business's own: its numbers and domains, as its accounts and the template itself say.
struct Own {
    numbers: Vec<String>,
    domains: Vec<String>,
}

impl Own {
    fn of(cx: &Cx<'_>, template: &Template) -> Self {
        let accounts = cx.workspace.accounts_of(template);
        let numbers = accounts.iter().flat_map(|account| account.numbers.iter().map(Text::as_str));
        let buttons = template.all_buttons().filter_map(|button| button.phone_number.as_deref());
        let written = numbers.chain(buttons.map(Text::as_str));
        let declared = cx.workspace.domains_of(template).into_iter().map(|domain| domain.host);
        let links = cx.reader.links(template);
        let linked = links.iter().filter(|link| link.kind() == HostKind::Name).map(|link| link.host.clone());
        Own {
            numbers: written.map(digits).collect(),
            domains: declared.chain(linked).map(|host| registrable(&host).to_owned()).collect(),
        }
    }

    fn holds(&self, kind: Kind, written: &str) -> bool {
        match kind {
            Kind::Address => self.domains.contains(&domain_of(written)),
            Kind::Phone => {
                // One of them may be written without its calling code.
                let number = digits(written);
                let end = number.trim_start_matches('0');
                self.numbers
                    .iter()
                    .any(|own| own.ends_with(end) || number.ends_with(own.as_str()) && !own.is_empty())
            }
            _ => false,
        }
    }
}

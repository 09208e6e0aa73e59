//! Audiences, campaigns and accounts.

use super::super::fields::{Fields, Lower};
use super::super::keys::{
    BACKUPS, CAMPAIGN_CHANNELS, CAPTURES, DEVICES, FALLBACKS, INDUSTRIES, NUMBER_OWNERS, QUALITIES,
    ROTATIONS, SCOPES, STOP_EVENTS,
};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Account, Archive, Audience, Basis, Campaign, Channel, Consent, ConsentMethod, DataHandling, Item,
    OptOutHandling, Oversight, Purpose, Reference, Resend, SendChoice, SourceDeclaration, SourceKind, Step,
    VariableValue, Word,
};
use crate::policy;
use crate::source::{Span, Spanned};
use crate::syntax::lexical;
use crate::syntax::message::Variable;
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, TextBuilder, Value};

pub(super) fn audience(
    lower: &mut Lower<'_>,
    span: Span,
    mut fields: Fields<'_>,
    name: Option<Text>,
) -> Item {
    let own_name = fields.word(lower, "name");
    let audience = Audience {
        span,
        name: name.or(own_name),
        source: fields.node("source").and_then(|node| source(lower, node)),
        file: fields.text(lower, "file"),
        columns: fields.node("columns").map(|node| columns(lower, node)).unwrap_or_default(),
        countries: fields.node("countries").map(|node| countries(lower, node)).unwrap_or_default(),
        size: fields.number(lower, "size"),
        consent: fields.entry("consent").and_then(|entry| consent(lower, entry)),
        exclude: fields.words(lower, "exclude"),
        suppression: fields.text(lower, "suppression"),
        part_of: fields.references(lower, "part_of"),
        overlaps: fields.references(lower, "overlaps"),
        disjoint_from: fields.references(lower, "disjoint_from"),
        saved_our_number: fields.switch(lower, "saved_our_number"),
        last_contact_within: fields.duration(lower, "last_contact_within"),
        minimum_age: fields.number(lower, "minimum_age"),
        zones: fields.node("zones").map(|node| zones(lower, node)).unwrap_or_default(),
    };
    fields.finish(lower);
    Item::Audience(Box::new(audience))
}

/// `web_form "https://…"`, `checkout`, `"free text"`, or `{ kind: web_form, where: "…" }`.
fn source(lower: &mut Lower<'_>, node: &Node) -> Option<SourceDeclaration> {
    let mut source = SourceDeclaration { span: node.span, kind: None, detail: None };
    let kind = |lower: &mut Lower<'_>, node: &Node| {
        lower.vocabulary("source", node, SourceKind::WORDS, SourceKind::parse)
    };
    match &node.value {
        Value::Map(entries) => {
            let mut fields = Fields::new("source", entries);
            source.kind = fields.node("kind").and_then(|node| kind(lower, node));
            for entry in fields.all(&["where", "detail"]) {
                source.detail = lower.text(entry.key.as_str(), &entry.value);
            }
            fields.finish(lower);
        }
        Value::Phrase(atoms) => {
            let mut atoms = atoms.iter();
            source.kind = atoms.next().and_then(|node| kind(lower, node));
            source.detail = atoms.next().and_then(|node| lower.text("source", node));
            if let Some(extra) = atoms.next() {
                lower.invalid(
                    Diagnostic::at(extra.span, "a source is one word and one text")
                        .mark("one too many")
                        .help("write `web_form \"https://…\"`, or a single text in quotes"),
                );
            }
        }
        Value::Scalar(Scalar { text, style }) => {
            let known = SourceKind::parse(text.as_str());
            let one_word = !text.as_str().trim().contains(char::is_whitespace);
            if known.is_some() {
                source.kind = Some(Word { text: text.clone(), known });
            } else if *style == Style::Bare
                && one_word
                && lexical::nearest(text.as_str(), SourceKind::WORDS.iter().copied()).is_some()
            {
                lower.outside("source", text, SourceKind::WORDS);
                source.detail = Some(text.clone());
            } else {
                source.detail = Some(text.clone());
            }
        }
        _ => {
            lower.wrong_kind("source", "a source such as `web_form \"https://…\"`", node);
            return None;
        }
    }
    Some(source)
}

fn columns(lower: &mut Lower<'_>, node: &Node) -> Vec<(Text, Text)> {
    let Some(entries) = node.as_map() else {
        lower.wrong_kind("columns", "a block such as `{ phone: wa_number }`", node);
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|entry| lower.word("columns", &entry.value).map(|column| (entry.key.clone(), column)))
        .collect()
}

fn countries(lower: &mut Lower<'_>, node: &Node) -> Vec<Text> {
    let mut codes = Vec::new();
    for code in lower.words("countries", node) {
        // A calling code stands for the countries that have it.
        if code.as_str().starts_with('+') {
            let behind = policy::countries_of_number(code.as_str());
            if behind.is_empty() {
                lower.invalid(
                    Diagnostic::at(code.span(), format!("`{}` is no calling code", code.as_str()))
                        .mark("not known")
                        .help("use the two-letter codes of ISO 3166, such as `BR`, or a calling code such as `\"+55\"`"),
                );
            }
            for country in behind {
                let span = code.span();
                let mut builder = TextBuilder::new(span.file, span.start as usize);
                builder.push(country, span.range());
                codes.push(builder.finish(span.end as usize));
            }
            continue;
        }
        if policy::zones_of(code.as_str()).is_none() {
            lower.invalid(
                Diagnostic::at(code.span(), format!("`{}` is no country code", code.as_str()))
                    .mark("not known")
                    .help(policy::country_help(code.as_str())),
            );
        }
        codes.push(code);
    }
    codes
}

fn zones(lower: &mut Lower<'_>, node: &Node) -> Vec<Text> {
    let names = lower.words("zones", node);
    for name in &names {
        check_zone(lower, name.as_str(), name.span());
    }
    names
}

fn check_zone(lower: &mut Lower<'_>, name: &str, span: Span) {
    if jiff::tz::TimeZone::get(name).is_ok() {
        return;
    }
    let all = policy::COUNTRY_ZONES.iter().flat_map(|(_, zones)| zones.iter().copied());
    let diagnostic = Diagnostic::at(span, format!("`{name}` is no time zone")).mark("not known");
    lower.invalid(match lexical::nearest(name, all) {
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
        None => diagnostic.help("write a name such as `America/Sao_Paulo`, or `recipient`"),
    });
}

fn consent(lower: &mut Lower<'_>, entry: &Entry) -> Option<Consent> {
    if entry.value.as_text().is_some_and(|text| text.as_str().eq_ignore_ascii_case("none")) {
        let text = entry.value.as_text()?.clone();
        let basis = Some(Word { text, known: Some(Basis::None) });
        return Some(Consent { basis, ..empty_consent(entry.span()) });
    }
    let mut fields = Fields::of(lower, "consent", &entry.value)?;
    let consent = Consent {
        span: entry.span(),
        basis: fields
            .node("basis")
            .and_then(|node| lower.vocabulary("basis", node, Basis::WORDS, Basis::parse)),
        channel: vocabulary_list(lower, &mut fields, "channel", Channel::WORDS, Channel::parse),
        purpose: vocabulary_list(lower, &mut fields, "purpose", Purpose::WORDS, Purpose::parse),
        collected: fields.node("collected").and_then(|node| lower.date_range("collected", node)),
        wording: fields.text(lower, "wording"),
        proof: fields.text(lower, "proof"),
        method: fields
            .node("method")
            .and_then(|node| lower.vocabulary("method", node, ConsentMethod::WORDS, ConsentMethod::parse)),
        double_opt_in: fields.switch(lower, "double_opt_in"),
    };
    fields.finish(lower);
    Some(consent)
}

fn empty_consent(span: Span) -> Consent {
    Consent {
        span,
        basis: None,
        channel: Vec::new(),
        purpose: Vec::new(),
        collected: None,
        wording: None,
        proof: None,
        method: None,
        double_opt_in: None,
    }
}

fn vocabulary_list<T: Copy>(
    lower: &mut Lower<'_>,
    fields: &mut Fields<'_>,
    key: &'static str,
    words: &[&'static str],
    parse: fn(&str) -> Option<T>,
) -> Vec<Word<T>> {
    let elements = fields.node(key).map(Node::elements).unwrap_or_default();
    elements.iter().filter_map(|node| lower.vocabulary(key, node, words, parse)).collect()
}

pub(super) fn campaign(
    lower: &mut Lower<'_>,
    span: Span,
    mut fields: Fields<'_>,
    name: Option<Text>,
) -> Item {
    let own_name = fields.word(lower, "name");
    let mut campaign = Campaign {
        span,
        name: name.or(own_name),
        account: fields.word(lower, "account").map(Reference::new),
        send: fields.node("send").map(|node| send(lower, node)).unwrap_or_default(),
        language: fields.word(lower, "language"),
        values: fields.node("values").map(|node| values(lower, node)).unwrap_or_default(),
        media: fields.text(lower, "media"),
        to: fields.references(lower, "to"),
        purpose: fields
            .node("purpose")
            .and_then(|node| lower.vocabulary("purpose", node, Purpose::WORDS, Purpose::parse)),
        channel: fields.choice(lower, "channel", CAMPAIGN_CHANNELS),
        schedule: fields.entry("schedule").and_then(|entry| schedule(lower, entry)),
        trigger: fields.word(lower, "trigger"),
        steps: fields.node("steps").map(|node| steps(lower, node)).unwrap_or_default(),
        cap: fields.node("cap").and_then(|node| lower.rate("cap", node)),
        quiet_hours: fields.node("quiet_hours").and_then(|node| lower.time_range("quiet_hours", node)),
        opt_out: fields.entry("opt_out").and_then(|entry| opt_out(lower, entry)),
        resend: fields.entry("resend").and_then(|entry| resend(lower, entry)),
        fallback: fields.choice(lower, "fallback", FALLBACKS),
        ramp: fields.node("ramp").and_then(|node| lower.rate("ramp", node)),
        vertical: fields.word(lower, "vertical"),
        minimum_age: fields.number(lower, "minimum_age"),
        approved_by: fields.text(lower, "approved_by"),
    };
    if let Some(cap) = &campaign.cap
        && cap.value.counts.len() != 1
    {
        lower.invalid(Diagnostic::at(cap.span, "a cap has one number").mark("write for example `2 per 7d`"));
        campaign.cap = None;
    }
    fields.finish(lower);
    Item::Campaign(Box::new(campaign))
}

/// `spring_sale`, `spring_sale 70%, spring_sale_b 30%`, or in YAML also `{ spring_sale: 70% }`.
fn send(lower: &mut Lower<'_>, node: &Node) -> Vec<SendChoice> {
    let mut choices = Vec::new();
    if let Some(entries) = node.as_map() {
        for entry in entries {
            let weight = lower.number("send", &entry.value);
            choices.push(SendChoice { template: Reference::new(entry.key.clone()), weight });
        }
        return choices;
    }
    for element in node.elements() {
        match &element.value {
            Value::Phrase(atoms) => {
                let mut atoms = atoms.iter();
                let Some(name) = atoms.next().and_then(|node| lower.word("send", node)) else { continue };
                let weight = atoms.next().and_then(|node| lower.number("send", node));
                choices.push(SendChoice { template: Reference::new(name), weight });
            }
            Value::Scalar(Scalar { text, style: Style::Bare }) if text.as_str().contains([' ', ',']) => {
                choices.extend(shares(lower, text));
            }
            _ => {
                if let Some(name) = lower.word("send", element) {
                    choices.push(SendChoice { template: Reference::new(name), weight: None });
                }
            }
        }
    }
    choices
}

/// `spring_a 70%, spring_b 30%` as YAML has it: one text.
fn shares(lower: &mut Lower<'_>, text: &Text) -> Vec<SendChoice> {
    let mut choices = Vec::new();
    let mut at = 0;
    for part in text.as_str().split(',') {
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        let (name, weight) = match part.trim().split_once(' ') {
            Some((name, weight)) => (name, Some(weight.trim())),
            None => (part.trim(), None),
        };
        if name.is_empty() {
            continue;
        }
        let weight = weight.and_then(|weight| {
            let end = at - 1 - (part.len() - part.trim_end().len());
            let text = text.part(end - weight.len()..end);
            lower.number("send", &Node::new(text.span(), Value::Scalar(Scalar { text, style: Style::Bare })))
        });
        choices.push(SendChoice { template: Reference::new(text.part(start..start + name.len())), weight });
    }
    choices
}

fn values(lower: &mut Lower<'_>, node: &Node) -> Vec<VariableValue> {
    let Some(entries) = node.as_map() else {
        lower.wrong_kind("values", "a block such as `{ first_name: column first_name }`", node);
        return Vec::new();
    };
    let mut values = Vec::new();
    for entry in entries {
        let key = entry.key.as_str();
        let variable = match key.parse::<u32>() {
            Ok(number) => Some(Variable::Position(number)),
            Err(_) if key.starts_with("header_") || key.starts_with("url_") => None,
            Err(_) => Some(Variable::Name(key.into())),
        };
        let mut value = VariableValue { key: entry.key.clone(), variable, fixed: None, column: None };
        match &entry.value.value {
            Value::Phrase(atoms) => match atoms.as_slice() {
                [word, column] if word.as_text().is_some_and(|text| text.as_str() == "column") => {
                    value.column = lower.word("values", column);
                }
                _ => lower.wrong_kind("values", "a text in quotes, or `column some_column`", &entry.value),
            },
            Value::Scalar(scalar) => match scalar.text.as_str().strip_prefix("column ") {
                Some(column) if scalar.style == Style::Bare => {
                    let start = scalar.text.as_str().len() - column.trim_start().len();
                    value.column = Some(scalar.text.part(start..scalar.text.as_str().len()));
                }
                _ => value.fixed = Some(super::super::fields::words_of(scalar)),
            },
            _ => lower.wrong_kind("values", "a text in quotes, or `column some_column`", &entry.value),
        }
        values.push(value);
    }
    values
}

/// A schedule as a sentence, or as a block around a recurrence rule.
fn schedule(lower: &mut Lower<'_>, entry: &Entry) -> Option<lexical::Schedule> {
    let schedule = if entry.value.as_map().is_some() {
        let mut fields = Fields::of(lower, "schedule", &entry.value)?;
        let rule = fields.text(lower, "rrule");
        let times = fields.texts_of_times(lower);
        let zone = fields.word(lower, "in").map(|name| {
            let zone = match name.as_str() {
                "recipient" => lexical::Zone::Recipient,
                other => lexical::Zone::Named(other.to_owned()),
            };
            Spanned::new(zone, name.span())
        });
        let from = fields.node("from").and_then(|node| lower.date("from", node));
        let until = fields.node("until").and_then(|node| lower.date("until", node));
        fields.finish(lower);
        let Some(rule) = rule else {
            lower.invalid(
                Diagnostic::at(entry.key.span(), "a schedule block needs `rrule`")
                    .mark("no recurrence rule in it")
                    .help("write `schedule: weekly on mon at 10:00 …` for everything else"),
            );
            return None;
        };
        lexical::Schedule {
            span: entry.value.span,
            repeat: lexical::Repeat::Rule(rule),
            times,
            zone,
            from,
            until,
        }
    } else {
        lower.schedule("schedule", &entry.value)?
    };
    if let Some(Spanned { value: lexical::Zone::Named(name), span }) = &schedule.zone {
        check_zone(lower, name, *span);
    }
    if let lexical::Repeat::Rule(rule) = &schedule.repeat
        && let Err(problem) = crate::syntax::recurrence::Recurrence::parse(rule.as_str())
    {
        let span = rule.slice(problem.range.clone());
        lower.invalid(Diagnostic::at(span, problem.message).mark("in this recurrence rule"));
    }
    if let (Some(from), Some(until)) = (&schedule.from, &schedule.until)
        && until.value < from.value
    {
        lower.invalid(
            Diagnostic::at(until.span, "this schedule ends before it starts")
                .mark("last day")
                .label(from.span, "first day"),
        );
    }
    Some(schedule)
}

impl Fields<'_> {
    /// The times of `at:` in a schedule block.
    fn texts_of_times(&mut self, lower: &mut Lower<'_>) -> Vec<jiff::civil::Time> {
        let mut times = Vec::new();
        for node in self.node("at").map(Node::elements).unwrap_or_default() {
            let read = node.as_text().map(|text| lexical::schedule(&text_of_time(text)));
            match read {
                Some(Ok(schedule)) => times.extend(schedule.times),
                _ => lower.invalid(
                    Diagnostic::at(node.span, "expected a time such as `10:00` for `at`")
                        .mark("does not fit"),
                ),
            }
        }
        times
    }
}

fn text_of_time(text: &Text) -> Text {
    Text::direct(&format!("daily at {}", text.as_str()), text.span())
}

/// `after 2d send welcome`, or in YAML `{ after: 2d, send: welcome }` or `"after 2d send welcome"`.
fn steps(lower: &mut Lower<'_>, node: &Node) -> Vec<Step> {
    let mut steps = Vec::new();
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                if entry.key.as_str() == "after" {
                    let atoms: Vec<Node> = match &entry.value.value {
                        Value::Phrase(atoms) => atoms.clone(),
                        _ => vec![entry.value.clone()],
                    };
                    steps.extend(step(lower, entry.span(), &atoms));
                } else {
                    lower.invalid(
                        Diagnostic::at(entry.key.span(), "expected a step such as `after 2d send welcome`")
                            .mark("not a step"),
                    );
                }
            }
        }
        _ => {
            for element in node.elements() {
                if element.as_map().is_some() {
                    let Some(mut fields) = Fields::of(lower, "step", element) else { continue };
                    let after = fields.duration(lower, "after");
                    let send = fields.word(lower, "send");
                    fields.finish(lower);
                    if let (Some(after), Some(send)) = (after, send) {
                        steps.push(Step { span: element.span, after, send: Reference::new(send) });
                    }
                } else if let Some(text) = element.as_text() {
                    let mut at = 0;
                    let mut atoms = Vec::new();
                    for word in text.as_str().split(' ') {
                        let part = text.part(at..at + word.len());
                        at += word.len() + 1;
                        if !word.is_empty() {
                            let span = part.span();
                            atoms.push(Node::new(
                                span,
                                Value::Scalar(Scalar { text: part, style: Style::Bare }),
                            ));
                        }
                    }
                    let rest = match atoms.first().and_then(Node::as_text) {
                        Some(first) if first.as_str() == "after" => atoms.get(1..).unwrap_or_default(),
                        _ => &atoms,
                    };
                    steps.extend(step(lower, element.span, rest));
                } else {
                    lower.wrong_kind("steps", "steps such as `after 2d send welcome`", element);
                }
            }
        }
    }
    steps
}

fn step(lower: &mut Lower<'_>, span: Span, atoms: &[Node]) -> Option<Step> {
    match atoms {
        [after, send, template] if send.as_text().is_some_and(|word| word.as_str() == "send") => {
            let after = lower.duration("after", after)?;
            let template = lower.word("send", template)?;
            Some(Step { span, after, send: Reference::new(template) })
        }
        _ => {
            lower.invalid(
                Diagnostic::at(span, "expected a step such as `after 2d send welcome`").mark("does not fit"),
            );
            None
        }
    }
}

fn opt_out(lower: &mut Lower<'_>, entry: &Entry) -> Option<OptOutHandling> {
    let mut fields = Fields::of(lower, "opt_out", &entry.value)?;
    let keywords = fields.entry("keywords");
    let handling = OptOutHandling {
        span: entry.span(),
        keywords_span: keywords.map(Entry::span),
        keywords: keywords.map(|entry| lower.words("keywords", &entry.value)).unwrap_or_default(),
        honoured_within: fields.duration(lower, "honoured_within"),
        link: fields.text(lower, "link"),
        confirmation: fields.switch(lower, "confirmation"),
    };
    fields.finish(lower);
    Some(handling)
}

fn resend(lower: &mut Lower<'_>, entry: &Entry) -> Option<Resend> {
    let mut fields = Fields::of(lower, "resend", &entry.value)?;
    let resend = Resend {
        span: entry.span(),
        to: resend_to(lower, &mut fields),
        after: fields.duration(lower, "after"),
        times: fields.number(lower, "times"),
    };
    fields.finish(lower);
    Some(resend)
}

/// Who gets a message again: a word, or an error code of the platform.
fn resend_to(lower: &mut Lower<'_>, fields: &mut Fields<'_>) -> Vec<Text> {
    let to = fields.words(lower, "to");
    for who in &to {
        let is_code = who.as_str().len() == 6 && who.as_str().bytes().all(|b| b.is_ascii_digit());
        if !is_code && !["not_delivered", "not_read", "no_reply"].contains(&who.as_str()) {
            lower.outside("to", who, &["not_delivered", "not_read", "no_reply"]);
        }
    }
    to
}

/// Reads an account; also the `account` of the configuration.
pub(super) fn account(lower: &mut Lower<'_>, span: Span, mut fields: Fields<'_>, name: Option<Text>) -> Item {
    let own_name = fields.word(lower, "name");
    let account = Account {
        span,
        name: name.or(own_name),
        business_name: fields.text(lower, "business_name"),
        domains: fields.texts(lower, "domains"),
        provider: fields.word(lower, "provider"),
        industry: fields.choice(lower, "industry", INDUSTRIES),
        vertical: fields.words(lower, "vertical"),
        countries: fields.node("countries").map(|node| countries(lower, node)).unwrap_or_default(),
        messaging_limit: fields.node("messaging_limit").and_then(|node| {
            if node.as_text().is_some_and(|text| text.as_str() == "unlimited") {
                return Some(Spanned::new(None, node.span));
            }
            lower.number("messaging_limit", node).map(|limit| Spanned::new(Some(limit.value), limit.span))
        }),
        quality: fields.choice(lower, "quality", QUALITIES),
        verified: fields.switch(lower, "verified"),
        two_step_verification: fields.switch(lower, "two_step_verification"),
        first_send: fields.node("first_send").and_then(|node| lower.date("first_send", node)),
        stop_events: fields.choice(lower, "stop_events", STOP_EVENTS),
        numbers: fields.words(lower, "numbers"),
        rotate_numbers: fields.choice(lower, "rotate_numbers", ROTATIONS),
        number_owner: fields.choice(lower, "number_owner", NUMBER_OWNERS),
        device: fields.choice(lower, "device", DEVICES),
        policy_reviewed: fields.node("policy_reviewed").and_then(|node| lower.date("policy_reviewed", node)),
        archive: fields.entry("archive").and_then(|entry| {
            let mut inner = Fields::of(lower, "archive", &entry.value)?;
            let archive = Archive {
                span: entry.span(),
                system: inner.text(lower, "system"),
                retention: inner.duration(lower, "retention"),
                coverage: inner.number(lower, "coverage").filter(|share| {
                    let fits = share.value <= 1.0;
                    if !fits {
                        let message = "expected a share such as `100%` for `coverage`";
                        lower.invalid(Diagnostic::at(share.span, message).mark("more than everything"));
                    }
                    fits
                }),
                scope: inner.choice(lower, "scope", SCOPES),
                capture: inner.choice(lower, "capture", CAPTURES),
            };
            inner.finish(lower);
            Some(archive)
        }),
        data: fields.entry("data").and_then(|entry| {
            let mut inner = Fields::of(lower, "data", &entry.value)?;
            let data = DataHandling {
                span: entry.span(),
                residency: inner.node("residency").map(|node| countries(lower, node)).unwrap_or_default(),
                provider_retains: inner.node("provider_retains").and_then(|node| {
                    let text = lower.word("provider_retains", node)?;
                    if text.as_str() != "none" {
                        lower.duration("provider_retains", node)?;
                    }
                    Some(text)
                }),
                processor_agreement: inner.switch(lower, "processor_agreement"),
                backups: inner.choice(lower, "backups", BACKUPS),
            };
            inner.finish(lower);
            Some(data)
        }),
        oversight: fields.entry("oversight").and_then(|entry| {
            let mut inner = Fields::of(lower, "oversight", &entry.value)?;
            let oversight = Oversight {
                span: entry.span(),
                staff_notified: inner.switch(lower, "staff_notified"),
                staff_consented: inner.switch(lower, "staff_consented"),
            };
            inner.finish(lower);
            Some(oversight)
        }),
        escalation: fields.text(lower, "escalation"),
    };
    fields.finish(lower);
    Item::Account(Box::new(account))
}

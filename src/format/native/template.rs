//! Templates in our own shape.

use super::super::fields::{Fields, Lower};
use super::super::keys::PARAMETER_FORMATS;
use super::super::meta::otp_app;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Body, Button, ButtonKind, Card, Carousel, Category, Dialect, Footer, Header, HeaderKind, Item,
    LimitedTimeOffer, Otp, Sample, Samples, Template, Word,
};
use crate::source::{Span, Spanned};
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::{Entry, Node, Scalar, Style, Text, Value};

/// Keys of a button that name no kind.
pub(in crate::format) const PARTS_OF_A_BUTTON: &[&str] = &[
    "type",
    "text",
    "label",
    "to",
    "code",
    "sample",
    "example",
    "opts_out",
    "flow_id",
    "flow_name",
    "flow_action",
    "navigate_screen",
    "otp_type",
    "autofill_text",
    "zero_tap_terms_accepted",
    "apps",
    "app",
    "supported_apps",
];

/// The parts that a template and each of its translations have.
#[derive(Default)]
struct Parts {
    header: Option<Header>,
    body: Option<Body>,
    footer: Option<Footer>,
    buttons: Vec<Button>,
    carousel: Option<Carousel>,
    limited_time_offer: Option<Box<LimitedTimeOffer>>,
    sample: Option<(Span, Vec<(Text, Node)>)>,
}

/// Reads a template, and one more for each `translation` block in it.
pub(super) fn read(
    lower: &mut Lower<'_>,
    span: Span,
    entries: &[Entry],
    name: Option<Text>,
    items: &mut Vec<Item>,
) {
    let mut fields = Fields::new("template", entries);
    let own_name = fields.word(lower, "name");
    let parts = parts(lower, &mut fields);
    let mut template = Template {
        name: name.or(own_name),
        language: fields.word(lower, "language"),
        category: fields.node("category").and_then(|node| lower.open_word("category", node, Category::parse)),
        parameter_format: fields.choice(lower, "parameter_format", PARAMETER_FORMATS).map(Box::new),
        ttl: fields.duration(lower, "ttl"),
        allow_category_change: fields.switch(lower, "allow_category_change"),
        status: fields.word(lower, "status").map(Box::new),
        rejected_reason: fields.word(lower, "rejected_reason").map(Box::new),
        trigger: fields.word(lower, "trigger").map(Box::new),
        owner: fields.word(lower, "owner").map(Box::new),
        ..Template::empty(span, Dialect::Native)
    };
    if let Some(entry) = fields.entry("call_permission_request")
        && let Some(request) = lower.switch("call_permission_request", &entry.value)
    {
        template.call_permission_request = request.value.then(|| entry.key.span());
    }
    let security_recommendation = fields.switch(lower, "security_recommendation");
    let code_expires = fields
        .duration(lower, "code_expires")
        .map(|expiry| Spanned::new(expiry.value.seconds() / 60.0, expiry.span));
    let otp = fields.entry("otp").and_then(|entry| otp(lower, entry));

    let mut translations: Vec<(Text, Span, &Node)> = Vec::new();
    for entry in fields.all(&["translation", "translations"]) {
        match (&entry.label, &entry.value.value) {
            (Some(language), _) => translations.push((language.clone(), entry.span(), &entry.value)),
            (None, Value::Map(by_language)) => translations
                .extend(by_language.iter().map(|inner| (inner.key.clone(), inner.span(), &inner.value))),
            (None, _) => lower.wrong_kind("translations", "blocks by language", &entry.value),
        }
    }
    fields.finish(lower);

    let authentication = Authentication { security_recommendation, code_expires, otp };
    let mut translated = Vec::new();
    for (language, span, node) in translations {
        let Some(mut fields) = Fields::of(lower, "translation", node) else { continue };
        let parts = self::parts(lower, &mut fields);
        fields.finish(lower);
        let mut copy = Template { span, language: Some(language), is_translation: true, ..template.clone() };
        place(parts, &mut copy);
        authentication.add_to(&mut copy);
        translated.push(copy);
    }
    place(parts, &mut template);
    authentication.add_to(&mut template);
    // A template that only holds translations is not one of its own.
    let only_translations = !translated.is_empty() && template.language.is_none() && template.body.is_none();
    if !only_translations {
        items.push(Item::Template(Box::new(template)));
    }
    items.extend(translated.into_iter().map(|template| Item::Template(Box::new(template))));
}

/// What an authentication template says in place of texts; it holds for every language.
struct Authentication {
    security_recommendation: Option<Spanned<bool>>,
    code_expires: Option<Spanned<f64>>,
    otp: Option<Button>,
}

impl Authentication {
    fn add_to(&self, template: &mut Template) {
        if let Some(recommendation) = &self.security_recommendation {
            let body = template.body.get_or_insert_with(|| Body {
                span: recommendation.span,
                text: None,
                text_entry: None,
                samples: Samples::default(),
                security_recommendation: None,
            });
            body.security_recommendation = Some(*recommendation);
        }
        if let Some(expiry) = &self.code_expires {
            let footer =
                template.footer.get_or_insert(Footer { span: expiry.span, text: None, code_expires: None });
            footer.code_expires = Some(*expiry);
        }
        // A translation may name the button itself.
        if !template.buttons.iter().any(|button| button.is(ButtonKind::Otp)) || !template.is_translation {
            template.buttons.extend(self.otp.clone());
        }
        template.buttons.sort_by_key(|button| button.span.start);
    }
}

fn parts(lower: &mut Lower<'_>, fields: &mut Fields<'_>) -> Parts {
    let mut parts = Parts::default();
    if let Some(entry) = fields.entry("header") {
        parts.header = header(lower, entry.span(), &entry.value);
    }
    parts.body = body(lower, fields);
    if let Some(entry) = fields.entry("footer") {
        let text = lower.text("footer", &entry.value).map(Message::parse);
        parts.footer = Some(Footer { span: entry.span(), text, code_expires: None });
    }
    parts.buttons = buttons(lower, fields);
    if let Some(entry) = fields.entry("carousel") {
        parts.carousel = Some(carousel(lower, entry));
    }
    if let Some(entry) = fields.entry("limited_time_offer") {
        let mut offer = LimitedTimeOffer { heading: entry.key.span(), text: None, has_expiration: None };
        if entry.value.as_map().is_some() {
            if let Some(mut inner) = Fields::of(lower, "limited_time_offer", &entry.value) {
                offer.text = inner.text(lower, "text").map(Message::parse);
                offer.has_expiration = inner.switch(lower, "has_expiration");
                inner.finish(lower);
            }
        } else {
            offer.text = lower.text("limited_time_offer", &entry.value).map(Message::parse);
        }
        parts.limited_time_offer = Some(Box::new(offer));
    }
    for entry in fields.all(&["sample", "samples"]) {
        match entry.value.as_map() {
            Some(values) => {
                let values = values.iter().map(|value| (value.key.clone(), value.value.clone())).collect();
                parts.sample = Some((entry.span(), values));
            }
            None => lower.wrong_kind("sample", "a block such as `{ first_name: \"Ana\" }`", &entry.value),
        }
    }
    parts
}

fn body(lower: &mut Lower<'_>, fields: &mut Fields<'_>) -> Option<Body> {
    let entry = fields.entry("body")?;
    let text = lower.text("body", &entry.value).map(Message::parse);
    Some(Body {
        span: entry.span(),
        text,
        text_entry: None,
        samples: Samples::default(),
        security_recommendation: None,
    })
}

/// Puts the parts into their template and hands each sample to the part whose placeholder it names.
fn place(parts: Parts, template: &mut Template) {
    template.header = parts.header;
    template.body = parts.body;
    template.footer = parts.footer;
    template.buttons = parts.buttons;
    template.carousel = parts.carousel;
    template.limited_time_offer = parts.limited_time_offer;
    template.stray_samples = Vec::new();
    let Some((span, values)) = parts.sample else { return };
    let of_header = template.header.as_ref().and_then(|header| header.text.as_ref()).map(Message::variables);
    let of_body = template.body.as_ref().and_then(|body| body.text.as_ref()).map(Message::variables);
    let declared = |samples: &mut Samples, variable: Option<Variable>, key: &Text, node: &Node| {
        samples.span = Some(span);
        samples.values.push(sample(variable, key, node));
    };
    if let Some(body) = &mut template.body {
        body.samples.span = Some(span);
    }
    for (key, node) in &values {
        let (place, wanted) = addressed(key.as_str());
        let holds = |variables: &Option<Vec<(Variable, Span)>>| {
            variables.iter().flatten().any(|(variable, _)| *variable == wanted)
        };
        let mut used = false;
        if let (Place::Header | Place::Body, Some(header)) = (place, &mut template.header)
            && holds(&of_header)
            && (place == Place::Header || matches!(wanted, Variable::Name(_)))
        {
            declared(&mut header.samples, Some(wanted.clone()), key, node);
            used = true;
        }
        if let (Place::Body, Some(body)) = (place, &mut template.body)
            && holds(&of_body)
        {
            declared(&mut body.samples, Some(wanted.clone()), key, node);
            used = true;
        }
        if let (Place::Url, Variable::Position(number)) = (place, &wanted)
            && let Some((variable, button)) = link_with_variable(&mut template.buttons, *number)
        {
            declared(&mut button.samples, Some(variable), key, node);
            used = true;
        }
        if !used {
            template.stray_samples.push(sample(Some(Variable::Name(key.as_str().into())), key, node));
        }
    }
}

/// The link of a number among those whose address has a placeholder, with that placeholder.
fn link_with_variable(buttons: &mut [Button], number: u32) -> Option<(Variable, &mut Button)> {
    let links = buttons.iter_mut().filter_map(|button| {
        let (variable, _) = button.url.as_ref()?.variables().into_iter().next()?;
        Some((variable, button))
    });
    links.into_iter().nth((number as usize).wrapping_sub(1))
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Body,
    Header,
    Url,
}

/// What a key of `sample` or `values` names: `1` and names are of the body, `header_1` and `url_1` of the others.
fn addressed(key: &str) -> (Place, Variable) {
    let number = |rest: &str| rest.parse::<u32>().ok();
    if let Some(number) = number(key) {
        return (Place::Body, Variable::Position(number));
    }
    if let Some(number) = key.strip_prefix("header_").and_then(number) {
        return (Place::Header, Variable::Position(number));
    }
    if let Some(number) = key.strip_prefix("url_").and_then(number) {
        return (Place::Url, Variable::Position(number));
    }
    (Place::Body, Variable::Name(key.into()))
}

fn sample(variable: Option<Variable>, key: &Text, node: &Node) -> Sample {
    Sample {
        variable,
        key: Some(Box::new(key.clone())),
        span: key.span().to(node.span),
        value: node.as_scalar().map(super::super::fields::words_of),
    }
}

/// Splits `image "https://…"` or `{ image: "https://…" }` into the kind and the rest.
fn header(lower: &mut Lower<'_>, span: Span, node: &Node) -> Option<Header> {
    let mut header = Header::new(span);
    match &node.value {
        Value::Map(entries) => {
            let mut fields = Fields::new("header", entries);
            let mut found = false;
            for entry in fields.all(HeaderKind::WORDS) {
                let known = HeaderKind::parse(entry.key.as_str());
                header.kind = Word { text: entry.key.clone(), known };
                header_value(lower, &mut header, Some(&entry.value));
                found = true;
            }
            fields.finish(lower);
            if !found {
                lower.wrong_kind("header", "`text`, `image`, `video`, `gif`, `document` or `location`", node);
            }
        }
        Value::Phrase(atoms) => {
            let mut atoms = atoms.iter();
            let kind = atoms.next()?;
            header.kind = lower.vocabulary("header", kind, HeaderKind::WORDS, HeaderKind::parse)?;
            header_value(lower, &mut header, atoms.next());
            if let Some(extra) = atoms.next() {
                lower.invalid(Diagnostic::at(extra.span, "a header has one value").mark("one too many"));
            }
        }
        Value::Scalar(Scalar { text, style: Style::Bare }) if HeaderKind::parse(text.as_str()).is_some() => {
            header.kind = Word { text: text.clone(), known: HeaderKind::parse(text.as_str()) };
        }
        _ => header.text = lower.text("header", node).map(Message::parse),
    }
    Some(header)
}

fn header_value(lower: &mut Lower<'_>, header: &mut Header, value: Option<&Node>) {
    let Some(value) = value.filter(|node| !matches!(node.value, Value::Null)) else { return };
    match header.kind.known {
        Some(HeaderKind::Text) => header.text = lower.text("header", value).map(Message::parse),
        Some(HeaderKind::Location) => {}
        _ => {
            if let Some(text) = lower.text("header", value) {
                let sample = Sample { variable: None, key: None, span: text.span(), value: Some(text) };
                header.samples =
                    Samples { span: Some(value.span), values: vec![sample], ..Samples::default() };
            }
        }
    }
}

fn buttons(lower: &mut Lower<'_>, fields: &mut Fields<'_>) -> Vec<Button> {
    let mut buttons = Vec::new();
    for entry in fields.all(&["button", "buttons"]) {
        if let (Some(kind), Some(entries)) = (&entry.label, entry.value.as_map()) {
            // `button url { text: "…"; to: "…" }`
            buttons.extend(button_block(lower, entry.span(), entries, Some(kind)));
            continue;
        }
        for node in entry.value.elements() {
            match &node.value {
                Value::Map(entries) => buttons.extend(button_block(lower, node.span, entries, None)),
                Value::Phrase(atoms) => buttons.extend(button_phrase(lower, node.span, atoms)),
                Value::Scalar(_) => {
                    buttons.extend(button_phrase(lower, node.span, std::slice::from_ref(node)))
                }
                _ => {
                    lower.wrong_kind("button", "a button such as `url \"See offers\" -> \"https://…\"`", node)
                }
            }
        }
    }
    buttons
}

/// Where the target of a button belongs, by its kind.
fn aim(button: &mut Button, target: Text) {
    match button.kind.known {
        Some(ButtonKind::PhoneNumber) => button.phone_number = Some(Box::new(target)),
        Some(ButtonKind::Flow) => {
            if let Some(flow) = &mut button.flow {
                flow.target = Some(target);
            }
        }
        Some(ButtonKind::CopyCode) => {
            let span = target.span();
            button.samples = Samples {
                span: Some(span),
                values: vec![Sample { variable: None, key: None, span, value: Some(target) }],
                ..Samples::default()
            };
        }
        _ => button.url = Some(Message::parse(target)),
    }
}

/// `url "See offers" -> "https://…"`, `quick_reply "Stop promotions" opts_out`, `copy_code -> "SAVE20"`.
fn button_phrase(lower: &mut Lower<'_>, span: Span, atoms: &[Node]) -> Option<Button> {
    let mut atoms = atoms.iter().peekable();
    let kind = atoms.next()?;
    let mut button = Button::new(span, button_kind(lower, kind)?);
    let mut arrow = false;
    while let Some(atom) = atoms.next() {
        let Some(Scalar { text, style }) = atom.as_scalar() else { continue };
        match (style, text.as_str()) {
            (Style::Bare, "->") => {
                arrow = true;
                if atoms.peek().is_none() {
                    lower.invalid(
                        Diagnostic::at(atom.span, "expected an address or number after `->`")
                            .mark("leads nowhere"),
                    );
                }
            }
            (Style::Bare, "opts_out") => button.opts_out = true,
            _ if arrow => aim(&mut button, text.clone()),
            (Style::Bare, _) if button.kind.known == Some(ButtonKind::Otp) => {
                let kind = lower.word("otp", atom);
                if let Some(otp) = &mut button.otp {
                    otp.kind = kind;
                }
            }
            (Style::Bare, word) => {
                let message = format!("`{word}` has no meaning in a button");
                lower.invalid(Diagnostic::at(atom.span, message).mark("not known").help(
                    "labels stand in quotes; `opts_out` marks the way out; `->` goes before the target",
                ));
            }
            _ if button.label.is_none() => button.label = Some(Message::parse(text.clone())),
            _ => lower.invalid(
                Diagnostic::at(atom.span, "a button has one label")
                    .mark("a second text")
                    .help("write `->` before the address or number that the button leads to"),
            ),
        }
    }
    Some(button)
}

fn button_kind(lower: &mut Lower<'_>, node: &Node) -> Option<Word<ButtonKind>> {
    if let Some(text) = node.as_text()
        && matches!(text.as_str(), "phone" | "call")
    {
        return Some(Word { text: text.clone(), known: Some(ButtonKind::PhoneNumber) });
    }
    lower.open_word("button", node, ButtonKind::parse)
}

/// `{ url: "See offers", to: "https://…" }`, or with `type`, `text` and `url` as on the platform.
fn button_block(lower: &mut Lower<'_>, span: Span, entries: &[Entry], kind: Option<&Text>) -> Option<Button> {
    let mut fields = Fields::new("button", entries);
    let mut label = None;
    let kind = match kind {
        Some(kind) => {
            let node =
                Node::new(kind.span(), Value::Scalar(Scalar { text: kind.clone(), style: Style::Bare }));
            button_kind(lower, &node)?
        }
        None => match fields.node("type") {
            Some(node) => button_kind(lower, node)?,
            None => {
                // The first key names the kind, and its value is the label.
                let first = entries.iter().find_map(|entry| match entry.key.as_str() {
                    "phone" | "call" => Some((entry, ButtonKind::PhoneNumber)),
                    key => ButtonKind::parse(key).map(|kind| (entry, kind)),
                });
                let is_part =
                    |key: &str| PARTS_OF_A_BUTTON.contains(&key) || super::super::fields::is_comment_key(key);
                let unknown = || entries.iter().find(|entry| !is_part(entry.key.as_str()));
                if first.is_none()
                    && let Some(entry) = unknown().filter(|entry| entry.value.as_text().is_some())
                {
                    // A kind that does not exist is told by its own rule.
                    let mut button = Button::new(span, Word { text: entry.key.clone(), known: None });
                    button.label = entry.value.as_text().cloned().map(Message::parse);
                    return Some(button);
                }
                let Some((entry, known)) = first else {
                    lower.invalid(
                        Diagnostic::at(span, "this button names no kind")
                            .mark("its kind is missing")
                            .help("write for example `{ url: \"See offers\", to: \"https://…\" }`"),
                    );
                    return None;
                };
                fields.ignore(&["phone", "call"]);
                fields.ignore(ButtonKind::WORDS);
                if known == ButtonKind::Otp {
                    label = None;
                } else if !matches!(entry.value.value, Value::Null) {
                    label = lower.text(known.as_str(), &entry.value);
                }
                Word { text: entry.key.clone(), known: Some(known) }
            }
        },
    };
    let mut button = Button::new(span, kind);
    if button.kind.known == Some(ButtonKind::Otp)
        && let Some(node) = entries.iter().find(|entry| entry.key.as_str() == "otp").map(|entry| &entry.value)
        && let Some(otp) = &mut button.otp
    {
        otp.kind = lower.word("otp", node);
    }
    let text = fields.text(lower, "text").or_else(|| fields.text(lower, "label"));
    button.label = label.or(text).map(Message::parse);
    for entry in fields.all(&["to", "url", "phone_number", "flow_id", "flow_name", "code"]) {
        let is_kind = entry.key.span() == button.kind.text.span();
        if !is_kind && let Some(target) = lower.text(entry.key.as_str(), &entry.value) {
            aim(&mut button, target);
        }
    }
    if let Some(node) = fields.node("sample").or_else(|| fields.node("example")) {
        let values = node
            .elements()
            .iter()
            .map(|node| Sample { variable: None, key: None, span: node.span, value: node.as_text().cloned() })
            .collect();
        button.samples = Samples { span: Some(node.span), values, ..Samples::default() };
    }
    fields.ignore(&["sample", "example"]);
    let (action, screen) = (fields.word(lower, "flow_action"), fields.word(lower, "navigate_screen"));
    if let Some(flow) = &mut button.flow {
        (flow.action, flow.screen) = (action, screen);
    }
    button.opts_out = fields.switch(lower, "opts_out").is_some_and(|switch| switch.value);
    if let Some(otp) = &mut button.otp {
        read_otp(lower, &mut fields, otp);
    }
    fields.finish(lower);
    Some(button)
}

fn read_otp(lower: &mut Lower<'_>, fields: &mut Fields<'_>, otp: &mut Otp) {
    if let Some(kind) = fields.word(lower, "otp_type") {
        otp.kind = Some(kind);
    }
    otp.autofill_text = fields.text(lower, "autofill_text");
    otp.zero_tap_terms_accepted = fields.switch(lower, "zero_tap_terms_accepted");
    for entry in fields.all(&["apps", "app", "supported_apps"]) {
        otp.apps.extend(entry.value.elements().iter().filter_map(|node| otp_app(lower, node)));
    }
}

/// `otp: copy_code`, or a block with the apps.
fn otp(lower: &mut Lower<'_>, entry: &Entry) -> Option<Button> {
    let node = &entry.value;
    let kind = Word { text: entry.key.clone(), known: Some(ButtonKind::Otp) };
    let mut button = Button::new(entry.span(), kind);
    let otp = button.otp.as_mut()?;
    if node.as_map().is_some() {
        let mut fields = Fields::of(lower, "otp", node)?;
        otp.kind = fields.word(lower, "kind");
        read_otp(lower, &mut fields, otp);
        let label = fields.text(lower, "text");
        fields.finish(lower);
        button.label = label.map(Message::parse);
    } else {
        otp.kind = lower.word("otp", node);
    }
    Some(button)
}

fn carousel(lower: &mut Lower<'_>, entry: &Entry) -> Carousel {
    let mut carousel = Carousel { heading: entry.key.span(), cards: Vec::new() };
    let mut card = |lower: &mut Lower<'_>, node: &Node, span: Span, heading: Option<Span>| {
        let Some(mut fields) = Fields::of(lower, "card", node) else { return };
        let header = fields.entry("header").and_then(|entry| header(lower, entry.span(), &entry.value));
        let body = body(lower, &mut fields);
        let buttons = buttons(lower, &mut fields);
        let heading = heading.unwrap_or(Span { end: (span.start + 1).min(span.end), ..span });
        let mut whole = Card { span, heading, header, body, buttons, components: Vec::new() };
        for sample_entry in fields.all(&["sample", "samples"]) {
            for value in sample_entry.value.as_map().unwrap_or_default() {
                let (place, wanted) = addressed(value.key.as_str());
                let samples = match (place, &wanted) {
                    (Place::Url, Variable::Position(number)) => {
                        link_with_variable(&mut whole.buttons, *number)
                            .map(|(variable, button)| (variable, &mut button.samples))
                    }
                    (Place::Header, _) => {
                        whole.header.as_mut().map(|header| (wanted.clone(), &mut header.samples))
                    }
                    _ => whole.body.as_mut().map(|body| (wanted.clone(), &mut body.samples)),
                };
                if let Some((variable, samples)) = samples {
                    samples.span = Some(sample_entry.span());
                    samples.values.push(sample(Some(variable), &value.key, &value.value));
                }
            }
        }
        fields.finish(lower);
        carousel.cards.push(whole);
    };
    match &entry.value.value {
        Value::List(nodes) => nodes.iter().for_each(|node| card(lower, node, node.span, None)),
        Value::Map(entries) => {
            let mut fields = Fields::new("carousel", entries);
            for inner in fields.all(&["card", "cards"]) {
                match &inner.value.value {
                    Value::List(nodes) => nodes.iter().for_each(|node| card(lower, node, node.span, None)),
                    _ => card(lower, &inner.value, inner.span(), Some(inner.key.span())),
                }
            }
            fields.finish(lower);
        }
        _ => lower.wrong_kind("carousel", "cards", &entry.value),
    }
    carousel
}

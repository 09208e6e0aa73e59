//! The platform's own shape: the body of the create call, and what its list call answers.

use super::fields::{Fields, Lower};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Body, Button, ButtonKind, Card, Carousel, Category, Dialect, Flow, Footer, Header, HeaderKind, Item,
    LimitedTimeOffer, Otp, OtpApp, Part, Sample, Samples, ShapeDefect, Template, Unknowns, Word,
};
use crate::source::{Span, Spanned};
use crate::syntax::lexical::{Duration, Unit};
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::{Entry, Node, Style, Text, TextBuilder, Value, Written};

/// Keys that answers and library templates carry and that say nothing about what is sent.
const SILENT_KEYS: &[&str] = &[
    "namespace",
    "previous_category",
    "correct_category",
    "rejection_reason",
    "library_template_button_inputs",
    "library_template_body_inputs",
    "cta_url_link_tracking_opted_out",
    "is_primary_device_delivery_only",
    "disable_ios_autofill",
    "is_sms_fallback_enabled",
    "degrees_of_freedom_spec",
    "creative_sourcing_spec",
    "specific_rejection_reason",
    "last_updated_time",
    "created_time",
    "template_id",
    "waba_id",
    "access_token",
];

/// The words of the platform for what became of a template; an entry of a listing may hold little else.
const STATUSES: &[&str] = &[
    "APPROVED",
    "PENDING",
    "REJECTED",
    "PAUSED",
    "DISABLED",
    "IN_APPEAL",
    "PENDING_DELETION",
    "DELETED",
    "LIMIT_EXCEEDED",
    "ARCHIVED",
];

/// The types of components that make a template one.
pub(super) const COMPONENTS: &[&str] =
    &["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST"];

/// Whether a word is the platform's for what became of a template, letter case aside.
pub(super) fn is_status(word: &str) -> bool {
    STATUSES.iter().any(|status| status.eq_ignore_ascii_case(word))
}

/// Whether a map is a template of this shape. A call that sends a template is not one.
pub(super) fn recognises(entries: &[Entry]) -> bool {
    let get = |key: &str| entries.iter().find(|entry| entry.key.as_str() == key).map(|entry| &entry.value);
    let Some(components) = get("components") else {
        let status = get("status").and_then(Node::as_text).map_or("", Text::as_str);
        let is_listed = STATUSES.contains(&status) && get("language").is_some() && get("category").is_some();
        return get("name").is_some() && (is_listed || get("library_template_name").is_some());
    };
    // A call that sends a template has parameters where a template has texts.
    let defines =
        |node: &Node| ["text", "format", "buttons", "cards"].iter().any(|key| node.get(key).is_some());
    let sends = |node: &Node| node.get("parameters").is_some() || node.get("sub_type").is_some();
    let is_defined = components.elements().iter().any(defines);
    let names_policy =
        get("policy").is_some() || matches!(get("language").map(|node| &node.value), Some(Value::Map(_)));
    match &components.value {
        _ if names_policy && !is_defined => false,
        Value::List(nodes) if nodes.iter().any(sends) && !is_defined => false,
        Value::List(nodes) => {
            // Lists of other parts, such as those of a software bill of materials, have types of their own.
            let kind = |node: &Node| {
                node.get("type").and_then(Node::as_text).map(|text| text.as_str().to_uppercase())
            };
            let is_ours = |kind: String| COMPONENTS.contains(&kind.as_str());
            let typed = nodes.iter().filter_map(kind).any(is_ours);
            let has_type = || nodes.iter().any(|node| node.get("type").is_some());
            // Messages and pages have components with types of their own; a template says what it is called besides.
            let is_named = ["name", "language", "category"].iter().any(|key| get(key).is_some());
            typed
                || is_defined && has_type() && is_named
                || get("name").is_some() && (get("language").is_some() || get("category").is_some())
        }
        _ => get("name").is_some() && get("language").is_some() && get("category").is_some(),
    }
}

/// Whether an object literal in a program is a template. A program is full of objects, and many of them have
/// `components` of another kind, so more is asked for than in a file of data.
pub(super) fn recognises_in_program(entries: &[Entry]) -> bool {
    let get = |key: &str| entries.iter().rfind(|entry| entry.key.as_str() == key).map(|entry| &entry.value);
    let Some(list) = get("components") else { return false };
    let components = match &list.value {
        Value::List(components) => components.as_slice(),
        Value::Unknown(_) => std::slice::from_ref(list),
        _ => return false,
    };
    let kind = |node: &Node| match &node.get("type")?.value {
        Value::Scalar(scalar) => Some(scalar.text.as_str().to_owned()),
        Value::Unknown(Some(member)) => Some(member.as_str().to_owned()),
        _ => None,
    };
    let known: Vec<(&Node, String)> =
        components.iter().filter_map(|node| kind(node).map(|kind| (node, kind))).collect();
    let is_ours = |kind: &str| COMPONENTS.iter().any(|known| known.eq_ignore_ascii_case(kind));
    let is_computed = !components.is_empty() && components.iter().all(Node::is_unknown);
    let says = |key: &str| get(key).and_then(Node::as_text).map_or("", Text::as_str);
    // Cards have components too, and no more than that.
    let is_named = ["name", "language", "category"].iter().any(|key| get(key).is_some());
    let is_filed = get("category").is_some() && (get("language").is_some() || get("name").is_some());
    if is_computed {
        // Helpers make the components; what is left must say by itself that this is a template.
        let is_word = |key: &str| !says(key).is_empty();
        return is_word("name") && is_word("language") && Category::parse(says("category")).is_some();
    }
    if known.is_empty() || !known.iter().all(|(_, kind)| is_ours(kind)) {
        return false;
    }
    // A call that sends a template has parameters where a template has texts.
    if components.iter().any(|node| node.get("parameters").is_some() || node.get("sub_type").is_some()) {
        return false;
    }
    let keys = ["text", "format", "buttons", "cards", "limited_time_offer", "add_security_recommendation"];
    let defines = components.iter().any(|node| keys.iter().any(|key| node.get(key).is_some()));
    let in_capitals = known.iter().all(|(_, kind)| !kind.contains(char::is_lowercase));
    let is_sent = matches!(get("language").map(|node| &node.value), Some(Value::Map(_)));
    defines && !is_sent && is_named && (in_capitals || is_filed || get("language").is_some())
}

/// Reads a template, or one for each of its languages where it lists several (an upsert).
pub(super) fn template(
    lower: &mut Lower<'_>,
    node: &Node,
    entries: &[Entry],
    keyed: Option<Text>,
    is_keyed: bool,
    items: &mut Vec<Item>,
) {
    let mut fields = Fields::new("template", entries);
    lower.unknown = Unknowns::default();
    let before = lower.turn_to(&[Part::Other]);
    if entries.iter().any(|entry| matches!(entry.value.value, Value::Rest)) {
        lower.unknown.add_all(Part::ALL);
    }
    if lower.syntax.is_program() {
        // The program may add what the literal does not have.
        for (key, part) in [("name", Part::Name), ("language", Part::Language), ("category", Part::Category)]
        {
            if fields.node(key).is_none() {
                lower.unknown.add(part);
            }
        }
    }
    let name = lower.part(&[Part::Name], |lower| fields.text(lower, "name"));
    let name = name.or(keyed);
    // `null` says as little as silence.
    let is_there = |node: &&Node| !matches!(node.value, Value::Null);
    let language = lower.part(&[Part::Language], |lower| {
        let node = fields.node("language").filter(is_there)?;
        lower.text("language", node)
    });
    let category = lower.part(&[Part::Category], |lower| {
        let node = fields.node("category").filter(is_there)?;
        lower.open_word("category", node, Category::parse)
    });
    let languages = lower.part(&[Part::Language], |lower| fields.texts(lower, "languages"));
    let mut template = Template {
        name,
        language,
        category,
        parameter_format: fields
            .node("parameter_format")
            .and_then(|node| lower.listed_choice("parameter_format", node, "tpl-parameter-format"))
            .map(Box::new),
        is_keyed,
        is_from_library: fields.node("library_template_name").is_some(),
        has_optimization_spec: fields.node("optimization_spec").is_some(),
        retired_key: fields
            .entry("bid_spec")
            .filter(|entry| !matches!(entry.value.value, Value::Null))
            .map(|entry| Box::new(entry.key.clone())),
        ttl: fields
            .node("message_send_ttl_seconds")
            .and_then(|node| lower.signed_number("message_send_ttl_seconds", node))
            .map(|seconds| Spanned::new(Duration { count: seconds.value, unit: Unit::Second }, seconds.span)),
        allow_category_change: fields.switch(lower, "allow_category_change"),
        has_id: fields.node("id").is_some(),
        status: fields.node("status").and_then(Node::as_text).cloned().map(Box::new),
        quality: fields
            .node("quality_score")
            .and_then(|node| node.get("score").or(Some(node)))
            .and_then(Node::as_text)
            .cloned()
            .map(Box::new),
        rejected_reason: fields.node("rejected_reason").and_then(Node::as_text).cloned().map(Box::new),
        ..Template::empty(node.span, Dialect::Platform)
    };
    if ["id", "status"].iter().any(|key| fields.node(key).is_some_and(Node::is_computed)) {
        lower.unknown.add(Part::Other);
    }
    for (key, fact) in [
        ("sub_category", "tpl-sub-category"),
        ("display_format", "tpl-display-format"),
        ("send_type", "tpl-send-type"),
    ] {
        // What the platform itself answered is beyond doubt, whatever the lists say.
        let judged =
            fields.node(key).filter(|node| !matches!(node.value, Value::Null) && !template.is_listed());
        if let Some(node) = judged {
            lower.listed_choice(key, node, fact);
        }
    }
    fields.ignore(SILENT_KEYS);
    if let Some(components) = fields.node("components") {
        if matches!(components.value, Value::List(_)) {
            template.components = Some(Vec::new());
        } else {
            lower.part(COMPONENT, |lower| {
                lower.wrong_kind("components", "a list of components", components);
            });
        }
        for component in components.elements() {
            read_component(lower, component, &mut template);
        }
    }
    if !lower.syntax.is_program() {
        // A program keeps much beside its templates that it does not send.
        fields.finish(lower);
    }
    lower.turn_to(before);
    template.unknown = std::mem::take(&mut lower.unknown);
    // Thousands of templates are kept until the end of a run.
    template.buttons.shrink_to_fit();
    if let Some(components) = &mut template.components {
        components.shrink_to_fit();
    }
    let mut languages = languages.into_iter().peekable();
    if template.language.is_some() || languages.peek().is_none() {
        items.push(Item::Template(Box::new(template)));
        return;
    }
    for (at, language) in languages.enumerate() {
        let copy = Template {
            language: Some(language),
            is_translation: at > 0,
            is_upsert: true,
            ..template.clone()
        };
        items.push(Item::Template(Box::new(copy)));
    }
}

/// The parts that a component can be.
const COMPONENT: &[Part] =
    &[Part::Header, Part::Body, Part::Footer, Part::Buttons, Part::Cards, Part::Samples, Part::Other];

fn read_component(lower: &mut Lower<'_>, node: &Node, template: &mut Template) {
    if node.is_unknown() {
        return lower.unknown.add_all(COMPONENT);
    }
    let kind = node.get("type").and_then(|node| match &node.value {
        Value::Unknown(member) => member.as_deref(),
        _ => node.as_text().filter(|text| !text.has_holes()),
    });
    let parts: &'static [Part] = match kind.map(|kind| kind.as_str().to_ascii_uppercase()).as_deref() {
        Some("HEADER") => &[Part::Header],
        Some("BODY") => &[Part::Body],
        Some("FOOTER") => &[Part::Footer],
        Some("BUTTONS") => &[Part::Buttons],
        Some("CAROUSEL") => &[Part::Cards],
        Some(_) => &[Part::Other],
        None => COMPONENT,
    };
    lower.part(parts, |lower| known_component(lower, node, template));
}

fn known_component(lower: &mut Lower<'_>, node: &Node, template: &mut Template) {
    let Some(mut fields) = Fields::of(lower, "component", node) else { return };
    let Some(kind) = fields.node("type") else {
        if fields.is_open() {
            return;
        }
        lower.invalid(
            Diagnostic::at(Span { end: node.span.start + 1, ..node.span }, "a component without a `type`")
                .mark("its type is missing")
                .help("add \"type\": \"BODY\", \"HEADER\", \"FOOTER\" or \"BUTTONS\""),
        );
        return;
    };
    let Some(kind) = component_kind(lower, kind) else { return };
    template.components.get_or_insert_default().push(kind.clone());
    match kind.as_str().to_ascii_uppercase().as_str() {
        "HEADER" => template.header = Some(header(lower, node, fields)),
        "BODY" => template.body = Some(body(lower, node, fields)),
        "FOOTER" => {
            let footer = Footer {
                span: node.span,
                text: fields.prose(lower, "text").map(Message::parse),
                code_expires: fields.number(lower, "code_expiration_minutes"),
            };
            fields.finish(lower);
            template.footer = Some(footer);
        }
        "BUTTONS" => {
            if let Some(list) = fields.node("buttons") {
                template.buttons.extend(buttons(lower, list));
            }
            fields.finish(lower);
        }
        "CAROUSEL" => {
            let cards = match fields.node("cards") {
                Some(list) => list.elements().iter().filter_map(|node| card(lower, node)).collect(),
                None => Vec::new(),
            };
            fields.finish(lower);
            template.carousel = Some(Carousel { heading: kind.span(), cards });
        }
        "LIMITED_TIME_OFFER" => {
            let mut offer = LimitedTimeOffer { heading: kind.span(), text: None, has_expiration: None };
            if let Some(mut inner) = fields
                .node("limited_time_offer")
                .and_then(|node| Fields::of(lower, "limited_time_offer", node))
            {
                offer.text = inner.prose(lower, "text").map(Message::parse);
                offer.has_expiration = inner.switch(lower, "has_expiration");
                inner.finish(lower);
            }
            fields.finish(lower);
            template.limited_time_offer = Some(Box::new(offer));
        }
        "CALL_PERMISSION_REQUEST" => {
            template.call_permission_request = Some(kind.span());
            fields.finish(lower);
        }
        _ => {}
    }
}

/// The type of a component. In a program it may be the member of an enumeration.
fn component_kind(lower: &mut Lower<'_>, node: &Node) -> Option<Text> {
    match &node.value {
        Value::Unknown(Some(member)) => Some((**member).clone()),
        _ => lower.word("type", node),
    }
}

fn header(lower: &mut Lower<'_>, node: &Node, mut fields: Fields<'_>) -> Header {
    let format = fields
        .node("format")
        .and_then(|node| lower.vocabulary("format", node, HeaderKind::WORDS, HeaderKind::parse));
    if format.as_ref().is_some_and(|format| format.known.is_none())
        && let Some(fault) = lower.faults.last_mut()
    {
        fault.diagnostic.fact = Some("header-formats");
    }
    let text_entry = fields.entry("text").map(Entry::span);
    let text = fields.prose(lower, "text").map(Message::parse);
    let kind = format.unwrap_or_else(|| {
        // The platform takes a header without `format` that has text for a text header.
        let place = node.span.beginning();
        Word { text: Text::direct("", place), known: text.as_ref().map(|_| HeaderKind::Text) }
    });
    let mut samples = Samples::default();
    if let Some(example) = fields.node("example") {
        samples = examples(lower, example, "header_text", "header_text_named_params");
        if samples.values.is_empty() {
            for key in ["header_url", "header_handle"] {
                if let Some(handles) = example.get(key) {
                    one_list(lower, handles, key, &mut samples);
                }
            }
        }
    }
    fields.finish(lower);
    Header { span: node.span, kind, text, text_entry, samples }
}

fn body(lower: &mut Lower<'_>, node: &Node, mut fields: Fields<'_>) -> Body {
    let text_entry = fields.entry("text").map(Entry::span);
    let text = fields.prose(lower, "text").map(Message::parse);
    let samples = match fields.node("example") {
        Some(example) => examples(lower, example, "body_text", "body_text_named_params"),
        None => Samples::default(),
    };
    let security_recommendation = fields.switch(lower, "add_security_recommendation");
    fields.finish(lower);
    Body { span: node.span, text, text_entry, samples, security_recommendation }
}

/// Reads `example` of a header or body: a list of values, or named ones.
fn examples(
    lower: &mut Lower<'_>,
    example: &Node,
    list_key: &'static str,
    named_key: &'static str,
) -> Samples {
    let before = lower.turn_to(&[Part::Samples]);
    let samples = known_examples(lower, example, list_key, named_key);
    lower.turn_to(before);
    samples
}

fn known_examples(
    lower: &mut Lower<'_>,
    example: &Node,
    list_key: &'static str,
    named_key: &'static str,
) -> Samples {
    let mut samples = Samples { span: Some(example.span), ..Samples::default() };
    let Some(mut fields) = Fields::of(lower, "example", example) else { return samples };
    if let Some(list) = fields.node(list_key) {
        if list_key == "body_text" {
            rows(lower, list, list_key, &mut samples);
        } else {
            one_list(lower, list, list_key, &mut samples);
        }
    }
    if let Some(named) = fields.node(named_key) {
        for node in named.elements() {
            let Some(mut parameter) = Fields::of(lower, named_key, node) else { continue };
            let computed = parameter.node("param_name").is_some_and(Node::is_computed);
            let name = parameter.text(lower, "param_name");
            if computed {
                lower.is_computed();
            }
            let value = parameter.node("example");
            samples.defects.extend(value.filter(|node| !is_text(node)).map(|node| not_text(node, named_key)));
            let value = value.and_then(sample_value);
            parameter.finish(lower);
            let variable = name.as_ref().map(|name| Variable::Name(name.as_str().into()));
            samples.values.push(Sample { variable, key: name.map(Box::new), span: node.span, value });
        }
    }
    fields.ignore(&["header_handle", "header_url"]);
    fields.finish(lower);
    samples.values.shrink_to_fit();
    samples
}

/// Reads samples that are documented as a list inside a list; the first row is the sample.
fn rows(lower: &mut Lower<'_>, list: &Node, key: &'static str, samples: &mut Samples) {
    let is_rest = |node: &Node| matches!(node.value, Value::Rest);
    if list.elements().iter().any(|row| row.is_unknown() || row.elements().iter().any(is_rest)) {
        // What is computed may be a row or a value.
        return lower.unknown.add(Part::Samples);
    }
    let is_row = |node: &Node| matches!(node.value, Value::List(_));
    let row_of_one = |node: &Node| is_row(node) && node.elements().len() == 1;
    match list.elements() {
        // One row for each placeholder, where one row holds them all.
        all @ [_, _, ..] if all.iter().all(row_of_one) => {
            samples.defects.push((ShapeDefect::RowForEach, key, list.span));
            for row in all {
                samples.values.extend(values(lower, row));
            }
        }
        [first, ..] if is_row(first) => samples.values.extend(values(lower, first)),
        all => {
            if !is_row(list) && !all.is_empty() {
                samples.defects.push((ShapeDefect::BareTextForRows, key, list.span));
            } else if !all.is_empty() {
                samples.defects.push((ShapeDefect::FlatList, key, list.span));
            }
            samples.values.extend(values(lower, list));
        }
    }
    let values = list.elements().iter().flat_map(Node::elements);
    samples.defects.extend(values.filter(|node| !is_text(node)).map(|node| not_text(node, key)));
}

/// Reads samples that are documented as one list.
fn one_list(lower: &mut Lower<'_>, list: &Node, key: &'static str, samples: &mut Samples) {
    let row = match list.elements() {
        [row @ Node { value: Value::List(_), .. }] => {
            samples.defects.push((ShapeDefect::NestedList, key, list.span));
            row
        }
        _ => {
            if !matches!(list.value, Value::List(_) | Value::Null) && !list.is_unknown() {
                samples.defects.push((ShapeDefect::BareText, key, list.span));
            }
            list
        }
    };
    samples
        .defects
        .extend(row.elements().iter().filter(|node| !is_text(node)).map(|node| not_text(node, key)));
    samples.values.extend(values(lower, row));
}

fn is_text(node: &Node) -> bool {
    node.is_unknown() || node.as_scalar().is_some_and(|scalar| scalar.style != Style::Literal)
}

fn not_text(node: &Node, key: &'static str) -> (ShapeDefect, &'static str, Span) {
    (ShapeDefect::NotText, key, node.span)
}

fn values(lower: &mut Lower<'_>, list: &Node) -> Vec<Sample> {
    if list.is_unknown() || list.elements().iter().any(|node| matches!(node.value, Value::Rest)) {
        lower.unknown.add(Part::Samples);
    }
    list.elements()
        .iter()
        .filter(|node| !matches!(node.value, Value::Rest))
        .map(|node| Sample {
            variable: None,
            key: None,
            span: node.as_text().filter(|text| !text.span().is_empty()).map_or(node.span, Text::span),
            value: sample_value(node),
        })
        .collect()
}

/// The value of a sample; one that is computed is a text of which nothing is known.
fn sample_value(node: &Node) -> Option<Text> {
    match &node.value {
        Value::Unknown(_) => {
            let mut builder =
                TextBuilder::new(node.span.file, node.span.start as usize).written(Written::Mixed);
            builder.push_hole(node.span.range());
            Some(builder.finish(node.span.end as usize))
        }
        _ => node.as_text().cloned(),
    }
}

fn card(lower: &mut Lower<'_>, node: &Node) -> Option<Card> {
    let mut fields = Fields::of(lower, "card", node)?;
    let mut card = Card {
        span: node.span,
        heading: Span { end: (node.span.start + 1).min(node.span.end), ..node.span },
        header: None,
        body: None,
        buttons: Vec::new(),
        components: Vec::new(),
    };
    for component in fields.node("components").map(Node::elements).unwrap_or_default() {
        let Some(mut parts) = Fields::of(lower, "component", component) else { continue };
        let Some(kind) = parts.node("type").and_then(|node| component_kind(lower, node)) else { continue };
        card.components.push(kind.clone());
        match kind.as_str().to_ascii_uppercase().as_str() {
            "HEADER" => card.header = Some(header(lower, component, parts)),
            "BODY" => card.body = Some(body(lower, component, parts)),
            "BUTTONS" => {
                if let Some(list) = parts.node("buttons") {
                    card.buttons.extend(buttons(lower, list));
                }
                parts.finish(lower);
            }
            _ => {}
        }
    }
    fields.ignore(&["card_index"]);
    fields.finish(lower);
    Some(card)
}

fn buttons(lower: &mut Lower<'_>, list: &Node) -> Vec<Button> {
    if !matches!(list.value, Value::List(_)) {
        lower.wrong_kind("buttons", "a list of buttons", list);
    }
    list.elements().iter().filter_map(|node| button(lower, node)).collect()
}

fn button(lower: &mut Lower<'_>, node: &Node) -> Option<Button> {
    let mut fields = Fields::of(lower, "button", node)?;
    let kind = match fields.node("type") {
        Some(node) => lower.open_word("type", node, ButtonKind::parse)?,
        None if fields.is_open() => return None,
        None => {
            lower.invalid(
                Diagnostic::at(Span { end: node.span.start + 1, ..node.span }, "a button without a `type`")
                    .mark("its type is missing")
                    .help("add \"type\": \"QUICK_REPLY\", \"URL\" or \"PHONE_NUMBER\""),
            );
            Word { text: Text::direct("", node.span.beginning()), known: None }
        }
    };
    let mut samples = Samples::default();
    if let Some(example) = fields.node("example") {
        samples.span = Some(example.span);
        if kind.known == Some(ButtonKind::CopyCode) {
            // The code is documented as a text, and listed as a list.
            samples.values = values(lower, example);
        } else {
            one_list(lower, example, "example", &mut samples);
        }
    }
    let otp_type = fields.word(lower, "otp_type");
    let autofill_text = fields.text(lower, "autofill_text");
    let terms = fields.switch(lower, "zero_tap_terms_accepted");
    let mut apps = Vec::new();
    let supported = fields.node("supported_apps");
    if let Some(node) = supported.filter(|node| node.as_map().is_some()) {
        lower.wrong_kind("supported_apps", "a list of apps", node);
    }
    for app in supported.map(Node::elements).unwrap_or_default() {
        apps.extend(otp_app(lower, app));
    }
    if fields.node("package_name").is_some() || fields.node("signature_hash").is_some() {
        // The shape before v21 keeps the one app on the button itself.
        let package_name = fields.text(lower, "package_name");
        let signature_hash = fields.text(lower, "signature_hash");
        apps.push(OtpApp { span: node.span, is_on_button: true, package_name, signature_hash });
    }
    let otp = (kind.known == Some(ButtonKind::Otp))
        .then(|| Box::new(Otp { kind: otp_type, autofill_text, apps, zero_tap_terms_accepted: terms }));
    let mut flow = Flow::default();
    for entry in fields.all(&["flow_id", "flow_name", "flow_json"]) {
        // Flow ids are long numbers that some files keep without quotes.
        if entry.value.is_computed() {
            lower.is_computed();
        }
        flow.target = entry.value.as_text().cloned();
    }
    flow.action = fields.word(lower, "flow_action");
    flow.screen = fields.word(lower, "navigate_screen");
    let flow = (kind.known == Some(ButtonKind::Flow)).then(|| Box::new(flow));
    let phone_number = fields.node("phone_number").and_then(|node| match node.as_scalar() {
        Some(scalar) if scalar.style == Style::Literal && !node.is_computed() => Some(scalar.text.clone()),
        _ => lower.text("phone_number", node),
    });
    let button = Button {
        span: node.span,
        kind,
        label: fields.prose(lower, "text").map(Message::parse),
        url_entry: fields.entry("url").map(Entry::span),
        url: fields.prose(lower, "url").map(Message::parse),
        phone_number: phone_number.map(Box::new),
        samples,
        flow,
        otp,
        opts_out: false,
    };
    fields.ignore(&["icon", "app_deep_link", "deep_link", "ttl_minutes", "payload", "id", "index"]);
    fields.finish(lower);
    Some(button)
}

/// Reads a package name with its signature hash; both spellings share this shape.
pub(super) fn otp_app(lower: &mut Lower<'_>, node: &Node) -> Option<OtpApp> {
    let mut fields = Fields::of(lower, "supported_apps", node)?;
    let app = OtpApp {
        span: node.span,
        is_on_button: false,
        package_name: fields.text(lower, "package_name"),
        signature_hash: fields.text(lower, "signature_hash"),
    };
    fields.finish(lower);
    Some(app)
}

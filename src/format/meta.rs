//! The platform's own shape: the body of the create call, and what its list call answers.

use super::fields::{Fields, Lower};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Body, Button, ButtonKind, Card, Carousel, Category, Dialect, Flow, Footer, Header, HeaderKind, Item,
    LimitedTimeOffer, Otp, OtpApp, Sample, Samples, Template, Word,
};
use crate::source::{Span, Spanned};
use crate::syntax::lexical::{Duration, Unit};
use crate::syntax::message::{Message, Variable};
use crate::syntax::tree::{Entry, Node, Style, Text, Value};

const COMPONENTS: &[&str] =
    &["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST"];

/// Keys that answers and library templates carry and that say nothing about what is sent.
const SILENT_KEYS: &[&str] = &[
    "id",
    "quality_score",
    "namespace",
    "previous_category",
    "correct_category",
    "sub_category",
    "rejection_reason",
    "library_template_name",
    "library_template_button_inputs",
    "library_template_body_inputs",
    "display_format",
    "send_type",
    "cta_url_link_tracking_opted_out",
    "is_primary_device_delivery_only",
    "disable_ios_autofill",
    "is_sms_fallback_enabled",
    "degrees_of_freedom_spec",
    "creative_sourcing_spec",
    "optimization_spec",
    "bid_spec",
    "specific_rejection_reason",
    "last_updated_time",
    "created_time",
    "template_id",
    "waba_id",
    "access_token",
];

/// Whether a map is a template of this shape. A call that sends a template is not one.
pub(super) fn recognises(entries: &[Entry]) -> bool {
    let get = |key: &str| entries.iter().find(|entry| entry.key.as_str() == key).map(|entry| &entry.value);
    let Some(components) = get("components") else { return false };
    if matches!(get("language").map(|node| &node.value), Some(Value::Map(_))) || get("policy").is_some() {
        return false;
    }
    let sends = |node: &Node| node.get("parameters").is_some() || node.get("sub_type").is_some();
    match &components.value {
        Value::List(nodes) if nodes.iter().any(sends) => false,
        Value::List(nodes) => {
            let typed = nodes.iter().any(|node| node.get("type").is_some());
            typed || get("name").is_some() && (get("language").is_some() || get("category").is_some())
        }
        _ => get("name").is_some() && get("language").is_some() && get("category").is_some(),
    }
}

pub(super) fn template(lower: &mut Lower<'_>, node: &Node, entries: &[Entry], name: Option<Text>) -> Item {
    let mut fields = Fields::new("template", entries);
    let name = fields.text(lower, "name").or(name);
    let language = fields.text(lower, "language");
    let category = fields
        .node("category")
        .and_then(|node| lower.vocabulary("category", node, Category::WORDS, Category::parse));
    let mut template = Template {
        name,
        language,
        category,
        parameter_format: fields.word(lower, "parameter_format"),
        ttl: fields
            .node("message_send_ttl_seconds")
            .and_then(|node| lower.signed_number("message_send_ttl_seconds", node))
            .map(|seconds| Spanned::new(Duration { count: seconds.value, unit: Unit::Second }, seconds.span)),
        allow_category_change: fields.switch(lower, "allow_category_change"),
        status: fields.node("status").and_then(Node::as_text).cloned(),
        rejected_reason: fields.node("rejected_reason").and_then(Node::as_text).cloned(),
        ..Template::empty(node.span, Dialect::Platform)
    };
    fields.ignore(SILENT_KEYS);
    if let Some(components) = fields.node("components") {
        if matches!(components.value, Value::List(_)) {
            for component in components.elements() {
                read_component(lower, component, &mut template);
            }
        } else {
            lower.wrong_kind("components", "a list of components", components);
        }
    }
    fields.finish(lower);
    Item::Template(Box::new(template))
}

fn read_component(lower: &mut Lower<'_>, node: &Node, template: &mut Template) {
    let Some(mut fields) = Fields::of(lower, "component", node) else { return };
    let Some(kind) = fields.node("type") else {
        lower.invalid(
            Diagnostic::at(Span { end: node.span.start + 1, ..node.span }, "a component without a `type`")
                .mark("its type is missing")
                .help("add \"type\": \"BODY\", \"HEADER\", \"FOOTER\" or \"BUTTONS\""),
        );
        return;
    };
    let Some(kind) = lower.choice("type", kind, COMPONENTS) else { return };
    match kind.as_str().to_ascii_uppercase().as_str() {
        "HEADER" => template.header = Some(header(lower, node, fields)),
        "BODY" => template.body = Some(body(lower, node, fields)),
        "FOOTER" => {
            let footer = Footer {
                span: node.span,
                text: fields.text(lower, "text").map(Message::parse),
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
            template.carousel = Some(Carousel { span: node.span, cards });
        }
        "LIMITED_TIME_OFFER" => {
            let mut offer = LimitedTimeOffer { span: node.span, text: None, has_expiration: None };
            if let Some(mut inner) = fields
                .node("limited_time_offer")
                .and_then(|node| Fields::of(lower, "limited_time_offer", node))
            {
                offer.text = inner.text(lower, "text").map(Message::parse);
                offer.has_expiration = inner.switch(lower, "has_expiration");
                inner.finish(lower);
            }
            fields.finish(lower);
            template.limited_time_offer = Some(offer);
        }
        "CALL_PERMISSION_REQUEST" => {
            template.call_permission_request = Some(node.span);
            fields.finish(lower);
        }
        _ => {}
    }
}

fn header(lower: &mut Lower<'_>, node: &Node, mut fields: Fields<'_>) -> Header {
    let format = fields
        .node("format")
        .and_then(|node| lower.vocabulary("format", node, HeaderKind::WORDS, HeaderKind::parse));
    let text = fields.text(lower, "text").map(Message::parse);
    let kind = format.unwrap_or_else(|| {
        // The platform takes a header without `format` that has text for a text header.
        let place = Span { end: node.span.start, ..node.span };
        Word { text: Text::direct("", place), known: text.as_ref().map(|_| HeaderKind::Text) }
    });
    let mut samples = Samples::default();
    if let Some(example) = fields.node("example") {
        samples = examples(lower, example, "header_text", "header_text_named_params");
        if samples.values.is_empty()
            && let Some(handles) = example.get("header_handle").or_else(|| example.get("header_url"))
        {
            samples.values = values(handles);
        }
    }
    fields.finish(lower);
    Header { span: node.span, kind, text, samples }
}

fn body(lower: &mut Lower<'_>, node: &Node, mut fields: Fields<'_>) -> Body {
    let text = fields.text(lower, "text").map(Message::parse);
    let samples = match fields.node("example") {
        Some(example) => examples(lower, example, "body_text", "body_text_named_params"),
        None => Samples::default(),
    };
    let security_recommendation = fields.switch(lower, "add_security_recommendation");
    fields.finish(lower);
    Body { span: node.span, text, samples, security_recommendation }
}

/// Reads `example` of a header or body: a list of values, or named ones.
fn examples(
    lower: &mut Lower<'_>,
    example: &Node,
    list_key: &'static str,
    named_key: &'static str,
) -> Samples {
    let mut samples = Samples { span: Some(example.span), values: Vec::new() };
    let Some(mut fields) = Fields::of(lower, "example", example) else { return samples };
    if let Some(list) = fields.node(list_key) {
        // The documented shape is a list inside a list; the first row is the sample.
        let row = match list.elements().first() {
            Some(first @ Node { value: Value::List(_), .. }) => first,
            _ => list,
        };
        samples.values.extend(values(row));
    }
    if let Some(named) = fields.node(named_key) {
        for node in named.elements() {
            let Some(mut parameter) = Fields::of(lower, named_key, node) else { continue };
            let name = parameter.text(lower, "param_name");
            let value = parameter.node("example").and_then(|node| node.as_text().cloned());
            parameter.finish(lower);
            let variable = name.map(|name| Variable::Name(name.as_str().into()));
            samples.values.push(Sample { variable, span: node.span, value });
        }
    }
    fields.ignore(&["header_handle", "header_url"]);
    fields.finish(lower);
    samples
}

fn values(list: &Node) -> Vec<Sample> {
    list.elements()
        .iter()
        .map(|node| Sample {
            variable: None,
            span: node.as_text().filter(|text| !text.span().is_empty()).map_or(node.span, Text::span),
            value: node.as_text().cloned(),
        })
        .collect()
}

fn card(lower: &mut Lower<'_>, node: &Node) -> Option<Card> {
    let mut fields = Fields::of(lower, "card", node)?;
    let mut card = Card { span: node.span, header: None, body: None, buttons: Vec::new() };
    for component in fields.node("components").map(Node::elements).unwrap_or_default() {
        let Some(mut parts) = Fields::of(lower, "component", component) else { continue };
        let Some(kind) =
            parts.node("type").and_then(|node| lower.choice("type", node, &["HEADER", "BODY", "BUTTONS"]))
        else {
            continue;
        };
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
        Some(node) => lower.vocabulary("type", node, ButtonKind::WORDS, ButtonKind::parse)?,
        None => {
            lower.invalid(
                Diagnostic::at(Span { end: node.span.start + 1, ..node.span }, "a button without a `type`")
                    .mark("its type is missing")
                    .help("add \"type\": \"QUICK_REPLY\", \"URL\" or \"PHONE_NUMBER\""),
            );
            Word { text: Text::direct("", Span { end: node.span.start, ..node.span }), known: None }
        }
    };
    let mut samples = Samples::default();
    if let Some(example) = fields.node("example") {
        samples = Samples { span: Some(example.span), values: values(example) };
    }
    let otp_type = fields.word(lower, "otp_type");
    let autofill_text = fields.text(lower, "autofill_text");
    let terms = fields.switch(lower, "zero_tap_terms_accepted");
    let mut apps = Vec::new();
    for app in fields.node("supported_apps").map(Node::elements).unwrap_or_default() {
        apps.extend(otp_app(lower, app));
    }
    if fields.node("package_name").is_some() || fields.node("signature_hash").is_some() {
        // The shape before v21 keeps the one app on the button itself.
        let package_name = fields.text(lower, "package_name");
        let signature_hash = fields.text(lower, "signature_hash");
        apps.push(OtpApp { span: node.span, package_name, signature_hash });
    }
    let otp = (kind.known == Some(ButtonKind::Otp))
        .then(|| Box::new(Otp { kind: otp_type, autofill_text, apps, zero_tap_terms_accepted: terms }));
    let mut flow = Flow::default();
    for entry in fields.all(&["flow_id", "flow_name", "flow_json"]) {
        // Flow ids are long numbers that some files keep without quotes.
        flow.target = entry.value.as_text().cloned();
    }
    flow.action = fields.word(lower, "flow_action");
    flow.screen = fields.word(lower, "navigate_screen");
    let flow = (kind.known == Some(ButtonKind::Flow)).then(|| Box::new(flow));
    let phone_number = fields.node("phone_number").and_then(|node| match node.as_scalar() {
        Some(scalar) if scalar.style == Style::Literal => Some(scalar.text.clone()),
        _ => lower.text("phone_number", node),
    });
    let button = Button {
        span: node.span,
        kind,
        label: fields.text(lower, "text").map(Message::parse),
        url: fields.text(lower, "url").map(Message::parse),
        phone_number,
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
        package_name: fields.text(lower, "package_name"),
        signature_hash: fields.text(lower, "signature_hash"),
    };
    fields.finish(lower);
    Some(app)
}

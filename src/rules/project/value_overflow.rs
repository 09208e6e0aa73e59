//! `value-overflow`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::{disputed, limit};
use crate::rules::counted::counted;
use crate::rules::{Check, Cx};
use crate::syntax::message::{Message, SegmentKind, Variable};
use crate::syntax::tree::Text;

rule! {
    /// A body that its values push over the limit.
    ///
    /// ## What it finds
    /// Bodies that are within their limit as they are written, and over it once the samples, or the fixed values of
    /// a campaign, stand in the place of the placeholders: 1,024 characters beside other parts, 32,768 where the
    /// body is the only one. Values that come from a column are not seen here.
    ///
    /// ## Why
    /// The send fails with 132005, after the template has been approved.
    ///
    /// ## Rejected
    /// ```waba
    /// template notice {
    ///   category: utility
    ///   language: en_US
    ///   header: "Your booking"
    ///   body: "About your booking: {{1}} Thank you for your patience."
    ///   sample: { 1: "the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river. the road to the house is closed for works until the end of the week, please take the way along the river." }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template notice {
    ///   category: utility
    ///   language: en_US
    ///   header: "Your booking"
    ///   body: "About your booking: {{1}} Thank you for your patience."
    ///   sample: { 1: "the road to the house is closed for works, please take the way along the river." }
    /// }
    /// ```
    name: "value-overflow",
    group: Project,
    severity: Warning,
    since: "0.1.0",
    facts: ["body-max-hydrated"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(body) = &template.body else { return };
    let Some(text) = &body.text else { return };
    let alone = template.header.is_none()
        && template.footer.is_none()
        && template.buttons.is_empty()
        && template.carousel.is_none()
        && template.limited_time_offer.is_none()
        && template.call_permission_request.is_none();
    let most = if alone { disputed::BODY_MAX_HYDRATED } else { limit::BODY_MAX_HYDRATED };
    let senders = cx.workspace.senders_of(template);
    // Bytes are never fewer than characters; nearly all bodies are far from the limit with all their samples.
    let sampled: usize = body
        .samples
        .values
        .iter()
        .filter_map(|sample| sample.value.as_ref())
        .map(|value| value.as_str().len())
        .sum();
    let repeats = text.placeholders().count();
    if repeats == 0 || senders.is_empty() && text.text.as_str().len() + sampled * repeats <= most {
        return;
    }
    let written = text.text.as_str().chars().count();
    if written > most {
        return;
    }
    let sample = |variable: &Variable, position: usize| {
        let by_name = body.samples.values.iter().find(|sample| sample.variable.as_ref() == Some(variable));
        let by_order = || body.samples.values.get(position).filter(|sample| sample.variable.is_none());
        by_name.or_else(by_order).and_then(|sample| sample.value.as_ref())
    };
    judge(cx, text, most, "its samples", &sample);
    for campaign in senders {
        let value = |variable: &Variable, _: usize| {
            let value = campaign.values.iter().find(|value| value.variable.as_ref() == Some(variable));
            value.and_then(|value| value.fixed.as_ref())
        };
        judge(cx, text, most, "the campaign's values", &value);
    }
}

fn judge<'t>(
    cx: &mut Cx<'_>,
    text: &Message,
    most: usize,
    whose: &str,
    value_of: &dyn Fn(&Variable, usize) -> Option<&'t Text>,
) {
    let order = text.variables();
    let mut length = 0;
    let mut longest: Option<(usize, &Text)> = None;
    for segment in &text.segments {
        let own = text.words_of(segment).chars().count();
        length += match &segment.kind {
            SegmentKind::Placeholder(variable) => {
                // Samples without names stand in the order of the numbers.
                let position = match variable {
                    Variable::Position(number) => (*number as usize).saturating_sub(1),
                    Variable::Name(_) => order.iter().position(|(known, _)| known == variable).unwrap_or(0),
                };
                let value = value_of(variable, position);
                let count = value.map_or(own, |value| value.as_str().chars().count());
                if let Some(value) = value
                    && longest.is_none_or(|(known, _)| count > known)
                {
                    longest = Some((count, value));
                }
                count
            }
            _ => own,
        };
    }
    let Some((count, value)) = longest.filter(|_| length > most) else { return };
    cx.report(
        Diagnostic::at(
            value.span(),
            format!(
                "with {whose} the body has {length} characters, {} more than the {most} allowed",
                length - most
            ),
        )
        .mark(format!("the longest value, {}", counted(count, "character")))
        .label(text.text.span(), "the body that it is put into")
        .help("shorten the value, or the text around it"),
    );
}

//! `value-too-long`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::policy::limit;
use crate::rules::too_long::too_long;
use crate::rules::{Check, Cx, values};
use crate::syntax::message::Message;

rule! {
    /// A value that is longer than its place takes.
    ///
    /// ## What it finds
    /// One-time codes of more than 15 characters, as a sample or as a fixed value of a campaign, and values that
    /// make the address of a link button longer than 2,000 characters.
    ///
    /// ## Why
    /// The send fails with 132018.
    ///
    /// ## Rejected
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   otp: copy_code
    /// }
    /// campaign login {
    ///   send: login_code
    ///   purpose: authentication
    ///   trigger: otp_requested
    ///   values { 1: "Shop of Ana: 184022" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template login_code {
    ///   category: authentication
    ///   language: en_US
    ///   otp: copy_code
    /// }
    /// campaign login {
    ///   send: login_code
    ///   purpose: authentication
    ///   trigger: otp_requested
    ///   values { 1: "184022" }
    /// }
    /// ```
    name: "value-too-long",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["auth-param-max", "btn-url-length"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let senders = cx.workspace.senders_of(template);
    if template.is(Category::Authentication) && !template.is_listed() {
        // An authentication template has one placeholder of its own, the code.
        let is_code = |key: &str| matches!(key, "1" | "code" | "otp");
        let values = senders.iter().flat_map(|campaign| &campaign.values);
        let fixed =
            values.filter(|value| is_code(value.key.as_str())).filter_map(|value| value.fixed.as_ref());
        let samples = template.body.iter().flat_map(|body| &body.samples.values);
        let samples = samples.chain(&template.stray_samples).filter_map(|sample| sample.value.as_ref());
        for value in samples.chain(fixed) {
            if let Some(diagnostic) = too_long("this code", value, limit::AUTH_PARAM_MAX) {
                let has_words = value.as_str().contains(|c: char| c.is_whitespace() || c == ':');
                cx.report(match has_words {
                    true => diagnostic.help("send the code alone, without the name of the app"),
                    false => diagnostic,
                });
            }
        }
    }
    let of_cards =
        template.cards().iter().flat_map(|card| &card.buttons).map(|button| (String::new(), button));
    for (key, button) in values::links(template).into_iter().chain(of_cards) {
        let Some(url) = &button.url else { continue };
        let fixed = url.text.as_str().chars().count() - placeholder_length(url);
        let most = limit::BTN_URL_LENGTH;
        let of_campaigns = senders.iter().flat_map(|campaign| &campaign.values);
        let given =
            of_campaigns.filter(|value| value.key.as_str() == key).filter_map(|value| value.fixed.as_ref());
        let samples = button.samples.values.iter().filter_map(|sample| sample.value.as_ref());
        for value in samples.chain(given) {
            // A sample may be the whole address.
            let own = value.as_str().chars().count();
            let length = if value.as_str().contains("://") { own } else { fixed + own };
            if length > most {
                let over = length - most;
                let message = format!(
                    "with this value the address has {length} characters, {over} more than the {most} allowed"
                );
                cx.report(
                    Diagnostic::at(value.span(), message)
                        .mark("too long")
                        .label(url.text.span(), "the address that it ends")
                        .help("send a short key that your site looks up")
                        .cites("btn-url-length"),
                );
            }
        }
    }
}

fn placeholder_length(message: &Message) -> usize {
    message.placeholders().map(|(_, segment)| message.words_of(segment).chars().count()).sum()
}

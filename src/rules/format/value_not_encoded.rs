//! `value-not-encoded`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::rules::{Check, Cx, values};
use crate::syntax::tree::Text;
use crate::text::length::sign_name;

rule! {
    /// A value for an address that is not percent-encoded.
    ///
    /// ## What it finds
    /// Fixed values of campaigns for the placeholder of a link (`url_1`) that hold a space, a colon, a pipe, a quote, angle brackets or
    /// characters outside of ASCII.
    ///
    /// ## Why
    /// The send fails, or the link leads somewhere else.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://shop.example/track/{{1}}"
    ///   sample: { url_1: "A-1042" }
    /// }
    /// campaign shipping {
    ///   send: order_shipped
    ///   trigger: order_shipped
    ///   values { url_1: "A 1042" }
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Track" -> "https://shop.example/track/{{1}}"
    ///   sample: { url_1: "A-1042" }
    /// }
    /// campaign shipping {
    ///   send: order_shipped
    ///   trigger: order_shipped
    ///   values { url_1: "A%201042" }
    /// }
    /// ```
    name: "value-not-encoded",
    group: Format,
    severity: Warning,
    since: "0.1.0",
    facts: ["btn-url-encode"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for (key, _) in values::links(template) {
        for campaign in cx.workspace.senders_of(template) {
            let values = campaign.values.iter().filter(|value| value.key.as_str() == key);
            for value in values.filter_map(|value| value.fixed.as_ref()) {
                judge(cx, value);
            }
        }
    }
}

fn judge(cx: &mut Cx<'_>, value: &Text) {
    let text = value.as_str();
    let Some((at, sign)) = text.char_indices().find(|(_, c)| must_be_encoded(*c)) else { return };
    let place = value.slice(at..at + sign.len_utf8());
    let diagnostic = Diagnostic::at(place, format!("a value for an address holds {}", sign_name(sign)))
        .mark("not encoded");
    if text.contains("://") {
        cx.report(diagnostic.help("send only the part that ends the template's address"));
        return;
    }
    let mut encoded = String::new();
    for c in text.chars() {
        // A value that is encoded in part would be read wrongly if its `%` stayed.
        if must_be_encoded(c) || c == '%' && !is_encoded(text) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(c);
        }
    }
    cx.report(diagnostic.help(format!("write {encoded}")));
}

/// Whether every `%` of a text begins an encoded byte.
fn is_encoded(text: &str) -> bool {
    text.match_indices('%').all(|(at, _)| {
        text.get(at + 1..at + 3).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
    })
}

fn must_be_encoded(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_control() || matches!(c, ' ' | ':' | '|' | '"' | '<' | '>')
}

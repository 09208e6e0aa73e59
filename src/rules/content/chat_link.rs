//! `chat-link`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::text::links::ends_in;

rule! {
    /// A link that opens a chat.
    ///
    /// ## What it finds
    /// Links in texts and behind buttons that lead to the messenger itself: wa.me, api.whatsapp.com, chat.whatsapp.com.
    ///
    /// ## Why
    /// People are in the chat already, and one provider reports that review refuses such links. A quick reply does the
    /// same.
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: url "Ask us" -> "https://wa.me/15551230000"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    ///   button: quick_reply "Ask us"
    /// }
    /// ```
    name: "chat-link",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["content-wa-me"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for link in cx.reader.links(template).iter() {
        if ends_in(&link.host, policy::CHAT_HOSTS) {
            let is_group = link.host.starts_with("chat.");
            let diagnostic = Diagnostic::at(link.span, format!("a link that opens a chat: {}", link.host));
            cx.report(if is_group {
                diagnostic
                    .mark("invites to a group")
                    .help("do not invite to groups from a template; write to each person who asked to hear from you")
            } else {
                diagnostic
                    .mark("leads back to the messenger")
                    .help("let people answer here, with a quick reply where that helps; for calls there is a phone button")
            });
        }
    }
}

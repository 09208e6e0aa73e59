//! `ttl-out-of-range`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Category, Dialect, Template};
use crate::policy::{least, limit};
use crate::rules::{Check, Cx};
use crate::text::length::plain_duration as plain;

rule! {
    /// A time to live that the category does not allow.
    ///
    /// ## What it finds
    /// `ttl` (`message_send_ttl_seconds`) outside of the range of the template's category: authentication 30 to 900
    /// seconds, utility 30 seconds to 12 hours, marketing 12 hours to 30 days. -1, which stands for 30 days, is
    /// allowed for authentication and utility. A code that is delivered longer than it is valid is advice.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   ttl: 2d
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   ttl: 6h
    ///   body: "Your order has left our warehouse and will reach you on Friday."
    /// }
    /// ```
    name: "ttl-out-of-range",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["tpl-ttl-auth", "tpl-ttl-utility", "tpl-ttl-marketing", "tpl-ttl-le-code-expiry"],
    check: Check::Template(check),
}

/// Stands for 30 days.
const LONGEST: f64 = -1.0;

fn check(cx: &mut Cx<'_>, template: &Template) {
    let Some(ttl) = &template.ttl else { return };
    let Some(category) = template.category.as_ref().and_then(|word| word.known) else { return };
    let seconds = ttl.value.seconds();
    let (least, most, fact) = match category {
        Category::Authentication => (least::TPL_TTL_AUTH, limit::TPL_TTL_AUTH, "tpl-ttl-auth"),
        Category::Utility => (least::TPL_TTL_UTILITY, limit::TPL_TTL_UTILITY, "tpl-ttl-utility"),
        Category::Marketing => (least::TPL_TTL_MARKETING, limit::TPL_TTL_MARKETING, "tpl-ttl-marketing"),
    };
    let has_longest = category != Category::Marketing;
    let fits = seconds >= least as f64 && seconds <= most as f64 || has_longest && seconds == LONGEST;
    let name = category.as_str();
    if !fits {
        if seconds == LONGEST {
            cx.report(
                Diagnostic::at(ttl.span, format!("-1, which stands for 30 days, is not offered for {name}"))
                    .mark("not offered")
                    .help(format!("write {most} for {}", plain(most as f64)))
                    .cites(fact),
            );
            return;
        }
        let message = format!("a time to live of {} for {name}", plain(seconds));
        let range = format!("{} to {}", plain(least as f64), plain(most as f64));
        cx.report(
            Diagnostic::at(ttl.span, message)
                .mark(if seconds > most as f64 { "too long" } else { "too short" })
                .help(if has_longest && template.dialect == Dialect::Platform {
                    format!("{name} allows {range}, or -1 for 30 days")
                } else {
                    format!("{name} allows {range}")
                })
                .cites(fact),
        );
        return;
    }
    let expiry = template.footer.as_ref().and_then(|footer| footer.code_expires.as_ref());
    if let Some(expiry) = expiry.filter(|_| category == Category::Authentication) {
        let valid = expiry.value * 60.0;
        if seconds == LONGEST || seconds > valid {
            cx.report(
                Diagnostic::at(ttl.span, "the code may arrive after it has expired")
                    .mark(if seconds == LONGEST {
                        "delivery is tried for 30 days".to_owned()
                    } else {
                        format!("delivery is tried for {}", plain(seconds))
                    })
                    .label(expiry.span, format!("the code is valid for {}", plain(valid)))
                    .help(format!("let the message live for {} at most", plain(valid)))
                    .cites("tpl-ttl-le-code-expiry")
                    .severity(Severity::Advice),
            );
        }
    }
}

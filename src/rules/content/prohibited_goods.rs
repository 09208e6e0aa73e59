//! `prohibited-goods`

use crate::diagnostic::Severity;
use crate::model::{Category, Template};
use crate::policy;
use crate::rules::{Check, Cx, wording};

rule! {
    /// Promotes goods that the platform bars altogether.
    ///
    /// ## What it finds
    /// Tobacco and vaping goods, drugs, weapons, adult goods and services and unsafe supplements in what promotes, in the
    /// sixteen supported languages. Loans, investments and currency are advice, and nothing is said of them where the
    /// account's `industry` is finance or insurance.
    ///
    /// ## Why
    /// They may not be promoted in business messages, whatever licence the business holds.
    ///
    /// ## Rejected
    /// ```waba
    /// template shop_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "New vapes and e-liquids have arrived, come and try the flavours."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template shop_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "New teas have arrived, come and try the flavours."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    name: "prohibited-goods",
    group: Content,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-prohibited-goods", "content-commerce"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    // A receipt or a warning may name them.
    if !template.is(Category::Marketing) && !cx.reader.reading(template).promotes {
        return;
    }
    let help = "leave these goods out of messages";
    wording::report(
        cx,
        template,
        policy::BARRED_GOODS,
        "this text offers goods that the platform bars",
        help,
    );
    // Banks and insurers may speak of loans and investments; which of them are barred the words alone do not tell.
    let trades_in_money = cx.workspace.accounts_of(template).iter().any(|account| {
        account.industry.as_ref().is_some_and(|word| matches!(word.as_str(), "finance" | "insurance"))
    });
    if trades_in_money {
        return;
    }
    let message = "this text offers loans, investments or currency, some of which the platform bars";
    if let Some(diagnostic) = wording::diagnostic(cx, template, policy::PARTLY_BARRED_GOODS, message) {
        cx.report(
            diagnostic
                .severity(Severity::Advice)
                .help("payday loans, currency and the like must not be offered; say `industry: finance` of the account if it is a bank"),
        );
    }
}

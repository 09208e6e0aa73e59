//! `consent-without-business-name`

use crate::diagnostic::Diagnostic;
use crate::model::Audience;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;
use crate::text::tokens::{self, TokenKind};

rule! {
    /// The words of the consent do not say to whom it was given.
    ///
    /// ## What it finds
    /// Audiences whose consent `wording` does not hold the `business_name` of the account that sends to them; letter
    /// case, accents and small words aside.
    ///
    /// ## Why
    /// People agree to hear from somebody. Consent to nobody in particular is consent to nobody.
    ///
    /// ## Rejected
    /// ```waba
    /// account bakery { business_name: "Corner Bakery" }
    /// audience guests { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing; wording: "Yes, send me news on WhatsApp" } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bakery { business_name: "Corner Bakery" }
    /// audience guests { source: checkout; exclude: opted_out; consent { basis: express; purpose: marketing; wording: "Yes, send me news from Corner Bakery on WhatsApp" } }
    /// ```
    name: "consent-without-business-name",
    group: Promo,
    severity: Warning,
    since: "0.1.0",
    facts: ["consent-names-business"],
    check: Check::Audience(check),
}

fn check(cx: &mut Cx<'_>, audience: &Audience) {
    let Some(wording) = audience.consent.as_ref().and_then(|consent| consent.wording.as_ref()) else {
        return;
    };
    let senders: Vec<&str> = cx
        .workspace
        .campaigns_to(audience)
        .into_iter()
        .filter_map(|campaign| campaign.account.as_ref())
        .map(|account| account.name.as_str())
        .collect();
    let names: Vec<&Text> = cx
        .workspace
        .accounts
        .iter()
        .filter(|account| {
            senders.is_empty() || account.name.as_ref().is_some_and(|name| senders.contains(&name.as_str()))
        })
        .filter_map(|account| account.business_name.as_ref())
        .collect();
    let said = words_of(wording.as_str());
    let holds = |name: &&Text| {
        let wanted = words_of(name.as_str());
        wanted.is_empty() || said.windows(wanted.len()).any(|row| row == wanted)
    };
    if names.is_empty() || names.iter().any(holds) {
        return;
    }
    let name = names.first().map_or("", |name| name.as_str());
    let mut diagnostic = Diagnostic::at(wording.span(), "the words of the consent do not name the business")
        .mark(format!("`{name}` is not among them"));
    if let Some(name) = names.first() {
        diagnostic = diagnostic.label(name.span(), "who sends");
    }
    cx.report(diagnostic.help("ask for consent in words that name the business, and ask these people again"));
}

fn words_of(text: &str) -> Vec<String> {
    let words = tokens::words(text).into_iter();
    words
        .filter_map(|token| match token.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        })
        .collect()
}

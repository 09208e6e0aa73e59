//! `confidential-data-on-channel`

use crate::diagnostic::Diagnostic;
use crate::model::Campaign;
use crate::policy;
use crate::rules::wording;
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

rule! {
    /// Account or health data on this channel, from a regulated sender.
    ///
    /// ## What it finds
    /// Campaigns of an account in finance, insurance, health, pharma or the public sector that put an identity, card or
    /// account number, or health data, into the message: by a variable of the template with such a name, or by a column
    /// of the contact list.
    ///
    /// ## Why
    /// The platform signs no agreement on health records, and what was sent cannot be called back from a lost phone.
    /// What identifies a condition or an account belongs behind a login.
    ///
    /// ## Rejected
    /// ```waba
    /// account clinic { industry: health }
    /// template result { category: utility; language: en_GB; body: "Dear {{first_name}}, your result of {{date}} reads {{diagnosis}}, please call us." }
    /// campaign results { account: clinic; send: result; purpose: utility }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account clinic { industry: health }
    /// template result { category: utility; language: en_GB; body: "Dear {{first_name}}, your result of {{date}} is ready, please log in to read it." }
    /// campaign results { account: clinic; send: result; purpose: utility }
    /// ```
    name: "confidential-data-on-channel",
    group: Privacy,
    severity: Error,
    since: "0.1.0",
    facts: ["gov-confidential"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    let industry = cx.workspace.account_of(campaign).and_then(|account| account.industry.as_ref());
    let Some(industry) = industry.filter(|word| policy::record_duty(word.as_str()).is_some()) else { return };
    let lists = [policy::IDENTIFIER_VARIABLES, policy::HEALTH_VARIABLES];
    let by_variable = cx.workspace.sent_by(campaign).into_iter().find_map(|template| {
        lists.iter().find_map(|list| wording::variable_named(&cx.reader, template, list))
    });
    let by_column = campaign
        .values
        .iter()
        .filter_map(|value| value.column.as_ref())
        .find(|column| lists.iter().any(|list| wording::is_named(column.as_str(), list)));
    let Some(place) = by_column.map(Text::span).or(by_variable) else { return };
    cx.report(
        Diagnostic::at(place, "health or account data go into a message of a regulated sender")
            .mark("such data")
            .label(industry.span(), "a regulated industry")
            .label(campaign.heading(), "sends it")
            .help("say that something is ready, and let people read it behind a login"),
    );
}

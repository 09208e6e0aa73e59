//! `consent-scope-too-narrow`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Audience, Basis, Campaign, Category, Channel, Purpose};
use crate::rules::{Check, Cx};

rule! {
    /// What people agreed to does not cover what they are sent.
    ///
    /// ## What it finds
    /// A campaign that sends marketing to people whose consent names other purposes only, or rests on a transaction; and
    /// a campaign to people whose consent names other channels than WhatsApp. Service messages to people who agreed to
    /// marketing only are advice. Consent that names no purpose, or no channel, is not judged here.
    ///
    /// ## Why
    /// "You have my number for the delivery, not for your offers" is the most common complaint, and a report is one tap
    /// away.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops. Reply STOP to opt out."
    /// }
    /// audience buyers { source: checkout; exclude: opted_out; consent { basis: express; purpose: utility } }
    /// campaign spring { send: spring_news; to: buyers }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops. Reply STOP to opt out."
    /// }
    /// audience buyers { source: checkout; exclude: opted_out; consent { basis: express; purpose: utility, marketing } }
    /// campaign spring { send: spring_news; to: buyers }
    /// ```
    name: "consent-scope-too-narrow",
    group: Promo,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-opt-in-category", "wa-opt-in-required", "wa-opt-in-channel"],
    check: Check::Campaign(check),
}

fn check(cx: &mut Cx<'_>, campaign: &Campaign) {
    if campaign.purpose.as_ref().and_then(|purpose| purpose.known) == Some(Purpose::Care) {
        return;
    }
    let sent = cx.workspace.sent_by(campaign);
    let marketing_template = sent.iter().find(|template| template.is(Category::Marketing));
    let marketing = marketing_template.is_some() || cx.workspace.is_marketing(campaign);
    let utility = sent.iter().find(|template| template.is(Category::Utility));
    for reference in &campaign.to {
        let Some(audience) = cx.workspace.audience(reference.name.as_str()) else { continue };
        let holders = cx.workspace.holders(audience);
        let Some(consent) = holders.into_iter().find_map(|holder: &Audience| holder.consent.as_ref()) else {
            continue;
        };
        let name = reference.name.as_str();
        let agreed = |purpose: Purpose| consent.purpose.iter().any(|word| word.known == Some(purpose));
        let transactional = consent.basis.as_ref().filter(|basis| basis.known == Some(Basis::Transactional));
        let purposes = consent.purpose.iter().map(|word| word.span()).reduce(crate::source::Span::to);
        let too_narrow = if marketing && !agreed(Purpose::Marketing) {
            let ground = purposes.or_else(|| transactional.map(|basis| basis.span()));
            ground.map(|place| (place, "marketing", marketing_template, Severity::Error))
        } else if !marketing && utility.is_some() && agreed(Purpose::Marketing) && !agreed(Purpose::Utility) {
            purposes.map(|place| (place, "utility", utility, Severity::Advice))
        } else {
            None
        };
        if let Some((place, needed, template, severity)) = too_narrow {
            let listed: Vec<&str> = consent.purpose.iter().map(|word| word.text.as_str()).collect();
            let agreed_to = if listed.is_empty() {
                "messages about their own transactions".to_owned()
            } else {
                format!("{} messages", listed.join(" and "))
            };
            let mut diagnostic = Diagnostic::at(
                reference.span(),
                format!("`{name}` agreed to {agreed_to}, and is sent {needed} messages"),
            )
            .mark(format!("no consent to {needed}"))
            .label(place, "this is what they agreed to")
            .severity(severity);
            if let Some(category) = template.and_then(|template| template.category.as_ref()) {
                diagnostic = diagnostic.label(category.span(), format!("a {needed} template"));
            }
            cx.report(
                diagnostic.help(format!("ask these people for consent to {needed}, or leave them out")),
            );
        }
        let elsewhere =
            |channel: &Option<Channel>| !matches!(channel, Some(Channel::Whatsapp | Channel::Any) | None);
        if !consent.channel.is_empty() && consent.channel.iter().all(|word| elsewhere(&word.known)) {
            let listed: Vec<&str> = consent.channel.iter().map(|word| word.text.as_str()).collect();
            let place = consent.channel.iter().map(|word| word.span()).reduce(crate::source::Span::to);
            let mut diagnostic = Diagnostic::at(
                reference.span(),
                format!(
                    "`{name}` agreed to be reached by {}, and is written to on WhatsApp",
                    listed.join(" and ")
                ),
            )
            .mark("no consent to this channel")
            .cites("wa-opt-in-required");
            if let Some(place) = place {
                diagnostic = diagnostic.label(place, "this is what they agreed to");
            }
            cx.report(diagnostic.help("ask these people for consent to messages on WhatsApp"));
        }
    }
}

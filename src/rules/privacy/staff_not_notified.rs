//! `staff-not-notified`

use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::rules::{Check, Cx};
use crate::source::Span;

rule! {
    /// Messages of staff are kept, and staff were not told or did not agree.
    ///
    /// ## What it finds
    /// Accounts with an `archive` block whose `oversight` says that staff were not told or did not agree.
    ///
    /// Where nothing is said of it, only accounts whose staff write by hand: from the app (`provider: business_app`, or a
    /// campaign with `channel: app` or `broadcast_list`), or from a phone or number that the account speaks of. What a
    /// program sends through the platform's own interface tells nothing of staff.
    ///
    /// ## Why
    /// Keeping what employees write is surveillance where they do not know of it; in many countries they have to be
    /// told, and to agree.
    ///
    /// ## Rejected
    /// ```waba
    /// account bank { archive { system: "vault" }; oversight { staff_notified: no } }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account bank { archive { system: "vault" }; oversight { staff_notified: yes; staff_consented: yes } }
    /// ```
    name: "staff-not-notified",
    group: Privacy,
    severity: Warning,
    since: "0.1.0",
    facts: ["gov-staff-notice"],
    check: Check::Account(check),
}

fn check(cx: &mut Cx<'_>, account: &Account) {
    let Some(archive) = &account.archive else { return };
    let help = "tell staff what is kept and have them agree: `oversight { staff_notified: yes; staff_consented: yes }`";
    let Some(oversight) = &account.oversight else {
        let Some((place, what)) = by_hand(cx, account) else { return };
        cx.report(
            Diagnostic::at(
                archive.span,
                "messages of staff are kept, and nothing says that staff know of it",
            )
            .mark("kept here")
            .label(place, what)
            .help(help),
        );
        return;
    };
    let not_told =
        oversight.staff_notified.filter(|told| !told.value).map(|told| (told, "staff were not told"));
    let not_agreed = oversight
        .staff_consented
        .filter(|agreed| !agreed.value)
        .map(|agreed| (agreed, "staff did not agree"));
    if let Some((said, what)) = not_told.or(not_agreed) {
        cx.report(
            Diagnostic::at(said.span, format!("messages of staff are kept, and {what}"))
                .mark(what)
                .label(archive.span, "kept here")
                .help(help),
        );
    }
}

/// What says that people of the business write by hand.
fn by_hand(cx: &Cx<'_>, account: &Account) -> Option<(Span, &'static str)> {
    let is_app = account.provider.as_ref().filter(|word| word.as_str() == "business_app");
    let by_account = is_app
        .map(|word| (word.span(), "staff write in the app"))
        .or_else(|| Some((account.device.as_ref()?.span(), "staff write from a phone")))
        .or_else(|| {
            let owner = account.number_owner.as_ref().filter(|word| word.as_str() == "employee")?;
            Some((owner.span(), "staff write from their number"))
        });
    by_account.or_else(|| {
        let own = cx.workspace.campaigns.iter().filter(|campaign| {
            cx.workspace.account_of(campaign).is_some_and(|sender| std::ptr::eq(sender, account))
        });
        own.filter_map(|campaign| campaign.channel.as_ref())
            .find(|channel| channel.as_str() != "api")
            .map(|channel| (channel.span(), "staff send from the app"))
    })
}

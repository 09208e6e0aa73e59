//! `limit-evasion`

use crate::beside::{Beside, settings};
use crate::diagnostic::Diagnostic;
use crate::model::Account;
use crate::policy;
use crate::rules::{Check, Cx};
use crate::source::{FileId, Span};

rule! {
    /// Numbers are changed to get around limits or bans.
    ///
    /// ## What it finds
    /// Accounts that say `rotate_numbers: on_limit` or `on_ban`. Settings of the sending program (`.env` as far as it is
    /// shared, `config.ini` and the like) that are called `ANTI_BAN`, `ROTATE_NUMBERS` and so on and are not set to no, where
    /// the files have to do with WhatsApp.
    ///
    /// ## Why
    /// Limits and bans are how the platform answers complaints. Going around them costs every number of the business,
    /// and is a breach of the terms by itself.
    ///
    /// ## Rejected
    /// ```waba
    /// account shop { business_name: "Shop"; rotate_numbers: on_ban }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// account shop { business_name: "Shop"; rotate_numbers: never }
    /// ```
    name: "limit-evasion",
    group: Source,
    severity: Error,
    since: "0.1.0",
    facts: ["wa-limit-evasion"],
    check: Check::Workspace(check),
}

/// What to do instead.
const INSTEAD: &str =
    "use one number, let its limit grow with its quality, and write to those who want to hear from you";

fn check(cx: &mut Cx<'_>) {
    for account in cx.workspace.accounts.clone() {
        cx.found.extend(rotation(account));
    }
    let has_definitions = !cx.workspace.templates.is_empty() || !cx.workspace.campaigns.is_empty();
    for (file, beside) in cx.workspace.beside.clone() {
        if matches!(beside, Beside::Settings) {
            let text = cx.workspace.text(file);
            if has_definitions || speaks_of_whatsapp(text) {
                cx.found.extend(set(file, text));
            }
        }
    }
}

fn rotation(account: &Account) -> Option<Diagnostic> {
    let rotate = account.rotate_numbers.as_ref().filter(|word| word.as_str() != "never")?;
    let when = if rotate.as_str() == "on_ban" { "when one is banned" } else { "when one reaches its limit" };
    let told = Diagnostic::at(rotate.span(), format!("another number is taken {when}"));
    Some(told.mark("goes around the platform's limits").help(INSTEAD))
}

fn speaks_of_whatsapp(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("whatsapp") || lower.contains("waba")
}

/// The settings of a file that go around limits and bans. Only the name is shown: a value may be anything.
fn set(file: FileId, text: &str) -> impl Iterator<Item = Diagnostic> {
    settings::settings(text).filter(settings::Setting::is_on).filter_map(move |setting| {
        let plain: String =
            setting.name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let is_one = policy::EVASION_SETTINGS.iter().any(|known| plain.contains(known));
        is_one.then(|| {
            let place = Span::new(file, setting.range.start, setting.range.end);
            Diagnostic::at(place, format!("the setting `{}` goes around limits or bans", setting.name))
                .mark("not a way that the platform allows")
                .help(INSTEAD)
        })
    })
}

//! What the frequency rules share: how a window of sends is shown.

use crate::diagnostic::Diagnostic;
use crate::engine::Workspace;
use crate::timeline::Send;

/// How many sends the table lists.
const ROWS: usize = 10;

/// Sends that fall together on one recipient.
pub(crate) struct Window<'w> {
    /// The audience that the recipient is in; `None` for a journey.
    pub(crate) audience: Option<&'w str>,
    /// The sends, in the order of time.
    pub(crate) sends: Vec<&'w Send>,
}

/// Labels every schedule that contributes, once each, and adds the sends as a small table.
pub(crate) fn show(workspace: &Workspace<'_>, mut diagnostic: Diagnostic, sends: &[&Send]) -> Diagnostic {
    let name = |send: &Send| {
        let campaign = workspace.campaigns.get(send.campaign).and_then(|campaign| campaign.name.as_ref());
        campaign.map_or("a campaign", |name| name.as_str()).to_owned()
    };
    let mut labelled = Vec::new();
    for send in sends {
        if labelled.contains(&send.cause) {
            continue;
        }
        labelled.push(send.cause);
        let of_cause = sends.iter().filter(|other| other.cause == send.cause).count();
        let times = if of_cause == 1 { "1 message".to_owned() } else { format!("{of_cause} messages") };
        let message = format!("`{}` sends {times} in it", name(send));
        if send.cause == diagnostic.primary.span {
            diagnostic = diagnostic.mark(message);
        } else {
            diagnostic = diagnostic.label(send.cause, message);
        }
    }
    let wide = sends.iter().take(ROWS).map(|send| name(send).chars().count()).max().unwrap_or(0);
    let mut rows: Vec<String> = sends
        .iter()
        .take(ROWS)
        .map(|send| {
            let name = name(send);
            let pad = " ".repeat(wide - name.chars().count().min(wide));
            let campaign = workspace.campaigns.get(send.campaign);
            let template = campaign.and_then(|campaign| send.template(campaign)).unwrap_or_default();
            format!("  {}  {name}{pad}  {template}", send.shown()).trim_end().to_owned()
        })
        .collect();
    if sends.len() > ROWS {
        rows.push(format!("  and {} more", sends.len() - ROWS));
    }
    diagnostic.note(format!("the busiest window:\n{}", rows.join("\n")))
}

/// A number with its thousands apart.
pub(crate) fn counted(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

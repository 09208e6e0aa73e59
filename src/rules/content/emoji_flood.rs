//! `emoji-flood`

use crate::diagnostic::Diagnostic;
use crate::model::Template;
use crate::policy::limit;
use crate::rules::{Check, Cx};
use crate::text::emoji::emoji;

rule! {
    /// More emoji than review likes.
    ///
    /// ## What it finds
    /// Bodies with more than 10 emoji, and three or more of the same in a row. The figure comes from a list drawn from
    /// one provider; the platform gives none. A joined emoji (family, flag, skin tone) counts once.
    ///
    /// ## Why
    /// Providers report refusals of marketing texts that are full of them.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants 🌷🌷🌷🌷 are in the shop, come and see them until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants 🌷 are in the shop, come and see them until Saturday 👨‍👩‍👧."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    name: "emoji-flood",
    group: Content,
    severity: Advice,
    since: "0.1.0",
    facts: ["body-emoji-max"],
    check: Check::Template(check),
}

/// How many stars a full rating has.
const STARS: usize = 5;

fn check(cx: &mut Cx<'_>, template: &Template) {
    let most = limit::BODY_EMOJI_MAX;
    for message in template.texts() {
        let text = message.text.as_str();
        let found = emoji(text);
        if found.len() > most {
            let Some(place) = found.get(most..).and_then(|rest| Some(rest.first()?.start..rest.last()?.end))
            else {
                continue;
            };
            cx.report(
                Diagnostic::at(
                    message.text.slice(place),
                    format!("{} emoji in one text, more than {most}", found.len()),
                )
                .mark(format!("from the {}th on", most + 1))
                .help("keep those that help the reader"),
            );
            continue;
        }
        let same = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| {
            a.end == b.start && text.get(a.clone()) == text.get(b.clone())
        };
        // A rating is no flood.
        let is_rating = |row: &[std::ops::Range<usize>]| {
            row.len() <= STARS
                && row
                    .first()
                    .and_then(|first| text.get(first.clone()))
                    .is_some_and(|sign| sign.starts_with('\u{2b50}'))
        };
        for row in found.chunk_by(same).filter(|row| row.len() >= limit::WA_READABLE_TEXT && !is_rating(row))
        {
            let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
            cx.report(
                Diagnostic::at(
                    message.text.slice(first.start..last.end),
                    format!("the same emoji {} times in a row", row.len()),
                )
                .mark("one says the same")
                .help("leave one of them")
                .cites("wa-readable-text"),
            );
        }
    }
}

//! `media-kind-mismatch`

use crate::diagnostic::Diagnostic;
use crate::model::{Header, HeaderKind, Template};
use crate::policy::{self, values_of};
use crate::rules::{Check, Cx};
use crate::syntax::tree::Text;

rule! {
    /// A sample file of another kind than the header.
    ///
    /// ## What it finds
    /// Samples of media headers, and the `media` of a campaign, whose file name has an ending that the header's
    /// kind does not take: image .jpg, .jpeg or .png; video .mp4 or .3gp; GIF .mp4; document .txt, .pdf and office
    /// files. Names without an ending are left alone.
    ///
    /// ## Why
    /// The platform refuses the sample (100/2388084) or the send (131053, 132012).
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_looks {
    ///   category: marketing
    ///   language: en_US
    ///   header: image "https://shop.example/coats.mp4"
    ///   body: "Our spring coats are in. Reply STOP to receive no more offers."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_looks {
    ///   category: marketing
    ///   language: en_US
    ///   header: video "https://shop.example/coats.mp4"
    ///   body: "Our spring coats are in. Reply STOP to receive no more offers."
    /// }
    /// ```
    name: "media-kind-mismatch",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["header-image", "header-video", "header-gif", "header-document", "header-media-file-type"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    let cards = template.cards().iter().filter_map(|card| card.header.as_ref());
    for header in template.header.iter().chain(cards).filter(|header| header.is_media()) {
        for value in header.samples.values.iter().filter_map(|sample| sample.value.as_ref()) {
            judge(cx, header, value, None);
        }
    }
    let Some(header) = template.header.as_ref().filter(|header| header.is_media()) else { return };
    // A campaign's file goes to all languages; it is told at the first of them.
    let name = template.name.as_ref().map_or("", Text::as_str);
    let mut of_name = cx.workspace.templates_named(name);
    let first = of_name
        .find(|other| other.header.as_ref().is_some_and(|other| other.kind.known == header.kind.known));
    if first.is_some_and(|first| !std::ptr::eq(first, template)) {
        return;
    }
    for campaign in cx.workspace.senders_of(template) {
        if let Some(media) = &campaign.media {
            judge(cx, header, media, Some("the campaign's media"));
        }
    }
}

fn judge(cx: &mut Cx<'_>, header: &Header, value: &Text, what: Option<&str>) {
    let fact = match header.kind.known {
        Some(HeaderKind::Image) => "header-image",
        Some(HeaderKind::Video) => "header-video",
        Some(HeaderKind::Gif) => "header-gif",
        _ => "header-document",
    };
    let Some(ending) = ending(value.as_str()) else { return };
    let taken = values_of(fact);
    if taken.contains(&ending.as_str()) {
        return;
    }
    let kind = header.kind.known.map_or("", HeaderKind::as_str);
    let known = ["header-image", "header-video", "header-gif", "header-document"];
    // An ending that no header takes may be the end of an address that is no file.
    let is_file = known.iter().any(|fact| values_of(fact).contains(&ending.as_str()))
        || policy::OTHER_FILE_ENDINGS.contains(&ending.as_str());
    if !is_file {
        return;
    }
    let endings: Vec<String> = taken.iter().map(|ending| format!(".{ending}")).collect();
    let message =
        format!("{} is a .{ending} file for {} {kind} header", what.unwrap_or("the sample"), article(kind));
    let mut diagnostic = Diagnostic::at(value.span(), message).mark(format!("a .{ending} file"));
    if !header.kind.text.as_str().is_empty() {
        diagnostic = diagnostic.label(header.kind.span(), format!("takes {}", endings.join(", ")));
    }
    cx.report(
        diagnostic.help(format!("use {}, or another kind of header", endings.join(" or "))).cites(fact),
    );
}

fn article(kind: &str) -> &'static str {
    if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The ending of the file that an address or path names.
fn ending(value: &str) -> Option<String> {
    let path = value.split(['?', '#']).next().unwrap_or_default();
    let path =
        path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let name = path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = name.trim_end().rsplit_once('.')?;
    let shaped = (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    (shaped && !stem.is_empty()).then(|| ending.to_ascii_lowercase())
}

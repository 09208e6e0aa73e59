//! `media-sample-missing`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Dialect, Template};
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;

rule! {
    /// A media header without a sample.
    ///
    /// ## What it finds
    /// Image, video, GIF and document headers, on cards too, without a sample file. In the platform's own spelling
    /// a web address where an upload handle belongs is a warning: the create call takes a handle, and some tools
    /// turn addresses into handles on the way. Templates that a listing tells of are left alone.
    ///
    /// ## Why
    /// Reviewers see the template with its sample. Without it the create call, or review, refuses it as
    /// INVALID_FORMAT.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_looks {
    ///   category: marketing
    ///   language: en_US
    ///   header: image
    ///   body: "Our spring coats are in. Reply STOP to receive no more offers."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_looks {
    ///   category: marketing
    ///   language: en_US
    ///   header: image "https://shop.example/coats.jpg"
    ///   body: "Our spring coats are in. Reply STOP to receive no more offers."
    /// }
    /// ```
    name: "media-sample-missing",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["header-media-example", "content-sample-missing"],
    needs: [Samples],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if template.is_listed() || template.is_from_library {
        return;
    }
    let cards = template.cards().iter().filter_map(|card| card.header.as_ref());
    for header in template.header.iter().chain(cards).filter(|header| header.is_media()) {
        let kind = header.kind.text.as_str().to_lowercase();
        let mut values = header.samples.values.iter().filter_map(|sample| sample.value.as_ref());
        let Some(value) = values.find(|value| !value.is_blank()) else {
            let help = match template.dialect {
                Dialect::Native if cx.workspace.syntax(header.span.file) == Syntax::Waba => {
                    format!("add an address or path: header: {kind} \"https://…\"")
                }
                Dialect::Native => format!("add an address or path: header: {{ {kind}: \"https://…\" }}"),
                Dialect::Platform | Dialect::Other => {
                    "add \"example\": { \"header_handle\": [\"…\"] } with a handle from the upload call"
                        .to_owned()
                }
            };
            cx.report(
                Diagnostic::at(header.kind.span(), format!("this {kind} header has no sample"))
                    .mark("a sample is missing")
                    .help(help)
                    .cites(match template.dialect {
                        Dialect::Native => "content-sample-missing",
                        Dialect::Platform | Dialect::Other => "header-media-example",
                    }),
            );
            continue;
        };
        let is_id = value.as_str().bytes().all(|b| b.is_ascii_digit());
        if template.dialect == Dialect::Platform && is_id {
            cx.report(
                Diagnostic::at(value.span(), "the sample looks like a media id")
                    .mark("an upload handle belongs here")
                    .help("upload the file with the resumable upload call, and give its handle")
                    .severity(Severity::Warning),
            );
        }
        let is_address = value.as_str().starts_with("https://") || value.as_str().starts_with("http://");
        if template.dialect == Dialect::Platform && is_address {
            cx.report(
                Diagnostic::at(value.span(), "the sample is a web address")
                    .mark("an upload handle belongs here")
                    .help("upload the file with the resumable upload call, and give its handle")
                    .severity(Severity::Warning),
            );
        }
    }
}

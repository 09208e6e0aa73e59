//! A template as its reader sees it, with the flagged words marked.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use crate::diagnostic::Severity;
use crate::engine::Report;
use crate::model::{Body, Button, ButtonKind, Category, Footer, Header, HeaderKind, Template};
use crate::render::visible;
use crate::render::xml::escaped;
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind};
use crate::syntax::tree::{HOLE, Text};

/// A place that a finding points at.
pub(super) struct Mark {
    pub(super) span: Span,
    /// The level of the finding whose own place this is; `None` for its other places.
    pub(super) severity: Option<Severity>,
    /// Its number beside the template.
    pub(super) shown: usize,
    /// Its number on the page.
    pub(super) number: usize,
}

/// The places that the findings of a definition point at.
#[derive(Default)]
pub(super) struct Marks(pub(super) Vec<Mark>);

/// How many bytes a place may reach beyond a text and still be about its words: quotes, and a key before it.
const AROUND: u32 = 24;

impl Marks {
    /// What of a text is marked.
    fn in_text(&self, text: &Text) -> Vec<(Range<usize>, &Mark)> {
        let own = text.span();
        let is_near = |mark: &&Mark| {
            mark.span.file == own.file
                && mark.span.end.saturating_sub(mark.span.start) <= own.end - own.start + AROUND
        };
        let places = self.0.iter().filter(is_near);
        places.filter_map(|mark| Some((text.place_of(&mark.span.range())?, mark))).collect()
    }
}

/// A message as it comes in.
pub(super) fn write(out: &mut String, report: &Report, template: &Template, marks: &Marks) {
    out.push_str("<div class=\"phone\">\n<div class=\"bubble\">\n");
    let draw = Draw { report, marks };
    if let Some(header) = &template.header {
        draw.header(out, header);
    }
    if let Some(offer) = &template.limited_time_offer {
        out.push_str("<div class=\"offer\">");
        if let Some(text) = &offer.text {
            let _ = write!(out, "<p dir=\"auto\">{}</p>", draw.message(text));
        }
        if offer.has_expiration.as_ref().is_some_and(|has| has.value) {
            out.push_str("<p class=\"unsaid\">a countdown</p>");
        }
        out.push_str(&draw.numbers(offer.heading, &[]));
        out.push_str("</div>\n");
    }
    draw.body(out, template.body.as_ref(), template.is(Category::Authentication));
    if let Some(footer) = &template.footer {
        draw.footer(out, footer);
    }
    draw.buttons(out, &template.buttons);
    out.push_str("</div>\n");
    if !template.cards().is_empty() {
        out.push_str("<div class=\"cards\" role=\"group\" aria-label=\"cards\" tabindex=\"0\">\n");
        for card in template.cards() {
            out.push_str("<div class=\"bubble\">\n");
            if let Some(header) = &card.header {
                draw.header(out, header);
            }
            if let Some(body) = &card.body {
                draw.body(out, Some(body), false);
            }
            draw.buttons(out, &card.buttons);
            out.push_str("</div>\n");
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
}

/// A word or name with its marks.
pub(super) fn text(report: &Report, text: &Text, marks: &Marks) -> String {
    let whole = [Piece { range: 0..text.as_str().len(), class: String::new(), is_mark: false }];
    Draw { report, marks }.pieces(text, &whole)
}

/// The way from the words to the finding.
fn number(mark: &Mark) -> String {
    format!(
        "<a class=\"n\" href=\"#f{}\"><span class=\"hidden\">finding </span>{}</a>",
        mark.number, mark.shown
    )
}

struct Draw<'r> {
    report: &'r Report,
    marks: &'r Marks,
}

/// A stretch of a text that is shown in one way.
struct Piece {
    range: Range<usize>,
    class: String,
    /// Whether it is a formatting mark, which a reader does not see.
    is_mark: bool,
}

impl Draw<'_> {
    fn header(&self, out: &mut String, header: &Header) {
        if let Some(text) = &header.text {
            let _ = writeln!(out, "<p class=\"head\" dir=\"auto\">{}</p>", self.message(text));
            return;
        }
        let kind = match header.kind.known {
            Some(HeaderKind::Text) => return,
            Some(HeaderKind::Image) => "picture",
            Some(HeaderKind::Video) => "video",
            Some(HeaderKind::Gif) => "short video",
            Some(HeaderKind::Document) => "document",
            Some(HeaderKind::Location) => "place on the map",
            Some(HeaderKind::Product) => "product",
            None => "header",
        };
        let numbers = self.numbers(header.span, &[]);
        let _ = writeln!(out, "<p class=\"media\"><span>{kind}{numbers}</span></p>");
    }

    /// The findings about a part whose words, of which these are all, do not show them.
    fn numbers(&self, part: Span, texts: &[Option<&Text>]) -> String {
        let is_shown = |mark: &Mark| {
            texts
                .iter()
                .flatten()
                .any(|text| self.marks.in_text(text).iter().any(|(_, own)| own.span == mark.span))
        };
        let own = self.marks.0.iter().filter(|mark| mark.severity.is_some() && part.contains(mark.span));
        own.filter(|mark| !is_shown(mark)).map(number).collect()
    }

    fn body(&self, out: &mut String, body: Option<&Body>, is_code: bool) {
        match body.and_then(|body| body.text.as_ref()) {
            Some(text) => {
                let _ = writeln!(out, "<p dir=\"auto\">{}</p>", self.message(text));
            }
            None if is_code => {
                out.push_str("<p class=\"unsaid\">the code, in the platform's own words</p>\n");
                let asks = body.and_then(|body| body.security_recommendation.as_ref());
                if asks.is_some_and(|asks| asks.value) {
                    out.push_str("<p class=\"unsaid\">advice not to share it</p>\n");
                }
            }
            None => out.push_str("<p class=\"unsaid\">no text</p>\n"),
        }
    }

    fn footer(&self, out: &mut String, footer: &Footer) {
        if let Some(text) = &footer.text {
            let _ = writeln!(out, "<p class=\"foot\" dir=\"auto\">{}</p>", self.message(text));
        } else if let Some(minutes) = &footer.code_expires {
            let _ = writeln!(out, "<p class=\"foot unsaid\">expires in {} minutes</p>", minutes.value);
        }
    }

    fn buttons(&self, out: &mut String, buttons: &[Button]) {
        if buttons.is_empty() {
            return;
        }
        out.push_str("<ul class=\"buttons\">\n");
        for button in buttons {
            let sign = match button.kind.known {
                Some(ButtonKind::Url) => "↗ ",
                Some(ButtonKind::PhoneNumber | ButtonKind::VoiceCall) => "☎\u{fe0e} ",
                Some(ButtonKind::QuickReply) => "↩\u{fe0e} ",
                Some(ButtonKind::CopyCode | ButtonKind::Otp) => "❐ ",
                _ => "",
            };
            let label = match &button.label {
                Some(label) => format!("<bdi>{}</bdi>", self.message(label)),
                None => escaped(&visible(&button.kind_name())).into_owned(),
            };
            let texts = [
                button.label.as_ref().map(|label| &label.text),
                button.url.as_ref().map(|url| &url.text),
                button.phone_number.as_deref(),
            ];
            let numbers = self.numbers(button.span, &texts);
            let _ = write!(out, "<li>{sign}{label}{numbers}");
            if let Some(url) = &button.url {
                let _ = write!(out, "<span class=\"to\"><bdi>{}</bdi></span>", self.message(url));
            }
            if let Some(number) = &button.phone_number {
                let number = text(self.report, number, self.marks);
                let _ = write!(out, "<span class=\"to\"><bdi>{number}</bdi></span>");
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }

    /// A text with its placeholders, links and formatting.
    fn message(&self, message: &Message) -> String {
        let mut open: BTreeSet<&str> = BTreeSet::new();
        let mut pieces = Vec::with_capacity(message.segments.len());
        for segment in &message.segments {
            let words = message.words_of(segment);
            let is_mark = segment.kind == SegmentKind::Mark;
            if is_mark && !open.remove(words) {
                open.insert(words);
            }
            let mut class: Vec<&str> = open
                .iter()
                .map(|mark| match *mark {
                    "*" => "b",
                    "_" => "i",
                    "~" => "s",
                    _ => "m",
                })
                .collect();
            match segment.kind {
                SegmentKind::Placeholder(_) | SegmentKind::Malformed(_) => class.push("var"),
                SegmentKind::Link | SegmentKind::Email | SegmentKind::Phone => class.push("address"),
                _ => {}
            }
            pieces.push(Piece { range: segment.range(), class: class.join(" "), is_mark });
        }
        self.pieces(&message.text, &pieces)
    }

    /// Pieces of a text, cut where a mark begins or ends.
    fn pieces(&self, text: &Text, pieces: &[Piece]) -> String {
        // Words without secrets are as long as those with them, and so are visible ones.
        let hidden = self.report.concealed.out_of_text(text);
        let lines = hidden.replace("\r\n", " \n").replace('\r', "\n");
        let shown = visible(&lines);
        let marked = self.marks.in_text(text);
        let mut cuts: BTreeSet<usize> = BTreeSet::new();
        for (range, _) in &marked {
            cuts.extend([range.start, range.end]);
        }
        let mut out = String::with_capacity(shown.len() + 64);
        for piece in pieces {
            let mut at = piece.range.start;
            while at < piece.range.end {
                let end = cuts.range(at + 1..piece.range.end).next().copied().unwrap_or(piece.range.end);
                let Some(words) = shown.get(at..end) else { break };
                let here: Vec<&(Range<usize>, &Mark)> =
                    marked.iter().filter(|(range, _)| range.start <= at && end <= range.end).collect();
                let is_meant =
                    here.iter().any(|(own, _)| piece.range.start <= own.start && own.end <= piece.range.end);
                if !piece.is_mark || is_meant {
                    self.stretch(&mut out, words, piece, &here);
                }
                for (_, mark) in
                    here.iter().filter(|(range, mark)| range.end == end && mark.severity.is_some())
                {
                    out.push_str(&number(mark));
                }
                at = end;
            }
        }
        out
    }

    fn stretch(&self, out: &mut String, words: &str, piece: &Piece, marks: &[&(Range<usize>, &Mark)]) {
        let worst = marks.iter().map(|(_, mark)| mark.severity).max();
        let class = worst.map(|severity| severity.map_or("also", Severity::as_str));
        if let Some(class) = class {
            let _ = write!(out, "<mark class=\"{class}\">");
        }
        if !piece.class.is_empty() {
            let _ = write!(out, "<span class=\"{}\">", piece.class);
        }
        let words = words.replace(HOLE, "…");
        // A flagged line end is seen by its sign.
        let words = if class.is_some() { words.replace('\n', "↵\n") } else { words };
        out.push_str(&escaped(&words));
        if !piece.class.is_empty() {
            out.push_str("</span>");
        }
        if class.is_some() {
            out.push_str("</mark>");
        }
    }
}

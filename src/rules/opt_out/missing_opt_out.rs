//! `missing-opt-out`

use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::model::{Category, Dialect, Part, Template};
use crate::policy::{self, limit};
use crate::rules::{Check, Cx, edits};
use crate::syntax::tree::Text;
use crate::text::opt_out;

rule! {
    /// A marketing template that names no way out.
    ///
    /// ## What it finds
    /// Marketing templates in whose header, body, footer and buttons nothing says how to stop these messages: no keyword
    /// to send, no button, no link. A way out in another language counts. It is an error when a campaign sends the
    /// template and declares no `opt_out` handling either.
    ///
    /// ## Why
    /// Who finds no way out takes the one that is always there: block and report.
    ///
    /// ## Fix
    /// With `--unsafe-fixes`, since it changes what people read: a line in the language of the template, as its footer,
    /// behind the words of its footer, or, where that has no room, as the last paragraph of its body.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops, come and see it until Saturday."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring collection is in the shops, come and see it until Saturday."
    ///   footer: "Reply STOP to unsubscribe"
    /// }
    /// ```
    name: "missing-opt-out",
    group: OptOut,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-opt-out-instructions", "lim-optout"],
    needs: [Header, Body, Footer, Buttons, Cards],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Marketing)
        || template.texts().is_empty()
        || opt_out::way_out(template, &cx.reader).is_some()
    {
        return;
    }
    // In a language whose words are not known here, silence would be a guess.
    let language = match &template.language {
        Some(language) => language.as_str(),
        None if template.unknown.has(Part::Language) => {
            let Some(written) = cx.reader.shares(template).clear() else { return };
            written
        }
        None => "",
    };
    let base = policy::phrases_of(language);
    if !language.is_empty() && base.is_none_or(|phrases| phrases.opt_out.is_empty()) {
        return;
    }
    let name = template.name.as_ref().map_or("this template", |name| name.as_str());
    let category = template.category.as_ref().map_or(template.heading(), |category| category.span());
    // A translation has the category of its template; its own place is where its language stands.
    let (place, which) = match &template.language {
        Some(language) if !template.span.contains(category) || template.is_translation => {
            (language.span(), format!(" in {}", language.as_str()))
        }
        _ => (category, String::new()),
    };
    let mut diagnostic =
        Diagnostic::at(place, format!("marketing template `{name}` names no way out{which}"))
            .mark("marketing, and nothing says how to stop it");
    let keyword = base.and_then(|phrases| phrases.opt_out_keywords.first()).copied().unwrap_or("STOP");
    let where_to = if template.footer.is_some() { "say in the footer" } else { "add a footer that says" };
    diagnostic = diagnostic.help(format!(
        "{where_to}, in the template's language, which word to send in order to leave ({keyword}), or add a quick reply that stops promotions"
    ));
    let unhandled = cx.workspace.senders_of(template).into_iter().find(|campaign| campaign.opt_out.is_none());
    if let Some(campaign) = unhandled {
        let campaign_name = campaign.name.as_ref().map_or("a campaign", |name| name.as_str());
        diagnostic = diagnostic
            .label(
                campaign.heading(),
                format!("`{campaign_name}` sends it and has no `opt_out` handling either"),
            )
            .severity(Severity::Error);
    }
    // The line is written in one script of its language; below a text in the other one it would look foreign.
    let is_other_script = matches!(language, "zh_TW" | "zh_HK")
        || cx.reader.shares(template).of("hi").language.ends_with("-Latn");
    let line = if is_other_script { "" } else { base.map_or("", |phrases| phrases.opt_out_line) };
    cx.report(if line.is_empty() {
        diagnostic
    } else {
        let edits = with_line(cx, template, line).map(|edit| vec![edit]);
        diagnostic.unsafe_fix(format!("write \"{line}\""), edits)
    });
}

/// Puts a line that names the way out where it fits.
fn with_line(cx: &Cx<'_>, template: &Template, line: &str) -> Option<Edit> {
    let length = |text: &str| text.chars().count();
    let behind = |text: &Text, gap: &str, most: usize| {
        let value = text.as_str();
        let kept = value.trim_end().len();
        let whole = length(value.get(..kept)?) + length(gap) + length(line);
        let file = cx.workspace.text(text.span().file);
        (whole <= most).then(|| text.rewrite(kept..value.len(), &format!("{gap}{line}"), file)).flatten()
    };
    let body = template.body.as_ref()?;
    // An offer and a carousel bar a footer.
    if template.limited_time_offer.is_some() || template.carousel.is_some() {
        return behind(&body.text.as_ref()?.text, "\n\n", limit::BODY_MAX_LTO.min(limit::BODY_MAX));
    }
    if let Some(footer) = &template.footer {
        let in_footer = footer
            .text
            .as_ref()
            .filter(|text| !text.text.is_blank())
            .and_then(|text| behind(&text.text, " · ", limit::FOOTER_MAX));
        return in_footer.or_else(|| behind(&body.text.as_ref()?.text, "\n\n", limit::BODY_MAX));
    }
    match template.dialect {
        Dialect::Native => edits::insert_behind(cx.workspace, body.span, "footer", &edits::quoted(line)),
        Dialect::Platform => edits::insert_component(cx.workspace, body.span, "FOOTER", line),
        // The code that submits it may not know of a footer.
        Dialect::Other => behind(&body.text.as_ref()?.text, "\n\n", limit::BODY_MAX),
    }
}

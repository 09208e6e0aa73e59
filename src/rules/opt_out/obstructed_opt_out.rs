//! `obstructed-opt-out`

use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::rules::{Check, Cx};

rule! {
    /// A way out with hoops.
    ///
    /// ## What it finds
    /// Marketing templates whose only way out needs a call, a login, a form, a letter, an e-mail, a visit or a fee, in
    /// the sixteen supported languages. Where there is a keyword, a button or a plain link beside it, nothing is said.
    ///
    /// ## Why
    /// Leaving has to be as simple as joining: one word or one tap. Who meets a hoop blocks instead.
    ///
    /// ## Rejected
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in the shop. To unsubscribe, log in to your account on our site."
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template spring_news {
    ///   category: marketing
    ///   language: en_US
    ///   body: "Our spring plants are in the shop. To unsubscribe, log in to your account on our site."
    ///   footer: "Reply STOP to opt out"
    /// }
    /// ```
    name: "obstructed-opt-out",
    group: OptOut,
    severity: Warning,
    since: "0.1.0",
    facts: ["wa-opt-out-intuitive"],
    check: Check::Template(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    if !template.is(Category::Marketing) {
        return;
    }
    let ways = cx.reader.ways_out(template);
    let Some((way, obstacle)) = ways.first().and_then(|way| Some((way, way.obstacle?))) else { return };
    if ways.iter().any(|way| way.obstacle.is_none()) {
        return;
    }
    cx.report(
        Diagnostic::at(obstacle, "leaving takes more than one word or one tap")
            .mark("a hoop on the way out")
            .label(way.span, "the way out")
            .help("let people leave with one word, one button or one link that needs no login"),
    );
}

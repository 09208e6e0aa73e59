//! More buttons of one kind than the platform takes: one finding for each row, with every button of it marked.

use super::Cx;
use crate::diagnostic::Diagnostic;
use crate::model::{Button, ButtonKind, Template};

/// Reports each row of buttons (the template's own, and each card's) with more than `most` of `kind`; `named` is
/// what the reader calls them.
pub(crate) fn too_many(
    cx: &mut Cx<'_>,
    template: &Template,
    kind: ButtonKind,
    most: usize,
    named: &str,
    help: &'static str,
) {
    for row in template.button_rows() {
        let buttons: Vec<&Button> = row.iter().filter(|button| button.is(kind)).collect();
        let Some(over) = buttons.get(most) else { continue };
        let mut diagnostic =
            Diagnostic::at(over.span, format!("{} {named} buttons, and {most} allowed", buttons.len()))
                .mark("one too many");
        for (at, button) in buttons.iter().enumerate().filter(|(at, _)| *at != most) {
            diagnostic =
                diagnostic.label(button.span, if at < most { "this one may stay" } else { "and this one" });
        }
        cx.report(diagnostic.help(help));
    }
}

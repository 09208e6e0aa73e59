//! `flow-button-incomplete`

use crate::diagnostic::Diagnostic;
use crate::model::{ButtonKind, Dialect, Template};
use crate::policy::values_of;
use crate::rules::{Check, Cx};
use crate::syntax::Syntax;
use crate::syntax::tree::Text;

rule! {
    /// A flow button that does not say which flow or screen to open.
    ///
    /// ## What it finds
    /// Flow buttons without `flow_id`, `flow_name` or `flow_json`, with an action other than navigate and
    /// data_exchange, and, in the platform's own spelling, with `navigate` and no `navigate_screen`.
    ///
    /// ## Why
    /// The create call answers with a bare "Invalid parameter" (100).
    ///
    /// ## Rejected
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "When may we bring your order? Choose the day that suits you."
    ///   button: flow "Choose a day"
    /// }
    /// ```
    ///
    /// ## Accepted
    /// ```waba
    /// template order_shipped {
    ///   category: utility
    ///   language: en_US
    ///   body: "When may we bring your order? Choose the day that suits you."
    ///   button: flow "Choose a day" -> "1234567890"
    /// }
    /// ```
    name: "flow-button-incomplete",
    group: Format,
    severity: Error,
    since: "0.1.0",
    facts: ["btn-flow-fields"],
    needs: [Buttons, Cards],
    check: Check::Whole(check),
}

fn check(cx: &mut Cx<'_>, template: &Template) {
    for button in template.all_buttons().filter(|button| button.is(ButtonKind::Flow)) {
        let Some(flow) = &button.flow else { continue };
        let has_target = flow.target.as_ref().is_some_and(|target| !target.is_blank());
        if !has_target {
            let help = match template.dialect {
                Dialect::Platform | Dialect::Other => "add \"flow_id\", \"flow_name\" or \"flow_json\"",
                Dialect::Native if cx.workspace.syntax(button.span.file) == Syntax::Waba => {
                    "add the flow behind an arrow: `flow \"…\" -> \"flow id\"`"
                }
                Dialect::Native => "add the flow: `{ flow: \"…\", to: \"flow id\" }`",
            };
            cx.report(
                Diagnostic::at(button.heading(), "this button names no flow")
                    .mark("opens nothing")
                    .help(help),
            );
        }
        let action = flow.action.as_ref();
        let known = values_of("btn-flow-fields");
        if let Some(action) =
            action.filter(|action| !known.iter().any(|word| action.as_str().eq_ignore_ascii_case(word)))
        {
            cx.report(
                Diagnostic::at(action.span(), format!("`{}` is no action of a flow button", action.as_str()))
                    .mark("not known")
                    .help(format!("one of {}", known.join(", "))),
            );
            continue;
        }
        let exchanges = action.is_some_and(|action| action.as_str().eq_ignore_ascii_case("data_exchange"));
        let navigates = !exchanges && template.dialect == Dialect::Platform && !template.is_listed();
        if navigates && flow.screen.as_ref().is_none_or(Text::is_blank) && has_target {
            cx.report(
                Diagnostic::at(button.heading(), "this button does not say which screen opens first")
                    .mark("`navigate_screen` is missing or empty")
                    .help("add \"navigate_screen\": \"…\", or \"flow_action\": \"data_exchange\""),
            );
        }
    }
}

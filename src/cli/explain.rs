//! `wabalint explain`

use super::{CLEAN, FAILED, write};
use crate::company::Company;
use crate::docs;

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint explain missing-opt-out")]
pub(super) struct Args {
    /// The name of a rule
    #[arg(value_name = "RULE")]
    rule: String,
}

pub(super) fn run(args: &Args) -> u8 {
    let company = Company::default();
    let Some(rule) = company.find(&args.rule) else {
        if let Some(names) = company.group(&args.rule) {
            write::error(&format!("`{}` is a group; its rules are {}", args.rule, names.join(", ")));
            return FAILED;
        }
        let hint = company.nearest(&args.rule).map_or_else(
            || "; `wabalint rules` lists all names".to_owned(),
            |nearest| format!("; did you mean `{nearest}`?"),
        );
        write::error(&format!("there is no rule `{}`{hint}", args.rule));
        return FAILED;
    };
    if write::out(&docs::page(&rule)) { CLEAN } else { FAILED }
}

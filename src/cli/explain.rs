//! `wabalint explain`

use super::configuration::Configuration;
use super::{CLEAN, FAILED, write};
use crate::company::Company;
use crate::docs;
use crate::render::visible;

#[derive(clap::Args)]
#[command(after_help = "Example:\n  wabalint explain missing-opt-out")]
pub(super) struct Args {
    /// The name of a rule
    #[arg(value_name = "RULE")]
    rule: String,
    #[command(flatten)]
    configuration: Configuration,
}

pub(super) fn run(args: &Args) -> u8 {
    // The pages of our own rules are there whatever the configuration says.
    if let Some(rule) = Company::default().find(&args.rule) {
        return if write::out(&docs::page(&rule)) { CLEAN } else { FAILED };
    }
    let company = match args.configuration.company() {
        Ok(company) => company,
        Err(stop) => return stop.tell(),
    };
    if let Some(rule) = company.find(&args.rule) {
        return if write::out(&visible(&docs::page(&rule))) { CLEAN } else { FAILED };
    }
    if let Some(names) = company.group(&args.rule) {
        let names = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
        write::error(&format!("`{}` is a group; its rules are {names}", args.rule));
        return FAILED;
    }
    let hint = company.nearest(&args.rule).map_or_else(
        || "; `wabalint rules` lists all names".to_owned(),
        |nearest| format!("; did you mean `{nearest}`?"),
    );
    write::error(&format!("there is no rule `{}`{hint}", args.rule));
    FAILED
}

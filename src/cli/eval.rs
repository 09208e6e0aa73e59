//! `wabalint eval`

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{CLEAN, FAILED, write};
use crate::engine::eval::{Evaluation, Measure, Score, evaluate};

#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  wabalint eval texts.jsonl\n\nA line is a JSON object with text, header, footer, buttons, language and gold {cat, promo, optout, lang, mixed}."
)]
pub(super) struct Args {
    /// Labelled texts, one JSON object a line
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Leave out the wrong answers
    #[arg(long)]
    summary: bool,
    /// Print instead what was found in each text, one JSON object a line
    #[arg(long)]
    evidence: bool,
}

/// How much of a text is shown beside a wrong answer, in characters.
const SHOWN: usize = 160;

pub(super) fn run(args: &Args) -> u8 {
    let mut lines = String::new();
    for path in &args.files {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                lines.push_str(&text);
                lines.push('\n');
            }
            Err(error) => {
                write::error(&format!("{} cannot be read: {error}", path.display()));
                return FAILED;
            }
        }
    }
    let evaluation = evaluate(&lines);
    for (number, why) in &evaluation.unread {
        write::error(&format!("line {number} cannot be read: {why}"));
    }
    let text = if args.evidence {
        evaluation
            .answers
            .iter()
            .filter_map(|answer| serde_json::to_string(answer).ok())
            .map(|line| line + "\n")
            .collect()
    } else {
        page(&evaluation, !args.summary)
    };
    let printed = write::out(&text);
    if printed && evaluation.unread.is_empty() { CLEAN } else { FAILED }
}

fn page(evaluation: &Evaluation, with_misses: bool) -> String {
    let mut out = String::new();
    let figure = |value: Option<f64>| value.map_or_else(|| "    -".to_owned(), |value| format!("{value:.3}"));
    let row = |out: &mut String, name: &str, score: &Score| {
        let _ = writeln!(
            out,
            "  {name:<8} {:>5} {:>5} {:>5} {:>6}  {:>9} {:>6} {:>5} {:>8}",
            score.texts(),
            score.hits,
            score.false_alarms,
            score.missed,
            figure(score.precision()),
            figure(score.recall()),
            figure(score.f1()),
            figure(score.accuracy()),
        );
    };
    for (measure, by_language) in &evaluation.scores {
        let _ = writeln!(out, "{}", measure.as_str());
        let _ = writeln!(out, "  language texts  hits false missed  precision recall    F1 accuracy");
        let mut all = Score::default();
        for (language, score) in by_language {
            row(&mut out, language, score);
            all.hits += score.hits;
            all.false_alarms += score.false_alarms;
            all.missed += score.missed;
            all.quiet += score.quiet;
        }
        row(&mut out, "all", &all);
        if *measure == Measure::Category {
            let of_three = &evaluation.categories;
            let _ = writeln!(
                out,
                "  of marketing, utility and authentication, {} of {} right ({})",
                of_three.hits,
                of_three.texts(),
                figure(of_three.recall())
            );
        }
        out.push('\n');
    }
    if !with_misses {
        return out;
    }
    for measure in Measure::ALL {
        for miss in evaluation.misses.iter().filter(|miss| miss.measure == measure) {
            let text: String = miss.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown: String = text.chars().take(SHOWN).collect();
            let more = if text.chars().count() > SHOWN { "…" } else { "" };
            let _ = writeln!(
                out,
                "{}: {} ({}): labelled {}, found {}",
                measure.as_str(),
                miss.id,
                miss.language,
                miss.label,
                miss.answer
            );
            let _ = writeln!(out, "    {}{more}", crate::render::visible(&shown));
            for words in &miss.words {
                let _ = writeln!(out, "    - {}", crate::render::visible(words));
            }
        }
    }
    out
}

//! Where the time of a run went, as two tables.

use std::fmt::Write as _;
use std::time::Duration;

use super::visible::visible_line;
use crate::diagnostic::thousands;
use crate::engine::Times;

/// How many of the slowest rules are listed.
const MOST_RULES: usize = 20;

/// Tells what stages and rules have cost. `wall` is how long the run lasted, on so many threads.
pub fn times(times: &Times, wall: Duration, jobs: usize) -> String {
    let mut out = String::new();
    let threads = if jobs == 1 { "1 thread".to_owned() } else { format!("{jobs} threads") };
    let (files, bytes) = (thousands(times.files()), thousands(times.bytes()));
    let files_word = if times.files() == 1 { "file" } else { "files" };
    let _ = writeln!(out, "\n{files} {files_word}, {bytes} bytes, {} on {threads}", seconds(wall));
    let _ = writeln!(out, "\n{:<30}{:>12}{:>8}", "stage", "time", "share");
    let whole: Duration = times.stages().map(|(_, time)| time).sum();
    for (stage, time) in times.stages() {
        let share = share(time, whole);
        let _ = writeln!(out, "{:<30}{:>12}{share:>6} %", stage.as_str(), seconds(time));
    }
    let _ = writeln!(out, "{:<30}{:>12}", "all threads together", seconds(whole));
    let rules = times.rules();
    if rules.is_empty() {
        return out;
    }
    let _ = writeln!(out, "\n{:<30}{:>12}{:>10}{:>10}", "rule", "time", "calls", "findings");
    for rule in rules.iter().take(MOST_RULES) {
        let (calls, findings) = (thousands(rule.calls), thousands(rule.findings));
        let name = visible_line(&rule.rule);
        let _ = writeln!(out, "{name:<30}{:>12}{calls:>10}{findings:>10}", seconds(rule.time));
    }
    let others = rules.get(MOST_RULES..).unwrap_or_default();
    if !others.is_empty() {
        let time = others.iter().map(|rule| rule.time).sum();
        let calls = thousands(others.iter().map(|rule| rule.calls).sum());
        let findings = thousands(others.iter().map(|rule| rule.findings).sum());
        let name = format!("{} other rules", others.len());
        let _ = writeln!(out, "{name:<30}{:>12}{calls:>10}{findings:>10}", seconds(time));
    }
    out
}

fn seconds(time: Duration) -> String {
    format!("{:.4} s", time.as_secs_f64())
}

/// Whole percent, rounded.
fn share(part: Duration, whole: Duration) -> u128 {
    (part.as_nanos() * 100 + whole.as_nanos() / 2).checked_div(whole.as_nanos()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded() {
        let part = Duration::from_millis;
        assert_eq!((share(part(1), part(3)), share(part(2), part(3)), share(part(0), part(0))), (33, 67, 0));
    }
}

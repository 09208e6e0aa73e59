//! Names for findings that stay when lines move, so that a platform knows a finding again.

use std::collections::BTreeMap;

use super::told::Told;
use crate::engine::Report;
use crate::text::hash;

/// A name for each finding, in their order: made of the rule, the item (or the file, where there is none) and the words.
///
/// What is the same in all of these is numbered, so that each name is given once.
pub(super) fn fingerprints(report: &Report) -> Vec<String> {
    let mut times: BTreeMap<u64, usize> = BTreeMap::new();
    let fingerprint = |finding| {
        let told = Told::new(report, finding);
        let (kind, name, language) = match &finding.item {
            Some(item) if item.name.is_some() => (
                item.kind,
                item.name.as_deref().unwrap_or_default(),
                item.language.as_deref().unwrap_or_default(),
            ),
            _ => ("file", told.name, ""),
        };
        // A secret goes in as it is shown, so that nobody can guess it from its name.
        let parts = [finding.rule.name(), kind, name, language, &told.words];
        let name = hash::hash(parts.map(|part| report.concealed.out_of_words(part)).join("\0").as_bytes());
        let time = times.entry(name).or_default();
        *time += 1;
        format!("{name:016x}:{time}")
    };
    report.findings.iter().map(fingerprint).collect()
}

//! What words weigh is learned from `training/`, again and again the same. `WABALINT_WRITE=1 cargo test --test tone` learns
//! it anew and says how well texts are read that were left out.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may read files, and fails where something is not as it should be"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wabalint::engine::eval::for_each;
use wabalint::policy;
use wabalint::text::reader::Reader;
use wabalint::text::tone::{UNIT, features, texts};

/// How many features of a language are kept.
const KEPT: usize = 3_000;
/// In how many texts a feature must occur.
const LEAST_TEXTS: u32 = 2;
/// What a text on the wrong side costs, and how often all of them are gone through.
const COST: f64 = 0.5;
const ROUNDS: usize = 60;
/// In how many parts the texts are cut to try the weights on texts that were left out.
const FOLDS: usize = 5;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A labelled text: which features it holds, and what is to be learned.
struct Text {
    features: BTreeSet<u32>,
    promotes: bool,
    /// What is known without the tone: whether phrases decide, whether it is tied to its reader.
    by_phrases: bool,
    is_tied: bool,
    is_short: bool,
}

/// The texts of a language with the names of their features, in the order in which they occur first.
fn read(path: &Path) -> (Vec<Text>, Vec<String>) {
    let lines = fs::read_to_string(path).unwrap();
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut all = Vec::new();
    let unread = for_each(&lines, |_, line, template, _| {
        let reader = Reader::default();
        let mut held = BTreeSet::new();
        for message in texts(template) {
            features(&reader.tokens(message), |_, feature, _| {
                let name = feature.to_string();
                let id = *known.entry(name.clone()).or_insert_with(|| {
                    names.push(name);
                    u32::try_from(names.len() - 1).unwrap()
                });
                held.insert(id);
            });
        }
        let reading = reader.reading(template);
        all.push(Text {
            features: held,
            promotes: line.gold.promo.unwrap(),
            by_phrases: reading.evidence.iter().any(|evidence| evidence.strong),
            is_tied: reading.is_tied() || reading.is_filled(),
            is_short: !reading.says_enough(),
        });
    });
    assert_eq!(unread, [], "{}", path.display());
    (all, names)
}

/// Weights by feature, with the bias.
#[derive(Default)]
struct Weights {
    of: BTreeMap<u32, f64>,
    bias: f64,
}

impl Weights {
    fn score(&self, text: &Text) -> f64 {
        let known: Vec<f64> = text.features.iter().filter_map(|id| self.of.get(id).copied()).collect();
        if known.is_empty() {
            return self.bias;
        }
        known.iter().sum::<f64>() / f64::sqrt(known.len() as f64) + self.bias
    }
}

/// Learns weights of some features: a linear support vector machine with squared loss, by dual coordinate descent (Hsieh et
/// al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", 2008). It uses nothing but the four operations and
/// the square root, so it comes to the same on every machine.
fn learn(texts: &[&Text], features: &BTreeSet<u32>) -> Weights {
    let places: BTreeMap<u32, usize> = features.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let rows: Vec<Vec<(usize, f64)>> = texts
        .iter()
        .map(|text| {
            let known: Vec<usize> = text.features.iter().filter_map(|id| places.get(id).copied()).collect();
            let share = 1.0 / f64::sqrt(known.len() as f64);
            let mut row: Vec<(usize, f64)> = known.into_iter().map(|at| (at, share)).collect();
            row.push((features.len(), 1.0));
            row
        })
        .collect();
    let share = |promotes: bool| {
        let count = texts.iter().filter(|text| text.promotes == promotes).count();
        texts.len() as f64 / (2.0 * count as f64)
    };
    let slack = |promotes: bool| 1.0 / (2.0 * COST * share(promotes));
    let slacks = [slack(false), slack(true)];
    let squares: Vec<f64> = rows.iter().map(|row| row.iter().map(|(_, x)| x * x).sum()).collect();
    let mut weights = vec![0.0; features.len() + 1];
    let mut alphas = vec![0.0; rows.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 1_u64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        for at in &order {
            let sign = if texts[*at].promotes { 1.0 } else { -1.0 };
            let slack = slacks[usize::from(texts[*at].promotes)];
            let margin: f64 = rows[*at].iter().map(|(feature, x)| weights[*feature] * x).sum();
            let slope = sign * margin - 1.0 + slack * alphas[*at];
            let alpha = f64::max(alphas[*at] - slope / (squares[*at] + slack), 0.0);
            let step = sign * (alpha - alphas[*at]);
            alphas[*at] = alpha;
            if step != 0.0 {
                for (feature, x) in &rows[*at] {
                    weights[*feature] += step * x;
                }
            }
        }
    }
    let bias = weights.pop().unwrap();
    Weights { of: features.iter().copied().zip(weights).collect(), bias }
}

/// Learns weights twice: of all features that occur often enough, then of those that weigh most.
fn weights(texts: &[&Text]) -> Weights {
    let mut often: BTreeMap<u32, u32> = BTreeMap::new();
    for id in texts.iter().flat_map(|text| &text.features) {
        *often.entry(*id).or_default() += 1;
    }
    let often: BTreeSet<u32> =
        often.into_iter().filter(|(_, count)| *count >= LEAST_TEXTS).map(|(id, _)| id).collect();
    let mut all: Vec<(u32, f64)> = learn(texts, &often).of.into_iter().collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    all.truncate(KEPT);
    let mut weights = learn(texts, &all.into_iter().map(|(id, _)| id).collect());
    // In parts of the unit, as the policy holds them.
    let unit = f64::from(UNIT);
    let round = |weight: f64| (weight * unit).round().clamp(-127.0, 127.0) / unit;
    weights.bias = round(weights.bias);
    weights.of = weights
        .of
        .into_iter()
        .map(|(id, weight)| (id, round(weight)))
        .filter(|(_, weight)| *weight != 0.0)
        .collect();
    weights
}

fn page(weights: &Weights, names: &[String]) -> String {
    let whole = |weight: f64| (weight * f64::from(UNIT)) as i32;
    let mut lines: Vec<(&str, i32)> =
        weights.of.iter().map(|(id, weight)| (names[*id as usize].as_str(), whole(*weight))).collect();
    lines.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut page = format!("{} bias\n", whole(weights.bias));
    for (name, weight) in lines {
        writeln!(page, "{weight} {name}").unwrap();
    }
    page
}

fn languages() -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(root().join("training"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn the_weights_are_those_that_are_learned() {
    let is_writing = std::env::var_os("WABALINT_WRITE").is_some();
    let mut left_out: Vec<(f64, Text)> = Vec::new();
    let known: Vec<&str> = policy::PHRASES.iter().map(|set| set.language).collect();
    assert_eq!(languages(), known);
    for language in known {
        let (texts, names) = read(&root().join(format!("training/{language}.jsonl")));
        let all: Vec<&Text> = texts.iter().collect();
        let wanted = page(&weights(&all), &names);
        let path = root().join(format!("policy/tone/{language}.txt"));
        if is_writing {
            fs::write(&path, wanted).unwrap();
            let folds: Vec<Weights> = (0..FOLDS)
                .map(|fold| {
                    let others = texts.iter().enumerate().filter(|(at, _)| at % FOLDS != fold);
                    weights(&others.map(|(_, text)| text).collect::<Vec<_>>())
                })
                .collect();
            left_out.extend(
                texts.into_iter().enumerate().map(|(at, text)| (folds[at % FOLDS].score(&text), text)),
            );
        } else {
            assert!(
                fs::read_to_string(&path).unwrap_or_default() == wanted,
                "{} is out of date; run `WABALINT_WRITE=1 cargo test --test tone`",
                path.display()
            );
        }
    }
    if is_writing {
        report(&left_out);
    }
}

/// What the tone adds to the phrases, by threshold, on texts that the weights were learned without.
fn report(texts: &[(f64, Text)]) {
    let asked: Vec<&(f64, Text)> =
        texts.iter().filter(|(_, text)| !text.by_phrases && !text.is_short).collect();
    let all = |promotes: bool| texts.iter().filter(|(_, text)| text.promotes == promotes).count();
    eprintln!(
        "{} texts that promote, {} that do not; the phrases leave {}",
        all(true),
        all(false),
        asked.len()
    );
    let mut order = asked.clone();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let allowed = order.len() / 100;
    let mut quiet = 0;
    let found = order.iter().take_while(|(_, text)| {
        quiet += usize::from(!text.promotes);
        quiet <= allowed
    });
    eprintln!("with {allowed} false alarms: {} that promote", found.count() - allowed);
    for (what, is_tied) in [("tied to nothing", false), ("tied", true)] {
        let some: Vec<&&(f64, Text)> = asked.iter().filter(|(_, text)| text.is_tied == is_tied).collect();
        eprintln!("{what}: {} texts", some.len());
        for threshold in [-0.5, -0.25, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2] {
            let found = |promotes: bool| {
                some.iter().filter(|(score, text)| text.promotes == promotes && *score > threshold).count()
            };
            eprintln!(
                "  above {threshold:5}: {:5} that promote, {:5} that do not",
                found(true),
                found(false)
            );
        }
    }
}

//! How well texts are read: labelled texts in, precision and recall by measure and language out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{How, Watch, read};
use crate::model::{Item, Template};
use crate::source::{SourceFile, SourceMap};
use crate::syntax::Syntax;
use crate::text::category::Verdict;
use crate::text::language;
use crate::text::opt_out;
use crate::text::reader::Reader;

/// What is measured, each a column of the labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Words that promote: `promo-in-utility`, as if every text were declared utility.
    Promotion,
    /// Marketing as the category; an unclear text counts as marketing, as it does on the platform.
    Category,
    /// A way out that is named: what `missing-opt-out` looks for.
    WayOut,
    /// Another language than the declared one: `language-mismatch`.
    Language,
    /// Two languages in one text: `mixed-languages`.
    Mixed,
}

impl Measure {
    /// All of them.
    pub const ALL: [Measure; 5] =
        [Measure::Promotion, Measure::Category, Measure::WayOut, Measure::Language, Measure::Mixed];

    /// What a reader calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Promotion => "promotion",
            Measure::Category => "category",
            Measure::WayOut => "way out",
            Measure::Language => "language mismatch",
            Measure::Mixed => "mixed languages",
        }
    }
}

/// Right and wrong answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Found, and there.
    pub hits: usize,
    /// Found, and not there.
    pub false_alarms: usize,
    /// There, and not found.
    pub missed: usize,
    /// Neither.
    pub quiet: usize,
}

impl Score {
    fn count(&mut self, is: bool, found: bool) {
        *match (is, found) {
            (true, true) => &mut self.hits,
            (false, true) => &mut self.false_alarms,
            (true, false) => &mut self.missed,
            (false, false) => &mut self.quiet,
        } += 1;
    }

    /// How many texts were judged.
    pub fn texts(&self) -> usize {
        self.hits + self.false_alarms + self.missed + self.quiet
    }

    /// Of what was found, the share that was there; `None` where nothing was found.
    pub fn precision(&self) -> Option<f64> {
        share(self.hits, self.hits + self.false_alarms)
    }

    /// Of what was there, the share that was found; `None` where nothing was there.
    pub fn recall(&self) -> Option<f64> {
        share(self.hits, self.hits + self.missed)
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed)
    }

    /// The share of right answers.
    pub fn accuracy(&self) -> Option<f64> {
        share(self.hits + self.quiet, self.texts())
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A wrong answer.
#[derive(Clone, Debug)]
pub struct Miss {
    /// What was asked.
    pub measure: Measure,
    /// The line's id, or its number.
    pub id: String,
    /// The language of the text.
    pub language: String,
    /// What the label says.
    pub label: String,
    /// What was found.
    pub answer: String,
    /// The words that decided, or what speaks of them.
    pub words: Vec<String>,
    /// The body.
    pub text: String,
}

/// What was found in one text.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The line's id, or its number.
    pub id: String,
    /// The language of the text.
    pub language: String,
    /// Labels: whether it promotes, and its category.
    pub labels: (Option<bool>, Option<String>),
    /// Answers to both.
    pub answers: (bool, &'static str),
    /// What promotes: trigger, whether it is strong, and the words.
    pub promotion: Vec<(&'static str, bool, String)>,
    /// What ties it to its reader: anchor and words.
    pub anchors: Vec<(&'static str, String)>,
    /// The way out.
    pub way_out: Option<String>,
    /// The question for feedback.
    pub survey: Option<String>,
    /// What is objected to: family and words.
    pub content: Vec<(&'static str, String)>,
    /// The score of the tone, where no strong phrase decides; `policy/tone.yaml` says from where on it promotes.
    pub tone: Option<f32>,
    /// How many words the texts have, and how many placeholders.
    pub size: (usize, usize),
}

/// What an evaluation came to.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// What was found in each text.
    pub answers: Vec<Answer>,
    /// By measure, then by language of the text.
    pub scores: BTreeMap<Measure, BTreeMap<String, Score>>,
    /// Right answers to the question for the category, with authentication as one of three answers.
    pub categories: Score,
    /// The wrong answers, in the order of the lines.
    pub misses: Vec<Miss>,
    /// Lines that could not be read, with their numbers, counted from 1.
    pub unread: Vec<(usize, String)>,
}

/// A labelled text.
#[derive(Debug, Deserialize)]
pub struct Line {
    id: Option<String>,
    language: Option<String>,
    text: String,
    header: Option<String>,
    footer: Option<String>,
    #[serde(default)]
    buttons: Vec<Value>,
    /// What readers say of it.
    pub gold: Labels,
}

/// What readers say of a text; what they were not asked, or did not agree on, is left out.
#[derive(Debug, Deserialize)]
pub struct Labels {
    /// The category that the platform would most likely decide.
    pub cat: Option<String>,
    /// Whether it promotes.
    pub promo: Option<bool>,
    /// Whether it names a way out.
    pub optout: Option<bool>,
    /// The language that it is written in.
    pub lang: Option<String>,
    /// Whether it mixes languages.
    pub mixed: Option<bool>,
}

/// Judges labelled texts, one JSON object a line. A label that is absent or null is left out of its measure.
pub fn evaluate(lines: &str) -> Evaluation {
    let mut evaluation = Evaluation::default();
    evaluation.unread = for_each(lines, |number, line, template, file| {
        answer(line, number, template, file, &mut evaluation);
    });
    evaluation
}

/// Calls `visit` with every labelled text: its number, counted from 1, the line, and the template that it gives with its
/// file. Gives the numbers of the lines that cannot be read, and why.
pub fn for_each(
    lines: &str,
    mut visit: impl FnMut(usize, &Line, &Template, &SourceFile),
) -> Vec<(usize, String)> {
    let mut unread = Vec::new();
    for (at, line) in lines.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            let why = "a JSON object with `text` and `gold` is needed, `buttons` being a list";
            unread.push((at + 1, why.to_owned()));
            continue;
        };
        let mut sources = SourceMap::default();
        let file = SourceFile::new("line.json", definition(&line));
        let id = sources.add(file.clone());
        let how =
            How { id, syntax: Syntax::Json, named: true, listing: false, unreadable: None, beside: None };
        let model = read(&file, &how, &|_, tree| tree, &Watch::default());
        let template = model.items.iter().find_map(|item| match item {
            Item::Template(template) => Some(template),
            _ => None,
        });
        match template {
            Some(template) => visit(at + 1, &line, template, &file),
            None => unread.push((at + 1, "this gives no template".to_owned())),
        }
    }
    unread
}

/// The line as a template of the platform's own shape.
fn definition(line: &Line) -> String {
    let mut components = Vec::new();
    if let Some(header) = &line.header {
        components.push(json!({ "type": "HEADER", "format": "TEXT", "text": header }));
    }
    components.push(json!({ "type": "BODY", "text": line.text }));
    if let Some(footer) = &line.footer {
        components.push(json!({ "type": "FOOTER", "text": footer }));
    }
    let buttons: Vec<Value> = line
        .buttons
        .iter()
        .filter_map(|button| {
            let plain = || button.is_string().then_some(button);
            let text = button.get("text").or_else(|| button.get("raw")).or_else(plain)?.clone();
            let known = button.get("type").and_then(Value::as_str).unwrap_or("QUICK_REPLY");
            let mut made = json!({ "type": known, "text": text });
            if let (Some(url), Some(made)) = (button.get("url"), made.as_object_mut()) {
                made.insert("url".to_owned(), url.clone());
                made.insert("type".to_owned(), json!("URL"));
            }
            Some(made)
        })
        .collect();
    if !buttons.is_empty() {
        components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
    }
    let mut template = json!({ "name": "text", "category": "UTILITY", "components": components });
    if let (Some(language), Some(template)) = (&line.language, template.as_object_mut()) {
        template.insert("language".to_owned(), json!(language));
    }
    template.to_string()
}

fn answer(line: &Line, number: usize, template: &Template, file: &SourceFile, evaluation: &mut Evaluation) {
    let reader = Reader::default();
    let reading = reader.reading(template);
    let verdict = reading.verdict();
    let texts = template.texts();
    let words_at = |span: crate::source::Span| file.text().get(span.range()).unwrap_or_default().to_owned();
    let declared = line.language.as_deref().map(language::base);
    let written = line.gold.lang.clone().or_else(|| declared.clone()).unwrap_or_else(|| "?".to_owned());
    let shares = reader.shares(template);
    let promoting: Vec<String> = reading
        .evidence
        .iter()
        .map(|piece| {
            let strength = if piece.strong { "" } else { "weak " };
            format!("{strength}{}: {}", piece.trigger, words_at(piece.span))
        })
        .collect();
    let tied = reading.anchors.iter().map(|anchor| format!("{}: {}", anchor.kind, words_at(anchor.span)));
    let all: Vec<String> = promoting.iter().cloned().chain(tied).collect();
    let way_out = opt_out::way_out(template, &reader);
    let other = declared.as_deref().and_then(|declared| language::mismatch(declared, &shares));
    let tokens: Vec<_> = texts.iter().map(|message| reader.tokens(message)).collect();
    let mixed = language::mixed(declared.as_deref(), &shares, tokens.iter().flat_map(|tokens| tokens.iter()));
    // Of a language that is not read here, nothing can be said against what is declared.
    let found_in = |span: Option<crate::source::Span>| span.map(words_at);
    evaluation.answers.push(Answer {
        id: line.id.clone().unwrap_or_else(|| format!("line {number}")),
        language: written.clone(),
        labels: (line.gold.promo, line.gold.cat.clone()),
        answers: (reading.promotes, named(verdict)),
        promotion: reading
            .evidence
            .iter()
            .map(|piece| (piece.trigger, piece.strong, words_at(piece.span)))
            .collect(),
        anchors: reading.anchors.iter().map(|anchor| (anchor.kind, words_at(anchor.span))).collect(),
        way_out: found_in(way_out),
        survey: found_in(reading.survey),
        content: reading.content.iter().map(|(span, family)| (*family, words_at(*span))).collect(),
        tone: reading.tone.map(|(_, score)| score),
        size: (reading.words, texts.iter().map(|message| message.placeholders().count()).sum()),
    });
    let is_marketing =
        verdict == Verdict::Marketing || verdict == Verdict::Unclear && (reading.is_read || reading.is_empty);

    let mut ask = |measure: Measure,
                   is: Option<bool>,
                   found: bool,
                   words: Vec<String>,
                   label: &str,
                   answer: &str| {
        let Some(is) = is else { return };
        evaluation.scores.entry(measure).or_default().entry(written.clone()).or_default().count(is, found);
        if is != found {
            evaluation.misses.push(Miss {
                measure,
                id: line.id.clone().unwrap_or_else(|| format!("line {number}")),
                language: written.clone(),
                label: label.to_owned(),
                answer: answer.to_owned(),
                words,
                text: line.text.clone(),
            });
        }
    };
    let yes = |is: bool| if is { "yes" } else { "no" };
    let gold = &line.gold;
    ask(
        Measure::Promotion,
        gold.promo,
        reading.promotes,
        if reading.promotes { promoting } else { all.clone() },
        yes(gold.promo == Some(true)),
        yes(reading.promotes),
    );
    let category = gold.cat.as_deref();
    let answered = named(verdict);
    ask(
        Measure::Category,
        category.map(|category| category == "marketing"),
        is_marketing,
        all,
        category.unwrap_or_default(),
        answered,
    );
    let out: Vec<String> = way_out.iter().map(|span| words_at(*span)).collect();
    ask(
        Measure::WayOut,
        gold.optout,
        way_out.is_some(),
        out,
        yes(gold.optout == Some(true)),
        yes(way_out.is_some()),
    );
    let differs = match (&gold.lang, &declared) {
        (Some(lang), Some(declared)) => Some(!language::alike(&language::base(lang), declared)),
        _ => None,
    };
    ask(
        Measure::Language,
        differs,
        other.is_some(),
        Vec::new(),
        gold.lang.as_deref().unwrap_or_default(),
        other.or(declared.as_deref()).unwrap_or_default(),
    );
    let second = mixed.as_ref().map_or("", |(_, second, _)| second);
    ask(Measure::Mixed, gold.mixed, mixed.is_some(), Vec::new(), yes(gold.mixed == Some(true)), second);
    if let Some(category) = category {
        let said = match verdict {
            Verdict::Authentication => answered,
            _ if is_marketing => "marketing",
            _ => "utility",
        };
        evaluation.categories.count(true, said == category);
    }
}

fn named(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Authentication => "authentication",
        Verdict::Marketing => "marketing",
        Verdict::Utility => "utility",
        Verdict::Unclear => "unclear",
    }
}

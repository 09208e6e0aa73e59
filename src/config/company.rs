//! The company's own rules as `wabalint.yaml` writes them, under `own_rules` and `words`.

use super::keys::{OWN_RULE, SEVERITIES, WORDS};
use crate::company::{
    About, Check, Company, CompanyRule, Condition, EVERY, GivenWord, Kind, Message, Path, Place, Slip,
    Wanted, WordList,
};
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Severity};
use crate::model::Category;
use crate::policy;
use crate::rules;
use crate::schema::Key;
use crate::source::Span;
use crate::syntax::lexical::nearest;
use crate::syntax::tree::{Entry, Node, Text, Value};

/// How many rules a company may write.
const MOST_RULES: usize = 200;
/// How many words a list may have.
const MOST_WORDS: usize = 5_000;
/// How long a word, a link and any other text may be, in bytes.
const LONGEST_WORD: usize = 200;
const LONGEST_TEXT: usize = 1_000;

/// Reads the rules. A rule that does not hold is left out and told.
pub(super) fn read(own_rules: Option<&Node>, words: Option<&Node>) -> (Company, Vec<Fault>) {
    let mut reader = Reader { faults: Vec::new(), rules: Vec::new(), names: Vec::new() };
    reader.each("own_rules", own_rules, Reader::condition);
    reader.each("words", words, Reader::words);
    (Company::new(reader.rules), reader.faults)
}

struct Reader {
    faults: Vec<Fault>,
    rules: Vec<CompanyRule>,
    /// Every name so far, with its place.
    names: Vec<(String, Span)>,
}

impl Reader {
    fn each(
        &mut self,
        key: &str,
        node: Option<&Node>,
        rule: fn(&mut Self, &Text, &Node) -> Option<CompanyRule>,
    ) {
        let Some(node) = node.filter(|node| !matches!(node.value, Value::Null)) else { return };
        let Some(entries) = node.as_map() else {
            self.wrong(
                node.span,
                format!("`{key}` holds rules by their names, and this is {}", node.kind_name()),
                "write the name of a rule, a colon, and its keys below",
            );
            return;
        };
        for entry in entries.iter().filter(|entry| !entry.key.as_str().starts_with('_')) {
            if self.names.len() == MOST_RULES {
                self.wrong(
                    entry.key.span(),
                    format!("these are more than {MOST_RULES} rules"),
                    "take away what nobody needs",
                );
                return;
            }
            if self.name(&entry.key) {
                let made = rule(self, &entry.key, &entry.value);
                self.rules.extend(made);
            }
        }
    }

    /// Whether a name can be given, once.
    fn name(&mut self, key: &Text) -> bool {
        let name = key.as_str();
        let is_kebab = name.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        let before = self.names.iter().find(|(known, _)| known == name).map(|(_, span)| *span);
        if let Some(before) = before {
            let diagnostic = Diagnostic::at(key.span(), format!("there are two rules `{name}`"))
                .mark("given again")
                .label(before, "the first one")
                .help("give one of them another name");
            self.faults.push(Fault::new(FaultKind::InvalidValue, diagnostic));
            return false;
        }
        self.names.push((name.to_owned(), key.span()));
        if rules::find(name).is_some() {
            let help = "choose another; to change its level, write it under `rules`";
            self.wrong(key.span(), format!("`{name}` is the name of a rule that there is already"), help);
            return false;
        }
        if Company::default().group(name).is_some() {
            self.wrong(key.span(), format!("`{name}` is the name of a group"), "choose another");
            return false;
        }
        if !is_kebab || name.len() > LONGEST_WORD {
            let help = "small letters and digits, joined by hyphens: `brand-name-in-footer`";
            self.wrong(key.span(), format!("`{name}` is no name for a rule"), help);
            return false;
        }
        true
    }

    fn condition(&mut self, name: &Text, node: &Node) -> Option<CompanyRule> {
        let entries = self.keys(name, node, &OWN_RULE)?;
        let before = self.faults.len();
        let kind = match self.text(entries, "for") {
            None => Kind::Template,
            Some(word) => self.one_of(word, &Kind::ITEMS, Kind::as_str).unwrap_or(Kind::Template),
        };
        let written = self.needed(name, entries, "when", "when: size(template.body) > 550");
        let message = self.needed(name, entries, "message", "message: \"{name} is too long for our taste\"");
        let condition = written.and_then(|text| self.took(text, Condition::compile(text.as_str(), kind)));
        let message = message.and_then(|text| self.message(text, kind, false));
        let at = self.text(entries, "at").and_then(|text| self.took(text, Path::read(text.as_str(), kind)));
        let about = self.about(name, entries, written.map_or("", Text::as_str));
        let check = Check::Condition { kind, condition: condition?, message: message?, at };
        (self.faults.len() == before).then(|| CompanyRule::new(about, check))
    }

    fn words(&mut self, name: &Text, node: &Node) -> Option<CompanyRule> {
        let entries = self.keys(name, node, &WORDS)?;
        let before = self.faults.len();
        let kinds = [("avoid", Wanted::None), ("require", Wanted::One), ("require_all", Wanted::All)];
        let mut given: Option<(Wanted, &Entry)> = None;
        for (key, wanted) in kinds {
            let Some(entry) = entries.iter().find(|entry| entry.key.as_str() == key) else { continue };
            if let Some((_, first)) = given {
                let message = format!("`{}` and `{key}` are two lists", first.key.as_str());
                self.wrong(entry.key.span(), message, "make a rule of each");
                return None;
            }
            given = Some((wanted, entry));
        }
        let Some((wanted, entry)) = given else {
            let message = format!("`{}` lists no words", name.as_str());
            self.wrong(
                name.span(),
                message,
                "write `avoid`, `require` or `require_all`, and words by language",
            );
            return None;
        };
        let lists = self.lists(entry);
        let mut list = WordList::new(wanted, lists)?;
        if let Some(node) =
            value(entries, "in").filter(|node| node.as_text().is_none_or(|word| word.as_str() != "any"))
        {
            let words: Vec<&Text> = node.elements().iter().filter_map(Node::as_text).collect();
            let places = words.into_iter().filter_map(|word| self.one_of(word, &Place::ALL, Place::as_str));
            list = list.places(places.collect());
        }
        if let Some(node) = value(entries, "category") {
            let words: Vec<&Text> = node.elements().iter().filter_map(Node::as_text).collect();
            let all = [Category::Marketing, Category::Utility, Category::Authentication];
            let categories = words.into_iter().filter_map(|word| self.one_of(word, &all, Category::as_str));
            list = list.categories(categories.collect());
        }
        if let Some(text) = self.text(entries, "message") {
            list = list.message(self.message(text, Kind::Template, true)?);
        }
        let about = self.about(name, entries, "");
        (self.faults.len() == before).then(|| CompanyRule::new(about, Check::Words(list)))
    }

    /// Words by language, or for every language.
    fn lists(&mut self, entry: &Entry) -> Vec<(String, Vec<GivenWord>)> {
        let before = self.faults.len();
        let mut lists = Vec::new();
        let mut count = 0;
        match entry.value.as_map() {
            None => lists.push((EVERY.to_owned(), self.terms(&entry.value))),
            Some(entries) => {
                for entry in entries {
                    let code = entry.key.as_str();
                    if self.language(&entry.key) {
                        lists.push((code.to_owned(), self.terms(&entry.value)));
                    }
                }
            }
        }
        for (_, words) in &lists {
            count += words.len();
        }
        if count == 0 && self.faults.len() == before {
            self.wrong(
                entry.key.span(),
                format!("`{}` holds no words", entry.key.as_str()),
                "write words by language: { en: [\"cheap\"], \"*\": [\"gratis\"] }",
            );
        } else if count > MOST_WORDS {
            self.wrong(
                entry.key.span(),
                format!("these are more than {MOST_WORDS} words"),
                "make several rules of them",
            );
        }
        lists
    }

    fn language(&mut self, key: &Text) -> bool {
        let code = key.as_str();
        let lower = code.to_lowercase().replace('-', "_");
        let is_known = code == EVERY
            || policy::LANGUAGES.iter().any(|known| {
                let known = known.to_lowercase();
                known == lower || known.strip_prefix(&lower).is_some_and(|rest| rest.starts_with('_'))
            });
        if !is_known {
            let help = match nearest(code, policy::LANGUAGES.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`? `\"*\"` stands for every language"),
                None => "languages are written as `en` or `pt_BR`; `\"*\"` stands for every one".to_owned(),
            };
            self.wrong(key.span(), format!("`{code}` is no language of the platform"), help);
        }
        is_known
    }

    /// Words in a row, or each with what to write instead.
    fn terms(&mut self, node: &Node) -> Vec<GivenWord> {
        let mut words = Vec::new();
        match node.as_map() {
            Some(entries) => {
                for entry in entries {
                    let instead = entry.value.as_text().map(|text| text.as_str().trim().to_owned());
                    if self.term(&entry.key) {
                        words.push((entry.key.as_str().to_owned(), instead.filter(|text| !text.is_empty())));
                    }
                }
            }
            None => {
                for node in node.elements() {
                    match node.as_text() {
                        Some(text) if self.term(text) => words.push((text.as_str().to_owned(), None)),
                        Some(_) => {}
                        None => self.wrong(
                            node.span,
                            format!("a word is expected here, and this is {}", node.kind_name()),
                            "words stand in quotes, with commas between them",
                        ),
                    }
                }
            }
        }
        words
    }

    fn term(&mut self, text: &Text) -> bool {
        let has_letters =
            text.as_str().chars().any(|c| c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace());
        let is_one = has_letters && text.as_str().len() <= LONGEST_WORD;
        if !is_one {
            let message = match () {
                () if text.is_blank() => "this word is empty",
                () if !has_letters => "this word has no letter",
                () => "this is too long for words",
            };
            self.wrong(text.span(), message, format!("a word, or several: {LONGEST_WORD} bytes at most"));
        }
        is_one
    }

    fn about(&mut self, name: &Text, entries: &[Entry], written: &str) -> About {
        let severity = match self.text(entries, "level").map(|word| (word, super::severity(word.as_str()))) {
            None => Severity::Warning,
            Some((_, Some(Some(severity)))) => severity,
            Some((word, _)) => {
                let message = format!("`{}` is no level", word.as_str());
                let help = format!("one of {}; a rule is turned off under `rules`", SEVERITIES.join(", "));
                self.wrong(word.span(), message, help);
                Severity::Warning
            }
        };
        let help = self.text(entries, "help").map(|text| text.as_str().trim().to_owned());
        let link = self.text(entries, "link").and_then(|text| {
            let link = text.as_str().trim();
            let is_plain = |c: char| {
                c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}' | '|' | '^')
            };
            let is_address = link.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
            if is_address && link.chars().all(is_plain) {
                return Some(link.to_owned());
            }
            self.wrong(
                text.span(),
                format!("`{link}` is no address"),
                "a link begins with https:// and has no blanks",
            );
            None
        });
        About { name: name.as_str().to_owned(), severity, help, link, written: written.to_owned() }
    }

    fn message(&mut self, text: &Text, kind: Kind, is_of_list: bool) -> Option<Message> {
        if text.is_blank() {
            self.wrong(text.span(), "this message is empty", "say what is wrong, in one line");
            return None;
        }
        self.took(text, Message::read(text.as_str().trim_end(), kind, is_of_list))
    }

    /// What was read of a text; a slip is told at its place.
    fn took<T>(&mut self, text: &Text, read: Result<T, Slip>) -> Option<T> {
        read.map_err(|slip| self.wrong(text.slice(slip.range), slip.message, slip.help)).ok()
    }

    fn one_of<T: Copy>(&mut self, word: &Text, all: &[T], spelled: fn(T) -> &'static str) -> Option<T> {
        let found = all.iter().copied().find(|one| spelled(*one) == word.as_str());
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|one| spelled(*one)).collect();
            let help = match nearest(word.as_str(), words.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("one of {}", words.join(", ")),
            };
            self.wrong(word.span(), format!("`{}` is not known here", word.as_str()), help);
        }
        found
    }

    /// The keys of a rule; those that nobody reads are told.
    fn keys<'n>(&mut self, name: &Text, node: &'n Node, known: &'static [Key]) -> Option<&'n [Entry]> {
        let known: Vec<&'static str> = known.iter().map(|key| key.name).collect();
        let Some(entries) = node.as_map() else {
            let message =
                format!("`{}` holds the keys of a rule, and this is {}", name.as_str(), node.kind_name());
            let span = if matches!(node.value, Value::Null) { name.span() } else { node.span };
            self.wrong(span, message, format!("known here: {}", known.join(", ")));
            return None;
        };
        for entry in entries {
            let key = entry.key.as_str();
            if known.contains(&key) || key.starts_with('_') {
                continue;
            }
            let help = match nearest(key, known.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            let diagnostic =
                Diagnostic::at(entry.key.span(), format!("unknown key `{key}` in `{}`", name.as_str()))
                    .mark("nobody reads this key")
                    .help(help);
            self.faults.push(Fault::new(FaultKind::UnknownKey, diagnostic));
        }
        Some(entries)
    }

    fn needed<'n>(
        &mut self,
        name: &Text,
        entries: &'n [Entry],
        key: &str,
        example: &str,
    ) -> Option<&'n Text> {
        let text = self.text(entries, key);
        if text.is_none() && value(entries, key).is_none_or(|node| matches!(node.value, Value::Null)) {
            self.wrong(
                name.span(),
                format!("`{}` has no `{key}`", name.as_str()),
                format!("such as `{example}`"),
            );
        }
        text
    }

    /// The text of a key, where it is one and not too long.
    fn text<'n>(&mut self, entries: &'n [Entry], key: &str) -> Option<&'n Text> {
        let node = value(entries, key).filter(|node| !matches!(node.value, Value::Null))?;
        let Some(text) = node.as_text() else {
            let message = format!("`{key}` is a text, and this is {}", node.kind_name());
            self.wrong(node.span, message, "write it on one line, or behind `|` or `>`");
            return None;
        };
        // A condition has a bound of its own.
        if key != "when" && text.as_str().len() > LONGEST_TEXT {
            self.wrong(
                text.span(),
                format!("this `{key}` is too long"),
                format!("{LONGEST_TEXT} bytes are the most"),
            );
            return None;
        }
        Some(text)
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic::at(span, message.into()).mark("here").help(help.into());
        self.faults.push(Fault::new(FaultKind::InvalidValue, diagnostic));
    }
}

fn value<'n>(entries: &'n [Entry], key: &str) -> Option<&'n Node> {
    entries.iter().find(|entry| entry.key.as_str() == key).map(|entry| &entry.value)
}

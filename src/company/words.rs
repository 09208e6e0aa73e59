//! Lists of words to avoid or to have, found as readers see them: letter case, accents and width do not count.

use std::collections::BTreeMap;
use std::ops::Range;

use super::message::{Message, Said};
use super::model::{Datum, Record};
use crate::diagnostic::Diagnostic;
use crate::model::{Category, Template};
use crate::rules::Cx;
use crate::source::Span;
use crate::syntax::message::Message as Text;
use crate::text::tokens::{self, Token, TokenKind};

/// The word for every language.
pub const EVERY: &str = "*";

/// Words that are looked for, by their first one.
#[derive(Debug, Default)]
pub(super) struct Terms {
    terms: Vec<Term>,
    by_word: BTreeMap<String, Vec<usize>>,
    /// Those that begin with a stem, with something that is no word, or that hold no word at all.
    others: Vec<usize>,
}

#[derive(Debug)]
struct Term {
    pieces: Vec<Piece>,
    /// What is looked for letter by letter where there are no words: an emoji, a sign.
    literal: String,
}

#[derive(Debug, PartialEq)]
enum Piece {
    Word(String),
    /// A word that begins so.
    Stem(String),
    /// A number, an amount or an address, as it is written.
    Other(String),
}

impl Terms {
    /// Words to look for; `None` where one of them is empty.
    pub(super) fn of<'t>(given: impl IntoIterator<Item = &'t str>) -> Option<Terms> {
        let mut terms = Terms::default();
        for text in given {
            let at = terms.terms.len();
            let term = Term { pieces: pieces(text), literal: text.trim().to_owned() };
            if term.literal.is_empty() {
                return None;
            }
            match term.pieces.first() {
                Some(Piece::Word(word)) => terms.by_word.entry(word.clone()).or_default().push(at),
                _ => terms.others.push(at),
            }
            terms.terms.push(term);
        }
        Some(terms)
    }

    /// The first place at which one of them stands.
    pub(super) fn first(&self, text: &str, tokens: &[Token]) -> Option<Range<usize>> {
        self.all(text, tokens).into_iter().map(|(_, range)| range).min_by_key(|range| range.start)
    }

    /// Every place at which one of them stands, with which one it is; of two that begin together, the longer one.
    pub(super) fn all(&self, text: &str, tokens: &[Token]) -> Vec<(usize, Range<usize>)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let known = match &token.kind {
                TokenKind::Word(word) => {
                    let proper =
                        word.get(usize::from(token.elided)..).filter(|proper| proper.len() < word.len());
                    let words = std::iter::once(word.as_str()).chain(proper);
                    words.filter_map(|word| self.by_word.get(word)).flatten().copied().collect()
                }
                TokenKind::Break => continue,
                _ => Vec::new(),
            };
            for term in known.into_iter().chain(self.others.iter().copied()) {
                let fits = self.terms.get(term).and_then(|known| known.fits(text, tokens.get(at..)?));
                found.extend(fits.map(|range| (term, range)));
            }
        }
        for (at, term) in self.terms.iter().enumerate().filter(|(_, term)| term.pieces.is_empty()) {
            found
                .extend(text.match_indices(&term.literal).map(|(start, hit)| (at, start..start + hit.len())));
        }
        found.sort_by_key(|(term, range)| (range.start, std::cmp::Reverse(range.end), *term));
        let mut end = 0;
        found.retain(|(_, range)| {
            let is_new = range.start >= end;
            end = end.max(range.end);
            is_new
        });
        found
    }
}

impl Term {
    /// The bytes of the term where it begins with the first token.
    fn fits(&self, text: &str, tokens: &[Token]) -> Option<Range<usize>> {
        let (first, last) = (tokens.first()?, self.pieces.len().checked_sub(1)?);
        let fits = |(at, (piece, token)): (usize, (&Piece, &Token))| match (piece, &token.kind) {
            (Piece::Word(wanted), TokenKind::Word(word)) => {
                word == wanted || at == 0 && word.get(usize::from(token.elided)..) == Some(wanted)
            }
            (Piece::Stem(stem), TokenKind::Word(word)) => word.starts_with(stem.as_str()),
            (Piece::Other(_), TokenKind::Break) => false,
            (Piece::Other(wanted), _) => text.get(token.range.clone()) == Some(wanted),
            _ => false,
        };
        let is_here =
            self.pieces.len() <= tokens.len() && self.pieces.iter().zip(tokens).enumerate().all(fits);
        is_here.then(|| first.range.start..tokens.get(last).map_or(first.range.end, |token| token.range.end))
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let tokens = tokens::words(text);
    let stands_for_more =
        |token: &Token| text.get(token.range.end..).is_some_and(|rest| rest.starts_with('*'));
    let pieces = tokens.into_iter().filter_map(|token| match &token.kind {
        TokenKind::Word(word) if stands_for_more(&token) => Some(Piece::Stem(word.clone())),
        TokenKind::Word(word) => Some(Piece::Word(word.clone())),
        TokenKind::Break => None,
        _ => text.get(token.range.clone()).map(|other| Piece::Other(other.to_owned())),
    });
    pieces.collect()
}

/// A part of a template in which words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The text of the header.
    Header,
    /// The body.
    Body,
    /// The footer.
    Footer,
    /// The labels of buttons.
    Buttons,
    /// The texts of cards.
    Cards,
}

impl Place {
    /// All places, in the order in which people read them.
    pub const ALL: [Place; 5] = [Place::Header, Place::Body, Place::Footer, Place::Buttons, Place::Cards];

    /// The word that users write.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Header => "header",
            Place::Body => "body",
            Place::Footer => "footer",
            Place::Buttons => "buttons",
            Place::Cards => "cards",
        }
    }

    /// The place of a word.
    pub fn parse(word: &str) -> Option<Place> {
        Place::ALL.into_iter().find(|place| place.as_str() == word)
    }

    /// Its texts, in order.
    fn texts(self, template: &Template) -> Vec<&Text> {
        let cards = || template.carousel.iter().flat_map(|carousel| &carousel.cards);
        match self {
            Place::Header => template.header.iter().filter_map(|header| header.text.as_ref()).collect(),
            Place::Body => template.body.iter().filter_map(|body| body.text.as_ref()).collect(),
            Place::Footer => template.footer.iter().filter_map(|footer| footer.text.as_ref()).collect(),
            Place::Buttons => template.buttons.iter().filter_map(|button| button.label.as_ref()).collect(),
            Place::Cards => cards()
                .flat_map(|card| {
                    let header = card.header.iter().filter_map(|header| header.text.as_ref());
                    let body = card.body.iter().filter_map(|body| body.text.as_ref());
                    let buttons = card.buttons.iter().filter_map(|button| button.label.as_ref());
                    header.chain(body).chain(buttons)
                })
                .collect(),
        }
    }
}

/// What is wanted of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// None of them.
    None,
    /// At least one of them.
    One,
    /// All of them.
    All,
}

/// The words of a language.
#[derive(Debug)]
pub(super) struct Listed {
    /// The code of a language, or the word for every one.
    language: String,
    terms: Terms,
    /// The words as written, each with what to write instead.
    shown: Vec<(String, Option<String>)>,
}

/// A list of words.
#[derive(Debug)]
pub struct WordList {
    wanted: Wanted,
    lists: Vec<Listed>,
    places: Vec<Place>,
    categories: Vec<Category>,
    message: Option<Message>,
}

/// A word as written, with what to write instead.
pub type GivenWord = (String, Option<String>);

impl WordList {
    /// A list of words by language; `None` where one of them is empty.
    pub fn new(wanted: Wanted, given: Vec<(String, Vec<GivenWord>)>) -> Option<Self> {
        let lists = given.into_iter().map(|(language, shown)| {
            let terms = Terms::of(shown.iter().map(|(word, _)| word.as_str()))?;
            Some(Listed { language: language.to_lowercase().replace('-', "_"), terms, shown })
        });
        Some(WordList {
            wanted,
            lists: lists.collect::<Option<_>>()?,
            places: Place::ALL.to_vec(),
            categories: Vec::new(),
            message: None,
        })
    }

    /// Looks only there.
    pub fn places(mut self, places: Vec<Place>) -> Self {
        self.places = places;
        self
    }

    /// Looks only into templates of these categories.
    pub fn categories(mut self, categories: Vec<Category>) -> Self {
        self.categories = categories;
        self
    }

    /// Says this of what is found.
    pub fn message(mut self, message: Message) -> Self {
        self.message = Some(message);
        self
    }

    /// What it finds, in one line.
    pub(super) fn summary(&self) -> String {
        let places = if self.places == Place::ALL {
            "a template".to_owned()
        } else {
            self.places.iter().map(|place| place.as_str()).collect::<Vec<_>>().join(" or ")
        };
        match self.wanted {
            Wanted::None => format!("Words in {places} that the company avoids."),
            Wanted::One => format!("Templates that have none of the company's words in {places}."),
            Wanted::All => format!("Templates that lack one of the company's words in {places}."),
        }
    }

    /// Its words, in Markdown.
    pub(super) fn table(&self) -> String {
        let mut out = String::from("| language | words |\n| --- | --- |\n");
        for list in &self.lists {
            let words = list.shown.iter().map(|(word, instead)| match instead {
                Some(instead) => format!("{word} → {instead}"),
                None => word.clone(),
            });
            let words = words.collect::<Vec<_>>().join(", ").replace('|', "\\|");
            out.push_str(&format!("| {} | {words} |\n", list.language));
        }
        out
    }

    /// The lists that hold for a language. One for every language holds where words are avoided, and where there is no
    /// other for words that are wanted.
    fn of_language(&self, language: Option<&str>) -> Vec<&Listed> {
        let code = language.map(|code| code.to_lowercase().replace('-', "_"));
        let is_of = |list: &&Listed| {
            let code = code.as_deref().unwrap_or_default();
            code == list.language
                || code.strip_prefix(list.language.as_str()).is_some_and(|rest| rest.starts_with('_'))
        };
        let mut lists: Vec<&Listed> = self.lists.iter().filter(is_of).collect();
        if self.wanted != Wanted::None {
            // `pt_BR` is nearer than `pt`.
            lists.sort_by_key(|list| std::cmp::Reverse(list.language.len()));
            lists.truncate(1);
        }
        if self.wanted == Wanted::None || lists.is_empty() && code.is_some() {
            lists.extend(self.lists.iter().filter(|list| list.language == EVERY));
        }
        lists
    }

    /// Looks into a template.
    pub(super) fn check(&self, cx: &mut Cx<'_>, template: &Template, help: Option<&str>) {
        let record = Record::Template(template);
        let word = |name| match record.get(name).map(|seen| seen.datum) {
            Some(Datum::Text(word)) => Some(word.into_owned()),
            _ => None,
        };
        let category = word("category");
        let is_of = |wanted: &Category| category.as_deref() == Some(wanted.as_str());
        if !self.categories.is_empty() && !self.categories.iter().any(is_of) {
            return;
        }
        let lists = self.of_language(word("language").as_deref());
        if lists.is_empty() {
            return;
        }
        let texts: Vec<&Text> = self.places.iter().flat_map(|place| place.texts(template)).collect();
        match self.wanted {
            Wanted::None => {
                for text in texts {
                    for list in &lists {
                        self.avoid(cx, record, list, text, help);
                    }
                }
            }
            Wanted::One | Wanted::All => {
                // The platform writes the texts of one-time codes itself.
                let is_written = template.body.as_ref().and_then(|body| body.text.as_ref());
                let is_written = is_written.is_none_or(|text| text.text.is_blank());
                let is_code = category.as_deref() == Some(Category::Authentication.as_str()) && is_written;
                let is_told = self.places.iter().all(|place| {
                    let seen = record.get(place.as_str()).map(|seen| seen.datum);
                    !matches!(seen, Some(Datum::Unknown))
                }) && texts.iter().all(|text| !text.text.has_holes());
                if is_told && !is_code {
                    self.require(cx, template, &lists, &texts, help);
                }
            }
        }
    }

    fn avoid(&self, cx: &mut Cx<'_>, record: Record<'_>, list: &Listed, text: &Text, help: Option<&str>) {
        let words = text.text.as_str();
        for (term, range) in list.terms.all(words, &cx.reader.tokens(text)) {
            let hit = words.get(range.clone()).unwrap_or_default();
            let said = Said { record, word: hit };
            let message = match &self.message {
                Some(message) => message.say(said),
                None => format!("`{hit}` is a word to avoid"),
            };
            let mut diagnostic =
                Diagnostic::at(text.text.slice(range), message).mark("on the list of words to avoid");
            let instead = list.shown.get(term).and_then(|(_, instead)| instead.as_deref());
            let instead = instead.map(|instead| format!("write `{instead}`"));
            let help: Vec<&str> = instead.as_deref().into_iter().chain(help).collect();
            if !help.is_empty() {
                diagnostic = diagnostic.help(help.join("; "));
            }
            cx.report(diagnostic);
        }
    }

    fn require(
        &self,
        cx: &mut Cx<'_>,
        template: &Template,
        lists: &[&Listed],
        texts: &[&Text],
        help: Option<&str>,
    ) {
        let record = Record::Template(template);
        for list in lists {
            let mut found = vec![false; list.shown.len()];
            for text in texts {
                // Words that stand inside others count too, so each is looked for by itself.
                let tokens = cx.reader.tokens(text);
                for (at, (word, _)) in list.shown.iter().enumerate() {
                    let Some(slot) = found.get_mut(at).filter(|found| !**found) else { continue };
                    let terms = Terms::of([word.as_str()]);
                    *slot = terms.is_some_and(|terms| terms.first(text.text.as_str(), &tokens).is_some());
                }
            }
            let missing: Vec<&str> = list
                .shown
                .iter()
                .zip(&found)
                .filter(|(_, found)| !**found)
                .map(|((word, _), _)| word.as_str())
                .collect();
            let is_well = match self.wanted {
                Wanted::All => missing.is_empty(),
                _ => missing.len() < list.shown.len(),
            };
            if is_well {
                continue;
            }
            let place = self.places.first().filter(|_| self.places.len() == 1);
            let span: Option<Span> = place.and_then(|place| record.get(place.as_str())?.span);
            let quoted = missing.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
            let quoted = quoted.join(if self.wanted == Wanted::All { " and " } else { " or " });
            let first = missing.first().copied().unwrap_or_default();
            let message = match (&self.message, place) {
                (Some(message), _) => message.say(Said { record, word: first }),
                (None, Some(place)) => format!("the {} lacks {quoted}", place.as_str()),
                (None, None) => format!("the template lacks {quoted}"),
            };
            let mut diagnostic = Diagnostic::at(span.unwrap_or(template.heading()), message);
            if let Some(help) = help {
                diagnostic = diagnostic.help(help.to_owned());
            }
            cx.report(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(terms: &[&str], text: &'t str) -> Vec<&'t str> {
        let terms = Terms::of(terms.iter().copied()).unwrap();
        terms.all(text, &tokens::words(text)).into_iter().map(|(_, range)| &text[range]).collect()
    }

    #[test]
    fn words_are_found_as_readers_see_them() {
        assert_eq!(found(&["cheap"], "Cheap and ＣＨＥＡＰ, not cheaper."), ["Cheap", "ＣＨＥＡＰ"]);
        assert_eq!(found(&["cheap*"], "cheaper"), ["cheaper"]);
        assert_eq!(found(&["gratuit"], "C'est GRATUIT, l’été gratuît"), ["GRATUIT", "gratuît"]);
        assert_eq!(found(&["offre"], "Profitez de l'offre"), ["l'offre"]);
        assert_eq!(found(&["free shipping"], "Free  shipping. Free. Shipping"), ["Free  shipping"]);
        assert_eq!(found(&["免费"], "全部免费送"), ["免费"]);
        assert_eq!(found(&["🔥"], "Hot 🔥🔥"), ["🔥", "🔥"]);
        assert_eq!(found(&["100%"], "100% sure, 10% off"), ["100%"]);
        assert_eq!(found(&["free", "free shipping"], "free shipping"), ["free shipping"]);
        assert!(Terms::of(["  "]).is_none());
    }
}

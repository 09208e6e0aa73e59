//! Whether a text names a way out, and which word it tells people to send.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::{Match, PatternSet};
use super::phrases::Meaning;
use super::reader::Reader;
use super::tokens::{Token, TokenKind, normalise};
use crate::model::Template;
use crate::policy::{self, Lines};
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind};
use crate::syntax::tree::Text;

/// What a pattern of the set stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It names a way out by itself.
    Phrase,
    /// It names one as long as nothing else is left: "opt out", and not "opt out of winter".
    Bare,
    /// It tells to send a word, its last.
    Reply,
    /// It stands before a keyword, or behind it where the language puts its verbs last.
    Verb { is_last: bool },
    /// A word to send; one that is not sure leads out beside words of leaving only.
    Keyword { is_sure: bool },
    /// It gives the word beside it a purpose of its own: "to", "for".
    Turn,
    /// It makes such a purpose one of leaving.
    Leaving,
    /// It holds words of the others and names no way out.
    Exception,
}

/// Patterns with what each stands for, and its language.
#[derive(Default)]
struct Set {
    patterns: PatternSet,
    parts: Vec<(Part, &'static str)>,
}

impl Set {
    fn of(lists: impl Iterator<Item = (Lines, Part, &'static str)>) -> Self {
        let mut lines: Vec<&'static str> = Vec::new();
        let mut parts = Vec::new();
        for (list, part, language) in lists {
            lines.extend(list.iter());
            parts.resize(lines.len(), (part, language));
        }
        Set { patterns: PatternSet::of_policy(lines, &[]), parts }
    }

    /// Its matches, in the order of the text.
    fn find(&self, tokens: &[Token]) -> Vec<Said> {
        let found = self.patterns.find(tokens).into_iter();
        let with_part = found.filter_map(|found| {
            let (part, language) = *self.parts.get(found.id)?;
            Some((found, part, language))
        });
        with_part.collect()
    }
}

struct Compiled {
    /// What may name a way out.
    said: Set,
    /// What is looked for around it: small words, which every text is full of.
    around: Set,
    /// Keywords, normalised, with their languages.
    keywords: Vec<(String, &'static str)>,
}

/// For all languages together: a way out in another language is still a way out.
fn compiled() -> &'static Compiled {
    static SET: OnceLock<Compiled> = OnceLock::new();
    SET.get_or_init(|| {
        let said = policy::PHRASES.iter().flat_map(|set| {
            [
                (set.opt_out, Part::Phrase, set.language),
                (set.opt_out_bare, Part::Bare, set.language),
                (set.opt_out_replies, Part::Reply, set.language),
                (set.opt_out_verbs, Part::Verb { is_last: set.verb_last }, set.language),
                (set.opt_out_keyword_patterns, Part::Keyword { is_sure: true }, set.language),
                (set.opt_out_doubtful, Part::Keyword { is_sure: false }, set.language),
            ]
        });
        let around = policy::PHRASES.iter().flat_map(|set| {
            [
                (set.opt_out_turns, Part::Turn, set.language),
                (set.leaving, Part::Leaving, set.language),
                (set.opt_out_exceptions, Part::Exception, set.language),
            ]
        });
        let keywords = policy::PHRASES
            .iter()
            .flat_map(|set| set.opt_out_keywords.iter().map(|keyword| (normalise(keyword), set.language)));
        Compiled { said: Set::of(said), around: Set::of(around), keywords: keywords.collect() }
    })
}

/// A word that a text tells people to send in order to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromisedKeyword {
    /// As written.
    pub word: String,
    /// Where.
    pub span: Span,
}

/// A place at which a template names a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// Where.
    pub span: Span,
    /// The languages that the words are of; none for a link, a lone keyword or a button that is declared as the way out.
    pub languages: Vec<&'static str>,
    /// What makes leaving hard, where something does.
    pub obstacle: Option<Span>,
}

impl WayOut {
    fn plain(span: Span) -> Self {
        WayOut { span, languages: Vec::new(), obstacle: None }
    }
}

/// The first place at which a template names a way out.
pub fn way_out(template: &Template, reader: &Reader) -> Option<Span> {
    reader.ways_out(template).first().map(|way| way.span)
}

/// Every place at which a template names a way out: buttons, then words, then links.
pub(super) fn ways_out(template: &Template, reader: &Reader) -> Vec<WayOut> {
    let own = declared(template);
    let mut ways: Vec<WayOut> = Vec::new();
    for button in template.all_buttons() {
        // A button that says nothing but a keyword needs no verb.
        let is_keyword = |label: &&Message| {
            let label = normalise(label.text.as_str().trim());
            let counts = |language: &str| is_read_in(language, &own);
            compiled().keywords.iter().any(|(keyword, language)| *keyword == label && counts(language))
        };
        if button.opts_out {
            ways.push(WayOut::plain(button.span));
        } else if let Some(label) = button.label.as_ref().filter(is_keyword) {
            ways.push(WayOut::plain(label.text.span()));
        }
    }
    for message in template.texts() {
        ways.extend(ways_in(message, &own, reader));
    }
    let leads_out = |address: &str| {
        let address = address.to_ascii_lowercase();
        policy::OPT_OUT.links.iter().any(|part| address.contains(part))
    };
    let urls = template.all_buttons().filter_map(|button| button.url.as_ref()).map(|url| &url.text);
    ways.extend(urls.filter(|url| leads_out(url.as_str())).map(Text::span).map(WayOut::plain));
    for message in template.texts() {
        let links = message.segments.iter().filter(|segment| segment.kind == SegmentKind::Link);
        let out = links.filter(|segment| leads_out(message.words_of(segment)));
        ways.extend(out.map(|segment| WayOut::plain(message.span_of(segment))));
    }
    ways
}

/// The language that a template declares, where its words are known.
fn declared(template: &Template) -> Vec<&'static str> {
    let declared = template.language.as_ref().and_then(|code| policy::phrases_of(code.as_str()));
    declared.into_iter().map(|set| set.language).collect()
}

/// The ways out that the words of a text name, in reading order.
fn ways_in(message: &Message, own: &[&'static str], reader: &Reader) -> Vec<WayOut> {
    let mut found: Vec<Found> = in_languages(message, own, reader);
    found.sort_by_key(|way| (way.range.start, way.range.end));
    let tokens = reader.tokens(message);
    // "unsubscribe" is heard in many languages; inside of a longer phrase it is of that phrase's language.
    let all = found.clone();
    found.retain(|inner| {
        let holds = |outer: &Found| {
            outer.language != inner.language
                && outer.range.start <= inner.range.start
                && inner.range.end <= outer.range.end
                && outer.range.len() > inner.range.len()
        };
        !all.iter().any(holds)
    });
    let mut ways: Vec<WayOut> = Vec::new();
    let mut plain: Vec<Span> = Vec::new();
    for Found { range, language, word, is_reply } in found {
        let span = message.text.slice(range.clone());
        // What makes leaving hard is looked for in the template's own language, whose phrases are at hand.
        let may_be_hard = !is_reply && word.is_none();
        let looks = may_be_hard && (own.is_empty() || own.contains(&language));
        let obstacle = looks.then(|| obstacle(message, &tokens, &range, language, reader)).flatten();
        match ways.iter_mut().find(|way| way.span == span) {
            Some(way) => {
                way.languages.push(language);
                // The same words may be hard in the language whose obstacles are heard.
                way.obstacle = way.obstacle.or(obstacle);
            }
            None => ways.push(WayOut { span, languages: vec![language], obstacle }),
        }
        if !may_be_hard {
            plain.push(span);
        }
    }
    for way in ways.iter_mut().filter(|way| plain.contains(&way.span)) {
        way.obstacle = None;
    }
    ways
}

/// What makes leaving hard, in the sentence of a way out: words for it, or an address that has to be written to or called.
fn obstacle(
    message: &Message,
    tokens: &[Token],
    way: &Range<usize>,
    language: &str,
    reader: &Reader,
) -> Option<Span> {
    let at = tokens.iter().position(|token| token.range.end > way.start)?;
    let sentence = super::category::sentence(tokens, at);
    let set = policy::phrases_of(language)?;
    let by_words = reader
        .phrases(message, set)
        .iter()
        .find(|found| found.meaning == Meaning::Obstacle && sentence.contains(&found.tokens.start))
        .map(|found| message.text.slice(found.range.clone()));
    by_words.or_else(|| {
        let bytes = tokens.get(sentence.start)?.range.start..tokens.get(sentence.end - 1)?.range.end;
        let mut segments = message.segments.iter();
        let address = segments.find(|segment| {
            matches!(segment.kind, SegmentKind::Email | SegmentKind::Phone)
                && bytes.contains(&segment.range().start)
        })?;
        Some(message.span_of(address))
    })
}

/// Every place at which a text names a way out.
pub(super) fn ranges_in(message: &Message, own: &[&'static str], reader: &Reader) -> Vec<Range<usize>> {
    in_languages(message, own, reader).into_iter().map(|found| found.range).collect()
}

/// What a message says of a way out in some languages, in English, which stands below texts of all languages, and in any
/// other that the message itself is written in: short words mean something else elsewhere.
fn in_languages(message: &Message, own: &[&'static str], reader: &Reader) -> Vec<Found> {
    let found = reader.words_out(message);
    if found.is_empty() {
        return Vec::new();
    }
    let tokens = reader.tokens(message);
    let is_all = |range: &Range<usize>| {
        let outside = |token: &&Token| token.range.start < range.start || token.range.end > range.end;
        !tokens.iter().filter(outside).any(|token| matches!(token.kind, TokenKind::Word(_)))
    };
    let shares = OnceCell::new();
    let speaks = |language: &str| {
        let shares = shares.get_or_init(|| super::language::shares(tokens.iter()));
        shares.of(language).distinct >= policy::OPT_OUT.least_words
    };
    let counts =
        |found: &&Found| is_read_in(found.language, own) || is_all(&found.range) || speaks(found.language);
    found.iter().filter(counts).cloned().collect()
}

/// Whether words of a language are heard in a template of some languages: where it is one of them, or near to one; English
/// stands below texts of all languages; in a template of no known language all are heard.
fn is_read_in(language: &str, own: &[&'static str]) -> bool {
    own.is_empty() || language == "en" || own.iter().any(|own| super::language::alike(own, language))
}

/// Words that name a way out.
#[derive(Clone, Debug)]
pub(super) struct Found {
    range: Range<usize>,
    language: &'static str,
    /// The word that they tell to send, where it stands out.
    word: Option<Range<usize>>,
    /// Whether they tell to send a word.
    is_reply: bool,
}

/// The words of a message that name a way out.
pub(super) fn find(message: &Message, tokens: &[Token]) -> Vec<Found> {
    let Some(heard) = Heard::of(message.text.as_str(), tokens) else { return Vec::new() };
    // Each language has a bound of its own: what is said in one hides nothing that is said in another.
    let of =
        |set: &policy::Phrases| heard.phrases(set.language, set.verb_last).chain(heard.replies(set.language));
    policy::PHRASES.iter().flat_map(of).collect()
}

/// Every keyword that a template promises.
pub fn promised_keywords(template: &Template, reader: &Reader) -> Vec<PromisedKeyword> {
    let own = declared(template);
    let mut promised: Vec<PromisedKeyword> = Vec::new();
    for message in template.texts() {
        let mut words: Vec<Range<usize>> =
            in_languages(message, &own, reader).into_iter().filter_map(|found| found.word).collect();
        words.sort_by_key(|word| (word.start, std::cmp::Reverse(word.end)));
        // "OPT OUT" is one word to send, and "OUT" in it none of its own.
        let mut end = 0;
        words.retain(|word| {
            let is_own = word.start >= end;
            end = end.max(word.end);
            is_own
        });
        for word in words {
            let text = message.text.as_str().get(word.clone()).unwrap_or_default().to_owned();
            if promised.iter().all(|known| normalise(&known.word) != normalise(&text)) {
                promised.push(PromisedKeyword { word: text, span: message.text.slice(word) });
            }
        }
    }
    promised
}

/// How many ways out and how many verbs of one text and language are looked at, and how many keywords of one verb: more
/// say nothing new.
const MOST_WAYS: usize = 64;
const MOST_KEYWORDS: usize = 8;

/// A match with what it stands for and its language.
type Said = (Match, Part, &'static str);

/// Signs that set apart what follows them.
const APART: [char; 9] = ['(', ':', '–', '—', '|', '/', '·', '•', '='];

/// What a text says of ways out.
struct Heard<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// For each token, the number of its sentence.
    sentences: Vec<usize>,
    /// What may name a way out, in the order of the text.
    said: Vec<Said>,
    /// Words to send that stand out, each place once, and whether they are sure.
    words: Vec<(Match, bool)>,
    /// What gives words beside it a purpose of its own, with its language.
    turns: Vec<(Range<usize>, &'static str)>,
    /// What speaks of leaving.
    leaving: Vec<Range<usize>>,
    /// What names no way out.
    exceptions: Vec<Range<usize>>,
}

impl<'t> Heard<'t> {
    fn of(text: &'t str, tokens: &'t [Token]) -> Option<Self> {
        let sets = compiled();
        let said = sets.said.find(tokens);
        let words = words_of(text, &said);
        let is_phrase = |(_, part, _): &Said| matches!(part, Part::Phrase | Part::Bare | Part::Reply);
        if words.is_empty() && !said.iter().any(is_phrase) {
            return None;
        }
        let mut sentence = 0;
        let number = |token: &Token| {
            let own = sentence;
            sentence += usize::from(token.kind == TokenKind::Break);
            own
        };
        let sentences = tokens.iter().map(number).collect();
        let around = sets.around.find(tokens);
        let ranges = |all: &[Said], wanted: &dyn Fn(Part) -> bool| -> Vec<Range<usize>> {
            all.iter().filter(|(_, part, _)| wanted(*part)).map(|(found, ..)| found.tokens.clone()).collect()
        };
        let of_turn = around.iter().filter(|(_, part, _)| *part == Part::Turn);
        let turns = of_turn.map(|(found, _, language)| (found.tokens.clone(), *language)).collect();
        let exceptions = ranges(&around, &|part| part == Part::Exception);
        let mut leaving = ranges(&around, &|part| part == Part::Leaving);
        leaving.sort_by_key(|range| range.start);
        let mut heard = Heard { text, tokens, sentences, said, words, turns, leaving, exceptions };
        let is_made_of_a_word =
            |(found, part, _): &Said| *part == Part::Phrase && heard.begins_with_a_turned_word(&found.tokens);
        let is_heard: Vec<bool> = heard.said.iter().map(|said| !is_made_of_a_word(said)).collect();
        let mut is_heard = is_heard.into_iter();
        heard.said.retain(|_| is_heard.next().unwrap_or(true));
        let mut leaving = std::mem::take(&mut heard.leaving);
        leaving.extend(ranges(&heard.said, &|part| matches!(part, Part::Phrase | Part::Bare)));
        leaving.sort_by_key(|range| (range.start, range.end));
        leaving.dedup();
        leaving.retain(|range| !heard.exceptions.iter().any(|exception| overlap(exception, range)));
        heard.leaving = leaving;
        Some(heard)
    }

    /// Phrases of a language that name a way out.
    fn phrases(&self, language: &'static str, verb_last: bool) -> impl Iterator<Item = Found> {
        let own = self.said.iter().filter(move |(.., of)| *of == language);
        let meant = own.filter(move |(matched, part, _)| match part {
            Part::Phrase => !self.is_excepted(&matched.tokens),
            Part::Bare => !self.is_excepted(&matched.tokens) && !self.is_turned(&matched.tokens),
            Part::Reply => {
                let word = matched.tokens.end - 1..matched.tokens.end;
                let languages = self.languages_of(&matched.tokens);
                self.leads_out(&matched.tokens, &word, true, &languages)
                    && !(verb_last
                        && self.is_aimed_at(matched.tokens.start, &languages)
                        && !self.speaks_of_leaving(&matched.tokens))
            }
            _ => false,
        });
        meant.take(MOST_WAYS).map(move |(matched, part, _)| {
            let is_reply = *part == Part::Reply;
            let end = matched.range.end;
            let word = matched.tokens.end.saturating_sub(1)..matched.tokens.end;
            let end = if is_reply { self.end_of_purpose(&word, end) } else { end };
            Found { range: matched.range.start..end, language, word: None, is_reply }
        })
    }

    /// Places of `verb … KEYWORD`, the verb being of a language.
    fn replies(&self, language: &'static str) -> Vec<Found> {
        let mut found = Vec::new();
        let verbs = self.said.iter().filter_map(|(verb, part, of)| match part {
            Part::Verb { is_last } if *of == language => Some((verb, *is_last)),
            _ => None,
        });
        for (verb, is_last) in verbs.take(if self.words.is_empty() { 0 } else { MOST_WAYS }) {
            let number = self.sentence_of(verb.tokens.start);
            let from = self.words.partition_point(|(word, _)| self.sentence_of(word.tokens.start) < number);
            let until = self.words.partition_point(|(word, _)| self.sentence_of(word.tokens.start) <= number);
            let near = self.words.get(from..until).unwrap_or_default();
            let behind = near.iter().filter(|(word, _)| word.tokens.start >= verb.tokens.end);
            let mut hits = nearby(self.tokens, verb.tokens.end, behind);
            // In some languages the verb comes last: "Çıkmak için DUR yazın". A preposition stands before its word.
            let is_small = |token: &Token| super::language::is_common_hash(token.hash);
            let is_preposition =
                || self.tokens.get(verb.tokens.clone()).is_some_and(|verb| verb.iter().all(is_small));
            if hits.is_empty() && is_last && !is_preposition() {
                let before = near.iter().filter(|(word, _)| word.tokens.end <= verb.tokens.start);
                let last = before.max_by_key(|(word, _)| word.tokens.end);
                let gap = |word: &Match| words_in(self.tokens, word.tokens.end..verb.tokens.start);
                hits =
                    last.filter(|(word, _)| gap(word) < policy::OPT_OUT.keyword_within).into_iter().collect();
            }
            let languages = self.languages_of(&verb.tokens);
            for (word, is_sure) in hits {
                let tokens = verb.tokens.start.min(word.tokens.start)..verb.tokens.end.max(word.tokens.end);
                if self.leads_out(&tokens, &word.tokens, *is_sure, &languages) {
                    let end = verb.range.end.max(word.range.end);
                    found.push(Found {
                        range: verb.range.start.min(word.range.start)..self.end_of_purpose(&word.tokens, end),
                        language,
                        word: Some(word.range.clone()),
                        is_reply: true,
                    });
                }
            }
        }
        found.truncate(MOST_WAYS);
        found
    }

    fn sentence_of(&self, at: usize) -> usize {
        self.sentences.get(at).copied().unwrap_or(usize::MAX)
    }

    /// Those of some ranges that stand in the sentence of a token.
    fn beside<'r>(&self, ranges: &'r [Range<usize>], at: usize) -> &'r [Range<usize>] {
        let number = self.sentence_of(at);
        let from = ranges.partition_point(|range| self.sentence_of(range.start) < number);
        let until = ranges.partition_point(|range| self.sentence_of(range.start) <= number);
        ranges.get(from..until).unwrap_or_default()
    }

    /// The languages that some tokens say something in: "unsubscribe" and "reply" are words of many, and what stands beside
    /// them is of one.
    fn languages_of(&self, tokens: &Range<usize>) -> Vec<&'static str> {
        let from = self.said.partition_point(|(found, ..)| found.tokens.start < tokens.start);
        let here = self.said.iter().skip(from).take_while(|(found, ..)| found.tokens.start == tokens.start);
        here.filter(|(found, ..)| found.tokens.end == tokens.end).map(|(.., language)| *language).collect()
    }

    fn is_excepted(&self, tokens: &Range<usize>) -> bool {
        self.beside(&self.exceptions, tokens.start).iter().any(|exception| overlap(exception, tokens))
    }

    /// Whether sending a word leads out: it has no purpose but to leave.
    fn leads_out(
        &self,
        whole: &Range<usize>,
        word: &Range<usize>,
        is_sure: bool,
        languages: &[&str],
    ) -> bool {
        if self.is_excepted(whole) {
            return false;
        }
        let is_doubtful = !is_sure
            || !self.beside(&self.exceptions, word.start).is_empty()
            || self.is_aimed_at(word.start, languages);
        if is_doubtful && !self.speaks_of_leaving(word) {
            return false;
        }
        let is_turned =
            self.is_turned_at(word.end, Some(languages)) || self.is_turned_behind_a_word(word.end, languages);
        !is_turned || self.beside(&self.leaving, word.start).iter().any(|range| range.end > word.end)
    }

    /// Where words end that say what a word is sent for: "STOP to unsubscribe"; `end` where none follow.
    fn end_of_purpose(&self, word: &Range<usize>, end: usize) -> usize {
        if !self.is_turned_at(word.end, None) {
            return end;
        }
        let leaving = self.beside(&self.leaving, word.start).iter().find(|range| range.end > word.end);
        let last = leaving.and_then(|range| self.tokens.get(range.end.checked_sub(1)?));
        last.map_or(end, |token| token.range.end.max(end))
    }

    /// Whether a purpose ends right before a token: "text SPRING to stop", "kazanmak için DUR yazın".
    fn is_aimed_at(&self, at: usize, languages: &[&str]) -> bool {
        self.turns.iter().any(|(turn, of)| languages.contains(of) && turn.end == at)
    }

    /// Whether more than some words of a sentence speaks of leaving.
    fn speaks_of_leaving(&self, but: &Range<usize>) -> bool {
        let leaving = self.beside(&self.leaving, but.start);
        leaving.iter().any(|range| range.start < but.start || range.end > but.end)
    }

    /// Whether words directly behind a phrase say that something else is left: "opt out of winter".
    fn is_turned(&self, phrase: &Range<usize>) -> bool {
        let leaving = self.beside(&self.leaving, phrase.start);
        self.is_turned_at(phrase.end, Some(&self.languages_of(phrase)))
            && !leaving.iter().any(|range| range.end > phrase.end)
    }

    /// Whether a phrase is made of a word to send and of what sending it is good for: "STOP to get our offers" is no "stop
    /// our offers".
    fn begins_with_a_turned_word(&self, phrase: &Range<usize>) -> bool {
        let from = self.said.partition_point(|(found, ..)| found.tokens.start < phrase.start);
        let here = self.said.iter().skip(from).take_while(|(found, ..)| found.tokens.start == phrase.start);
        let mut words = here
            .filter(|(found, part, _)| matches!(part, Part::Keyword { .. }) && found.tokens.end < phrase.end);
        // "Salir de la lista" is no "SALIR, de la lista".
        let leads_on = |word: &Match| {
            let behind = self.beside(&self.leaving, phrase.start);
            behind.iter().any(|range| range.start <= phrase.start && range.end > word.tokens.end)
        };
        words.any(|(word, ..)| self.is_turned_at(word.tokens.end, None) && !leads_on(word))
    }

    /// Whether a purpose begins at a token, nothing but a comma or a mark being before it.
    fn is_turned_at(&self, at: usize, languages: Option<&[&str]>) -> bool {
        let turn = self
            .turns
            .iter()
            .find(|(turn, of)| turn.start == at && languages.is_none_or(|languages| languages.contains(of)));
        // "Text STOP to 12345" says where to, and no purpose.
        let goes_on = |turn: &Range<usize>| {
            let next = self.tokens.get(turn.end).map(|token| &token.kind);
            matches!(next, Some(TokenKind::Word(_) | TokenKind::Percent))
        };
        turn.is_some_and(|(turn, _)| goes_on(turn))
            && self.gap_before(at).is_some_and(|gap| !gap.contains(APART) && !gap.contains(" -"))
    }

    /// The same with a word between that belongs to the word to send: "Reply QUIT smoking to get our booklet".
    fn is_turned_behind_a_word(&self, at: usize, languages: &[&str]) -> bool {
        let Some(token) = self.tokens.get(at).filter(|token| matches!(token.kind, TokenKind::Word(_))) else {
            return false;
        };
        let is_word = self.words.iter().any(|(word, _)| word.tokens.start == at);
        !is_word
            && !super::language::is_common_hash(token.hash)
            && self.gap_before(at).is_some_and(|gap| gap.chars().all(char::is_whitespace))
            && self.is_turned_at(at + 1, Some(languages))
    }

    /// What stands between a token and the one before.
    fn gap_before(&self, at: usize) -> Option<&str> {
        let before = self.tokens.get(at.checked_sub(1)?)?;
        self.text.get(before.range.end..self.tokens.get(at)?.range.start)
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Words to send that are written in capitals, in quotes or marked; a script without capitals needs none of it.
fn words_of(text: &str, said: &[Said]) -> Vec<(Match, bool)> {
    let stands_out = |range: &Range<usize>| {
        let word = text.get(range.clone()).unwrap_or_default();
        let cased = word.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        let capitals = word.chars().all(|c| !c.is_lowercase());
        let before = text.get(..range.start).and_then(|s| s.chars().next_back());
        let quoted =
            before.is_some_and(|c| matches!(c, '"' | '\'' | '*' | '“' | '«' | '‘' | '„' | '_' | '「'));
        !cased || capitals || quoted
    };
    let mut words: Vec<(Match, bool)> = Vec::new();
    for (found, part, _) in said {
        let Part::Keyword { is_sure } = part else { continue };
        // The same word is one of many languages.
        match words.last_mut().filter(|(known, _)| known.tokens == found.tokens) {
            Some((_, known)) => *known |= is_sure,
            None if stands_out(&found.range) => words.push((found.clone(), *is_sure)),
            None => {}
        }
    }
    words
}

/// How many words a stretch of tokens has; three characters of Chinese are taken for a word.
fn words_in(tokens: &[Token], range: Range<usize>) -> usize {
    let is_han =
        |token: &Token| matches!(&token.kind, TokenKind::Word(word) if word.chars().all(super::fold::is_han));
    let all = tokens.get(range).unwrap_or_default();
    let han = all.iter().filter(|token| is_han(token)).count();
    all.len() - han + han / 3
}

/// The words to send that are near to a verb, and those that follow one another from there: "STOP, END or QUIT".
fn nearby<'k>(
    tokens: &[Token],
    from: usize,
    words: impl Iterator<Item = &'k (Match, bool)>,
) -> Vec<&'k (Match, bool)> {
    let mut hits: Vec<&(Match, bool)> = Vec::new();
    let mut from = from;
    for word in words {
        let gap = words_in(tokens, from..word.0.tokens.start.max(from));
        let within =
            if hits.is_empty() { policy::OPT_OUT.keyword_within } else { policy::OPT_OUT.next_within };
        if gap >= within {
            break;
        }
        from = word.0.tokens.end;
        hits.push(word);
        if hits.len() == MOST_KEYWORDS {
            break;
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::eval::for_each;

    /// Asks something of a text as the body of a template.
    fn ask<T>(language: &str, text: &str, of: impl Fn(&Template, &Reader) -> T) -> T {
        let declared = Some(language).filter(|language| *language != "-");
        let line = serde_json::json!({ "language": declared, "text": text, "gold": {} }).to_string();
        let mut answer = None;
        for_each(&line, |_, _, template, _| answer = Some(of(template, &Reader::default())));
        answer.expect("a template")
    }

    fn words(language: &str, text: &str) -> Vec<String> {
        let promised = ask(language, text, promised_keywords);
        promised.into_iter().map(|keyword| keyword.word).collect()
    }

    #[test]
    fn ways_and_what_looks_like_one() {
        let mut wrong = Vec::new();
        for row in include_str!("../../tests/ways_out.tsv").lines().filter(|row| !row.starts_with('#')) {
            let mut cells = row.split('\t');
            let [language, expected, text] = [(); 3].map(|()| cells.next().expect("three cells"));
            let found = ask(language, text, |template, reader| {
                let ways = reader.ways_out(template);
                match ways.iter().all(|way| way.obstacle.is_some()) {
                    _ if ways.is_empty() => "none",
                    true => "hoop",
                    false => "way",
                }
            });
            if found != expected {
                wrong.push(format!("{language}: {text}: {found}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn one_language_hides_nothing_of_another() {
        let german = "Hier abmelden. ".repeat(70);
        let text = format!("{german}Reply STOP to opt out.");
        assert_eq!(words("en", &text), ["STOP"]);
        let ways = ask("en", &text, |template, reader| reader.ways_out(template).to_vec());
        assert!(ways.iter().any(|way| way.languages.contains(&"en")));
    }

    #[test]
    fn words_are_promised_where_they_lead_out() {
        assert_eq!(words("en", "Send STOP, END or QUIT to leave the list."), ["STOP", "END", "QUIT"]);
        assert_eq!(words("en", "Reply CANCEL to stop these texts."), ["CANCEL"]);
        assert_eq!(words("en", "Reply stop anytime."), Vec::<String>::new());
        for text in [
            "Send END to win a lamp.",
            "Reply STOP is not supported here.",
            "To cancel your order reply CANCEL.",
        ] {
            assert_eq!(words("en", text), Vec::<String>::new(), "{text}");
        }
        // The word is of a language that the template is not in, and nothing else is.
        assert_eq!(words("en", "Our book \u{201e}Schreib STOPP\u{201c} is here."), Vec::<String>::new());
    }

    #[test]
    fn what_is_beyond_the_longest_text_is_not_looked_at() {
        let text = format!("{}Reply STOP to opt out.", "a b. ".repeat(2_000));
        assert_eq!(words("en", &text), Vec::<String>::new());
        assert_eq!(ask("en", &text, way_out), None);
    }
}

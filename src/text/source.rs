//! Words that give away where contacts came from.

use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::tokens::{Token, TokenKind, words};
use crate::model::SourceKind;
use crate::policy;

struct Compiled {
    stopped: PatternSet,
    /// What says that people once wrote something, by language.
    answered: Vec<(&'static str, PatternSet)>,
    /// The words to send in order to leave, by language.
    keywords: Vec<(&'static str, PatternSet)>,
    sets: Vec<(SourceKind, PatternSet)>,
    exceptions: PatternSet,
}

/// Sources are written in any language, and in several at once.
fn set(words: policy::Lines) -> PatternSet {
    PatternSet::of_policy(words.iter(), policy::PROCLITICS)
}

fn compiled() -> &'static Compiled {
    static SET: OnceLock<Compiled> = OnceLock::new();
    SET.get_or_init(|| Compiled {
        stopped: PatternSet::new(policy::STOPPED_WORDS.iter().copied()),
        answered: policy::ANSWERED_WORDS
            .iter()
            .map(|(language, words)| (*language, PatternSet::new(words.iter().copied())))
            .collect(),
        keywords: policy::PHRASES
            .iter()
            .map(|phrases| (phrases.language, set(phrases.opt_out_keyword_patterns)))
            .collect(),
        sets: policy::SOURCE_WORDS
            .iter()
            .filter_map(|(kind, words)| Some((SourceKind::parse(kind)?, set(*words))))
            .collect(),
        exceptions: set(policy::SOURCE_EXCEPTIONS),
    })
}

/// The first words of a free text that say its contacts are of a kind.
///
/// `unknown` is said only by a text that holds nothing else: "import" says nothing, "import from our checkout" does.
pub fn words_of(kind: SourceKind, text: &str) -> Option<Range<usize>> {
    let tokens = words(text);
    let (_, set) = compiled().sets.iter().find(|(known, _)| *known == kind)?;
    let found = set.find(&tokens);
    if kind == SourceKind::Unknown {
        let covered = |at: usize| {
            let is_word = tokens.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Word(_)));
            !is_word || found.iter().any(|found| found.tokens.contains(&at))
        };
        return (0..tokens.len()).all(covered).then_some(0..text.len());
    }
    let exceptions = compiled().exceptions.find(&tokens);
    let excepted = |range: &Range<usize>| {
        exceptions.iter().any(|other| other.range.start < range.end && range.start < other.range.end)
    };
    let told = found
        .into_iter()
        .filter(|found| !is_denied(text, &tokens, found.tokens.start) && !excepted(&found.range));
    told.map(|found| found.range).min_by_key(|range| range.start)
}

/// Whether a word before, in the same sentence, says that it is not so. One that begins with a capital letter within a
/// sentence is a name: "im Mai" is no Italian "never".
fn is_denied(text: &str, tokens: &[Token], at: usize) -> bool {
    let begins = |at: usize| {
        at.checked_sub(1).and_then(|at| tokens.get(at)).is_none_or(|token| token.kind == TokenKind::Break)
    };
    let is_name = |at: usize, token: &Token| {
        let rest = text.get(token.range.clone()).unwrap_or_default().chars().skip(1);
        token.is_capital
            && !begins(at)
            && rest.clone().next().is_some()
            && rest.clone().all(char::is_lowercase)
    };
    let before = (at.saturating_sub(4)..at).rev().filter_map(|at| Some((at, tokens.get(at)?)));
    before.take_while(|(_, token)| token.kind != TokenKind::Break).any(|(at, token)| match &token.kind {
        TokenKind::Word(word) => policy::NEGATIONS.contains(&word.as_str()) && !is_name(at, token),
        _ => false,
    })
}

/// The first words of a name or a free text that say that its people stopped.
pub fn stopped(text: &str) -> Option<Range<usize>> {
    // Names are written with signs between their words, each of them one byte.
    let spaced = text.replace(['_', '-', '.'], " ");
    let tokens = words(&spaced);
    let found = compiled().stopped.find(&tokens).into_iter();
    let said = found
        .filter(|found| !is_denied(&spaced, &tokens, found.tokens.start))
        .map(|found| found.range)
        .next();
    said.or_else(|| asked_to_stop(text))
}

/// How many words may stand between what people did and the word that they sent.
const BETWEEN: usize = 3;

/// The first words that say that people sent a word to leave: "answered SAIR". Such a word is an ordinary one in its
/// language ("end", "fine"), so that it has to stand out, or to stand right behind what people did and end the sentence.
fn asked_to_stop(text: &str) -> Option<Range<usize>> {
    let spaced = text.replace('_', " ");
    let tokens = words(&spaced);
    let mut said: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (language, answered) in &compiled().answered {
        for verb in answered.find(&tokens) {
            for (of, keywords) in &compiled().keywords {
                for word in keywords.find(&tokens) {
                    let (first, second) = if verb.tokens.start < word.tokens.start {
                        (&verb.tokens, &word.tokens)
                    } else {
                        (&word.tokens, &verb.tokens)
                    };
                    let Some(between) = tokens.get(first.end..second.start) else { continue };
                    let plainly = of == language
                        && between.is_empty()
                        && (first == &word.tokens || ends_sentence(&tokens, word.tokens.end));
                    let near =
                        between.len() <= BETWEEN && !between.iter().any(|t| t.kind == TokenKind::Break);
                    if near
                        && (plainly || stands_out(&spaced, &word.range))
                        && !is_denied(&spaced, &tokens, first.start)
                        && !is_apart(&tokens, first.start)
                    {
                        let range =
                            verb.range.start.min(word.range.start)..verb.range.end.max(word.range.end);
                        said.push((first.clone(), range));
                    }
                }
            }
        }
    }
    said.into_iter().min_by_key(|(_, range)| (range.start, range.end)).map(|(_, range)| range)
}

/// Whether nothing follows in the same sentence.
fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_none_or(|token| token.kind == TokenKind::Break)
}

/// Whether a word is written in capitals or between quotation marks.
fn stands_out(text: &str, range: &Range<usize>) -> bool {
    let word = text.get(range.clone()).unwrap_or_default();
    let in_capitals = word.chars().nth(1).is_some()
        && word.chars().any(char::is_uppercase)
        && !word.chars().any(char::is_lowercase);
    let is_quote = |c: char| matches!(c, '"' | '\'' | '`' | '«' | '»' | '“'..='„' | '‘'..='‚' | '「' | '」' | '『' | '』');
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    in_capitals || before.is_some_and(is_quote) && after.is_some_and(is_quote)
}

/// Whether the sentence says that these people were taken out, or came back.
fn is_apart(tokens: &[Token], at: usize) -> bool {
    let is_such = |token: &Token| match &token.kind {
        TokenKind::Word(word) => policy::APART_WORDS.contains(&word.as_str()),
        _ => false,
    };
    let in_sentence = |token: &&Token| token.kind != TokenKind::Break;
    let before = tokens.get(..at).unwrap_or_default().iter().rev().take_while(in_sentence);
    let after = tokens.get(at..).unwrap_or_default().iter().take_while(in_sentence);
    before.chain(after).any(is_such)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [SourceKind; 8] = [
        SourceKind::Scraped,
        SourceKind::Purchased,
        SourceKind::GroupMembers,
        SourceKind::Leaked,
        SourceKind::Unknown,
        SourceKind::Partner,
        SourceKind::CoRegistration,
        SourceKind::PublicDirectory,
    ];

    #[test]
    fn who_sent_a_word_to_leave_has_left() {
        let left = [
            "customers who answered SAIR",
            "people that replied with STOP in May",
            "clientes que respondieron BAJA",
            "los que contestaron con la palabra \"salir\"",
            "clientes que responderam SAIR na última campanha",
            "Kunden, die mit ABMELDEN geantwortet haben",
            "contacts qui ont répondu STOP",
            "clienti che hanno risposto STOP",
            "klanten die STOP hebben gestuurd",
            "pelanggan yang membalas BERHENTI",
            "pelanggan yang membalas HENTI",
            "DUR yazan müşteriler",
            "клиенты, ответившие СТОП",
            "العملاء الذين ردوا إيقاف",
            "לקוחות שענו הסר",
            "STOP लिखने वाले ग्राहक",
            "وہ گاہک جنہوں نے STOP لکھا",
            "回复“退订”的用户",
            "replied_stop",
            "customers who replied stop",
        ];
        for text in left {
            assert!(stopped(text).is_some(), "{text}");
        }
        let stayed = [
            "customers who did not answer STOP",
            "everyone who answered YES",
            "all customers, minus those who replied STOP",
            "clientes, excepto los que respondieron BAJA",
            "Kunden ohne jene, die mit ABMELDEN geantwortet haben",
            "customers who wrote to us in the end of May",
            "clienti che hanno scritto a fine mese",
            "customers who said they like red",
            "riders who sent a note about the last stop on line 4",
            "people who replied STOP and later START",
            "klanten die een foto uit de winkel hebben gestuurd",
            "müşteriler, STOP yazanlar hariç",
            "клиенты, кроме тех, кто ответил СТОП",
        ];
        for text in stayed {
            assert_eq!(stopped(text), None, "{text}");
        }
    }

    #[test]
    fn words_of_every_language_say_what_they_say() {
        let mut wrong = String::new();
        for line in include_str!("../../tests/source_cases.txt").lines().filter(|line| !line.starts_with('#'))
        {
            let (head, text) = line.split_once(": ").expect("language, kind, text");
            let (_, kind) = head.split_once(' ').expect("language and kind");
            let said = |kind: SourceKind| {
                let range = words_of(kind, text)?;
                Some(format!("{} \"{}\"", kind.as_str(), &text[range]))
            };
            match kind {
                "-" => {
                    for says in KINDS.into_iter().filter_map(said) {
                        wrong.push_str(&format!("{line}\n  is {says}\n"));
                    }
                }
                _ => {
                    let kind = SourceKind::parse(kind).expect("a kind");
                    if said(kind).is_none() {
                        wrong.push_str(&format!("{line}\n  is not found\n"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }
}

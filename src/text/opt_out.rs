//! Whether a text names a way out, and which word it tells people to send.

use std::sync::OnceLock;

use super::pattern::PatternSet;
use super::reader::Reader;
use super::tokens::{Token, TokenKind, normalise};
use crate::model::Template;
use crate::policy;
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind};
use crate::syntax::tree::Text;

struct Compiled {
    phrases: PatternSet,
    verbs: PatternSet,
    /// For each verb, whether it may stand behind its keyword.
    verb_last: Vec<bool>,
    /// Keywords, normalised.
    keywords: Vec<String>,
}

/// One set for all languages: a way out in another language is still a way out.
fn compiled() -> &'static Compiled {
    static SET: OnceLock<Compiled> = OnceLock::new();
    SET.get_or_init(|| {
        let all = || policy::PHRASES.iter();
        let mut keywords: Vec<String> =
            all().flat_map(|set| set.opt_out_keywords).map(|keyword| normalise(keyword)).collect();
        keywords.sort();
        keywords.dedup();
        Compiled {
            phrases: PatternSet::new(all().flat_map(|set| set.opt_out).copied()),
            verbs: PatternSet::new(all().flat_map(|set| set.opt_out_verbs).copied()),
            verb_last: all().flat_map(|set| set.opt_out_verbs.iter().map(|_| set.verb_last)).collect(),
            keywords,
        }
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

/// The first place at which a template names a way out.
pub fn way_out(template: &Template, reader: &Reader) -> Option<Span> {
    if let Some(button) = template.all_buttons().find(|button| button.opts_out) {
        return Some(button.span);
    }
    // A button that says nothing but a keyword needs no verb.
    let alone = template.all_buttons().filter_map(|button| button.label.as_ref()).find(|label| {
        let label = normalise(label.text.as_str().trim());
        compiled().keywords.binary_search(&label).is_ok()
    });
    if let Some(label) = alone {
        return Some(label.text.span());
    }
    template.texts().into_iter().find_map(|message| way_out_in(message, reader)).or_else(|| {
        let leads_out = |address: &str| {
            let address = address.to_ascii_lowercase();
            policy::OPT_OUT_LINKS.iter().any(|part| address.contains(part))
        };
        let urls = template.all_buttons().filter_map(|button| button.url.as_ref());
        let by_button = urls.map(|url| &url.text).find(|url| leads_out(url.as_str())).map(Text::span);
        by_button.or_else(|| {
            template.texts().into_iter().find_map(|message| {
                let link = message.segments.iter().find(|segment| {
                    segment.kind == SegmentKind::Link && leads_out(message.words_of(segment))
                })?;
                Some(message.span_of(link))
            })
        })
    })
}

/// The first place at which a text names a way out.
pub fn way_out_in(message: &Message, reader: &Reader) -> Option<Span> {
    ranges_in(message, reader).into_iter().min_by_key(|range| range.start).map(|range| message.text.slice(range))
}

/// Every place at which a text names a way out.
pub(super) fn ranges_in(message: &Message, reader: &Reader) -> Vec<std::ops::Range<usize>> {
    let tokens = reader.tokens(message);
    let denied = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        before.is_some_and(|token| match &token.kind {
            TokenKind::Word(word) => policy::OPT_OUT_DENIALS.contains(&word.as_str()),
            _ => false,
        })
    };
    let by_phrase = compiled()
        .phrases
        .find(&tokens)
        .into_iter()
        .filter(|found| !denied(found.tokens.start))
        .map(|found| found.range);
    let by_keyword = keywords_in(message, &tokens).into_iter().map(|(range, _)| range);
    by_phrase.chain(by_keyword).collect()
}

/// Every keyword that a template promises.
pub fn promised_keywords(template: &Template, reader: &Reader) -> Vec<PromisedKeyword> {
    let mut found = Vec::new();
    for message in template.texts() {
        let tokens = reader.tokens(message);
        for (_, word) in keywords_in(message, &tokens) {
            let text = message.text.as_str().get(word.clone()).unwrap_or_default().to_owned();
            if found.iter().all(|known: &PromisedKeyword| normalise(&known.word) != normalise(&text)) {
                found.push(PromisedKeyword { word: text, span: message.text.slice(word) });
            }
        }
    }
    found
}

/// Places of `verb … KEYWORD`: the whole, and the keyword alone.
///
/// The keyword follows its verb within three words and is written in capitals, in quotes or marked, or ends
/// its sentence; a script without capitals needs none of it.
fn keywords_in(message: &Message, tokens: &[Token]) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let set = compiled();
    let text = message.text.as_str();
    let is_keyword = |token: &Token| match &token.kind {
        TokenKind::Word(word) => set.keywords.binary_search(word).is_ok(),
        _ => false,
    };
    let stands_out = |token: &Token| {
        let word = text.get(token.range.clone()).unwrap_or_default();
        let cased = word.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        let capitals = word.chars().all(|c| !c.is_lowercase());
        let before = text.get(..token.range.start).and_then(|s| s.chars().next_back());
        let quoted =
            before.is_some_and(|c| matches!(c, '"' | '\'' | '*' | '“' | '«' | '‘' | '„' | '_' | '「'));
        !cased || capitals || quoted
    };
    let mut found = Vec::new();
    for verb in set.verbs.find(tokens) {
        let ahead = tokens.get(verb.tokens.end..).unwrap_or_default();
        let ahead = ahead.iter().take_while(|token| token.kind != TokenKind::Break);
        // In some languages the verb comes last: "Çıkmak için DUR yazın".
        let behind = tokens.get(..verb.tokens.start).unwrap_or_default().iter().rev();
        let behind = behind.take_while(|token| token.kind != TokenKind::Break);
        let mut hits: Vec<&Token> = nearby(ahead, &|token| is_keyword(token) && stands_out(token));
        if hits.is_empty() && set.verb_last.get(verb.id) == Some(&true) {
            hits = nearby(behind, &|token| is_keyword(token) && stands_out(token));
        }
        for token in hits {
            let whole = verb.range.start.min(token.range.start)..verb.range.end.max(token.range.end);
            found.push((whole, token.range.clone()));
        }
    }
    found.sort_by_key(|(whole, _)| whole.start);
    found.dedup_by(|a, b| a.1 == b.1);
    found
}

/// The keywords within three words of a verb, and those that follow one another from there: "STOP, END or QUIT".
fn nearby<'t>(
    tokens: impl Iterator<Item = &'t Token>,
    is_keyword: &dyn Fn(&Token) -> bool,
) -> Vec<&'t Token> {
    let mut hits: Vec<&Token> = Vec::new();
    let mut since = 0;
    for token in tokens {
        if is_keyword(token) {
            hits.push(token);
            since = 0;
            continue;
        }
        since += 1;
        if since >= if hits.is_empty() { 3 } else { 2 } {
            break;
        }
    }
    hits
}

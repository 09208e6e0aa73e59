//! What several rules ask of one item's texts, found out once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use super::category::{self, Reading};
use super::language::{self, Shares};
use super::links::{self, Link};
use super::opt_out::{self, WayOut};
use super::phrases::{self, Found};
use super::tokens::{self, Token};
use crate::model::Template;
use crate::policy::Phrases;
use crate::source::Span;
use crate::syntax::message::{Message, Variable};

/// How many tokens of a text are looked at for phrases: several times what the longest text may hold.
const MOST_TOKENS: usize = 3_000;

fn looked_at(tokens: &[Token]) -> &[Token] {
    tokens.get(..MOST_TOKENS).unwrap_or(tokens)
}

/// Something by the address of what it was found out of.
type Known<K, V> = RefCell<Vec<(K, Rc<V>)>>;

/// The tokens and phrases of messages and the reading of a template, each found out once. It holds for as long as the
/// item does.
#[derive(Debug, Default)]
pub struct Reader {
    tokens: Known<*const Message, [Token]>,
    phrases: Known<(*const Message, &'static str), [Found]>,
    readings: Known<*const Template, Reading>,
    shares: Known<*const Template, Shares>,
    words_out: Known<*const Message, [opt_out::Found]>,
    ways_out: Known<*const Template, [WayOut]>,
    links: Known<*const Template, [Link]>,
    names: Known<*const Template, [(Span, Vec<String>)]>,
    clock: Option<fn() -> Duration>,
    spent: Cell<Duration>,
    counting: Cell<bool>,
}

impl Reader {
    /// One that counts the time that finding out takes.
    pub(crate) fn timed_by(clock: Option<fn() -> Duration>) -> Self {
        Reader { clock, ..Reader::default() }
    }

    /// The time that finding out took since this was last asked.
    pub(crate) fn spent(&self) -> Duration {
        self.spent.take()
    }

    fn known<K: PartialEq, V: ?Sized>(
        &self,
        store: &Known<K, V>,
        key: K,
        find: impl FnOnce() -> Rc<V>,
    ) -> Rc<V> {
        let known = store.borrow().iter().find(|(known, _)| *known == key).map(|(_, value)| Rc::clone(value));
        known.unwrap_or_else(|| {
            let value = self.timed(find);
            store.borrow_mut().push((key, Rc::clone(&value)));
            value
        })
    }

    /// One thing is found out by way of another; only the outermost is counted.
    fn timed<V>(&self, find: impl FnOnce() -> V) -> V {
        let Some(clock) = self.clock.filter(|_| !self.counting.replace(true)) else { return find() };
        let start = clock();
        let value = find();
        self.spent.set(self.spent.get() + clock().saturating_sub(start));
        self.counting.set(false);
        value
    }

    /// The tokens of a message.
    pub fn tokens(&self, message: &Message) -> Rc<[Token]> {
        self.known(&self.tokens, std::ptr::from_ref(message), || tokens::tokens(message).into())
    }

    /// The phrases of a language in a message.
    pub fn phrases(&self, message: &Message, language: &'static Phrases) -> Rc<[Found]> {
        let key = (std::ptr::from_ref(message), language.language);
        self.known(&self.phrases, key, || phrases::find(language, looked_at(&self.tokens(message))).into())
    }

    /// How a template reads.
    pub fn reading(&self, template: &Template) -> Rc<Reading> {
        self.known(&self.readings, std::ptr::from_ref(template), || Rc::new(category::read(template, self)))
    }

    /// The small words of a template's texts, by language.
    pub fn shares(&self, template: &Template) -> Rc<Shares> {
        self.known(&self.shares, std::ptr::from_ref(template), || {
            let tokens: Vec<_> = template.texts().into_iter().map(|message| self.tokens(message)).collect();
            Rc::new(language::shares(tokens.iter().flat_map(|tokens| tokens.iter())))
        })
    }

    /// Every place at which a template names a way out.
    pub fn ways_out(&self, template: &Template) -> Rc<[WayOut]> {
        self.known(&self.ways_out, std::ptr::from_ref(template), || opt_out::ways_out(template, self).into())
    }

    /// The links of a template.
    pub fn links(&self, template: &Template) -> Rc<[Link]> {
        self.known(&self.links, std::ptr::from_ref(template), || links::links(template).into())
    }

    /// The named placeholders of a template's texts, with all that [`tokens::names_for`] says they may be named for.
    pub(crate) fn names(&self, template: &Template) -> Rc<[(Span, Vec<String>)]> {
        self.known(&self.names, std::ptr::from_ref(template), || {
            let mut found = Vec::new();
            for message in template.texts() {
                for (variable, segment) in message.placeholders() {
                    if let Variable::Name(name) = variable {
                        found.push((message.span_of(segment), tokens::names_for(name)));
                    }
                }
            }
            found.into()
        })
    }

    /// The words of a message that name a way out.
    pub(super) fn words_out(&self, message: &Message) -> Rc<[opt_out::Found]> {
        self.known(&self.words_out, std::ptr::from_ref(message), || {
            opt_out::find(message, looked_at(&self.tokens(message))).into()
        })
    }

    /// Forgets the item before.
    pub fn clear(&self) {
        self.tokens.borrow_mut().clear();
        self.phrases.borrow_mut().clear();
        self.readings.borrow_mut().clear();
        self.shares.borrow_mut().clear();
        self.words_out.borrow_mut().clear();
        self.ways_out.borrow_mut().clear();
        self.links.borrow_mut().clear();
        self.names.borrow_mut().clear();
        // A defect of a rule may have broken off what was being found out.
        self.counting.set(false);
    }
}

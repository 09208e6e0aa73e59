//! What several rules ask of one item's texts, found out once.

use std::cell::RefCell;
use std::rc::Rc;

use super::category::{self, Reading};
use super::phrases::{self, Found};
use super::tokens::{self, Token};
use crate::model::Template;
use crate::policy::Phrases;
use crate::syntax::message::Message;

/// Something by the address of what it was found out of.
type Known<K, V> = RefCell<Vec<(K, Rc<V>)>>;

/// The tokens and phrases of messages and the reading of a template, each found out once. It holds for as long as the
/// item does.
#[derive(Debug, Default)]
pub struct Reader {
    tokens: Known<*const Message, [Token]>,
    phrases: Known<(*const Message, &'static str), [Found]>,
    readings: Known<*const Template, Reading>,
}

fn known<K: PartialEq, V: ?Sized>(store: &Known<K, V>, key: K, find: impl FnOnce() -> Rc<V>) -> Rc<V> {
    let known = store.borrow().iter().find(|(known, _)| *known == key).map(|(_, value)| Rc::clone(value));
    known.unwrap_or_else(|| {
        let value = find();
        store.borrow_mut().push((key, Rc::clone(&value)));
        value
    })
}

impl Reader {
    /// The tokens of a message.
    pub fn tokens(&self, message: &Message) -> Rc<[Token]> {
        known(&self.tokens, std::ptr::from_ref(message), || tokens::tokens(message).into())
    }

    /// The phrases of a language in a message.
    pub fn phrases(&self, message: &Message, language: &'static Phrases) -> Rc<[Found]> {
        let key = (std::ptr::from_ref(message), language.language);
        known(&self.phrases, key, || phrases::find(language, &self.tokens(message)).into())
    }

    /// How a template reads.
    pub fn reading(&self, template: &Template) -> Rc<Reading> {
        known(&self.readings, std::ptr::from_ref(template), || Rc::new(category::read(template, self)))
    }

    /// Forgets the item before.
    pub fn clear(&self) {
        self.tokens.borrow_mut().clear();
        self.phrases.borrow_mut().clear();
        self.readings.borrow_mut().clear();
    }
}

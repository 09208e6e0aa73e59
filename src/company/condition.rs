//! Conditions in CEL: what they may say, what they cost at most, and what they come to.
//!
//! A condition is read by the `cel` crate and then checked against the table of fields: every field and function exists,
//! every operator gets what it can take, and the whole comes to `true` or `false`. The same walk adds up what it can cost
//! at most, from the bounds of texts and lists, so that none that could take long is ever run.

use std::ops::Range;
use std::sync::Arc;

use cel::common::ast::operators as op;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, SelectExpr, SourceInfo};
use cel::common::types::{CelBool, CelDouble, CelString};
use cel::{Context, Env, IdedExpr, Value};
use regex::RegexBuilder;

use super::model::{Kind, LONGEST_LIST, LONGEST_TEXT, LONGEST_WORD, MOST_ROWS, Record, Shape};
use super::value::{self, Held};
use super::words::Terms;
use crate::syntax::lexical::nearest;
use crate::text::tokens;

/// How long a condition may be, in bytes.
pub const LONGEST: usize = 2_000;
/// How deep brackets, and what stands for them, may be nested.
const DEEPEST: usize = 16;
/// How many signs may follow one another, brackets and what they hold included, before `&&`, `||` or a comma.
const LONGEST_CHAIN: usize = 32;
/// How much stack parsing a condition may take; the memory is only touched as far as it is needed.
const STACK: usize = 32 << 20;
/// What a condition may cost for one definition at most: about half a second, for a definition that nobody writes.
const DEAREST: u64 = 500_000_000;
/// How large a value may become, in bytes or what corresponds to them.
const LARGEST: u64 = 8 << 20;
/// What a step costs; looking at a byte costs 1.
const STEP: u64 = 100;
/// What looking at a byte costs when a pattern or words are looked for.
const SEARCH: u64 = 100;
/// How much memory a pattern may take, in bytes.
const LARGEST_PATTERN: usize = 64 << 10;

/// What is wrong with a condition, a message or a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Slip {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Slip { range, message: message.into(), help: help.into() }
    }
}

/// A condition that can be asked of definitions of a kind.
pub struct Condition {
    kind: Kind,
    expr: IdedExpr,
    context: Context<'static, 'static>,
}

impl std::fmt::Debug for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Condition").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn compile(source: &str, kind: Kind) -> Result<Self, Slip> {
        if source.len() > LONGEST {
            let help = format!("{LONGEST} bytes are the most; make two rules of it");
            return Err(Slip::new(0..source.len(), "this condition is too long", help));
        }
        if let Some(at) = too_deep(source) {
            return Err(nested(at..at));
        }
        let (mut expr, places) = parse(source)?;
        let mut checker = Checker { source, places, kind, cost: 0, functions: Vec::new(), scope: Vec::new() };
        let known = checker.check(&mut expr, 1, 0)?;
        if known.what != What::Switch {
            let message = format!("a condition is true or false, and this is {}", known.what.named());
            let help = "compare it with something, as in `size(template.body) > 550`";
            return Err(Slip::new(0..source.len(), message, help));
        }
        let mut context = Context::with_env(Arc::new(Env::stdlib().with_optional_support(false)));
        for (at, function) in checker.functions.into_iter().enumerate() {
            let call = move |text: Arc<String>| function.fits(&text);
            if context.add_function(&function_name(at), call).is_err() {
                return Err(unreadable(0..source.len()));
            }
        }
        Ok(Condition { kind, expr, context })
    }

    /// Whether it holds; `None` where something is not known that it depends on.
    pub(super) fn holds(&self, record: Record<'_>, today: &str) -> Option<bool> {
        let mut scope = self.context.new_inner_scope();
        scope.add_variable_as_val(self.kind.as_str(), Box::new(Held(record)));
        scope.add_variable_as_val("today", Box::new(CelString::from(today)));
        let value = Value::resolve_val(&self.expr, &scope).ok()?;
        value.downcast_ref::<CelBool>().map(|answer| *answer.inner())
    }
}

/// Parses a condition on a stack that holds the deepest one, as a parser goes several calls deeper for each level. What
/// it makes of a strange text never stops the run.
fn parse(source: &str) -> Result<(IdedExpr, SourceInfo), Slip> {
    let read = || {
        let env = Env::stdlib().with_optional_support(false);
        let parser = env.parser().max_recursion_depth(DEEPEST as u16).error_recovery_limit(1);
        parser.parse_with_source_info(source).map_err(|errors| {
            let told = errors.errors.first().map(|error| syntax(source, error.pos, &error.msg));
            told.unwrap_or_else(|| unreadable(0..source.len()))
        })
    };
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        worker.ok().and_then(|worker| worker.join().ok())
    })
    .unwrap_or_else(|| Err(unreadable(0..source.len())))
}

fn function_name(at: usize) -> String {
    format!("@search{at}")
}

fn unreadable(range: Range<usize>) -> Slip {
    Slip::new(range, "this condition cannot be read", "docs/company-rules.md says what a condition may say")
}

fn nested(range: Range<usize>) -> Slip {
    Slip::new(range, "this condition is nested too deep", "make two rules of it")
}

/// Where a text becomes so deep a tree that a parser could run out of stack; signs in quotes do not count.
fn too_deep(source: &str) -> Option<usize> {
    // The signs of each open bracket since the last `&&`, `||` or comma, and the most there were before.
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    let mut quote: Option<char> = None;
    let mut choices = 0;
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(end) = quote {
            if c == '\\' {
                chars.next();
            } else if c == end {
                quote = None;
            }
            continue;
        }
        let joins = matches!(c, '&' | '|') && chars.next_if(|(_, next)| *next == c).is_some();
        let Some(last) = open.last_mut() else { return Some(at) };
        match c {
            '"' | '\'' => quote = Some(c),
            ',' => *last = (0, last.1.max(last.0)),
            _ if joins => *last = (0, last.1.max(last.0)),
            '(' | '[' | '{' => open.push((0, 0)),
            ')' | ']' | '}' => {
                let (now, most) = open.pop().unwrap_or_default();
                let last = open.last_mut()?;
                last.0 += now.max(most) + 1;
            }
            '+' | '-' | '*' | '/' | '%' | '.' | '!' | '<' | '>' | '=' => last.0 += 1,
            '?' => {
                choices += 1;
                last.0 += 1;
            }
            _ => {}
        }
        let signs: usize = open.iter().map(|(now, _)| now + 1).sum();
        if open.len() > DEEPEST || choices > DEEPEST || signs > LONGEST_CHAIN {
            return Some(at);
        }
    }
    None
}

/// What the parser says, in words that need no knowledge of parsers.
fn syntax(source: &str, (line, column): (isize, isize), message: &str) -> Slip {
    let line = usize::try_from(line - 1).unwrap_or(0);
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    let column = usize::try_from(column - 1).unwrap_or(0);
    let at = start
        + rest.char_indices().nth(column).map_or(rest.trim_end_matches(['\r', '\n']).len(), |(at, _)| at);
    let rest = source.get(at..).unwrap_or_default();
    if message.contains("Recursion limit") || message.contains("recovery attempt limit") {
        return nested(at..at);
    }
    let Some(first) = rest.chars().next() else {
        return Slip::new(
            at..at,
            "this condition ends too early",
            "something is missing behind its last word",
        );
    };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let len = match first {
        '"' | '\'' => rest.len(),
        c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        c => c.len_utf8(),
    };
    let words = rest.get(..len).unwrap_or_default();
    let help = match first {
        '=' => "`==` compares two values",
        '&' => "`&&` joins two conditions",
        '|' => "`||` is true where one of two conditions is",
        '"' | '\'' if message.contains("token recognition") => {
            "a text ends with the quote that it begins with"
        }
        '“' | '”' | '‘' | '’' | '„' | '«' | '»' => "texts stand in straight quotes: \"…\"",
        '?' => "optional values are not read; `has(…)` tells whether something is there",
        c if c.is_alphabetic() && ["and", "or", "not"].contains(&words) => "write `&&`, `||` or `!`",
        c if c.is_alphabetic() && !c.is_ascii() => "names have plain letters; texts stand in quotes",
        _ => "something is missing before it, or it is one too many",
    };
    if matches!(first, '"' | '\'') && message.contains("token recognition") {
        return Slip::new(at..at + len, "this text has no end", help);
    }
    Slip::new(at..at + len, format!("`{words}` is not expected here"), help)
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Text,
    Number,
    Switch,
    /// A list, and what is in it; nothing is known of an empty one.
    List(Option<Box<Known>>),
    Record(Kind),
}

impl What {
    fn named(&self) -> String {
        match self {
            What::Text => "a text".to_owned(),
            What::Number => "a number".to_owned(),
            What::Switch => "true or false".to_owned(),
            What::List(_) => "a list".to_owned(),
            What::Record(kind) => format!("a whole {}", kind.as_str()),
        }
    }

    fn is_like(&self, other: &What) -> bool {
        match (self, other) {
            (What::List(Some(one)), What::List(Some(two))) => one.what.is_like(&two.what),
            (What::List(_), What::List(_)) => true,
            (one, two) => one == two,
        }
    }
}

/// What is known of a value before anything is run.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    what: What,
    /// How many elements a list has at most.
    count: u64,
    /// How much it takes at most, in bytes or what corresponds to them.
    size: u64,
    /// Whether it is a value of which nothing is known where it is absent.
    may_be_absent: bool,
    /// What it can be compared with.
    domain: Domain,
    /// The texts that are written there, with their places.
    literals: Vec<(String, Range<usize>)>,
}

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Domain {
    Anything,
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// A day.
    Day,
}

impl Known {
    fn of(what: What, size: u64) -> Self {
        Known { what, count: 0, size, may_be_absent: false, domain: Domain::Anything, literals: Vec::new() }
    }

    fn switch() -> Self {
        Known::of(What::Switch, 1)
    }

    fn number() -> Self {
        Known::of(What::Number, 8)
    }

    fn list(item: Option<Known>, count: u64) -> Self {
        let each = item.as_ref().map_or(0, |item| item.size.saturating_add(16));
        let what = What::List(item.map(Box::new));
        Known { count, ..Known::of(what, each.saturating_mul(count)) }
    }

    fn of_shape(shape: Shape) -> Self {
        let text =
            |most: usize, may_be_absent: bool| Known { may_be_absent, ..Known::of(What::Text, most as u64) };
        match shape {
            Shape::Text => text(LONGEST_TEXT, false),
            Shape::Word => text(LONGEST_WORD, true),
            Shape::Day => Known { domain: Domain::Day, ..text(LONGEST_WORD, true) },
            Shape::OneOf(words) => Known { domain: Domain::OneOf(words), ..text(LONGEST_WORD, true) },
            Shape::SomeOf(words) => {
                let item = Known { domain: Domain::OneOf(words), ..text(LONGEST_WORD, false) };
                Known::list(Some(item), LONGEST_LIST as u64)
            }
            Shape::Number => Known::number(),
            Shape::Switch => Known::switch(),
            Shape::Words => Known::list(Some(text(LONGEST_WORD, false)), LONGEST_LIST as u64),
            Shape::List(kind) => Known::list(Some(Known::of(What::Record(kind), STEP)), MOST_ROWS as u64),
            Shape::Of(kind) => Known::of(What::Record(kind), STEP),
        }
    }
}

impl Known {
    /// Whether the texts of another value are among what this one can be; otherwise a comparison is never true.
    fn can_be(&self, other: &Known) -> Result<(), Slip> {
        for (text, place) in &other.literals {
            let slip = match self.domain {
                Domain::OneOf(words) if !words.contains(&text.as_str()) => {
                    let help = match nearest(text, words.iter().copied()) {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => format!("one of {}", words.join(", ")),
                    };
                    Slip::new(
                        place.clone(),
                        format!("`{text}` is none of the words that can stand here"),
                        help,
                    )
                }
                Domain::Day if text.parse::<jiff::civil::Date>().is_err() || text.len() != 10 => Slip::new(
                    place.clone(),
                    format!("`{text}` is no day"),
                    "days are written as \"2026-09-01\"",
                ),
                _ => continue,
            };
            return Err(slip);
        }
        Ok(())
    }
}

/// Something that is looked for in a text, made ready.
enum Function {
    Pattern(regex::Regex),
    Words(Terms),
}

impl Function {
    fn fits(&self, text: &str) -> bool {
        match self {
            Function::Pattern(pattern) => pattern.is_match(text),
            Function::Words(terms) => terms.first(text, &tokens::words(text)).is_some(),
        }
    }
}

/// The functions that conditions know, with an example of each.
pub const FUNCTIONS: [(&str, &str, &str); 13] = [
    ("size", "size(template.body) > 550", "how many characters a text has, or elements a list"),
    ("contains", "template.body.contains(\"€\")", "whether a text holds another, letter by letter"),
    ("startsWith", "template.name.startsWith(\"mk_\")", "whether a text begins with another"),
    ("endsWith", "template.name.endsWith(\"_v2\")", "whether a text ends with another"),
    (
        "mentions",
        "template.body.mentions(\"free shipping\")",
        "whether a text holds these words; letter case, accents and width do not count, and `ship*` stands for every ending",
    ),
    ("matches", "template.name.matches(\"^mk_\")", "whether a regular expression fits somewhere in a text"),
    ("has", "has(campaign.approved_by)", "whether something is there"),
    (
        "all",
        "template.buttons.all(b, b.label != \"\")",
        "whether a condition holds for every element of a list",
    ),
    ("exists", "template.buttons.exists(b, b.kind == \"url\")", "whether it holds for one or more"),
    ("exists_one", "template.buttons.exists_one(b, b.opts_out)", "whether it holds for exactly one"),
    ("filter", "size(template.buttons.filter(b, b.kind == \"url\")) < 2", "the elements for which it holds"),
    ("map", "\"https\" in template.buttons.map(b, b.url)", "a list of what is made of each element"),
    ("in", "\"BR\" in audience.countries", "whether a list has an element"),
];

struct Checker<'s> {
    source: &'s str,
    places: SourceInfo,
    kind: Kind,
    cost: u64,
    functions: Vec<Function>,
    scope: Vec<(String, Known)>,
}

impl Checker<'_> {
    /// What an expression comes to. `times` is how often it is run at most.
    fn check(&mut self, expr: &mut IdedExpr, times: u64, depth: usize) -> Result<Known, Slip> {
        let place = self.place(expr);
        if depth > LONGEST_CHAIN {
            return Err(nested(place));
        }
        self.pay(STEP, times, &place)?;
        let known = match &mut expr.expr {
            Expr::Literal(literal) => self.literal(literal, &place)?,
            Expr::Ident(name) => self.ident(name, &place)?,
            Expr::Select(select) => self.select(select, times, depth, &place)?,
            Expr::Call(call) => self.call(call, times, depth, &place)?,
            Expr::List(list) => {
                let mut item: Option<Known> = None;
                let mut literals = Vec::new();
                for element in &mut list.elements {
                    let at = self.place(element);
                    let known = self.check(element, times, depth + 1)?;
                    literals.extend(known.literals.iter().cloned());
                    item = Some(match item {
                        Some(first) if !first.what.is_like(&known.what) => {
                            let (one, two) = (first.what.named(), known.what.named());
                            let message = format!("this list holds {one} and {two}");
                            return Err(Slip::new(at, message, "the elements of a list are of one kind"));
                        }
                        Some(first) if first.size >= known.size => first,
                        _ => known,
                    });
                }
                Known { literals, ..Known::list(item, list.elements.len() as u64) }
            }
            Expr::Comprehension(comprehension) => self.comprehension(comprehension, times, depth, &place)?,
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                return Err(Slip::new(place, "`{` is not expected here", "write a list: [\"one\", \"two\"]"));
            }
        };
        if known.size > LARGEST {
            let help = "add up and repeat fewer texts";
            return Err(Slip::new(place, "this condition could take too much memory", help));
        }
        self.pay(known.size / 16, times, &place)?;
        Ok(known)
    }

    fn pay(&mut self, cost: u64, times: u64, place: &Range<usize>) -> Result<(), Slip> {
        self.cost = self.cost.saturating_add(cost.saturating_mul(times));
        if self.cost > DEAREST {
            let message = "this condition could take too long";
            let help = "go through fewer lists inside one another, or make two rules of it";
            return Err(Slip::new(place.clone(), message, help));
        }
        Ok(())
    }

    fn literal(&self, literal: &mut LiteralValue, place: &Range<usize>) -> Result<Known, Slip> {
        Ok(match literal {
            LiteralValue::String(text) => {
                let literals = vec![(text.inner().to_owned(), place.clone())];
                Known { literals, ..Known::of(What::Text, text.inner().len() as u64) }
            }
            LiteralValue::Boolean(_) => Known::switch(),
            LiteralValue::Double(_) => Known::number(),
            // A number is a number: `size(…) > 5` and `0.5 * 3` are both meant.
            LiteralValue::Int(whole) => {
                *literal = LiteralValue::Double(CelDouble::from(*whole.inner() as f64));
                Known::number()
            }
            LiteralValue::UInt(whole) => {
                *literal = LiteralValue::Double(CelDouble::from(*whole.inner() as f64));
                Known::number()
            }
            LiteralValue::Null => {
                let help = "`has(…)` tells whether something is there";
                return Err(Slip::new(place.clone(), "nothing is ever `null` here", help));
            }
            LiteralValue::Bytes(_) => {
                let help = "write a text without the letter before it";
                return Err(Slip::new(place.clone(), "this is no text", help));
            }
        })
    }

    fn ident(&self, name: &str, place: &Range<usize>) -> Result<Known, Slip> {
        if let Some((_, known)) = self.scope.iter().rev().find(|(known, _)| known == name) {
            return Ok(known.clone());
        }
        if name == self.kind.as_str() {
            return Ok(Known::of(What::Record(self.kind), STEP));
        }
        if name == "today" {
            return Ok(Known { domain: Domain::Day, ..Known::of(What::Text, 10) });
        }
        let own = self.kind.as_str();
        let help = if self.kind.field(name).is_some() {
            format!("did you mean `{own}.{name}`?")
        } else if Kind::of_item(name).is_some() {
            format!(
                "this rule is `for: {own}`; conditions over {name}s stand in a rule that is `for: {name}`"
            )
        } else {
            let names = self.scope.iter().map(|(name, _)| name.as_str()).chain([own, "today"]);
            match nearest(name, names) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("known here: `{own}` and `today`; texts stand in quotes"),
            }
        };
        Err(Slip::new(place.clone(), format!("`{name}` is not known"), help))
    }

    fn select(
        &mut self,
        select: &mut SelectExpr,
        times: u64,
        depth: usize,
        place: &Range<usize>,
    ) -> Result<Known, Slip> {
        let known = self.check(&mut select.operand, times, depth + 1)?;
        let What::Record(kind) = known.what else {
            let message = format!("{} has no fields", known.what.named());
            let help = match known.what {
                What::List(_) => "name an element, as in `[0]`, or go through it with `exists(x, …)`",
                _ => "take the last name away",
            };
            return Err(Slip::new(place.clone(), message, help));
        };
        let Some(shape) = kind.field(&select.field) else {
            return Err(no_field(kind, &select.field, place.clone()));
        };
        if std::mem::take(&mut select.test) {
            select.field.insert(0, value::IS_THERE);
            return Ok(Known::switch());
        }
        Ok(Known::of_shape(shape))
    }

    fn call(
        &mut self,
        call: &mut CallExpr,
        times: u64,
        depth: usize,
        place: &Range<usize>,
    ) -> Result<Known, Slip> {
        let name = call.func_name.clone();
        let mut places = Vec::new();
        let mut known = Vec::new();
        for operand in call.target.iter_mut().map(|target| &mut **target).chain(&mut call.args) {
            places.push(self.place(operand));
            known.push(self.check(operand, times, depth + 1)?);
        }
        let is_method = call.target.is_some();
        let wants = |at: usize, what: &What| match (known.get(at), places.get(at)) {
            (Some(known), Some(place)) if !known.what.is_like(what) => {
                let message =
                    format!("{} is expected here, and this is {}", what.named(), known.what.named());
                Err(Slip::new(place.clone(), message, expectation(&name)))
            }
            _ => Ok(()),
        };
        let sizes: u64 = known.iter().map(|known| known.size).fold(0, u64::saturating_add);
        match (name.as_str(), known.as_slice()) {
            (op::LOGICAL_AND | op::LOGICAL_OR, [_, _]) => {
                wants(0, &What::Switch)?;
                wants(1, &What::Switch)?;
                Ok(Known::switch())
            }
            (op::LOGICAL_NOT | op::NOT_STRICTLY_FALSE, [_]) => {
                wants(0, &What::Switch)?;
                Ok(Known::switch())
            }
            (op::CONDITIONAL, [_, one, two]) => {
                wants(0, &What::Switch)?;
                wants(2, &one.what)?;
                Ok(if one.size >= two.size { one.clone() } else { two.clone() })
            }
            (op::EQUALS | op::NOT_EQUALS, [one, two]) => {
                wants(1, &one.what)?;
                if matches!(one.what, What::Record(_)) {
                    let message = format!("{} cannot be compared", one.what.named());
                    return Err(Slip::new(place.clone(), message, "compare one of its fields"));
                }
                let is_empty = |known: &Known| known.what == What::Text && known.size == 0;
                if one.may_be_absent && is_empty(two) || two.may_be_absent && is_empty(one) {
                    let message = "what is not written is not an empty text";
                    return Err(Slip::new(
                        place.clone(),
                        message,
                        "`!has(…)` is true where something is missing",
                    ));
                }
                one.can_be(two)?;
                two.can_be(one)?;
                self.pay(one.size.min(two.size), times, place)?;
                Ok(Known::switch())
            }
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [one, two]) => {
                if !matches!(one.what, What::Text | What::Number) {
                    wants(0, &What::Number)?;
                }
                wants(1, &one.what)?;
                one.can_be(two)?;
                two.can_be(one)?;
                self.pay(sizes, times, place)?;
                Ok(Known::switch())
            }
            (op::ADD, [one, two]) => {
                if !matches!(one.what, What::Text | What::Number | What::List(_)) {
                    wants(0, &What::Number)?;
                }
                wants(1, &one.what)?;
                self.pay(sizes, times, place)?;
                let what = if one.what == What::List(None) { two.what.clone() } else { one.what.clone() };
                let count = one.count.saturating_add(two.count);
                Ok(Known { count, ..Known::of(what, sizes) })
            }
            (op::SUBSTRACT | op::MULTIPLY | op::DIVIDE, [_, _]) => {
                wants(0, &What::Number)?;
                wants(1, &What::Number)?;
                Ok(Known::number())
            }
            (op::NEGATE, [_]) => {
                wants(0, &What::Number)?;
                Ok(Known::number())
            }
            (op::IN, [one, list]) => {
                wants(1, &What::List(Some(Box::new(one.clone()))))?;
                one.can_be(list)?;
                if let What::List(Some(item)) = &list.what {
                    item.can_be(one)?;
                }
                self.pay(list.size.saturating_add(one.size.saturating_mul(list.count)), times, place)?;
                Ok(Known::switch())
            }
            (op::INDEX, [list, _]) => {
                wants(1, &What::Number)?;
                match &list.what {
                    What::List(Some(item)) => Ok((**item).clone()),
                    _ => {
                        wants(0, &What::List(None))?;
                        Err(Slip::new(place.clone(), "this list is empty", "name another"))
                    }
                }
            }
            ("size", [one]) => {
                if !matches!(one.what, What::Text | What::List(_)) {
                    let message = format!("{} has no size", one.what.named());
                    return Err(Slip::new(place.clone(), message, "texts and lists have one"));
                }
                self.pay(one.size, times, place)?;
                let size = std::mem::take(call);
                let size = IdedExpr { id: 0, expr: Expr::Call(size) };
                *call = CallExpr { func_name: "double".to_owned(), target: None, args: vec![size] };
                Ok(Known::number())
            }
            ("contains" | "startsWith" | "endsWith", [_, _]) if is_method => {
                wants(0, &What::Text)?;
                wants(1, &What::Text)?;
                self.pay(sizes, times, place)?;
                Ok(Known::switch())
            }
            ("matches" | "mentions", [text, _]) => {
                wants(0, &What::Text)?;
                wants(1, &What::Text)?;
                self.pay(text.size.saturating_mul(SEARCH), times, place)?;
                let (given, at) = match (call.args.last(), places.last()) {
                    (Some(given), Some(at)) => (given, at.clone()),
                    _ => return Err(unreadable(place.clone())),
                };
                let Expr::Literal(LiteralValue::String(given)) = &given.expr else {
                    let message = format!("`{name}` takes a text in quotes");
                    return Err(Slip::new(at, message, "write out what is looked for"));
                };
                let function = self.function(&name, given.inner(), at)?;
                let index = self.functions.len();
                self.functions.push(function);
                let text = call.target.take().map_or_else(|| call.args.swap_remove(0), |target| *target);
                *call = CallExpr { func_name: function_name(index), target: None, args: vec![text] };
                Ok(Known::switch())
            }
            _ => {
                let shown = name.trim_matches(['_', '@']);
                let known = FUNCTIONS.iter().find(|(known, ..)| *known == shown);
                let (message, help) = match known {
                    Some((_, example, _)) => {
                        (format!("`{shown}` is used in another way"), format!("as in `{example}`"))
                    }
                    None => {
                        let names = FUNCTIONS.iter().map(|(known, ..)| *known);
                        let help = match nearest(shown, names.clone()) {
                            Some(nearest) => format!("did you mean `{nearest}`?"),
                            None => format!("known: {}", names.collect::<Vec<_>>().join(", ")),
                        };
                        (format!("there is no function `{shown}` here"), help)
                    }
                };
                Err(Slip::new(place.clone(), message, help))
            }
        }
    }

    /// What `matches` or `mentions` looks for.
    fn function(&self, name: &str, given: &str, place: Range<usize>) -> Result<Function, Slip> {
        if name == "matches" {
            let built =
                RegexBuilder::new(given).size_limit(LARGEST_PATTERN).dfa_size_limit(LARGEST_PATTERN).build();
            return match built {
                Ok(pattern) => Ok(Function::Pattern(pattern)),
                Err(regex::Error::CompiledTooBig(_)) => {
                    Err(Slip::new(place, "this pattern is too large", "use smaller numbers in its braces"))
                }
                Err(error) => {
                    // The last line of the message says what is wrong; those before it draw the place.
                    let error = error.to_string();
                    let said = error.lines().last().unwrap_or_default();
                    let said = said.trim().trim_start_matches("error: ").to_owned();
                    Err(Slip::new(
                        place,
                        format!("this pattern cannot be read: {said}"),
                        "patterns are those of the `regex` crate",
                    ))
                }
            };
        }
        match Terms::of([given]) {
            Some(terms) => Ok(Function::Words(terms)),
            None => Err(Slip::new(place, "no words are given", "write the words that are looked for")),
        }
    }

    fn comprehension(
        &mut self,
        comprehension: &mut ComprehensionExpr,
        times: u64,
        depth: usize,
        place: &Range<usize>,
    ) -> Result<Known, Slip> {
        let at = self.place(&comprehension.iter_range);
        let range = self.check(&mut comprehension.iter_range, times, depth + 1)?;
        let What::List(item) = range.what else {
            let message = format!("only a list can be gone through, and this is {}", range.what.named());
            return Err(Slip::new(at, message, "`size`, `contains` and `mentions` ask a text"));
        };
        let item = item.map_or_else(|| Known::of(What::Text, 0), |item| *item);
        let start = self.check(&mut comprehension.accu_init, times, depth + 1)?;
        let rounds = times.saturating_mul(range.count.max(1));
        self.scope.push((comprehension.iter_var.clone(), item));
        self.scope.push((comprehension.accu_var.clone(), start.clone()));
        let condition = self.check(&mut comprehension.loop_cond, rounds, depth + 1);
        let step = condition.and_then(|_| self.check(&mut comprehension.loop_step, rounds, depth + 1));
        self.scope.pop();
        let step = step?;
        // What a round adds is added in every round, and a list may be copied each time.
        let total = Known {
            count: step.count.saturating_mul(range.count),
            size: step.size.saturating_mul(range.count),
            ..step
        };
        if matches!(total.what, What::List(_)) {
            self.pay(total.size, rounds, place)?;
        }
        let is_list = matches!(start.what, What::List(_));
        self.scope.pop();
        self.scope.push((comprehension.accu_var.clone(), if is_list { total } else { start }));
        let result = self.check(&mut comprehension.result, times, depth + 1);
        self.scope.pop();
        result
    }

    /// Where an expression stands: the parser tells of most of them where their sign is.
    fn place(&self, expr: &IdedExpr) -> Range<usize> {
        let all = 0..self.source.len();
        let Some((start, stop)) = self.places.offset_for(expr.id) else { return all };
        let (start, end) = (start as usize, stop as usize + 1);
        if let Expr::Select(select) = &expr.expr {
            let from = self.source.get(start..).unwrap_or_default();
            let found = from.find(&select.field).map(|at| start + at..start + at + select.field.len());
            return found.unwrap_or(start..end);
        }
        match self.source.get(start..end) {
            // Of a call, its name.
            Some("(") => {
                let before = self.source.get(..start).unwrap_or_default().trim_end();
                let name =
                    before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1);
                if name < before.len() { name..before.len() } else { start..end }
            }
            Some(_) => start..end,
            None => all,
        }
    }
}

/// What is said of a field that is not there.
pub(super) fn no_field(kind: Kind, name: &str, place: Range<usize>) -> Slip {
    let fields = kind.fields();
    let names = fields.iter().map(|(name, ..)| *name);
    let help = match nearest(name, names.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("known: {}", names.collect::<Vec<_>>().join(", ")),
    };
    let article = if kind.as_str().starts_with(['a', 'o']) { "an" } else { "a" };
    Slip::new(place, format!("{article} {} has no field `{name}`", kind.as_str()), help)
}

/// What an operator or function takes.
fn expectation(name: &str) -> String {
    let says = match name {
        op::LOGICAL_AND | op::LOGICAL_OR | op::LOGICAL_NOT => {
            "compare it with something: `size(template.body) > 550`"
        }
        op::NOT_STRICTLY_FALSE => "what stands behind the comma is true or false",
        op::CONDITIONAL => "`a ? b : c` takes a condition and two values of one kind",
        op::EQUALS | op::NOT_EQUALS | op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS => {
            "both sides are of one kind: texts and days stand in quotes, numbers do not"
        }
        op::IN => "`in` looks into a list; `.contains(…)` looks into a text",
        op::INDEX => "elements count from 0: `template.buttons[0]`",
        _ => "both sides are of one kind",
    };
    match FUNCTIONS.iter().find(|(known, ..)| *known == name) {
        Some((_, example, _)) => format!("as in `{example}`"),
        None => says.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::model::Record;

    fn slip(source: &str) -> (String, String, String) {
        let slip = Condition::compile(source, Kind::Template).unwrap_err();
        let words = source.get(slip.range.clone()).unwrap_or("no border of characters");
        (words.to_owned(), slip.message, slip.help)
    }

    #[test]
    fn a_mistake_is_told_at_its_place() {
        let cases = [
            ("template.boddy == \"x\"", "boddy", "a template has no field `boddy`", "did you mean `body`?"),
            ("\"é\" + template.boddy == \"x\"", "boddy", "a template has no field `boddy`", "`body`"),
            ("tempalte.body == \"x\"", "tempalte", "`tempalte` is not known", "did you mean `template`?"),
            ("body == \"x\"", "body", "`body` is not known", "did you mean `template.body`?"),
            ("audience.size > 3", "audience", "`audience` is not known", "`for: audience`"),
            (
                "size(template.body) > \"550\"",
                "\"550\"",
                "a number is expected here, and this is a text",
                "numbers",
            ),
            ("template.body > 550", "550", "a text is expected here, and this is a number", "one kind"),
            ("template.body", "template.body", "true or false, and this is a text", "compare"),
            ("template.category = \"utility\"", "=", "`=` is not expected here", "`==`"),
            ("template.body.contains('x')) && true", ")", "`)` is not expected here", ""),
            ("template.body.contains(\"x\"", "", "ends too early", ""),
            ("size(template.body) > 5 &&", "", "ends too early", ""),
            ("template.body == 'x", "'x", "this text has no end", "quote"),
            ("template.body == “x”", "“", "`“` is not expected here", "straight quotes"),
            ("true and false", "and", "`and` is not expected here", "`&&`"),
            ("template.body.contians(\"x\")", "contians", "there is no function `contians`", "`contains`"),
            ("template.body.mentions(template.name)", "name", "`mentions` takes a text in quotes", ""),
            ("template.name.matches(\"(\")", "\"(\"", "unclosed group", ""),
            ("template.name.matches(\"(a{1000}){1000}\")", "\"(a{1000}){1000}\"", "too large", ""),
            ("template.body.exists(x, x == \"a\")", "body", "only a list can be gone through", ""),
            ("template.buttons.exists(b, b.labl == \"a\")", "labl", "no field `labl`", "`label`"),
            ("template.buttons.exists(b, b.label)", "label", "true or false is expected here", ""),
            ("template.buttons.label == \"a\"", "label", "a list has no fields", "`[0]`"),
            ("template == template", "==", "a whole template cannot be compared", "fields"),
            ("template.owner == \"\"", "==", "not an empty text", "`!has(…)`"),
            ("has(template.fotter)", "fotter", "no field `fotter`", "`footer`"),
            ("template.owner == null", "null", "nothing is ever `null` here", "has"),
            ("{'a': 1}.a == 1", "{", "not expected", "list"),
            ("template.?body == \"x\"", "", "", ""),
            ("[1, \"a\"] == [1]", "\"a\"", "a number and a text", "one kind"),
            ("!template.body", "body", "true or false is expected here, and this is a text", ""),
            ("5 % 2 == 1", "%", "there is no function `%`", ""),
            ("", "", "ends too early", ""),
            ("template\n  .body\n  .size() > template.nam", "nam", "no field `nam`", "`name`"),
        ];
        let wrong = cases.into_iter().filter_map(|(source, words, message, help)| {
            let slip = slip(source);
            let is_told = slip.1.contains(message) && slip.2.contains(help);
            let is_there = words.is_empty() || slip.0 == words;
            (!is_told || !is_there).then(|| format!("{source}: {slip:?}\n"))
        });
        let wrong: String = wrong.collect();
        assert!(wrong.is_empty(), "{wrong}");
    }

    /// What could take long, or much memory, is refused before it is run; what is nested is refused before the stack ends.
    #[test]
    fn what_could_take_long_is_never_run() {
        let nested = |times: usize, inner: &str| {
            let mut out = inner.to_owned();
            for at in 0..times {
                out = format!("template.variables.exists(v{at}, {out})");
            }
            out
        };
        let doubled = format!("[template.body]{}.size() > 1", ".map(a, a + a + a + a + a)".repeat(4));
        let lists = format!("[1, 2]{}.size() > 1", ".map(a, [a, a, a, a, a, a, a, a])".repeat(9));
        let cases = [
            (nested(3, "v0 == v1"), "too long"),
            (nested(9, "true"), "too long"),
            (doubled, "too much memory"),
            (lists, "too much memory"),
            (format!("{}true{}", "(".repeat(900), ")".repeat(900)), "nested too deep"),
            (format!("{}true", "!(".repeat(900)), "nested too deep"),
            (format!("{}1{} == 1", "[".repeat(300), "]".repeat(300)), "nested too deep"),
            (format!("1{} > 1", " + 1".repeat(480)), "nested too deep"),
            (format!("template{} == 1", ".a".repeat(900)), "nested too deep"),
            (format!("{} == 1", "true ? ".repeat(200)), ""),
            ("x".repeat(LONGEST + 1), "too long"),
            ("{".repeat(1_000), ""),
            ("a.".repeat(1_000), ""),
            ("\"".repeat(1_999), ""),
            ("\u{1f525}".repeat(400), ""),
        ];
        let wrong = cases.iter().filter_map(|(source, message)| {
            let slip = slip(source);
            let shown: String = source.chars().take(60).collect();
            (!slip.1.contains(message)).then(|| format!("{shown}: {slip:?}\n"))
        });
        let wrong: String = wrong.collect();
        assert!(wrong.is_empty(), "{wrong}");
        // What somebody would write is cheap enough.
        for source in [
            "template.buttons.exists(a, template.buttons.exists(b, a.label == b.url))".to_owned(),
            "template.buttons.exists(b, b.label.matches(\"[A-Z]{4,}\") || b.url.mentions(\"sale\"))"
                .to_owned(),
            nested(2, "v0 == v1"),
            format!("true{}", " && template.body.contains(\"x\")".repeat(60)),
            format!("true{}", " || template.name == \"a\"".repeat(70)),
            format!("1{} > 1", " + 1".repeat(29)),
            format!("{}true{}", "(".repeat(14), ")".repeat(14)),
            format!("{}true", "!".repeat(30)),
            format!("{}1{} > 0", "size([".repeat(7), "])".repeat(7)),
        ] {
            // On the stack of a thread, of which a build for tests takes many times what a release does.
            let answer = Condition::compile(&source, Kind::Template)
                .map(|condition| condition.holds(Record::Absent(Kind::Template), "2026-09-01"));
            assert!(answer.is_ok(), "{source}: {answer:?}");
        }
    }

    #[test]
    fn every_example_of_a_function_is_a_condition() {
        for (name, example, _) in FUNCTIONS {
            let kind = Kind::ITEMS
                .into_iter()
                .find(|kind| example.contains(&format!("{}.", kind.as_str())))
                .unwrap();
            assert!(example.contains(name), "{name}");
            assert!(Condition::compile(example, kind).is_ok(), "{example}");
        }
    }

    #[test]
    fn every_field_can_be_asked_for_and_what_is_absent_is_unknown() {
        for kind in Kind::ALL {
            for (name, shape, says) in kind.fields() {
                assert!(!says.ends_with('.') && !says.is_empty(), "{name}");
                let absent = Record::Absent(kind);
                assert!(absent.get(name).is_some(), "{}.{name}", kind.as_str());
                assert_eq!(kind.field(name), Some(shape));
            }
        }
        for kind in Kind::ITEMS {
            for (name, shape, _) in kind.fields() {
                let path = format!("{}.{name}", kind.as_str());
                let (source, wanted) = match shape {
                    Shape::Text => (format!("{path} == \"\""), Some(true)),
                    Shape::Word => (format!("{path} != \"x\""), None),
                    Shape::OneOf(words) => (format!("{path} != \"{}\"", words[0]), None),
                    Shape::Day => (format!("{path} != \"2026-09-01\""), None),
                    Shape::Number => (format!("{path} < 1"), None),
                    Shape::Switch => (path.clone(), None),
                    Shape::Words | Shape::SomeOf(_) | Shape::List(_) => {
                        (format!("size({path}) == 0"), Some(true))
                    }
                    Shape::Of(_) => (format!("has({path})"), Some(false)),
                };
                let condition = Condition::compile(&source, kind).unwrap();
                assert_eq!(condition.holds(Record::Absent(kind), "2026-09-01"), wanted, "{source}");
                let asked = Condition::compile(&format!("has({path})"), kind).unwrap();
                assert_eq!(asked.holds(Record::Absent(kind), "2026-09-01"), Some(false), "{source}");
            }
        }
    }

    #[test]
    fn numbers_are_numbers() {
        for (source, wanted) in [
            ("1 + 0.5 == 1.5", Some(true)),
            ("size([1, 2]) * 2 == 4", Some(true)),
            ("[1, 2][1] == 2", Some(true)),
            ("[1, 2][5] == 2", None),
            ("[1, 2].exists_one(x, x > 1)", Some(true)),
            ("size([1, 2, 3].filter(x, x > 1)) == 2", Some(true)),
            ("1 / 0 > 5", Some(true)),
            ("-3 < 2 && 2 in [1, 2]", Some(true)),
            ("size(\"déjà\") == 4", Some(true)),
            ("today >= \"2026-09-01\"", Some(true)),
            ("false && [1][7] == 1", Some(false)),
            ("[1][7] == 1 && false", Some(false)),
            ("[1][7] == 1 || true", Some(true)),
            ("[1][7] == 1 || false", None),
            ("[].all(x, x == \"a\")", Some(true)),
            ("true ? false : true", Some(false)),
        ] {
            let condition = Condition::compile(source, Kind::Template).unwrap();
            assert_eq!(condition.holds(Record::Absent(Kind::Template), "2026-09-01"), wanted, "{source}");
        }
    }
}

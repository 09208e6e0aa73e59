//! The definitions as values of CEL: read field by field when a condition asks.

use cel::ExecutionError;
use cel::common::traits::Indexer;
use cel::common::types::{CelBool, CelDouble, CelList, CelString, Type};
use cel::common::value::{CowVal, Val};

use super::model::{Datum, Record, Seen, Shape};

/// What stands before the name of a field that is asked for and not read, as in `has(…)`.
pub(super) const IS_THERE: char = '?';

static TYPE: Type = Type::new_unspecified_type("record");

/// Something with fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<'m>(pub(super) Record<'m>);

impl Val for Held<'_> {
    fn get_type(&self) -> &Type {
        &TYPE
    }

    fn cel_type() -> &'static Type {
        &TYPE
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(*self)
    }
}

impl Indexer for Held<'_> {
    fn get<'b, 'v>(&'b self, key: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        field(self.0, key).map(CowVal::Owned)
    }

    fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        field(self.0, key)
    }
}

/// The answer of what nobody knows. `||` and `&&` pass over it where the other side decides.
fn unknown() -> ExecutionError {
    ExecutionError::FunctionError { function: String::new(), message: String::new() }
}

fn field<'m>(record: Record<'m>, key: &dyn Val) -> Result<Box<dyn Val + 'm>, ExecutionError> {
    let key = key.downcast_ref::<CelString<'_>>().ok_or_else(unknown)?;
    let name = key.inner().trim_start_matches(IS_THERE);
    let seen = record.get(name).ok_or_else(unknown)?;
    if name.len() < key.inner().len() {
        return match seen.datum {
            Datum::Unknown => Err(unknown()),
            datum => Ok(Box::new(CelBool::from(!matches!(datum, Datum::Absent)))),
        };
    }
    let shape = record.kind().field(name).ok_or_else(unknown)?;
    value(seen, shape)
}

fn value<'m>(seen: Seen<'m>, shape: Shape) -> Result<Box<dyn Val + 'm>, ExecutionError> {
    Ok(match seen.datum {
        Datum::Unknown => return Err(unknown()),
        Datum::Absent => match shape {
            Shape::Text => Box::new(CelString::from("")),
            Shape::Words | Shape::SomeOf(_) | Shape::List(_) => Box::new(CelList::from(Vec::new())),
            Shape::Of(kind) => Box::new(Held(Record::Absent(kind))),
            Shape::Word | Shape::OneOf(_) | Shape::Day | Shape::Number | Shape::Switch => {
                return Err(unknown());
            }
        },
        Datum::Text(std::borrow::Cow::Borrowed(text)) => Box::new(CelString::from(text)),
        Datum::Text(std::borrow::Cow::Owned(text)) => Box::new(CelString::from(text)),
        Datum::Number(number) => Box::new(CelDouble::from(number)),
        Datum::Switch(switch) => Box::new(CelBool::from(switch)),
        Datum::List(elements) => {
            // A list of which one element is not known is not known.
            let elements: Result<Vec<_>, _> =
                elements.into_iter().map(|seen| value(seen, Shape::Text)).collect();
            Box::new(CelList::from(elements?))
        }
        Datum::Record(record) => Box::new(Held(record)),
    })
}

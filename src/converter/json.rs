//! JSON values of any kind, read without an error: what is wrong with one is reported in the words of the format, by whoever
//! knows which annotation it belongs to.

use std::fmt;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::dataset::Value;
use crate::error::shown;

/// A JSON value; of a list or an object only how many elements it has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    Null,
    Flag(bool),
    Integer(i64),
    /// Beyond what 63 bits hold.
    Large(u64),
    Number(f64),
    Text(String),
    List(usize),
    Object(usize),
}

/// Takes a JSON value of any kind. What is not asked for comes as a [`Scalar`], so that it can be named in a message.
pub(crate) trait Take<'de>: Sized {
    /// What is made of the value.
    type Value;

    /// Takes a list.
    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut count = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        self.other(Scalar::List(count))
    }

    /// Takes an object.
    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut count = 0;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            count += 1;
        }
        self.other(Scalar::Object(count))
    }

    /// Takes any other value.
    fn other<E: Error>(self, found: Scalar) -> Result<Self::Value, E>;
}

/// Gives serde's values to a [`Take`].
pub(crate) struct Any<T>(pub(crate) T);

impl<'de, T: Take<'de>> Visitor<'de> for Any<T> {
    type Value = T::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<T::Value, E> {
        self.0.other(Scalar::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T::Value, E> {
        self.0.other(Scalar::Flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T::Value, E> {
        self.0.other(Scalar::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T::Value, E> {
        let found = i64::try_from(value).map_or(Scalar::Large(value), Scalar::Integer);
        self.0.other(found)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T::Value, E> {
        self.0.other(Scalar::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T::Value, E> {
        self.0.other(Scalar::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T::Value, A::Error> {
        self.0.list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T::Value, A::Error> {
        self.0.object(map)
    }
}

/// Whatever it is.
struct Whatever;

impl<'de> Take<'de> for Whatever {
    type Value = Scalar;

    fn other<E: Error>(self, found: Scalar) -> Result<Scalar, E> {
        Ok(found)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_any(Any(Whatever))
    }
}

impl fmt::Display for Scalar {
    /// As a message names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Null => f.write_str("`null`"),
            Scalar::Flag(value) => write!(f, "`{value}`"),
            Scalar::Integer(value) => write!(f, "`{value}`"),
            Scalar::Large(value) => write!(f, "`{value}`"),
            Scalar::Number(value) => write!(f, "`{value}`"),
            Scalar::Text(value) => write!(f, "the text \"{}\"", shown(value)),
            Scalar::List(_) => f.write_str("a list"),
            Scalar::Object(_) => f.write_str("an object"),
        }
    }
}

impl Scalar {
    /// Says whether there is nothing in it that could be lost.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Scalar::Null | Scalar::List(0) | Scalar::Object(0) => true,
            Scalar::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    pub(crate) fn number(&self) -> Result<f64, String> {
        match self {
            Scalar::Integer(value) => Ok(*value as f64),
            Scalar::Large(value) => Ok(*value as f64),
            Scalar::Number(value) => Ok(*value),
            other => Err(format!("{other} is not a number")),
        }
    }

    /// A width, a height or a length: a whole number, also if a tool wrote it as `100.0`.
    pub(crate) fn size(&self) -> Result<u32, String> {
        let whole = match self {
            Scalar::Integer(value) => *value,
            // Beyond this, the number would be cut: no image is as large.
            Scalar::Number(value) if value.fract() == 0.0 && value.abs() < 1e15 => *value as i64,
            Scalar::Large(_) => i64::MAX,
            other => return Err(format!("{other} is not a size, which is a whole number")),
        };
        if whole < 0 {
            return Err(format!("the size {whole} is negative"));
        }
        u32::try_from(whole).map_err(|_| format!("the size {self} is beyond any image"))
    }

    /// 0 or 1, also as `false` and `true`; `null` is the same as no flag.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, String> {
        match self {
            Scalar::Null => Ok(false),
            Scalar::Flag(value) => Ok(*value),
            Scalar::Integer(0 | 1) => Ok(*self == Scalar::Integer(1)),
            Scalar::Number(value) if *value == 0.0 || *value == 1.0 => Ok(*value == 1.0),
            Scalar::Integer(value) => Err(format!("`{name}` is {value}, expected 0 or 1")),
            Scalar::Number(value) => Err(format!("`{name}` is {value}, expected 0 or 1")),
            other => Err(format!("`{name}` is {other}, expected 0 or 1")),
        }
    }

    /// The text of a name; numbers are names too.
    pub(crate) fn name(self) -> Option<String> {
        match self {
            Scalar::Text(text) => Some(text),
            Scalar::Integer(value) => Some(value.to_string()),
            Scalar::Large(value) => Some(value.to_string()),
            Scalar::Number(value) => Some(value.to_string()),
            Scalar::Flag(value) => Some(value.to_string()),
            Scalar::Null | Scalar::List(_) | Scalar::Object(_) => None,
        }
    }

    /// The value of an attribute.
    pub(crate) fn value(self) -> Option<Value> {
        /// All whole numbers up to this are numbers of 64 bits with a point, too.
        const EXACT: u64 = 1 << 53;
        match self {
            Scalar::Text(text) => Some(Value::Text(text)),
            Scalar::Flag(value) => Some(Value::Flag(value)),
            Scalar::Null | Scalar::List(_) | Scalar::Object(_) => None,
            // As a number, it would lose digits.
            Scalar::Integer(number) if number.unsigned_abs() > EXACT => {
                Some(Value::Text(number.to_string()))
            }
            Scalar::Large(number) => Some(Value::Text(number.to_string())),
            number => number.number().ok().map(Value::Number),
        }
    }
}

/// A list of numbers, or what is wrong with it.
pub(crate) struct Numbers(pub(crate) Result<Vec<f64>, String>);

/// The first four numbers of a list, and how many there are. It needs no memory of its own.
pub(crate) struct Four {
    pub(crate) first: [f64; 4],
    pub(crate) count: usize,
}

/// A box: `None` for `null` and for an empty list.
pub(crate) struct FourOf(pub(crate) Result<Option<Four>, String>);

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Numbers, D::Error> {
        let mut numbers = Vec::new();
        let read = deserializer.deserialize_any(Any(Listed(|number| numbers.push(number))))?;
        Ok(Numbers(read.map(|()| {
            numbers.shrink_to_fit();
            numbers
        })))
    }
}

impl<'de> Deserialize<'de> for FourOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FourOf, D::Error> {
        let mut four = Four {
            first: [0.0; 4],
            count: 0,
        };
        let read = deserializer.deserialize_any(Any(Listed(|number| {
            if let Some(slot) = four.first.get_mut(four.count) {
                *slot = number;
            }
            four.count += 1;
        })))?;
        Ok(FourOf(read.map(|()| (four.count > 0).then_some(four))))
    }
}

/// A list of lists of numbers, or what is wrong with it.
pub(crate) struct Lists(pub(crate) Result<Vec<Vec<f64>>, String>);

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lists, D::Error> {
        deserializer.deserialize_any(Any(ListsOfNumbers)).map(Lists)
    }
}

struct ListsOfNumbers;

impl<'de> Take<'de> for ListsOfNumbers {
    type Value = Result<Vec<Vec<f64>>, String>;

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut lists = Ok(Vec::new());
        while let Some(Numbers(numbers)) = list.next_element()? {
            lists = lists.and_then(|mut lists| {
                lists.push(numbers?);
                Ok(lists)
            });
        }
        Ok(lists)
    }

    fn other<E: Error>(self, found: Scalar) -> Result<Self::Value, E> {
        Ok(match found {
            Scalar::Null => Ok(Vec::new()),
            found => Err(format!("{found} is not a list of lists of numbers")),
        })
    }
}

/// A number, or what is wrong with it.
struct Element(Result<f64, String>);

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Element, D::Error> {
        deserializer.deserialize_any(Any(AsNumber))
    }
}

struct AsNumber;

impl<'de> Take<'de> for AsNumber {
    type Value = Element;

    fn other<E: Error>(self, found: Scalar) -> Result<Element, E> {
        Ok(Element(found.number()))
    }
}

/// Hands each number of a list to a function. `null` is an empty list.
struct Listed<F>(F);

impl<'de, F: FnMut(f64)> Take<'de> for Listed<F> {
    type Value = Result<(), String>;

    fn list<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut read = Ok(());
        while let Some(Element(number)) = list.next_element()? {
            match number {
                Ok(number) => (self.0)(number),
                Err(what) => read = read.and(Err(what)),
            }
        }
        Ok(read)
    }

    fn other<E: Error>(self, found: Scalar) -> Result<Self::Value, E> {
        Ok(match found {
            Scalar::Null => Ok(()),
            found => Err(format!("{found} is not a list of numbers")),
        })
    }
}

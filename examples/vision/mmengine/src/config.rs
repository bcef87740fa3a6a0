//! Forms that values take in OpenMMLab's configs.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// One value, or a list of them: `layer = "Conv2d"`, `layer = ["Conv2d", "Linear"]`.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> OneOrMany<T> {
    /// The values.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Vec<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value or a list of them")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
                Ok(vec![T::deserialize(MapAccessDeserializer::new(map))?])
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(values)
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
                Ok(vec![T::deserialize(StrDeserializer::new(text))?])
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<T>, E> {
                Ok(vec![T::deserialize(
                    serde::de::value::U64Deserializer::new(number),
                )?])
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Vec<T>, E> {
                Ok(vec![T::deserialize(
                    serde::de::value::I64Deserializer::new(number),
                )?])
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Vec<T>, E> {
                Ok(vec![T::deserialize(
                    serde::de::value::F64Deserializer::new(number),
                )?])
            }
        }
        input.deserialize_any(Either(PhantomData)).map(Self)
    }
}

/// A number for both sides, or one each: `img_size = 224`, `scale = [1333, 800]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair(pub usize, pub usize);

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        match OneOrMany::<usize>::deserialize(input)?.0[..] {
            [both] => Ok(Self(both, both)),
            [first, second] => Ok(Self(first, second)),
            _ => Err(D::Error::custom("expected a number or two")),
        }
    }
}

/// An argument that is accepted with its default only, since what it turns on is not supported here: `with_cp = false`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Off;

impl<'de> Deserialize<'de> for Off {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Nothing;
        impl<'de> Visitor<'de> for Nothing {
            type Value = Off;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`false` or `null`: anything else is not supported here")
            }
            fn visit_bool<E: Error>(self, on: bool) -> Result<Off, E> {
                if on {
                    Err(E::invalid_value(serde::de::Unexpected::Bool(on), &self))
                } else {
                    Ok(Off)
                }
            }
            fn visit_unit<E: Error>(self) -> Result<Off, E> {
                Ok(Off)
            }
            fn visit_none<E: Error>(self) -> Result<Off, E> {
                Ok(Off)
            }
            fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Off, D::Error> {
                input.deserialize_any(self)
            }
        }
        input.deserialize_any(Nothing)
    }
}

/// A module whose name may be left out: then it is `D`'s: `data_preprocessor` of an mmpretrain model.
#[derive(Clone, Debug)]
pub struct Named<T, D> {
    /// The config of the module.
    pub config: T,
    default: PhantomData<D>,
}

/// The name for [`Named`].
pub trait DefaultName {
    /// As a config writes it.
    const NAME: &'static str;
}

impl<'de, T: Deserialize<'de>, D: DefaultName> Deserialize<'de> for Named<T, D> {
    fn deserialize<I: Deserializer<'de>>(input: I) -> Result<Self, I::Error> {
        let mut table = serde_json::Map::deserialize(input)?;
        if !table.contains_key("type") {
            table.insert("type".to_owned(), D::NAME.into());
        }
        let table = serde::de::value::MapDeserializer::new(table.into_iter());
        let config = T::deserialize(MapAccessDeserializer::new(table))
            .map_err(|error: serde_json::Error| I::Error::custom(error))?;
        Ok(Self {
            config,
            default: PhantomData,
        })
    }
}

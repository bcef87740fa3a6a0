//! JSON objects read field by field: what a record does not hold is counted, and a value of a wrong type is not an error of the
//! file.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::json::{Any, Scalar, Take};
use super::text::{Fault, Text};
use crate::dataset::Attributes;
use crate::report::Fields;

/// An object of one of the lists.
pub(crate) trait Record: Default {
    /// What a report calls several of them.
    const NAME: &'static str;

    /// Reads an object of the usual form without serde, which is faster, and says how many bytes of the text it has. The record is
    /// empty. `None` if it is of another form or not whole; then the record may hold a part of it.
    fn usual(&mut self, _text: &[u8]) -> Option<usize> {
        None
    }

    /// Takes the value of a field if the record holds it. The name of the field is bytes, since most need not be checked to be
    /// text.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        field: &[u8],
        map: &mut A,
        fields: &mut Fields,
    ) -> Result<Taken, A::Error>;
}

/// Whether a field is one that the record holds.
pub(crate) enum Taken {
    Yes,
    /// Its value is still to be read, and counted.
    No,
    /// Its value has been read, and holds something that is not carried.
    Lost,
}

/// Reads a record. Fields that it does not hold are counted if there is anything in them.
pub(crate) fn read<'de, R: Record, A: MapAccess<'de>>(
    map: A,
    fields: &mut Fields,
) -> Result<R, A::Error> {
    let mut record = R::default();
    read_into(&mut record, map, fields)?;
    Ok(record)
}

/// Reads the fields of a record that is still empty, as [`read`].
pub(crate) fn read_into<'de, R: Record, A: MapAccess<'de>>(
    record: &mut R,
    mut map: A,
    fields: &mut Fields,
) -> Result<(), A::Error> {
    while let Some(field) = map.next_key_seed(FieldName)? {
        let lost = match record.take(&field, &mut map, fields)? {
            Taken::Yes => false,
            Taken::No => !map.next_value::<Scalar>()?.is_empty(),
            Taken::Lost => true,
        };
        if lost {
            fields.see(R::NAME, &String::from_utf8_lossy(&field));
        }
    }
    Ok(())
}

/// Reads the value of a field that a record has once.
///
/// # Errors
///
/// The record has had it, or the text is not JSON.
pub(crate) fn once<'de, T: serde::Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    field: &[u8],
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        let field = String::from_utf8_lossy(field);
        return Err(A::Error::custom(format!("duplicate field `{field}`")));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Reads the name of a field, without a copy if the whole text is in memory.
struct FieldName;

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Cow<'de, [u8]>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl<'de> Visitor<'de> for FieldName {
    type Value = Cow<'de, [u8]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_bytes<E: Error>(self, name: &'de [u8]) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Hands each element of a list to a function, so that the list is never held as a whole. An element that is not an
/// object is handed on as what it is. Objects of a text that is read as a stream are taken as slices.
pub(crate) struct Each<'f, R, F> {
    text: Option<&'f Text>,
    fields: &'f mut Fields,
    take: F,
    record: PhantomData<R>,
}

pub(crate) fn each<'f, R: Record, F>(
    text: Option<&'f Text>,
    fields: &'f mut Fields,
    take: F,
) -> Each<'f, R, F>
where
    F: FnMut(Result<R, Scalar>) -> Result<(), String>,
{
    Each {
        text,
        fields,
        take,
        record: PhantomData,
    }
}

impl<'de, R: Record, F> DeserializeSeed<'de> for Each<'_, R, F>
where
    F: FnMut(Result<R, Scalar>) -> Result<(), String>,
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, R: Record, F> Visitor<'de> for Each<'_, R, F>
where
    F: FnMut(Result<R, Scalar>) -> Result<(), String>,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", R::NAME)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let Some(text) = self.text else {
            return self.rest(&mut list);
        };
        let read = self.slices(text, &mut list);
        let read = read.and_then(|()| self.rest(&mut list));
        read.inspect_err(|_| text.failed())
    }
}

impl<R: Record, F> Each<'_, R, F>
where
    F: FnMut(Result<R, Scalar>) -> Result<(), String>,
{
    /// Reads the next element from the list: `true` if it is an object, `None` at the end.
    fn next<'de, A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<Option<bool>, A::Error> {
        list.next_element_seed(One::new(self.fields, &mut self.take))
    }

    fn rest<'de, A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<(), A::Error> {
        while self.next(list)?.is_some() {}
        Ok(())
    }

    /// Takes objects as slices while there are any, and what is between them from the list.
    fn slices<'de, A: SeqAccess<'de>>(
        &mut self,
        text: &Text,
        list: &mut A,
    ) -> Result<(), A::Error> {
        let mut first = true;
        // serde_json has not taken an element, and expects no comma before the next one.
        let mut untouched = true;
        loop {
            loop {
                let (mut record, mut fields) = (R::default(), Fields::default());
                let found = text.object(first, &mut record, &mut fields);
                // What is wrong is known to the text.
                if !found.map_err(|Fault| A::Error::custom("in an object"))? {
                    break;
                }
                self.fields.add(fields);
                (self.take)(Ok(record)).map_err(A::Error::custom)?;
                first = false;
            }
            if untouched && !first {
                text.skip_comma().map_err(A::Error::custom)?;
            }
            // Behind an element of another kind, the stream may have read one byte more than is used.
            if self.next(list)? != Some(true) {
                return Ok(());
            }
            (first, untouched) = (false, false);
        }
    }
}

/// One element: `true` if it is an object. It is taken before the parser leaves it, so that an error has its line.
pub(crate) struct One<'f, R, F>(&'f mut Fields, &'f mut F, PhantomData<R>);

impl<'f, R, F> One<'f, R, F> {
    pub(crate) fn new(fields: &'f mut Fields, take: &'f mut F) -> Self {
        One(fields, take, PhantomData)
    }
}

impl<'de, R: Record, F> DeserializeSeed<'de> for One<'_, R, F>
where
    F: FnMut(Result<R, Scalar>) -> Result<(), String>,
{
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(Any(self))
    }
}

impl<'de, R: Record, F> Take<'de> for One<'_, R, F>
where
    F: FnMut(Result<R, Scalar>) -> Result<(), String>,
{
    type Value = bool;

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let record = read(map, self.0)?;
        (self.1)(Ok(record)).map_err(A::Error::custom)?;
        Ok(true)
    }

    fn other<E: Error>(self, found: Scalar) -> Result<bool, E> {
        (self.1)(Err(found)).map_err(E::custom)?;
        Ok(false)
    }
}

/// An object of names and values. Values that are lists or objects are not carried.
pub(crate) fn attributes<'de, A: MapAccess<'de>>(
    map: &mut A,
    attributes: &mut Attributes,
) -> Result<Taken, A::Error> {
    let Named(found) = map.next_value()?;
    let mut taken = Taken::Yes;
    for (name, value) in found {
        let empty = value.is_empty() && !matches!(value, Scalar::Text(_));
        match value.value() {
            Some(value) => attributes.set(name, value),
            None if empty => {}
            None => taken = Taken::Lost,
        }
    }
    Ok(taken)
}

/// The entries of an object; of any other value but `null`, one without a name that is not carried.
struct Named(Vec<(String, Scalar)>);

impl<'de> serde::Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Named, D::Error> {
        deserializer.deserialize_any(Any(Entries))
    }
}

struct Entries;

impl<'de> Take<'de> for Entries {
    type Value = Named;

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Named, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Named(entries))
    }

    fn other<E: Error>(self, found: Scalar) -> Result<Named, E> {
        Ok(match found {
            Scalar::Null | Scalar::List(0) => Named(Vec::new()),
            _ => Named(vec![(String::new(), Scalar::List(1))]),
        })
    }
}

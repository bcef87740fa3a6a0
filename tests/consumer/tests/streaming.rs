//! With the tag first nothing is kept: a format that counts how its values are asked for.
//!
//! A value that is to be kept is asked for with `deserialize_any`; a field of a module asks for its own type.

use std::cell::Cell;

use consumer::registry::{backbone, model};
use serde::de::value::{BorrowedStrDeserializer, Error};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

#[derive(Clone)]
enum Tree {
    Number(u64),
    Text(&'static str),
    List(Vec<Tree>),
    Table(Vec<(&'static str, Tree)>),
}

/// How often a value was asked for without, and with, saying of what type it is.
#[derive(Default)]
struct Count {
    any: Cell<usize>,
    typed: Cell<usize>,
}

#[derive(Clone, Copy)]
struct Counting<'a> {
    tree: &'a Tree,
    count: &'a Count,
}

impl Counting<'_> {
    fn answer<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let count = self.count;
        match self.tree {
            Tree::Number(number) => visitor.visit_u64(*number),
            Tree::Text(text) => visitor.visit_borrowed_str(text),
            Tree::List(items) => visitor.visit_seq(Items {
                items: items.iter(),
                count,
            }),
            Tree::Table(entries) => visitor.visit_map(Entries {
                entries: entries.iter(),
                value: None,
                count,
            }),
        }
    }
}

macro_rules! typed {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.count.typed.set(self.count.typed.get() + 1);
            self.answer(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Counting<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.count.any.set(self.count.any.get() + 1);
        self.answer(visitor)
    }

    typed! { deserialize_u32 deserialize_i8 deserialize_string deserialize_seq }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.count.typed.set(self.count.typed.get() + 1);
        self.answer(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char str bytes byte_buf unit
        unit_struct newtype_struct tuple tuple_struct map enum identifier ignored_any
    }
}

struct Entries<'a> {
    entries: std::slice::Iter<'a, (&'static str, Tree)>,
    value: Option<&'a Tree>,
    count: &'a Count,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let tree = self.value.take().unwrap();
        seed.deserialize(Counting {
            tree,
            count: self.count,
        })
    }
}

struct Items<'a> {
    items: std::slice::Iter<'a, Tree>,
    count: &'a Count,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(tree) = self.items.next() else {
            return Ok(None);
        };
        seed.deserialize(Counting {
            tree,
            count: self.count,
        })
        .map(Some)
    }
}

/// How many values were asked for with `deserialize_any`, and with their type.
fn counted<'de, T: Deserialize<'de>>(tree: &Tree) -> (usize, usize) {
    let count = Count::default();
    T::deserialize(Counting {
        tree,
        count: &count,
    })
    .unwrap();
    (count.any.get(), count.typed.get())
}

/// `width`, `tags` of one item and `inner`, with the tag at a place of them.
fn wide(place: usize) -> Tree {
    let mut entries = vec![
        ("width", Tree::Number(3)),
        ("tags", Tree::List(vec![Tree::Text("a")])),
        ("inner", Tree::Table(vec![("depth", Tree::Number(1))])),
    ];
    entries.insert(place, ("type", Tree::Text("Wide")));
    Tree::Table(entries)
}

#[test]
fn the_tag_first_keeps_nothing() {
    // The module itself and its tag; then each value by its type: a number, a list, its text, a struct, its number.
    assert_eq!(counted::<backbone::Config>(&wide(0)), (2, 5));
}

#[test]
fn only_what_comes_before_the_tag_is_kept() {
    assert_eq!(counted::<backbone::Config>(&wide(1)), (3, 4));
    assert_eq!(counted::<backbone::Config>(&wide(2)), (5, 2));
    assert_eq!(counted::<backbone::Config>(&wide(3)), (7, 0));
}

#[test]
fn nested_modules_stream_too() {
    let detector = |inner: Tree| {
        Tree::Table(vec![
            ("type", Tree::Text("mmdet.Detector")),
            ("backbone", inner),
        ])
    };
    assert_eq!(counted::<model::Config>(&detector(wide(0))), (4, 5));
    assert_eq!(counted::<model::Config>(&detector(wide(3))), (9, 0));
}

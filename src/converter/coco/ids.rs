//! Ids of images and categories, met before or after what refers to them.

use std::collections::HashMap;
use std::fmt;

use crate::converter::json::Scalar;
use crate::error::shown;

/// An id. Most are whole numbers of 64 bits; others are compared by their text, since the writer gives new numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Id {
    Number(i64),
    Text(Box<str>),
}

impl Id {
    /// `"7"`, `7.0` and `7` are one id.
    pub(super) fn of(value: Scalar) -> Result<Id, String> {
        match value {
            Scalar::Integer(number) => Ok(Id::Number(number)),
            Scalar::Large(number) => Ok(Id::Text(number.to_string().into())),
            // Beyond this, a float does not tell two numbers apart.
            Scalar::Number(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => {
                Ok(Id::Number(number as i64))
            }
            Scalar::Text(text) if !text.is_empty() => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => Ok(Id::Number(number)),
                _ => Ok(Id::Text(text.into())),
            },
            other => Err(format!("{other} is not an id")),
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Id::Number(number) => write!(f, "{number}"),
            Id::Text(text) => f.write_str(&shown(text)),
        }
    }
}

/// An annotation as an error names it.
#[derive(Clone)]
pub(super) enum User {
    Id(Id),
    Place(usize),
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            User::Id(id) => write!(f, "annotation {id}"),
            User::Place(place) => write!(f, "annotation number {place} (without an id)"),
        }
    }
}

/// Ids in the order in which they are first met, so that annotations may come before what they refer to.
#[derive(Default)]
pub(super) struct Ids {
    numbers: Numbers,
    texts: HashMap<Box<str>, u32>,
    /// The index of the image or category of each; `None` until it is declared.
    declared: Vec<Option<u32>>,
    /// Those that were met before they were declared, in their order.
    early: Vec<Early>,
    count: u32,
}

/// An id that was met before it was declared.
pub(super) struct Early {
    place: u32,
    pub(super) id: Id,
    pub(super) user: User,
}

/// The places of ids that are numbers. Those of a list that is numbered in order need no hashing.
#[derive(Default)]
struct Numbers {
    /// One more than the place of each small id; 0 for an id that was not met.
    small: Vec<u32>,
    others: HashMap<i64, u32>,
}

impl Numbers {
    fn get(&self, number: i64) -> Option<u32> {
        let small = usize::try_from(number).ok();
        match small.and_then(|number| self.small.get(number)) {
            Some(0) | None => self.others.get(&number).copied(),
            Some(place) => Some(place - 1),
        }
    }

    fn insert(&mut self, number: i64, place: u32) {
        // So much room at most is made for ids that are not met, whatever they are.
        let most = 4 * (place as usize + 256);
        match usize::try_from(number) {
            Ok(small) if small < most => {
                if small >= self.small.len() {
                    self.small.resize(small + 1, 0);
                }
                self.small[small] = place + 1;
            }
            _ => drop(self.others.insert(number, place)),
        }
    }
}

impl Ids {
    /// The place of an id, which `user` refers to.
    pub(super) fn slot(&mut self, id: Id, user: &User) -> u32 {
        self.known(&id).unwrap_or_else(|| {
            let place = self.add(&id);
            let user = user.clone();
            self.early.push(Early { place, id, user });
            place
        })
    }

    /// The next image or category has this id.
    pub(super) fn declare(&mut self, id: Id, list: &str) -> Result<(), String> {
        let place = self.known(&id).unwrap_or_else(|| self.add(&id));
        let declared = &mut self.declared[place as usize];
        if declared.is_some() {
            return Err(format!("two of the `{list}` have the id {id}"));
        }
        *declared = Some(self.count);
        self.count += 1;
        Ok(())
    }

    /// The index of what is declared at a place, or how that place was met.
    pub(super) fn get(&self, place: u32) -> Result<u32, &Early> {
        match self.declared[place as usize] {
            Some(index) => Ok(index),
            // One that is not declared was met early.
            None => Err(&self.early[self.early.partition_point(|early| early.place < place)]),
        }
    }

    /// The first id that was not declared.
    pub(super) fn undeclared(&self) -> Option<&Early> {
        let mut early = self.early.iter();
        early.find(|early| self.declared[early.place as usize].is_none())
    }

    fn known(&self, id: &Id) -> Option<u32> {
        match id {
            Id::Number(number) => self.numbers.get(*number),
            Id::Text(text) => self.texts.get(text).copied(),
        }
    }

    fn add(&mut self, id: &Id) -> u32 {
        let place = self.declared.len() as u32;
        match id {
            Id::Number(number) => self.numbers.insert(*number, place),
            Id::Text(text) => drop(self.texts.insert(text.clone(), place)),
        }
        self.declared.push(None);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_size() {
        let mut numbers = Numbers::default();
        let ids = [
            7,
            0,
            -1,
            5_000_000_000,
            1_000_000,
            i64::MAX,
            8,
            1023,
            1024,
            900,
        ];
        for (place, id) in (0..).zip(ids) {
            assert_eq!(numbers.get(id), None);
            numbers.insert(id, place);
        }
        for (place, id) in (0..).zip(ids) {
            assert_eq!(numbers.get(id), Some(place), "{id}");
        }
        assert_eq!(numbers.get(6), None);
        assert!(numbers.small.len() < 2000);
    }
}

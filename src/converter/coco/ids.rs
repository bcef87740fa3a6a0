//! Ids of images and categories, met before or after what refers to them.

use std::collections::HashMap;
use std::fmt;

use crate::converter::json::Scalar;
use crate::error::shown;

/// An id. Most are whole numbers of 64 bits; others are told apart by their text, since the writer numbers anew.
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

/// Ids in the order in which they are first met, so that annotations may stand before what they refer to.
#[derive(Default)]
pub(super) struct Ids {
    numbers: HashMap<i64, u32>,
    texts: HashMap<Box<str>, u32>,
    pub(super) slots: Vec<Slot>,
    declared: u32,
}

pub(super) struct Slot {
    pub(super) id: Id,
    pub(super) declared: Option<u32>,
    pub(super) user: User,
}

impl Ids {
    /// The place of an id, which `user` refers to.
    pub(super) fn slot(&mut self, id: Id, user: &User) -> u32 {
        let known = match &id {
            Id::Number(number) => self.numbers.get(number),
            Id::Text(text) => self.texts.get(text),
        };
        if let Some(place) = known {
            return *place;
        }
        let place = self.slots.len() as u32;
        match &id {
            Id::Number(number) => self.numbers.insert(*number, place),
            Id::Text(text) => self.texts.insert(text.clone(), place),
        };
        self.slots.push(Slot {
            id,
            declared: None,
            user: user.clone(),
        });
        place
    }

    /// The next image or category has this id.
    pub(super) fn declare(&mut self, id: Id, list: &str) -> Result<(), String> {
        // No error names the user of an id that is declared.
        let place = self.slot(id, &User::Place(0));
        let slot = &mut self.slots[place as usize];
        if slot.declared.is_some() {
            return Err(format!("two of the `{list}` have the id {}", slot.id));
        }
        slot.declared = Some(self.declared);
        self.declared += 1;
        Ok(())
    }
}

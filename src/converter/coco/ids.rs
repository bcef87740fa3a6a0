//! Ids of images and categories, met before or after what refers to them.

use std::collections::HashMap;
use std::fmt;

/// An annotation as an error names it.
#[derive(Clone, Copy)]
pub(super) enum User {
    Id(i64),
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
    places: HashMap<i64, u32>,
    pub(super) slots: Vec<Slot>,
    declared: u32,
}

pub(super) struct Slot {
    pub(super) id: i64,
    pub(super) declared: Option<u32>,
    pub(super) user: User,
}

impl Ids {
    /// The place of an id, which `user` refers to.
    pub(super) fn slot(&mut self, id: i64, user: User) -> u32 {
        *self.places.entry(id).or_insert_with(|| {
            self.slots.push(Slot {
                id,
                declared: None,
                user,
            });
            self.slots.len() as u32 - 1
        })
    }

    /// The next image or category has this id.
    pub(super) fn declare(&mut self, id: i64, list: &str) -> Result<(), String> {
        // No error names the user of an id that is declared.
        let place = self.slot(id, User::Place(0));
        let slot = &mut self.slots[place as usize];
        if slot.declared.is_some() {
            return Err(format!("two of the `{list}` have the id {id}"));
        }
        slot.declared = Some(self.declared);
        self.declared += 1;
        Ok(())
    }
}

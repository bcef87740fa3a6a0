//! A label as CVAT declares it, among what is known of the task.

use crate::converter::collected::Collected;

/// The label that is being read.
#[derive(Default)]
pub(super) struct Label {
    name: String,
    /// Set for the points of a skeleton, which are labels of their own in the file.
    is_part: bool,
    /// Fields that are not carried.
    others: Vec<String>,
}

impl Label {
    /// Takes a field.
    pub(super) fn take(&mut self, field: &str, text: &str) {
        let text = text.trim();
        match (field, text) {
            ("name", name) => self.name = name.to_owned(),
            ("parent", parent) => self.is_part = !parent.is_empty(),
            // Any shape may have it, which is also what none says.
            ("type", "any") | (_, "") => {}
            (field, _) => self.others.push(field.to_owned()),
        }
    }

    /// Adds it to the categories, unless it is a point of a skeleton.
    pub(super) fn declare(self, collected: &mut Collected) {
        for field in self.others {
            collected.fields.see("labels", &field);
        }
        if !self.is_part {
            collected.declare(&self.name);
        }
    }
}

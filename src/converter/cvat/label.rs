//! A label as CVAT declares it, among what is known of the task.

use crate::converter::collected::Collected;

/// The label that is being read.
#[derive(Default)]
pub(super) struct Label {
    name: String,
    /// The label of the skeleton that it is a point of: points are labels of their own in the file.
    parent: String,
    /// Fields that are not carried.
    others: Vec<String>,
}

impl Label {
    /// Takes a field.
    pub(super) fn take(&mut self, field: &str, text: &str) {
        let text = text.trim();
        match (field, text) {
            ("name", name) => self.name = name.to_owned(),
            ("parent", parent) => self.parent = parent.to_owned(),
            // Any shape may have it, which is also what none says.
            ("type", "any" | "skeleton" | "points") | (_, "") => {}
            (field, _) => self.others.push(field.to_owned()),
        }
    }

    /// Adds it to the categories, unless it is a point of a skeleton.
    pub(super) fn declare(self, collected: &mut Collected) {
        for field in self.others {
            collected.fields.see("labels", &field);
        }
        let parent = match self.parent.as_str() {
            "" => &self.name,
            parent => parent,
        };
        let category = collected.declare(parent);
        if !self.parent.is_empty() {
            collected.keypoint(category, &self.name);
        }
    }
}

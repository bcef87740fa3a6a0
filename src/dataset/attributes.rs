//! Named values of objects and images: text, numbers, flags.

use std::fmt;

/// Named values, in the order of the source. Without any, it takes one pointer.
///
/// ```
/// use converters::dataset::{Attributes, Value};
///
/// let mut attributes = Attributes::default();
/// attributes.set("colour", Value::Text("red".to_owned()));
/// assert_eq!(attributes.get("colour").unwrap().to_string(), "red");
/// assert!(attributes.get("size").is_none());
/// ```
// A boxed list is one word; a list of its own would make each image 16 bytes larger.
#[allow(clippy::box_collection)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributes(Option<Box<Vec<(String, Value)>>>);

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A flag.
    Flag(bool),
}

impl Attributes {
    /// Those of what has none.
    pub(super) const NONE: Attributes = Attributes(None);

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |list| list.len())
    }

    /// The value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let found = self.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value)
    }

    /// Adds a value, or replaces the one of this name.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        let list = self.0.get_or_insert_default();
        match list.iter_mut().find(|(own, _)| *own == name) {
            Some((_, old)) => *old = value,
            None => list.push((name, value)),
        }
    }

    /// Takes out the value of this name.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let list = self.0.as_mut()?;
        let place = list.iter().position(|(own, _)| own == name)?;
        let (_, value) = list.remove(place);
        if list.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// The names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let list = self.0.iter().flat_map(|list| list.iter());
        list.map(|(name, value)| (name.as_str(), value))
    }
}

impl Value {
    /// What a text means, as CVAT, VOC and CSV write values: `true` and `false`, a finite number, or the text.
    ///
    /// A number becomes one only if it is written back as the same text: `1.50` stays a text.
    ///
    /// ```
    /// use converters::dataset::Value;
    ///
    /// assert_eq!(Value::of_text("30.5"), Value::Number(30.5));
    /// assert_eq!(Value::of_text("true"), Value::Flag(true));
    /// assert_eq!(Value::of_text("007"), Value::Text("007".to_owned()));
    /// ```
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        match text {
            "true" => return Self::Flag(true),
            "false" => return Self::Flag(false),
            _ => {}
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number.to_string() == text => Self::Number(number),
            _ => Self::Text(text.to_owned()),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_any_they_are_a_pointer() {
        assert_eq!(size_of::<Attributes>(), size_of::<usize>());
        let mut attributes = Attributes::default();
        attributes.set("a", Value::Flag(true));
        attributes.set("a", Value::Number(2.0));
        assert_eq!(attributes.len(), 1);
        assert_eq!(attributes.remove("a"), Some(Value::Number(2.0)));
        assert_eq!(attributes, Attributes::default());
    }

    #[test]
    fn texts_come_back_as_they_were() {
        for text in [
            "true", "1", "-0.5", "1e5", "007", "1.50", "NaN", "", "inf", "red",
        ] {
            assert_eq!(Value::of_text(text).to_string(), text);
        }
    }
}

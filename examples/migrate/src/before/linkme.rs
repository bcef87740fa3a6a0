//! Constructors that the linker collects, with linkme.

use linkme::distributed_slice;
use serde::Deserialize;
use serde::de::Error;
use serde_json::Value;

pub trait Shape {
    fn area(&self) -> f64;
}

type Entry = (
    &'static str,
    fn(Value) -> Result<Box<dyn Shape>, serde_json::Error>,
);

#[distributed_slice]
pub static SHAPES: [Entry];

#[derive(Deserialize)]
pub struct Circle {
    pub radius: f64,
}

#[distributed_slice(SHAPES)]
static CIRCLE: Entry = ("Circle", |value| {
    Ok(Box::new(serde_json::from_value::<Circle>(value)?))
});

impl Shape for Circle {
    fn area(&self) -> f64 {
        3.0 * self.radius * self.radius
    }
}

#[derive(Deserialize)]
pub struct Square {
    pub side: f64,
}

#[distributed_slice(SHAPES)]
static SQUARE: Entry = ("Square", |value| {
    Ok(Box::new(serde_json::from_value::<Square>(value)?))
});

impl Shape for Square {
    fn area(&self) -> f64 {
        self.side * self.side
    }
}

pub fn read(json: &str) -> Result<Box<dyn Shape>, serde_json::Error> {
    let value: Value = serde_json::from_str(json)?;
    let name = value["type"].as_str().unwrap_or_default().to_owned();
    let entry = SHAPES.iter().find(|(known, _)| *known == name);
    let (_, build) = entry.ok_or_else(|| Error::custom(format!("unknown shape {name}")))?;
    build(value)
}

//! Constructors that are registered before `main`, with inventory.

use serde::Deserialize;
use serde::de::Error;
use serde_json::Value;

pub trait Shape {
    fn area(&self) -> f64;
}

pub struct Entry {
    name: &'static str,
    build: fn(Value) -> Result<Box<dyn Shape>, serde_json::Error>,
}

inventory::collect!(Entry);

#[derive(Deserialize)]
pub struct Circle {
    pub radius: f64,
}

inventory::submit! {
    Entry { name: "Circle", build: |value| Ok(Box::new(serde_json::from_value::<Circle>(value)?)) }
}

impl Shape for Circle {
    fn area(&self) -> f64 {
        3.0 * self.radius * self.radius
    }
}

#[derive(Deserialize)]
pub struct Square {
    pub side: f64,
}

inventory::submit! {
    Entry { name: "Square", build: |value| Ok(Box::new(serde_json::from_value::<Square>(value)?)) }
}

impl Shape for Square {
    fn area(&self) -> f64 {
        self.side * self.side
    }
}

pub fn read(json: &str) -> Result<Box<dyn Shape>, serde_json::Error> {
    let value: Value = serde_json::from_str(json)?;
    let name = value["type"].as_str().unwrap_or_default().to_owned();
    let entry = inventory::iter::<Entry>().find(|entry| entry.name == name);
    let entry = entry.ok_or_else(|| Error::custom(format!("unknown shape {name}")))?;
    (entry.build)(value)
}

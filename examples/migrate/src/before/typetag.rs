//! Trait objects, with typetag.

use serde::Deserialize;

#[typetag::deserialize(tag = "type")]
pub trait Shape {
    fn area(&self) -> f64;
}

#[derive(Deserialize)]
pub struct Circle {
    pub radius: f64,
}

#[typetag::deserialize]
impl Shape for Circle {
    fn area(&self) -> f64 {
        3.0 * self.radius * self.radius
    }
}

#[derive(Deserialize)]
pub struct Square {
    pub side: f64,
}

#[typetag::deserialize]
impl Shape for Square {
    fn area(&self) -> f64 {
        self.side * self.side
    }
}

pub fn read(json: &str) -> Result<Box<dyn Shape>, serde_json::Error> {
    serde_json::from_str(json)
}

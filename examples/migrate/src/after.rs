//! With rollbook.

use serde::Deserialize;

pub mod registry {
    rollbook::include_registry!();
}
pub use registry::shape;

#[rollbook::dispatch]
pub trait Shape {
    fn area(&self) -> f64;
}

#[derive(Deserialize)]
pub struct Circle {
    pub radius: f64,
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

impl Shape for Square {
    fn area(&self) -> f64 {
        self.side * self.side
    }
}

pub fn read(json: &str) -> Result<shape::Module, serde_json::Error> {
    serde_json::from_str(json)
}

//! An enum with serde's tag.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(tag = "type")]
pub enum Shape {
    Circle(Circle),
    Square(Square),
}

impl Shape {
    pub fn area(&self) -> f64 {
        match self {
            Self::Circle(circle) => circle.area(),
            Self::Square(square) => square.area(),
        }
    }
}

#[derive(Deserialize)]
pub struct Circle {
    pub radius: f64,
}

impl Circle {
    fn area(&self) -> f64 {
        3.0 * self.radius * self.radius
    }
}

#[derive(Deserialize)]
pub struct Square {
    pub side: f64,
}

impl Square {
    fn area(&self) -> f64 {
        self.side * self.side
    }
}

pub fn read(json: &str) -> Result<Shape, serde_json::Error> {
    serde_json::from_str(json)
}

//! Structs of a module below a module.

use super::super::Mode;

const FIVE: u8 = 5;

#[derive(Deserialize)]
pub struct Defaults {
    #[serde(default)]
    pub zero: u8,
    #[serde(default)]
    pub no: bool,
    #[serde(default)]
    pub list: Vec<u8>,
    #[serde(default)]
    pub mode: Mode,
    #[serde(default = "five")]
    pub five: u8,
    #[serde(default = "defaults::text")]
    pub text: String,
    #[serde(default = "defaults::some")]
    pub some: Option<i8>,
    #[serde(default = "defaults::list")]
    pub words: Vec<String>,
    #[serde(default = "Vec::new")]
    pub empty: Vec<String>,
    #[serde(default = "slow")]
    pub slow: Mode,
    #[serde(default = "defaults::worked_out")]
    pub unknown: f64,
}

fn five() -> u8 {
    FIVE
}

fn slow() -> Mode {
    Mode::Slow
}

pub mod defaults {
    pub fn eps() -> f64 {
        1e-5
    }
    pub fn text() -> String {
        "a \"b\"".to_owned()
    }
    pub fn some() -> Option<i8> {
        Some(-3)
    }
    pub fn list() -> Vec<String> {
        vec!["a".into(), String::from("b")]
    }
    pub fn worked_out() -> f64 {
        1.0 / 3.0
    }
}

#[derive(Deserialize)]
#[serde(default)]
pub struct Whole {
    pub rate: f64,
    pub name: String,
}

impl Default for Whole {
    fn default() -> Self {
        Self { rate: 0.5, name: String::new() }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Derived {
    pub rate: f64,
    pub maybe: Option<u8>,
}

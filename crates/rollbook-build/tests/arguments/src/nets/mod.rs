//! Structs with defaults of each kind.

pub mod deep;

/// A plain one.
#[derive(Debug, rollbook::Config)]
pub struct Plain {
    /// How many layers.
    pub depth: u16,
    pub name: String,
    pub width: u16,
}

#[derive(Deserialize)]
pub struct Batch {
    #[serde(default = "deep::defaults::eps")]
    pub eps: f64,
}

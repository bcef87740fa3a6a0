//! Refused: try from.

#[derive(rollbook::Config)]
#[serde(try_from = "u8")]
struct Net {
    depth: u8,
}

fn main() {}

//! Refused: same name.

#[derive(rollbook::Config)]
struct Net {
    depth: u8,
    #[serde(rename = "depth")]
    width: u8,
}

fn main() {}

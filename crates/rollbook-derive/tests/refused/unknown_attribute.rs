//! Refused: unknown attribute.

#[derive(rollbook::Config)]
struct Net {
    #[serde(defualt)]
    depth: u8,
}

fn main() {}

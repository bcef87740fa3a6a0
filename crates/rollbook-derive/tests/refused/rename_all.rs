//! Refused: rename all.

#[derive(rollbook::Config)]
#[serde(rename_all = "Train-Case")]
struct Net {
    depth: u8,
}

fn main() {}

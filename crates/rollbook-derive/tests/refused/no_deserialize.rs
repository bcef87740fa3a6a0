//! Refused: no deserialize.

struct Other;

#[derive(rollbook::Config)]
struct Net {
    other: Other,
}

fn main() {}

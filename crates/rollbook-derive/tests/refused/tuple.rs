//! Refused: tuple.

#[derive(rollbook::Config)]
struct Pair(u8, u8);

fn main() {}

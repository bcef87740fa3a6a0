//! Refused: enum.

#[derive(rollbook::Config)]
enum Mode {
    Off,
}

fn main() {}

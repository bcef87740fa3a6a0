//! Fails where reading a config takes more instructions than it did. It needs the program `parse`, and valgrind.

#[allow(dead_code)] // The tables are another program's.
#[path = "../counts.rs"]
mod counts;
#[allow(dead_code)]
#[path = "../print.rs"]
mod print;

fn main() -> anyhow::Result<()> {
    counts::guard()
}

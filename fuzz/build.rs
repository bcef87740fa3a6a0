//! Generates the registry of the two modules that the targets read.

fn main() {
    rollbook_build::generate("registry.toml");
}

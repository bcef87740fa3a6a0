//! Generates the registry of the kinds.

fn main() {
    rollbook_build::generate("registry.toml");
}

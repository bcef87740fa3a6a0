//! Generates the registry.

fn main() {
    rollbook_build::generate("registry.toml");
}

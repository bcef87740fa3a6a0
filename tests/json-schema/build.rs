//! Generates the registries.

fn main() {
    rollbook_build::generate("registry.toml");
}

//! Generates the registry from `registry.toml`.

fn main() {
    rollbook_build::generate("registry.toml");
}

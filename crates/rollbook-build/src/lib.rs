//! Generates a compile-time registry from `registry.toml`.

//! A compile-time registry.

//! The attribute `#[rollbook::dispatch]`.

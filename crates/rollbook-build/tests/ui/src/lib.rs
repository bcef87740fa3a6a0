//! The types of `lock-arguments.toml`. They are read, and not compiled.

/// Its lock has the arguments of an earlier version.
#[derive(Deserialize)]
pub struct ResNet {
    /// Was `u8`.
    depth: u32,
    /// Was `old`, and still may be.
    #[serde(alias = "old")]
    new: u32,
    /// Was optional.
    width: u32,
    /// Is new.
    norm: String,
    /// Is new, but optional.
    groups: Option<u32>,
}

/// What changed here breaks nothing.
#[derive(Deserialize)]
pub struct Swin {
    dims: Option<u32>,
    #[serde(default)]
    windows: Vec<(u32, u32)>,
}

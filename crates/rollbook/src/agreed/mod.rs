//! What programs and the build script must agree on: special keys, limits, and how texts are shown.

pub(crate) mod show;
#[cfg(feature = "toml_tree")]
pub mod toml_tree;

/// The key that sets the scope for its table and the tables below it.
pub const SCOPE_KEY: &str = "_scope_";

/// The start of a request for the tag. The tag's key follows. See [`crate::registry::Data::tag_first`].
pub const TAG_FIRST: &str = "\0rollbook\0";

/// How many tables and lists a config may nest. Deeper configs are refused before the stack ends. serde_json has the
/// same limit.
pub const DEEPEST: usize = 128;

//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct File {}
#[derive(serde::Deserialize)]
pub struct FileConfig {}
pub async fn open(_: FileConfig) -> Result<u8, String> { Ok(1) }

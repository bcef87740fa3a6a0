//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct File {}
#[derive(serde::Deserialize)]
pub struct FileConfig {}
impl rollbook::BuildAsync for FileConfig {
    type Module = u8;
    async fn build(self, (): &()) -> Result<u8, rollbook::BuildError> { Ok(1) }
}

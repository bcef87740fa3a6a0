//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct File {}
#[derive(serde::Deserialize)]
pub struct FileConfig {}
impl rollbook::BuildAsync for FileConfig {
    type Module = File;
    async fn build(self, (): &()) -> Result<File, rollbook::BuildError> {
        let name = std::rc::Rc::new(1);
        std::future::ready(()).await;
        drop(name);
        Ok(File {})
    }
}

//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct File(std::rc::Rc<str>);
#[derive(serde::Deserialize)]
pub struct FileConfig { path: String }
impl From<FileConfig> for File {
    fn from(config: FileConfig) -> Self { Self(config.path.into()) }
}

//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct Pool;
pub struct File {}
#[derive(serde::Deserialize)]
pub struct FileConfig {}
pub async fn open(_: FileConfig, _: &Pool) -> File {
    let name = std::rc::Rc::new(1);
    std::future::ready(()).await;
    drop(name);
    File {}
}

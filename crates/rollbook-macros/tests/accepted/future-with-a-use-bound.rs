//! The impl must not repeat what the future captures: `Self` is no parameter there.

use std::future::Future;

#[rollbook_macros::dispatch]
pub trait Source {
    fn fetch(&mut self, url: u32) -> impl Future<Output = usize> + Send + use<'_, Self>;
    fn drain(self) -> impl Future<Output = usize> + use<Self>;
}

pub struct File(usize);

impl Source for File {
    async fn fetch(&mut self, url: u32) -> usize {
        self.0 + usize::try_from(url).unwrap_or_default()
    }

    async fn drain(self) -> usize {
        self.0
    }
}

pub enum Module {
    File(File),
}

pub mod types {
    pub use crate::File;
}

Source! { [crate::Source] [Module] File = types::File, ; }

fn main() {
    let mut module = Module::File(File(1));
    drop(module.fetch(1));
    drop(module.drain());
}

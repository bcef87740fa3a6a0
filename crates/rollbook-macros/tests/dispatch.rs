//! `#[dispatch]` on traits of every legal kind, against enums as the generator writes them.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::needless_arbitrary_self_type
)]

use std::fmt::Debug;
use std::future::Future;

/// A trait in a module of its own, whose types are private imports there.
mod deep {
    use std::collections::HashMap;
    use std::fmt;

    mod inner {
        #[derive(Debug, Default, PartialEq)]
        pub struct Tensor(pub u32);
        pub type Result<T> = std::result::Result<T, String>;
    }
    pub use inner::Tensor as Exported;
    use inner::{Result, Tensor};

    #[rollbook_macros::dispatch]
    pub trait Layer: fmt::Debug {
        /// By reference, over imported types and an alias of `Result`.
        fn forward(&self, x: &Tensor) -> Result<Tensor>;
        /// A path through an imported module, with a lifetime.
        fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
        fn table(&self) -> HashMap<String, Vec<Tensor>> {
            HashMap::from([("x".to_owned(), vec![Tensor(1)])])
        }
        fn grow(&mut self, by: u32);
        fn finish(self) -> u32
        where
            Self: Sized;
        fn boxed(self: Box<Self>) -> u32;
        fn typed(self: &Self) -> u32 {
            7
        }
    }
}

#[rollbook_macros::dispatch]
pub(crate) trait Generic {
    fn visit<'a, T: Debug + 'a, F>(&'a self, value: T, f: F) -> String
    where
        F: FnOnce(&T) -> String;
    fn array<const N: usize>(&self) -> [u8; N] {
        [1; N]
    }
    fn opaque(&self, text: impl Into<String>, (a, mut b): (u8, u8), _: bool) -> String {
        b += a;
        format!("{}{b}", text.into())
    }
    fn parse<T: std::str::FromStr + Default>(&self) -> T {
        "3".parse().unwrap_or_default()
    }
    #[cfg(any())]
    fn left_out(&self, x: NotThere);
}

#[rollbook_macros::dispatch]
#[allow(async_fn_in_trait)]
pub trait Async {
    async fn fetch(&self, url: &str) -> usize;
    async fn send(&mut self, data: Vec<u8>) -> Result<usize, String> {
        Ok(data.len())
    }
}

/// A second trait of the same name, in another module.
mod other {
    #[rollbook_macros::dispatch]
    pub(crate) trait Async {
        fn wait(&self) -> u8;
    }
}

#[derive(Debug)]
struct Relu {
    size: u32,
}
#[derive(Debug)]
struct Large {
    size: u32,
}

impl Relu {
    /// An inherent method of the same name is not the trait's.
    fn forward(&self) -> &'static str {
        "inherent"
    }
}

macro_rules! layers {
    ($($type:ident)*) => { $(
        impl deep::Layer for $type {
            fn forward(&self, x: &deep::Exported) -> Result<deep::Exported, String> {
                match x.0 {
                    0 => Err("zero".into()),
                    x => Ok(deep::Exported(x * self.size)),
                }
            }
            fn write(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{}", self.size) }
            fn grow(&mut self, by: u32) { self.size += by; }
            fn finish(self) -> u32 { self.size }
            fn boxed(self: Box<Self>) -> u32 { self.size }
        }
        impl Generic for $type {
            fn visit<'a, T: Debug + 'a, F>(&'a self, value: T, f: F) -> String where F: FnOnce(&T) -> String {
                f(&value)
            }
        }
        impl Async for $type {
            async fn fetch(&self, url: &str) -> usize { url.len() + self.size as usize }
        }
        impl other::Async for $type {
            fn wait(&self) -> u8 { 9 }
        }
    )* };
}
layers! { Relu Large }

mod types {
    pub(super) type Relu = super::Relu;
    pub(super) type Large = super::Large;
}

#[derive(Debug)]
enum Module {
    Relu(types::Relu),
    Large(Box<types::Large>),
}

#[derive(Debug)]
enum Empty {}

macro_rules! implement {
    ($($name:ident)::+) => {
        const _: () = {
            #[allow(unused_imports)]
            use deep::*;
            $($name)::+! { [$($name)::+] [Module] Relu = types::Relu, ; Large = types::Large, }
        };
        const _: () = {
            #[allow(unused_imports)]
            use deep::*;
            $($name)::+! { [$($name)::+] [Empty] ; }
        };
    };
}
implement!(deep::Layer);
implement!(Generic);
implement!(Async);
implement!(other::Async);

fn both() -> [Module; 2] {
    [
        Module::Relu(Relu { size: 2 }),
        Module::Large(Box::new(Large { size: 2 })),
    ]
}

#[test]
fn every_receiver() {
    use deep::Layer;
    for mut module in both() {
        assert_eq!(module.forward(&deep::Exported(3)), Ok(deep::Exported(6)));
        assert_eq!(module.forward(&deep::Exported(0)), Err("zero".into()));
        assert_eq!(module.table()["x"], [deep::Exported(1)]);
        module.grow(1);
        assert_eq!(module.typed(), 7);
        assert_eq!(module.finish(), 3);
    }
    for module in both() {
        assert_eq!(Box::new(module).boxed(), 2);
    }
}

#[test]
fn generic_methods() {
    for module in both() {
        assert_eq!(module.visit(5, |five| format!("<{five:?}>")), "<5>");
        assert_eq!(module.array::<3>(), [1; 3]);
        assert_eq!(module.opaque("x", (1, 2), true), "x3");
        assert_eq!(module.parse::<u8>(), 3);
    }
}

#[test]
fn async_methods() {
    for mut module in both() {
        assert_eq!(at_once(module.fetch("abc")), 5);
        assert_eq!(at_once(module.send(vec![0; 4])), Ok(4));
        assert_eq!(other::Async::wait(&module), 9);
    }
}

/// What rustc's own `async_fn_in_trait` advises: a future that says that it is `Send`.
#[rollbook_macros::dispatch]
pub trait Spawned {
    fn run(&self, by: u32) -> impl Future<Output = Result<u32, String>> + Send;
    fn named<'a>(&'a self, text: &'a str) -> impl std::future::Future<Output = &'a str> + Send + 'a
    where
        Self: Sync,
    {
        async move { text }
    }
}

mod boxed {
    #[rollbook_macros::dispatch]
    #[async_trait::async_trait]
    pub(super) trait Below: Sync {
        async fn ask(&self, text: &str, more: Vec<&str>) -> usize;
        fn plain(&self) -> u8 {
            1
        }
    }
    use async_trait::async_trait;
    #[async_trait]
    #[rollbook_macros::dispatch]
    pub(super) trait Above {
        async fn answer(&mut self, text: &str) -> usize;
    }
    #[rollbook_macros::dispatch]
    #[async_trait(?Send)]
    pub(super) trait Local {
        async fn wait(&self) -> std::rc::Rc<u8>;
    }
}

macro_rules! futures {
    ($($type:ident)*) => { $(
        impl Spawned for $type {
            async fn run(&self, by: u32) -> Result<u32, String> { Ok(self.size * by) }
        }
        #[async_trait::async_trait]
        impl boxed::Below for $type {
            async fn ask(&self, text: &str, more: Vec<&str>) -> usize { text.len() + more.len() }
        }
        #[async_trait::async_trait]
        impl boxed::Above for $type {
            async fn answer(&mut self, text: &str) -> usize { text.len() }
        }
        #[async_trait::async_trait(?Send)]
        impl boxed::Local for $type {
            async fn wait(&self) -> std::rc::Rc<u8> { std::rc::Rc::new(4) }
        }
    )* };
}
futures! { Relu Large }
implement!(Spawned);
mod elsewhere {
    use super::boxed::*;
    use super::{Empty, Module, types};
    boxed::Below! { [boxed::Below] [Module] Relu = types::Relu, ; Large = types::Large, }
    boxed::Above! { [boxed::Above] [Module] Relu = types::Relu, ; Large = types::Large, }
    boxed::Local! { [boxed::Local] [Module] Relu = types::Relu, ; Large = types::Large, }
    boxed::Below! { [boxed::Below] [Empty] ; }
    use super::boxed;
}

#[test]
fn futures_that_are_send() {
    fn sent<T: Send>(future: T) -> T {
        future
    }
    fn generic<M: Spawned + Sync>(module: &M) -> impl Future<Output = Result<u32, String>> + Send {
        module.run(3)
    }
    for module in both() {
        assert_eq!(at_once(sent(generic(&module))), Ok(6));
        assert_eq!(at_once(sent(module.named("x"))), "x");
    }
}

#[test]
fn async_trait_above_and_below() {
    use boxed::{Above, Below, Local};
    for mut module in both() {
        assert_eq!(at_once(module.ask("abc", vec!["d"])), 4);
        assert_eq!(module.plain(), 1);
        assert_eq!(at_once(module.answer("ab")), 2);
        assert_eq!(*at_once(module.wait()), 4);
    }
}

/// Polls a future that never waits.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

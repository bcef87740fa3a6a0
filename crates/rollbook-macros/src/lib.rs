//! The attribute `#[rollbook::dispatch]`: a trait for the enum of a registry's modules, by static dispatch; and what
//! `include_registry!` calls to show errors in the files that they are about.
//!
//! It has no dependencies: every user of rollbook compiles it.

mod alias;
mod emit;
mod method;
mod parse;
mod report;
mod tokens;

use proc_macro::TokenStream;

/// Lets the module enum of a registry implement a trait: `trait = "crate::Model"` in `registry.toml`.
///
/// The trait stays as it is. Beside it a macro of its own name is exported, which writes the impl where the registry is
/// generated; so `pub use Model` carries both, and any crate's registry can name the trait. Each method becomes a
/// `match` over the modules: no box, no vtable.
///
/// ```
/// #[rollbook_macros::dispatch]
/// pub trait Model {
///     fn forward(&self, x: f64) -> f64;
///     fn visit<F: FnMut(&str)>(&self, f: F);
///     async fn fetch(&mut self, url: &str) -> usize;
///     fn finish(self) -> String;
/// }
/// # fn main() {}
/// ```
///
/// A method may be generic, `async`, or return `impl Future<Output = T> + Send`; it may take `self`, `&self`, `&mut self`
/// or `Box<Self>`. A returned future calls the module's method when it is first polled. `#[async_trait]` may be above
/// this attribute or below it.
///
/// Types in the signatures may be written as usual: each gets a hidden alias beside the trait. Traits in bounds are found
/// if they are public in the trait's own module, in the prelude, or written as `crate::...`.
///
/// Some traits fit no enum: those with generics, associated types or constants, functions without `self`, methods that
/// take or return `Self`, and methods that return another `impl Trait`. They are refused. Write `dispatch = false` in
/// `registry.toml` instead, and write the impl by hand, one line a method, with the registry's `each!`.
#[proc_macro_attribute]
pub fn dispatch(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let written = parse::arguments(arguments).and_then(|()| parse::parse(item.clone()));
    let beside = match written {
        Ok(parsed) => emit::emit(&parsed),
        Err(refusal) => {
            let mut out = refusal.into_compile_error();
            if let Some((visibility, name)) = parse::heading(item.clone()) {
                out.extend(emit::nothing(&name, &visibility, &item.to_string()));
            }
            out
        }
    };
    let mut out = item;
    out.extend(beside);
    out
}

/// Shows what the build script found wrong: `rollbook::include_registry!` calls it if there is anything.
#[doc(hidden)]
#[proc_macro]
pub fn report(_: TokenStream) -> TokenStream {
    let text = report::report();
    // It is one of the few texts in `report.rs`, and each is Rust.
    text.parse().expect("an item")
}

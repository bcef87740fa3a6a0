//! The macro that writes the impl, as text.

use proc_macro::{Span, TokenStream};

use crate::alias::Definition;
use crate::method::{Method, Receiver};
use crate::parse::{AsyncTrait, Trait};
use crate::tokens::Refusal;

/// The macro beside a trait: `Model! { [path] [Module] NetA = types::NetA, ; Huge = types::Huge, }`.
pub(crate) fn emit(parsed: &Trait) -> TokenStream {
    let Trait {
        name,
        visibility,
        text,
        methods,
        aliases,
        async_trait,
    } = parsed;
    let (attribute, import) = match async_trait {
        Some(AsyncTrait { path, arguments }) => (
            format!("#[__rollbook_{name}_async_trait {arguments}]"),
            format!(
                "#[doc(hidden)] #[allow(unused_imports)] {visibility} use {path} as __rollbook_{name}_async_trait;"
            ),
        ),
        None => (String::new(), String::new()),
    };
    let methods = methods.iter().map(method).collect::<String>();
    let aliases = aliases
        .iter()
        .map(|Definition { conditions, text }| {
            format!(
                "{conditions} #[doc(hidden)] #[allow(non_camel_case_types, dead_code)] {visibility} {text}\n"
            )
        })
        .collect::<String>();
    let rule = format!(
        "([$trait:path] [$module:ident]
          $($plain:ident = $plain_type:ty,)* ; $($boxed:ident = $boxed_type:ty,)*) => {{
             #[allow(deprecated, unused_variables, clippy::all, clippy::pedantic)]
             {attribute}
             impl $trait for $module {{
                 {methods}
             }}
         }};"
    );
    source(&format!(
        "{aliases} {import} {}",
        exported(name, visibility, text, &rule)
    ))
}

/// A macro that writes nothing, for a trait that is refused: the refusal is the only error.
pub(crate) fn nothing(name: &str, visibility: &str, text: &str) -> TokenStream {
    source(&exported(name, visibility, text, "($($any:tt)*) => {};"))
}

/// A macro with one rule, under the trait's own name.
fn exported(name: &str, visibility: &str, text: &str, rule: &str) -> String {
    let exported = format!("__rollbook_dispatch_{name}_{:08x}", checksum(text));
    format!(
        "#[doc(hidden)]
         #[macro_export]
         macro_rules! {exported} {{ {rule} }}
         #[doc(hidden)]
         #[allow(unused_imports)]
         {visibility} use {exported} as {name};"
    )
}

/// Text that this crate wrote, as tokens. An error in it is an error of this crate, and is reported as one.
fn source(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| {
        let message = format!("`#[dispatch]` wrote text that is not Rust: {error}");
        Refusal::plain(Span::call_site(), &message).into_compile_error()
    })
}

fn method(method: &Method) -> String {
    let Method {
        attributes,
        is_async,
        name,
        generics,
        parameters,
        receiver,
        arguments,
        tail,
        returns_future,
    } = method;
    let (signature, scrutinee, binding, plain, boxed) = match receiver {
        Receiver::Ref(text) => (text.as_str(), "*self", "ref module", "module", "module"),
        Receiver::Mut(text) => (text.as_str(), "*self", "ref mut module", "module", "module"),
        Receiver::Value => ("self", "self", "module", "module", "*module"),
        Receiver::Boxed(text) => (
            text.as_str(),
            "*self",
            "module",
            "Box::new(module)",
            "module",
        ),
    };
    let typed = arguments
        .iter()
        .enumerate()
        .map(|(index, argument)| format!(", argument_{index}: {argument}"))
        .collect::<String>();
    let passed = (0..arguments.len())
        .map(|index| format!(", argument_{index}"))
        .collect::<String>();
    let turbofish = match parameters.as_slice() {
        [] => String::new(),
        names => format!("::<{}>", names.join(", ")),
    };
    let asynchronous = if *is_async { "async" } else { "" };
    let awaited = if *is_async || *returns_future {
        ".await"
    } else {
        ""
    };
    let block = if *returns_future { "async move" } else { "" };
    let arm = |variants: &str, module: &str| {
        format!(
            "$($module::${variants}({binding}) => \
             <${variants}_type as $trait>::{name}{turbofish}({module}{passed}){awaited},)*"
        )
    };
    format!(
        "{attributes} {asynchronous} fn {name} {generics} ({signature}{typed}) {tail} {{
            {block} {{ match {scrutinee} {{
                {}
                {}
            }} }}
        }}\n",
        arm("plain", plain),
        arm("boxed", boxed),
    )
}

/// FNV-1a: two traits of one name in different modules need macros of different names.
fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

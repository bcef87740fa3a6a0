//! The macro that writes the impl, as text.

use proc_macro::TokenStream;

use crate::alias::Definition;
use crate::parse::{Method, Receiver, Trait};

/// The macro beside a trait: `Model! { [path] [Module] NetA = types::NetA, ; Huge = types::Huge, }`.
pub(crate) fn emit(parsed: &Trait) -> TokenStream {
    let Trait {
        name,
        visibility,
        text,
        methods,
        aliases,
    } = parsed;
    let exported = format!("__rollbook_dispatch_{name}_{:08x}", checksum(text));
    let methods = methods.iter().map(method).collect::<String>();
    let aliases = aliases
        .iter()
        .map(|Definition { conditions, text }| {
            format!(
                "{conditions} #[doc(hidden)] #[allow(non_camel_case_types, dead_code)] {visibility} {text}\n"
            )
        })
        .collect::<String>();
    let source = format!(
        "
        {aliases}
        #[doc(hidden)]
        #[macro_export]
        macro_rules! {exported} {{
            ([$trait:path] [$module:ident]
             $($plain:ident = $plain_type:ty,)* ; $($boxed:ident = $boxed_type:ty,)*) => {{
                #[allow(deprecated, unused_variables, clippy::all, clippy::pedantic)]
                impl $trait for $module {{
                    {methods}
                }}
            }};
        }}
        #[doc(hidden)]
        #[allow(unused_imports)]
        {visibility} use {exported} as {name};
        "
    );
    source.parse().unwrap_or_default()
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
    let (asynchronous, awaited) = if *is_async {
        ("async", ".await")
    } else {
        ("", "")
    };
    let arm = |variants: &str, module: &str| {
        format!(
            "$($module::${variants}({binding}) => \
             <${variants}_type as $trait>::{name}{turbofish}({module}{passed}){awaited},)*"
        )
    };
    format!(
        "{attributes} {asynchronous} fn {name} {generics} ({signature}{typed}) {tail} {{
            match {scrutinee} {{
                {}
                {}
            }}
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

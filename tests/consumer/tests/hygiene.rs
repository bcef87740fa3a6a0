//! Generated code under the strictest settings that a user's crate may have: no prelude, and denied lints.

#![no_implicit_prelude]
#![deny(warnings)]
#![deny(unused_qualifications, rust_2024_compatibility, missing_docs)]
#![deny(clippy::all, clippy::pedantic)]

/// A registry with scopes, aliases, a boxed module, a sequence and `Serialize`.
pub mod hygiene {
    use ::rollbook::__private::registry as __rollbook;

    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/hygiene.rs"));
}

#[::core::prelude::v1::test]
fn it_works_without_a_prelude() {
    use hygiene::Scope;
    use hygiene::act::{Kind, Module, REGISTRY};

    ::std::assert!(::core::matches!(
        REGISTRY.get("Plain"),
        ::core::option::Option::Some(Kind::Plain)
    ));
    ::std::assert!(REGISTRY.resolve("Plainn").is_err());
    ::std::assert!(<Kind as ::core::str::FromStr>::from_str("Other").is_ok());
    ::std::assert!(<Scope as ::core::str::FromStr>::from_str("nowhere").is_err());
    ::std::assert_eq!(
        Scope::Child.parent(),
        ::core::option::Option::Some(Scope::Base)
    );
    ::std::assert_eq!(Scope::Child.enter(Scope::current), Scope::Child);
    let module: ::core::result::Result<Module, _> = ::serde_json::from_str("\"Boxed\"");
    ::std::assert_eq!(
        module.map(|module| module.kind()).ok(),
        ::core::option::Option::Some(Kind::Boxed)
    );
}

//! The guide: pages about how to use rollbook.
//!
//! | page | what it answers |
//! | --- | --- |
//! | [`tutorial`] | how one example grows, feature by feature |
//! | [`manifest`] | each key of `registry.toml` |
//! | [`reference`](mod@reference) | what is generated, and what each Cargo feature adds |
//! | [`lookup`] | which module a name finds, from which scope |
//! | [`checked_configs`] | how `cargo build` finds a wrong name in a config file |
//! | [`lock`] | what happens to a name that old configs write |
//! | [`validate`](mod@validate) | how all mistakes of a config are found before anything is built |
//! | [`plug_in`] | how the registry of one crate extends that of another |
//! | [`derive`](mod@derive) | the derive that compiles faster than serde's |
//! | [`untrusted`] | what a config from a stranger can do |
//! | [`stability`] | what a new version may change |
//! | [`from_mmengine`], [`from_serde_enum`], [`from_typetag`], [`from_inventory_or_linkme`] | how to change to rollbook |
//!
//! This module exists in the documentation only. Its pages are files of the crate, in `docs/`.

// The links between the pages: a page's own definitions lead to files, those of `links.md` come first and win here.
macro_rules! pages {
    ($($page:ident $file:literal)*) => {
        $(
            #[doc = include_str!("../docs/links.md")]
            #[doc = include_str!(concat!("../docs/", $file, ".md"))]
            pub mod $page {}
        )*
    };
}

pages! {
    tutorial "tutorial"
    manifest "manifest"
    reference "reference"
    lookup "lookup"
    checked_configs "checked-configs"
    lock "lock"
    validate "validate"
    plug_in "plug-in"
    derive "derive"
    reading "reading"
    untrusted "untrusted"
    stability "stability"
    from_mmengine "from-mmengine"
    from_serde_enum "from-serde-enum"
    from_typetag "from-typetag"
    from_inventory_or_linkme "from-inventory-or-linkme"
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

//! What the derive writes has the hygiene of the struct's own tokens, so lints of the user's crate apply to it. Each of
//! these would be an error here. The names in it may be used twice, in different places.

#![deny(
    warnings,
    unused,
    nonstandard_style,
    rust_2018_idioms,
    future_incompatible
)]
#![deny(
    missing_docs,
    single_use_lifetimes,
    unused_lifetimes,
    unused_qualifications,
    unused_results
)]
#![deny(
    trivial_casts,
    unreachable_pub,
    unit_bindings,
    let_underscore_drop,
    explicit_outlives_requirements
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(
    clippy::implicit_return,
    clippy::missing_inline_in_public_items,
    clippy::missing_trait_methods
)]
#![deny(clippy::question_mark_used, clippy::shadow_unrelated)]
#![allow(
    clippy::needless_return,
    clippy::missing_docs_in_private_items,
    clippy::items_after_statements
)]

use rollbook::Config;
use serde_json::from_str;

const fn three() -> u8 {
    return 3;
}

/// Every field has a default.
#[derive(Config)]
struct Optional<'a> {
    #[serde(default)]
    name: Option<&'a str>,
    #[serde(default = "three")]
    size: u8,
}

#[derive(Config)]
struct Around<T> {
    own: T,
    #[serde(flatten)]
    rest: Own,
}

#[derive(Config)]
struct Own {
    r#type: u8,
}

macro_rules! pair {
    ($one:ident $two:ident $held:ty) => {
        #[derive(Config)]
        struct $one {
            held: $held,
        }

        #[derive(Config)]
        struct $two {
            __held: Option<$held>,
        }
    };
}

pair!(One Two Vec<u8>);

#[test]
fn what_is_derived_passes_lints() {
    let read = from_str::<Optional<'_>>("{}").unwrap();
    assert_eq!((read.name, read.size), (None, 3));
    let around = from_str::<Around<u8>>(r#"{ "own": 1, "type": 2 }"#).unwrap();
    assert_eq!((around.own, around.rest.r#type), (1, 2));
    assert_eq!(from_str::<One>(r#"{ "held": [1] }"#).unwrap().held, [1]);
    assert_eq!(from_str::<Two>("{}").unwrap().__held, None);
}

#[test]
fn two_structs_have_one_name() {
    {
        #[derive(Config)]
        struct Own {
            a: u8,
        }
        assert_eq!(from_str::<Own>(r#"{ "a": 1 }"#).unwrap().a, 1);
    }
    #[derive(Config)]
    struct Own {
        b: u8,
    }
    assert_eq!(from_str::<Own>(r#"{ "b": 2 }"#).unwrap().b, 2);
}

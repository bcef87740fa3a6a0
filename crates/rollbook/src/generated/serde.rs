//! `serde!` and `deserialize!`: they expand to nothing if this crate is built without serde.

/// The items that need serde.
#[cfg(feature = "serde")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_serde {
    ($($item:item)*) => { $($item)* };
}

/// The items that need serde.
#[cfg(not(feature = "serde"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_serde {
    ($($item:item)*) => {};
}

/// `Deserialize` for `Config`, and for `Module` if it can be built without a context.
#[cfg(feature = "serde")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_deserialize {
    (Config) => {
        impl<'de> $crate::__private::registry::serde_core::Deserialize<'de> for Config {
            fn deserialize<D>(config: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::__private::registry::serde_core::Deserializer<'de>,
            {
                $crate::__private::registry::read(config)
            }
        }
    };
    (Config Module) => {
        $crate::__rollbook_deserialize!(Config);

        impl<'de> $crate::__private::registry::serde_core::Deserialize<'de> for Module {
            fn deserialize<D>(config: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::__private::registry::serde_core::Deserializer<'de>,
            {
                $crate::__private::registry::read_module::<Config, D, _>(config, Config::build)
            }
        }
    };
}

/// `Deserialize` for `Config`, and for `Module` if it can be built without a context.
#[cfg(not(feature = "serde"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_deserialize {
    ($($enum:ident)*) => {};
}

/// A test of the registry's `defaults`.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_check_defaults {
    () => {
        #[cfg(test)]
        mod defaults {
            #[::core::prelude::v1::test]
            fn can_be_read() {
                if let ::core::result::Result::Err(error) = super::REGISTRY.check_defaults() {
                    ::core::panic!("{error}");
                }
            }
        }
    };
}

/// `schemars::JsonSchema` for the enums that are named, and what it is made from.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_json_schema {
    ([$($enum:ident)*] $described:item) => {
        $described

        $(impl $crate::__private::registry::JsonSchema for $enum {
            fn schema_name() -> $crate::__private::registry::Cow<'static, str> {
                REGISTRY.name().into()
            }

            fn schema_id() -> $crate::__private::registry::Cow<'static, str> {
                ::core::module_path!().into()
            }

            fn json_schema(
                generator: &mut $crate::__private::registry::SchemaGenerator,
            ) -> $crate::__private::registry::Schema {
                $crate::__private::registry::described::<Config>(generator)
            }
        })*
    };
}

/// `schemars::JsonSchema` for the enums that are named, and what it is made from.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_json_schema {
    ([$($enum:ident)*] $described:item) => {};
}

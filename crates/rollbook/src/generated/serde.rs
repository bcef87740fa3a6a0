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

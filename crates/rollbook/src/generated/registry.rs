//! `registry!`: what the enums of every registry can do. `debug!` and `builds!`: what only some need.

/// Completes the generated `Kind`, `Config` and `Module`. The variants come in the manifest's order. With the module that
/// has the aliases of the configs, it also compares the names of their fields with the reserved ones.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_registry {
    ($table:path, configs = $configs:ident; $($variant:ident)*) => {
        $crate::__rollbook_registry!($table; $($variant)*);
        $crate::__rollbook_reserved!($table, $configs; $($variant)*);
    };
    ($table:path $(, content = $content:literal)?; $($variant:ident)*) => {
        /// The registry as seen from the manifest's own scope.
        pub const REGISTRY: $crate::Registry<Kind> = from(Scope::OWN);

        /// The registry as seen from a scope.
        #[must_use]
        pub const fn from(scope: Scope) -> $crate::Registry<Kind> {
            $crate::__private::registry::seen_from(scope.id())
        }

        impl Kind {
            /// All modules that can be built, in the manifest's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its place in [`Kind::ALL`].
            #[must_use]
            pub const fn index(self) -> ::core::primitive::usize {
                $crate::__rollbook_index!(self $($variant)*)
            }

            /// What the manifest says about it: name, scope, aliases, doc, place.
            #[must_use]
            pub const fn info(self) -> &'static $crate::Info {
                &$table.modules[self.index()]
            }

            /// The scope that it lives in.
            #[must_use]
            pub const fn scope(self) -> Scope {
                Scope::ALL[self.info().scope_index as ::core::primitive::usize]
            }
        }

        impl $crate::__private::registry::Tables for Kind {
            const DATA: &'static $crate::__private::registry::Data = &$table;
            $(const CONTENT: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some($content);)?
        }

        impl $crate::Kind for Kind {
            const ALL: &'static [Self] = Self::ALL;
            type Scope = Scope;
            type Config = Config;
            type Module = Module;

            fn index(self) -> ::core::primitive::usize {
                self.index()
            }
        }

        impl ::core::fmt::Display for Kind {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.info().name)
            }
        }

        /// Looks the name up from the manifest's own scope.
        impl ::core::str::FromStr for Kind {
            type Err = $crate::UnknownName<'static>;

            fn from_str(name: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                $crate::__private::registry::kind_named(REGISTRY, name)
            }
        }

        $crate::__rollbook_kind!(Config $($variant)*);
        $crate::__rollbook_kind!(Module $($variant)*);
    };
}

/// What rustc compares: the names of each config's fields with the keys that are taken. Only rollbook's derive tells them.
#[cfg(all(feature = "serde", feature = "derive"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_reserved {
    ($table:path, $configs:ident; $($variant:ident)*) => {
        const _: () = {
            #[allow(unused_imports)]
            use $crate::__private::registry::NoNames as _;
            $crate::__private::registry::refuse_reserved(
                &$table,
                &[$($crate::__private::registry::NamesOf::<$configs::$variant>::NAMES),*],
            );
        };
    };
}

/// Nothing, as no names are known.
#[cfg(not(all(feature = "serde", feature = "derive")))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_reserved {
    ($table:path, $configs:ident; $($variant:ident)*) => {};
}

/// A value's place among its variants. An enum without variants has no values to cast.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_index {
    ($value:ident) => {
        match $value {}
    };
    ($value:ident $($variant:ident)+) => {
        $value as ::core::primitive::usize
    };
}

/// From a config or a module to its kind.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_kind {
    ($enum:ident $($variant:ident)*) => {
        impl $enum {
            /// Which module it belongs to.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match *self {
                    $(Self::$variant(_) => Kind::$variant,)*
                }
            }
        }
    };
}

/// `Module::NetA(..)`: not every module is `Debug`, but `Result::unwrap` requires it of the enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_debug {
    ($enum:ident) => {
        impl ::core::fmt::Debug for $enum {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(f, "{}::{:?}(..)", ::core::stringify!($enum), self.kind())
            }
        }
    };
}

/// `rollbook::Construct`, by the `construct` of `Config`, or of another enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_constructs {
    ($($context:ident)?) => {
        $crate::__rollbook_constructs!(Config: $($context)?);
    };
    ($config:ident:) => {
        impl $crate::Construct<()> for $config {
            fn construct(self, (): &()) -> ::core::result::Result<Module, $crate::BuildError> {
                self.construct()
            }

            fn info(&self) -> &'static $crate::Info {
                self.kind().info()
            }
        }
    };
    ($config:ident: $context:ident) => {
        impl $crate::Construct<$context> for $config {
            fn construct(
                self,
                context: &$context,
            ) -> ::core::result::Result<Module, $crate::BuildError> {
                self.construct(context)
            }

            fn info(&self) -> &'static $crate::Info {
                self.kind().info()
            }
        }
    };
}

/// `rollbook::Build`, by the `build` of `Config`, or of another enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_builds {
    ($($context:ident)?) => {
        $crate::__rollbook_builds!(Config: $($context)?);
    };
    ($config:ident:) => {
        impl $crate::Build<()> for $config {
            type Module = Module;

            fn build(self, (): &()) -> ::core::result::Result<Module, $crate::BuildError> {
                self.build()
            }
        }
    };
    ($config:ident: $context:ident) => {
        impl $crate::Build<$context> for $config {
            type Module = Module;

            fn build(
                self,
                context: &$context,
            ) -> ::core::result::Result<Module, $crate::BuildError> {
                self.build(context)
            }
        }
    };
}

//! `module!`: what a module's type gets. One call for each module, on a line with its place in the manifest.

/// The type behind an index, for `type_of!`. For a type that has one name only, also `From` and `TryFrom`, unless the
/// registry has `conversions = false`. Each form is written out: a call inside another would be one more expansion for
/// each module.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_module {
    ($index:literal $variant:ident) => {
        impl $crate::__private::registry::TypeOf<$index> for Kind {
            type Type = types::$variant;
        }

        impl ::core::convert::From<types::$variant> for Module {
            #[inline]
            fn from(module: types::$variant) -> Self {
                Self::$variant(module)
            }
        }

        impl ::core::convert::TryFrom<Module> for types::$variant {
            type Error = Module;

            #[inline]
            fn try_from(module: Module) -> ::core::result::Result<Self, Module> {
                match module {
                    Module::$variant(module) => ::core::result::Result::Ok(module),
                    #[allow(unreachable_patterns)]
                    other => ::core::result::Result::Err(other),
                }
            }
        }
    };
    ($index:literal $variant:ident boxed) => {
        impl $crate::__private::registry::TypeOf<$index> for Kind {
            type Type = types::$variant;
        }

        impl ::core::convert::From<types::$variant> for Module {
            #[inline]
            fn from(module: types::$variant) -> Self {
                Self::$variant($crate::__private::registry::Box::new(module))
            }
        }

        impl ::core::convert::TryFrom<Module> for types::$variant {
            type Error = Module;

            #[inline]
            fn try_from(module: Module) -> ::core::result::Result<Self, Module> {
                match module {
                    Module::$variant(module) => ::core::result::Result::Ok(*module),
                    #[allow(unreachable_patterns)]
                    other => ::core::result::Result::Err(other),
                }
            }
        }
    };
    ($index:literal $variant:ident without conversions) => {
        impl $crate::__private::registry::TypeOf<$index> for Kind {
            type Type = types::$variant;
        }
    };
}

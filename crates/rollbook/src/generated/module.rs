//! `module!`: what a module's type gets. One call for each module, on a line with its place in the manifest.

/// The type behind an index, for `type_of!`. For a type that has one name only, also `From` and `TryFrom`.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_module {
    ($index:literal $variant:ident) => {
        $crate::__rollbook_module!($index $variant several names);
        $crate::__rollbook_convert!($variant, module => module, module);
    };
    ($index:literal $variant:ident boxed) => {
        $crate::__rollbook_module!($index $variant several names);
        $crate::__rollbook_convert!($variant, module => $crate::__private::registry::Box::new(module), *module);
    };
    ($index:literal $variant:ident several names) => {
        impl $crate::__private::registry::TypeOf<$index> for Kind {
            type Type = types::$variant;
        }
    };
}

/// `From` and `TryFrom` between a module's type and `Module`.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_convert {
    ($variant:ident, $module:ident => $hold:expr, $held:expr) => {
        impl ::core::convert::From<types::$variant> for Module {
            fn from($module: types::$variant) -> Self {
                Self::$variant($hold)
            }
        }

        impl ::core::convert::TryFrom<Module> for types::$variant {
            type Error = Module;

            fn try_from(module: Module) -> ::core::result::Result<Self, Module> {
                match module {
                    Module::$variant($module) => ::core::result::Result::Ok($held),
                    #[allow(unreachable_patterns)]
                    other => ::core::result::Result::Err(other),
                }
            }
        }
    };
}

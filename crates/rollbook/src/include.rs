//! The macros that the generated file calls, so that it does not depend on this crate's features.

/// The thread-local viewer of one manifest's scopes. It stands in the generated file, so that one crate's guard never
/// decides inside another crate's registry.
#[cfg(feature = "std")]
#[doc(hidden)]
#[macro_export]
macro_rules! __viewer {
    ($scope:ident, $default:expr) => {
        __rollbook::__private::registry::thread_local! {
            static VIEWER: ::core::cell::Cell<(u16, usize)> = const { ::core::cell::Cell::new(($default, 0)) };
        }

        impl __rollbook::Scope for $scope {
            const ALL: &'static [Self] = Self::ALL;

            fn current() -> u16 {
                VIEWER.get().0
            }

            fn replace(viewer: u16) -> u16 {
                let (before, depth) = VIEWER.get();
                VIEWER.set((viewer, depth));
                before
            }

            fn nest(step: isize) -> usize {
                let (viewer, depth) = VIEWER.get();
                let depth = depth.wrapping_add_signed(step);
                VIEWER.set((viewer, depth));
                depth
            }
        }

        impl $scope {
            /// Sets the scope that names are looked up from, on this thread, for what is read inside; also when it
            /// unwinds. Another thread that is started inside has the manifest's own scope.
            pub fn enter<T>(self, read: impl FnOnce() -> T) -> T {
                let _guard = __rollbook::__private::registry::Entered::new(self);
                read()
            }

            /// The scope that names are looked up from on this thread.
            #[must_use]
            pub fn current() -> Self {
                Self::ALL[usize::from(<Self as __rollbook::Scope>::current())]
            }
        }
    };
}

/// Without threads there is the manifest's own scope only.
#[cfg(not(feature = "std"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __viewer {
    ($scope:ident, $default:expr) => {
        impl __rollbook::Scope for $scope {
            const ALL: &'static [Self] = Self::ALL;

            fn current() -> u16 {
                $default
            }

            fn replace(_: u16) -> u16 {
                $default
            }

            fn nest(_: isize) -> usize {
                0
            }
        }
    };
}

/// The items that need serde, where this crate has it.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($($item:item)*) => { $($item)* };
}

/// The items that need serde, where this crate has it.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($($item:item)*) => {};
}

/// Includes what the build script generated. Write it in a module of its own, as `examples/quickstart` does:
///
/// ```rs
/// mod registry {
///     rollbook::include_registry!();
/// }
/// ```
///
/// Mistakes in the manifest, and in the config files that it checks, fail the build. Under Cargo each is shown at its
/// place in those files; elsewhere all of them are drawn in one error, here.
#[macro_export]
macro_rules! include_registry {
    () => {
        #[doc(hidden)]
        pub use $crate::__private::root as __rollbook;
        #[cfg(rollbook_report)]
        $crate::__private::registry::report!();
        #[cfg(all(rollbook_problems, not(rollbook_report)))]
        ::core::compile_error!(::core::include_str!(::core::concat!(
            ::core::env!("OUT_DIR"),
            "/rollbook-problems.txt"
        )));
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/registry.rs"));
    };
}

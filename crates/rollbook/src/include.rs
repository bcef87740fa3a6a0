//! `include_registry!`, which brings the generated file into the user's crate; `include_problems!`, which does not.

/// Includes what the build script generated. Call it in a module of its own, as `examples/quickstart` does:
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
        pub use $crate::__private::registry as __rollbook;
        $crate::include_problems!();
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/registry.rs"));
    };
}

/// The mistakes that [`include_registry!`](crate::include_registry) shows, without the registry: for a package that only
/// checks config files, against the registry of a dependency. No module is compiled again if a config changes.
///
/// ```
/// rollbook::include_problems!();
/// ```
#[macro_export]
macro_rules! include_problems {
    () => {
        #[cfg(rollbook_report)]
        $crate::__private::registry::report!();
        #[cfg(all(rollbook_problems, not(rollbook_report)))]
        ::core::compile_error!(::core::include_str!(::core::concat!(
            ::core::env!("OUT_DIR"),
            "/rollbook-problems.txt"
        )));
    };
}

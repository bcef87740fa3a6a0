//! What registries with `async = true`, `validate = true` or a JSON Schema need of this crate's features. If one is off, a single error
//! says so, and the code that needs it is left out.

/// The body of an async function.
#[cfg(feature = "async")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_asynchronous {
    ($($body:tt)*) => { $($body)* };
}

/// The body of an async function.
#[cfg(not(feature = "async"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_asynchronous {
    ($($body:tt)*) => {
        async { ::core::unreachable!() }
    };
}

/// The items that validate.
#[cfg(feature = "validate")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_validates {
    ($($items:tt)*) => { $($items)* };
}

/// The items that validate.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_validates {
    ($($items:tt)*) => {};
}

/// An expression that validates.
#[cfg(feature = "validate")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_validated {
    ($($value:tt)*) => { $($value)* };
}

/// An expression that validates.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_validated {
    ($($value:tt)*) => {
        ::core::unreachable!()
    };
}

/// The first registry with `async = true`, and its place.
#[cfg(feature = "async")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_needs_async {
    ($registry:literal $place:literal) => {};
}

/// The first registry with `async = true`, and its place.
#[cfg(not(feature = "async"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_needs_async {
    ($registry:literal $place:literal) => {
        $crate::__rollbook_feature_is_off!("async" "async = true" $registry $place);
    };
}

/// The first registry with `validate = true`, and its place.
#[cfg(feature = "validate")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_needs_validate {
    ($registry:literal $place:literal) => {};
}

/// The first registry with `validate = true`, and its place.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_needs_validate {
    ($registry:literal $place:literal) => {
        $crate::__rollbook_feature_is_off!("validate" "validate = true" $registry $place);
    };
}

/// The first registry that derives `schemars::JsonSchema`, and its place.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_needs_schemars {
    ($registry:literal $place:literal) => {};
}

/// The first registry that derives `schemars::JsonSchema`, and its place.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_needs_schemars {
    ($registry:literal $place:literal) => {
        $crate::__rollbook_feature_is_off!(
            "schemars" "derive = [\"schemars::JsonSchema\"]" $registry $place
        );
    };
}

/// The error of a registry that needs a feature.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_feature_is_off {
    ($feature:literal $says:literal $registry:literal $place:literal) => {
        ::core::compile_error!(::core::concat!(
            "the registry `",
            $registry,
            "` (",
            $place,
            ") has `",
            $says,
            "`, but `rollbook` is built without its feature `",
            $feature,
            "`\nhelp: add it in Cargo.toml: `rollbook = { version = \"0.1\", features = [\"",
            $feature,
            "\"] }`"
        ));
    };
}

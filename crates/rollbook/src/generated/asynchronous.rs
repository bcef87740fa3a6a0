//! `builds_async!`, `constructs_async!` and their `_local` forms: the traits of registries with `async = true`.
//!
//! Without a context, the traits' context is `()`, and the methods of `Config` have no parameter for it.

/// `rollbook::BuildAsync` and `rollbook::BuildLocal`, by the `build` of `Config`, or of another enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_builds_async {
    ($($context:ident)?) => {
        $crate::__rollbook_builds_async!(Config: $($context)?);
    };
    ($config:ident: $($context:ident)?) => {
        $crate::__rollbook_async_impl!($config BuildAsync [::core::marker::Send] build [type Module = Module;] [] $($context)?);
        $crate::__rollbook_builds_local!($config: $($context)?);
    };
}

/// `rollbook::BuildLocal`, by the `build` of `Config`, or of another enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_builds_local {
    ($($context:ident)?) => {
        $crate::__rollbook_builds_local!(Config: $($context)?);
    };
    ($config:ident: $($context:ident)?) => {
        $crate::__rollbook_async_impl!($config BuildLocal [] build [type Module = Module;] [] $($context)?);
    };
}

/// `rollbook::ConstructAsync`, by the `construct` of `Config`, or of another enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_constructs_async {
    ($($context:ident)?) => {
        $crate::__rollbook_constructs_async!(Config: $($context)?);
    };
    ($config:ident: $($context:ident)?) => {
        $crate::__rollbook_async_impl!($config ConstructAsync [::core::marker::Send] construct [] [info] $($context)?);
    };
}

/// `rollbook::ConstructLocal`, by the `construct` of `Config`, or of another enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_constructs_local {
    ($($context:ident)?) => {
        $crate::__rollbook_constructs_local!(Config: $($context)?);
    };
    ($config:ident: $($context:ident)?) => {
        $crate::__rollbook_async_impl!($config ConstructLocal [] construct [] [info] $($context)?);
    };
}

/// One of the four impls.
#[cfg(feature = "async")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_async_impl {
    ($config:ident $trait:ident [$($send:path)?] $method:ident [$($module:tt)*] [$($info:ident)?]) => {
        impl $crate::$trait<()> for $config {
            $($module)*

            fn $method(
                self,
                (): &(),
            ) -> impl ::core::future::Future<Output = ::core::result::Result<Module, $crate::BuildError>> $(+ $send)?
            {
                Self::$method(self)
            }

            $($crate::__rollbook_info!($info);)?
        }
    };
    ($config:ident $trait:ident [$($send:path)?] $method:ident [$($module:tt)*] [$($info:ident)?] $context:ident) => {
        impl $crate::$trait<$context> for $config {
            $($module)*

            fn $method(
                self,
                context: &$context,
            ) -> impl ::core::future::Future<Output = ::core::result::Result<Module, $crate::BuildError>> $(+ $send)?
            {
                Self::$method(self, context)
            }

            $($crate::__rollbook_info!($info);)?
        }
    };
}

/// One of the four impls.
#[cfg(not(feature = "async"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_async_impl {
    ($($impl:tt)*) => {};
}

/// `info` of a trait for generic build functions.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_info {
    ($info:ident) => {
        fn $info(&self) -> &'static $crate::Info {
            self.kind().info()
        }
    };
}

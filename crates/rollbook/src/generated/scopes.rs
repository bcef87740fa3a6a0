//! `scopes!`: what every generated `Scope` can do.

/// Completes the generated `Scope`. The enum and `tables::SCOPES` are beside the call.
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_scopes {
    (own = $own:ident, all = [$($scope:ident)*], children = [$($parent:ident => [$($child:ident)*])*]) => {
        #[allow(dead_code, unreachable_pub, clippy::match_single_binding)]
        impl Scope {
            /// All scopes, depth first.
            pub const ALL: &'static [Self] = &[$(Self::$scope),*];

            /// The manifest's own scope. Names are looked up from it unless another scope is given.
            pub const OWN: Self = Self::$own;

            /// The name, as configs write it.
            #[must_use]
            pub const fn name(self) -> &'static ::core::primitive::str {
                tables::SCOPES[self as ::core::primitive::usize].name
            }

            /// The scope that looks names up next when this one does not have them. `None` for a root.
            #[must_use]
            pub const fn parent(self) -> ::core::option::Option<Self> {
                match $crate::__private::registry::parent_of(tables::SCOPES, self as ::core::primitive::usize) {
                    ::core::option::Option::Some(parent) => ::core::option::Option::Some(Self::ALL[parent]),
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }

            /// The scopes directly below this one.
            #[must_use]
            pub const fn children(self) -> &'static [Self] {
                match self {
                    $(Self::$parent => &[$(Self::$child),*],)*
                    #[allow(unreachable_patterns)]
                    _ => &[],
                }
            }

            const fn id(self) -> $crate::__private::registry::ScopeId {
                $crate::__private::registry::ScopeId::new(self as ::core::primitive::u16)
            }

            /// The scope at the top of this one's tree.
            #[must_use]
            pub const fn root(self) -> Self {
                match self.parent() {
                    ::core::option::Option::Some(parent) => parent.root(),
                    ::core::option::Option::None => self,
                }
            }
        }

        impl ::core::fmt::Display for Scope {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl ::core::str::FromStr for Scope {
            type Err = $crate::UnknownScope;

            /// The first scope with that name, depth first.
            fn from_str(name: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                match $crate::__private::registry::scope_named(tables::SCOPES, name) {
                    ::core::result::Result::Ok(index) => ::core::result::Result::Ok(Self::ALL[index]),
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                }
            }
        }

        impl $crate::Scope for Scope {
            const ALL: &'static [Self] = Self::ALL;
        }

        $crate::__rollbook_viewer!(Scope);
    };
}

/// The thread-local viewer of one manifest's scopes. It is part of the generated file, so that one crate's guard never
/// decides inside another crate's registry.
#[cfg(feature = "std")]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_viewer {
    ($scope:ident) => {
        const _: () = {
            $crate::__private::registry::thread_local! {
                static VIEWER: ::core::cell::Cell<($crate::__private::registry::ScopeId, ::core::primitive::usize)> =
                    const { ::core::cell::Cell::new(($scope::OWN.id(), 0)) };
            }

            impl $crate::__private::registry::Viewer for $scope {
                fn current() -> $crate::__private::registry::ScopeId {
                    VIEWER.get().0
                }

                fn replace(viewer: $crate::__private::registry::ScopeId) -> $crate::__private::registry::ScopeId {
                    let (before, depth) = VIEWER.get();
                    VIEWER.set((viewer, depth));
                    before
                }

                fn nest(
                    step: ::core::primitive::isize,
                ) -> ($crate::__private::registry::ScopeId, ::core::primitive::usize) {
                    VIEWER.with(|state| {
                        let (viewer, depth) = state.get();
                        let now = (viewer, depth.wrapping_add_signed(step));
                        state.set(now);
                        now
                    })
                }
            }
        };

        #[allow(dead_code, unreachable_pub)]
        impl $scope {
            /// Sets the scope that names are looked up from on this thread while `read` runs, also if it panics. A
            /// thread that is started inside begins with the manifest's own scope.
            pub fn enter<T>(self, read: impl ::core::ops::FnOnce() -> T) -> T {
                let _guard = $crate::__private::registry::Entered::<Self>::at(self.id());
                read()
            }

            /// The scope that names are looked up from on this thread.
            #[must_use]
            pub fn current() -> Self {
                Self::ALL[<Self as $crate::__private::registry::Viewer>::current().index()]
            }
        }
    };
}

/// Without threads there is only the manifest's own scope.
#[cfg(not(feature = "std"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __rollbook_viewer {
    ($scope:ident) => {
        impl $crate::__private::registry::Viewer for $scope {
            fn current() -> $crate::__private::registry::ScopeId {
                $scope::OWN.id()
            }

            fn replace(
                _: $crate::__private::registry::ScopeId,
            ) -> $crate::__private::registry::ScopeId {
                $scope::OWN.id()
            }

            fn nest(
                _: ::core::primitive::isize,
            ) -> (
                $crate::__private::registry::ScopeId,
                ::core::primitive::usize,
            ) {
                ($scope::OWN.id(), 0)
            }
        }
    };
}

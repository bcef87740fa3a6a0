//! Where in a config an error happened. Keys are recorded while the error is passed up, so success costs nothing.

#[cfg(feature = "std")]
mod thread {
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::cell::{Cell, RefCell};

    std::thread_local! {
        /// Innermost first, each with its depth.
        static TRAIL: RefCell<Vec<(usize, String)>> = const { RefCell::new(Vec::new()) };
        /// Whether somebody takes the path of an error that comes out.
        static AWAITED: Cell<bool> = const { Cell::new(false) };
    }

    /// Records the key that an error passes, `depth` tables down.
    #[cold]
    pub(crate) fn note(depth: usize, key: &str) {
        TRAIL.with_borrow_mut(|trail| {
            // An error that was ignored leaves its keys behind. They do not belong to this error.
            if trail.last().is_some_and(|(last, _)| *last <= depth) {
                trail.clear();
            }
            trail.push((depth, key.chars().take(60).collect()));
        });
    }

    /// The recorded path: `model.backbone.depth`.
    #[cold]
    pub(crate) fn take() -> String {
        let trail = TRAIL.take();
        let mut path = String::new();
        for (_, key) in trail.iter().rev() {
            path = crate::agreed::show::join(&path, key);
        }
        path
    }

    /// Puts a path back that was taken. What is noted next lies outside of it.
    #[cold]
    pub(crate) fn put(path: String) {
        TRAIL.set(Vec::from([(usize::MAX, path)]));
    }

    /// Whether somebody takes the path of an error that comes out. Otherwise its text must name the path.
    #[cold]
    pub(crate) fn is_awaited() -> bool {
        AWAITED.get()
    }

    /// Runs `read`, and returns the path of its error.
    pub(crate) fn follow<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, (String, E)> {
        struct Guard(bool);

        impl Drop for Guard {
            fn drop(&mut self) {
                AWAITED.set(self.0);
            }
        }

        drop(TRAIL.take());
        let _guard = Guard(AWAITED.replace(true));
        read().map_err(|error| (take(), error))
    }
}

#[cfg(feature = "std")]
pub(crate) use thread::{follow, is_awaited, note, put, take};

#[cfg(not(feature = "std"))]
pub(crate) fn note(_: usize, _: &str) {}

#[cfg(not(feature = "std"))]
pub(crate) fn take() -> alloc::string::String {
    alloc::string::String::new()
}

#[cfg(not(feature = "std"))]
pub(crate) fn put(_: alloc::string::String) {}

#[cfg(not(feature = "std"))]
pub(crate) fn is_awaited() -> bool {
    false
}

#[cfg(not(feature = "std"))]
pub(crate) fn follow<T, E>(
    read: impl FnOnce() -> Result<T, E>,
) -> Result<T, (alloc::string::String, E)> {
    read().map_err(|error| (take(), error))
}

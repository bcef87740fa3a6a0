//! Where in a config an error happened. Keys are recorded while the error is passed up, so success costs nothing.

#[cfg(feature = "std")]
mod thread {
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::cell::RefCell;

    std::thread_local! {
        /// Innermost first, each with its depth.
        static TRAIL: RefCell<Vec<(usize, String)>> = const { RefCell::new(Vec::new()) };
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
}

#[cfg(feature = "std")]
pub(crate) use thread::{note, take};

#[cfg(not(feature = "std"))]
pub(crate) fn note(_: usize, _: &str) {}

#[cfg(not(feature = "std"))]
pub(crate) fn take() -> alloc::string::String {
    alloc::string::String::new()
}

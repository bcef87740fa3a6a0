//! Where in a config an error happened: noted key by key while it travels upwards, so that success costs nothing.

#[cfg(feature = "std")]
mod thread {
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::cell::RefCell;

    std::thread_local! {
        /// Innermost first, each with the depth that it was noted at.
        static TRAIL: RefCell<Vec<(usize, String)>> = const { RefCell::new(Vec::new()) };
    }

    /// Notes the key that an error passes, `depth` tables down.
    #[cold]
    pub(crate) fn note(depth: usize, key: &str) {
        TRAIL.with_borrow_mut(|trail| {
            // An error that somebody swallowed leaves keys behind; they are not outside of this one.
            if trail.last().is_some_and(|(last, _)| *last <= depth) {
                trail.clear();
            }
            trail.push((depth, key.chars().take(60).collect()));
        });
    }

    /// The path that was noted: `model.backbone.depth`.
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

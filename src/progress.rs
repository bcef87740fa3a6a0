//! How far reading and writing are, for whoever shows it, and a way to stop them.

use std::fmt::Debug;

/// Is notified of how far the work is, and may stop it. Every method does nothing by default.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use converters::progress::Progress;
///
/// #[derive(Debug, Default)]
/// struct Count(AtomicU64);
///
/// impl Progress for Count {
///     fn advance(&self, steps: u64) {
///         self.0.fetch_add(steps, Ordering::Relaxed);
///     }
/// }
/// ```
pub trait Progress: Debug + Send + Sync {
    /// The work has this many steps: bytes of one file, or files.
    fn total(&self, steps: u64) {
        let _ = steps;
    }

    /// This many more steps are done.
    fn advance(&self, steps: u64) {
        let _ = steps;
    }

    /// Says whether the work must end as soon as it can. It is asked often, and from several threads.
    fn stopped(&self) -> bool {
        false
    }
}

/// Shows nothing and stops nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {}

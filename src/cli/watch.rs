//! What a person sees of a running job, and how a signal stops it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use converters::progress::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::TERM_SIGNALS;

/// The terminal was closed.
#[cfg(unix)]
const CLOSED: &[i32] = &[signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const CLOSED: &[i32] = &[];

/// The number of the signal that has come; 0 before. Its first one stops the job, which then removes what it has written; a
/// second one ends the program at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signal(Arc<AtomicUsize>);

impl Signal {
    /// Waits for the signals that ask a program to end.
    ///
    /// # Errors
    ///
    /// The system's, if it cannot be done.
    pub(crate) fn listen() -> std::io::Result<Self> {
        let signal = Self::default();
        for number in TERM_SIGNALS.iter().chain(CLOSED) {
            let come = Arc::new(std::sync::atomic::AtomicBool::new(false));
            signal_hook::flag::register_conditional_shutdown(
                *number,
                128 + *number,
                Arc::clone(&come),
            )?;
            signal_hook::flag::register(*number, come)?;
            signal_hook::flag::register_usize(*number, Arc::clone(&signal.0), *number as usize)?;
        }
        Ok(signal)
    }

    /// The number of the signal that has come.
    pub(crate) fn number(&self) -> Option<u8> {
        let number = self.0.load(Ordering::Relaxed);
        u8::try_from(number).ok().filter(|number| *number > 0)
    }
}

/// A bar that shows how far the work is, until a signal comes.
#[derive(Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
    signal: Signal,
}

impl Bar {
    /// indicatif shows nothing if the output is not a terminal.
    pub(crate) fn new(what: &'static str, quiet: bool, signal: &Signal) -> Arc<Self> {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}");
        let bar = match quiet {
            true => ProgressBar::hidden(),
            false => ProgressBar::no_length()
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                .with_message(what),
        };
        let signal = signal.clone();
        Arc::new(Self { bar, signal })
    }
}

impl Progress for Bar {
    fn total(&self, steps: u64) {
        self.bar.set_length(steps);
    }

    fn advance(&self, steps: u64) {
        self.bar.inc(steps);
    }

    fn stopped(&self) -> bool {
        self.signal.number().is_some()
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

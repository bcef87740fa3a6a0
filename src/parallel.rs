//! Work on many files at once, its results taken in order: the same outcome, however many cores there are.

use rayon::prelude::*;

use crate::error::Error;
use crate::progress::Progress;

/// Does `work` for each number below `count`, on all cores, and hands the results to `take` one after the other in their
/// order. The first error in that order ends it. Each number is a step of the progress.
///
/// # Errors
///
/// Those of `work` and `take`, and [`Error::Stopped`].
pub(crate) fn each<R: Send>(
    progress: &dyn Progress,
    count: usize,
    work: impl Fn(usize) -> Result<R, Error> + Sync,
    mut take: impl FnMut(usize, R) -> Result<(), Error>,
) -> Result<(), Error> {
    // How many results are in memory at once.
    const AT_ONCE: usize = 1024;
    progress.total(count as u64);
    let work = |number| {
        if progress.stopped() {
            return Err(Error::Stopped);
        }
        let done = work(number);
        progress.advance(1);
        done
    };
    for start in (0..count).step_by(AT_ONCE) {
        let numbers = start..count.min(start + AT_ONCE);
        let done = numbers.clone().into_par_iter().map(&work);
        for (number, result) in numbers.zip(done.collect::<Vec<_>>()) {
            take(number, result?)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

    #[test]
    fn in_order() {
        let mut seen = Vec::new();
        let take = |number, double| {
            assert_eq!(double, number * 2);
            seen.push(number);
            Ok(())
        };
        each(&Silent, 5000, |number| Ok(number * 2), take).unwrap();
        assert!(seen.into_iter().eq(0..5000));
    }

    #[test]
    fn the_first_error() {
        let work = |number| match number {
            7 | 9 | 3000 => Err(Error::data(format!("item {number}"), "")),
            _ => Ok(()),
        };
        let mut taken = 0;
        let take = |_, ()| {
            taken += 1;
            Ok(())
        };
        let error = each(&Silent, 5000, work, take).unwrap_err();
        assert!(error.to_string().starts_with("item 7"), "{error}");
        assert_eq!(taken, 7);
    }

    #[derive(Debug)]
    struct Stopped;

    impl Progress for Stopped {
        fn stopped(&self) -> bool {
            true
        }
    }

    #[test]
    fn stopped_work_does_nothing() {
        let work = |_| -> Result<(), Error> { unreachable!("it is stopped") };
        let error = each(&Stopped, 3, work, |_, ()| Ok(())).unwrap_err();
        assert!(matches!(error, Error::Stopped), "{error}");
    }
}

//! `lock`: the file with all names of the manifest, which shows in a review what happens to them.

use anyhow::Result;
use rollbook_build::Diagnostic;

use crate::Outcome;
use crate::args::{Common, Format};
use crate::package::{Package, package};
use crate::show::print;
use crate::write::{Change, apply};

pub(crate) fn run(common: &Common, accept: bool, check: bool) -> Result<Outcome> {
    let package = package(common)?;
    let lock = package.generator.lock()?;
    if !lock.faults.is_empty() {
        show(&lock.faults, &package, common);
        return Ok(Outcome::Bad);
    }
    if !lock.breaking.is_empty() && !accept {
        show(&lock.breaking, &package, common);
        if common.message_format != Format::Json {
            print(
                "the lock was not written: `cargo rollbook lock --accept` takes these names out of it\n",
            );
        }
        return Ok(Outcome::Bad);
    }
    // A checkout on Windows may have other ends of lines.
    let same = lock
        .before
        .as_ref()
        .is_some_and(|before| before.replace("\r\n", "\n") == lock.after);
    if same {
        return Ok(Outcome::Good);
    }
    let change = Change {
        path: lock.path,
        before: lock.before,
        after: lock.after,
    };
    apply(&[change], check)
}

fn show(problems: &[Diagnostic], package: &Package, common: &Common) {
    for problem in problems {
        super::check::show(problem, package, common);
    }
}

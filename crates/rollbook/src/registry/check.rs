//! Checks of a registry, for tests: what only the types of its configs can say.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::agreed::SCOPE_KEY;
use crate::de::{AskFieldNames, CheckDefaults, DefaultsFault, FieldNames, NoTable, ReadKind};
use crate::registry::{Kind, Registry};

impl<K: Kind> Registry<K> {
    /// Checks that the config of each module can be read: that it is a table, and that no argument of it is called as
    /// the key that names the module, or `_scope_`. Call it in a test.
    ///
    /// What `#[derive(rollbook::Config)]` makes is checked by the compiler, too.
    ///
    /// ```
    /// use quickstart::registry::act;
    ///
    /// act::REGISTRY.check_arguments()?;
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong, one line for each module.
    pub fn check_arguments(self) -> Result<(), String>
    where
        K::Config: ReadKind<'static, Kind = K>,
    {
        let mut found = Vec::new();
        for kind in K::ALL {
            let (name, key) = (kind.info().name, K::DATA.key);
            let line = match K::Config::read(*kind, AskFieldNames, &mut None) {
                _ if !K::Config::IS_INTERNAL => None,
                Err(FieldNames::Other(what)) => Some(NoTable { name, what, key }.to_string()),
                Err(FieldNames::Table(names)) => [key, SCOPE_KEY]
                    .into_iter()
                    .find(|reserved| names.contains(reserved))
                    .map(|taken| format!("an argument of `{name}` is called `{taken}`: rename it")),
                Ok(()) => None,
            };
            found.extend(line.map(|line| format!("{line} ({})", kind.info().place)));
        }
        none(&found)
    }

    /// Checks the `defaults` of each module, as far as the manifest alone can say: that each is an argument of the module,
    /// and that its value can be read, with the names of modules in it.
    ///
    /// The generated file has a test that calls it, for a registry with `defaults`: `registry::R::defaults::can_be_read`.
    ///
    /// ```
    /// use quickstart::registry::act;
    ///
    /// act::REGISTRY.check_defaults()?;
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong, one line for each module.
    pub fn check_defaults(self) -> Result<(), String>
    where
        K::Config: ReadKind<'static, Kind = K>,
    {
        let mut found = Vec::new();
        for kind in K::ALL {
            let Err(DefaultsFault::Wrong(why)) =
                K::Config::read(*kind, CheckDefaults(K::DATA), &mut None)
            else {
                continue;
            };
            found.push(format!("the defaults of `{}`: {why}", kind.info().name));
        }
        none(&found)
    }
}

/// Fails with what was found, one line each.
fn none(found: &[String]) -> Result<(), String> {
    match found {
        [] => Ok(()),
        lines => Err(lines.join("\n")),
    }
}

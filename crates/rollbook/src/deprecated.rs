//! The hook that a program sets to hear of deprecated modules in the configs that it reads.

use std::sync::RwLock;

use crate::registry::Info;

static HOOK: RwLock<fn(&'static str, &'static Info)> = RwLock::new(print);

/// Sets what happens when a config names a module that the manifest calls `deprecated`. It gets the registry's name
/// and the module's [`Info`]. Without a hook a line is printed to standard error.
///
/// ```
/// rollbook::on_deprecated(|registry, module| {
///     eprintln!("{registry} `{}`: {}", module.name, module.deprecated.unwrap_or_default());
/// });
/// ```
pub fn on_deprecated(hook: fn(registry: &'static str, module: &'static Info)) {
    *HOOK
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner) = hook;
}

#[cfg(feature = "serde")]
pub(crate) fn tell(registry: &'static str, info: &'static Info) {
    let hook = *HOOK
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    hook(registry, info);
}

fn print(registry: &'static str, info: &'static Info) {
    let note = info.deprecated.unwrap_or_default();
    std::eprintln!(
        "warning: the {registry} `{}` is deprecated: {note}",
        info.name
    );
}

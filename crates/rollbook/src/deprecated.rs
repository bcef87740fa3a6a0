//! The hook that a program sets to hear of deprecated modules in the configs that it reads.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError, RwLock};

use crate::agreed::show::printable;
use crate::registry::Info;

type Hook = fn(&'static str, &'static Info);

static HOOK: RwLock<Hook> = RwLock::new(print_once);

/// Sets what happens each time a config names a module that the manifest calls `deprecated`. It gets the registry's name
/// and the module's [`Info`]. Without a hook, a line is printed to standard error, once for each module.
///
/// ```
/// rollbook::on_deprecated(|registry, module| {
///     eprintln!("{registry} `{}`: {:?}", module.name, module.deprecated);
/// });
/// ```
pub fn on_deprecated(hook: fn(registry: &'static str, module: &'static Info)) {
    *HOOK.write().unwrap_or_else(PoisonError::into_inner) = hook;
}

#[cfg(feature = "serde")]
pub(crate) fn report(registry: &'static str, info: &'static Info) {
    let hook = *HOOK.read().unwrap_or_else(PoisonError::into_inner);
    hook(registry, info);
}

fn print_once(registry: &'static str, info: &'static Info) {
    static PRINTED: Mutex<BTreeSet<(&'static str, &'static str, &'static str)>> =
        Mutex::new(BTreeSet::new());
    let mut printed = PRINTED.lock().unwrap_or_else(PoisonError::into_inner);
    if printed.insert((registry, info.scope, info.name)) {
        std::eprintln!("warning: {}", sentence(registry, info));
    }
}

/// A note that is one word is the name of what to use instead.
fn sentence(registry: &str, info: &Info) -> std::string::String {
    let note = printable(info.deprecated.unwrap_or_default());
    let name = printable(info.name);
    if note.is_empty() {
        return std::format!("the {registry} `{name}` is deprecated");
    }
    if note.contains(char::is_whitespace) {
        return std::format!("the {registry} `{name}` is deprecated: {note}");
    }
    let instead = note.trim_matches('`');
    std::format!("the {registry} `{name}` is deprecated: use `{instead}` instead")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::{info, with_deprecated};

    #[test]
    fn sentences() {
        let check = |note, expect: &str| {
            let info = with_deprecated(info("Old", 0, "s", "crate::Old", "registry.toml:1"), note);
            assert_eq!(sentence("act", &info), expect);
        };
        check("New", "the act `Old` is deprecated: use `New` instead");
        check("`New`", "the act `Old` is deprecated: use `New` instead");
        check(
            "use the New one",
            "the act `Old` is deprecated: use the New one",
        );
        check("", "the act `Old` is deprecated");
        check(
            "no\u{1b}[31m \u{202e}red",
            "the act `Old` is deprecated: no\\u{1b}[31m \\u{202e}red",
        );
    }
}

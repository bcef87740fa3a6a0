//! Edits of `registry.toml` that keep its comments and its order.

use anyhow::{Context, Result, bail};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

/// The text of a document, with the byte order mark and the ends of lines that the file had before.
pub(crate) fn text(document: &DocumentMut, before: &str) -> String {
    let mut text = document.to_string().replace("\r\n", "\n");
    if before.contains("\r\n") {
        text = text.replace('\n', "\r\n");
    }
    match before.starts_with('\u{feff}') && !text.starts_with('\u{feff}') {
        true => format!("\u{feff}{text}"),
        false => text,
    }
}

/// # Errors
///
/// The text is not TOML.
pub(crate) fn parse(text: &str, name: &str) -> Result<DocumentMut> {
    text.parse()
        .with_context(|| format!("cannot edit `{name}`"))
}

/// The table with the modules of a registry, made if it is not there. `scope` is `None` in a manifest without scopes.
///
/// # Errors
///
/// Something else is at its place.
pub(crate) fn modules<'d>(
    document: &'d mut DocumentMut,
    scope: Option<&str>,
    registry: &str,
) -> Result<&'d mut dyn TableLike> {
    let mut path = vec!["modules"];
    path.extend(scope);
    path.push(registry);
    let mut item = document.as_item_mut();
    for (index, key) in path.iter().enumerate() {
        let last = index + 1 == path.len();
        let table = item
            .as_table_like_mut()
            .with_context(|| format!("`{}` is not a table", path[..index].join(".")))?;
        if table.get(key).is_none() {
            let mut new = Table::new();
            // Only the last one has a header of its own.
            new.set_implicit(!last);
            table.insert(key, Item::Table(new));
        }
        item = table
            .get_mut(key)
            .with_context(|| format!("`{key}` cannot be written"))?;
    }
    item.as_table_like_mut()
        .with_context(|| format!("`{}` is not a table", path.join(".")))
}

/// A module as it is written: its type alone, or a table with the rest.
pub(crate) fn module(type_path: &str, rest: &[(&str, Option<&str>)]) -> Value {
    let rest = rest
        .iter()
        .filter_map(|(key, value)| Some((*key, (*value)?)));
    let mut table = InlineTable::new();
    table.insert("type", type_path.into());
    for (key, value) in rest {
        table.insert(key, value.into());
    }
    if table.len() == 1 {
        type_path.into()
    } else {
        Value::InlineTable(table)
    }
}

/// Renames a module, at its place, and keeps its name as an alias.
///
/// # Errors
///
/// The table does not have the module, or its value is not that of a module.
pub(crate) fn rename(table: &mut dyn TableLike, old: &str, new: &str) -> Result<()> {
    if !table.contains_key(old) {
        bail!(
            "`{old}` is declared in another way than `cargo rollbook rename` can edit: rename it by hand"
        );
    }
    let keys = table
        .iter()
        .map(|(key, _)| key.to_owned())
        .collect::<Vec<_>>();
    // All are taken out and put back: so the order stays.
    for key in keys {
        let decor = table.key(&key).cloned();
        let Some(mut item) = table.remove(&key) else {
            continue;
        };
        let old_key = decor.unwrap_or_else(|| Key::new(&key));
        let put = if key == old {
            with_alias(&mut item, old)?;
            Key::new(new)
                .with_leaf_decor(old_key.leaf_decor().clone())
                .with_dotted_decor(old_key.dotted_decor().clone())
        } else {
            old_key
        };
        match table.entry_format(&put) {
            toml_edit::Entry::Occupied(mut entry) => {
                entry.insert(item);
            }
            toml_edit::Entry::Vacant(entry) => {
                entry.insert(item);
            }
        }
    }
    Ok(())
}

fn with_alias(item: &mut Item, alias: &str) -> Result<()> {
    if let Some(text) = item.as_str() {
        let decor = item.as_value().map(|value| value.decor().clone());
        let mut aliases = Array::new();
        aliases.push(alias);
        let mut table = InlineTable::new();
        table.insert("type", text.into());
        table.insert("aliases", Value::Array(aliases));
        let mut value = Value::InlineTable(table);
        if let Some(decor) = decor {
            *value.decor_mut() = decor;
        }
        *item = Item::Value(value);
        return Ok(());
    }
    let table = item
        .as_table_like_mut()
        .context("the module is neither a path nor a table")?;
    match table.get_mut("aliases").and_then(Item::as_value_mut) {
        Some(Value::Array(aliases)) => push(aliases, alias),
        Some(given) => {
            let mut aliases = Array::new();
            aliases.extend(given.as_str().map(str::to_owned));
            aliases.push(alias);
            *given = Value::Array(aliases);
        }
        None => {
            let mut aliases = Array::new();
            aliases.push(alias);
            let aliases = Value::Array(aliases);
            match item.as_inline_table_mut() {
                Some(table) => insert(table, "aliases", aliases),
                None => {
                    item["aliases"] = Item::Value(aliases);
                }
            }
        }
    }
    Ok(())
}

/// Adds an item to a list. What was behind the last one, such as a blank, is behind the new one.
fn push(list: &mut Array, text: &str) {
    let last = list
        .len()
        .checked_sub(1)
        .and_then(|last| list.get_mut(last));
    let behind = last.and_then(take_behind);
    list.push(text);
    put_behind(list.iter_mut().last(), behind);
}

/// Adds a key to a table on one line, likewise.
fn insert(table: &mut InlineTable, key: &str, value: Value) {
    let last = table.iter_mut().last();
    let behind = last.and_then(|(_, value)| take_behind(value));
    table.insert(key, value);
    put_behind(table.get_mut(key), behind);
}

/// The blanks behind a value, taken away from it. A comment stays.
fn take_behind(value: &mut Value) -> Option<String> {
    let behind = value.decor().suffix()?.as_str()?.to_owned();
    behind.trim().is_empty().then(|| {
        value.decor_mut().set_suffix("");
        behind
    })
}

fn put_behind(value: Option<&mut Value>, behind: Option<String>) {
    if let (Some(value), Some(behind)) = (value, behind) {
        value.decor_mut().set_suffix(behind);
    }
}

/// Replaces the text of a value. What is around it stays, such as a comment.
fn put_text(value: &mut Value, text: &str) {
    let decor = value.decor().clone();
    *value = text.into();
    *value.decor_mut() = decor;
}

/// Renames a module among those that `[[check]]` calls opaque.
pub(crate) fn rename_opaque(document: &mut DocumentMut, registry: &str, old: &str, new: &str) {
    let checks = document
        .get_mut("check")
        .and_then(Item::as_array_of_tables_mut);
    for check in checks.into_iter().flat_map(|checks| checks.iter_mut()) {
        let opaque = check.get_mut("opaque").and_then(Item::as_table_like_mut);
        let names = opaque
            .and_then(|opaque| opaque.get_mut(registry))
            .and_then(Item::as_value_mut);
        let rename = |value: &mut Value| {
            if value.as_str() == Some(old) {
                put_text(value, new);
            }
        };
        match names {
            Some(Value::Array(names)) => names.iter_mut().for_each(rename),
            Some(value) => rename(value),
            None => {}
        }
    }
}

/// Renames a module that a registry names as its `sequence`, `fallback` or `default`, with or without its scope.
pub(crate) fn rename_role(document: &mut DocumentMut, registry: &str, old: &str, new: &str) {
    let table = document
        .get_mut("registry")
        .and_then(|all| all.get_mut(registry));
    let Some(table) = table.and_then(Item::as_table_like_mut) else {
        return;
    };
    for role in ["sequence", "fallback", "default"] {
        let Some(value) = table.get_mut(role).and_then(Item::as_value_mut) else {
            continue;
        };
        let before = value.as_str().and_then(|text| text.strip_suffix(old));
        let Some(before) = before.filter(|before| before.is_empty() || before.ends_with('.'))
        else {
            continue;
        };
        put_text(value, &format!("{before}{new}"));
    }
}

/// Renames a module in what `reserved` and `deprecated` say: where its name is between backticks.
pub(crate) fn rename_in_notes(document: &mut DocumentMut, registry: &str, old: &str, new: &str) {
    let (old, new) = (format!("`{old}`"), format!("`{new}`"));
    let rename = |item: &mut Item| {
        if let Some(text) = item.as_str().filter(|text| text.contains(&old)) {
            let text = text.replace(&old, &new);
            item.as_value_mut()
                .into_iter()
                .for_each(|value| put_text(value, &text));
        }
    };
    let table = document
        .get_mut("registry")
        .and_then(|all| all.get_mut(registry));
    let reserved = table.and_then(|table| table.get_mut("reserved")?.as_table_like_mut());
    for (_, note) in reserved.into_iter().flat_map(|table| table.iter_mut()) {
        rename(note);
    }
    // `[modules.R]`, and `[modules.S.R]`.
    let modules = document
        .get_mut("modules")
        .and_then(Item::as_table_like_mut);
    for (key, item) in modules.into_iter().flat_map(|table| table.iter_mut()) {
        let table = match key.get() == registry {
            true => Some(item),
            false => item.get_mut(registry),
        };
        let table = table.and_then(Item::as_table_like_mut);
        for (_, module) in table.into_iter().flat_map(|table| table.iter_mut()) {
            if let Some(note) = module.get_mut("deprecated") {
                rename(note);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(text: &str, scope: Option<&str>) -> String {
        let mut document = parse(text, "registry.toml").unwrap();
        rename(
            modules(&mut document, scope, "model").unwrap(),
            "Old",
            "New",
        )
        .unwrap();
        rename_opaque(&mut document, "model", "Old", "New");
        document.to_string()
    }

    #[test]
    fn a_module_is_renamed_at_its_place() {
        let text = "[modules.model] # models\n# first\nA = \"crate::A\"\n# the old one\nOld  = \"crate::Old\" # stays\nB = { type = \"crate::B\" }\n";
        let expect = text.replace(
            "Old  = \"crate::Old\" #",
            "New  = { type = \"crate::Old\", aliases = [\"Old\"] } #",
        );
        assert_eq!(renamed(text, None), expect);
    }

    #[test]
    fn each_form_of_a_module() {
        let check = |from: &str, to: &str| assert_eq!(renamed(from, None), to);
        check(
            "[modules.model]\nOld = { type = \"crate::Old\", aliases = [\"a\"] }\n",
            "[modules.model]\nNew = { type = \"crate::Old\", aliases = [\"a\", \"Old\"] }\n",
        );
        check(
            "[modules.model.Old]\ntype = \"crate::Old\"\n[modules.model.B]\ntype = \"crate::B\"\n",
            "[modules.model.New]\ntype = \"crate::Old\"\naliases = [\"Old\"]\n[modules.model.B]\ntype = \"crate::B\"\n",
        );
        check(
            "[modules.model]\nOld = { type = \"crate::Old\" }\nB = { type = \"crate::B\", aliases = [ \"b\" ] }\n",
            "[modules.model]\nNew = { type = \"crate::Old\", aliases = [\"Old\"] }\nB = { type = \"crate::B\", aliases = [ \"b\" ] }\n",
        );
        check(
            "[modules.model]\nOld = {type = \"crate::Old\"}\n",
            "[modules.model]\nNew = {type = \"crate::Old\", aliases = [\"Old\"]}\n",
        );
        check(
            "[modules.model]\nOld = { type = \"crate::Old\", aliases = [ \"a\" ] }\n",
            "[modules.model]\nNew = { type = \"crate::Old\", aliases = [ \"a\", \"Old\" ] }\n",
        );
        check(
            "[modules.model]\nOld = { type = \"crate::Old\", aliases = [\n    \"a\",\n] }\n",
            "[modules.model]\nNew = { type = \"crate::Old\", aliases = [\n    \"a\", \"Old\",\n] }\n",
        );
        check(
            "modules.model.Old = \"crate::Old\"\n",
            "modules.model.New = { type = \"crate::Old\", aliases = [\"Old\"] }\n",
        );
    }

    #[test]
    fn a_module_of_a_scope_and_one_that_is_opaque() {
        let text = "[modules.det.model]\nOld = \"crate::Old\"\n[[check]]\nopaque = { model = [\"A\", \"Old\"] }\n";
        let expect = "[modules.det.model]\nNew = { type = \"crate::Old\", aliases = [\"Old\"] }\n[[check]]\nopaque = { model = [\"A\", \"New\"] }\n";
        assert_eq!(renamed(text, Some("det")), expect);
    }

    #[test]
    fn roles_of_the_module() {
        let text = "[registry.model]\nsequence = \"Bold\"\nfallback = 'det.Old' # late\ndefault = \"Old\"\n\
            [registry.other]\ndefault = \"Old\"\n";
        let mut document = parse(text, "registry.toml").unwrap();
        rename_role(&mut document, "model", "Old", "New");
        let expect = text.replacen("'det.Old'", "\"det.New\"", 1).replacen(
            "default = \"Old\"",
            "default = \"New\"",
            1,
        );
        assert_eq!(document.to_string(), expect);
    }

    #[test]
    fn notes_that_name_the_module() {
        let text = "[registry.model]\nreserved = { A = \"use `Old`\", B = \"use `Older`\" } # gone\n\
            [modules.det.model]\nC = { type = \"crate::C\", deprecated = \"use `Old` or Old\" }\n\
            [modules.model.D]\ntype = \"crate::D\"\ndeprecated = \"use `Old`\" # soon\n\
            [modules.other]\nE = { type = \"crate::E\", deprecated = \"use `Old`\" }\n";
        let mut document = parse(text, "registry.toml").unwrap();
        rename_in_notes(&mut document, "model", "Old", "New");
        let (before, other) = text.split_at(text.find("[modules.other]").unwrap());
        let expect = before.replace("`Old`", "`New`") + other;
        assert_eq!(document.to_string(), expect);
    }

    #[test]
    fn a_new_table_is_made_below_the_others() {
        let mut document = parse("[registry.model]\n", "registry.toml").unwrap();
        let table = modules(&mut document, Some("det"), "model").unwrap();
        table.insert(
            "A-b c",
            Item::Value(module(
                "crate::A",
                &[("config", Some("crate::C")), ("doc", None)],
            )),
        );
        let expect = "[registry.model]\n\n[modules.det.model]\n\"A-b c\" = { type = \"crate::A\", config = \"crate::C\" }\n";
        assert_eq!(document.to_string(), expect);
    }

    #[test]
    fn what_edits_leave() {
        let check = |before: &str, expect: &str| {
            let mut document = parse(before, "registry.toml").unwrap();
            document["b"] = toml_edit::value(1);
            assert_eq!(text(&document, before), expect);
        };
        check("a = 1 # x\n", "a = 1 # x\nb = 1\n");
        check("a = 1 # x\r\n", "a = 1 # x\r\nb = 1\r\n");
        check("\u{feff}a = 1\n", "\u{feff}a = 1\nb = 1\n");
    }
}
